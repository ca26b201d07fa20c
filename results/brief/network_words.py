"""What a design changes in the network, in words: the caption of the drawing and its table for those who read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from results.brief.names import Name
from results.brief.network import ADDED, LESS_LIKELY, LIKELIER, REMOVED, Network
from results.comparison import records
from results.numbers import listing, sentence
from sim.catalogue import TIE_TYPES

CLOSE = 0.10  # a tie that crosses the half by less is said to do so
NAMED = 3  # states that the caption names
_TYPE = {kind.key: kind.short for kind in TIE_TYPES}
_DIFFER = "The designs differ in who is a member, not in who signs with whom. "
_STATES = ("joined", "left", "likelier", "less_likely")  # columns of the counts
_WHAT = {
    ADDED: "a member in half of the runs now",
    REMOVED: "no longer a member in half of the runs",
    LIKELIER: "likelier to be a member",
    LESS_LIKELY: "less likely to be a member",
}


@dataclass(frozen=True)
class Row:
    """What one design changes, as a table shows it. ties, members : one text a line, empty where nothing changes."""

    design: str
    counts: str
    ties: tuple[str, ...]
    members: tuple[str, ...]


# ---- the caption ----------
def caption(network: Network, called: dict[str, Name]) -> str:
    """What a reader sees in the drawing: ties first, then members, then what it rests on."""
    counts = network.counts
    told = [ties_said(network, counts, called), members_said(network, counts, called), _agreements(network, counts)]
    rests = (
        f"Simulated, {network.replicates} runs a design. A tie stands if it is there at the end of at least half of "
        "the runs; a state is a member in a run if it was one in more than a fifth of the months after the "
        "decision (a year of five)."
    )
    return " ".join(filter(None, [*told, rests]))


def ties_said(network: Network, counts: pd.DataFrame, called: dict[str, Name]) -> str:
    """Who signs with whom, under each design against the baseline."""
    base = int(_of(counts, network.baseline)["ties"])
    pairs = f"{base} {plural('pair', base)}"
    if not network.others:
        return sentence(
            f"{pairs} {_stand(base)} under {called[network.baseline].long}, the only design with finished runs"
        )
    moved = [row for row in records(counts) if row["added"] or row["removed"]]
    if not moved:
        same = f"the same {pairs} {_stand(base)} under all" if base else "no pair has one in so many runs"
        return f"No design adds or removes a tie in at least half of the runs: {same}."
    told = [f"{called[row['design']].long} {_acts(row['added'], row['removed'])}" for row in moved]
    still = len(network.others) - len(moved)
    rest = f"; the other {'design changes' if still == 1 else f'{still} designs change'} none" if still else ""
    lead = f"{pairs} {_stand(base)} under {called[network.baseline].long}"
    return f"{sentence(lead)} Against it, {listing(told)}{rest}.{_close(network)}"


def members_said(network: Network, counts: pd.DataFrame, called: dict[str, Name]) -> str:
    """Who is a member, under each design against the baseline."""
    others = [row for row in records(counts) if row["design"] != network.baseline]
    if not others:
        return ""
    still = not any(row["added"] or row["removed"] for row in others)
    moved = [row for row in others if _changed(row)]
    if not moved:
        return "Nor does any change clearly who is a member." if still else "No design changes clearly who is a member."
    most = max(moved, key=_changed)
    few = 2 * len(moved) < len(others)
    lead = ""
    if still:
        lead = "Nor do most change who is a member. " if few else _DIFFER
    who = called[most["design"]].long
    if len(others) == 1:
        text = who
    else:
        change = "changes" if len(moved) == 1 else "change"
        some = f"{len(moved)} of the {len(others)}" if len(moved) < len(others) else f"All {len(others)}"
        text = f"{some} other designs {change} it clearly, {who}"
        text += " the most" if len(moved) > 1 else ""
    return f"{lead}{sentence(f'{text}: {_states(most)}')[:-1]} ({_most(network, most)})."


def _most(network: Network, row: dict[str, Any]) -> str:
    """The states whose chance changes most: 'Switzerland from 2 to 25'."""
    own = network.members[(network.members["design"] == row["design"]) & (network.members["what"] != "")]
    order = own["change"].abs().sort_values(ascending=False, kind="stable").index[:NAMED]
    told = [
        f"{one['state']} from {_of_100(one['share_baseline'])} to {_of_100(one['share'])}"
        for one in records(own.loc[order])
    ]
    return f"{'above all ' if len(own) > NAMED else ''}{listing(told)} of 100 runs"


def _agreements(network: Network, counts: pd.DataFrame) -> str:
    """How much is signed beyond what half of the runs have in common."""
    mean = counts.set_index("design")["agreements"].round().astype(int)
    if not mean.any():
        return ""
    others = [mean[design] for design in network.others]
    span = listing(map(str, sorted({min(others), max(others)})), "to") if others else ""
    stand = sum(len(kinds) for kinds in network.standing(network.baseline).values())
    return (
        f"A run ends with {mean[network.baseline]} agreements (a pair and a type each) on average under the baseline"
        f"{f', {span} under the others' if span else ''}; {stand} of them are there in at least half of the runs, "
        "the rest differ from run to run."
    )


def _close(network: Network) -> str:
    """How many ties cross the half by little: that may be chance."""
    found = network.changes
    near = int(((found["share"] - found["share_baseline"]).abs() < CLOSE).sum())
    of = f"{near} of these {len(found)} changes" if len(found) > 1 else "This change"
    return f" {of} may be chance: less than {100 * CLOSE:.0f} of 100 runs apart." if near else ""


# ---- the table and the drawings ----------
def table(network: Network, called: dict[str, Name]) -> list[Row]:
    """One row a design, the baseline first: counts, each tie and each state that changes, with shares of the runs."""
    counts, found = network.counts, network.changes
    rows = []
    for design in (network.baseline, *network.others):
        one = _of(counts, design)
        ties = [_tie(row) for row in records(found[found["design"] == design])]
        own = network.members[(network.members["design"] == design) & (network.members["what"] != "")]
        states = _members(records(own.sort_values("change", ascending=False, kind="stable")))
        counted = f"{one['ties']} {plural('pair', one['ties'])}, {one['members']} {plural('member', one['members'])}"
        rows.append(Row(called[design].short, counted, tuple(ties), tuple(states)))
    return rows


def today_lines(network: Network) -> list[str]:
    """The ties on record: 'US – UK: joint research, exchange'."""
    label = network.roster.label
    return [
        f"{label(a)} – {label(b)}: {', '.join(TIE_TYPES[kind].short for kind in kinds)}"
        for (a, b), kinds in network.today.items()
    ]


def subtitle(counts: pd.DataFrame, design: str) -> str:
    """What changes, in a few words above a drawing: 'no tie changes; 2 states likelier to be members'; else ''."""
    one = _of(counts, design)
    states = _states(one)
    if not (states or one["added"] or one["removed"]):
        return ""
    return f"{ties_moved(one['added'], one['removed'])}; {states or 'no clear change of members'}"


def ties_moved(more: int, less: int) -> str:
    """'2 ties added, 1 removed'; 'no tie changes'."""
    parts = [f"{more} {plural('tie', more)} added"] * (more > 0)
    parts += [f"{less} {'' if more else plural('tie', less) + ' '}removed"] * (less > 0)
    return ", ".join(parts) or "no tie changes"


def plural(word: str, count: int) -> str:
    """The word for one or for several."""
    return word if count == 1 else f"{word}s"


# ---- pieces ----------
def _of(counts: pd.DataFrame, design: str) -> dict[str, Any]:
    return records(counts[counts["design"] == design])[0]


def _stand(count: int) -> str:
    return "stands" if count == 1 else "stand"


def _acts(more: int, less: int) -> str:
    parts = [f"adds {more} {plural('tie', more)}"] * (more > 0)
    parts += [f"removes {less}{'' if more else ' ' + plural('tie', less)}"] * (less > 0)
    return " and ".join(parts)


def _changed(row: dict[str, Any]) -> int:
    """Of how many states the chance to be a member differs."""
    return int(sum(row[key] for key in _STATES))


def _states(row: dict[str, Any]) -> str:
    """'24 states likelier to be members'; '1 more member, 8 states likelier to be members, 2 less likely'."""
    joined, left, more, less = (int(row[key]) for key in _STATES)
    told = [f"{joined} more {plural('member', joined)}"] * (joined > 0)
    told += [f"{left} fewer {plural('member', left)}"] * (left > 0)
    told += [f"{more} {plural('state', more)} likelier {_to_be(more)}"] * (more > 0)
    told += [f"{less} less likely" if more else f"{less} {plural('state', less)} less likely {_to_be(less)}"] * (
        less > 0
    )
    return ", ".join(told)


def _to_be(count: int) -> str:
    return "to be a member" if count == 1 else "to be members"


def _tie(row: dict[str, Any]) -> str:
    kinds = ", ".join(_TYPE[key] for key in row["types"].split(", "))
    return f"{row['what']}: {row['a']} – {row['b']} ({kinds}; {_against(row)})"


def _members(rows: list[dict[str, Any]]) -> list[str]:
    """'likelier to be a member, of 100 runs: Switzerland 25 against 2, Israel 25 against 5': a line a change."""
    told = []
    for what, text in _WHAT.items():
        own = [
            f"{row['state']} {_of_100(row['share'])} against {_of_100(row['share_baseline'])}"
            for row in rows
            if row["what"] == what
        ]
        told += [f"{text}, of 100 runs: {', '.join(own)}"] if own else []
    return told


def _against(row: dict[str, Any]) -> str:
    return f"{_of_100(row['share'])} against {_of_100(row['share_baseline'])} of 100 runs"


def _of_100(share: float) -> str:
    return f"{100 * share:.0f}"
