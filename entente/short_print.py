"""What `entente compare` prints by default, in at most 40 lines of 80 columns: the answer first, then one table.

What must be there is the answer, the table and where the results lie. An actor's paragraph, the aims and when they
begin to pay take what room is left (``short_middle``); a line names what is left out, and `--full` prints it all.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from entente import symbols
from entente.short_middle import WIDTH, Block, Middle, broken, height, middle, paragraph
from results.brief.brief import Aim, Brief, Sentence
from results.brief.kinds import QUESTION
from results.brief.names import Name, names
from scenarios.designs import preset_of

if TYPE_CHECKING:
    from results.brief.country import Country
    from results.comparison import Comparison

LINES = 40
PLACES = 2  # lines that say where the runs and the report lie
LEAST_TABLE = 12  # lines that the table of symbols and what they mean are left with, however long the answer
HEADING, SENTENCE = 2, 6  # lines of a heading, and of a sentence, where they are many
MORE = " ... (--full)"


@dataclass(frozen=True)
class Parts:
    """What is printed, as text that is not broken into lines yet.

    labels : design -> what it is called in a table.  country : None without an actor.
    vague : names from which nobody could tell which of the designs it is.
    """

    heading: tuple[str, ...]
    brief: Brief
    labels: Mapping[str, str]
    country: Country | None = None
    vague: tuple[Name, ...] = ()


def parts_of(found: Any) -> Parts:
    """What a comparison says. found : a ``Compared``, here and below."""
    from results.brief.answer import brief_of
    from results.brief.country import country

    runs, comparison = found.runs, found.comparison
    view = None if found.actor is None else country(runs, comparison, found.swaps, found.actor)
    called = names(comparison.designs, runs.roster)
    shown = {d: one.short if preset_of(d, runs.roster) else d for d, one in called.items()}
    vague = tuple(one for one in called.values() if one.vague)
    return Parts(tuple(heading(found)), brief_of(runs, comparison, found.swaps), shown, view, vague)


def heading(found: Any) -> Iterator[str]:
    """Which runs these are, and what was changed in them."""
    runs, scenario = found.runs, found.runs.scenario
    title = scenario.title or scenario.name
    count, replicates = len(found.comparison.designs), found.comparison.replicates
    yield (
        f"{title}: {count} design{'s' * (count != 1)}, {replicates} replicate{'s' * (replicates != 1)}, "
        f"seed {runs.seed}, {scenario.adopt} to {scenario.end}."
    )
    if scenario.rules is not None:
        yield f"Custom rules: {'; '.join(scenario.rules.words())}."
    if changes := scenario.roster_changes:
        yield f"Roster {runs.roster.name}: {'; '.join(changes.words())}."


def short_lines(found: Any, width: int = WIDTH, places: int = PLACES) -> list[str]:
    """The lines to print. What is printed is chosen for 80 columns; a narrower terminal only breaks it into more.

    places : lines that are to follow, which say where the runs and the report lie.
    """
    return lay_out(parts_of(found), found.comparison, min(width, WIDTH), LINES - places)


def lay_out(parts: Parts, comparison: Comparison, width: int = WIDTH, room: int = LINES) -> list[str]:
    """Answer, paragraph, aims, and table, in so many lines of 80 columns.

    Where a country's paragraph does not fit, names of designs in one line and no line below the heading make room.
    """
    first, found, tall = _filled(parts, comparison, room, True)
    if found.sentences:
        first, found, tall = min(
            (first, found, tall), _filled(parts, comparison, room, False), key=lambda way: len(way[1].sentences)
        )
    lines = [*broken(first, width), *([""] if found.blocks else []), *broken(found.blocks, width)]
    left = room - height(first) - height(found.blocks) - bool(found.blocks) - len(found.left_out)
    return [*lines, *_table(comparison, parts, width, left, tall), *broken(found.left_out, width)]


def _filled(parts: Parts, comparison: Comparison, room: int, tall: bool) -> tuple[list[Block], Middle, bool]:
    """What is printed above the table, with what fits between. tall : names of designs may take two lines."""
    wanted = paragraph(parts.country) + 1
    table = _table(comparison, parts, WIDTH, room - 1, tall)
    first = _first(parts, room - 1 - len(table), wanted)
    first = first if tall else [block for block in first if block[0]]
    left = room - height(first)
    if left - 1 < len(table):
        table = _table(comparison, parts, WIDTH, left - 1, tall)
    metas = {meta.name: meta for meta in comparison.metas}
    return first, middle(parts.brief, parts.country, parts.labels, metas, left - len(table)), tall


def answer_lines(found: Any, width: int) -> list[str]:
    """The whole answer: sentences, aims, when it pays, the country's paragraph, what to know, how to read it."""
    parts = parts_of(found)
    brief = parts.brief
    blocks = [(text, 2) for text in parts.heading]
    blocks += [("", 0), *((_sentence(sentence), 2) for sentence in brief.sentences)]
    blocks += [(f"{QUESTION} {brief.kinds}", 2)] if brief.kinds else []
    vague = list(_codes(parts, "", every=True))
    for group in (
        vague,
        [(f"{aim.text}" + (f" [{label}]" if (label := _label(aim)) else ""), 2) for aim in brief.aims],
        [(pays.text, 2) for pays in brief.pays],
        [] if parts.country is None else [(f"{parts.country.title}: {parts.country.text} {parts.country.note}", 2)],
        [(f"Note: {text}", 2) for text in brief.warnings],
        [(text, 2) for text in (brief.calibration, brief.reading) if text],
    ):
        blocks += [("", 0), *group] if group else []
    return broken(blocks, width)


