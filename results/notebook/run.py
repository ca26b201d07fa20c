"""A single run in a notebook: what happened to membership, its course, and the chronicle."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from results import chronicle
from results.figures import style
from results.figures.style import Picture
from results.highlights import highlights
from results.inline.html import Shown, html
from results.inline.pictures import drawn
from sim.months import ORIGIN_MONTH, ORIGIN_YEAR, month_label
from sim.record import Record

if TYPE_CHECKING:
    import pandas as pd

_DRAWN = (("members", "members"), ("office_ties", "ties between offices"))  # series, and what they are called


@dataclass
class Run(Record):
    """The record of a run that a notebook shows."""

    @classmethod
    def of(cls, record: Record) -> Run:
        """The same record."""
        return cls(**{field.name: getattr(record, field.name) for field in fields(record)})

    def frame(self) -> pd.DataFrame:
        """The chronicle, a row an event: month, kind, what happened, and why where the record holds a reason."""
        import pandas as pd

        rows = [(line.label, line.kind, line.text, line.why) for line in chronicle.lines(self)]
        return pd.DataFrame(rows, columns=["month", "kind", "text", "why"])

    def _repr_html_(self) -> str:
        first, last = month_label(self.months[0]), month_label(self.months[-1])
        members = self.series["members"]
        lines = [
            f"{first} to {last}; decided on in {month_label(self.adopted)}, at work from "
            f"{month_label(self.works_from)}.",
            f"Members: {members[0]:.0f} at the start, {members[-1]:.0f} at the end.",
        ]
        told = self.frame()
        rows = [[line.label, line.text] for line in highlights(self, chronicle.lines(self))]
        title = f"One run under {self.design.name}, seed {self.seed}, replicate {self.replicate}"
        notes = [
            f"One of many possible courses. {len(told)} lines of the chronicle with their reasons: .frame(); "
            "decisions: entente.decisions(run), entente.explain(run, number)."
        ]
        picture = drawn(lambda folder: _picture(self, folder))
        return html(Shown(title, lines, ["Month", "What happened"], rows, picture=picture, notes=notes))


def _picture(run: Run, folder: Path) -> Picture:
    """Members and ties month by month, with the months of the decision and of the first work."""
    years = ORIGIN_YEAR + (np.asarray(run.months, dtype=float) + ORIGIN_MONTH - 1) / 12
    with style.house_style():
        figure = style.canvas(style.WIDTH, 2.2)
        axes = figure.add_axes(style.inches(figure, 0.5, 0.35, 1.5, 0.25))
        for k, (name, said) in enumerate(_DRAWN):
            axes.step(years, run.series[name], where="post", color=style.PALETTE[k], linestyle=("-", (0, (4, 2)))[k])
            axes.text(years[-1], float(run.series[name][-1]), f" {said}", va="center", fontsize=8)
        for month in (run.adopted, run.works_from):
            at = ORIGIN_YEAR + (month + ORIGIN_MONTH - 1) / 12
            if years[0] <= at <= years[-1]:
                axes.axvline(at, color=style.MUTED, linewidth=0.7)
        axes.set_ylim(bottom=0)
        style.grid(axes, "y")
        ends = "; ".join(f"{said} {run.series[name][0]:.0f} to {run.series[name][-1]:.0f}" for name, said in _DRAWN)
        caption = "Month by month; upright lines: the design is decided on, and begins to work."
        return style.finish(figure, "run", "Members and ties", caption, f"Course of a run: {ends}.", folder)
