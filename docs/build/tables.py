"""Tables and numbers of the documentation, from the code: parameters, fields, phases, rules, outcomes, claims."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from results.evidence import claims
from results.export.columns import columns_of
from results.markdown import table
from results.studies.screening.factors import field_range
from scenarios.posterior import about, posterior_table, status
from scenarios.rosters import load_roster
from scenarios.schema import load_scenario
from sim import catalogue, config, design, forced, outcomes, parameters, phases, receipts, record
from sim.months import CUT_OFF, month_label
from sim.parameter_changes import KEPT
from sim.rules.effects import OUTREACH

RULES = Path(__file__).resolve().parents[2] / "sim" / "rules"
ID = re.compile(r"\b[WCRSNG]\d+[a-z]?\b")

# Who does a phase's work, in one line; the names are checked against the list of phases.
PHASES = {
    "shocks": ("traits, capability, salience, incidents, dated and scheduled events, governments", "all at once"),
    "states": ("offices open and grow, entries on record, export controls, dialogues", "all at once"),
    "secretariat": (
        "finished cases settled, new design, handover, agenda, dues, projects end, posts, new cases", "one secretariat",
    ),
    "membership": ("votes on applications; states due for review act on it; efforts are set", "one after another"),
    "deals": ("terms end and are renewed or lapse; pairs meet and sign memoranda", "one after another"),
    "sharing": ("offices share with partners and with the network", "all at once"),
    "firms": ("firms report, grant access; each quarter they choose their pace", "one after another"),
    "learning": ("trust, knowledge, productivity, beliefs; what fades", "all at once"),
    "record": ("harm, welfare and the month's numbers; then the secretariat works for a month", "one secretariat"),
}  # fmt: skip

# Columns of the tables of a stored run, in their order; a test holds them against the tables.
STORED = {
    "states": ("design", "replicate", "state", *outcomes.STATE_OUTCOMES),
    "series": ("design", "replicate", "month", "date", *record.SERIES),
    "network": ("design", "a", "b", "type", "share", "strength"),
    "sharing": ("design", "category", "share", "case_by_case", "withhold"),
}

# Numbers in the code that are no parameters: module, name, what they are.
CONSTANTS = (
    ("sim.rules.setup", "REFERENCE_STAFF", "staff of an institute of capacity 1"),
    ("sim.rules.setup", "REFERENCE_BUDGET", "budget of an institute of capacity 1, million US dollars a year"),
    ("sim.rules.setup", "REFERENCE_GDP", "GDP of a stake of 1, billion US dollars"),
    ("sim.rules.setup", "LEAST_CAPACITY", "least capacity of an institute"),
    ("sim.rules.setup", "LARGEST_CAPACITY", "largest capacity of an institute"),
    ("sim.rules.setup", "MOST_KNOWLEDGE", "largest knowledge of a theme at the start"),
    ("sim.rules.choice", "TOLERANCE", "gain that counts as indifference at noise 0, utility"),
    ("sim.rules.traits", "WIDTH", "half the range of a lasting trait, standard deviations"),
    ("sim.rules.reach", "FAR", "steps from which on a node is out of reach, links"),
    ("sim.rules.shocks", "RIVAL", "rivalry from which a pair counts as rivals"),
    ("sim.rules.shocks", "TENSE", "rivalry from which dialogues are held"),
    ("sim.rules.governments", "NARROWEST", "least openness after a change of government"),
    ("sim.rules.governments", "WIDEST", "largest openness after a change of government"),
    ("sim.rules.incidents", "SERIOUS", "severity from which the network takes an incident up: the mean"),
    ("sim.rules.incidents", "SUDDEN", "share of the expected harm of racing that comes as incidents"),
    ("sim.rules.findings", "YEAR", "months over which what casework brings to light is averaged"),
    ("sim.rules.joint_tests", "FEWEST", "offices that must take part in a joint test"),
    ("sim.rules.effects", "MEETINGS_A_DIALOGUE", "meetings of the network that add as much to trust as one dialogue"),
    ("sim.months", "DAYS", "days in a month"),
    ("sim.rules.agenda", "AGENDA_MONTHS", "time over which the agenda moves, months"),
    ("sim.rules.pace", "QUARTER", "months between choices of pace"),
    ("sim.catalogue", "SENSITIVE_FROM", "sensitivity from which a category is sensitive"),
    ("sim.catalogue", "LONG_WORK_MONTHS", "work of a multi-year project, staff-months"),
    ("sim.catalogue", "NETWORK_MEMBERS", "members of the network whose number of joint tests is on record"),
    ("sim.rules.plan", "FOUNDING_THEMES", "themes of the founding mandate"),
    ("sim.rules.projects", "OVERDUE", "times its planned time after which a project is cancelled (a114)"),
    ("sim.rules.projects", "PLAN", "age below which no project is cancelled for its deadline: a year's plan, months"),
    ("sim.outcomes", "PROJECT_MONTHS", "projects opened later than this before the end are too young to count, months"),
    ("sim.outcomes", "VETO_SHARE", "share of frontier firms or of the members' GDP that makes a veto player"),
)


def values() -> dict[str, Any]:
    """Everything that the templates may name."""
    return _counts() | _lists() | _tables() | {"columns": columns_table, "tie_types": catalogue.TIE_TYPES}


def columns_table(name: str) -> str:
    """What the columns of a stored table mean."""
    rows = [(f"`{c.name}`", c.unit, c.meaning) for c in columns_of(name, STORED[name])]
    return table(["column", "unit", "what"], rows)


def _counts() -> dict[str, Any]:
    roster, scenario = load_roster("real"), load_scenario("default")
    status = roster.office_status(CUT_OFF)
    first = config.STARTS[scenario.start]
    return {
        "roster": roster,
        "institutes": int((status == 2).sum()),
        "acting": int((status == 1).sum()),
        "scenario": scenario,
        "scenario_first": month_label(first),
        "scenario_months": scenario.end_month - first + 1,
        "origin": month_label(0),
        "cut_off": month_label(CUT_OFF),
        "start_origin": month_label(config.STARTS["origin"]),
        "start_observed": month_label(config.STARTS["observed"]),
        "replay_until": month_label(config.REPLAY_UNTIL),
        "kinds": catalogue.CASE_KINDS,
        "n_themes": len(catalogue.THEMES),
        "n_categories": len(catalogue.CATEGORIES),
        "n_types": len(catalogue.TIE_TYPES),
        "n_fields": len(design.FIELDS),
        "n_claims": len(claims()),
        "n_series": len(record.SERIES),
        "n_state_series": len(record.STATE_SERIES),
        "n_behaviour": len(parameters.BEHAVIOUR),
        "n_fixed": len(parameters.FIXED),
        "n_uncertain": len(parameters.UNCERTAIN),
        "draws_kept": len(posterior_table()),
        "behaviour_status": about().sentence(),
    }


def _lists() -> dict[str, str]:
    shares = [f"{share:g}" for share in catalogue.MANDATE]
    reach = [f"{share:g} ({catalogue.CASE_KINDS[catalogue.CASE_INDEX[k]].name})" for k, share in OUTREACH.items()]
    return {
        "themes": "; ".join(catalogue.THEMES),
        "mandate": ", ".join(shares[:-1]) + " and " + shares[-1],
        "outreach": ", ".join(reach),
        "agreement": f"{catalogue.AGREEMENTS['clearance']:g}",
    }


def _tables() -> dict[str, str]:
    return {
        "table_phases": phase_table(),
        "table_behaviour": parameter_table(parameters.BEHAVIOUR),
        "table_uncertain": parameter_table(parameters.UNCERTAIN),
        "table_fixed": parameter_table(parameters.FIXED),
        "table_fields": field_table(),
        "table_tie_types": tie_type_table(),
        "table_categories": category_table(),
        "table_cases": case_table(),
        "table_terms": term_table(),
        "table_events": table(["event", "effect"], ((f"`{k}`", v) for k, v in config.EVENT_KINDS.items())),
        "table_acts": table(["act", "what is forced"], ((f"`{k}`", v) for k, v in forced.ACTS.items())),
        "table_kept": table(["parameter", "why it cannot change"], ((f"`{k}`", v) for k, v in KEPT.items())),
        "table_constants": constant_table(),
        "table_rules": rule_table(),
        "table_outcomes": outcome_table(),
        "table_claims": claim_table(),
    }


# ---- tables of declarations ---------------------------------------------------------------------------------------
def phase_table() -> str:
    """The month's phases in order; KeyError if one is not described."""
    rows = [(k, f"`{name}`", *PHASES[name]) for k, name in enumerate(phases.PHASES, 1)]
    return table(["", "phase", "what happens", "order"], rows)


