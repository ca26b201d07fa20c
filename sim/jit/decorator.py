"""The one decorator of the rule book: ``@rule`` compiles a function with numba, or leaves it plain Python.

``ENTENTE_JIT=0``, or numba's own ``NUMBA_DISABLE_JIT=1``, runs every rule as plain Python (for reading, debugging and
coverage); results are the same. The compiled code is kept (``sim.jit.cache``) in a folder named after a hash of the
rule book's sources, because numba's own cache does not notice an edit in another file that a cached function calls.
Custom rules take their place here (``sim.jit.overrides``), so all that calls them is compiled with them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.jit import cache, overrides


def _wanted() -> bool:
    """Whether rules are compiled: unless Entente's own switch or numba's says no."""
    if os.environ.get("ENTENTE_JIT", "1") == "0":
        return False
    from numba import config

    return not config.DISABLE_JIT  # type: ignore[attr-defined]


JIT = _wanted()


def sources_hash() -> str:
    """Hash of every source file of ``sim`` and of the custom rules: all of the rules that results depend on."""
    digest = hashlib.blake2b(overrides.identity().encode(), digest_size=8)
    root = Path(__file__).parents[1]
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


if JIT:
    import numba

    from sim.jit.indices import count_from_the_front
    from sim.jit.kept import Kept

    PLACES = cache.places(sources_hash())
    cache.note_use(PLACES)
    if PLACES:  # for what a researcher's own file compiles and caches beside its rules
        numba.config.CACHE_DIR = str(PLACES[0].folder)  # type: ignore[attr-defined]
    count_from_the_front()
    _OPTIONS: Any = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}

    def rule(function: Callable[..., Any]) -> Callable[..., Any]:
        """Compile a rule (no fastmath, no global lock, kept between processes)."""
        compiled: Any = numba.njit(**_OPTIONS)(overrides.in_force(function))
        compiled._cache = Kept(compiled.py_func, PLACES)
        return overrides.guarded(compiled)

else:
    PLACES = ()

    def rule(function: Callable[..., Any]) -> Callable[..., Any]:
        """Leave the rule as plain Python."""
        return overrides.in_force(function)
