"""What there is to choose from, as plain data: designs, scenarios, parameters, outcomes, rosters."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

Entry = dict[str, Any]
EVIDENCE_ID = re.compile(r"\b[WCRSNG]\d+[a-z]?\b")


# ---- designs ----------
def designs() -> list[Entry]:
    """The designs that can be named; ``<host>`` stands for a jurisdiction of the roster."""
    from scenarios.designs import list_designs

    return [{"name": info.text, "preset": info.preset, "held by": info.description} for info in list_designs()]


def design(text: str, roster: str = "real") -> Entry:
    """One design (or a changed one, a mix, a file) with every field: value, range, unit, source, status."""
    from scenarios.design_records import design_records
    from scenarios.designs import load_design, preset_of
    from scenarios.rosters import load_roster
    from sim.design import FIELDS

    known = {entry["name"].lower(): entry for entry in designs()}
    actors = load_roster(roster)
    if (entry := known.get(text.strip().lower())) and "<host>" in entry["name"]:
        point = load_design(entry["name"].replace("<host>", actors.aliases[0]), actors)
        entry = entry | {"note": f"values with {actors.aliases[0]} as the host"}
    else:
        point = load_design(text, actors)
        entry = entry or {"name": point.name, "preset": preset_of(text, actors)}
    records = {r.field: r for r in design_records() if r.preset == entry["preset"]}
    fields = [_field(f, point[f.name], records.get(f.name)) for f in FIELDS]
    seats = {actors.aliases[j]: float(share) for j, share in enumerate(point.seat) if share > 0}
    return entry | {
        "seat": ", ".join(f"{name} {share:.0%}" for name, share in seats.items()) or None,
        "fields": fields,
    }


def _field(field: Any, value: float, record: Any) -> Entry:
    found = {
        "field": field.name,
        "value": value,
        "range": f"{field.low:g} to {field.high:g}",
        "unit": field.unit,
    }
    if record is None:
        return found | {"status": "changed or mixed", "rests on": "", "reasoning": ""}
    found["range"] = f"{record.low:g} to {record.high:g}"
    why = "; ".join(filter(None, (", ".join(record.rests_on), record.reasoning)))
    return found | {"status": record.status, "rests on": why}


# ---- parameters ----------
def parameters() -> list[Entry]:
    """Every parameter: symbol, value, unit, range, status, meaning, source, and the claims it rests on."""
    from results.evidence import claims
    from sim import parameters as table

    kinds = [("behaviour", table.BEHAVIOUR), ("fixed", table.FIXED), ("uncertain", table.UNCERTAIN)]
    return [_parameter(p, kind, claims()) for kind, group in kinds for p in group]


def _parameter(p: Any, kind: str, claims: dict[str, Any]) -> Entry:
    from scenarios.posterior import status

    ids = [key for key in EVIDENCE_ID.findall(p.source) if key in claims]
    return {
        "name": p.name,
        "symbol": p.symbol,
        "value": float(p.value),
        "unit": p.unit,
        "range": f"{p.low:g} to {p.high:g}",
        "low": float(p.low),
        "high": float(p.high),
        "kind": kind,
        "group": p.group,
        "status": status(p),
        "meaning": p.meaning,
        "source": p.source,
        "evidence": [claims[key].to_json() for key in ids],
        "enters": terms_with(p.name),
    }


def terms_with(name: str) -> list[str]:
    """The terms of decisions that a parameter enters, as 'act: term'."""
    return [f"{act}: {term}" for act, term, names in _inputs() if name in names]


@cache
def _inputs() -> list[tuple[str, str, list[str]]]:
    from results.evidence import rows

    return [(row["act"], row["term"], row["parameters"].split()) for row in rows("term_inputs.csv")]


# ---- outcomes ----------
def outcomes() -> list[Entry]:
    """Every outcome: title, unit, direction, meaning and the claims it answers to."""
    from results.evidence import lookup
    from sim.outcomes import OUTCOMES

    words = {1: "more is better", -1: "less is better", 0: "no direction"}
    return [
        {
            "name": o.name,
            "title": o.title,
            "unit": o.unit,
            "direction": words[o.better],
            "headline": o.headline,
            "meaning": o.meaning,
            "evidence": [claim.to_json() for claim in lookup(o.evidence)],
        }
        for o in OUTCOMES
    ]


# ---- scenarios and rosters ----------
def scenarios() -> list[Entry]:
    """The scenarios that come along, the default one first."""
    from scenarios.schema import list_scenarios

    return [_scenario(found) for found in list_scenarios()]


def scenario(name: str) -> Entry:
    """One scenario, by name or file, with all its settings, and what was measured of what is expected of it."""
    from results.studies.scenarios.table import measured
    from scenarios.schema import load_scenario

    found = load_scenario(name)
    return _scenario(found) | {"expectations": [m.to_json() for m in measured(found)]}


def _scenario(found: Any) -> Entry:
    content = found.plain() | {"description": found.description.strip()}
    for table in ("parameters", "uncertainties"):
        content[table] = [{"name": k, "low": v[0], "high": v[1]} for k, v in content[table].items()]
    return content


def sweeps() -> list[Entry]:
    """The sweeps that come along, the smallest one first: what they vary, and how many runs they are."""
    from scenarios.sweeps.build import list_sweeps, sweep_plan

    found = []
    for scenario in list_sweeps():
        plan = sweep_plan(scenario)
        found.append(
            {
                "name": scenario.name,
                "title": scenario.title,
                "description": scenario.description.strip(),
                "method": plan.sampling.method,
                "varied": list(plan.points.names),
                "designs": list(plan.asked),
                "points": len(plan.points),
                "replicates": plan.replicates,
                "runs": plan.runs,
            }
        )
    return found


def rosters() -> list[Entry]:
    """The rosters that come along, with their size."""
    from scenarios.rosters import list_rosters

    return [roster(name) for name in list_rosters()]


def roster(name: str) -> Entry:
    """One roster, by name or folder: its jurisdictions and firms."""
    import numpy as np

    from scenarios.rosters import load_roster
    from sim.months import CUT_OFF

    found = load_roster(name)
    status = found.office_status(CUT_OFF)
    return {
        "name": found.name,
        "jurisdictions": found.n_states,
        "firms": found.n_firms,
        "institutes": int(np.sum(status == 2)),
        "members": int(np.sum(found.member_from <= CUT_OFF)),
        "observed ties": len({(t.a, t.b) for t in found.ties}),
        "jurisdiction names": list(found.aliases),
        "firm names": list(found.firm_names),
    }
