"""Deviations in a notebook: which design is stable, the deviations that pay, and their gains drawn."""

from __future__ import annotations

from typing import Any

from results.inline.html import Shown, html
from results.inline.pictures import Bar, bars
from results.numbers import number, percent
from results.stability import tables
from results.stability.verdicts import DOES_NOT
from results.stability.words import asked, rests_on, said_of

UNIT = "utility a month"


def stability_html(found: Any) -> str:
    """The HTML of a ``finder.Stability``."""
    lines = [asked(found), *(said_of(of) for of in found.designs)]
    frame = tables.frame(found)
    own = frame[frame["verdict"] != DOES_NOT] if len(frame) else frame
    own = own.sort_values("gain", ascending=False, kind="stable") if len(own) else own
    rows = [
        [r["design"], r["deviation"], r["actor"], r["partner"] or "–",
         f"{number(r['gain'], sign=True)} ({number(r['gain_low'], sign=True)} to {number(r['gain_high'], sign=True)})",
         percent(r["pays_in_share"]), r["verdict"]]
        for r in own.to_dict("records")
    ]  # fmt: skip
    marks = [
        Bar(
            f"{r['design']}: {r['actor']}, {r['deviation']} {r['partner']}".strip(),
            r["gain_low"],
            r["gain"],
            r["gain_high"],
        )
        for r in own.to_dict("records")
        if r["gain_low"] == r["gain_low"]
    ]
    caption = "What the actor gains by the deviation on average, with the 95% interval of the mean; the largest ones."
    picture = bars(marks, UNIT, "stability", "Gains by deviations", caption, zero=True)
    heads = ["Design", "Deviation", "Actor", "Partner", f"Gain ({UNIT})", "Pays in", "Verdict"]
    notes = [rests_on(found), tables.NOTE, "All deviations: .frame()."]
    return html(Shown("Who would gain by a deviation", lines, heads, rows, picture=picture, notes=notes))
