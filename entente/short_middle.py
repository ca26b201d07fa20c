"""What stands between the answer and the table in the 40 lines: a country's paragraph, the aims, and when it pays.

Each takes the room that the one before leaves. What does not fit is left out whole, and named in one line.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from entente.symbols import head
from results.brief.brief import CLOSE, Aim, Brief
from results.numbers import Meta, listing

if TYPE_CHECKING:
    from results.brief.country import Country

WIDTH = 80
AIM = 40  # columns of an aim
FEWEST_AIMS = 2  # fewer are not worth their heading
# Sentences of a country's paragraph, the most important first, by their labels: who acts for it has none.
IMPORTANT = ("", "Outside", "Gain", "Cost", "Hosting", "Other hosts", "Partners", "Staying")
PAYS = "when it pays"

Block = tuple[str, int]  # a text, and by how many columns its further lines are indented


def broken(blocks: Sequence[Block], width: int) -> list[str]:
    """The lines of texts."""
    return [
        line
        for text, indent in blocks
        for line in (textwrap.wrap(text, width, subsequent_indent=" " * indent) if text else [""])
    ]


def height(blocks: Sequence[Block]) -> int:
    """How many lines texts take."""
    return len(broken(blocks, WIDTH))


@dataclass(frozen=True)
class Middle:
    """What fits, and the names of what does not.

    aims, pays : whether some of the aims, or of when they pay, are left out.
    """

    blocks: tuple[Block, ...]
    sentences: tuple[str, ...] = ()
    aims: int = 0
    pays: bool = False

    @property
    def left_out(self) -> list[Block]:
        """One line that names what is left out, none if nothing is."""
        aims = [f"{self.aims} aim{'s' * (self.aims > 1)}"] * bool(self.aims)
        rest = [*aims, *([PAYS] if self.pays else [])]
        for named in ([label.lower() for label in self.sentences], ["the rest of the paragraph"]):
            told = [*(named if self.sentences else []), *rest]
            line = f"Left out: {', '.join(told)} (--full)."
            if len(line) <= WIDTH:
                break
        return [(line, 2)] if told else []


def middle(
    brief: Brief, country: Country | None, labels: Mapping[str, str], metas: Mapping[str, Meta], room: int
) -> Middle:
    """What fits into so many lines, the line that names what does not among them.

    labels : what designs are called.  metas : what outcomes mean.
    """
    whole = _middle(brief, country, labels, metas, room)
    return whole if not whole.left_out else _middle(brief, country, labels, metas, room - 1)


def _middle(
    brief: Brief, country: Country | None, labels: Mapping[str, str], metas: Mapping[str, Meta], room: int
) -> Middle:
    told, missing = ([], ()) if country is None else _country(country, room - 1)
    room -= height(told) + bool(told)
    aims = _aims(brief.aims, labels, room - 1)
    left = room - 1 - height(aims)
    pays = _pays(brief, metas) if aims and left > 0 else ""
    blocks = [*told, *([("", 0)] if told and aims else []), *aims, *([(pays, 0)] if pays else [])]
    lost = len(brief.aims) - max(0, len(aims) - 1)
    return Middle(tuple(blocks), missing, lost, bool(brief.pays) and not pays)


def paragraph(country: Country | None) -> int:
    """Lines that the whole paragraph of a country takes."""
    return 0 if country is None else height([_joined(country, range(len(country.paragraph)))])


def _joined(country: Country, kept: Sequence[int]) -> Block:
    return f"{country.title}: {' '.join(country.sentences[k] for k in kept)}", 2


def _country(country: Country, room: int) -> tuple[list[Block], tuple[str, ...]]:
    """The paragraph; where it does not fit its most important sentences, in its order, and the names of the others."""
    rank = {topic: place for place, topic in enumerate(IMPORTANT)}
    topics = [sentence.label for sentence in country.paragraph]
    kept: list[int] = []
    for k in sorted(range(len(topics)), key=lambda k: rank.get(topics[k], len(rank))):
        if height([_joined(country, sorted([*kept, k]))]) <= room:
            kept = sorted([*kept, k])
    missing = tuple(topic for k, topic in enumerate(topics) if k not in kept)
    return ([_joined(country, kept)] if kept else []), missing


def _aims(aims: Sequence[Aim], labels: Mapping[str, str], room: int) -> list[Block]:
    """A heading and a line an aim, as many as fit, those with a design first."""
    kept = sorted(aims, key=lambda aim: not aim.designs)[: max(0, room - 1)]
    if len(kept) < min(FEWEST_AIMS, len(aims)) or not kept:
        return []
    wide = min(AIM, max(len(aim.aim) for aim in kept))
    return [("Choose, if you care most about", 0), *((_aim(aim, labels, wide), wide + 4) for aim in kept)]


def _aim(aim: Aim, labels: Mapping[str, str], wide: int) -> str:
    """An aim, and as many of the best designs as fit into one line."""
    begin = f"  {aim.aim:<{wide}}  "
    label = ", ".join(part for part in (aim.tag, CLOSE if aim.close else "") if part)
    tag = f" [{label}]" if label else ""
    shorts = [labels[design] for design in aim.designs]
    for kept in range(len(shorts), 0, -1):
        more = [f"{len(shorts) - kept} more"] if kept < len(shorts) else []
        line = begin + listing([*shorts[:kept], *more], "or") + tag
        if len(line) <= WIDTH or kept == 1:
            return _fitted(line)
    return _fitted(f"{begin}no design clearly")


def _fitted(text: str) -> str:
    """One line of it."""
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1].rstrip()}…"


def _pays(brief: Brief, metas: Mapping[str, Meta]) -> str:
    """In one line after how many months the first design of an aim is clearly better; '' if none is or none fits."""
    known = sorted((one.months, one.outcome) for one in brief.pays if one.months is not None)
    for kept in range(len(known), 0, -1):
        line = ", ".join(_months(known[:kept], metas))
        line = f"Pays after {line}{f' and {len(known) - kept} more' if kept < len(known) else ''}."
        if len(line) <= WIDTH:
            return line
    return ""


def _months(known: Sequence[tuple[int, str]], metas: Mapping[str, Meta]) -> Iterator[str]:
    """'12 months (less harm)', '37 (members)'."""
    for k, (months, outcome) in enumerate(known):
        unit = "" if k else f" month{'s' * (months != 1)}"
        yield f"{months}{unit} ({' '.join(head(metas[outcome]))})"
