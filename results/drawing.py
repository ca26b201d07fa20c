"""The figures of a report. Those of the runs are drawn while the swapped runs, which one figure waits for, are made."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from results.actor import VIEW, actor_label, actor_view
from results.comparison import Comparison, records
from results.figures import fonts, labels, style
from results.figures.network import network_pictures
from results.figures.outcomes import outcome_chart
from results.figures.panels import Block, actor_chart, further_charts
from results.figures.sharing import sharing_chart
from results.figures.style import Picture
from results.figures.timelines import timelines
from results.figures.tradeoff import tradeoff
from results.hindcast_annex import picture as hindcast_picture
from results.why_annex import WhyAnnex, why_annex
from scenarios import pools
from sim.months import CUT_OFF

Swapped = Any  # the swapped runs (a ``Swaps``), None without any, or a function that makes them


@dataclass(frozen=True)
class Pictures:
    """All figures of a report."""

    tradeoff: Picture | None
    headlines: list[Picture]
    further: list[Picture]
    networks: list[Picture]
    timelines: list[Picture]
    sharing: Picture | None
    hindcast: Picture
    why: WhyAnnex
    actor: Picture | None = None
    actor_blocks: list[Block] = field(default_factory=list)


def draw(runs: Any, comparison: Comparison, folder: Path, actor: str | None = None, swaps: Swapped = None) -> Pictures:
    """Draw every figure into a folder; one note in the log when no font here has all letters of the names.

    swaps : where it is a function, it is called here, so that it hears a stop, and a thread draws meanwhile.
    """
    if said := missing_letters(runs, comparison):
        logging.getLogger(__name__).warning(said)
    figures = _Figures(runs, comparison, folder, actor)
    if callable(swaps):
        with _meanwhile(figures) as drawn:
            swaps = swaps()
            found = drawn()
    else:
        found = figures.drawn()
    return Pictures(**found, why=why_annex(runs, swaps, comparison, folder))


def missing_letters(runs: Any, comparison: Comparison) -> str | None:
    """What to tell a reader when no font here has all letters of the names in the figures."""
    names = [*runs.roster.aliases, *runs.roster.firm_ids, *comparison.designs]
    return fonts.note(labels.one_line(name) for name in names)


@contextmanager
def _meanwhile(figures: _Figures) -> Iterator[Callable[[], dict[str, Any]]]:
    """Draw in a thread; what is given waits for it. Whatever breaks off the block ends the drawing at the next figure.

    Nothing draws into the folder any more when the block is left.
    """
    with pools.threads(1) as pool:
        drawing = pool.submit(figures.drawn)
        try:
            yield drawing.result
        finally:
            figures.stopped.set()
            wait([drawing])


class _Figures:
    """The figures of the runs alone, drawn one after another until ``stopped`` is set."""

    def __init__(self, runs: Any, comparison: Comparison, folder: Path, actor: str | None) -> None:
        self.runs, self.comparison, self.folder, self.actor = runs, comparison, folder, actor
        self.stopped = threading.Event()

    def drawn(self) -> dict[str, Any]:
        """Name (as in ``Pictures``) -> what was drawn; of those that were drawn before a stop."""
        view = self._view()
        found: dict[str, Any] = {"actor_blocks": view}
        with style.house_style():
            for name, one in self._parts(view).items():
                if self.stopped.is_set():
                    break
                found[name] = one()
        return found

    def _view(self) -> list[Block]:
        """The outcomes of the actor, with a row a design."""
        if self.actor is None:
            return []
        rows = records(actor_view(self.runs, self.actor, self.comparison.baseline))
        blocks = [(m, [r for r in rows if r["outcome"] == m.name]) for m in VIEW]
        return [(m, own) for m, own in blocks if own]

    def _parts(self, view: list[Block]) -> dict[str, Callable[[], Any]]:
        runs, comparison, folder, baseline = self.runs, self.comparison, self.folder, self.comparison.baseline
        heads = [m for m in comparison.metas if m.headline]
        others = [(m, comparison.rows(m.name)) for m in comparison.metas if not m.headline]
        actor = actor_label(runs, self.actor) if self.actor is not None else ""
        return {
            "tradeoff": lambda: tradeoff(comparison, folder),
            "headlines": lambda: [outcome_chart(comparison, m, folder) for m in heads],
            "further": lambda: further_charts(others, baseline, folder),
            "networks": lambda: network_pictures(runs, CUT_OFF, folder),
            "timelines": lambda: timelines(runs, baseline, folder),
            "sharing": lambda: sharing_chart(runs, folder),
            "hindcast": lambda: hindcast_picture(folder),
            "actor": lambda: actor_chart(view, actor, baseline, folder) if actor else None,
        }
