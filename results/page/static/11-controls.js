// The controls: made once, set from a choice, and read into one.

/** Options of a select. */
function options(pairs) {
  return pairs.map(([value, text]) => make('option', { value }, text));
}

/** A labelled select of a key of the choice. */
function chooser(key, label, children, change) {
  const select = make('select', { id: `x-${key}`, on: { change: (event) => change({ [key]: event.target.value }) } }, children);
  return make('div', { class: 'x-field' }, make('label', { for: select.id }, label), select);
}

/** All outcomes as options in two groups. */
function outcomeOptions() {
  const groups = [['What matters first', true], ['Further outcomes', false]].map(([label, headline]) => {
    const group = data.outcomes.filter((outcome) => outcome.headline === headline);
    return make('optgroup', { label }, options(group.map((outcome) => [outcome.name, outcome.title])));
  });
  return groups.filter((group) => group.children.length);
}

/** All countries as options: those of the roster, then who acts through the Union. */
function countryOptions() {
  const own = options([['', 'none'], ...data.states.map((state) => [state.label, state.name])]);
  const others = data.members.map(({ name, label }) => [name, `${name} (through the ${label})`]);
  return others.length ? [...own, make('optgroup', { label: `Through the ${data.members[0].label}` }, options(others))] : own;
}

/** A folded list of checkboxes. */
function folded(list, legend, boxes) {
  const set = make('fieldset', {}, make('legend', { class: 'x-unseen' }, legend), make('div', { id: `x-${list}`, class: 'x-boxes' }, boxes));
  return make('details', {}, make('summary', {}, legend), set);
}

/** Make every control once. change: called with a part of a choice. */
function prepare(change) {
  const named = data.designs.map((design) => [design.code, design.definite]);
  const form = make('form', { id: 'x-controls', 'aria-label': 'What to compare', on: { submit: (event) => event.preventDefault() } },
    make('div', { class: 'x-fields' },
      chooser('base', 'Compare with', options(named), change),
      chooser('outcome', 'In the outcome', outcomeOptions(), change),
      chooser('design', 'Design in focus', options([['', 'the one most surely better'], ...named]), change),
      chooser('sort', 'Sort designs', options([...SORTS]), change),
      ...(data.states.length ? [chooser('for', 'Country', countryOptions(), change)] : [])),
    folded('hide', 'Designs that are shown', data.designs.map((design) => box('hide', design.code, design.definite, change))),
    folded('columns', 'Outcomes that are drawn', data.outcomes.map((outcome) => box('columns', outcome.name, outcome.title, change))),
    make('p', { class: 'x-links' },
      make('button', { type: 'button', id: 'x-copy', on: { click: copyLink } }, 'Copy link to this view'), ' ',
      make('button', { type: 'button', id: 'x-reset', on: { click: () => change(defaults()) } }, 'Back to the start'), ' ',
      make('span', { id: 'x-copied', role: 'status' }),
      make('input', { id: 'x-link', type: 'text', readonly: true, hidden: true, 'aria-label': 'Link to this view' })));
  fill(byId('live-controls'), form);
  fill(byId('live-weights'), weightsForm(change));
}

/** The sliders, and the place of what they give. */
function weightsForm(change) {
  return [
    make('fieldset', {}, make('legend', {}, 'How much does each aim matter to you?'), make('div', { id: 'x-weights' }, aims().map((aim) => slider(aim, change)))),
    make('div', { id: 'x-weighed' }),
  ];
}

/** A checkbox of a list: 'hide' holds what is not ticked, 'columns' what is. */
function box(list, value, text, change) {
  const input = make('input', { type: 'checkbox', value });
  input.addEventListener('change', () => {
    const boxes = [...byId(`x-${list}`).querySelectorAll('input')];
    change({ [list]: boxes.filter((one) => one.checked === (list === 'columns')).map((one) => one.value) });
  });
  return make('label', { class: 'x-box' }, input, ` ${text}`);
}

/** The weight of one aim: 0 to 3, in words too. */
function slider(aim, change) {
  const id = `x-weight-${aim.name}`;
  const input = make('input', { type: 'range', id, min: '0', max: String(MOST_WEIGHT), step: '1', 'data-aim': aim.name });
  input.addEventListener('input', () => {
    const all = [...byId('x-weights').querySelectorAll('input')];
    change({ weights: Object.fromEntries(all.map((one) => [one.dataset.aim, Number(one.value)])) });
  });
  return make('div', { class: 'x-weight' }, make('label', { for: id }, data.aims[aim.name] || aim.title), input, make('output', { for: id }));
}

/** Show a choice in the controls. */
function show(choice) {
  for (const select of byId('x-controls').querySelectorAll('select')) select.value = choice[select.id.slice(2)];
  for (const option of byId('x-design').options) option.disabled = option.value === choice.base;
  for (const input of byId('x-hide').querySelectorAll('input')) {
    input.checked = !choice.hide.includes(input.value);
    input.disabled = input.value === choice.base || input.value === choice.design;
  }
  for (const input of byId('x-columns').querySelectorAll('input')) input.checked = choice.columns.includes(input.value);
  for (const input of byId('x-weights').querySelectorAll('input')) {
    const weight = choice.weights[input.dataset.aim];
    input.value = String(weight);
    input.setAttribute('aria-valuetext', STRESS[weight]);
    input.parentElement.querySelector('output').textContent = STRESS[weight];
  }
}
