"""Whether the ensemble's compiled code is in the cache already."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from sim.jit import JIT

NOTICE = "Compiling the ensemble: about a minute, once after an installation or an edit."


def is_compiled(loop: Any) -> bool:
    """Whether a loop (``run_many``, ``run_networks``) begins at once: compiled for this copy and Python, or never."""
    if not JIT:
        return True
    module = loop.__module__.rpartition(".")[2]
    folder = loop._cache.cache_path  # another one for another copy of the files
    python = "py{}{}".format(*sys.version_info)
    return folder is not None and any(Path(folder).glob(f"{module}.{loop.__name__}-*.{python}.nbi"))
