"""A hindcast in a notebook: the rows that miss the record, all rows, and both drawn."""

from __future__ import annotations

from calibration.hindcast import findings
from calibration.hindcast.findings import Hindcast
from results.hindcast_figure import picture
from results.hindcast_page import HEAD, cells
from results.inline.html import Shown, html
from results.inline.pictures import drawn

TITLE = "The simulated past beside the record"


class Past(Hindcast):
    """A hindcast that a notebook shows."""

    def _repr_html_(self) -> str:
        lines = [findings.setting(self)]
        for said in findings.summary(self):
            lines += [said.sentence, *(f"– {row}" for row in said.rows)]
        rows = [[row["group"], *cells(row)] for row in self.rows]
        notes = [findings.PLACE, "All numbers and sources: .frame()."]
        drawing = drawn(lambda folder: picture(self, folder))
        return html(Shown(TITLE, lines, ["", *HEAD], rows, picture=drawing, notes=notes))
