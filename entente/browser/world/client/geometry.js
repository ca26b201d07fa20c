// Geometry of the drawing: curves of ties, and the window on it. Numbers only, no page.
"use strict";

const BEND = 0.11, MOST = 34; // how far a curve leaves the straight line: as a share of its length, px at the most
const APART = 3.2; // px between the strands of one tie, a strand a type

/** The strands of a tie from p to q ([x, y]), one for each of `count` types: SVG paths. */
export function strands(p, q, count) {
  const [dx, dy] = [q[0] - p[0], q[1] - p[1]];
  const length = Math.hypot(dx, dy) || 1;
  const [nx, ny] = [-dy / length, dx / length];
  return Array.from({ length: count }, (_, k) => {
    const aside = APART * (k - (count - 1) / 2);
    const bend = 2 * bent(length) + aside; // of the control point, so that the strands lie side by side
    const start = [p[0] + nx * aside, p[1] + ny * aside];
    const end = [q[0] + nx * aside, q[1] + ny * aside];
    const middle = [(p[0] + q[0]) / 2 + nx * bend, (p[1] + q[1]) / 2 + ny * bend];
    return `M${round(start)}Q${round(middle)} ${round(end)}`;
  });
}

/** The middle of a tie's curve. */
export function middle(p, q) {
  const length = Math.hypot(q[0] - p[0], q[1] - p[1]) || 1;
  const bend = bent(length);
  return [(p[0] + q[0]) / 2 - ((q[1] - p[1]) / length) * bend, (p[1] + q[1]) / 2 + ((q[0] - p[0]) / length) * bend];
}

const bent = length => Math.min(BEND * length, MOST);
const round = point => point.map(x => x.toFixed(1)).join(",");

/** A window on the drawing, `zoom` times nearer, about a point, inside of the drawing. */
export function lens(width, height, zoom, about) {
  const [w, h] = [width / zoom, height / zoom];
  const within = (x, room) => Math.min(Math.max(x, 0), room);
  return [within(about[0] - w / 2, width - w), within(about[1] - h / 2, height - h), w, h];
}

/** Places on the way from some to others; `part` 0 to 1. */
export function between(from, to, part) {
  const eased = part * (2 - part);
  return to.map((end, k) => {
    const start = from[k] || end;
    return [start[0] + (end[0] - start[0]) * eased, start[1] + (end[1] - start[1]) * eased];
  });
}
