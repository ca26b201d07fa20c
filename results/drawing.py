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

from results.actor import actor_label
from results.brief import country_table
from results.brief.country_values import read
from results.brief.names import names
from results.brief.pairs import pairs_of
from results.brief.units import measures
from results.comparison import Comparison
from results.figures import fonts, labels, style
from results.figures.differences import Told, difference_chart
from results.figures.levels import Block, actor_chart, level_charts
from results.figures.matrix import matrix, source_question
from results.figures.network_change import NetworkPicture, network_change
from results.figures.sharing import sharing_chart
from results.figures.style import Picture
from results.figures.timelines import timelines
from results.figures.tradeoff import tradeoff
from results.hindcast_annex import picture as hindcast_picture
from results.why_annex import WhyAnnex, why_annex
from scenarios import pools
from scenarios.jurisdictions import jurisdiction

Swapped = Any  # the swapped runs (a ``Swaps``), None without any, or a function that makes them


@dataclass(frozen=True)
class Pictures:
    """All figures of a report.

    source : the source's own question.
    matrices : head to head, one a headline outcome.  levels : six outcomes each, in the order of the comparison.
    """

    differences: Picture | None
    source: Picture | None
    matrices: list[Picture]
    tradeoff: Picture | None
    levels: list[Picture]
    network: NetworkPicture
    timelines: Picture | None
    sharing: Picture | None
    hindcast: Picture
    why: WhyAnnex
    actor: Picture | None = None
    actor_blocks: list[Block] = field(default_factory=list)
    swaps: Any = None  # the swapped runs (a ``Swaps``) that were given or made, None without any


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
    return Pictures(**found, why=why_annex(runs, swaps, comparison, folder), swaps=swaps)


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
        node = jurisdiction(self.runs.roster, self.actor).node
        return [*country_table.blocks(read(self.runs, self.comparison.baseline).of(node))]

    def _parts(self, view: list[Block]) -> dict[str, Callable[[], Any]]:
        runs, comparison, folder, baseline = self.runs, self.comparison, self.folder, self.comparison.baseline
        metas = [m for m in comparison.metas if m.headline]
        heads = [m.name for m in metas]
        pairs, told = pairs_of(runs, metas), Told(names(comparison.designs, runs.roster), measures(comparison))
        levels = [(m, comparison.rows(m.name)) for m in comparison.metas]
        actor = actor_label(runs, self.actor) if self.actor is not None else ""
        return {
            "differences": lambda: difference_chart(pairs, heads, baseline, told, folder),
            "source": lambda: source_question(pairs, metas, told, runs.roster, folder),
            "matrices": lambda: [matrix(pairs, m, told, folder) for m in metas if len(pairs.designs) > 1],
            "tradeoff": lambda: tradeoff(pairs, heads, baseline, told, folder),
            "levels": lambda: level_charts(levels, baseline, folder),
            "network": lambda: network_change(runs, baseline, folder),
            "timelines": lambda: timelines(runs, baseline, folder),
            "sharing": lambda: sharing_chart(runs, baseline, folder),
            "hindcast": lambda: hindcast_picture(folder),
            "actor": lambda: actor_chart(view, actor, baseline, folder) if actor else None,
        }
