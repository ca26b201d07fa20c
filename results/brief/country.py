"""The experiment as one country sees it: a paragraph in plain words, by rule from the runs, and a table behind it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import pandas as pd

from results.brief.brief import NOT_APART, Sentence
from results.brief.chances import FUTURES
from results.brief.country_cost import cost
from results.brief.country_gain import gain, no_secretariat, told_of
from results.brief.country_hosts import COMMAND, hosting, others
from results.brief.country_members import acts_through, title
from results.brief.country_membership import is_outside, outside, staying
from results.brief.country_phrases import clause
from results.brief.country_table import table
from results.brief.country_tags import CountryTags
from results.brief.country_ties import network, with_whom
from results.brief.country_values import Own, read
from results.brief.names import in_sentence
from results.brief.wording import count_words
from results.comparison import plain
from scenarios.jurisdictions import Meant, acting, jurisdiction

# Labels of the sentences, in the order in which they come; one outside the network has 'Outside' for 'Staying'.
TOPICS = ("Outside", "Gain", "Cost", "Partners", "Other hosts", "Hosting", "Staying")
_UNTAGGED = "what has no tag was not taken apart"
MOST = 120  # words of the paragraph
_SPARED = ("Staying", "Partners")  # what is left to the table and the drawing of the network where it would be longer


@dataclass(frozen=True, eq=False)
class Country:
    """What the designs mean for one country.

    label : how the roster calls the actor whose view it is; name : its full name.
    asked : whom the view was asked for, where another acts for it ('Germany', for which the EU acts), else ''.
    paragraph : six sentences at most, labelled by topic (``TOPICS``), each with one tag at most, and beside them some
        without a label: who acts for it, what is tagged alike throughout.
    note : what the tags rest on.
    table : a row an outcome of its own and design, see ``country_table.COLUMNS``.
    """

    label: str
    name: str
    asked: str
    paragraph: tuple[Sentence, ...]
    note: str
    table: pd.DataFrame

    @property
    def title(self) -> str:
        """Whom the view is of: 'United Kingdom', 'Germany, through the European Union'."""
        return title(self.asked, self.name)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences, each with its label and its tag."""
        return tuple(f"{one.label}: {one.text}" if one.label else one.text for one in self.paragraph)

    @property
    def text(self) -> str:
        """The paragraph."""
        return " ".join(self.sentences)

    def to_json(self) -> dict[str, Any]:
        """The view as plain data: numbers that do not apply are None."""
        return {
            "label": self.label,
            "name": self.name,
            "asked": self.asked,
            "title": self.title,
            "paragraph": [{**asdict(sentence), "text": sentence.text} for sentence in self.paragraph],
            "note": self.note,
            "table": plain(self.table),
        }


def country(runs: Any, comparison: Any, swaps: Any, actor: str) -> Country:
    """The view of one country, or of the European Union for a member state that acts through it.

    runs : a ``Runs``; comparison : its ``Comparison``; swaps : its ``Swaps``, or None.
    InputError if nobody is called so, or it is a firm.
    """
    meant = jurisdiction(runs.roster, actor)
    return _Views(runs, comparison, swaps, [meant.node]).view(meant)


def countries(runs: Any, comparison: Any, swaps: Any) -> dict[str, Country]:
    """The view of every jurisdiction of the roster, by its label, in the order of the roster."""
    nodes = list(range(runs.roster.n_states))
    views = _Views(runs, comparison, swaps, nodes)
    return {runs.roster.label(node): views.view(acting(runs.roster, node)) for node in nodes}


class _Views:
    """What the views of countries are made from, read from the runs once."""

    def __init__(self, runs: Any, comparison: Any, swaps: Any, nodes: list[int]) -> None:
        self.runs = runs
        self.values = read(runs, comparison.baseline)
        self.network = network(runs)
        self.tags = CountryTags(runs, self.values, swaps, nodes)

    def view(self, meant: Meant) -> Country:
        """The view of one jurisdiction."""
        own = self.values.of(meant.node)
        name = str(self.runs.roster.names[meant.node])
        return Country(own.label, name, meant.asked, self._paragraph(own, meant), self.tags.note, table(own))

    def _paragraph(self, own: Own, meant: Meant) -> tuple[Sentence, ...]:
        design, why = told_of(own)
        other = None if design == own.all.baseline else design
        is_out = is_outside(own)
        found = [
            _who_acts(own, meant),
            outside(own) if is_out else None,
            gain(own, design, why, self.tags),
            cost(own, design, no_secretariat(own) is None),
            with_whom(own, self.network, other),
            others(own, self.tags),
            hosting(own, self.runs, meant.asked, self.tags),
            None if is_out else staying(own),
            _in_union(own, meant),
        ]
        paragraph = [sentence for sentence in found if sentence is not None]
        return _shortened(_spared(paragraph if self.tags.apart else _once(paragraph)))


def _once(paragraph: list[Sentence]) -> list[Sentence]:
    """The sentences of runs of which nothing was taken apart: that is said once, at the end."""
    bare = [
        replace(one, clauses=tuple(replace(c, tag="" if c.tag == NOT_APART else c.tag) for c in one.clauses))
        for one in paragraph
    ]
    return [*bare, Sentence("", (clause(_UNTAGGED),))]


def _spared(paragraph: list[Sentence]) -> list[Sentence]:
    """The sentences, without those that matter least where there would be more than ``MOST`` words."""
    for label in _SPARED:
        if sum(count_words(one.plain.partition(COMMAND)[0]) for one in paragraph) > MOST:
            paragraph = [one for one in paragraph if one.label != label]
    return paragraph


def _shortened(paragraph: list[Sentence]) -> tuple[Sentence, ...]:
    """The sentences; only the first clause that counts futures says that it is these that are counted."""
    found, said = [], False
    for sentence in paragraph:
        clauses = []
        for one in sentence.clauses:
            said = said or FUTURES in one.text
            clauses.append(replace(one, chance=one.chance.removesuffix(f" {FUTURES}")) if said else one)
            said = said or FUTURES in one.chance
        found.append(replace(sentence, clauses=tuple(clauses)))
    return tuple(found)


def _who_acts(own: Own, meant: Meant) -> Sentence | None:
    if not meant.asked:
        return None
    return Sentence("", (clause(acts_through(own.all.roster, own.node, meant.asked)),))


def _in_union(own: Own, meant: Meant) -> Sentence | None:
    if meant.union is None:
        return None
    union = in_sentence(own.all.roster, meant.union)
    return Sentence("", (clause(f"{own.called} is also within {union}, which has a view of its own"),))
