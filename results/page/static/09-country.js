// One country's view: its paragraph from the page, and its own differences from the baseline.

/** A copy of the page's paragraph on a country, without ids and tables; null if the page has none. */
function paragraphOf(label) {
  const found = [...document.querySelectorAll('[data-country]')].find((one) => one.dataset.country === label);
  if (!found) return null;
  const copy = make('div', {}, [...found.cloneNode(true).childNodes]);
  copy.querySelectorAll('.scroll, table').forEach((one) => one.remove());
  copy.querySelectorAll('[id]').forEach((one) => one.removeAttribute('id'));
  return copy;
}

/** Label of the country whose numbers are those of a name: of the Union, for a member that acts through it. */
function acting(name) {
  return members.has(name) ? members.get(name).label : name;
}

/** The country part: a paragraph and a panel for each of its outcomes. */
function countryView(choice) {
  if (!choice.for) return [make('p', {}, 'Choose a country above to see what each design gives it and costs it.')];
  const label = acting(choice.for);
  const { name, views } = states.get(label);
  const member = members.get(choice.for);
  const codes = shown(choice);
  const panels = views.map((view) =>
    panel(view, codes, (code) => stateCell(label, view, code, choice.base), choice.base, null, 'h4'));
  const paragraph = paragraphOf(label);
  return [
    make('h3', {}, member ? member.title : name),
    ...(member ? [make('p', {}, member.said)] : []),
    ...(paragraph ? [paragraph] : []),
    make('p', { class: 'x-own' }, `Its own differences from ${designs.get(choice.base).definite}:`),
    make('div', { class: 'x-panels' }, panels),
  ];
}
