"""What one does in the steps of the tour that play one world."""

from __future__ import annotations

import asyncio
from functools import partial

from nicegui import ui

from entente.browser.frame import words
from entente.browser.tour.guide import Guide, Press
from results.brief.chances import of_100
from results.brief.months import in_words
from results.play.debrief.changed import Change, change_between
from results.play.kit import tour_words as told
from results.play.kit.tour_plot import LEVERS
from results.play.runs import run_of
from results.play.world.state import state_at
from results.play.world.tie_list import Tie
from results.reasons import significant
from scenarios.session.replay import record_of
from sim.months import month_label
from sim.record import Record

CASES = ((10, "up to 10"), (40, "11 to 40"), (10**6, "more than 40"))
_ONE_LEADS_TO_OTHERS = (
    "One change leads to others: an answer comes earlier or later, so others know of it, so other deals are signed and "
    "other votes are cast. After some months two worlds differ in much that nobody meant. That is why the next step "
    "plays many."
)
GUESSES = ((3, "within 3 days"), (10, "4 to 10 days"), (25, "11 to 25 days"), (10**6, "later, or never"))


# ---- who, ties, the network ----------
def who(guide: Guide) -> None:
    """A button an actor; the drawing does the same."""
    roster = guide.plot.record.roster
    nodes = range(roster.n_states + roster.n_firms)
    guide.choices("Choose an actor, here or in the drawing.",
                  [(roster.label(node), partial(guide.view.look_at, node)) for node in nodes])  # fmt: skip

    async def draw() -> None:
        if guide.view.chosen >= 0:
            guide.says(told.about(guide.plot, guide.view.chosen))

    guide.view.on_change(draw)


def ties(guide: Guide) -> None:
    """A button a tie."""
    state = state_at(guide.plot.record, guide.plot.record.adopted)
    roster = guide.plot.record.roster

    def press(tie: Tie) -> Press:
        async def show() -> None:
            guide.says(told.tie_words(roster, tie))

        return show

    guide.choices("Choose a tie: what goes over it?",
                  [(f"{roster.label(tie.a)} and {roster.label(tie.b)}", press(tie)) for tie in state.ties])  # fmt: skip


def secretariat(guide: Guide) -> None:
    """How much it has to do."""
    year = told.first_year(guide.plot)

    def press(most: int, least: int) -> Press:
        async def show() -> None:
            right = "You guessed right" if least < year.opened <= most else "You guessed otherwise"
            guide.says([f"{right}: it is given {year.opened} cases, and finishes {year.finished} of them in that year. "
                        "What is urgent goes first; the rest waits in a queue."])  # fmt: skip
            rows = [(kind, str(opened), str(done)) for kind, opened, done in year.kinds]
            guide.table_of("Cases of its first year", ("kind", "opened", "finished"), rows)

        return show

    bounds = [0, *(most for most, _ in CASES)]
    them = [(text, press(most, least)) for (most, text), least in zip(CASES, bounds, strict=False)]
    guide.choices("How many cases will it be given in its first year? Guess.", them)


# ---- months, an incident ----------
def months(guide: Guide) -> None:
    """One month, or on until the new secretariat works."""
    plot = guide.plot

    async def play(to: int) -> None:
        first = guide.view.at
        await guide.table.go(to)
        guide.result.clear()
        for month in range(guide.view.at - 1, first - 1, -1):
            with guide.result:
                words("h3", in_words(month_label(month)))
            guide.says(told.month_told(plot.record, month), anew=False)

    async def one() -> None:
        await play(guide.view.at + 1)

    async def on() -> None:
        await play(max(guide.view.at + 1, plot.works + 1))

    works = in_words(month_label(plot.works))
    guide.choices("Let time pass.", [("Play one month", one), (f"Play until the end of {works}", on)])


def guess(guide: Guide) -> None:
    """How fast the incident is answered."""
    days = guide.plot.incident.days

    def press(most: int, least: int) -> Press:
        async def show() -> None:
            await guide.table.go(guide.plot.answered)
            right = "You guessed right." if least < days <= most else "You guessed otherwise."
            guide.says([right, *told.answer_told(guide.plot.record, guide.plot.incident)])

        return show

    bounds = [0, *(most for most, _ in GUESSES)]
    them = [(text, press(most, least)) for (most, text), least in zip(GUESSES, bounds, strict=False)]
    guide.choices("How long until the network answers? Guess.", them)


