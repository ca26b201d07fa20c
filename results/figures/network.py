"""The network, drawn with colour by main type of collaboration and width by scope (number of types)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D

from results.figures import labels, style
from results.figures.network_layout import Layout, Spot, layout
from results.figures.style import Picture
from scenarios.queries import designs_of
from sim.catalogue import TIE_TYPES
from sim.roster import Roster

FAINTEST = 0.25  # ties rarer than this share of replicates are left out
_ACROSS, _PANEL = 2, 2.6  # drawings in a line, inches of each (at least) with its title
_TITLE, _FOOT, _KEY = 0.25, 0.65, 1.35  # inches: above a drawing, below all, beside the observed one
_NEAR = 12.0  # points: a name further away is joined to its actor by a line


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


def simulated_edges(network: pd.DataFrame, design: str, roster: Roster) -> list[Edge]:
    """The ties at the end of the runs of a design; the commonest type is the main one.

    network : one row a design, pair (names a, b) and type (key), with the share of replicates that have it.
    A tie's chance is the share of its commonest type, its scope the sum over types given that share.
    """
    own = network[network["design"] == design]
    node = {roster.label(n): n for n in range(roster.n_states + roster.n_firms)}
    place = {kind.key: k for k, kind in enumerate(TIE_TYPES)}
    pairs: dict[tuple[int, int], dict[int, float]] = {}
    for a, b, kind, share in own[["a", "b", "type", "share"]].itertuples(index=False):
        pairs.setdefault((node[a], node[b]), {})[place[kind]] = float(share)
    edges = []
    for (a, b), shares in sorted(pairs.items()):
        main = max(sorted(shares), key=lambda kind: shares[kind])
        chance = shares[main]
        if chance >= FAINTEST:
            edges.append(Edge(a, b, main, sum(shares.values()) / chance, chance))
    return edges


def network_pictures(runs: Any, until: int, folder: Path) -> list[Picture]:
    """The observed network, and the simulated one at the end under each design."""
    ends = {d: simulated_edges(runs.network, d, runs.roster) for d in designs_of(runs)}
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
    places = layout(roster, _nodes(edges), 8.5, 72 * (style.WIDTH - 0.05 - _KEY), 72 * 3.9)
    figure = style.canvas(style.WIDTH, places.height / 72 + 0.2)
    axes = figure.add_axes(style.inches(figure, 0.05, 0.1, _KEY, 0.1))
    _draw(axes, roster, edges, places, label=8.5)
    _legend(axes, edges, (1.0, 0.95))
    caption = (
        "Deals observed by 20 November 2024 between offices (circles) and with firms (squares). Colour: "
        "the main type of collaboration; width: how many types the two have agreed on."
    )
    return style.finish(figure, "network-observed", "Observed network", caption, _alt(roster, edges), folder)


def _simulated(roster: Roster, ends: dict[str, list[Edge]], folder: Path) -> Picture:
    lines = -(-len(ends) // _ACROSS)
    every = [e for edges in ends.values() for e in edges]
    width = style.WIDTH * (1 / _ACROSS - 0.01)
    places = layout(roster, _nodes(every), 5.5, 72 * width, 72 * (_PANEL - _TITLE))
    titles = [labels.fit(f"{d}: {len(edges)} pairs", 72 * width, 8.5) for d, edges in ends.items()]
    drawn = places.height / 72
    panel = drawn + max(_TITLE, (labels.tallest(titles) + 4) / 72)
    figure = style.canvas(style.WIDTH, panel * lines + _FOOT)
    height = panel * lines + _FOOT
    for k, edges in enumerate(ends.values()):
        row, column = divmod(k, _ACROSS)
        corner = (column / _ACROSS + 0.005, 1 - (row + 1) * panel / height)
        axes = figure.add_axes((*corner, 1 / _ACROSS - 0.01, drawn / height))
        _draw(axes, roster, edges, places, label=5.5)
        axes.set_title(titles[k].text, fontsize=titles[k].size, linespacing=1.0, pad=2)
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


def _draw(axes: Axes, roster: Roster, edges: list[Edge], places: Layout, label: float) -> None:
    small = label / 8
    at = {n: (spot.x, spot.y) for n, spot in places.spots.items()}
    axes.add_collection(
        LineCollection(
            [(at[e.a], at[e.b]) for e in edges],
            colors=[to_rgba(TIE_TYPES[e.main].colour, 0.15 + 0.75 * e.chance) for e in edges],
            linewidths=[small * (0.6 + 1.1 * e.scope) for e in edges],
            zorder=1,
        )
    )
    linked = set(_nodes(edges))
    for firm in (False, True):
        for tied in (False, True):
            own = [n for n in at if (n >= roster.n_states) is firm and (n in linked) is tied]
            ink = style.INK if tied else style.FAINT
            face = "white" if firm and tied else ink
            x, y = [at[n][0] for n in own], [at[n][1] for n in own]
            axes.plot(x, y, "s" if firm else "o", ms=6 * small, mfc=face, mec=ink, mew=0.9, zorder=3)
    for n, spot in places.spots.items():
        crossed = n < roster.n_states and spot.side != "right"  # lines to the firms run behind it
        _name(axes, spot, style.INK if n in linked else style.MUTED, crossed)
    axes.set(xlim=(0, places.width), ylim=(0, places.height))
    axes.axis("off")


def _name(axes: Axes, spot: Spot, colour: str, crossed: bool) -> None:
    left, bottom, right, top = spot.box
    x = {"left": left, "center": (left + right) / 2, "right": right}[spot.side]
    end = (min(max(spot.x, left), right), min(max(spot.y, bottom), top))
    if math.dist(end, (spot.x, spot.y)) > _NEAR:
        axes.plot([spot.x, end[0]], [spot.y, end[1]], color=style.MUTED, linewidth=0.4, zorder=2)
    halo = {"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.4} if crossed else None
    place: dict[str, Any] = {"ha": spot.side, "va": "center", "color": colour, "bbox": halo, "zorder": 4}
    axes.text(x, (bottom + top) / 2, **place, **spot.label.settings())


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
