"""The one decorator of the rule book: ``@rule`` compiles a function with numba, or leaves it plain Python.

``ENTENTE_JIT=0`` runs every rule as plain Python (for reading, debugging and coverage); results are the same.
The compiled code is cached in a folder named after a hash of the rule book's sources, because numba's own
cache does not notice an edit in another file that a cached function calls. Custom rules take their place
here (``sim.jit.overrides``), so all that calls them is compiled with them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sim.jit import overrides

JIT = os.environ.get("ENTENTE_JIT", "1") != "0"


def sources_hash() -> str:
    """Hash of every source file of ``sim`` and of the custom rules: all of the rules that results depend on."""
    digest = hashlib.blake2b(overrides.identity().encode(), digest_size=8)
    root = Path(__file__).parents[1]
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def cache_folder() -> str | None:
    """Where compiled code is kept: a folder for this version of the rules; None if it cannot be written."""
    import platformdirs

    folder = Path(os.environ.get("ENTENTE_CACHE") or platformdirs.user_cache_dir("entente")) / sources_hash()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()  # which also notes in the folder that it was used now
    except OSError:
        return None
    forget_unused(folder.parent)
    return str(folder)


def forget_unused(folder: Path, days: float = 30.0) -> None:
    """Remove compiled code of versions of the rules that nobody has used for so many days."""
    for old in folder.glob(16 * "[0-9a-f]"):
        with suppress(OSError):  # another process may remove it at the same time
            if old.is_dir() and time.time() - old.stat().st_mtime > days * 86400:
                shutil.rmtree(old, ignore_errors=True)


if JIT:
    import numba

    _FOLDER = cache_folder()
    if _FOLDER:
        numba.config.CACHE_DIR = _FOLDER  # type: ignore[attr-defined]

    def rule(function: Callable[..., Any]) -> Callable[..., Any]:
        """Compile a rule (no fastmath, no global lock, cached when the cache folder can be written)."""
        compiled: Any = numba.njit(nogil=True, cache=_FOLDER is not None, error_model="numpy", no_cfunc_wrapper=True)(
            overrides.in_force(function)
        )
        return overrides.guarded(compiled)

else:

    def rule(function: Callable[..., Any]) -> Callable[..., Any]:
        """Leave the rule as plain Python."""
        return overrides.in_force(function)
