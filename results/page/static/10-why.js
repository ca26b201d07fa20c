// Why two designs differ: the share of each lever, as the swapped runs found it. Opened by a click on a row or cell.

/** The rows of one difference taken apart: lever, share, 90% interval, numbers. */
function leverRows(part, design) {
  const rows = part.levers.map(([lever, share, text, span]) => {
    const numbers = (data.why.numbers[design] || {})[lever] || [];
    return [data.why.levers[lever], bar(share, text), span, numbers.join('; ')];
  });
  const [more, ...together] = part.others;
  if (more) rows.push([`${more} more, together`, bar(...together), '–', '']);
  rows.push(['levers acting together', bar(...part.rest), '–', '']);
  return rows;
}

/** A share as a text with a bar beside it. */
function bar(share, text) {
  const line = make('span', { class: 'x-bar', 'aria-hidden': 'true' });
  line.style.width = `${Math.round(60 * Math.min(1.5, Math.abs(share)))}px`;
  line.classList.toggle('x-less', share < 0);
  return make('span', { class: 'x-share' }, `${text} `, line);
}

/** What makes one design's difference from the design that the swapped runs compare with. */
function takenApart(outcome, design) {
  const against = designs.get(data.why.baseline).definite;
  const part = (data.why.shares[outcome] || {})[design];
  const name = designs.get(design).definite;
  if (!part) return [make('p', {}, `Nothing was kept that takes apart ${name} against ${against} in this outcome.`)];
  const said = make('p', {}, `${capital(name)} against ${against}. ${part.said}`);
  if (!part.levers.length) return [said];
  const caption = `Shares of the difference of ${name} from ${against}`;
  const heads = ['What differs', 'Share', '90% interval', 'Its numbers, and what they rest on'];
  return [said, scrolling(caption, tableOf(caption, heads, leverRows(part, design)))];
}

/** What the dialog shows of a pair in an outcome. */
function whyView(outcome, design, against) {
  const meta = outcomes.get(outcome);
  const found = cell(outcome, design, against);
  const first = [
    make('p', {}, found ? sentenceOf(found, meta) : 'Does not apply to both.'),
    make('p', { class: 'x-how' }, `${meta.title}: ${meta.meaning}.`),
  ];
  if (!data.why) return [...first, make('p', {}, data.missing), ...evidenceOf(meta)];
  const rest = [];
  const base = data.why.baseline;
  if (against !== base && design !== base) {
    rest.push(make('p', { class: 'x-note' }, `Only differences from ${designs.get(base).definite} were taken apart. This one lies between two of them:`));
  }
  for (const code of [design, against]) if (code !== base) rest.push(...takenApart(outcome, code));
  return [...first, ...rest, make('p', { class: 'x-how' }, data.why.scope), ...evidenceOf(meta), ...annexLink(outcome, design)];
}

/** The claims that an outcome rests on, with where they were said. */
function evidenceOf(meta) {
  const claims = meta.evidence.map((id) => make('li', {}, `${id}: ${data.claims[id].claim} (${data.claims[id].source})`));
  return claims.length ? [make('h3', {}, 'Evidence'), make('ul', {}, claims)] : [];
}

/** A link to the page's own part on an outcome, if there is one. */
function annexLink(outcome, design) {
  const place = byId(`why-${outcome}-${designs.get(design).k}`) || byId('why');
  if (!place) return [];
  return [make('p', {}, make('a', { href: `#${place.id}`, on: { click: () => byId('x-why').close() } }, 'All of it in the annex'))];
}

/** Open the dialog on a pair. */
function openWhy(outcome, design, against) {
  hideTip();
  const title = `Why ${designs.get(design).definite} and ${designs.get(against).definite} differ: ${outcomes.get(outcome).title}`;
  fill(byId('x-why-title'), title);
  fill(byId('x-why-body'), whyView(outcome, design, against));
  if (!byId('x-why').open) byId('x-why').showModal();
}
