"""A discovery in plain words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from results.discovery.inputs import FIELD, Input, at_quantile, condition
from results.discovery.orders import Order
from results.discovery.tree import Leaf
from results.numbers import change, listing, lower_first, number, percent

if TYPE_CHECKING:
    from results.discovery.flip import Change, Flip
    from results.discovery.found import Discovery

NEAREST = 3  # single inputs that are named where none reverses the order


def words(found: Discovery) -> list[str]:
    """A sentence or two a line: how often, what inputs can tell, box, tree, and what reverses the order."""
    lines = [how_often(found), can_tell(found), box_words(found), *tree_words(found)]
    return lines if found.flip is None else [*lines, *flip_words(found, found.flip)]


def how_often(found: Discovery) -> str:
    """Who beats whom in how many futures."""
    sample, (a, b), meta = found.sample, found.pair.names, found.pair.meta
    total = len(sample.lead)
    first, second = int(sample.wins(0).sum()) / total, int(sample.wins(1).sum()) / total
    ties = f"; in {percent(sample.tied / total)} they tie, which counts for neither" if sample.tied else ""
    left = f" ({sample.dropped} more to which it does not apply are left out)" if sample.dropped else ""
    points = f" ({len(np.unique(sample.point))} points, {sample.streams} streams each)" if sample.streams > 1 else ""
    return (
        f"{meta.title} ({meta.direction}): {a} is better than {b} in {percent(first)} of {total} futures{points}{left}"
        f", {b} in {percent(second)}{ties}.{_no_probabilities(found)}"
    )


def _no_probabilities(found: Discovery) -> str:
    if not found.sample.uniform:
        return ""
    return (
        " The points are spread evenly over the ranges of all inputs, whatever the data say of them (the posterior is "
        "not used), so that shares of futures are no probabilities."
    )


def can_tell(found: Discovery) -> str:
    """How much of it inputs can tell at all."""
    share, low, high = found.explained
    if math.isnan(share):
        return (
            "How much of that inputs can tell at all is not known: each future has one stream of random numbers only."
        )
    return (
        f"Inputs can tell at most {percent(share)} of the variance of who is better (95% interval {percent(low)} to "
        f"{percent(high)}, from futures with the same inputs and other random numbers); the rest is chance in the runs."
    )


def box_words(found: Discovery) -> str:
    """The box, or that there is none."""
    box, (a, b) = found.box, found.pair.names
    if not box.limits:
        return f"No box found: no limits on inputs make '{a} beats {b}' likelier than chance would (quasi-p)."
    rule = listing(
        condition(_input(found, limit.name), limit.low, limit.high, found.pair.recipes) for limit in box.limits
    )
    figures = (
        f"density {percent(box.density)} [{percent(box.low)}, {percent(box.high)}] against {percent(box.base)} in all, "
        f"coverage {percent(box.coverage)}, on {box.futures} futures that did not make it"
    )
    if not box.found:
        return f"No box found: the best, {rule}, does not hold on other futures ({figures})."
    return f"{a} beats {b} more often if {rule}: {figures}."


def tree_words(found: Discovery) -> list[str]:
    """The tree: what it is worth, and its best and its worst leaf in words."""
    tree, (a, b) = found.tree, found.pair.names
    if tree.depth == 0:
        return [f"No tree found: no split of the futures by inputs forecasts '{a} beats {b}' better than its mean."]
    worth = f"It explains {percent(max(0.0, tree.skill))} of the variance on held-out futures"
    if not math.isnan(found.explained[0]) and found.explained[0] > 0:
        worth += f", of at most {percent(found.explained[0])} that inputs can"
    lines = [f"A tree of depth {tree.depth}. {worth}."]
    return lines + [leaf_words(found, leaf) for leaf in tree.leaves]


def leaf_words(found: Discovery, leaf: Leaf) -> str:
    """'A beats B in 70% if ...'."""
    a, b = found.pair.names
    rule = " and ".join(condition(_input(found, name), low, high) for name, low, high in leaf.conditions)
    span = f"{percent(leaf.share)} [{percent(leaf.low)}, {percent(leaf.high)}] of {leaf.futures} held-out futures"
    return f"{a} beats {b} in {span} if {rule}."


# ---- flips ----------
def flip_words(found: Discovery, flip: Flip) -> list[str]:
    """What reverses the order, or that nothing does."""
    a, b = found.pair.names
    lines = [f"At the centre (all inputs at their best or median values) {order_words(found, flip.centre)}."]
    if flip.wanted < 0:
        return [*lines, _no_order(flip.centre)]
    lines.append(_single_words(found, flip))
    if flip.joint is not None:
        lines.append(f"The nearest joint change that reverses it: {change_words(found, flip.joint)}")
    elif flip.single is None and flip.tried_joint:
        lines.append("No joint change of the inputs that matter most was found that reverses it, within the ranges.")
    elif flip.single is None:
        lines.append(f"No joint change was looked for: {a} or {b} wins in every future.")
    else:
        lines.append("No joint change nearer than that was found.")
    return lines


def _no_order(order: Order) -> str:
    why = "" if order.agree or order.oftener < 0 else ": share of streams and mean lead contradict each other"
    return f"The order is not clear there{why}, so that there is none to reverse."


def _single_words(found: Discovery, flip: Flip) -> str:
    if flip.single is not None:
        return f"The nearest change of one input that reverses it: {change_words(found, flip.single)}"
    behind = found.pair.names[flip.wanted]
    said = [
        f"{found.pair.inputs[k].title} at its {('low', 'high')[side]} end ({percent(share)})"
        for share, k, side in _ends(flip)[:NEAREST]
    ]
    return (
        "No single input, moved within its range, clearly reverses it. Nearest to it, by the share of streams on which "
        f"{behind} is better there: {listing(said)}."
    )


def _ends(flip: Flip) -> list[tuple[float, int, int]]:
    """Share of streams won by the design that is behind, input and side, at each end of an input; largest first."""
    found = [
        (order.share if flip.wanted == 0 else 1 - order.share, k, side)
        for k, orders in enumerate(flip.ends)
        for side, order in enumerate(orders)
        if order.decided
    ]
    return sorted(found, key=lambda one: (-one[0], one[1], one[2]))


def change_words(found: Discovery, one: Change) -> str:
    """'difficulty from 0.7 to 0.95 (31% of its range); then ...'."""
    values, centre = found.pair.unscaled(one.point), found.pair.scaled(found.pair.centre)
    parts = []
    for k in sorted(one.moved, key=lambda k: -abs(one.point[k] - centre[k])):
        own, share = found.pair.inputs[k], abs(one.point[k] - centre[k])
        name = f"the quantile of {own.title}" if own.kind == FIELD else own.name
        meant = at_quantile(own, float(values[k]), found.pair.recipes)
        parts.append(
            f"{name} from {number(own.centre)} to {number(float(values[k]))}{f' ({meant})' if meant else ''}, "
            f"{percent(share)} of its range"
        )
    far = "" if len(one.moved) == 1 else f" (length {number(one.distance)} ranges)"
    sure = "" if one.order.clear else "; that is not clear: read it as about level there"
    return (
        f"{'; '.join(parts)}{far}. Then {order_words(found, one.order)}, on streams that nothing was chosen by{sure}."
    )


def order_words(found: Discovery, order: Order) -> str:
    """'igo:OECD is better on 81% [79%, 83%] of 1000 decided streams; its mean lead ... is +0.04 index [...]'."""
    if not order.decided:
        return "neither is better on any stream"
    a, b = found.pair.names
    first = order.share >= 0.5
    share, low, high = (
        (order.share, order.low, order.high) if first else (1 - order.share, 1 - order.high, 1 - order.low)
    )
    ends = (order.mean, order.mean_low, order.mean_high) if first else (-order.mean, -order.mean_high, -order.mean_low)
    unit = found.pair.meta.unit
    mean, least, most = (_lead(value, unit) for value in ends)
    least, most = (text.rpartition(" ")[0] or text for text in (least, most))
    against = "" if order.agree else ", which contradicts that"
    return (
        f"{a if first else b} is better on {percent(share)} [{percent(low)}, {percent(high)}] of {order.decided} "
        f"decided streams; its mean lead in {lower_first(found.pair.meta.title)} (above 0: better) is {mean} [{least}, "
        f"{most}]{against}"
    )


def _lead(value: float, unit: str) -> str:
    """A lead with its sign, small ones too."""
    return change(value, unit) if abs(value) >= 1e-3 or not abs(value) > 0 else f"{value:+.1g} {unit}".replace("-", "−")


def _input(found: Discovery, name: str) -> Input:
    return next(one for one in found.pair.inputs if one.name == name)
