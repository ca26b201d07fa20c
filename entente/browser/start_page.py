"""The first page: what this is, and the ways in."""

from __future__ import annotations

from urllib.parse import urlencode

from nicegui import ui

from entente.browser.frame import frame, part, words
from entente.browser.hall import Hall
from entente.browser.offered import designs_on, scenarios_of
from entente.browser.opening import link_in
from scenarios.incoming import LARGEST_SEED
from scenarios.session.kept import LARGEST_LOG
from scenarios.session.log import log_of_link, started
from sim.errors import EntenteError

FIRST, DESIGN = "default", "rotating"
WHAT = (
    "See how states, AI safety institutes and AI firms come to cooperate on AI safety, month by month, under a "
    "secretariat of your choice. Pull levers or take a seat, and see what each choice changed against the same world "
    "without it."
)
HONEST = (
    "This is a model and no forecast: it shows what follows if its assumptions hold. Part of them rests on the record "
    "of real collaborations, part is assumed, and the pages say which is which."
)


def routes(hall: Hall) -> None:
    """The page."""

    @ui.page("/")
    def _start() -> None:
        with frame("Play the network's future"):
            words("p", WHAT).classes("lead")
            words("p", HONEST).classes("small")
            with ui.element("div").classes("cards even"):
                _Alone(hall)
                with ui.element("div").classes("stack"):
                    _tour()
                    _room()
                    _teachers()
            _go_on()
            ui.run_javascript("workshop.recent()")


def _card(title: str, text: str, links: dict[str, str]) -> None:
    with ui.element("div").classes("card"), part(title):
        words("p", text)
        with ui.element("ul").classes("ways"):
            for place, name in links.items():
                with ui.element("li"):
                    words("a", name).props(f"href={place}")


def _tour() -> None:
    text = "New to this? Ten short steps with six actors, about five minutes. You do something in each."
    _card("Guided tour", text, {"/tour": "Begin the tour"})


def _room() -> None:
    text = "Several people, each with a seat: an institute, a state, a firm or the secretariat. Laptops join by a code."
    _card("Play in a room", text, {"/room": "Join a room by its code", "/room/new": "Open a room as facilitator"})


def _teachers() -> None:
    text = "Sessions of 30, 60 and 90 minutes: plan, roles, handouts, questions for the debrief, all to be printed."
    _card("For teachers and facilitators", text, {"/kit": "To the kit", "/share": "Share the workshop in one room"})


class _Alone:
    """The form that opens a table: scenario, design, and the luck of the draw."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.scenarios = scenarios_of(hall)
        with ui.element("div").classes("card"), part("Play alone"):
            titles = {key: one.title or key for key, one in self.scenarios.items()}
            first = next(iter(hall.more), FIRST)
            self.scenario = ui.select(titles, value=first, label="Scenario: the world", on_change=self.tell)
            self.about = words("p", "").classes("small")
            self.design = ui.select([DESIGN], value=DESIGN, label="Design of the secretariat to begin with")
            self.seed = ui.input("Seed: the luck of the draw", value="1").props("inputmode=numeric maxlength=20")
            words("p", "The same seed gives the same world, so that two people can compare; another one gives another "
                  "of its many possible futures.").classes("small")  # fmt: skip
            self.wrong = words("p", "").classes("wrong").props("role=alert")
            ui.button("Begin", on_click=self.begin)
        self.tell()

    def tell(self) -> None:
        """What the scenario is, and the designs that its actors can have."""
        scenario = self.scenarios[str(self.scenario.value)]
        self.about.text = scenario.description
        options = designs_on(scenario)
        value = self.design.value if self.design.value in options else DESIGN
        self.design.set_options(options, value=value)

    def begin(self) -> None:
        """To the new table; what is wrong is said beside."""
        asked = {
            "scenario": str(self.scenario.value),
            "design": str(self.design.value),
            "seed": str(self.seed.value).strip(),
        }
        seed = asked["seed"]
        if not (seed.isascii() and seed.isdecimal() and int(seed) <= LARGEST_SEED):
            self.wrong.text = f"The seed must be a whole number from 0 to {LARGEST_SEED}."
            return
        try:
            started(self.hall.more.get(asked["scenario"], asked["scenario"]), asked["design"], int(seed))
        except EntenteError as error:
            self.wrong.text = str(error)
            return
        self.wrong.text = ""
        ui.navigate.to("/new?" + urlencode(asked))


def _go_on() -> None:
    with ui.element("div").classes("card"), part("Go on with a session"), ui.element("div").classes("cards"):
        with part("Played in this browser", 3):
            ui.element("ul").props("id=recent").classes("ways")
            words("p", "None yet.").props("id=recent-none").classes("small")
        with part("Open a link", 3):
            link = ui.input("A link 'play:...', or the address that holds it").props("maxlength=100000")
            wrong = words("p", "").classes("wrong").props("role=alert")
            ui.button("Open a copy", on_click=lambda: _open(str(link.value or ""), wrong)).classes("quiet")
        with part("Open a file", 3), ui.element("form").props("method=post action=/open enctype=multipart/form-data"):
            words("label", f"A session saved here (at most {LARGEST_LOG // 1000} kB)").props("for=file")
            with ui.element("div").classes("row"):
                ui.element("input").props("id=file type=file name=file accept=.json required").classes("plain")
                words("button", "Open a copy").props("type=submit").classes("plain-button")


def _open(text: str, wrong: ui.element) -> None:
    """To a copy of the session in a link, or what is wrong with it."""
    try:
        log_of_link(link := link_in(text))
    except EntenteError as error:
        wrong.text = str(error)  # type: ignore[attr-defined]
        return
    ui.navigate.to("/open?" + urlencode({"log": link}))
