"""The desk of one seat: what is known, what is to be decided this month, what may be begun, what is answered so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from nicegui import ui

from entente.browser.frame import words
from entente.browser.seats import drawn
from entente.browser.seats.begin import begin
from entente.browser.seats.offers import OfferBox
from entente.browser.seats.office import office
from entente.browser.story.kept import Kept
from entente.browser.view import View
from results.chronicle import ChronicleLine, lines
from results.play.progress import Tick
from results.play.seats import own_view
from results.play.seats.advice import advice
from results.play.seats.answers import by_key
from results.play.seats.answers import words as words_of
from results.play.seats.in_hand import Hands, hands
from results.play.seats.offer import Offer
from results.play.seats.own_moves import Moves, moves
from scenarios.session.choices import Choice
from scenarios.session.log import SECRETARIAT, Log
from scenarios.session.room import asked
from scenarios.session.seats import Seat
from sim.errors import EntenteError
from sim.record import Record
from sim.roster import Roster


class Answers(Protocol):
    """Where the answers of a seat are kept: in the log at once, or in a room until the month is played."""

    def given(self) -> Sequence[Choice]:
        """The answers for the month that is played next."""

    async def put(self, key: str, whats: Sequence[dict[str, Any]]) -> None:
        """An answer about one thing, instead of that before; none: as the rule would. InputErrors where it cannot."""


NOBODY = -2  # a node that no line of the chronicle is about
SECRETARIAT_IS = "You are the secretariat of the network: you serve the members, and have no vote."
LINES: Kept[list[ChronicleLine]] = Kept("chronicle for seats", 8)  # all seats of a room read the same


@dataclass(frozen=True)
class Month:
    """All that a desk shows of a month."""

    offers: list[Offer]
    moves: Moves | None
    hands: Hands | None
    who: list[str]
    interests: list[str]
    figures: list[own_view.Figure]
    ties: list[tuple[str, str]]
    queue: list[str]
    network: list[str]
    mine: list[str]
    others: list[str]
    begun: list[str]
    told: Record


class Desk:
    """The desk of a seat on a page. ``draw`` makes it anew where another month or another world is to be seen."""

    def __init__(self, view: View, seat: Seat, answers: Answers) -> None:
        self.view, self.seat, self.answers = view, seat, answers
        self._shown: tuple[str, int] | None = None
        self._boxes: list[OfferBox] = []
        with ui.element("div").classes("desk"):
            self.wrong = words("p", "").classes("wrong").props("role=alert")
            self.place = ui.element("div")
        self.list: ui.element | None = None

    async def draw(self) -> None:
        """Draw what has changed."""
        table = self.view.table
        log, at = asked(table.log, table.at), table.at
        if self._shown != (log.text(), at):
            self._shown = (log.text(), at)
            if at > table.last:
                self._over()
            else:
                self._fill(await self._month(log, at))
        self._answers()

    # ---- what is shown ---------------------------------------------------------------------------------------------
    async def _month(self, log: Log, at: int) -> Month:
        records = self.view.table.records
        told, record = await records.of(log, True), await records.of(log)
        known = await LINES.of(self.view.work, self.view.owner, log.text(), lambda tick: lines(record))
        LINES.leave(self.view.work, self.view.owner)

        def compute(tick: Tick) -> Month:
            return _month(log, told, record, known, self.seat, at)

        return await self.view.work.run(self.view.owner, "seat", compute)

    def _over(self) -> None:
        self._boxes, self.list = [], None
        self.place.clear()
        with self.place:
            words("p", "All months are played.").classes("notice")
            words("a", "Debrief: what each choice changed").props(f"href=/debrief/{self.view.table.key}")

    def _fill(self, month: Month) -> None:
        self._boxes = []
        self.place.clear()
        with self.place:
            drawn.news(month.mine, month.others)
            drawn.begun(month.begun, self.view.label)
            with ui.element("section").props('role=region aria-label="To decide"'):
                words("h3", f"To decide in {self.view.label}")
                self._decide(month)
            self.list = ui.element("section").props('role=region aria-label="Your answers this month"')
            if month.moves is not None and month.moves.any:
                begin(month.moves, self._put)
            if month.hands is not None:
                office(month.hands, self._put, self.answers.given())
            drawn.known(month.who, month.interests, month.figures, month.ties, month.queue, month.network)

    def _decide(self, month: Month) -> None:
        if self.seat.actor == SECRETARIAT:
            drawn.no_rule(month.hands)
            return
        on_table = [offer for offer in month.offers if not offer.folded]
        folded = [offer for offer in month.offers if offer.folded]
        if not on_table:
            drawn.nothing(self.seat, folded)
        for offer in on_table:
            self._boxes.append(OfferBox(offer, month.told, self._put))
        if folded:
            self._folded(folded, month.told)

    def _folded(self, folded: Sequence[Offer], told: Record) -> None:
        """The rest, made when it is opened."""
        with ui.element("details") as fold:
            count = f"{len(folded)} more thing{'s' if len(folded) > 1 else ''}"
            words("summary", f"{count} on which the rule is sure, or little hangs")
            place = ui.element("div")

        def fill() -> None:
            if not place.default_slot.children:
                with place:
                    self._boxes += [OfferBox(offer, told, self._put) for offer in folded]
                self._answers()

        fold.on("toggle", fill)

    def _answers(self) -> None:
        """What is answered so far: in the boxes, and as a list with a way back for each."""
        given = by_key(self.answers.given())
        for box in self._boxes:
            box.show(given.get(box.offer.key, []))
        if self.list is None:
            return
        self.list.clear()
        with self.list:
            words("h3", f"Your answers for {self.view.label}")
            if not given:
                words("p", "None: all is left as it would be." if self.seat.actor == SECRETARIAT else
                      "None: your actor does all as its rule would.")  # fmt: skip
                return
            with ui.element("ul"):
                for key, choices in given.items():
                    with ui.element("li"):
                        said = words_of(choices, self.view.table.roster)
                        words("span", said[:1].upper() + said[1:])
                        back = ui.button("Take back", on_click=lambda _, key=key: self._put(key, ()))
                        back.classes("quiet").props(f'aria-label="Take back: {drawn.attribute(said)}"')

    # ---- what is done ----------------------------------------------------------------------------------------------
    async def _put(self, key: str, whats: Sequence[dict[str, Any]]) -> bool:
        """Answer; what is wrong is said above, and nothing is lost. Whether it was right."""
        try:
            await self.answers.put(key, whats)
        except EntenteError as error:
            self.wrong.set_text(str(error))
            self._answers()
            return False
        self.wrong.set_text("")
        self._answers()
        return True


def _month(log: Log, told: Record, record: Record, known: list[ChronicleLine], seat: Seat, at: int) -> Month:
    """All of a month, in a thread.

    told, record : the run of ``log``, with decisions and without.  known : its chronicle.
    """
    roster = told.roster
    network = own_view.network(record, at)
    if seat.actor == SECRETARIAT:
        in_hand, casework = hands(log.played(), record, at), own_view.casework(known, at)
        _, others = own_view.news(record, told, known, NOBODY, at)
        return Month(
            [], None, in_hand, [SECRETARIAT_IS], [], [], [], own_view.queue(record, at), network, casework, others,
            own_view.begun(known, NOBODY, at), told,
        )  # fmt: skip
    node = roster.find(seat.actor)
    decided = [c for c in log.choices if c.month == at - 1 and c.decision is not None and seat.is_its(c, roster)]
    acts = seat.acts(roster)
    mine, others = own_view.news(record, told, known, node, at)
    return Month(
        advice(told, node, at, acts), moves(record, node, at, acts), None, own_view.who(record, node, at),
        own_view.interests(told, node, at), own_view.figures(record, node, at), own_view.ties_of(record, node, at), [],
        network, [*_decided(decided, roster), *mine], others, own_view.begun(known, node, at), told,
    )  # fmt: skip


def _decided(choices: list[Choice], roster: Roster) -> list[str]:
    """What was decided in the seat last month, in sentences."""
    return [f"You decided: {words_of(one, roster)}." for one in by_key(choices).values()]
