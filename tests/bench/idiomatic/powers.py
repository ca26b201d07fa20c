"""Who holds the secretariat: its seat, the chair in turn and the lead; and how impartial it is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.idiomatic import rules

if TYPE_CHECKING:
    from tests.bench.idiomatic.model import IdiomaticModel
    from tests.bench.idiomatic.states import State


class Powers:
    """The powers of the secretariat, ``state.host`` of each state; what nobody holds is international."""

    def __init__(self, model: IdiomaticModel, seat: list[float]) -> None:
        self.model, self.seat = model, seat
        self.seated = dict.fromkeys(model.states, True)  # by state: a full member, or without a part of the seat
        self.chair_on_record = self.led_by_chair = False
        self.chair: State | None = None
        self.pass_on()

    def as_they_are(self) -> dict[State, float]:
        """Who holds what."""
        return {s: s.host for s in self.model.states}

    def held(self) -> float:
        """Share of the powers that any state holds."""
        return sum(s.host for s in self.model.states)

    def same_hands(self, before: dict[State, float]) -> float:
        """Share of the powers that stays where it was."""
        kept = sum(min(held, s.host) for s, held in before.items())
        return kept + min(max(0.0, 1.0 - sum(before.values())), max(0.0, 1.0 - self.held()))

    # ---- seat and lead --------------------------------------------------------------------------------------------
    def of_seat(self, state: State) -> float:
        """Powers of the seat that the design in force has for a state."""
        return self.model.design.seat_share * self.seat[state.office.node]

    def hold(self) -> None:
        """Powers held by each state; the lead holds those of a seat whose state is no full member."""
        design, states, members = self.model.design, self.model.states, self.full_members()
        total = sum(s.office.capacity**2 for s in members)
        led = design.lead_share + sum(self.of_seat(s) for s in states if s.tier != 1)
        for state in states:
            state.host = self.of_seat(state) if state.tier == 1 else 0.0
        if self.chair is not None:
            self.chair.host += design.turn_share
        if self.led_by_chair and self.chair in members:
            self.chair.host += led
        else:
            for state in members:
                state.host += led * state.office.capacity**2 / total
        self.neutrality = self.seen()

    def out_of_turn(self, before: dict[State, float]) -> tuple[float, float, float]:
        """Powers of the seat that came to its states this month, and that went; of chair and lead that went."""
        there = {s: s.tier == 1 or self.of_seat(s) == 0.0 for s in self.model.states}
        moved = [s for s in self.model.states if there[s] != self.seated[s]]
        self.seated = there
        came, went = (
            sum(min(self.of_seat(s), abs(s.host - before[s])) for s in moved if there[s] == comes)
            for comes in (True, False)
        )
        turn = sum(max(0.0, before[s] - self.of_seat(s)) for s in self.model.states if s.tier != 1)
        return came, went, turn

    def seen(self) -> float:
        """How impartial the seat is seen: less than the design's as far as its holders are rivals of many."""
        usual, partial = self.model.usual_rivalry, 1.0
        if usual <= rules.TOLERANCE:
            return self.model.design.perceived_neutrality
        for state in self.model.states:
            partial += state.host * (state.rivalry_at_large() / usual - 1.0)
        return min(1.0, max(0.0, 1.0 - (1.0 - self.model.design.perceived_neutrality) * partial))

    # ---- chair ----------------------------------------------------------------------------------------------------
    def full_members(self) -> list[State]:
        """Full members with an office."""
        return [s for s in self.model.states if s.tier == 1 and s.office.status > 0]

    def vacant(self) -> bool:
        """Whether who has the chair is no full member with an office any more."""
        return self.chair not in self.full_members()

    def pass_on(self) -> None:
        """The chair passes to the member whose turn it is."""
        turns = sorted(self.full_members(), key=lambda s: s.turn_order)
        chair = self.chair
        after = [s for s in turns if chair is not None and s.turn_order > chair.turn_order]
        self.chair = next(iter(after or turns), None)

    def name_chair(self, state: State, coordinates: bool) -> None:
        """A dated fact puts a state in the chair; as Coordinator it has the lead too."""
        self.chair, self.chair_on_record = state, True
        self.led_by_chair |= coordinates

    def change(self, on_record: bool) -> None:
        """The term of the chair is over: it passes on, unless the record says who has it."""
        if not (self.chair_on_record and on_record) or self.vacant():
            self.pass_on()
            self.led_by_chair = False
