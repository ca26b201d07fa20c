"""Questions to talk about after a session, made from what happened in it: never a general one where there is a special.

Each comes with the facts that it rests on. What is asked first has the most to do with what the people there did.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from results.brief.chances import of_100
from results.brief.country_phrases import some
from results.numbers import listing, lower_first, missing
from results.play.choice_words import node_name
from results.play.debrief.changed import Change, Changes, ChoiceChange
from results.play.debrief.leaving import Leaving
from results.play.debrief.seat_ledger import Seat
from results.play.debrief.standing import CHOICES, LUCK, Standing
from results.play.differences import Balance, Difference, gainers, losers
from results.stability.deviations import END, JOIN, LEAVE

WANTED = 5
NEAR = 0.15  # of the futures around the middle: a run that stands there has no luck to speak of


@dataclass(frozen=True)
class Question:
    """facts : what happened, as far as the question rests on it. asks : the question. about : its topic, one word."""

    about: str
    facts: str
    asks: str


def questions_of(changes: Changes, seats: Sequence[Seat], leaving: Leaving, standing: Standing) -> tuple[Question, ...]:
    """Five questions, each about something else."""
    found = [
        *_largest(changes), *_losing(changes), *_advice(seats), *_luck(changes, standing), *_leave(changes, leaving),
        *_bargain(changes), *_together(changes), *_idle(changes), *_join(changes, leaving), *_second(changes),
        *_ties(changes, leaving), *_world(standing),
    ]  # fmt: skip
    return tuple(found[:WANTED])


# ---- about the choices ----------
def _ranked(changes: Changes) -> list[tuple[ChoiceChange, Difference]]:
    """Choices that moved something by enough, with what each moved most; the largest first."""
    found = [(one, one.change.moved[0]) for one in changes.single if one.change.moved]
    return sorted(found, key=lambda pair: -pair[1].times)


def _without(one: ChoiceChange) -> str:
    """Which choice: 'May 2026, at the table: an incident at OpenAI'."""
    return f"{one.label}, {one.whose}: {one.what}"


def _largest(changes: Changes) -> Iterator[Question]:
    for one, most in _ranked(changes)[:1]:
        facts = f"{_without(one)}. Without it, all else as played: {_reversed(most)}"
        if one.choice.event is not None and not one.choice.by:
            asks = "Could the network have been readier for it? What would it have needed, and who would have paid?"
        else:
            asks = "Did you expect that when you chose it? What would you have had to know?"
        yield Question("the largest effect", f"{facts}.", asks)


def _bargain(changes: Changes) -> Iterator[Question]:
    """A choice that is better in one thing and worse in another."""
    for one in changes.single:
        good = [d for d in one.change.moved if d.sign > 0]
        bad = [d for d in one.change.moved if d.sign < 0]
        if good and bad:
            facts = f"{_without(one)}. With it: {_short(good[0])}, but {_short(bad[0])}."
            yield Question("a bargain", facts, "Is that worth it? Who should decide that, and who was asked?")
            return


def _losing(changes: Changes) -> Iterator[Question]:
    """Who lost by the choices together, beside who gained."""
    gain, loss = gainers(changes.together.states), losers(changes.together.states)
    if not loss:
        return
    worst = f"Against the model's own play {loss[0].name} has {_balance(loss[0])}"
    if gain:
        facts = f"{worst}, and {gain[0].name} has {_balance(gain[0])}."
        asks = f"What could {gain[0].name} offer {loss[0].name}, and would that be fair?"
    else:
        facts = f"{worst}; no state gains by your choices."
        asks = f"For whom was it done? What would you tell the people of {loss[0].name}?"
    yield Question("who pays", facts, asks)


def _advice(seats: Sequence[Seat]) -> Iterator[Question]:
    """Somebody acted against the rule's advice: what it brought the seat itself."""
    acted = [(seat, one) for seat in seats for one in seat.against if one.change.is_number]
    if not acted:
        return
    seat, kept = max(acted, key=lambda pair: _own_part(pair[0], pair[1].change))
    facts = f"{_without(kept)}. {kept.advice.words if kept.advice else ''} {_own_words(seat, kept.change)}"
    asks = f"What did the person in the seat of {seat.name} know, or want, that the rule does not?"
    yield Question("against advice", facts, asks)


def _own_part(seat: Seat, change: Change) -> float:
    return 0.0 if seat.own is None else abs(change.state(seat.node).change)


def _own_words(seat: Seat, change: Change) -> str:
    if seat.own is None:
        return "What that is worth to a firm the model does not say."
    return f"It brought {seat.name} itself {_balance(change.state(seat.node), 'than without it', 'without it')}."


def _idle(changes: Changes) -> Iterator[Question]:
    for one in (*changes.idle, *changes.slight)[:1]:
        what = "no number" if one.change.is_any else "nothing at all"
        facts = f"{_without(one)}. Until the end {what} is different with it, on the same draws."
        yield Question("no effect", facts, "Why not? When, or together with what, would it have made a difference?")


