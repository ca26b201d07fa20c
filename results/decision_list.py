"""A list of decisions for a terminal: those that changed something first, or all of them."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator, Sequence

from results import wording
from results.explanation import Found
from results.reasons import significant, told_against
from sim.months import month_label
from sim.roster import Roster

MOST = 40  # decisions that are listed, unless all are asked for
# Headings of the short list, in their order, and the acts under them.
GROUPS = {
    "Membership and votes": ("join", "consent"),
    "Deals": ("deal",),
    "Pace": ("pace",),
    "Sharing begun or ended": ("share",),
}


def listing(roster: Roster, found: Sequence[Found]) -> str:
    """One line a decision, all of them, in the order in which they were taken."""
    return "\n".join(_start(f) + _said(roster, f, f"{f.decision.gain:+.3f}") for f in found)


def short_listing(roster: Roster, found: Sequence[Found], changed: Collection[int], width: int = 80) -> str:
    """The decisions that changed something, by what they are about, and how many more there are.

    Where none of them did, the first ones of all, in their order. changed : numbers of decisions (``changes.changed``).
    """
    first = [f for f in found if f.number in changed]
    lines, shown = [], 0
    if first:
        for heading, acts in GROUPS.items():
            own = [f for f in first if f.decision.act in acts][: MOST - shown]
            shown += len(own)
            lines += [f"{heading}:"] * bool(own)
            lines += [line for f in own for line in _lines(roster, f, width)]
    else:
        shown = min(MOST, len(found))
        lines += ["None of them changed anything:"]
        lines += [line for f in found[:MOST] for line in _lines(roster, f, width)]
    return "\n".join([*lines, *_rest(len(found), len(first), shown)])


def _lines(roster: Roster, f: Found, width: int) -> list[str]:
    text = _said(roster, f, significant(f.decision.gain))
    return textwrap.wrap(text, max(60, width), initial_indent=_start(f), subsequent_indent=" " * 20)


def _start(f: Found) -> str:
    return f"{f.number:>7}  {month_label(f.decision.month)}  "


def _said(roster: Roster, f: Found, gain: str) -> str:
    """Who decided on what, what it did, and its gain."""
    gain = ", ".join(filter(None, (gain, told_against(f.decision))))
    return f"{wording.question(roster, f.decision)}: {wording.answer(f.decision)} ({gain})"


def _rest(total: int, changed: int, shown: int) -> Iterator[str]:
    """How many decisions are not listed."""
    more, idle = max(0, changed - shown), total - max(changed, shown)
    parts = [f"{more} more changed something"] * bool(more)
    parts += [f"{idle}{'' if changed else ' more'} changed nothing"] * bool(idle)
    if parts:
        yield f"{' and '.join(parts)}. --all lists them;"
        yield "--actor, --partner, --act and --month narrow them down."
