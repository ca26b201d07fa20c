// From a choice to the page: draw, keep the link, follow the link.

let choice = defaults();
const HOW = 'Each row is a design. The stroke is the middle difference from the design compared with; the thick bar holds half of the simulated futures, the thin line 90 of 100; the line at 0 is no difference. At the right: ▲ clearly better, ▼ clearly worse, ≈ no clear difference, ◆ clearly different though neither is better; and in how many of 100 futures it is better (higher, where neither is better), ties counted half. Click on a row to see why.';

/** Draw all parts for the choice. */
function render() {
  hideTip();
  show(choice);
  const answer = answerTo(choice);
  if (byId('live-answer').textContent !== answer) byId('live-answer').textContent = answer;
  const codes = shown(choice);
  const panels = choice.columns.map((name) =>
    panel(outcomes.get(name), codes, (code) => cell(name, code, choice.base), choice.base, (code) => pick(name, code)));
  fill(byId('live-chart'), paperLine(choice), make('p', { class: 'x-how' }, HOW), make('div', { class: 'x-panels' }, panels));
  fill(byId('live-matrix'), matrix(choice, (design, against) => openWhy(choice.outcome, design, against)));
  fill(byId('x-weighed'), weightsView(choice));
  fill(byId('live-country'), countryView(choice));
  setPaper(choice);
  tidy();
  for (const part of document.querySelectorAll('.x-drawn')) part.start();
}

/** Take over a part of a choice, draw it, and say it in the link. */
function change(part) {
  choice = settled({ ...choice, ...part });
  if ('base' in part && choice.design === choice.base) choice.design = '';
  tell([]);
  render();
  history.replaceState(null, '', `#${written(choice)}`);
}

/** A design in an outcome is chosen by a click: it is in focus, and why it differs is said. */
function pick(outcome, design) {
  change({ outcome, design });
  openWhy(outcome, design, choice.base);
}

/** Say what was wrong with a link, or nothing. */
function tell(wrong) {
  const said = wrong.length ? `This link asks for what this page does not have: ${wrong.join('; ')}. The rest is shown as usual.` : '';
  byId('live-message').textContent = said;
  byId('live-message').hidden = !said;
}

/** Follow the link's fragment if it is a choice; a place in the page is left to the browser. */
function follow() {
  const fragment = location.hash.slice(1);
  if (!isChoice(fragment)) return false;
  const [found, wrong] = read(fragment);
  choice = found;
  tell(wrong);
  render();
  return true;
}

/** Put the link of this choice into the clipboard, or show it where that is not allowed. */
async function copyLink() {
  const link = `${location.href.split('#')[0]}#${written(choice)}`;
  try {
    await navigator.clipboard.writeText(link);
    byId('x-said').textContent = 'Link copied.';
    byId('x-copied').textContent = 'Copied.';
  } catch {
    byId('x-link').value = link;
    byId('x-link').hidden = false;
    byId('x-link').select();
    byId('x-copied').textContent = 'Copy the link from the field.';
  }
}

/** What the page's HTML has no place for: the dialog, the tip, and a line that is only read aloud. */
function furnish() {
  const close = make('button', { type: 'button', id: 'x-why-close', on: { click: () => byId('x-why').close() } }, 'Close');
  document.body.append(
    make('dialog', { id: 'x-why', 'aria-labelledby': 'x-why-title' },
      make('h2', { id: 'x-why-title', tabindex: '-1', autofocus: true }), make('div', { id: 'x-why-body' }), make('p', {}, close)),
    make('div', { id: 'x-tip', role: 'tooltip', hidden: true }),
    make('p', { id: 'x-said', class: 'x-unseen', 'aria-live': 'polite' }));
}

/** Make the page live; where that fails it stays as it is without JavaScript. */
function start() {
  const root = document.documentElement;
  root.className = 'js';
  try {
    furnish();
    prepare(change);
    if (!follow()) render();
  } catch (error) {
    root.className = 'no-js';
    throw error;
  }
  addEventListener('hashchange', follow);
  addEventListener('beforeprint', toPaper);
  addEventListener('afterprint', fromPaper);
  addEventListener('keydown', (event) => event.key === 'Escape' && hideTip());
  addEventListener('scroll', hideTip, { passive: true });
  root.dataset.drawn = String(Math.round(performance.now()));
}

if (data.designs.length > 1 && data.outcomes.length) start();
