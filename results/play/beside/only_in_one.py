"""What happens in only one of two runs on the same draws, or in another month there: the most important first."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from results.chronicle import ChronicleLine
from results.event_words import DRAWN
from results.highlights import FINISHED
from results.play.beside.parting import Chronicled
from sim.catalogue import PROJECTS
from sim.months import month_label
from sim.record import Record

MOST, MOST_OF_A_KIND = 8, 3  # that are told, and of one kind
# Kinds of line, from the most important on; of cases the projects count only.
_RANKS = {
    "membership": 0, "reject": 1, "founding": 1, "incident": 2, "response": 2, "deal": 3, "case": 3, "seat": 4,
    "ended": 4, "arrears": 5, "handover": 5, "lapse": 6,
}  # fmt: skip
_MOVABLE = ("membership", "case")  # kinds of which it is told that they happen in both, but not in the same month
_SLIGHT = 3  # months: what comes so much earlier or later is not told


@dataclass(frozen=True)
class Happened:
    """One thing that only one run has, or has in another month.

    side : 0 for the first run, 1 for the second, which has it (earlier).  elsewhere : its month in the other, None if
    it does not happen there.  text : what it is, as in the chronicle.
    """

    month: int
    side: int
    kind: str
    text: str
    rank: int
    elsewhere: int | None = None

    @property
    def label(self) -> str:
        """The month as 'YYYY-MM'."""
        return month_label(self.month)

    def told(self, names: Sequence[str] = ("A", "B")) -> str:
        """In one line, without its month. names : what the runs are called."""
        if self.elsewhere is None:
            return f"Only in {names[self.side]}: {self.text}"
        return f"In {names[self.side]}, and in {names[1 - self.side]} in {month_label(self.elsewhere)}: {self.text}"


@dataclass(frozen=True)
class _Kept:
    """A line that may be told: what it is called where it is compared."""

    month: int
    kind: str
    text: str
    rank: int


def only_in_one(one: Chronicled, other: Chronicled, since: int, until: int) -> list[Happened]:
    """All that only one run has from month ``since`` on and before ``until``, the most important first, then by time.

    What has not happened before ``until`` does not count: it may still come.
    """
    kept = [_by_name(told, since, until) for told in (one, other)]
    found: list[Happened] = []
    for key in dict.fromkeys([*kept[0], *kept[1]]):
        found += _compared(kept[0].get(key, []), kept[1].get(key, []))
    return sorted(found, key=lambda what: (what.rank, what.month, what.side))


def most_important(found: Sequence[Happened]) -> list[Happened]:
    """A few of them, not all of one kind, in their order."""
    counts: Counter[str] = Counter()
    chosen = []
    for what in found:
        counts[what.kind] += 1
        if counts[what.kind] <= MOST_OF_A_KIND:
            chosen.append(what)
    return chosen[:MOST]


def _compared(mine: list[_Kept], theirs: list[_Kept]) -> list[Happened]:
    """What happens more often in one run, and what happens at another time: the first with the first, and so on."""
    shared = min(len(mine), len(theirs))
    found = [_happened(k, 0) for k in mine[shared:]] + [_happened(k, 1) for k in theirs[shared:]]
    for a, b in zip(mine[:shared], theirs[:shared], strict=True):
        if a.kind in _MOVABLE and abs(a.month - b.month) > _SLIGHT:
            side = 0 if a.month < b.month else 1
            first, later = (a, b) if side == 0 else (b, a)
            found.append(replace(_happened(first, side), elsewhere=later.month, rank=first.rank + 1))
    return found


def _happened(kept: _Kept, side: int) -> Happened:
    return Happened(kept.month, side, kept.kind, kept.text, kept.rank)


def _by_name(told: Chronicled, since: int, until: int) -> dict[str, list[_Kept]]:
    found: dict[str, list[_Kept]] = defaultdict(list)
    for line in told.lines:
        if since <= line.month < until and (kept := _kept(told.record, line)):
            found[_name(line, kept)].append(kept)
    return found


def _kept(record: Record, line: ChronicleLine) -> _Kept | None:
    """A line as it is told here; None if it is none of those that count."""
    kind = "case" if line.kind in FINISHED else line.kind
    if kind not in _RANKS or (kind == "case" and line.about not in PROJECTS):
        return None
    minor = {
        "incident": line.about != "serious",
        "response": line.about != "jointly",
        "deal": kind == "deal" and max(line.nodes) >= record.roster.n_states,
    }.get(kind, False)
    return _Kept(line.month, kind, _bare(line.text), _RANKS[kind] + 2 * minor)


def _name(line: ChronicleLine, kept: _Kept) -> str:
    """What a line is compared by. Incidents are drawn: they are the same if they strike the same firm at once."""
    return f"incident {line.nodes} {line.month}" if line.kind == "incident" else kept.text


def _bare(text: str) -> str:
    """Without what differs in passing: the number of a case, and how long it took."""
    text = re.sub(r"\(case \d+(, )?", "(", text).replace(" ()", "")
    return re.sub(r"( late)?, after .*$| after .*$", "", text).replace(DRAWN, "")
