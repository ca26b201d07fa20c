"""The ten steps of the tour: one idea each, something to do, and the session at which the table stands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from entente.browser.tour import acts, worlds
from entente.browser.tour.guide import Guide
from results.play.kit import tour_words as told
from results.play.kit.tour_plot import Plot
from scenarios.session.log import Log


async def _nothing(guide: Guide) -> None:
    """Nothing more."""


@dataclass(frozen=True)
class Step:
    """One step.

    idea : its text.  do : puts on the page what is to be done.  enters : the session and the month at which the table
    stands.  then : what is shown at once, e.g. after a reload.
    """

    title: str
    idea: Callable[[Plot], list[str]]
    do: Callable[[Guide], None]
    enters: Callable[[Guide], tuple[Log, int]]
    then: Callable[[Guide], Awaitable[None]] = _nothing


def _start(guide: Guide) -> tuple[Log, int]:
    return guide.plot.log, guide.table.first


def _struck(guide: Guide) -> tuple[Log, int]:
    return guide.plot.log, guide.plot.struck


def _before_lever(guide: Guide) -> tuple[Log, int]:
    if guide.lever:
        return guide.plot.pulled(guide.lever), guide.table.end
    return guide.plot.log, guide.table.first


def _at_the_end(guide: Guide) -> tuple[Log, int]:
    return guide.plot.pulled(guide.lever), guide.table.end


def _plain_end(guide: Guide) -> tuple[Log, int]:
    return guide.plot.log, guide.table.end


def _vote(guide: Guide) -> tuple[Log, int]:
    return guide.plot.log, guide.plot.vote.month


STEPS = (
    Step("Who is there", lambda plot: [
        "Artificial intelligence can do good and harm. Firms build it. Some states test it for danger, in an office "
        "made for that: an AI safety institute.",
        "This is a small world of six: four states with their offices, and two firms. The names are real, and so is "
        f"where they stood in {told.on_record(plot)}. What they do from then on is made up by a model.",
    ], acts.who, _start),
    Step("A tie, and what it carries", lambda plot: [
        "Two actors that have agreed to work together have a tie. It is the line between them.",
        "Something goes over it: methods, test results, warnings. That helps both. It can also leak.",
        told.rivals(plot.record.roster) + " They have no tie.",
    ], acts.ties, _start),
    Step("The network and its secretariat", lambda plot: [
        "Ties join two. A network joins many, and somebody has to do its work: answer incidents, prepare votes, run "
        "tests together. Whoever does this office work for all is called the secretariat.",
        *told.network_words(plot),
    ], acts.secretariat, _start),
    Step("A month passes", lambda plot: [
        "Time goes in months. Each month every actor decides: to share or not, to sign or not, to join or not. Each "
        "weighs what it gains and what it risks. Then luck has its say.",
    ], acts.months, _start),
    Step("An incident", lambda plot: [
        "Now and then an AI model does harm. Then it counts who hears of it, and how fast somebody acts.",
        *told.incident_told(plot.record, plot.incident),
    ], acts.guess, _struck),
    Step("Pull one lever", lambda plot: [
        f"Back to {told.decided(plot)}, when the network decides how its secretariat works. You may change one thing.",
        "All else stays at the start: the same actors, the same dice. So whatever comes out otherwise began with it.",
    ], acts.levers, _before_lever, acts.show_lever),
    Step("Was it luck?", lambda plot: [
        "You have seen one world. In another one the firms, the incidents and the governments have other luck.",
        "Let us pull each of the three levers in the same many worlds.",
    ], worlds.luck, _at_the_end),
    Step("Other secretariats, and how sure", lambda plot: [
        "A network can give its work to one member for good, let it move around, or hand it to a large organisation. "
        "Or do without.",
        "Does it matter how? Guess first.",
    ], worlds.designs, _plain_end),
    Step("Take a seat", lambda plot: [
        "We are back in the world without your lever.",
        *told.vote_told(plot),
    ], acts.seat, _vote),
    Step("Where to go on", lambda plot: [
        "You have seen all there is: actors, ties, a network, months, luck, levers, seats.",
        "It is a model. It compares worlds, and does not foretell ours. What is on record of the actors is used; what "
        "nobody knows is drawn by chance, anew in each world.",
    ], acts.on, _plain_end),
)  # fmt: skip
