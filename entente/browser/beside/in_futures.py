"""What the difference comes to in many futures: the ensemble's paired difference of each run against the first."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui

from entente.browser.frame import part, words
from entente.browser.levers.changes import effects
from entente.browser.levers.folds import Folds
from entente.browser.levers.waiting import Waiting
from entente.browser.view import View
from results.play.beside.compared import Against, Compared, sides
from results.play.futures.bands import scales
from results.play.futures.courses import Answer, courses
from results.play.futures.effects import LEFT_OUT, Sides, apart
from results.play.progress import Tick
from sim.errors import EntenteError

ONE_WORLD = (
    "What stands above is one world. Here the same difference is tried in many, each with other draws, the same for "
    "both sides; whole runs, to the scenario's last month."
)
ALIKE = (
    "All that differs is a decision of an actor, which other futures leave out: there is nothing to compare in them."
)
OF_DESIGNS = "'It' is {one} in the place of {first}: each change is what {one} has more or less than {first}."
OF_A_CHOICE = "'It' is choice {number}: each change is what {one}, with it, has more or less than {first}, without it."


class InFutures:
    """One table for each run after the first; computed once, since it does not hang on the month."""

    def __init__(self, view: View, them: Sequence[Compared]) -> None:
        self.them = list(them)
        self._pairs = [sides(them[0], one) for one in them[1:]]
        with part("In many futures"):
            words("p", ONE_WORLD).classes("small")
            if any(choice.decision for one in them for choice in one.log.choices):
                words("p", LEFT_OUT).classes("small")
            self._status = words("p", "").props("role=status").classes("small")
            with ui.element("div").classes("beside-futures"):
                self._places = [ui.element("div") for _ in self._pairs]
        self._waiting = Waiting(view, "futures", self._tell, self._fail)

    def ask(self) -> None:
        """Have them computed."""
        self._waiting.ask(self._compute, self._show)

    def _compute(self, tick: Tick) -> list[Answer | None]:
        found: list[Answer | None] = []
        for pair in self._pairs:
            own, other = pair.own.log, pair.other.log
            alike = own.levers().text() == other.levers().text()
            changed = None if alike else apart(own, other, tick=tick)
            found.append(None if changed is None else Answer(changed, courses(changed, scales(own))))
        return found

    def _show(self, found: list[Answer | None]) -> None:
        for place, pair, answer in zip(self._places, self._pairs, found, strict=True):
            place.clear()
            with place:
                words("h3", f"{pair.heading}: {_between(pair)}")
                if answer is None:
                    words("p", ALIKE)
                    continue
                words("p", _read(pair)).classes("small")
                effects(answer, Folds(), Sides(f"in {pair.own.letter}", f"in {pair.other.letter}"))

    def _tell(self, text: str) -> None:
        self._status.text = text

    def _fail(self, error: EntenteError) -> None:
        self._status.text = f"Not computed: {error}"


def _between(pair: Against) -> str:
    """What distinguishes the two."""
    if pair.is_turned:
        return f"with choice {pair.other.left_out} and without it"
    return f"{pair.own.title} in place of {pair.other.title}"


def _read(pair: Against) -> str:
    """How the changes are to be read."""
    text = OF_A_CHOICE if pair.is_turned else OF_DESIGNS
    return text.format(one=pair.own.letter, first=pair.other.letter, number=pair.other.left_out)
