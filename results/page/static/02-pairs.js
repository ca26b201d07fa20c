// What the page knows: the data element, and every pair of designs in both directions.

const data = JSON.parse(document.getElementById('data').textContent);
const designs = new Map(data.designs.map((design, k) => [design.code, { ...design, k }]));
const outcomes = new Map(data.outcomes.map((outcome) => [outcome.name, outcome]));
const states = new Map(data.states.map((state) => [state.label, state]));
const members = new Map(data.members.map((member) => [member.name, member])); // who acts through the Union
const countries = new Map([...states, ...members]);
const ENDS = ['low90', 'low50', 'diff', 'high50', 'high90'];
const MIRRORED = { b: 'w', w: 'b' };
const MARKS = { b: '▲', w: '▼', d: '◆', u: '≈', x: '' };

/** Place of the pair i < j in a table that holds the upper triangle row by row. */
function placeOf(i, j) {
  return i * data.designs.length - (i * (i + 1)) / 2 + (j - i - 1);
}

/** The text of the negative of a difference: '−2 states' of '+2 states'. */
function flipped(text) {
  const sign = { '+': '−', '−': '+' }[text[0]];
  return sign ? sign + text.slice(1) : text;
}

/**
 * One design against another in one table of pairs: numbers for drawing, texts for reading, both from the low end to
 * the high one (90%, 50%, middle, 50%, 90%). Null where the two are the same or the outcome does not apply to both.
 * chance: of being better; higher, where neither is better.
 */
function cellOf(table, better, design, against) {
  const [i, j] = [designs.get(design).k, designs.get(against).k];
  if (i === j || !table) return null;
  const mirrored = i > j;
  const at = mirrored ? placeOf(j, i) : placeOf(i, j);
  if (table.v[at] === 'x') return null;
  const ends = mirrored ? [...ENDS].reverse() : ENDS;
  const higher = data.chances[table.p[at]];
  const verdict = mirrored ? MIRRORED[table.v[at]] || table.v[at] : table.v[at];
  return {
    design,
    against,
    numbers: ends.map((end) => (mirrored ? 0 - table[end][at] : table[end][at])),
    texts: ends.map((end) => (mirrored ? flipped : String)(data.texts[table.texts[end][at]])),
    chance: mirrored !== (better < 0) ? data.chances[higher.mirror] : higher,
    pairs: Array.isArray(table.n) ? table.n[at] : table.n,
    verdict,
    mark: MARKS[verdict],
    settled: table.s[at] === '1',
  };
}

/** One design against another in an outcome of the whole network. */
function cell(outcome, design, against) {
  return cellOf(data.pairs[outcome], outcomes.get(outcome).better, design, against);
}

/** One design against another in one of a country's own outcomes, as it is shown for this country. */
function stateCell(label, view, design, against) {
  return cellOf(states.get(label).pairs[view.name], view.better, design, against);
}

/** The headline outcomes' names. */
function headlines() {
  return data.outcomes.filter((outcome) => outcome.headline).map((outcome) => outcome.name);
}

/** The headline outcomes of which more or less is better: what a reader can give weight to. */
function aims() {
  return data.outcomes.filter((outcome) => outcome.headline && outcome.better !== 0);
}