def parameter_table(group: Sequence[parameters.Parameter]) -> str:
    """Every number of a parameter's record."""
    rows = ((f"`{p.name}`", p.symbol, p.value, f"{p.low:g} to {p.high:g}" if p.high > p.low else "", p.unit, p.meaning,
             p.source, status(p)) for p in group)  # fmt: skip
    return table(["name", "symbol", "value", "range", "unit", "meaning", "source", "status"], rows)


def field_table() -> str:
    """Every field of a design, with what is admissible and what the presets span."""
    rows = []
    for f in design.FIELDS:
        spans = [f"{low:g} to {high:g}" for low, high in ((f.low, f.high), field_range(f.name))]
        rows.append((f"`{f.name}`", f.unit, *spans, f.meaning, f.evidence))
    return table(["field", "unit", "admissible", "presets", "meaning", "claims"], rows)


def tie_type_table() -> str:
    """Tie types and the category that each exposes."""
    named = {c.key: c.name for c in catalogue.CATEGORIES}
    rows = ((t.name, f"`{t.key}`", named[t.carries], "yes" if t.with_firms else "no") for t in catalogue.TIE_TYPES)
    return table(["type", "key", "category it exposes", "with firms"], rows)


def category_table() -> str:
    """Information categories and their scores."""
    rows = ((c.name, f"`{c.key}`", c.benefit, c.public, c.danger, c.sensitive, c.opportunity, round(c.sensitivity, 3),
             "yes" if c.published else "") for c in catalogue.CATEGORIES)  # fmt: skip
    heads = [
        "category",
        "key",
        "benefit",
        "public value",
        "danger",
        "reveals",
        "opportunity",
        "sensitivity s_q",
        "published",
    ]
    return table(heads, rows)


