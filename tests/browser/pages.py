"""The small comparison whose page the tests look at."""

from __future__ import annotations

from pathlib import Path

import entente

DESIGNS = ("rotating", "static:Singapore", "igo:OECD")
SMALL = {"scenario": "teaching", "months": 18, "replicates": 8, "workers": 1}
ACTOR = "Kenya"


def make(folder: Path) -> None:
    """Runs, swapped runs and report in a folder."""
    found = entente.compare(DESIGNS, actor=ACTOR, **SMALL)
    found.make_swaps(workers=1)
    found.save(folder)
    found.report(folder)
