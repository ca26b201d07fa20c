"""What one does in the steps of the tour that play many worlds."""

from __future__ import annotations

from typing import Any

import numpy as np
from nicegui import ui

from entente.browser.tour.dots import dots
from entente.browser.tour.guide import Guide, Press
from results.brief.names import name
from results.numbers import metas
from results.play.futures.ensemble import runs_of
from results.play.kit.tour_luck import Spread, judged, luck_told, rule_told, spreads
from results.play.kit.tour_plot import LEVERS
from results.play.progress import Tick

WORLDS = 64
DAYS, SHARE, HARM = "incident_response_days", "influence_gini", "harm"
DESIGNS = ("rotating", "static:Singapore", "igo:OECD", "none")


def luck(guide: Guide) -> None:
    """Each lever in the same many worlds; the one that was pulled is told first."""

    async def play() -> None:
        own = guide.lever or LEVERS[0].key
        levers = sorted(LEVERS, key=lambda lever: lever.key != own)
        logs = [guide.plot.log, *(guide.plot.pulled(lever.key) for lever in levers)]

        def compute(tick: Tick) -> dict[str, np.ndarray]:
            found = [next(iter(runs_of(log, replicates=WORLDS, tick=tick).values())) for log in logs]
            return {what: np.column_stack([runs.outcome(what) for runs in found]) for what in (DAYS, HARM)}

        values = await _computed(guide, compute)
        called = ["no lever", *(lever.title.lower() for lever in levers)]
        guide.says([
            f"{WORLDS} worlds, each played without a lever and with each of the three. Each dot is a world. The "
            "ring is the one that you have seen.",
        ])  # fmt: skip
        _show(guide, spreads(called, values[DAYS], DAYS), values[DAYS][0], DAYS)
        guide.says([rule_told()], anew=False)
        with guide.fold("And the harm that is to be expected?"):
            guide.says(["A measure of the model: less is better. It has no unit of the real world."], anew=False)
            _show(guide, spreads(called, values[HARM], HARM), values[HARM][0], HARM)

    guide.choices("", [(f"Play {WORLDS} worlds", play)])


def designs(guide: Guide) -> None:
    """Which secretariat answers fastest."""
    roster = guide.plot.record.roster
    called = [name(design, roster).long for design in DESIGNS]

    def press(k: int) -> Press:
        async def play() -> None:
            def compute(tick: Tick) -> tuple[np.ndarray, np.ndarray]:
                found = runs_of(guide.plot.log, DESIGNS, WORLDS, tick)
                both = [np.column_stack([found[d].outcome(what) for d in DESIGNS]) for what in (DAYS, SHARE)]
                return both[0], both[1]

            days, shares = await _computed(guide, compute)
            fastest = called[int(np.argmin(np.nanmedian(days, axis=0)))]
            guide.says([f"You guessed {called[k]}. In the middle of {WORLDS} worlds, {fastest} is fastest."])
            _show(guide, spreads(called, days, DAYS), days[0], DAYS)
            guide.says([rule_told()], anew=False)
            with guide.fold("What else differs? The say over the agenda"):
                guide.says(["0: all members have the same say. 1: one has it all."], anew=False)
                _show(guide, spreads(called, shares, SHARE), shares[0], SHARE)

        return play

    titles = [text[:1].upper() + text[1:] for text in called]
    guide.choices("Which one answers incidents fastest?", [(title, press(k)) for k, title in enumerate(titles)])


def _show(guide: Guide, rows: list[Spread], own: np.ndarray, outcome: str) -> None:
    """The worlds, what our rule makes of them, and whether luck matters more."""
    (meta,) = metas([outcome])
    unit = meta.unit if meta.unit == "days" else ""
    _draw(guide, rows, own, outcome)
    guide.says([*(judged(row, rows[0], unit) for row in rows[1:]), *luck_told(rows, unit)], anew=False)


async def _computed(guide: Guide, compute: Any) -> Any:
    guide.says([f"Playing {WORLDS} worlds …"])
    return await guide.view.work.run(guide.view.owner, "tour", compute)


def _draw(guide: Guide, rows: list[Spread], own: np.ndarray, outcome: str) -> None:
    """The worlds as dots, and a table behind it."""
    (meta,) = metas([outcome])
    with guide.result:
        ui.html(dots(rows, own, f"{meta.title} ({meta.unit})"), sanitize=False).classes("dots")
    head = ("worlds", "middle one", "90 of 100 lie in", "against the first")
    table = [
        (one.name, one.middle, f"{one.low} to {one.high}", f"{one.verdict}, {one.sure}" if one.sure else "–")
        for one in rows
    ]
    guide.table_of(f"{meta.title}, {meta.unit}", head, table)
