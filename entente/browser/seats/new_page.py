"""A new room, for who leads it: what is played, who may sit where, and how long a month takes."""

from __future__ import annotations

from collections.abc import Collection

from nicegui import ui

from entente.browser.frame import frame, part, words
from entente.browser.hall import Hall
from entente.browser.offered import designs_on, scenarios_of
from entente.browser.seats.keeper import Keeper
from entente.browser.seats.looks import looks
from scenarios.incoming import LARGEST_SEED
from scenarios.session.log import SECRETARIAT, started
from scenarios.session.plan import roster_of
from scenarios.session.room import opened_room
from scenarios.session.seats import ACTS, seats_of
from sim.errors import EntenteError, InputError

USUAL = {"teaching": ("US", "Kenya", "Singapore", SECRETARIAT, "Anthropic")}  # seats that are offered first
REAL = ("US", "UK", "EU", "Japan", "Kenya", SECRETARIAT, "Anthropic")
SCENARIO, DESIGN, MINUTES = "teaching", "rotating", 3.0
FEW = (
    "In many worlds some seats have little to decide for months. The sessions 'For teachers' come with a seed that has "
    "something for each; 'To the next decision' plays quiet months."
)


class NewRoom:
    """The form. given : what the address has filled in: scenario, design, seed, seats, minutes, kit."""

    def __init__(self, hall: Hall, keeper: Keeper, given: dict[str, str]) -> None:
        self.hall, self.keeper, self.given = hall, keeper, given
        self.scenarios = scenarios_of(hall)
        looks()
        with frame("Open a room"):
            words(
                "p", "You lead: people join by a code, take a seat each, and decide month by month. You have the clock."
            )
            self.wrong = words("p", "").classes("wrong").props("role=alert")
            with ui.element("div").classes("cards"):
                with ui.element("div").classes("card"), part("What is played"):
                    self._what()
                with ui.element("div").classes("card"), part("Who plays"):
                    self._who()
            ui.button("Open the room", on_click=self.open)
        self.follow(True)
        self.scenario.on_value_change(lambda: self.follow(False))

    def _what(self) -> None:
        titles = {name: f"{one.title or name}" for name, one in self.scenarios.items()}
        value = _one(self.given.get("scenario"), titles, SCENARIO)
        self.scenario = ui.select(titles, value=value, label="Scenario: the world")
        self.design = ui.select([DESIGN], value=DESIGN, label="Design of the secretariat to begin with")
        seed = self.given.get("seed", "1")[:20]
        self.seed = ui.input("Seed: the luck of the draw", value=seed).props("inputmode=numeric maxlength=20")
        words("p", FEW).classes("small")

    def _who(self) -> None:
        self.seats = ui.select([], label="Seats", multiple=True, with_input=True).props("use-chips")
        words("p", "A seat that nobody takes is played by its rule. A jurisdiction may be split: its state decides "
              "on membership, its institute on deals and on sharing.").classes("small")  # fmt: skip
        minutes = _number(self.given.get("minutes"), MINUTES)
        self.minutes = ui.number("Minutes a month (0: no clock)", value=minutes, min=0, max=60)

    def follow(self, first: bool) -> None:
        """Designs and seats of the scenario; at first what the address has filled in."""
        scenario = self.scenarios[str(self.scenario.value)]
        roster = roster_of(scenario)
        designs = designs_on(scenario)
        asked = self.given.get("design") if first else str(self.design.value)
        self.design.set_options(designs, value=_one(asked, designs, DESIGN))
        options = {SECRETARIAT: "the secretariat"} | {alias: alias for alias in roster.aliases}
        options |= {firm: f"{firm} (firm)" for firm in roster.firm_ids}
        options |= {f"{alias}:{half}": f"{alias}, {half} alone" for alias in roster.aliases for half in ACTS}
        wanted = [piece.strip() for piece in self.given.get("seats", "").split(",")] if first else []
        usual = [one for one in USUAL.get(scenario.name, REAL) if one in options]
        self.seats.set_options(options, value=[one for one in wanted if one in options] or usual)

    async def open(self) -> None:
        """The room and its table; what is wrong is said above, and all that was typed stays."""
        self.wrong.set_text("")
        try:
            name = str(self.scenario.value)
            log = started(self.hall.more.get(name, name), str(self.design.value), _seed(str(self.seed.value)))
            chosen = seats_of(",".join(self.seats.value or ()), roster_of(log.base()))
            room, token = opened_room(chosen, _minutes(self.minutes.value), self.given.get("kit", "")[:40])
            table = self.hall.open(log)
        except EntenteError as error:
            self.wrong.set_text(str(error))
            return
        table.room = room
        await self.keeper.meet(table)
        await self.keeper.change(table, room)
        ui.navigate.to(f"/lead/{table.key}?token={token}")


def _one(asked: str | None, allowed: Collection[str], usual: str) -> str:
    """What was asked for if it is there, else the usual one."""
    return asked if asked is not None and asked in allowed else usual


def _number(text: str | None, usual: float) -> float:
    try:
        return float(text or "")
    except ValueError:
        return usual


def _minutes(value: float | None) -> float:
    if value is None:
        raise InputError("no number of minutes", key="minutes", allowed="0 to 60; 0: no clock")
    return float(value)


def _seed(text: str) -> int:
    clean = text.strip()
    if not (clean.isascii() and clean.isdecimal() and int(clean) <= LARGEST_SEED):
        raise InputError("not a whole number", key="seed", value=text, allowed=f"0 to {LARGEST_SEED}")
    return int(clean)