# ---- a lever ----------
def levers(guide: Guide) -> None:
    """One lever of three; each may be pulled in turn."""

    def press(key: str) -> Press:
        async def pull() -> None:
            guide.pull(key)
            await guide.stand(guide.plot.pulled(key), guide.table.end)
            await show_lever(guide)

        return pull

    with ui.element("ul"):
        for lever in LEVERS:
            words("li", f"{lever.title}: {lever.says}")
    guide.choices("Which one?", [(lever.title, press(lever.key)) for lever in LEVERS])


async def show_lever(guide: Guide) -> None:
    """What the lever changed until the end."""
    if not guide.lever:
        return
    plot = guide.plot
    pulled, change = await asyncio.to_thread(_compared, guide)
    title = next(one.title for one in LEVERS if one.key == guide.lever)
    end = in_words(guide.view.label)
    part = change.parted or "They do not part at all."
    guide.says([f"{title}: the same world with it and without it, until {end}. {part}"])
    found = told.answers(plot.record, pulled, plot.record.adopted)
    if found:
        rows = [(one.what, one.without, one.pulled) for one in found]
        guide.table_of("Serious incidents: time to an answer", ("incident", "without", "with your lever"), rows)
    else:
        guide.says(["No serious incident is answered faster or more slowly."], anew=False)
    if change.moved:
        guide.says(["On the whole:"], anew=False)
        guide.moved(change)
    guide.says([text for text in (told.one_world_only(found), _ONE_LEADS_TO_OTHERS) if text], anew=False)


def _compared(guide: Guide) -> tuple[Record, Change]:
    log = guide.plot.pulled(guide.lever)
    pulled = record_of(log)
    return pulled, change_between(run_of(log), run_of(guide.plot.log), guide.plot.record.roster)


# ---- a seat ----------
def seat(guide: Guide) -> None:
    """The rule's advice, and two buttons."""
    plot = guide.plot
    terms = told.vote_terms(plot)
    total = plot.vote.decision.gain
    with ui.element("details"):
        words("summary", "The rule's advice")
        words("p", f"It would vote for it in {of_100(plot.vote.chance)} worlds like this one. Its sum, in points:")
        with ui.element("table"), ui.element("tbody"):
            for text, value in (*terms, ("in all", total)):
                with ui.element("tr"):
                    words("th", text).props("scope=row")
                    words("td", significant(value)).classes("num")

    def press(yes: bool) -> Press:
        async def vote() -> None:
            await guide.stand(plot.voted(yes), guide.table.end)
            await _voted(guide, yes)

        return vote

    guide.choices("How do you vote?", [("For", press(True)), ("Against", press(False))])


async def _voted(guide: Guide, yes: bool) -> None:
    plot = guide.plot
    roster, who = plot.record.roster, plot.vote.applicant
    record, change = await asyncio.to_thread(_as_voted, guide, yes)
    inside = record.states["tier"][-1, who] > 0
    name = told.node_name(roster, who)
    name = name[:1].upper() + name[1:]
    end = in_words(guide.view.label)
    first = f"{name} is in the network in {end}." if inside else f"{name} is outside the network in {end}."
    if not change.is_number:
        guide.says([first, "This is how the rule voted too, so nothing is different."])
        return
    guide.says([first, "Against the same world with the other vote:"])
    guide.moved(change)
    found = told.answers(plot.record, record, plot.vote.month)
    if found:
        rows = [(one.what, one.without, one.pulled) for one in found]
        guide.table_of("Serious incidents: time to an answer", ("incident", "other vote", "your vote"), rows)
        guide.says([text for text in (told.one_world_only(found),) if text], anew=False)


def _as_voted(guide: Guide, yes: bool) -> tuple[Record, Change]:
    log = guide.plot.voted(yes)
    return record_of(log), change_between(run_of(log), run_of(guide.plot.log), guide.plot.record.roster)


# ---- on ----------
def on(guide: Guide) -> None:
    """The ways on."""
    ways = (
        (f"/play/{guide.table.key}", "Play this world on, with all levers"),
        ("/", "Start a world of your own, with all actors"),
        ("/room", "Play in a room, each with a seat"),
        ("/kit", "For teachers: sessions of 30, 60 and 90 minutes"),
    )
    with ui.element("ul").classes("ways"):
        for address, title in ways:
            with ui.element("li"):
                words("a", title).props(f'href="{address}"')
