"""The debrief of a session: what was changed, who gained, who would leave, what each seat did, whether it was luck.

Nothing is said to be caused by a choice but what the same world without it shows. All numbers are of this model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from results.brief.country_phrases import some
from results.brief.months import in_words
from results.brief.names import name
from results.brief.sizes import number_word
from results.numbers import listing, lower_first
from results.play.choice_words import node_name
from results.play.debrief.changed import Changes, changes_of
from results.play.debrief.leaving import Leaving, leaving_of
from results.play.debrief.questions import Question, questions_of
from results.play.debrief.seat_ledger import Seat, seats_of
from results.play.debrief.standing import CHOICES, LUCK, Standing, standing_of
from results.play.differences import gainers, losers
from results.play.futures.ensemble import REPLICATES
from results.play.progress import Tick, silent
from results.stability.deviations import JOIN, LEAVE
from scenarios.session.log import Log
from sim.months import month_label
from sim.roster import Roster

PARTS = 4
MOST = 4  # outcomes that the summary names
RESTS_ON = (
    "What a choice changed: the same run with it and without it, on the same draws, all other choices as they were "
    "played. It is true of this one world of the model, and no forecast.",
    "Net benefit of a state is that of the model: joint effort, ties and information, less costs, dues, bias of the "
    "seat and harm; mean of the months since the decision, in utility a month, which has no other unit. It is told as "
    "part of what the state has without. Changes of less than 2% of what a state has, or a typical member, count as "
    "hardly any. Firms have no welfare in this model.",
    "Outcomes stand in the order of how large a change is beside the smallest one that matters (half a state, five "
    "points of a share, a tenth of an index); that number is assumed.",
    "Members better off are counted against today's arrangement on the same draws, with the same events and decisions, "
    "and with the same designs that were chosen on the way; no difference counts half. So a session that began under "
    "today's arrangement has 50% there throughout.",
)


@dataclass(frozen=True)
class Debrief:
    """All parts of a debrief, of the months before ``at``."""

    changes: Changes
    seats: tuple[Seat, ...]
    leaving: Leaving
    standing: Standing
    questions: tuple[Question, ...]

    @property
    def at(self) -> int:
        """The month that was to be played next."""
        return self.changes.at


def debrief_of(
    log: Log, at: int, replicates: int = REPLICATES, tick: Tick = silent, people: Mapping[str, str] | None = None
) -> Debrief:
    """The whole debrief of a session until month ``at``; InputError if nothing is played.

    replicates : futures of the model's own play.  people : actor -> who sat there, where that is to be told.
    """
    changes = changes_of(log, at, _part(tick, 0))
    seats = seats_of(changes, dict(people or {}), _part(tick, 1))
    leaving = leaving_of(log, at, _part(tick, 2))
    standing = standing_of(changes, replicates, _part(tick, 3))
    return debrief_with(changes, seats, leaving, standing)


def debrief_with(changes: Changes, seats: tuple[Seat, ...], leaving: Leaving, standing: Standing) -> Debrief:
    """The debrief of parts that were made one by one."""
    return Debrief(changes, seats, leaving, standing, questions_of(changes, seats, leaving, standing))


def _part(tick: Tick, number: int) -> Tick:
    """Progress of one of ``PARTS`` parts as a part of all, in hundredths."""
    return lambda done, parts: tick(100 * number + round(100 * done / max(1, parts)), 100 * PARTS)


# ---- in words ----------
def summary(found: Debrief) -> tuple[str, ...]:
    """The debrief in a few sentences."""
    changes = found.changes
    said = (
        count_words(changes), moved_words(changes), gained_words(changes), luck_words(changes, found.standing),
        leaving_words(found.leaving, changes.roster),
    )  # fmt: skip
    return tuple(filter(None, said))


def played_words(changes: Changes) -> str:
    """What was played: 'A small world for teaching, with a rotating secretariat; January 2026 to ...; seed 1, ...'."""
    log, base = changes.log, changes.log.base()
    months = f"{in_words(base.adopt)} to {in_words(month_label(changes.at - 1))}"
    return (
        f"{base.title or base.name}, with {name(log.design, changes.roster).long}; {months}; "
        f"seed {log.seed}, replicate {log.replicate}"
    )


def count_words(changes: Changes) -> str:
    """How many choices there were, and how many of them changed nothing."""
    count, idle = len(changes.single), len(changes.idle)
    if not count:
        return "Nothing was chosen: this is the model's own play."
    seated = [one.choice.by for one in changes.single if one.choice.by]
    seats = len(set(seated))
    where = f", {number_word(len(seated))} of them in {number_word(seats)} seat{'s' * (seats != 1)}" if seats else ""
    said = f"{number_word(count).capitalize()} choice{'s were' if count != 1 else ' was'} made{where}."
    nothing = [f"{_of_them(idle, count)} changed {'anything' if idle == count > 1 else 'nothing'}"] if idle else []
    slight = len(changes.slight)
    no_number = [f"{_of_them(slight, count)} changed {'a' if slight == count > 1 else 'no'} number"] if slight else []
    return " ".join([said, *(f"{text}." for text in (*nothing, *no_number))])


def _of_them(some_of: int, count: int) -> str:
    if count == 1:
        return "It"
    return "None of them" if some_of == count else f"{number_word(some_of).capitalize()} of them"


def moved_words(changes: Changes) -> str:
    """What all choices moved together."""
    moved = [one for one in changes.together.moved if one.sign]
    if not changes.single:
        return ""
    if not changes.together.is_number:
        what = "no number" if changes.together.is_any else "nothing"
        return f"All choices together changed {what} against the model's own play."
    if not moved:
        return "All choices together moved no main outcome by enough to matter, against the model's own play."
    told = listing(f"{lower_first(one.meta.title)} {one.said} ({one.judged})" for one in moved[:MOST])
    return f"All choices together, against the model's own play in the same world: {told}."


def gained_words(changes: Changes) -> str:
    """Who gains and who loses by all choices together."""
    gain, loss = gainers(changes.together.states), losers(changes.together.states)
    if not changes.single or not changes.together.is_number:
        return ""
    if not gain and not loss:
        return "By them no state gains or loses more than hardly anything."
    sides = [
        f"{some([one.name for one in side])} {verb}{'s' * (len(side) == 1)}"
        for side, verb in ((gain, "gain"), (loss, "lose")) if side
    ]  # fmt: skip
    return f"By them {'; '.join(sides)}."


def luck_words(changes: Changes, standing: Standing) -> str:
    """How much of what sets the run apart the world makes, and how much the choices."""
    by = {made: [lower_first(p.meta.title) for p in standing.places if p.made_by == made] for made in (LUCK, CHOICES)}
    if not changes.single or not any(by.values()):
        return ""
    parts = [f"mostly {made} in {listing(titles)}" for made, titles in by.items() if titles]
    return f"What sets the run apart from the middle of {standing.replicates} futures is {'; '.join(parts)}."


def leaving_words(leaving: Leaving, roster: Roster) -> str:
    """Who would gain by leaving, and by coming in."""
    out, into = ([node_name(roster, one.deviation.actor) for one in leaving.of(kind)] for kind in (LEAVE, JOIN))
    leave = f"{some(out)} would gain by leaving" if out else "no member would gain by leaving"
    join = f"; {some(into)} would gain by coming in, and enough members would not lose by it" if into else ""
    return f"At the end {leave}{join}."
