"""What the brief and the parts next to it show: the answer, differences, countries, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from results.brief.answer import brief_of
from results.brief.brief import Aim, Brief, Clause
from results.brief.chances import compact
from results.brief.country import Country, countries, country
from results.brief.country_members import members
from results.brief.kinds import QUESTION
from results.brief.names import Name, names
from results.brief.pairs import pairs_of
from results.brief.units import measures
from results.comparison import BASELINE, MARKS, NOT_APPLICABLE, Comparison, records
from results.drawing import Pictures
from results.numbers import Meta, missing
from results.page import glossary
from results.page.differences import Differences, why_id

MEMBERS = "members"  # the outcome
# Tag -> its class in the style sheet: the border of the label says the same as its word.
TAGS = {"found": "found", "assumed": "assumed", "not taken apart": "apart", "open": "open", "": "apart"}


@dataclass(frozen=True)
class Column:
    """An outcome of a country's own.

    rows : design -> value, change, mark and chance, as texts; '' where that is none.
    """

    title: str
    unit: str
    rows: dict[str, dict[str, str]]


@dataclass(frozen=True)
class View:
    """A country on the page.

    k : its place in the roster, which is its id there.  members : names of those that act through it.
    """

    k: int
    country: Country
    members: tuple[str, ...] = ()

    @property
    def columns(self) -> list[Column]:
        """Its own outcomes."""
        found: dict[str, Column] = {}
        for row in records(self.country.table):
            column = found.setdefault(row["outcome"], Column(row["title"], row["unit"], {}))
            column.rows[row["design"]] = _shown(row)
        return list(found.values())


def front(runs: Any, comparison: Comparison, pictures: Pictures, actor: str | None) -> dict[str, Any]:
    """Name -> value, for the templates of the brief and of what stands next to it."""
    named = names(comparison.designs, runs.roster)
    heads = [meta for meta in comparison.metas if meta.headline]
    others = [meta for meta in comparison.metas if not meta.headline]
    found = Differences(comparison, pairs_of(runs, comparison.metas), measures(comparison), named, pictures.why)
    brief = brief_of(runs, comparison, pictures.swaps)
    first = leading(brief, heads)
    several = len(comparison.designs) > 1
    return {
        "brief": brief,
        "tags": TAGS,
        "kinds_question": QUESTION,
        "base_members": _members(found),
        "net_benefit": glossary.NET_BENEFIT,
        "names": named,
        "why_id": lambda outcome, design: why_id(comparison, outcome, design),
        "advice": advice,
        "why_link": lambda said: why_link(found, said),
        "several": several,
        "lead_matrix": found.matrix(first) if several and first else None,
        "blocks": found.blocks(heads) if several else [],
        "matrices": [found.matrix(meta) for meta in heads if several],
        "more_matrices": [found.matrix(meta) for meta in others if several],
        "chosen": country(runs, comparison, pictures.swaps, actor) if actor else None,
        "views": views(runs, comparison, pictures.swaps),
        "glossary": glossary.designs(comparison, named, runs.roster),
        "terms": glossary.terms(comparison, today(comparison, named)),
        "sources": glossary.sources(comparison),
    }


def leading(brief: Brief, heads: list[Meta]) -> Meta | None:
    """The outcome whose matrix stands in the brief: the one that the answer names first, else the first headline."""
    said = [clause.outcome for sentence in brief.sentences for clause in sentence.clauses if clause.outcome]
    by_name = {meta.name: meta for meta in heads}
    return next((by_name[name] for name in said if name in by_name), heads[0] if heads else None)


def advice(aim: Aim) -> str:
    """What to choose for an aim, without the words that the heading and the name of the aim say already."""
    text = aim.text.removeprefix(f"If you care most about {aim.aim}")
    return text.replace(", choose ", ": ", 1) if text.startswith(", choose ") else text


def why_link(found: Differences, said: Clause | Aim) -> str:
    """The id of the row that takes apart what is said, '' where there is none."""
    links = (found.link(said.outcome, design) for design in said.designs)
    return next(filter(None, links), "")


def views(runs: Any, comparison: Comparison, swaps: Any) -> list[View]:
    """Every country of the roster."""
    found = countries(runs, comparison, swaps)
    places = {label: k for k, label in enumerate(runs.roster.label(k) for k in range(runs.roster.n_states))}
    through = [(one.label, one.name) for one in members(runs)]
    return [
        View(places[label], one, tuple(name for union, name in through if union == label))
        for label, one in found.items()
    ]


def _members(found: Differences) -> str:
    """'11 members': of the network under the baseline by the end; '' where that was not compared."""
    if MEMBERS not in found.measures:
        return ""
    median = found.comparison.cell(MEMBERS, found.comparison.baseline)["median"]
    count = found.measures[MEMBERS].value(median)
    return "" if missing(median) else f"{count} member{'s' * (count != '1')}"


def _shown(row: dict[str, Any]) -> dict[str, str]:
    """A row of a country's table as texts: no change where the design is the baseline or nothing can be compared."""
    plain = row["verdict"] in (BASELINE, NOT_APPLICABLE)
    chance = "" if plain else compact(row["p_better"] if row["better"] else row["p_higher"])
    return {"value": row["value"], "change": row["change"], "mark": MARKS[row["verdict"]], "chance": chance}


def today(comparison: Comparison, named: dict[str, Name]) -> str:
    """How the baseline is called in a sentence."""
    return named[comparison.baseline].long
