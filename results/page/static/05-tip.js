// One tip for all charts and tables: exact values beside the pointer or the row in focus.

/** The lines of a tip on a pair: sentence-like, each a text. */
function tipLines(found, meta) {
  return [
    `Difference: ${found.texts[2]}`,
    `Half of the futures: ${span(found, true)}`,
    `90 of 100 futures: ${span(found)}`,
    `${meta.better ? 'Better' : 'Higher'} ${futures(found)} (ties counted half; ${found.pairs} paired runs)`,
    `${MARKS[found.verdict]} ${VERDICTS[found.verdict]}${found.settled ? '' : ', near the line'}; ${direction(meta)}`,
  ];
}

/** The elements of a tip on a pair: heading, lines, and the claims that the outcome rests on. */
function tipOf(found, meta) {
  const head = `${designs.get(found.design).short} against ${designs.get(found.against).short}: ${meta.title}`;
  const rests = (meta.evidence || []).map((id) => make('li', {}, `${id}: ${data.claims[id].claim}`));
  return [
    make('strong', {}, head),
    make('ul', {}, tipLines(found, meta).map((line) => make('li', {}, line))),
    ...(rests.length ? [make('span', {}, 'Evidence'), make('ul', {}, rests)] : []),
  ];
}

/** Show a tip near a place of the window (CSS pixels). */
function showTip(children, x, y) {
  const tip = fill(byId('x-tip'), children);
  tip.hidden = false;
  const [width, height] = [tip.offsetWidth, tip.offsetHeight];
  const [right, bottom] = [document.documentElement.clientWidth, window.innerHeight];
  tip.style.left = `${Math.max(4, Math.min(x + 14, right - width - 4))}px`;
  tip.style.top = `${y + 14 + height > bottom ? Math.max(4, y - height - 14) : y + 14}px`;
}

function hideTip() {
  byId('x-tip').hidden = true;
}

/** Make an element show a tip under the pointer and in focus. */
function withTip(element, children) {
  const beside = () => {
    const box = element.getBoundingClientRect();
    showTip(children(), box.left, box.bottom - 10);
  };
  element.addEventListener('pointermove', (event) => showTip(children(), event.clientX, event.clientY));
  element.addEventListener('pointerleave', hideTip);
  element.addEventListener('focus', beside);
  element.addEventListener('blur', hideTip);
  return element;
}
