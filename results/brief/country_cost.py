"""What a design costs a country: the posts that it pays for, in money, and its say over the agenda."""

from __future__ import annotations

import math
from collections.abc import Sequence

from results.brief.brief import ASSUMED, Sentence
from results.brief.country_gain import MOST_OFTEN, has_posts
from results.brief.country_phrases import clause, fitting, halves, long, posts, todays
from results.brief.country_values import DUES, Own
from results.brief.dues import Dues
from results.numbers import two

_OVER = " over the agenda"  # left out where there is no room
SAY = 0.02  # share of the say over the agenda that must change to be told


def cost(own: Own, design: str, named: bool) -> Sentence | None:
    """What it pays under a design, and what becomes of its say; None if nothing was recorded.

    named : whether the sentence before it names the design.
    """
    paid = [name for name in (DUES, "posts_lent") if name in own.all.arrays]
    if any(own.median(name, d) > 0 for name in paid for d in _both(own, design)):
        text = _paid(own, design, named)
    elif len(paid) == 2:
        seldom = any(own.mean(name, d) > 0 for name in paid for d in _both(own, design))
        then = "" if design == own.all.baseline else f", {todays(own)} or then"
        text = f"it pays no dues and lends no posts{' in most futures' if seldom else ''}{then}"
    else:
        return None
    return Sentence("Cost", (clause(text, ASSUMED, designs=(design,)),)) if text else None


def _both(own: Own, design: str) -> Sequence[str]:
    return tuple(dict.fromkeys((own.all.baseline, design)))


def _paid(own: Own, design: str, named: bool) -> str:
    """'For that it pays more than today: 2.3 posts in all, about 0.62 million US dollars a year, with less say'."""
    start = _start(own, design, named)
    lent, told = own.median("posts_lent", design), own.all.dues.get(own.label, {})
    if design not in told:
        return f"{start} lends {posts(lent)}" if math.isfinite(lent) else ""
    due = told[design]
    if due.posts == 0 and halves(lent):
        return f"{start} pays no dues but lends {posts(lent)}"
    sizes = _dues(own, due, design)
    beside = [part for part in (_say(own, design), _lent(own, design)) if part]
    extras = [f", with {' and '.join(beside[:kept])}" for kept in range(len(beside), 0, -1)]
    extras += [extra.replace(_OVER, "") for extra in extras if _OVER in extra]
    return fitting(*(f"{start} {size}{extra}" for size in sizes for extra in (*extras, "")))


def _start(own: Own, design: str, named: bool) -> str:
    if design == own.all.baseline:
        return f"{todays(own)} it"
    return "for that it" if named else f"with {long(own, design)}, otherwise {MOST_OFTEN}, it"


def _dues(own: Own, due: Dues, design: str) -> tuple[str, ...]:
    """What it pays, in fewer and fewer words."""
    if due.posts == 0:
        return (f"pays no dues{' in most futures' if due.high90 > 0 else ''}",)
    more = own.cells[DUES, design]["diff"]
    beside = halves(abs(more))
    if not halves(due.posts):
        return (f"pays hardly any dues{'' if design == own.all.baseline or beside else f', as {todays(own)}'}",)
    money = f"{posts(due.posts)}, about {due.about}"
    if design == own.all.baseline:
        return (f"pays for {money}",)
    if not beside:
        return (f"still pays for {money}",)
    in_all = two(due.posts)
    than = f"{'more' if more > 0 else 'less'} than {todays(own)}"
    return f"pays {than}: {in_all} post{'s' * (in_all != '1')} in all, about {due.about}", f"pays about {due.about}"


def _say(own: Own, design: str) -> str:
    """Whether it has more or less say; nothing where that hardly changes, or there is no agenda."""
    now, then = (own.median("influence", d) for d in (own.all.baseline, design))
    if not math.isfinite(then) or not has_posts(own, design) or abs(then - now) < SAY:
        return ""
    return f"{'more' if then > now else 'less'} say{_OVER}"


def _lent(own: Own, design: str) -> str:
    now, then = (own.median("posts_lent", d) for d in (own.all.baseline, design))
    if not math.isfinite(then) or halves(now) == halves(then):
        return ""
    return f"{'more' if then > now else 'fewer'} posts lent"
