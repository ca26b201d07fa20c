"""What the choices of a session changed: each on the same draws, and all of them against the model's own play."""

from __future__ import annotations

import math
from dataclasses import dataclass

from results.brief.months import in_words
from results.play.choice_words import what, whose
from results.play.debrief.advice_kept import Advice, Receipts, advice_of
from results.play.differences import Balance, Difference, FirmChange, balances, differences, firms
from results.play.first_difference import first_difference, first_number
from results.play.progress import Tick, silent
from results.play.runs import Run, cut, own_play, run_of
from scenarios.designs import parse_design
from scenarios.session.choices import Choice
from scenarios.session.log import Log
from scenarios.session.plan import roster_of
from scenarios.session.replay import record_of
from sim.months import month_label
from sim.roster import Roster

RECEIPTS = 4  # a run with the receipts of decisions takes as long as so many without


@dataclass(frozen=True)
class Change:
    """What is different with something that was chosen, against the same world without it.

    first : the month in which the two runs part, in anything at all; None if they do not.
    number : the first month in which a number differs that is kept month by month; None if none does.
    """

    first: int | None
    number: int | None
    outcomes: tuple[Difference, ...]
    states: tuple[Balance, ...]
    firms: tuple[FirmChange, ...]

    @property
    def is_any(self) -> bool:
        """Whether the two runs differ in anything."""
        return self.first is not None

    @property
    def is_number(self) -> bool:
        """Whether any number is another one: month by month, or at the end."""
        return self.number is not None or any(one.is_any for one in self.outcomes)

    @property
    def parted(self) -> str:
        """'The runs part in June 2026; the first number that differs is of August.'; '' where they do not part."""
        if self.first is None:
            return ""
        said = f"The runs part in {in_words(month_label(self.first))}"
        if self.number is None or self.number == self.first:
            return f"{said}."
        return f"{said}; the first number that differs is of {in_words(month_label(self.number))}."

    @property
    def moved(self) -> tuple[Difference, ...]:
        """Headline outcomes that differ by enough to matter, the largest first."""
        return tuple(one for one in self.outcomes if one.matters)

    def of(self, outcome: str) -> Difference:
        """One outcome."""
        return next(one for one in self.outcomes if one.meta.name == outcome)

    def state(self, node: int) -> Balance:
        """One state."""
        return next(one for one in self.states if one.node == node)


@dataclass(frozen=True)
class ChoiceChange:
    """One choice, in words, with what it changed: this run with and without it, all else as it was played.

    label : its month in words.  advice : what the actor's own rule says to a decision; None of all else.
    idle : why it changed no number, where that is known.
    """

    choice: Choice
    label: str
    whose: str
    what: str
    change: Change
    advice: Advice | None = None
    idle: str = ""


@dataclass(frozen=True)
class Changes:
    """All choices of a session until a month.

    at : the month that was to be played next.  single : each choice, in the order of the log.
    together : all of them, against the model's own play.
    """

    log: Log
    at: int
    roster: Roster
    own: Run
    played: Run
    single: tuple[ChoiceChange, ...]
    together: Change

    @property
    def idle(self) -> tuple[ChoiceChange, ...]:
        """Choices that changed nothing at all."""
        return tuple(one for one in self.single if not one.change.is_any)

    @property
    def slight(self) -> tuple[ChoiceChange, ...]:
        """Choices that changed something, but no number."""
        return tuple(one for one in self.single if one.change.is_any and not one.change.is_number)

    def rest(self, outcome: str) -> float:
        """What the choices changed only by working together: all at once, less the sum of each by itself.

        In the outcome's unit; NaN where it does not apply to one of the runs.
        """
        singly = [one.change.of(outcome).change for one in self.single]
        return self.together.of(outcome).change - math.fsum(singly)


def change_between(after: Run, before: Run, roster: Roster) -> Change:
    """What the first run has otherwise than the second."""
    return Change(
        first_difference(after.record, before.record),
        first_number(after.record, before.record),
        differences(after.outcomes, before.outcomes),
        balances(after, before, roster),
        firms(after, before, roster),
    )


def changes_of(log: Log, at: int, tick: Tick = silent) -> Changes:
    """What each choice before month ``at`` changed until then. InputError if nothing is played.

    A run a choice, one with all of them and one with none; for decisions of actors, one with their receipts too.
    """
    short = cut(log, at)
    roster = roster_of(short.base())
    has_decisions = any(choice.decision is not None for choice in short.choices)
    parts = len(short.choices) + 2 + RECEIPTS * has_decisions
    own = run_of(own_play(short))
    tick(1, parts)
    played = run_of(short) if short.choices else own
    tick(2, parts)
    told = Receipts(record_of(short, decisions=True)) if has_decisions else None
    single: list[ChoiceChange] = []
    for choice in short.choices:
        tick(parts - len(short.choices) + len(single), parts)
        without = own if len(short.choices) == 1 else run_of(short.without(choice.number))
        change = change_between(played, without, roster)
        advice = advice_of(choice, told) if told is not None and choice.decision is not None else None
        idle = "" if change.is_number else why_idle(choice, advice, at, roster)
        said = in_words(choice.date), whose(choice, roster), what(choice, roster)
        single.append(ChoiceChange(choice, *said, change, advice, idle))
    tick(parts, parts)
    return Changes(short, at, roster, own, played, tuple(single), change_between(played, own, roster))


def why_idle(choice: Choice, advice: Advice | None, at: int, roster: Roster) -> str:
    """Why a choice changed no number until month ``at``, where that can be said."""
    if advice is not None:
        return advice.words
    design = (
        choice.design.design if choice.design is not None else choice.event.design if choice.event is not None else ""
    )
    if not design:
        return ""
    longest = math.ceil(parse_design(design, roster).point(1.0)["setup_months"])
    left = at - choice.month
    if longest <= left:
        return ""
    return f"It takes up to {longest} months to set up, and {left} were left: it is not at work yet."
