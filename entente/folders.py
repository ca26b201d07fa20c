"""Where results go: found out to be writable before anything is simulated."""

from __future__ import annotations

import time
from pathlib import Path

from sim.errors import InputError

RUNS = Path("runs")


def prepare(wanted: str | None, name: str) -> Path:
    """The folder for the results, made if need be; InputError if nothing can be written there.

    wanted : the caller's choice; left out: a new folder in ``runs``, named after the scenario and the time.
    """
    folder = Path(wanted) if wanted is not None else _fresh(name)
    probe = folder / ".entente-probe"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_text("", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        raise InputError(
            f"cannot write to this folder: {error.strerror or error}",
            key="out",
            value=str(folder),
            allowed="a folder that exists or can be made, and that you may write to",
        ) from None
    return folder


def _fresh(name: str) -> Path:
    stem = RUNS / f"{name}-{time.strftime('%Y-%m-%d-%H%M%S')}"
    folder, k = stem, 2
    while folder.exists():
        folder, k = stem.with_name(f"{stem.name}-{k}"), k + 1
    return folder


def drop_if_empty(folder: Path) -> None:
    """Remove the folder if nothing was written into it."""
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
