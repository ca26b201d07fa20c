"""The levers of the secretariat: another design, or single fields of the one that is decided."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui

from entente.browser.frame import words
from entente.browser.levers.hints import hint
from entente.browser.levers.proposal import Proposal
from entente.browser.levers.sliders import Slider
from entente.browser.view import View
from results.brief.names import name
from results.play.levers.fields import FIRST, GROUPS, FieldLever, field_lever, fitting, has_seat, in_force, slider_range
from scenarios.designs import list_designs
from sim.design import FIELD_NAMES, DesignPoint

_HOST = "<host>"
SET_UP = (
    "It is decided in the month that is chosen, and at work some months later, when it is set up. Until then what is "
    "there goes on."
)
_LINES = {
    "none": "no centre: bilateral and volunteer work",
    "adhoc": "a willing member leads, project by project: today's arrangement",
}


def secretariat(view: View, proposal: Proposal) -> None:
    """Both groups: designs and fields."""
    words("h3", "The secretariat").classes("unseen")
    _Designs(view, proposal)
    _Fields(view, proposal)


class _Designs:
    """Another design, by name and host."""

    def __init__(self, view: View, proposal: Proposal) -> None:
        self.view, self.proposal = view, proposal
        self._lines = {info.text: _LINES.get(info.text, info.description) for info in list_designs()}
        roster = view.table.roster
        titles = {text: self._title(text) for text in self._lines}
        hosts = {alias: str(country) for alias, country in zip(roster.aliases, roster.names, strict=True)}
        with ui.element("div").classes("row"):
            self._design = ui.select(titles, label="Another design", on_change=self._chosen, clearable=True)
            self._design.classes("wide")
            self._host = ui.select(hosts, label="Its host", value=roster.aliases[0], on_change=self._chosen)
        self._host.set_visibility(False)
        self._line = words("p", "").classes("small")
        proposal.listen(self._follow)

    def _title(self, text: str) -> str:
        if _HOST in text:
            return {"static": "Fixed in one country", "chair": "Fixed, with a rotating chair"}[text.partition(":")[0]]
        return name(text, self.view.table.roster).short

    def _chosen(self) -> None:
        text = self._design.value
        self._host.set_visibility(bool(text) and _HOST in text)
        if not text:
            if "design" in self.proposal.what:
                self.proposal.drop()
            return
        self._line.text = f"Held by: {self._lines[text]}. {SET_UP}"
        self.proposal.propose("design", design={"design": text.replace(_HOST, self._host.value)})

    def _follow(self) -> None:
        """Another lever is moved: nothing is chosen here."""
        if "design" not in self.proposal.what and self._design.value:
            self._design.value, self._line.text = None, ""


class _Fields:
    """The fields of the design, in groups of which the first is open."""

    def __init__(self, view: View, proposal: Proposal) -> None:
        self.view, self.proposal = view, proposal
        self._point: DesignPoint | None = None
        self._shown: dict[str, _Field] = {}
        self._which = words("p", "").classes("small")
        for title, names in GROUPS.items():
            self._group(title, names, title == FIRST)
        proposal.listen(self._follow)
        view.on_change(self.draw)

    def _group(self, title: str, names: tuple[str, ...], is_open: bool) -> None:
        """One group; what is folded is made when it is opened for the first time."""
        with ui.element("details").classes("fields") as fold:
            words("summary", title)
            body = ui.element("div")
        if is_open:
            fold.props("open")
            self._fill(body, names)
        else:
            fold.on("toggle", lambda: self._fill(body, names), throttle=0.0)

    def _fill(self, body: ui.element, names: tuple[str, ...]) -> None:
        if names[0] in self._shown:
            return
        with body:
            for field in names:
                self._shown[field] = _Field(field_lever(field), self._moved(field))
        self._follow()

    async def draw(self) -> None:
        """The values that are in force in this run, in the month in which the proposal would act."""
        record = await self.view.table.record()
        self._point = in_force(record, self.view.table.log, max(self.view.at, self.proposal.month))
        self._follow()

    def _follow(self) -> None:
        """Sliders stand at what is proposed, else at what is in force."""
        if self._point is None:
            return
        proposed = self.proposal.fields
        self._which.text = (
            "Or change the design that is decided. What you set holds in every future; else each draws it from a range."
        )
        for field, shown in self._shown.items():
            shown.show(proposed.get(field, self._point[field]), field in proposed, self._needs(field))

    def _needs(self, field: str) -> str:
        """What a field lacks to be of any use, '' if nothing."""
        if field == "seat_share" and self._point is not None and not has_seat(self._point):
            return "This design has no seat in a country: choose a fixed design above."
        return ""

    def _moved(self, field: str) -> Callable[[float | None], None]:
        def moved(value: float | None) -> None:
            if self._point is None:
                return
            if value is None:
                self._shown[field].say("A number is needed.")
                return
            self._shown[field].say("")
            values = {name: self.proposal.fields.get(name, self._point[name]) for name in FIELD_NAMES}
            self.proposal.propose(field, fields={"values": self.proposal.fields | fitting(values, field, value)})

        return moved


class _Field:
    """One field: slider, marks of the presets, hint."""

    def __init__(self, lever: FieldLever, moved: Callable[[float | None], None]) -> None:
        self.lever = lever
        low, high = slider_range(lever.name)
        with ui.element("div").classes("lever"):
            with ui.element("div").classes("row"):
                self._title = words("span", lever.title).classes("title")
                hint(lever.title, _about(lever), lever.evidence)
            self._slider = Slider(lever.title, lever.unit_words, (low, high), lever.step, moved, lever.scale)
            self._slider.wait()
            with ui.element("div").classes("presets").props("aria-hidden=true"):
                for preset in lever.presets:
                    ui.element("i").style(f"left:{100 * (preset.central - low) / (high - low):.1f}%")
            self._note = words("p", "").classes("small")

    def show(self, value: float, proposed: bool, needs: str) -> None:
        """Where it stands, and whether that is proposed."""
        self._slider.show(value)
        self._title.classes(add="moved" if proposed else "", remove="" if proposed else "moved")
        self._note.text = needs

    def say(self, problem: str) -> None:
        """What is wrong with what was entered."""
        self._note.text = problem


def _about(lever: FieldLever) -> list[str]:
    """The lines of its hint: meaning, range, what it gives and costs, and what the presets have (marks)."""
    meaning = lever.meaning[:1].upper() + lever.meaning[1:]
    presets = "; ".join(f"{one.title} {lever.told(one.central)} ({one.status})" for one in lever.presets)
    return [
        f"{meaning}. Admissible: {lever.told(lever.low)} to {lever.told(lever.high)}.",
        f"In the model more of it gives: {lever.gain}. It costs: {lever.cost}.",
        f"Today's presets (the marks under the slider): {presets}.",
    ]
