"""The packages that a calibration needs and the rest of Entente does not."""

from __future__ import annotations

from importlib.util import find_spec

from sim.errors import EntenteError

PACKAGES = ("scipy", "threadpoolctl")


def require_extra() -> None:
    """EntenteError, before any work, if a package of the extra ``calibration`` is not installed."""
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        raise EntenteError(
            f"a calibration needs {', '.join(missing)}, which {'is' if len(missing) == 1 else 'are'} not installed; "
            "install the extra: pip install 'entente[calibration]'"
        )
