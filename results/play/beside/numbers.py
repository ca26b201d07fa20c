"""The numbers of runs side by side: how things stand at the beginning of a month, and the outcomes so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from results.play.differences import HEADLINES, Difference, differences
from results.play.world.state import State

SAME = "the same"
NOT_YET = "–"


@dataclass(frozen=True)
class Row:
    """One number of each run.

    values : as shown.  changes : for each run after the first, how the two differ, in words: it from the first, or the
    first from it where that is what is told (``compared.sides``).
    differs : whether any of them does.
    """

    name: str
    values: tuple[str, ...]
    changes: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether any run has another number than the first."""
        return any(change not in (SAME, NOT_YET) for change in self.changes)


def now(states: Sequence[State], turned: Sequence[bool] = ()) -> list[Row]:
    """How things stand: counts that any run has.

    turned : for each run after the first, whether the difference is that of the first from it.
    """
    counts = {
        "Members and partners": [state.members for state in states],
        "Pairs of offices with a tie": [state.between(False) for state in states],
        "Ties of an office with a firm": [state.between(True) for state in states],
        "Open cases of the secretariat": [sum(work.open for work in state.work) for state in states],
        "Incidents not answered yet": [len(state.incidents) for state in states],
    }
    return [Row(name, tuple(map(str, values)), _changes(values, turned)) for name, values in counts.items()]


def _changes(values: Sequence[int], turned: Sequence[bool]) -> tuple[str, ...]:
    signs = [-1 if turn else 1 for turn in turned] or [1] * len(values)
    return tuple(_signed(sign * (value - values[0])) for sign, value in zip(signs, values[1:], strict=False))


def _signed(change: int) -> str:
    return SAME if change == 0 else f"{'+' if change > 0 else '−'}{abs(change)}"


def so_far(runs: Sequence[Mapping[str, float]] | None, columns: int, turned: Sequence[bool] = ()) -> list[Row]:
    """The headline outcomes of the months that are played; none of them has a value yet where ``runs`` is None.

    runs : the outcomes of each.  turned : as of ``now``.
    """
    if runs is None:
        return [
            Row(_heading(meta.title, meta.unit), (NOT_YET,) * columns, (NOT_YET,) * (columns - 1)) for meta in HEADLINES
        ]
    against = [{one.meta.name: one for one in differences(run, runs[0])} for run in runs]
    pairs = zip(runs[1:], turned or [False] * (columns - 1), strict=True)
    told = [{d.meta.name: d for d in (differences(runs[0], o) if t else differences(o, runs[0]))} for o, t in pairs]
    rows = []
    for meta in HEADLINES:
        own = [found[meta.name] for found in against]
        values = tuple(one.value(one.after) for one in own)
        rows.append(Row(_heading(meta.title, meta.unit), values, tuple(_change(found[meta.name]) for found in told)))
    return rows


def _heading(title: str, unit: str) -> str:
    return f"{title} ({'per cent' if unit == 'share' else unit})"


def _change(one: Difference) -> str:
    """'+1.2 states, better'; what is too small to matter is called so."""
    if not one.is_any:
        return SAME
    return f"{one.said}, {one.verdict}" if one.sign else one.said
