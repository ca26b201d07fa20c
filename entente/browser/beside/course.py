"""What the page needs of its runs, computed off its thread: once for the runs, and once for each month."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from entente.browser.table import Records
from entente.browser.world.scene import BY_REGION
from results.chronicle import ChronicleLine
from results.highlights import highlights
from results.play.beside.compared import Compared, sides
from results.play.beside.decided_otherwise import Otherwise, first_otherwise
from results.play.beside.numbers import Row, now, so_far
from results.play.beside.only_in_one import Happened, most_important, only_in_one
from results.play.beside.parting import Chronicled, Parting, parting
from results.play.progress import Tick
from results.play.runs import cut, numbers_of
from results.play.world.layout import Layout, by_region
from results.play.world.state import State, state_at
from results.play.world.tie_layout import TieLayout
from sim.record import Record

_MOST_RUNS = 240  # of past months that are kept for one page
LAST = 4  # events of a column that are shown


@dataclass(frozen=True)
class Pair:
    """The first run and another one. letters : what they are called.  parting : None if they never part."""

    letters: tuple[str, str]
    parting: Parting | None


@dataclass(frozen=True)
class Event:
    """One event of a column. only : whether no other column has it until then."""

    label: str
    text: str
    only: bool


@dataclass(frozen=True)
class Month:
    """All that is shown of a month (index): at its beginning, and nothing of it.

    layout : where the actors stand, in every column.
    only : what only one run of a pair has so far, in the order of the pairs: the most important, and how many in all.
    """

    at: int
    arranged: str
    layout: Layout
    states: tuple[State, ...]
    numbers: tuple[Row, ...]
    outcomes: tuple[Row, ...]
    events: tuple[tuple[Event, ...], ...]
    only: tuple[tuple[tuple[Happened, ...], int], ...]


class Course:
    """The runs that are put side by side."""

    def __init__(self, them: Sequence[Compared], records: Records) -> None:
        self.them, self._records = list(them), records
        self.told: list[Chronicled] = []
        self._turned = [sides(them[0], one).is_turned for one in them[1:]]
        self.pairs: list[Pair] = []
        self._by_region = by_region(them[0].log.roster())
        self._tie_layout: TieLayout | None = None
        self._runs: OrderedDict[tuple[int, int], dict[str, float]] = OrderedDict()

    # ---- asked for by the page, in its thread ----------------------------------------------------------------------
    async def records(self, decisions: bool = False) -> list[Record]:
        """The records of all runs."""
        return list(await asyncio.gather(*(self._records.of(one.log, decisions) for one in self.them)))

    # ---- computed in a thread --------------------------------------------------------------------------------------
    def begin(self, records: Sequence[Record]) -> Callable[[Tick], None]:
        """Where they part."""

        def compute(tick: Tick) -> None:
            told = []
            for k, record in enumerate(records):
                tick(k, len(records) + 1)
                told.append(Chronicled(record, self.them[k].log))
            self.pairs = [
                Pair(letters := (self.them[0].letter, one.letter), parting(told[0], other, letters))
                for one, other in zip(self.them[1:], told[1:], strict=True)
            ]
            self.told = told

        return compute

    def month(self, at: int, arranged: str) -> Callable[[Tick], Month]:
        """What is shown of a month. Actors stand where the first run's ties put them, or by region."""

        def compute(tick: Tick) -> Month:
            states = tuple(state_at(told.record, at) for told in self.told)
            layout = self._by_region if arranged == BY_REGION else self._by_ties(at)
            tick(1, 4)
            only = tuple(self._only(k, at) for k in range(1, len(self.told)))
            tick(2, 4)
            outcomes = tuple(so_far(self._until(at, tick), len(self.them), self._turned))
            return Month(
                at, arranged, layout, states, tuple(now(states, self._turned)), outcomes, self._events(at), only
            )

        return compute

    def otherwise(self, records: Sequence[Record]) -> Callable[[Tick], list[Otherwise | None]]:
        """The first decision that is taken otherwise, of each pair. ``records`` : with their decisions."""

        def compute(tick: Tick) -> list[Otherwise | None]:
            found = []
            for k, pair in enumerate(self.pairs, 1):
                since = pair.parting.month if pair.parting is not None else None
                end = int(records[0].months[-1]) + 1
                found.append(None if since is None else first_otherwise(records[0], records[k], since, end))
                tick(k, len(self.pairs))
            return found

        return compute

    def _by_ties(self, at: int) -> Layout:
        if self._tie_layout is None:
            self._tie_layout = TieLayout(self.told[0].record)
        return self._tie_layout.at(at)

    # ---- parts -----------------------------------------------------------------------------------------------------
    def _only(self, k: int, at: int) -> tuple[tuple[Happened, ...], int]:
        since = self.pairs[k - 1].parting
        found = [] if since is None else only_in_one(self.told[0], self.told[k], since.month, at)
        return tuple(most_important(found)), len(found)

    def _until(self, at: int, tick: Tick) -> list[dict[str, float]] | None:
        """The outcomes of the runs as if they ended with the month before; None before any month is played."""
        if at <= self.them[0].log.base().adopt_month:
            return None
        found = []
        for k, one in enumerate(self.them):
            if (k, at) not in self._runs:
                self._runs[k, at] = numbers_of(cut(one.log, at)).outcomes
                tick(2, 4)
            found.append(self._runs[k, at])
        while len(self._runs) > _MOST_RUNS:
            self._runs.popitem(last=False)
        return found

    def _events(self, at: int) -> tuple[tuple[Event, ...], ...]:
        """The last events of each run that are worth telling, and which of them no other run has."""
        lines = [told.before(at) for told in self.told]
        own = [{(line.month, line.kind, line.text) for line in each} for each in lines]
        found = []
        for k, told in enumerate(self.told):
            others = set().union(*(each for j, each in enumerate(own) if j != k))
            last = highlights(told.record, lines[k])[-LAST:]
            found.append(tuple(Event(line.label, line.text, not _has(others, line, lines[k])) for line in last[::-1]))
        return tuple(found)


def _has(others: set[tuple[int, str, str]], line: ChronicleLine, own: Sequence[ChronicleLine]) -> bool:
    """Whether another run has an event too; highlights add words to a line, which do not count."""
    same = (one for one in own if (one.month, one.kind) == (line.month, line.kind) and one.nodes == line.nodes)
    return any((one.month, one.kind, one.text) in others for one in same)
