"""The one door to the golden file: ``python -m tests.update_golden`` runs it anew, shows what moved and writes it.

A golden run pins what the model did: a handful of outcomes as numbers, and a digest of the record's whole numbers
(ties, tiers, choices, cases, paces). Numbers are compared to nine digits, since another processor's ``exp`` may
differ in the last one. A change of rules that is meant changes this file in the same commit, and says why.
"""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path

import numpy as np

from sim import outcomes
from sim.record import Record
from tests.model.conftest import arrays_of, config_of, run

FILE = Path(__file__).parent / "golden" / "runs.json"
RUNS = (
    ("teaching", "none"),
    ("teaching", "rotating"),
    ("teaching", "igo:OECD"),
    ("real", "adhoc"),
    ("real", "static:UK"),
    ("real", "igo:UN"),
)
KEPT = (
    "members", "sensitive_pooled", "incident_response_days", "influence_gini", "harm", "finished", "memory",
    "frontier_share", "shared_network", "office_ties", "firm_ties", "harmonisation", "pooled_knowledge", "safe_share",
)  # fmt: skip
COUNTED = (
    "ties_start", "ties_end", "safe", "network_shares", "bilateral_shares", "states.status", "states.tier",
    "series.members", "series.office_ties", "series.incidents", "series.finished", "series.backlog", "works_from",
)  # fmt: skip
Entry = dict[str, dict[str, float | None] | str]


def golden_run(place: str, design: str) -> Record:
    """A short run: from December 2024, the design at work from January 2026, to March 2027."""
    return run(config_of(place, design, end="2027-03", seed=7))


def digest_of_whole_numbers(record: Record) -> str:
    """Hash of what is counted in a record, not measured."""
    text, arrays = hashlib.blake2b(digest_size=12), arrays_of(record)
    columns = [arrays[name] for name in COUNTED]
    for table in (record.tie_log, record.cases):
        columns += [table[field] for field in table.dtype.names if table[field].dtype.kind == "i"]
    for column in columns:
        text.update(np.ascontiguousarray(column, dtype=np.int64).tobytes())
    return text.hexdigest()


def entry(place: str, design: str) -> Entry:
    """What the golden file says of one run; an outcome that does not apply is null."""
    record = golden_run(place, design)
    found = outcomes.compute(record)
    numbers = {name: None if math.isnan(found[name]) else float(found[name]) for name in KEPT}
    return {"outcomes": numbers, "whole_numbers": digest_of_whole_numbers(record)}


def read() -> dict[str, Entry]:
    """The golden file: 'roster design' -> entry."""
    return json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}


def main() -> None:
    """Run, show what moved, write."""
    before = read()
    after = {f"{place} {design}": entry(place, design) for place, design in RUNS}
    for name, new in after.items():
        old = before.get(name)
        if old == new:
            print(f"{name}: as before")
            continue
        print(f"{name}: {'changed' if old else 'new'}")
        for key, value in new["outcomes"].items() if old else ():
            if old["outcomes"].get(key) != value:
                print(f"  {key}: {old['outcomes'].get(key)} -> {value}")
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(after, indent=1) + "\n", encoding="utf-8")
    print(f"written: tests/golden/{FILE.name}")


if __name__ == "__main__":
    main()
