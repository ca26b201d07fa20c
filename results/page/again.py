"""How to get the same page again: command, version, commit, folder."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

from results.brief.again import compare_again
from results.comparison import Comparison
from scenarios.manifest import MANIFEST
from scenarios.provenance import code_version
from scenarios.queries import tables_of
from scenarios.stored_files import is_stored, read_table


def provenance(
    runs: Any, comparison: Comparison, folder: Path, actor: str | None, command: str | None
) -> dict[str, Any]:
    """How to get the same page again: what the manifest in the runs' folder says, else what this code is."""
    manifest = read_table(folder / MANIFEST) if is_stored(folder / MANIFEST) else {}
    code = manifest.get("code") or code_version()
    commit = code.get("commit") or "not recorded"
    name = folder.resolve().name
    made = manifest.get("run", {})
    again = made.get("command") or repeat_command(runs, comparison, actor)
    if made.get("command") and actor is not None and actor != made.get("actor", actor):
        again += f"\n{shlex.join(['entente', 'report', name, '--for', actor])}"
    return {
        "command": command or again,
        "version": code.get("version") or "not recorded",
        "commit": f"{commit}, with changes that are not committed" if code.get("modified") else commit,
        "folder": name,
    }


def repeat_command(runs: Any, comparison: Comparison, actor: str | None) -> str:
    """The command line that makes these runs, quoted for a shell."""
    with tables_of(runs, "draws") as tables:
        replicates = int(tables.frame("SELECT count(*) AS n FROM draws")["n"].iloc[0])
    return compare_again(runs, getattr(runs, "asked", None) or comparison.designs, replicates, actor)