FOLLOWED = {
    catalogue.MEMBERS_WORK: "members",
    catalogue.NEEDS_WORK: "members in need",
    catalogue.MANDATES_WORK: "mandate",
    catalogue.YEARS_WORK: "the year",
    catalogue.STAFFS_WORK: "staff",
}  # what the number of planned cases follows


def case_table() -> str:
    """Kinds of casework. Classes: 0 urgent, 1 short and dated, 2 all else."""
    follows = {key: FOLLOWED[what] for key, what in catalogue.FOLLOWS.items()}
    rows = ((c.name, c.opened_by, c.priority, c.work, c.stages, c.per_year or "", follows.get(c.key, ""), c.restarts,
             "yes" if c.fast else "", c.duty, c.source) for c in catalogue.CASE_KINDS)  # fmt: skip
    heads = ["kind", "opened by", "class", "work, staff-months", "stages", "a year", "by", "restarts", "fast lane"]
    return table([*heads, "duty (W28)", "source"], rows)


def term_table() -> str:
    """The named terms of each decision."""
    rows = ((act, t.name, t.meaning, t.evidence) for act, terms in receipts.TERMS.items() for t in terms)
    return table(["act", "term", "meaning", "claims"], rows)


def constant_table() -> str:
    """Numbers in the code that are no parameters."""
    from importlib import import_module

    rows = (
        (f"`{name}`", getattr(import_module(module), name), text, f"`{module}`") for module, name, text in CONSTANTS
    )
    return table(["constant", "value", "meaning", "module"], rows)


def outcome_table() -> str:
    """Every outcome of a run."""
    words = {1: "more", -1: "less", 0: ""}
    rows = ((f"`{o.name}`" + (" *" if o.headline else ""), o.title, o.unit, words[o.better], o.meaning, o.evidence)
            for o in outcomes.ALL_OUTCOMES)  # fmt: skip
    return "An asterisk marks the headline outcomes.\n\n" + table(
        ["outcome", "title", "unit", "better", "meaning", "claims"], rows
    )


# ---- rules ------------------------------------------------------------------------------------------------------
@cache
def rules() -> dict[str, str]:
    """Every public rule as 'module.rule' with the first paragraph of its record, in the order of the files."""
    found = {}
    for path in sorted(RULES.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _is_rule(node):
                paragraph = (ast.get_docstring(node) or "").split("\n\n")[0]
                found[f"{path.stem}.{node.name}"] = " ".join(paragraph.split())
    return found


def _is_rule(node: ast.FunctionDef) -> bool:
    return any(isinstance(d, ast.Name) and d.id == "rule" for d in node.decorator_list)


def rule_table() -> str:
    """The rule book."""
    rows = ((f"`{path.partition('.')[2]}`", f"`{path.partition('.')[0]}`", text) for path, text in rules().items())
    return table(["rule", "file", "record"], rows)


# ---- claims -----------------------------------------------------------------------------------------------------
def claim_table() -> str:
    """Claims of the sources and where they act."""
    places = _citations()
    rows = ((c.id, c.claim, places.get(c.id, [])) for c in claims().values())
    return table(["id", "claim (in our words)", "cited by"], rows)


def _citations() -> dict[str, list[str]]:
    """Id -> what cites it."""
    found: dict[str, list[str]] = {}

    def cite(ids: Iterable[str], place: str) -> None:
        for key in ids:
            if place not in found.setdefault(key, []):
                found[key].append(place)

    for p in parameters.ALL:
        cite(ID.findall(p.source), f"`{p.name}`")
    for f in design.FIELDS:
        cite(f.evidence, f"`{f.name}`")
    for act, terms in receipts.TERMS.items():
        for term in terms:
            cite(term.evidence, f"term {act}: {term.name}")
    for kind in catalogue.CASE_KINDS:
        cite(ID.findall(kind.source), f"case {kind.name}")
    for path, text in _records().items():
        cite(ID.findall(text), f"rule `{path}`")
    for o in outcomes.ALL_OUTCOMES:
        cite(o.evidence, f"outcome `{o.name}`")
    return found


@cache
def _records() -> dict[str, str]:
    """Whole records of the rules, by name."""
    found = {}
    for path in sorted(RULES.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and _is_rule(node):
                found[node.name] = ast.get_docstring(node) or ""
    return found
