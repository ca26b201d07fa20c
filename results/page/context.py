"""All that the templates show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from results.comparison import Comparison
from results.drawing import Pictures
from results.page import live
from results.page.again import provenance
from results.page.annex import annex
from results.page.data import page_data
from results.page.front import front


def context(
    runs: Any,
    comparison: Comparison,
    pictures: Pictures,
    folder: Path,
    actor: str | None = None,
    command: str | None = None,
) -> dict[str, Any]:
    """Name -> value. folder : where the runs are stored; command : how to run it again, if it is known better."""
    told = front(runs, comparison, pictures, actor)
    return {
        "runs": runs,
        "comparison": comparison,
        "pictures": pictures,
        **told,
        **annex(runs, comparison, pictures, actor),
        **provenance(runs, comparison, folder, actor, command),
        "scripts": live_scripts(runs, comparison, pictures, told),
        "live_css": live.styles(),
    }


def live_scripts(runs: Any, comparison: Comparison, pictures: Pictures, told: dict[str, Any]) -> list[live.Script]:
    """What makes the page live; nothing where there is nothing to compare."""
    if not told["several"]:
        return []
    label = told["chosen"].asked or told["chosen"].label if told["chosen"] else ""
    return live.scripts(page_data(runs, comparison, pictures.swaps, label, told["brief"]))
