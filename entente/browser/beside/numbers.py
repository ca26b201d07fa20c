"""The table of numbers: one column a run, and how each differs from the first."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from entente.browser.beside.course import Month
from entente.browser.frame import words
from results.play.beside.compared import Compared, sides
from results.play.beside.numbers import Row, now, so_far

RESTS = (
    "In this model, in this one world. The outcomes are those of the months that are played since the decision. "
    "'Too little to matter': less than the smallest difference that anybody would act on (assumed)."
)


class Numbers:
    """Rows are made once; a month writes what is new into their cells."""

    def __init__(self, them: Sequence[Compared]) -> None:
        self._rows: list[_Row] = []
        with ui.element("div").classes("scroll"), ui.element("table").classes("beside-table"):
            words("caption", "Each run, and how two of them differ").classes("unseen")
            with ui.element("thead"), ui.element("tr"):
                words("th", "Number").props("scope=col")
                for one in them:
                    words("th", f"{one.letter}: {one.title}").props("scope=col").classes("num")
                for one in them[1:]:
                    words("th", sides(them[0], one).heading).props("scope=col")
            self._group("At the beginning of the month", now([]), them)
            self._group("So far, since the decision", so_far(None, len(them)), them)
        words("p", RESTS).classes("small")

    def _group(self, title: str, rows: Sequence[Row], them: Sequence[Compared]) -> None:
        with ui.element("tbody"):
            with ui.element("tr"):
                words("th", title).props(f"scope=rowgroup colspan={2 * len(them)}").classes("small")
            self._rows += [_Row(row.name, len(them)) for row in rows]

    def take(self, month: Month) -> None:
        """Show a month."""
        for shown, row in zip(self._rows, (*month.numbers, *month.outcomes), strict=True):
            shown.show(row)


class _Row:
    def __init__(self, name: str, columns: int) -> None:
        with ui.element("tr") as self.line:
            words("th", name).props("scope=row")
            self.values = [words("td", "–").classes("num") for _ in range(columns)]
            self.changes: list[TextElement] = [words("td", "–") for _ in range(columns - 1)]

    def show(self, row: Row) -> None:
        """The numbers of a month."""
        for cell, text in zip((*self.values, *self.changes), (*row.values, *row.changes), strict=True):
            if cell.text != text:
                cell.text = text
        self.line.classes(add="differs") if row.differs else self.line.classes(remove="differs")
