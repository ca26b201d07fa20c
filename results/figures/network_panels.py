"""What the drawings of a network show: today's, then a panel for each design that changes anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from results.brief import network_words
from results.brief.names import Name
from results.brief.network import HALF, Network, Ties, moved
from results.figures.region_map import Places, region_map
from sim.design import DesignPoint
from sim.months import CUT_OFF


@dataclass(frozen=True)
class State:
    """A state in a drawing. member : in at least half of the runs.

    what : how that differs from the baseline (as in ``results.brief.network.member_rows``), by so much of the runs.
    """

    member: bool
    what: str = ""
    change: float = 0.0


@dataclass(frozen=True)
class Panel:
    """One drawing. before, after : the ties that stand before the change and after it. states : by label."""

    title: str
    subtitle: str
    before: Ties
    after: Ties
    states: dict[str, State]
    host: int | None = None

    @property
    def pairs(self) -> set[tuple[int, int]]:
        """Pairs of nodes with a tie before or after."""
        return {*self.before, *self.after}


@dataclass(frozen=True)
class Panels:
    """The drawings of a comparison. still : the designs that change nothing clearly, in words; '' if there are none."""

    panels: list[Panel]
    still: str


def panels_of(network: Network, called: dict[str, Name], points: Sequence[DesignPoint], end: str) -> Panels:
    """Today's network with what the baseline changes in it by the end, then the designs against the baseline."""
    hosts = {point.name: _host(point) for point in points}
    counts = network.counts
    base = network.standing(network.baseline)
    found, still = [_today(network, base, hosts.get(network.baseline), end)], []
    for design in network.others:
        text = network_words.subtitle(counts, design)
        if not text:
            still.append(called[design].short)
            continue
        states = _states(network, design)
        found.append(Panel(called[design].short, text, base, network.standing(design), states, hosts.get(design)))
    return Panels(found, f"Nothing changes clearly under: {'; '.join(still)}." if still else "")


def places_of(network: Network, panels: Sequence[Panel], width: float, size: float) -> Places:
    """One place for every actor that is anything in any of the drawings; a count of the others of each region."""
    roster = network.roster
    nodes = {n for panel in panels for pair in panel.pairs for n in pair}
    homes = {int(roster.firm_home[n - roster.n_states]) for n in nodes if n >= roster.n_states}
    told = {label for panel in panels for label, state in panel.states.items() if state.member or state.what}
    shown = {n for n in nodes if n < roster.n_states} | {j for j in range(roster.n_states) if roster.label(j) in told}
    shown |= {panel.host for panel in panels if panel.host is not None}
    return region_map(roster, shown, homes, width, size)


def _today(network: Network, standing: Ties, host: int | None, end: str) -> Panel:
    more, less = moved(network.today, standing)
    then = network_words.ties_moved(len(more), len(less))
    pairs = network_words.plural("pair", len(network.today))
    inside = network.roster.member_from <= CUT_OFF
    return Panel(
        "Today's network",
        f"{len(network.today)} {pairs} on record; by {end} (baseline): {then}",
        network.today,
        standing,
        {network.roster.label(j): State(bool(inside[j])) for j in range(network.roster.n_states)},
        host,
    )


def _states(network: Network, design: str) -> dict[str, State]:
    own = network.members[network.members["design"] == design]
    rows = own[["state", "share", "what", "change"]].itertuples(index=False)
    return {state: State(bool(share >= HALF), str(what), float(change)) for state, share, what, change in rows}


def _host(point: DesignPoint) -> int | None:
    return int(point.seat.argmax()) if float(point["seat_share"]) > 0 and point.seat.max() > 0 else None
