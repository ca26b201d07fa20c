"""Runs whose every text from outside tries to be something else than a text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.results.test_labels import made

SCRIPT = "</script><script>window.hacked = 1</script>"
TEXTS = (
    f"A {SCRIPT}",
    "B <!-- <script> ",
    "C \"><img src=x onerror=window.hacked=2> '",
    "D \u2028\u2029 {{ 7 * 7 }} {% raw %} ${7 * 7}",
    "E </style></svg></details></title>",
    "F <b>&amp; &lt;i&gt;",
)
DESIGNS = tuple(f"static:{text}" for text in TEXTS[:3]) + tuple(f"own {text}.toml" for text in TEXTS)
NOTE = f"note {' '.join(TEXTS)}"


class _Rules:
    """Custom rules, or changes of a roster, as the page speaks of them."""

    def words(self) -> list[str]:
        return [NOTE]


def runs() -> Any:
    """Ten designs and eight jurisdictions with such names; scenario, note and rules too."""
    found = made(TEXTS, ("adhoc", *DESIGNS), firms=TEXTS[:3])
    names = tuple(f"{alias} in full" for alias in found.roster.aliases)
    for key in ("name", "title", "description"):
        setattr(found.scenario, key, NOTE)
    found.scenario.rules = found.scenario.roster_changes = _Rules()
    return replace(found, roster=replace(found.roster, names=names), note=NOTE, asked=["adhoc", *DESIGNS])
