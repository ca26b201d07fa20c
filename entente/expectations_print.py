"""What was expected of a scenario and what was measured, on the terminal."""

from __future__ import annotations

from typing import Any

Entry = dict[str, Any]


def in_words(name: str) -> Entry:
    """A scenario's entry, by name or file, with a line for each expectation in the place of all that is known of it."""
    from entente import inventory
    from results.studies.scenarios import table, words
    from scenarios.schema import load_scenario

    scenario = load_scenario(name)
    return inventory.scenario(name) | {
        "expectations": [
            {
                "outcome": m.expectation.outcome, "designs": words.designs(m),
                "compared": words.compared(m.expectation, scenario.baseline),
                "expected": words.SIGNS[m.expectation.sign], "counts from": words.least(m),
                "measured": words.effect(m), "verdict": words.verdict(m),
            }
            for m in table.measured(scenario)
        ]
    }  # fmt: skip
