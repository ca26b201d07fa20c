// One panel of the head-to-head chart: every design against the baseline in one outcome, 50% bars thick, 90% bars thin.

const ROW = 28; // pixels of a row
const LETTER = 6.2; // pixels of a letter of a label, about
const LABEL = 118; // pixels that the labels may take
const charts = new Map(); // element -> its chart and what watches its size

/** Colours as the style sheet has them. */
function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(`--x-${name}`).trim();
  return { b: of('better'), w: of('worse'), d: of('differs'), u: of('unclear'), ink: of('ink'), muted: of('muted'), faint: of('faint') };
}

/** Draw into an element and, whenever its size changes, anew. option: makes the options for a width in pixels. */
function draw(element, option) {
  const chart = echarts.init(element, null, { renderer: 'svg' });
  let width = element.clientWidth;
  chart.setOption(option(width));
  const sizes = new ResizeObserver(() => {
    if (!element.isConnected || element.clientWidth === width) return;
    width = element.clientWidth;
    chart.resize();
    chart.setOption(option(width), { notMerge: true });
  });
  sizes.observe(element);
  charts.set(element, { chart, sizes });
  return chart;
}

/** Forget the charts of elements that are no longer in the page. */
function tidy() {
  for (const [element, { chart, sizes }] of charts) {
    if (element.isConnected) continue;
    sizes.disconnect();
    chart.dispose();
    charts.delete(element);
  }
}

/** What draws one row: the thin and the thick bar, the middle in the shape of its verdict, mark and chance at the right. */
function row(found, meta, ink) {
  return (params, api) => {
    const one = found[params.dataIndex];
    if (!one) return null;
    const [low90, low50, middle, high50, high90] = one.numbers.map((x) => api.coord([x * meta.scale, params.dataIndex])[0]);
    const y = api.coord([0, params.dataIndex])[1];
    const colour = ink[one.verdict];
    const right = params.coordSys.x + params.coordSys.width + 8;
    return {
      type: 'group',
      children: [
        { type: 'line', shape: { x1: low90, x2: high90, y1: y, y2: y }, style: { stroke: colour, lineWidth: 2 } },
        { type: 'rect', shape: { x: low50, y: y - 4, width: Math.max(1, high50 - low50), height: 8 }, style: { fill: colour, opacity: 0.85 } },
        { type: 'line', shape: { x1: middle, x2: middle, y1: y - 8, y2: y + 8 }, style: { stroke: ink.ink, lineWidth: 2.5 } },
        { type: 'text', style: { x: right, y, text: `${one.mark} ${one.chance.short}`, fill: ink.ink, verticalAlign: 'middle', fontSize: 12 } },
        { type: 'rect', shape: { x: params.coordSys.x, y: y - ROW / 2, width: params.coordSys.width, height: ROW }, style: { fill: 'transparent' } },
      ],
    };
  };
}

/** An axis of designs, the first one on top. */
function designAxis(codes, ink) {
  return {
    type: 'category',
    inverse: true,
    data: codes.map((code) => designs.get(code).short),
    axisTick: { show: false },
    axisLine: { show: false },
    axisLabel: { color: ink.ink, fontSize: 12, lineHeight: 13, width: LABEL, overflow: 'break', interval: 0 },
  };
}

/** How much room the labels of designs need. */
function labelRoom(codes) {
  return Math.min(LABEL, LETTER * Math.max(...codes.map((code) => designs.get(code).short.length))) + 12;
}

/** The options of a panel. found: a cell (or null) of each code; meta: the outcome. */
function panelOption(codes, found, meta, label) {
  const ink = colours();
  const ends = found.filter(Boolean).flatMap((one) => one.numbers.map((x) => x * meta.scale));
  const flat = ends.every((x) => x === 0) ? 1 : 0;
  return {
    animation: false,
    aria: { enabled: true, label: { description: label } },
    grid: { left: labelRoom(codes), right: 48, top: 6, bottom: 26 },
    xAxis: {
      type: 'value',
      min: Math.min(-flat, ...ends),
      max: Math.max(flat, ...ends),
      splitNumber: 3,
      axisLabel: { formatter: tick, color: ink.ink, hideOverlap: true, showMinLabel: false, showMaxLabel: false, fontSize: 12 },
      splitLine: { lineStyle: { color: ink.faint } },
    },
    yAxis: designAxis(codes, ink),
    series: [
      {
        type: 'custom',
        renderItem: row(found, meta, ink),
        data: found.map((one, k) => [one ? one.numbers[2] * meta.scale : 0, k]),
        clip: false,
        markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: ink.ink, type: 'solid', width: 1 }, data: [{ xAxis: 0 }] },
      },
    ],
  };
}

