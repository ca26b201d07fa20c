// What the reader has chosen, and the link's fragment that says it. Texts of a fragment are only ever compared or
// shown as text.

const SORTS = new Map([
  ['given', 'as listed'],
  ['name', 'by name'],
  ['outcome', 'most surely better in the outcome first'],
  ['weights', 'most of what matters to you first'],
]);
const MOST_WEIGHT = 3;
const LONGEST = 60; // letters of a wrong value that are shown

/** What is chosen when nothing was. */
function defaults() {
  return {
    for: countries.has(data.for) ? data.for : '',
    base: data.baseline,
    outcome: data.outcomes[0].name,
    design: '',
    columns: headlines().length ? headlines() : [data.outcomes[0].name],
    hide: [],
    weights: Object.fromEntries(aims().map((aim) => [aim.name, 1])),
    sort: 'given',
  };
}

/** The parts of a list in a fragment, each decoded. */
function parts(text) {
  return text === '' ? [] : text.split(',').map(decodeURIComponent);
}

/** A name that is known, or an error that says what is wrong. */
function known(text, names, what) {
  if (names.has(text)) return text;
  throw new Error(`no ${what} here is called “${shortened(text)}”`);
}

/** Several known names, each once. */
function several(text, names, what) {
  return [...new Set(parts(text).map((part) => known(part, names, what)))];
}

/** Weights as 'members:3,harm:1'; aims that are not named weigh nothing. */
function weighed(text) {
  const found = Object.fromEntries(aims().map((aim) => [aim.name, 0]));
  for (const part of parts(text)) {
    const [name, weight] = part.split(':');
    known(name, new Set(aims().map((aim) => aim.name)), 'aim');
    if (!/^[0-3]$/.test(weight)) throw new Error(`a weight is 0, 1, 2 or 3, not “${shortened(String(weight))}”`);
    found[name] = Number(weight);
  }
  return found;
}

const READERS = {
  for: (text) => (text === '' ? '' : known(decodeURIComponent(text), countries, 'country')),
  base: (text) => known(decodeURIComponent(text), designs, 'design'),
  outcome: (text) => known(decodeURIComponent(text), outcomes, 'outcome'),
  design: (text) => known(decodeURIComponent(text), designs, 'design'),
  columns: (text) => several(text, outcomes, 'outcome'),
  hide: (text) => several(text, designs, 'design'),
  weights: weighed,
  sort: (text) => known(decodeURIComponent(text), SORTS, 'order'),
};

function shortened(text) {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Whether a fragment is a choice; anything else is a place in the page. */
function isChoice(fragment) {
  return fragment.includes('=');
}

/** The choice that a fragment (without '#') asks for, and what was wrong with it: [choice, list of problems]. */
function read(fragment) {
  const choice = defaults();
  const wrong = [];
  for (const part of fragment.split('&').filter(Boolean)) {
    const [key, ...rest] = part.split('=');
    try {
      if (!Object.hasOwn(READERS, key)) throw new Error(`nothing here is called “${shortened(key)}”`);
      choice[key] = READERS[key](rest.join('='));
    } catch (error) {
      wrong.push(error instanceof URIError ? `“${shortened(part)}” cannot be read` : error.message);
    }
  }
  return [settled(choice, wrong), wrong];
}

/** A choice that fits together: the baseline is shown, and is not the design in focus. */
function settled(choice, wrong = []) {
  if (choice.design === choice.base && choice.design) {
    wrong.push('a design is not compared with itself');
    choice.design = '';
  }
  choice.hide = choice.hide.filter((code) => code !== choice.base && code !== choice.design);
  if (!choice.columns.length) choice.columns = defaults().columns;
  return choice;
}

/** Text in a fragment: readable where that is safe. */
function encoded(text) {
  return encodeURIComponent(text).replace(/%3A/gi, ':').replace(/%40/gi, '@');
}

/** The fragment of a choice, without '#': only what differs from the defaults. */
function written(choice) {
  const usual = defaults();
  const lists = { columns: choice.columns, hide: choice.hide };
  const weights = Object.entries(choice.weights).filter(([, weight]) => weight > 0);
  lists.weights = weights.map(([name, weight]) => `${name}:${weight}`);
  const said = [];
  for (const key of Object.keys(usual)) {
    if (JSON.stringify(choice[key]) === JSON.stringify(usual[key])) continue;
    said.push(`${key}=${(lists[key] || [choice[key]]).map(encoded).join(',')}`);
  }
  return said.join('&');
}
