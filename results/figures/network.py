"""The network, drawn with colour by main type of collaboration and width by scope (number of types)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D

from results.figures import style
from results.figures.style import Picture
from sim.catalogue import TIE_TYPES
from sim.roster import Roster

FAINTEST = 0.25  # ties rarer than this share of replicates are left out
_ACROSS, _PANEL = 2, 2.6  # drawings in a line, inches of each
_TURN = 0.13  # radians: no office stands level with the middle of the column
_COLUMN = 1.75  # where the firms stand; the circle of offices has radius 1


@dataclass(frozen=True)
class Edge:
    """A line of the drawing. chance : share of replicates with a tie; scope : (expected) number of types."""

    a: int
    b: int
    main: int
    scope: float
    chance: float


def observed_edges(roster: Roster, until: int) -> list[Edge]:
    """The ties observed up to a month (undated ones too); the type recorded first is the main one."""
    types: dict[tuple[int, int], list[int]] = {}
    for tie in roster.ties:
        if tie.month is None or tie.month <= until:
            types.setdefault((min(tie.a, tie.b), max(tie.a, tie.b)), []).append(tie.type)
    return [Edge(a, b, kinds[0], float(len(set(kinds))), 1.0) for (a, b), kinds in sorted(types.items())]


def simulated_edges(network: pd.DataFrame, design: str) -> list[Edge]:
    """The ties at the end of the runs of a design; the commonest type is the main one.

    network : one row a design, pair (node indices a, b) and type, with the share of replicates that have it.
    A tie's chance is the share of its commonest type, its scope the sum over types given that share.
    """
    own = network[network["design"] == design]
    pairs: dict[tuple[int, int], dict[int, float]] = {}
    for a, b, kind, share in own[["a", "b", "type", "share"]].itertuples(index=False):
        pairs.setdefault((int(a), int(b)), {})[int(kind)] = float(share)
    edges = []
    for (a, b), shares in sorted(pairs.items()):
        main = max(sorted(shares), key=lambda kind: shares[kind])
        chance = shares[main]
        if chance >= FAINTEST:
            edges.append(Edge(a, b, main, sum(shares.values()) / chance, chance))
    return edges


def positions(roster: Roster, nodes: Sequence[int]) -> dict[int, tuple[float, float]]:
    """Fixed places: offices on a circle, grouped by region; firms in a column beside it."""
    offices = sorted((n for n in nodes if n < roster.n_states), key=lambda n: (roster.region[n], n))
    angles = [np.pi / 2 - _TURN - 2 * np.pi * k / max(len(offices), 1) for k in range(len(offices))]
    places = {n: (float(np.cos(t)), float(np.sin(t))) for n, t in zip(offices, angles, strict=True)}
    homes = {n: int(roster.firm_home[n - roster.n_states]) for n in nodes if n >= roster.n_states}
    firms = sorted(homes, key=lambda n: (-places.get(homes[n], (0.0, 0.0))[1], homes[n], n))
    gap = min(0.3, 2.3 / max(len(firms) - 1, 1))
    top = gap * (len(firms) - 1) / 2
    return places | {n: (_COLUMN, top - gap * k) for k, n in enumerate(firms)}


def network_pictures(runs: Any, until: int, folder: Path) -> list[Picture]:
    """The observed network, and the simulated one at the end under each design."""
    designs = list(dict.fromkeys(runs.table["design"]))
    ends = {d: simulated_edges(runs.network, d) for d in designs}
    start = observed_edges(runs.roster, until)
    pictures = []
    with style.house_style():
        if start:
            pictures.append(_observed(runs.roster, start, folder))
        if any(ends.values()):
            pictures.append(_simulated(runs.roster, ends, folder))
    return pictures


def _nodes(edges: Sequence[Edge]) -> list[int]:
    return sorted({n for e in edges for n in (e.a, e.b)})


def _observed(roster: Roster, edges: list[Edge], folder: Path) -> Picture:
    figure = style.canvas(style.WIDTH, 4.1)
    axes = figure.add_axes(style.inches(figure, 0.05, 0.1, 1.35, 0.1))
    _draw(axes, roster, edges, positions(roster, _nodes(edges)), label=8.5)
    _legend(axes, edges, (1.0, 0.95))
    caption = (
        "Deals observed by 20 November 2024 between offices (circles) and with firms (squares). Colour: "
        "the main type of collaboration; width: how many types the two have agreed on."
    )
    return style.finish(figure, "network-observed", "Observed network", caption, _alt(roster, edges), folder)


def _simulated(roster: Roster, ends: dict[str, list[Edge]], folder: Path) -> Picture:
    lines = -(-len(ends) // _ACROSS)
    figure = style.canvas(style.WIDTH, _PANEL * lines + 0.65)
    every = [e for edges in ends.values() for e in edges]
    places = positions(roster, _nodes(every))
    height = figure.get_size_inches()[1]
    for k, (design, edges) in enumerate(ends.items()):
        row, column = divmod(k, _ACROSS)
        corner = (column / _ACROSS + 0.005, 1 - (row + 1) * _PANEL / height)
        axes = figure.add_axes((*corner, 1 / _ACROSS - 0.01, (_PANEL - 0.25) / height))
        _draw(axes, roster, edges, places, label=5.5)
        axes.set_title(f"{design}: {len(edges)} pairs", fontsize=8.5, pad=2)
    foot = figure.add_axes((0.02, 0, 0.96, 0.55 / height))
    foot.axis("off")
    _legend(foot, every, (0.0, 0.95), columns=4)
    caption = (
        "Deals at the end of the runs, one drawing a design, the same places in all. Only pairs with a "
        f"deal in at least {FAINTEST:.0%} of replicates are drawn; the fainter, the rarer. Colour: the "
        "commonest type; width: the expected number of types."
    )
    alt = " ".join(f"{d}: {len(edges)} pairs." for d, edges in ends.items())
    title = "Simulated networks"
    return style.finish(figure, "network-simulated", title, caption, f"Networks by design. {alt}", folder)


def _draw(axes: Axes, roster: Roster, edges: list[Edge], places: dict[int, tuple[float, float]], label: float) -> None:
    small = label / 8
    axes.add_collection(
        LineCollection(
            [(places[e.a], places[e.b]) for e in edges],
            colors=[to_rgba(TIE_TYPES[e.main].colour, 0.15 + 0.75 * e.chance) for e in edges],
            linewidths=[small * (0.6 + 1.1 * e.scope) for e in edges],
            zorder=1,
        )
    )
    linked = set(_nodes(edges))
    for firm in (False, True):
        for tied in (False, True):
            own = [n for n in places if (n >= roster.n_states) is firm and (n in linked) is tied]
            ink = style.INK if tied else style.FAINT
            face = "white" if firm and tied else ink
            x, y = [places[n][0] for n in own], [places[n][1] for n in own]
            axes.plot(x, y, "s" if firm else "o", ms=6 * small, mfc=face, mec=ink, mew=0.9, zorder=3)
    for n, place in places.items():
        _name(axes, roster.label(n), place, label, n in linked)
    axes.set(xlim=(-1.6, 2.4), ylim=(-1.25, 1.3), aspect="equal")
    axes.axis("off")


def _name(axes: Axes, text: str, place: tuple[float, float], size: float, linked: bool) -> None:
    x, y = place
    firm = x > 1.1
    side = "left" if x > 0.25 else "right" if x < -0.25 else "center"
    level = "center" if firm or abs(y) < 0.85 else "bottom" if y > 0 else "top"
    dx, dy = (0.08, 0.0) if firm else (0.08 * x, 0.08 * y)
    crossed = not firm and x > 0  # lines to the firms run behind it
    halo = {"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.4} if crossed else None
    colour = style.INK if linked else style.MUTED
    axes.text(x + dx, y + dy, text, fontsize=size, ha=side, va=level, color=colour, bbox=halo, zorder=4)


def _legend(axes: Axes, edges: Sequence[Edge], corner: tuple[float, float], columns: int = 1) -> None:
    used = sorted({e.main for e in edges})
    handles = [Line2D([], [], color=TIE_TYPES[t].colour, linewidth=3, label=TIE_TYPES[t].short) for t in used]
    handles += [
        Line2D([], [], color=style.MUTED, linewidth=0.6 + 1.1 * n, label=f"{n} type{'s' * (n > 1)}") for n in (1, 3)
    ]
    handles += [
        Line2D([], [], color=style.INK, marker="o", linestyle="", ms=5, label="office"),
        Line2D([], [], color=style.INK, marker="s", mfc="white", linestyle="", ms=5, label="firm"),
    ]
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=corner, frameon=False, ncols=columns, fontsize=7.5)


def _alt(roster: Roster, edges: list[Edge]) -> str:
    pairs = [f"{roster.label(e.a)}–{roster.label(e.b)} ({TIE_TYPES[e.main].short})" for e in edges]
    return f"Network diagram with {len(edges)} pairs: {'; '.join(pairs)}."
