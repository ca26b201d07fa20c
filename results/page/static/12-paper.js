// Paper: what was chosen is printed in the place of what stands there without scripts.

const PAPER = 1016; // pixels of the head-to-head chart on paper, before it is made smaller (see the style sheet)
const PAPER_COLUMNS = 3;
const PAPER_GAP = 14;

/** Parts that are printed as chosen, and the keys of a choice that make them differ from what stands there anyway. */
const PRINTED = {
  answer: ['base', 'outcome', 'design', 'hide', 'sort'],
  chart: ['base', 'columns', 'hide', 'sort'],
  matrix: ['base', 'outcome', 'hide', 'sort'],
  country: ['for'],
  weights: ['weights'],
};

/** Mark which parts are printed as chosen. */
function setPaper(choice) {
  const usual = defaults();
  const differs = (key) => JSON.stringify(choice[key]) !== JSON.stringify(usual[key]);
  for (const [part, keys] of Object.entries(PRINTED)) {
    const chosen = keys.some(differs) && (part !== 'country' || choice.for !== '');
    const live = byId(`live-${part}`);
    (live.classList.contains('live') ? live : live.closest('.live')).classList.toggle('x-on-paper', chosen);
    const still = byId(`still-${part}`);
    if (still) still.classList.toggle('x-off-paper', chosen);
  }
}

/** A line for paper only: what the chart shows. */
function paperLine(choice) {
  const hidden = choice.hide.length ? `, without ${choice.hide.map((code) => designs.get(code).definite).join(', ')}` : '';
  return make('p', { class: 'x-paper-line' }, `Printed as chosen: differences from ${designs.get(choice.base).definite}${hidden}.`);
}

/** The charts that are printed, by their elements. */
function printedCharts() {
  return [...charts].filter(([element]) => element.closest('#live-chart'));
}

/** Draw the charts as wide as paper has room for. */
function toPaper() {
  const width = Math.floor((PAPER - PAPER_GAP * (PAPER_COLUMNS - 1)) / PAPER_COLUMNS);
  for (const [, { chart }] of printedCharts()) chart.resize({ width });
}

/** Draw them again for the window. */
function fromPaper() {
  for (const [, { chart }] of printedCharts()) chart.resize({ width: 'auto' });
}
