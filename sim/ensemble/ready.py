"""Whether the ensemble's compiled code is in the cache already."""

from __future__ import annotations

from pathlib import Path

from sim.compiled import JIT, cache_folder


def is_compiled() -> bool:
    """Whether a run can begin at once: its compiled code is in the cache, or nothing is compiled at all."""
    if not JIT:
        return True
    folder = cache_folder()
    return folder is not None and any(Path(folder).rglob("reduction.run_many-*.nbi"))