/** A number on an axis. */
function tick(x) {
  const value = Number(x.toPrecision(4));
  return value > 0 ? `+${value}` : String(value).replace('-', '−');
}

/** The table behind a panel. */
function panelTable(codes, found, meta, caption, open) {
  const rows = codes.map((code, k) => {
    const one = found[k];
    const name = designs.get(code).short;
    const own = meta.own ? [meta.own[designs.get(code).k]] : [];
    if (!one) return [name, '–', '–', '–', ...own, ''];
    const why = open ? linkButton('why?', () => open(code), `why ${name} differs in ${meta.title}`) : '';
    return [name, one.texts[2], span(one), `${one.mark} ${one.chance.short}`, ...own, why];
  });
  const heads = ['Design', 'Difference', '90 of 100 futures', `${meta.better ? 'Better' : 'Higher'} in … of 100`, ...(meta.own ? ['By itself'] : []), open ? 'Why' : ''];
  return scrolling(caption, tableOf(caption, heads, rows));
}

/**
 * A panel: heading (of a level), chart, and the table behind it. pick: cell of a code; open: what a click on a row does (or null).
 * Arrow keys walk over the rows, Enter opens.
 */
function panel(meta, codes, pick, base, open, level = 'h3') {
  const found = codes.map(pick);
  const against = designs.get(base).short;
  const caption = `${meta.title}: difference from ${against}, ${meta.unit}`;
  if (!found.some(Boolean)) {
    return make('section', { class: 'x-panel' }, make(level, {}, meta.title), make('p', {}, `Does not apply against ${against}.`));
  }
  const chart = make('div', { class: 'x-chart' });
  chart.style.height = `${codes.length * ROW + 34}px`;
  const keys = make('div', { class: 'x-keys', role: 'group', tabindex: '0', 'aria-label': `${caption}. Arrow keys read the rows${open ? ', Enter says why' : ''}.` }, chart);
  const section = make('section', { class: 'x-panel x-drawn' },
    make(level, {}, meta.title),
    make('p', { class: 'x-unit' }, `${meta.unit}; ${side(meta)}`),
    keys,
    make('details', {}, make('summary', {}, 'Numbers', make('span', { class: 'x-unseen' }, `: ${meta.title}`)), panelTable(codes, found, meta, caption, open)));
  section.start = () => {
    const drawn = draw(chart, () => panelOption(codes, found, meta, caption));
    listen(drawn, keys, codes, found, meta, open);
  };
  return section;
}

/** Tips and clicks of a panel, by pointer and by keyboard. */
function listen(chart, keys, codes, found, meta, open) {
  let at = -1;
  chart.on('mousemove', ({ dataIndex, event }) => found[dataIndex] && showTip(tipOf(found[dataIndex], meta), event.event.clientX, event.event.clientY));
  chart.on('mouseout', hideTip);
  chart.on('click', ({ dataIndex }) => open && found[dataIndex] && open(codes[dataIndex]));
  keys.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      at = Math.max(0, Math.min(codes.length - 1, at + step));
      const box = keys.getBoundingClientRect();
      if (found[at]) {
        showTip(tipOf(found[at], meta), box.left + box.width / 3, box.top + 6 + (at + 1) * ROW);
        byId('x-said').textContent = `${designs.get(codes[at]).short}: ${tipLines(found[at], meta).join('. ')}`;
      }
      event.preventDefault();
    } else if (event.key === 'Enter' && open && found[at]) {
      open(codes[at]);
      event.preventDefault();
    }
  });
  keys.addEventListener('blur', hideTip);
}
