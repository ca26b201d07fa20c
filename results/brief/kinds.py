"""Rotating, fixed in one country or at an organisation: the three kinds of design against each other, in two sentences.

A kind is ahead of another in an outcome if each of its designs is clearly better there than each of the other's; it is
mostly ahead if more than half of its designs each beat more than half of the other's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from results.brief.pairs import Pairs
from results.brief.wording import count_words, words_of
from results.comparison import BETTER
from results.numbers import Meta, listing, sentence
from scenarios.designs import preset_of
from sim.roster import Roster

ORGANISATION, FIXED, ROTATING = "organisation", "fixed", "rotating"
KINDS = {ORGANISATION: ("igo_oecd", "igo_un"), FIXED: ("static",), ROTATING: ("rotating",)}  # their presets
QUESTION = "Rotating, fixed or at an organisation?"
MOST = 50  # words of both sentences
# Kind -> all of it in a sentence, and most of it.
_NAMES = {
    ORGANISATION: ("an organisation", "most organisations"),
    FIXED: ("a fixed seat", "most fixed seats"),
    ROTATING: ("rotating", "most rotating ones"),
}
# Outcomes in a word or two, for a list of them; others go by ``Words.topic``.
_SHORT = {
    "members": "members", "members_without_institute": "members without an institute", "regions": "regions",
    "sensitive_pooled": "sensitive information", "incident_response_days": "incidents",
    "multi_year_completion": "long projects", "influence_gini": "even influence", "harm": "harm",
    "acceptability": "members better off",
}  # fmt: skip


@dataclass(frozen=True)
class Lead:
    """That one kind is ahead of another in some outcomes.

    whole, other_whole : whether that is so for all designs of the kind, against all of the other.
    """

    kind: str
    other: str
    outcomes: tuple[str, ...]
    whole: bool = True
    other_whole: bool = True


def kinds_of(designs: Sequence[str], roster: Roster) -> dict[str, list[str]]:
    """Kind -> its designs, in their order; kinds without any are left out."""
    presets = {design: preset_of(design, roster) for design in designs}
    found = {kind: [d for d in designs if presets[d] in own] for kind, own in KINDS.items()}
    return {kind: own for kind, own in found.items() if own}


def leads(pairs: Pairs, metas: Sequence[Meta], roster: Roster) -> list[Lead]:
    """Which kind is ahead of which, and in what; the wins of all designs and in most outcomes first."""
    kinds = kinds_of(pairs.designs, roster)
    found: dict[tuple[str, str, bool, bool], list[str]] = {}
    for meta in metas:
        for kind, other in permutations(kinds, 2):
            won = _won(pairs, meta.name, kinds[kind], kinds[other])
            if won is not None:
                found.setdefault((kind, other, *won), []).append(meta.name)
    ordered = [Lead(kind, other, tuple(names), *won) for (kind, other, *won), names in found.items()]
    places = list(KINDS)
    return sorted(ordered, key=lambda one: (places.index(one.kind), not one.whole, -len(one.outcomes)))


def _won(pairs: Pairs, outcome: str, own: Sequence[str], others: Sequence[str]) -> tuple[bool, bool] | None:
    """Whether all of ``own`` win, and against all of ``others``; None where most do not win against most."""
    wins = [sum(pairs.cell(outcome, one, other)["verdict"] == BETTER for other in others) for one in own]
    ahead = [count for count in wins if 2 * count > len(others)]
    if 2 * len(ahead) <= len(own):
        return None
    return len(ahead) == len(own), min(ahead) == len(others)


def kinds_said(pairs: Pairs, metas: Sequence[Meta], roster: Roster) -> str:
    """Who is clearly ahead of whom in which of the outcomes with a direction, and in which nobody is.

    '' where fewer than two kinds were run, or nothing can be compared.
    """
    metas = [meta for meta in metas if meta.better]
    if len(kinds_of(pairs.designs, roster)) < 2 or not metas:
        return ""
    found = leads(pairs, metas, roster)
    led = {name for lead in found for name in lead.outcomes}
    open_ = [meta for meta in metas if meta.name not in led]
    ways = (
        (_ahead(found, metas), _nobody(open_, len(metas))),
        (_ahead(found, metas), _nobody(open_, len(metas), short=True)),
        (_counted(found, len(metas)), ""),
    )
    return next(text for text in (" ".join(filter(None, way)) for way in ways) if count_words(text) <= MOST)


def _ahead(found: Sequence[Lead], metas: Sequence[Meta]) -> str:
    """'An organisation clearly beats rotating on members, and a fixed seat on even influence.'; '' if nobody leads."""
    titles = {meta.name: _short(meta) for meta in metas}
    groups: dict[tuple[str, bool], dict[str, list[str]]] = {}
    for lead in found:
        on = listing(titles[name] for name in lead.outcomes)
        own = groups.setdefault((lead.kind, lead.whole), {})
        own.setdefault(on, []).append(_name(lead.other, lead.other_whole))
    parts: list[str] = []
    for (kind, whole), own in groups.items():
        verb = "beats" if whole else "beat"
        clearly = "" if parts else "clearly "
        beaten = ", and ".join(f"{listing(others)} on {on}" for on, others in own.items())
        parts.append(f"{_name(kind, whole)} {clearly}{verb} {beaten}")
    return sentence("; ".join(parts)) if parts else ""


def _counted(found: Sequence[Lead], total: int) -> str:
    """Where there is too much to tell: in how many outcomes all or most of a kind beat all or most of another."""
    counts: dict[str, Counter[str]] = {}
    for lead in found:
        counts.setdefault(lead.kind, Counter())[lead.other] += len(lead.outcomes)
    parts = (
        f"{_name(kind, True)} mostly beats "
        + ", and ".join(f"{_name(other, True)} in {count} of {total}" for other, count in own.items())
        for kind, own in counts.items()
    )
    return sentence("; ".join(parts).replace(f" of {total}", f" of {total} outcomes", 1))


def _nobody(open_: Sequence[Meta], total: int, short: bool = False) -> str:
    if not open_:
        return ""
    if len(open_) == total:
        return "No kind is clearly ahead of another in any outcome."
    on = f"the other {len(open_)} outcomes" if short else listing([_short(meta) for meta in open_], "or")
    return f"No kind leads on {on}."


def _name(kind: str, whole: bool) -> str:
    return _NAMES[kind][0 if whole else 1]


def _short(meta: Meta) -> str:
    return _SHORT.get(meta.name) or words_of(meta).topic
