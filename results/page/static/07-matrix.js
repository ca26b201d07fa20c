// Designs against designs in one outcome: a table whose cells are shaded, so that it is a heat map and is read aloud.

const READABLE = 46; // lightness in per cent below which white is read better than black

/** The shade of a chance: the more surely better, the darker; and the ink that is read on it. */
function shade(p) {
  const light = Math.round(97 - 67 * p);
  return { paper: `hsl(205 45% ${light}%)`, ink: light < READABLE ? '#fff' : '#000' };
}

/** A cell of the matrix. */
function matrixCell(found, meta, open) {
  if (!found) return make('td', { class: 'x-blank' }, '');
  const [design, against] = [designs.get(found.design), designs.get(found.against)];
  const shown = `${found.chance.short} ${found.mark}`; // the label begins with what is seen, so that it can be spoken
  const label = `${shown}, ${design.short} against ${against.short}: ${meta.better ? 'better' : 'higher'} ${futures(found)}, ${VERDICTS[found.verdict]}, ${size(found)}`;
  const button = make('button', { type: 'button', class: 'x-cell', 'aria-label': label, on: { click: () => open(found.design, found.against) } },
    shown);
  const place = make('td', { 'data-design': found.design, 'data-against': found.against }, withTip(button, () => tipOf(found, meta)));
  const { paper, ink } = shade(found.chance.p);
  place.style.backgroundColor = paper;
  button.style.color = ink;
  return place;
}

/** What a design does to another by a verdict; of an outcome without a direction by which is higher. */
function verbOf(found) {
  if (found.verdict === 'd') return found.chance.p > 0.5 ? 'has more than' : 'has less than';
  return { b: 'beats', u: 'not clear against', w: 'loses to' }[found.verdict];
}
const VERBS = ['beats', 'has more than', 'not clear against', 'has less than', 'loses to'];

/** A design's row as a line for narrow screens: whom it beats, whom it does not, to whom it loses. */
function inWords(codes, code, choice, open) {
  const own = codes.map((other) => cell(choice.outcome, code, other)).filter(Boolean);
  const groups = VERBS.map((verb) => [verb, own.filter((found) => verbOf(found) === verb)]).filter(([, group]) => group.length);
  const parts = groups.map(([verb, group]) => make('span', { class: 'group' }, `${verb} `,
    group.flatMap((found) => [linkButton(`${designs.get(found.against).short} ${found.chance.short}`, () => open(code, found.against)), ' '])));
  return make('li', {}, make('b', {}, `${designs.get(code).short}:`), ...parts);
}

/** The matrix of the chosen outcome, over the designs shown and the baseline. */
function matrix(choice, open) {
  const meta = outcomes.get(choice.outcome);
  const codes = [choice.base, ...shown(choice)];
  const caption = `${meta.title}: in how many of 100 simulated futures the design of the row ${meta.better ? 'does better than' : 'is higher than'} that of the column`;
  const heads = codes.map((code) => make('th', { scope: 'col' }, make('span', {}, designs.get(code).short)));
  const rows = codes.map((code) =>
    make('tr', {}, make('th', { scope: 'row' }, designs.get(code).short), codes.map((other) => matrixCell(cell(choice.outcome, code, other), meta, open))));
  const table = make('table', { class: 'x-matrix' }, make('caption', { class: 'x-unseen' }, caption),
    make('thead', {}, make('tr', {}, make('td', {}), heads)), make('tbody', {}, rows));
  const list = make('div', { class: 'by-row' }, make('p', { class: 'x-how' }, `${meta.title}, in how many of 100 simulated futures. Touch one to see why.`), make('ul', {}, codes.map((code) => inWords(codes, code, choice, open))));
  return [make('p', { class: 'x-how x-of-table' }, `${caption}. Click on a cell to see why.`), scrolling(caption, table), list];
}