def _label(aim: Aim) -> str:
    return ", ".join(part for part in (aim.tag, aim.chance) if part)


# ---- the answer ----------
def _first(parts: Parts, room: int, wanted: int) -> list[Block]:
    """What is printed in any case: which runs these are, the three sentences, and what to know before using them.

    wanted : lines of what comes next. To leave room for it what is to be known is counted and not told; to leave room
    for the table sentences with very long names are cut too.
    """
    brief = parts.brief
    head = [_capped(text, HEADING) for text in parts.heading] + [("", 0)]
    said = [(_sentence(sentence), 2) for sentence in brief.sentences]
    notes = [(f"Note: {text}", 2) for text in brief.warnings]
    count = f"Note: {len(notes)} thing{'s' * (len(notes) > 1)} to know before using this: --full"
    said += _codes(parts, " ".join(sentence.text for sentence in brief.sentences))
    told, counted = [*head, *said, *notes], [*head, *said, *([(count, 2)] if notes else [])]
    cut = [*head, *(_capped(text, SENTENCE) for text, _ in said), *counted[len(head) + len(said) :]]
    if height(told) + wanted <= room:
        return told
    return counted if height(counted) <= max(room, LINES - LEAST_TABLE) else cut


def _codes(parts: Parts, text: str, every: bool = False) -> Iterator[Block]:
    """Which designs those are of which a text says only that they are changed: 'Rotating, changed: rotating@...'."""
    told = "; ".join(f"{one.short}: {one.design}" for one in parts.vague if every or one.long in text)
    if told:
        yield (told, 2) if every else _capped(told, HEADING)


def _capped(text: str, most: int) -> Block:
    """A text in so many lines at most."""
    lines = broken([(text, 2)], WIDTH)
    if len(lines) <= most:
        return text, 2
    kept = " ".join(line.strip() for line in lines[:most])
    return f"{kept[: -len(MORE)].rpartition(' ')[0]}{MORE}", 2


def _sentence(sentence: Sentence) -> str:
    return f"{sentence.label}: {sentence.text}" if sentence.label else sentence.text


# ---- the table ----------
def _table(comparison: Comparison, parts: Parts, width: int, room: int, tall: bool = True) -> list[str]:
    """An empty line, the table of symbols and what they mean, in so many lines. tall : names may take two lines."""
    for high in (True, False) if tall else (False,):
        table = symbols.symbols(comparison, parts.labels, width, high)
        if table is None:
            return []
        legend = textwrap.wrap(symbols.legend(table), width)
        lines = table.lines(room - 1 - len(legend))
        if not lines[-1].startswith("..."):
            break
    return ["", *lines, *legend]
