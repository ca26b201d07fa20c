"""A commented file to begin a scenario with: every key with what it means, every table with an example.

What is not commented out is the default experiment. What keys mean comes from the schema. Lines of examples begin with
'#' and no blank: without that sign they are valid together.
"""

from __future__ import annotations

import json
import textwrap
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from scenarios import inheritance
from scenarios.schema import Scenario
from scenarios.schema_checks import model_in, words_of
from scenarios.schema_events import KINDS
from sim import forced

WIDTH = 116
HEAD = """\
A scenario of Entente. `entente scenarios check FILE` lists its mistakes, `entente compare --scenario FILE` runs it.
As it stands it is the default experiment. Take the sign '#' away before a line to use it; a line without '#' may go
where its value is the usual one. `entente designs`, `entente parameters`, `entente outcomes` and `entente rosters`
list the names."""
# A value for keys that are empty as they are; keys of tables follow below.
SINGLE = {
    "evidence": '["W31"]',
    "baseline": '"default"',
    "setup_months": "6",
    "designs": '["adhoc", "rotating", "static:UK", "igo:OECD", "rotating@staff_fte=8,memory_kept=0.9"]',
    "outcomes": '["members", "harm", "memory"]',
}
NOT_SHOWN = {"posterior": '"posterior.csv"', inheritance.EXTENDS: '"us_withdrawal"'}  # need a file, or change much
TABLES = {
    "parameters": """
        [parameters]
        dialogue_rate = 0.0
        zero_sum = { low = 0.3, high = 0.6 }""",
    "uncertainties": """
        [uncertainties]
        us_engagement = { low = 0.3, high = 0.5 }""",
    "events": """
        [[events]]
        date = "2027-01"
        kind = "export_control"
        actor = "US"
        partner = "China"
        size = 0.15
        note = "assumed"
        [[events]]
        date = "2028-01"
        kind = "parameter"
        parameter = "zero_sum"
        size = 0.5
        [[events]]
        date = "2030-01"
        kind = "merger"
        design = "igo:OECD\"""",
    "decisions": """
        [[decisions]]
        date = "2026-07"
        actor = "Brazil"
        act = "join"
        item = "partner"
        choice = true
        note = "assumed: a government that wants in"
        [[decisions]]
        date = "2026-09"
        actor = "UK"
        act = "deal"
        partner = "India"
        item = "testing research"
        choice = true""",
    "later": """
        [[later]]
        date = "2029-01"
        design = "none\"""",
    "roster_changes": """
        [roster_changes]
        remove = ["Kenya", "xAI"]
        add = ["Germany", "Tencent"]
        [[roster_changes.jurisdictions]]
        actor = "India"
        member_from = "2024-11"
        readiness = 0.6
        [[roster_changes.jurisdictions]]
        jurisdiction_id = "XYZ"
        alias = "Newland"
        name = "Republic of Newland"
        region = "Europe"
        gdp_2023_usd_bn = 500
        [[roster_changes.institutes]]
        actor = "Brazil"
        name = "Institute of Brazil"
        founded = "2025-06"
        staff = 40
        budget_usd_m_year_approx = 10
        [[roster_changes.firms]]
        actor = "Mistral"
        frontier_until = "2027-01"
        [[roster_changes.pairs]]
        actor = "US"
        partner = "India"
        rivalry = 0.1
        fora = 0.5
        data_flow = 1
        [[roster_changes.ties]]
        actor = "UK"
        partner = "Japan"
        type = "guidelines"
        date = "2024-10\"""",
    "expectations": """
        [[expectations]]
        outcome = "members"
        designs = ["rotating"]
        sign = -1
        smallest = 0.5
        why = "an example: what pulls which way\"""",
    "sweep": """
        [sweep]
        method = "sobol"
        points = 64
        replicates = 4
        [sweep.vary]
        polarisation = { low = 1.0, high = 1.5 }
        staff_fte = { low = 4, high = 12 }""",
    "rules": """
        (a Python file beside this one; see docs/custom-rules.md)
        [rules]
        file = "flat_cost.py"
        replace = { "deals.tie_cost" = "flat_cost" }""",
}
PROSE = ("rules",)  # tables whose example needs a file that is not there: two signs


def template(name: str) -> str:
    """The text of a new file, for a scenario of that name."""
    parts = [_comment(HEAD, wrap=False)]
    parts += [_single(key, field, name) for key, field in Scenario.model_fields.items() if key not in TABLES]
    parts.append(_example(inheritance.EXTENDS, f"Another scenario ({inheritance.WORDS})"))
    parts += [_table(key, Scenario.model_fields[key]) for key in TABLES]
    return "\n\n".join(parts) + "\n"


# ---- single keys ----------
def _single(key: str, field: FieldInfo, name: str) -> str:
    said = words_of(field)
    if key == "name":
        return _comment("What the scenario is called; left out: as the file") + f"\n#name = {json.dumps(name)}"
    if key in ("title", "description"):
        return f"{_comment(said)}\n{key} = {_new_text(key, name)}"
    if key in SINGLE:
        return f"{_comment(said)}\n#{key} = {SINGLE[key]}"
    if key in NOT_SHOWN:
        return _example(key, said)
    return f"{_comment(said)}\n{key} = {json.dumps(field.default)}"


def _new_text(key: str, name: str) -> str:
    if key == "title":
        return json.dumps(name.replace("_", " "))
    return '"""\nWhat happens, what is assumed, and what the question is."""'


def _example(key: str, said: str) -> str:
    return f"{_comment(said)}\n## {key} = {NOT_SHOWN[key]}"


# ---- tables ----------
def _table(key: str, field: FieldInfo) -> str:
    """A table: what it is for, what its keys may hold, an example."""
    lines = [_comment(words_of(field)), *_keys(key, field)]
    sign = "## " if key in PROSE else "#"
    return "\n".join([*lines, *(f"{sign}{line}" for line in textwrap.dedent(TABLES[key]).strip().splitlines())])


def _keys(key: str, field: FieldInfo) -> list[str]:
    """The keys of a table, a line each, and what their words mean."""
    model = model_in(field.annotation)
    if key in ("parameters", "uncertainties", "roster_changes") or model is None:
        return [_comment(more) for more in _MORE.get(key, ())]
    return [_comment(f" {name}: {part.description}") for name, part in _fields(model)] + [
        _comment(f" {word}: {meaning}") for word, meaning in _WORDS.get(key, {}).items()
    ]


def _fields(model: type[BaseModel]) -> list[tuple[str, Any]]:
    """The keys of a table; lists of choices that are explained below are left out here."""
    return [(name, part) for name, part in model.model_fields.items() if name not in ("kind", "act")]


_WORDS = {
    "events": {f"kind {k}": v for k, v in KINDS.items()},
    "decisions": {f"act {k}": v for k, v in forced.ACTS.items()},
}
_MORE = {
    "parameters": (" A value or a range { low = .., high = .. } by name; `entente parameters` lists names and ranges",),
    "uncertainties": (" polarisation, us_engagement and the others of kind 'uncertain' in `entente parameters`",),
    "roster_changes": (
        " Columns are those of the files of a roster. An actor that is named is changed; a row without one is new.",
        " Memberships at the start are the column member_from; ties are added, or with remove = true taken away.",
    ),
}


# ---- words ----------
def _comment(text: str, wrap: bool = True) -> str:
    """The text as lines that begin with '# '; where it begins with a blank, as an entry of a list."""
    inner = "   " if text.startswith(" ") else ""
    lines = textwrap.wrap(text, WIDTH, subsequent_indent=inner) if wrap else text.splitlines()
    return "\n".join(f"# {line}" for line in lines)
