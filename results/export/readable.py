"""The tables of a comparison as they are read: short texts with two digits, a sheet an outcome or country."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from results import numbers, report_text
from results.brief.chances import better_in, chance_of, compact
from results.comparison import MARKS, UNCLEAR_TEXT, records
from results.export.table import Sheet
from results.flips import separators
from results.numbers import Meta, percent
from results.why.explained import explained
from results.why.words import Difference
from results.why.words import differences as told_differences
from results.why.words import share as share_text
from sim.catalogue import CATEGORIES, CATEGORY_INDEX
from sim.design import FIELDS

if TYPE_CHECKING:
    import pandas as pd

    from results.export.source import Source

NONE = "–"


def differences(found: Source) -> list[Sheet]:
    """A sheet a headline outcome, a row a design: its differences from the baseline."""
    base = found.comparison.baseline
    sheets = []
    for meta in found.heads:
        m = found.measures[meta.name]
        heads = ("Design", f"Difference ({'points' if m.share else m.unit})", "50%", "90%", "How often")
        rows = tuple(
            (_short(found, row["design"]), m.change(row["diff"], named=False),
             m.change_span(row["low50"], row["high50"]), m.change_span(row["low90"], row["high90"]), _told(row))
            for row in found.pairs.rows(meta.name, base)
        )  # fmt: skip
        sheets.append(Sheet(f"{_title(found, meta)}: differences from {base}", heads, rows, meta.name))
    return sheets


def matrices(found: Source) -> list[Sheet]:
    """A sheet a headline outcome: how often the design of the row is better than that of the column, by number."""
    designs = found.comparison.designs
    heads = ("", *(str(k) for k in range(1, len(designs) + 1)))
    sheets = []
    for meta in found.heads:
        cell = partial(found.pairs.cell, meta.name)
        rows = tuple(
            (f"{k} {_short(found, own)}",
             *("" if own == other else compact(chance_of(cell(own, other))) for other in designs))
            for k, own in enumerate(designs, 1)
        )  # fmt: skip
        word = "better" if meta.better else "higher"
        title = f"{meta.title}: in how many of 100 simulated futures the row is {word} than the column"
        sheets.append(Sheet(title, heads, rows, meta.name))
    return sheets


def marginals(found: Source) -> list[Sheet]:
    """A sheet a headline outcome, a row a design."""
    sheets = []
    for meta in found.heads:
        m = found.measures[meta.name]
        rows = tuple(
            (_short(found, c["design"]), m.value(c["median"]), m.span(c["low90"], c["high90"]), percent(c["p_best"]),
             m.change(c["regret"], named=False).lstrip("+"))
            for c in found.comparison.rows(meta.name)
        )  # fmt: skip
        heads = ("Design", "Median", "90%", "Best in", "Mean regret")
        sheets.append(Sheet(_title(found, meta), heads, rows, meta.name))
    return sheets


def shares(found: Source) -> list[Sheet]:
    """A sheet a headline outcome: the levers of each design that make most of its difference."""
    frame = explained(found.runs, found.swaps, found.comparison, [meta.name for meta in found.heads])
    sheets = []
    for meta in found.heads:
        own = told_differences(frame[frame["outcome"] == meta.name])
        rows = tuple(row for one in own for row in _levers(found, one))
        heads = ("Design", "Called", "Lever", "Share", "90%", "Its numbers, and what they rest on")
        sheets.append(Sheet(f"{meta.title}: what makes the differences", heads, rows, meta.name))
    return sheets


def _levers(found: Source, one: Difference) -> list[tuple[str, ...]]:
    """The rows of one design; its name and what its difference is called stand in the first."""
    first = (_short(found, one.design), one.verdict)
    told = one.told + ([one.rest] if one.rest is not None else [])
    rows = [
        (
            row["lever"],
            share_text(row["share"]),
            f"{share_text(row['low'])} to {share_text(row['high'])}",
            row["numbers"],
        )
        for row in told
    ] or [("", "", "", "")]
    return [(*(first if k == 0 else ("", "")), *row) for k, row in enumerate(rows)]


def countries(found: Source) -> list[Sheet]:
    """A sheet a jurisdiction: its paragraph, then a row a design, with marks for what differs from the baseline."""
    sheets = []
    for label, view in found.countries.items():
        cells = {(row["outcome"], row["design"]): row for row in records(view.table)}
        titles = {row["outcome"]: f"{row['title']} ({row['unit']})" if row["unit"] else row["title"]
                  for row in records(view.table)}  # fmt: skip
        rows = tuple(
            (_short(found, design), *(_marked(cells.get((outcome, design))) for outcome in titles))
            for design in found.comparison.designs
        )
        sheets.append(Sheet(view.title, ("Design", *titles.values()), rows, label, view.sentences))
    return sheets


def _marked(cell: dict[str, Any] | None) -> str:
    """The value, and a mark where the design is clearly better or worse than the baseline, or differs."""
    if cell is None:
        return NONE
    mark = "" if cell["verdict"] == UNCLEAR_TEXT else MARKS[cell["verdict"]]
    return f"{cell['value']} {mark}".strip()


def answer(found: Source) -> list[Sheet]:
    """Three sheets: the sentences, whom to choose for which aim, and when it pays."""
    brief = found.brief
    said = tuple((sentence.label, sentence.text) for sentence in brief.sentences)
    aims = tuple((one.aim, one.text, one.tag, one.chance) for one in brief.aims)
    pays = tuple((_short(found, one.design) if one.design in found.names else NONE, one.text) for one in brief.pays)
    return [
        Sheet("The answer", ("What", "Sentence"), said, "sentences", brief.warnings),
        Sheet("What to choose if you care most about", ("Aim", "Choice", "Called", "How surely"), aims, "aims"),
        Sheet("When it begins to pay", ("Design", "When"), pays, "pays"),
    ]


def changes(found: Source) -> list[Sheet]:
    """Two sheets: how many ties each design adds and removes, and which."""
    counts = records(found.network.counts)
    heads = ("Design", "Pairs with a tie", "Added", "Removed", "Agreements a run", "Members", "Joined", "Left")
    many = tuple(
        (_short(found, r["design"]), *(str(r[key]) for key in ("ties", "added", "removed")),
         numbers.number(r["agreements"]), *(str(r[key]) for key in ("members", "joined", "left")))
        for r in counts
    )  # fmt: skip
    which = tuple(
        (_short(found, r["design"]), f"{r['a']} – {r['b']}", r["types"], r["what"], percent(r["share"]),
         percent(r["share_baseline"]))
        for r in records(found.network.changes)
    )  # fmt: skip
    columns = ("Design", "Pair", "Types", "What", "Runs with it", f"Under {found.comparison.baseline}")
    title = "Which ties stand that did not, or no longer"
    sheets = [Sheet("How many ties stand", heads, many, "counts")]
    return [*sheets, Sheet(title, columns, which, "which")] if which else sheets


def as_it_is(title: str, frame: pd.DataFrame) -> list[Sheet]:
    """One sheet of a frame that holds short texts already."""
    rows = tuple(tuple(map(str, row)) for row in frame.itertuples(index=False))
    return [Sheet(title, tuple(map(_capital, map(str, frame.columns))), rows)]


def sizes(found: Source, checked: pd.DataFrame) -> list[Sheet]:
    """One sheet, a row a design."""
    heads = (
        "Design",
        "Posts at work",
        "Cases open",
        "Cases finished a year",
        "Known of real bodies: staff",
        "Output",
        "Lateness",
    )
    rows = tuple(
        (
            _short(found, r["design"]),
            *(_spread(r, key, unit) for key, unit in _WORK),
            r["staff"],
            r["output"],
            r["lateness"],
        )
        for r in records(checked)
    )
    return [Sheet("Work and size", heads, rows)]


_WORK = (("utilisation", "share"), ("backlog", "cases"), ("finished_a_year", "cases"))


def _spread(row: dict[str, Any], key: str, unit: str) -> str:
    span = numbers.interval(row[f"{key}_low90"], row[f"{key}_high90"], unit)
    return NONE if numbers.missing(row[key]) else f"{numbers.number(row[key], unit)} ({span})"


def flips(found: Source) -> list[Sheet]:
    """One sheet, a row a headline outcome."""
    heads = ("Outcome", "Pairs that flip often", "Of so many", "Mean share of flips", "On what it hangs (pairs)")
    found_of = records(separators(found.comparison.flips, [meta.name for meta in found.heads], report_text.OFTEN))
    rows = tuple(
        (meta.title, str(r["flipping"]), str(r["pairs"]), numbers.number(r["share"], "share"),
         numbers.listing(f"{report_text.quantity(name)} ({count})" for name, count in r["quantities"][:3]) or NONE)
        for meta, r in zip(found.heads, found_of, strict=True)
    ) if len(found.comparison.flips) else ()  # fmt: skip
    return [Sheet("Where the order of two designs turns round", heads, rows)]


def designs(found: Source) -> list[Sheet]:
    """One sheet: fields by designs."""
    points = found.runs.designs
    heads = ("Field (unit)", *(_short(found, point.name) for point in points))
    rows = tuple((f"{f.name} ({f.unit})", *(numbers.number(point[f.name]) for point in points)) for f in FIELDS)
    return [Sheet("The designs at their central values", heads, rows)]


def sharing(found: Source) -> list[Sheet]:
    """One sheet: designs by categories, the share of pairs that share."""
    table = found.runs.sharing
    categories = list(dict.fromkeys(table["category"]))
    shared = {(r["design"], r["category"]): r["share"] for r in records(table)}
    rows = tuple(
        (_short(found, design), *(numbers.number(shared.get((design, c)), "share") for c in categories))
        for design in found.comparison.designs
    )
    return [
        Sheet(
            "Share of the pairs of offices that share, by category",
            ("Design", *(CATEGORIES[CATEGORY_INDEX[key]].name for key in categories)),
            rows,
        )
    ]


# ---- pieces ----------
def _title(found: Source, meta: Meta) -> str:
    heading = found.measures[meta.name].heading
    return f"{meta.title} ({heading})" if heading else meta.title


def _short(found: Source, design: str) -> str:
    return found.names[design].short


def _told(row: dict[str, Any]) -> str:
    """'▲ better in 93%', with a word where another draw of as many futures might change the mark."""
    return better_in(row) if row["settled"] else f"{better_in(row)} (close)"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
