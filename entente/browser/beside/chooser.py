"""What is to be put side by side is chosen in a plain form: it makes an address, which can be kept and handed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nicegui import ui

from entente.browser.frame import words
from entente.browser.table import Table
from results.play.beside.compared import LETTERS, Compared, choosable
from results.play.choice_words import what
from scenarios.session.choices import Choice

NONE = ""


def chooser(table: Table, them: Sequence[Compared], is_open: bool = False) -> None:
    """A form for designs, and one for choices to leave out, if there are any."""
    with ui.element("details").props("open" if is_open else "") as details:
        details.mark("chooser")
        words("summary", "Compare something else")
        _designs(table, them)
        if table.log.choices:
            _choices(table)


def _designs(table: Table, them: Sequence[Compared]) -> None:
    known = choosable(table.log)
    shown = [one.log.design for one in them]
    known |= {design: design for design in shown if design not in known}
    with _form(table.key):
        words("h3", "Secretariats")
        with ui.element("div").classes("row"):
            for k, letter in enumerate(LETTERS):
                chosen = shown[k] if k < len(shown) and len(set(shown)) == len(shown) else NONE
                chosen = chosen or (NONE if k > 1 else list(known)[k])
                _select(f"design{letter}", letter, "design", known if k < 2 else {NONE: "none"} | known, chosen)
            _submit("Put side by side")


def _choices(table: Table) -> None:
    known = {str(choice.number): _label(choice, table) for choice in table.log.choices}
    with _form(table.key):
        words("h3", "The session with and without a choice")
        with ui.element("div").classes("row"):
            _select("leave", "Leave out", "without", known, next(iter(known)))
            _select("leave-too", "In a third column", "without", {NONE: "nothing"} | known, NONE)
            _submit("Show what it changed")


def _label(choice: Choice, table: Table) -> str:
    return f"{choice.number}: {choice.date}, {what(choice, table.roster)}"


def _form(key: str) -> ui.element:
    return ui.element("form").props(f"method=get action=/beside/{key}")


def _submit(text: str) -> None:
    words("button", text).props("type=submit").classes("net-button")


def _select(name: str, label: str, field: str, known: Mapping[str, str], chosen: str) -> None:
    """A list to choose from. Values and names may come from people: they are set as they are, and never parsed."""
    with words("label", f"{label} ").classes("beside-choice"), ui.element("select").classes("plain") as select:
        select.props(f"id=beside-{name} name={field}")
        for value, text in known.items():
            option = words("option", text)
            option._props["value"] = value
            if value == chosen:
                option._props["selected"] = True
