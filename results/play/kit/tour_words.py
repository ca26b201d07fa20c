"""The words of the guided tour that hang on the run: actors, ties, months, an incident, what a lever changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from results import chronicle
from results.brief.months import in_words
from results.brief.names import name
from results.brief.sizes import number_word
from results.numbers import listing, two
from results.play.choice_words import node_name
from results.play.kit.roles import plain
from results.play.kit.tour_plot import Plot
from results.play.membership import membership
from results.play.world.state import state_at
from results.play.world.tie_list import Tie
from sim.catalogue import CARRIES, CASE_KINDS, CATEGORIES, TIE_TYPES
from sim.months import month_label
from sim.receipts import TERMS
from sim.record import Incident, Record
from sim.roster import Roster
from sim.rules.incidents import SERIOUS

YEAR = 12
# Kinds of line of the chronicle that a month of the tour tells.
IN_THE_PAPERS = (
    "incident", "response", "deal", "lapse", "membership", "apply", "reject", "design", "handover", "government",
    "founding", "dialogue", "export_control", "fact", "policy",
)  # fmt: skip


# ---- who is there ----------
def about(plot: Plot, node: int) -> list[str]:
    """An actor in two or three sentences, at the beginning of the session."""
    state, roster = state_at(plot.record, plot.record.adopted), plot.record.roster
    actor = state.actors[node]
    called = _capital(node_name(roster, node))
    if node >= roster.n_states:
        said = [f"{called} is a firm that builds AI models. Its home is {node_name(roster, actor.home)}."]
    else:
        office = int(roster.office_status(state.month)[node])
        what = ("without an office for AI safety", "with an office that acts as an AI safety institute",
                "with an AI safety institute")[office]  # fmt: skip
        member = membership(plot.record, node, plot.record.adopted)
        said = [f"{called} is a state {what}. {member[0]}", *member[1:]]
    partners = [tie.b if tie.a == node else tie.a for tie in state.ties if node in (tie.a, tie.b)]
    works = listing(node_name(roster, other) for other in partners)
    return [*said, f"It works with {works}." if works else "It has no tie to anybody."]


# ---- ties ----------
def tie_name(roster: Roster, tie: Tie) -> str:
    """'the United States and Singapore'."""
    return f"{node_name(roster, tie.a)} and {node_name(roster, tie.b)}"


def tie_words(roster: Roster, tie: Tie) -> list[str]:
    """What a tie is about, what goes over it, and how much that could hurt."""
    kinds = sorted({int(CARRIES[kind]) for kind in tie.types}, key=lambda k: CATEGORIES[k].sensitivity)
    since = f", since {in_words(month_label(tie.since))}" if tie.since is not None else ""
    worst = CATEGORIES[kinds[-1]]
    place = sum(one.sensitivity > worst.sensitivity for one in CATEGORIES) + 1
    return [
        f"{_capital(tie_name(roster, tie))} work together on {listing(TIE_TYPES[k].short for k in tie.types)}{since}.",
        f"Over this tie go: {'; '.join(CATEGORIES[k].name for k in kinds)}.",
        f"The most delicate of it is number {place} of the {len(CATEGORIES)} kinds of information in the model, where "
        "number 1 could do most harm in wrong hands.",
    ]


def rivals(roster: Roster) -> str:
    """Which pair of actors is most at odds, on record."""
    a, b = np.unravel_index(np.argmax(np.triu(roster.rivalry, 1)), roster.rivalry.shape)
    return f"{_capital(node_name(roster, int(a)))} and {node_name(roster, int(b))} are on record as rivals."


# ---- the network and its months ----------
def on_record(plot: Plot) -> str:
    """The last month whose ties and members are those on record."""
    return in_words(month_label(plot.record.start - 1))


def decided(plot: Plot) -> str:
    """The month in which the network decides on its secretariat."""
    return in_words(month_label(plot.record.adopted))


def network_words(plot: Plot) -> list[str]:
    """Who is in, who does the secretariat's work, and what is decided, at the beginning."""
    roster = plot.record.roster
    state = state_at(plot.record, plot.record.adopted)
    inside = [node_name(roster, a.node) for a in state.actors if a.since is not None]
    leads = [node_name(roster, a.node) for a in state.holders]
    return [
        f"In this story {number_word(len(inside))} of the states are in the network in {decided(plot)}: "
        f"{listing(inside)}.",
        f"Its work is done at first by {listing(leads)}." if leads else "Nobody is charged with its work for now.",
        f"In that month the network decides on {name(plot.log.design, roster).long}. "
        f"It begins in {in_words(month_label(plot.works))}.",
    ]


@dataclass(frozen=True)
class Year:
    """The secretariat's first year: cases opened, how many of them are finished in it, and both numbers by kind."""

    opened: int
    finished: int
    kinds: tuple[tuple[str, int, int], ...]