def _together(changes: Changes) -> Iterator[Question]:
    """Choices that do something else together than each by itself."""
    if len(changes.single) < 2:
        return
    found = []
    for one in changes.together.outcomes:
        rest, least = (
            changes.rest(one.meta.name),
            abs(one.change) / one.times if one.times not in (0.0, float("inf")) else 0,
        )
        if not missing(rest) and least and abs(rest) >= least:
            found.append((abs(rest) / least, one, rest))
    for _, one, rest in sorted(found, key=lambda item: -item[0])[:1]:
        facts = (
            f"{one.meta.title}: taken one by one, the choices change it by {one.amount(one.change - rest)} in sum; "
            f"together they change it by {one.amount(one.change)}{f' ({one.unit})' if one.unit else ' points'}."
        )
        yield Question("together", facts, "Which two of them work against each other, or help each other? Why?")


def _second(changes: Changes) -> Iterator[Question]:
    for one, most in _ranked(changes)[1:2]:
        facts = f"{_without(one)}. Without it, all else as played: {_reversed(most)}."
        yield Question("the second largest effect", facts, "Would you choose it again, a year earlier or later? Why?")


# ---- about the world that came of them ----------
def _luck(changes: Changes, standing: Standing) -> Iterator[Question]:
    """A result that stands far from the middle of the futures mostly by the world that was drawn, or by the choices."""
    far = [p for p in standing.places if p.made_by in (LUCK, CHOICES) and abs(p.better_than - 0.5) > NEAR]
    if not changes.single:
        far = [p for p in far if p.made_by == LUCK]
    if not far:
        return
    one = max(far, key=lambda p: abs(p.better_than - 0.5))
    title = lower_first(one.meta.title)
    if not changes.single:
        facts = f"Nothing was chosen, and in {title} this run does better than {of_100(one.better_than)} futures."
        yield Question("luck", facts, "What in this world made it so? What would you have chosen to change it?")
        return
    facts = f"{one.meta.title}, beside the model's own play: your run does {one.said}."
    if one.made_by == LUCK:
        much = "most of it" if one.choices else "all of it"
        asks = f"So {much} is the world that was drawn. Would you have taken the credit, or the blame?"
    else:
        asks = "So most of it is what you chose. Would the same do as well in another world? How could you find out?"
    yield Question("luck", facts, asks)


def _leave(changes: Changes, leaving: Leaving) -> Iterator[Question]:
    found, roster = leaving.of(LEAVE), changes.roster
    if found:
        names = some([node_name(roster, one.deviation.actor) for one in found])
        facts = f"At the end {names} would gain by leaving the network, counted over {leaving.window} months."
        asks = f"What would keep {node_name(roster, found[0].deviation.actor)} in, and who could give it that?"
    elif leaving.members:
        facts = f"At the end none of the {leaving.members} members would gain by leaving the network."
        asks = "What holds them? Which of your choices has to do with it, and what could undo it?"
    else:
        return
    yield Question("leaving", facts, asks)


def _join(changes: Changes, leaving: Leaving) -> Iterator[Question]:
    roster = changes.roster
    if leaving.kept_out:
        one = max(leaving.kept_out, key=lambda p: p.gain)
        losing = listing([node_name(roster, j) for j in one.losing[:3]])
        facts = f"{node_name(roster, one.deviation.actor)} would gain by coming in, but {losing} would lose by it."
        yield Question("coming in", facts, "Should it be let in? On what terms could those who lose agree?")
    elif found := leaving.of(JOIN):
        who = node_name(roster, found[0].deviation.actor)
        facts = f"{who} would gain by coming in, and enough members would not lose by it."
        yield Question("coming in", facts, "Why is it outside? What would you do to bring it in?")


def _ties(changes: Changes, leaving: Leaving) -> Iterator[Question]:
    for one in leaving.of(END)[:1]:
        a, b = (node_name(changes.roster, node) for node in one.deviation[1:])
        facts = f"{a} and {b} have a tie that one of them would gain by ending."
        yield Question("a tie", facts, "Why was it signed? What has changed since?")


def _world(standing: Standing) -> Iterator[Question]:
    """What there is to ask of any run: where it stands lowest and highest among the futures."""
    known = sorted((p for p in standing.places if not missing(p.better_than)), key=lambda p: p.better_than)
    for place, asks in ((known[:1], "What would you choose to mend that, and in which month?"),
                        (known[-1:], "What made it so good here? Could a network count on it?")):  # fmt: skip
        for one in place:
            facts = f"In {lower_first(one.meta.title)} this run does better than {of_100(one.better_than)} futures."
            yield Question("the world", facts, asks)
    for one in sorted(known, key=lambda p: abs(p.better_than - 0.5))[:3]:
        facts = f"{one.meta.title}: {one.difference.with_unit(one.played)}, near the middle of the futures."
        yield Question("the world", facts, "Is that enough? How would you know, and what would it cost to have more?")


# ---- words ----------
def _reversed(one: Difference) -> str:
    """'expected harm would be 0.35 instead of 0.51 (index)'."""
    title = lower_first(one.meta.title)
    if missing(one.change):
        what = (
            f"({one.with_unit(one.after)} as played) would not apply"
            if missing(one.before)
            else f"would be {one.with_unit(one.before)}"
        )
        return f"{title} {what}"
    return f"{title} would be {one.value(one.before)} instead of {one.with_unit(one.after)}"


def _short(one: Difference) -> str:
    """'members +1.2 states (better)'."""
    return f"{lower_first(one.meta.title)} {one.said} ({one.judged})"


def _balance(one: Balance, than: str = "", whose: str = "the model's own play") -> str:
    return one.said(than, whose)
