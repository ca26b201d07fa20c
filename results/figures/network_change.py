"""The network as one drawing a comparison: today's, then what each design changes in it, the same places in all.

The file is a sheet for paper, two drawings across. In a page the drawings stand one by one and flow: two beside each
other on a wide screen, one on a narrow one, always in letters that can be read.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from results.brief import network_words
from results.brief.names import names
from results.brief.network import ADDED, REMOVED, Network, moved, network_of
from results.figures import labels, style
from results.figures.flow import GUTTER, WIDE, flowing, part
from results.figures.labels import Label
from results.figures.network_key import FIRM, HOST, LINES, MEMBER, OUTSIDE, STANDS, STATES, Key, Look, key_of
from results.figures.network_panels import Panel, State, panels_of, places_of
from results.figures.places import Box, overlap
from results.figures.region_map import Places, Spot
from results.figures.style import Picture
from results.figures.tie_lines import bundles, curve, place_count

NAME = "network-change"
_TITLE, _SMALL, _LETTERS, _COUNT = 9.5, 7.2, 7.2, 6.6  # points: title, subtitle, names, numbers of ties
_MARGIN = 20.0  # points: letters come out a little wider in some files
_MANY = 10  # ties that change: more are drawn thinner
_HALO = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.3}


@dataclass(frozen=True)
class NetworkPicture(Picture):
    """The drawing with what it shows as a text. rows : one a design, the baseline first; today : ties on record."""

    rows: tuple[network_words.Row, ...]
    today: tuple[str, ...]


def network_change(runs: Any, baseline: str, folder: Path) -> NetworkPicture:
    """Draw the network of a comparison, whatever there is of it."""
    network = network_of(runs, baseline)
    called = names(network.designs, network.roster)
    found = panels_of(network, called, runs.designs, str(runs.scenario.end))
    caption = network_words.caption(network, called)
    if any(state.what for panel in found.panels for state in panel.states.values()):
        caption += " The number beside a state: in how many more (or fewer) of 100 runs it is a member."
    alt = f"Networks by world region. {' '.join(f'{p.title}: {p.subtitle}.' for p in found.panels)} {found.still}"
    with style.house_style():
        drawing = _Drawing.of(network, found.panels)
        key = key_of(found, network.roster.n_states, WIDE - _MARGIN)
        sheet = _sheet(drawing, found.panels, key)
        picture = style.finish(sheet, NAME, "What the designs change in the network", caption, alt.strip(), folder)
        parts = [_alone(drawing, panel, k) for k, panel in enumerate(found.panels)]
        parts.append(_key_alone(key, found.still))
    own = {one.name: getattr(picture, one.name) for one in fields(picture)} | {"svg": flowing(parts)}
    rows = tuple(network_words.table(network, called))
    return NetworkPicture(**own, rows=rows, today=tuple(network_words.today_lines(network)))


# ---- sheets ----------
@dataclass(frozen=True)
class _Drawing:
    """What all drawings of a comparison share. top : points above the map, for title and subtitle."""

    network: Network
    places: Places
    top: float

    @classmethod
    def of(cls, network: Network, panels: list[Panel]) -> _Drawing:
        heads = [_head(panel) for panel in panels]
        top = labels.tallest(title for title, _ in heads) + labels.tallest(text for _, text in heads) + 8
        return cls(network, places_of(network, panels, WIDE, _LETTERS), top)

    @property
    def height(self) -> float:
        """Points that one takes."""
        return self.places.height + self.top + 4


def _head(panel: Panel) -> tuple[Label, Label]:
    room = WIDE - _MARGIN
    return labels.fit(panel.title, room, _TITLE, "bold", 1.0), labels.fit(panel.subtitle, room, _SMALL, smaller=1.0)


def _sheet(drawing: _Drawing, panels: list[Panel], key: Key) -> Figure:
    """All drawings, two across, the key in the place that is left or below."""
    odd = len(panels) % 2
    step = max(drawing.height, key.height if odd else 0.0) + GUTTER
    total = -(-len(panels) // 2) * step + (0.0 if odd else key.height)
    figure = style.canvas(style.WIDTH, total / 72)
    for k, panel in enumerate(panels):
        row, column = divmod(k, 2)
        corner = (column * (WIDE + GUTTER), total - row * step - drawing.height)
        _draw(_axes(figure, corner, drawing.height), drawing, panel)
    corner = (WIDE + GUTTER, step - GUTTER - key.height) if odd else (0.0, 0.0)
    key.draw(_axes(figure, corner, key.height), key.height)
    return figure


def _alone(drawing: _Drawing, panel: Panel, k: int) -> str:
    figure = style.canvas(WIDE / 72, drawing.height / 72)
    _draw(_axes(figure, (0.0, 0.0), drawing.height), drawing, panel)
    return part(figure, f"{NAME}-{k}", f"{panel.title}: {panel.subtitle}")


def _key_alone(key: Key, still: str) -> str:
    figure = style.canvas(WIDE / 72, key.height / 72)
    key.draw(_axes(figure, (0.0, 0.0), key.height), key.height)
    return part(figure, f"{NAME}-key", f"Key to the drawings of the network. {still}".strip())


def _axes(figure: Figure, corner: tuple[float, float], height: float) -> Axes:
    """Axes whose units are points, from a corner in points."""
    w, h = 72 * figure.get_size_inches()
    axes = figure.add_axes((corner[0] / w, corner[1] / h, WIDE / w, height / h))
    axes.set(xlim=(0, WIDE), ylim=(0, height))
    axes.axis("off")
    return axes


# ---- one drawing ----------
def _draw(axes: Axes, drawing: _Drawing, panel: Panel) -> None:
    title, text = _head(panel)
    axes.text(1, drawing.height - 1, va="top", fontweight="bold", **title.settings())
    axes.text(1, drawing.height - title.height - 4, va="top", color=style.MUTED, **text.settings())
    places, states = drawing.places, _states(drawing, panel)
    lines = _ties(axes, drawing, panel, states)
    for spot in places.headings:
        _name(axes, spot, lines, color=style.MUTED, style="italic")
    for spot in places.rests:
        _name(axes, spot, lines, color=style.MUTED)
    for node, spot in places.spots.items():
        state = states.get(node)
        strong = state is not None and (state.member or bool(state.what) or node == panel.host)
        _name(axes, spot, lines, color=style.INK if strong else style.MUTED)
        if state is not None and state.what:
            said = f"{100 * state.change:+.0f}".replace("-", "−")
            box = _number(spot)
            halo = _HALO if _crossed(box, lines) else None
            axes.text(box[0], spot.y, said, va="center", fontsize=_LETTERS, fontweight="bold", bbox=halo, zorder=4)
    _marks(axes, drawing, panel, states)


def _states(drawing: _Drawing, panel: Panel) -> dict[int, State]:
    """The states of a panel by their place."""
    n_states = drawing.network.roster.n_states
    return {n: panel.states[drawing.network.roster.label(n)] for n in drawing.places.spots if n < n_states}


def _marks(axes: Axes, drawing: _Drawing, panel: Panel, states: dict[int, State]) -> None:
    """The actors, those with the same mark at once."""
    kinds: list[tuple[Look, list[int]]] = [
        (FIRM, [n for n in drawing.places.spots if n not in states]),
        (MEMBER, [n for n, state in states.items() if state.member and not state.what]),
        (OUTSIDE, [n for n, state in states.items() if not state.member and not state.what]),
        *((look, [n for n, state in states.items() if state.what == what]) for what, look in STATES.items()),
        (HOST, [n for n in states if n == panel.host]),
    ]
    for look, own in kinds:
        if own:
            spots = [drawing.places.spots[n] for n in own]
            axes.plot([s.x for s in spots], [s.y for s in spots], linestyle="", zorder=3, **look)


def _name(axes: Axes, spot: Spot, lines: list[Box], **look: Any) -> None:
    """A name, on white where lines run behind it."""
    halo = _HALO if _crossed(spot.box, lines) else None
    axes.text(spot.box[0], spot.y, va="center", zorder=4, bbox=halo, **look, **spot.label.settings())


def _crossed(box: Box, lines: list[Box]) -> bool:
    return any(overlap(box, line) for line in lines)


def _number(spot: Spot) -> Box:
    """Where the number beside a name stands."""
    _, bottom, right, top = spot.box
    return (right + 2, bottom, right + 19, top)


def _ties(axes: Axes, drawing: _Drawing, panel: Panel, states: dict[int, State]) -> list[Box]:
    """Draw the ties and how many there are in a bundle; boxes about their points."""
    places, roster = drawing.places, drawing.network.roster
    more, less = moved(panel.before, panel.after)
    stays = [pair for pair in panel.before if pair not in less]
    taken = [*places.boxes, *(_about(s.x, s.y, 3.5) for s in places.spots.values())]
    taken += [_number(places.spots[n]) for n, state in states.items() if state.what]
    layers = [(stays, STANDS, ""), (list(less), LINES[REMOVED], "−"), (list(more), LINES[ADDED], "+")]
    points: list[Box] = []
    thinner = 1.0 if len(more) + len(less) <= _MANY else 0.6
    for layer, (pairs, look, sign) in enumerate(layers):
        for (a, b), count in sorted(bundles(pairs, roster.n_states, roster.firm_home).items()):
            line = curve(places.spots[a], places.spots[b], layer)
            points += [_about(float(x), float(y), 1.0) for x, y in line]
            axes.plot(line[:, 0], line[:, 1], **look | {"linewidth": thinner * look["linewidth"]})
            if count > 1:
                taken += _count(axes, f"{sign}{count}", line, taken, places)
    return points


def _count(axes: Axes, text: str, line: Any, taken: list[Box], places: Places) -> list[Box]:
    """Write the number of ties of a bundle on it, where there is room; the box taken."""
    width, height = labels.measured(text, _COUNT)
    box = place_count(line, width + 4, height + 3, taken, (0, 0, places.width, places.height))
    if box is None:
        return []
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    axes.text(x, y, text, ha="center", va="center", fontsize=_COUNT, bbox=_HALO | {"alpha": 0.9}, zorder=3.5)
    return [box]


def _about(x: float, y: float, reach: float) -> Box:
    return (x - reach, y - reach, x + reach, y + reach)