def first_year(plot: Plot) -> Year:
    """What the new secretariat has to do in its first twelve months."""
    cases = plot.record.cases
    own = cases[(cases["opened"] >= plot.works) & (cases["opened"] < plot.works + YEAR)]
    done = own["finished"] < plot.works + YEAR
    kinds = [(kind.name, int((own["kind"] == k).sum()), int((done & (own["kind"] == k)).sum()))
             for k, kind in enumerate(CASE_KINDS)]  # fmt: skip
    ranked = sorted((kind for kind in kinds if kind[1]), key=lambda kind: -kind[1])
    return Year(len(own), int(done.sum()), tuple(ranked))


def month_told(record: Record, month: int) -> list[str]:
    """What happened in one month, in the chronicle's words; one sentence where nothing did."""
    lines = [line.text for line in chronicle.lines(record) if line.month == month and line.kind in IN_THE_PAPERS]
    return [f"{text}." for text in lines] or ["Nothing that would be in the papers."]


def incident_told(record: Record, found: Incident) -> list[str]:
    """What an incident was and who knew of it."""
    roster, firm = record.roster, int(found.firm)
    home = int(roster.firm_home[firm - roster.n_states])
    times = f", {two(found.severity)} times as bad as a usual one" if found.severity >= 2 * SERIOUS else ""
    knew = int(found.knew)
    who = "No office of the network sees it" if knew == 0 else (
        "One office of the network knows at once" if knew == 1
        else f"{_capital(number_word(knew))} offices of the network know at once"
    )  # fmt: skip
    return [
        f"We go on to {in_words(month_label(int(found.time)))}. Something goes wrong with an AI model of "
        f"{roster.label(firm)}, a firm in {node_name(roster, home)}. It is a serious incident{times}.",
        f"{who}, and the network takes it up.",
    ]


def answer_told(record: Record, found: Incident) -> list[str]:
    """After how long the network answered an incident, against what its members would have needed by themselves."""
    days = f"The network answers after {two(found.days)} days."
    if not np.isfinite(found.by_hand):
        return [days, "Without the network nobody would have known of it, and nobody would have answered."]
    return [days, f"Without it, those who knew would have needed {two(found.by_hand)} days by themselves."]


# ---- what a lever changed ----------
@dataclass(frozen=True)
class Answer:
    """A serious incident and how the network answered it, without and with a lever."""

    what: str
    without: str
    pulled: str


def answers(without: Record, pulled: Record, since: int) -> list[Answer]:
    """The serious incidents from a month on that are answered otherwise, or befall only one of the two worlds."""
    first, second = _answers(without, since), _answers(pulled, since)
    names = sorted(first.keys() | second.keys())
    found = [
        Answer(
            f"{in_words(month_label(month))}, {without.roster.label(firm)}",
            first.get((month, firm), "does not happen"),
            second.get((month, firm), "does not happen"),
        )
        for month, firm in names
    ]
    return [one for one in found if one.without != one.pulled]


def _answers(record: Record, since: int) -> dict[tuple[int, int], str]:
    rows = [Incident(*row) for row in record.incidents]
    return {
        (int(one.time), int(one.firm)): _answered(one) for one in rows if one.severity >= SERIOUS and one.time >= since
    }


def _answered(one: Incident) -> str:
    if not np.isfinite(one.days):
        return "no answer"
    days = f"{max(1, round(one.days))} day{'s' if round(one.days) > 1 else ''}"
    return days if one.days < one.by_hand else f"{days}, by members alone"


def one_world_only(rows: Sequence[Answer]) -> str:
    """What it means that an incident befalls one of the two worlds only; '' where there is none such."""
    if all("does not happen" not in (one.without, one.pulled) for one in rows):
        return ""
    return (
        "An incident that happens in one of the two worlds only: the dice are the same in both, but how likely an "
        "incident is hangs on what offices and firms know and do by then, and that has changed on the way. Nobody "
        "aimed at it."
    )


# ---- the seat ----------
def vote_told(plot: Plot) -> list[str]:
    """What is to be decided, by whom."""
    vote, roster = plot.vote, plot.record.roster
    return [
        f"{in_words(month_label(vote.month))}. {_capital(node_name(roster, vote.applicant))} has applied to join, "
        f"and the members vote. You are {node_name(roster, vote.voter)}."
    ]


def vote_terms(plot: Plot) -> list[tuple[str, float]]:
    """The parts of the sum that the rule makes, in the order in which they are added, those of nothing left out."""
    pairs = zip(TERMS["consent"], plot.vote.decision.terms, strict=True)
    return [(plain()["consent", term.name], float(value)) for term, value in pairs if value != 0.0]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
