"""The packages that a calibration needs and the rest of Entente does not."""

from __future__ import annotations

from scenarios.extras import require

PACKAGES = ("scipy", "threadpoolctl")


def require_extra() -> None:
    """InputError, before any work, if a package of the extra ``calibration`` is not installed."""
    require("a calibration", "calibration", {name: name for name in PACKAGES})
