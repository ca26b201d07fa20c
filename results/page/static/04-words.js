// What is said of a pair: sentences by rule, from the texts that the page was given.

const VERDICTS = { b: 'clearly better', w: 'clearly worse', d: 'clearly different', u: 'no clear difference' };

/** 'low to high', once where both read the same: of 90 of 100 futures, or of half of them. */
function span({ texts }, half = false) {
  const [low, high] = half ? [texts[1], texts[3]] : [texts[0], texts[4]];
  return low === high ? low : `${low} to ${high}`;
}

/** '+2 states (0 to +6)': the middle difference and the span of 90 of 100 futures. */
function size(found) {
  const { texts } = found;
  return texts[0] === texts[4] ? texts[2] : `${texts[2]} (${span(found)})`;
}

/** 'in 97 of 100 simulated futures'. */
function futures(found) {
  return `in ${found.chance.text} simulated futures`;
}

/** 'more is better' and the like, of an outcome or of a country's. */
function direction(meta) {
  return meta.better > 0 ? 'more is better' : meta.better < 0 ? 'less is better' : 'neither more nor less is better';
}

/** Where on an axis better lies. */
function side(meta) {
  return meta.better > 0 ? 'better to the right →' : meta.better < 0 ? '← better to the left' : 'right is more, not better';
}

/** What a design does in an outcome: 'does better on “Members”', or 'is higher in' where neither is better. */
function does(meta) {
  return meta.better ? `does better on “${meta.title}”` : `is higher in “${meta.title}”`;
}

/** Whether a pair's difference was put in or found, as a label; '' where no clear difference was taken apart. */
function tagOf(found, outcome) {
  if (!data.why || found.verdict === 'u') return '';
  const other = found.against === data.why.baseline ? found.design : found.design === data.why.baseline ? found.against : '';
  const part = other && data.why.shares[outcome][other];
  return ` [${(part && part.tag) || 'not taken apart'}]`;
}

/** One sentence on one design against another. */
function sentenceOf(found, meta) {
  const [design, against] = [designs.get(found.design), designs.get(found.against)];
  const edge = found.settled ? '' : ' More runs could change that.';
  const verdict = found.verdict === 'u' ? 'That is no clear difference' : `${capital(VERDICTS[found.verdict])}`;
  const what = `${does(meta)} ${futures(found)}: ${size(found)}; ${direction(meta)}`;
  return `Against ${against.definite}, ${design.definite} ${what}. ${verdict}${tagOf(found, meta.name)}.${edge}`;
}

function capital(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The design that is most surely better than the baseline in an outcome, among those shown; null if there is none. */
function surest(choice) {
  const found = shown(choice)
    .map((code) => cell(choice.outcome, code, choice.base))
    .filter(Boolean);
  return found.reduce((best, one) => (best && best.chance.p >= one.chance.p ? best : one), null);
}

/** The answer to what is chosen, in one or two sentences. */
function answerTo(choice) {
  const meta = outcomes.get(choice.outcome);
  if (choice.design) {
    const found = cell(choice.outcome, choice.design, choice.base);
    return found ? sentenceOf(found, meta) : `“${meta.title}” does not apply to both ${designs.get(choice.design).definite} and ${designs.get(choice.base).definite}.`;
  }
  const best = surest(choice);
  if (!best) return `“${meta.title}” does not apply to these designs against ${designs.get(choice.base).definite}.`;
  if (meta.better && best.verdict !== 'b') {
    const none = `No design shown is clearly better on “${meta.title}” than ${designs.get(choice.base).definite}.`;
    return `${none} The nearest: ${lowerFirst(sentenceOf(best, meta))}`;
  }
  return sentenceOf(best, meta);
}

function lowerFirst(text) {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** Codes of the designs that are shown, in the order that is chosen, without the baseline. */
function shown(choice) {
  const codes = data.designs.map((design) => design.code).filter((code) => code !== choice.base && !choice.hide.includes(code));
  const orders = {
    given: () => 0,
    name: (a, b) => (designs.get(a).short < designs.get(b).short ? -1 : 1),
    outcome: (a, b) => chanceOf(choice, b) - chanceOf(choice, a),
    weights: (a, b) => balance(choice, b) - balance(choice, a),
  };
  return codes.sort(orders[choice.sort]);
}

function chanceOf(choice, code) {
  const found = cell(choice.outcome, code, choice.base);
  return found ? found.chance.p : -1;
}
