"""Packages that some work needs and the rest of Entente does not: named, with the extra to install, before any work."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec

from sim.errors import InputError


def require(what: str, extra: str, packages: Mapping[str, str]) -> None:
    """InputError if a package is not installed. packages : module -> what it is called where it is installed from."""
    missing = [called for module, called in packages.items() if find_spec(module) is None]
    if missing:
        is_are = "is" if len(missing) == 1 else "are"
        raise InputError(
            f"{what} needs {', '.join(missing)}, which {is_are} not installed",
            allowed=f"to install the extra: pip install 'entente[{extra}]'",
        )
