// What matters to the reader: how much of the weight given is clearly better, not clear, clearly worse. No one number
// ranks the designs: the parts stand side by side.

const PARTS = [['b', 'clearly better', '▲'], ['u', 'not clear', '≈'], ['w', 'clearly worse', '▼'], ['x', 'does not apply', '']];
const STRIPES = { symbol: 'rect', color: 'rgba(255,255,255,0.35)', dashArrayX: [1, 0], dashArrayY: [2, 6], rotation: Math.PI / 4 };
const STRESS = ['not at all', 'a little', 'some', 'a lot'];

/** Shares of the reader's weight by verdict of a design against the baseline, and the aims in each. */
function partsOf(choice, code) {
  const total = aims().reduce((sum, aim) => sum + choice.weights[aim.name], 0);
  const share = { b: 0, u: 0, w: 0, x: 0 };
  const named = { b: [], u: [], w: [], x: [] };
  for (const aim of aims()) {
    const weight = choice.weights[aim.name];
    if (!weight) continue;
    const found = cell(aim.name, code, choice.base);
    const verdict = found ? found.verdict : 'x';
    share[verdict] += weight / total;
    named[verdict].push(aim.title);
  }
  return { code, share, named };
}

/** What is clearly better less what is clearly worse. */
function balance(choice, code) {
  const { share } = partsOf(choice, code);
  return share.b - share.w;
}

/** The lines of a tip on a design's parts. */
function partLines({ code, share, named }) {
  const lines = PARTS.filter(([key]) => named[key].length).map(([key, words]) => `${words}: ${percent(share[key])} (${named[key].join(', ')})`);
  return [make('strong', {}, designs.get(code).short), make('ul', {}, lines.map((line) => make('li', {}, line)))];
}

function percent(share) {
  return `${Math.round(100 * share)}%`.replace('-', '−');
}

/** The stacked bars and the table behind them. */
function weightsView(choice) {
  const against = designs.get(choice.base).definite;
  const found = shown({ ...choice, sort: 'given' }).map((code) => partsOf(choice, code));
  if (!Object.values(choice.weights).some(Boolean)) return [make('p', {}, 'Nothing matters yet: give at least one aim a weight.')];
  found.sort((a, b) => b.share.b - b.share.w - (a.share.b - a.share.w));
  const caption = `Share of what matters to you in which each design is clearly better or worse than ${against}`;
  const chart = make('div', { class: 'x-chart', id: 'x-weights-chart' });
  chart.style.height = `${found.length * 30 + 8}px`;
  const heads = ['Design', ...PARTS.map(([, words]) => words)];
  const rows = found.map((one) => [designs.get(one.code).short, ...PARTS.map(([key]) => one.named[key].length ? `${percent(one.share[key])}: ${one.named[key].join(', ')}` : '–')]);
  const table = make('details', {}, make('summary', {}, 'Numbers: what matters to you'), scrolling(caption, tableOf(caption, heads, rows)));
  const holder = make('div', { class: 'x-drawn' }, make('p', {}, `${caption}. Sorted by clearly better less clearly worse; that is an order to read in, not a score. Blue, ▲: clearly better; grey, ≈: not clear; striped, ▼: clearly worse; white: does not apply.`), chart, table);
  holder.start = () => {
    const drawn = draw(chart, (width) => weightsOption(found, caption, width));
    drawn.on('mousemove', ({ dataIndex, event }) => showTip(partLines(found[dataIndex]), event.event.clientX, event.event.clientY));
    drawn.on('mouseout', hideTip);
  };
  return [holder];
}

const NARROW = 44; // pixels below which a part is too narrow for its label

/** The options of the stacked bars at a width in pixels; stripes tell worse from better without colour. */
function weightsOption(found, caption, width) {
  const ink = colours();
  const fills = { b: ink.b, u: ink.faint, w: ink.w, x: '#ffffff' };
  const codes = found.map((one) => one.code);
  const room = width - labelRoom(codes) - 12;
  return {
    animation: false,
    aria: { enabled: true, label: { description: caption } },
    grid: { left: labelRoom(codes), right: 12, top: 4, bottom: 4 },
    xAxis: { type: 'value', min: 0, max: 1, show: false },
    yAxis: designAxis(codes, ink),
    series: PARTS.map(([key, words, mark]) => ({
      type: 'bar',
      name: words,
      stack: 'weight',
      barWidth: 18,
      itemStyle: { color: fills[key], borderColor: ink.muted, borderWidth: 1, decal: key === 'w' ? STRIPES : { symbol: 'none' } },
      label: {
        padding: [1, 3],
        backgroundColor: key === 'w' ? fills.w : 'transparent',
        color: key === 'b' || key === 'w' ? '#ffffff' : ink.ink,
        formatter: ({ value }) => `${mark} ${percent(value)}`.trim(),
      },
      data: found.map(({ share }) => ({ value: share[key], label: { show: share[key] * room > NARROW } })),
    })),
  };
}
