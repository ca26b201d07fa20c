"""With whom a country works: its ties under a design beside the baseline's, from the network of the runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from results.brief.brief import NOT_APART, OPEN, Sentence
from results.brief.country_phrases import clause, fitting, long, some, todays
from results.brief.country_values import Own
from results.brief.names import in_sentence
from results.brief.sizes import number_word
from scenarios.queries import tables_of
from sim.catalogue import TIE_TYPES

HALF = 0.5  # share of the runs in which a tie that is told of stands at the end
SHORT = {kind.key: kind.short for kind in TIE_TYPES}

Held = Mapping[tuple[str, str], float]  # (partner, type) -> strength


@dataclass(frozen=True, eq=False)
class Network:
    """The ties of every jurisdiction with others.

    held : label and design -> ties that stand in at least half of the runs.
    expected : label and design -> partners at the end of a run, on average, at least.
    """

    held: Mapping[tuple[str, str], Held]
    expected: Mapping[tuple[str, str], float]

    def ties(self, label: str, design: str) -> Held:
        """Partner and type -> strength (share of the months in which the two share)."""
        return self.held.get((label, design), {})


def network(runs: Any) -> Network:
    """The network of the runs, between offices. ``runs`` : a ``Runs``."""
    states = [runs.roster.label(j) for j in range(runs.roster.n_states)]
    sql = (
        "SELECT design, a, b, type, share, strength FROM network "
        "WHERE list_contains(?, a) AND list_contains(?, b) ORDER BY design, a, b, type"
    )
    with tables_of(runs, "network") as tables:
        rows = tables.frame(sql, [states, states]).itertuples(index=False)
    held: dict[tuple[str, str], dict[tuple[str, str], float]] = {}
    likely: dict[tuple[str, str], dict[str, float]] = {}
    for design, a, b, kind, share, strength in rows:
        for own, other in ((a, b), (b, a)):
            partners = likely.setdefault((own, design), {})
            partners[other] = max(share, partners.get(other, 0.0))
            if share >= HALF:
                held.setdefault((own, design), {})[other, kind] = float(strength)
    return Network(held, {key: sum(partners.values()) for key, partners in likely.items()})


def with_whom(own: Own, found: Network, design: str | None) -> Sentence:
    """With whom it works under a design (None: under the baseline alone), and what changes."""
    today = found.ties(own.label, own.all.baseline)
    under = today if design is None else found.ties(own.label, design)
    if not today and not under:
        return Sentence("Partners", (clause(_nobody(own, found, design), OPEN),))
    signed, lost = (_in_order(own, ties) for ties in (set(under) - set(today), set(today) - set(under)))
    if not signed and not lost:
        return Sentence("Partners", (clause(_same(own, found, design), OPEN),))
    where = f"with {long(own, design or own.all.baseline)} it"
    ways = [
        " and ".join(f"{verb} {names(own, ties)}" for verb, ties in (("gains", signed), ("loses", lost)) if ties)
        for names in (_listed, _partners, _counted)
    ]
    text = fitting(*(f"{start} {way}" for way in ways for start in (where, "it")))
    return Sentence("Partners", (clause(text, NOT_APART),))


def _nobody(own: Own, found: Network, design: str | None) -> str:
    """No tie that stands in half of the runs: how many partners there are on average."""
    partners = round(found.expected.get((own.label, own.all.baseline if design is None else design), 0.0))
    when = f", {todays(own)} or then" if design else ""
    if not partners:
        return f"hardly any{when}"
    return f"none is the same in most futures{when}, but it has about {number_word(partners)} in each"


def _same(own: Own, found: Network, design: str | None) -> str:
    """The same ties as under the baseline: with whom."""
    today = found.ties(own.label, own.all.baseline)
    names = _partners(own, _in_order(own, set(today)))
    if design is None:
        return f"it works with {names}"
    everywhere = all(set(found.ties(own.label, d)) == set(today) for d in own.all.designs)
    return f"the same{' with every design' if everywhere else ''}: {names}"


def _in_order(own: Own, ties: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Ties in the order of the roster and of the list of types."""
    kinds = list(SHORT)
    return sorted(ties, key=lambda tie: (own.all.nodes[tie[0]], kinds.index(tie[1])))


def _listed(own: Own, ties: list[tuple[str, str]]) -> str:
    """'Japan (joint research, testing) and Kenya (exchange)'."""
    kinds: dict[str, list[str]] = {}
    for partner, kind in ties:
        kinds.setdefault(partner, []).append(SHORT[kind])
    return some([f"{_called(own, partner)} ({', '.join(names)})" for partner, names in kinds.items()])


def _partners(own: Own, ties: list[tuple[str, str]]) -> str:
    """The partners alone: 'Japan and Kenya'."""
    return some([_called(own, partner) for partner in dict.fromkeys(partner for partner, _ in ties)])


def _counted(own: Own, ties: list[tuple[str, str]]) -> str:
    """'two ties'."""
    return f"{number_word(len(ties))} tie{'s' * (len(ties) > 1)}"


def _called(own: Own, label: str) -> str:
    return in_sentence(own.all.roster, own.all.nodes[label])
