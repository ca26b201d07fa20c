"""A stored run made again, as a function."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios.reproduction import Reproduced


def reproduce(
    folder: str | Path,
    *,
    engine: str | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    allow_rules: bool = False,
) -> Reproduced:
    """Make the run or sweep stored in a folder again and compare every file with what is stored there.

    engine : 'ensemble' or 'reference'; left out: the one that made it. The files do not depend on it.
    workers : threads or processes; left out: one a core.
    progress : called with (replicates done, replicates in all).
    allow_rules : run the Python file that a run with custom rules names.

    Raises InputError, which says what is missing, if what is stored does not suffice.

    >>> import entente, tempfile
    >>> found = entente.compare("rotating", "teaching", months=2, replicates=1, workers=1)
    >>> folder = found.save(tempfile.mkdtemp() + "/run")
    >>> entente.reproduce(folder).equal
    True
    """
    from scenarios.rerun import reproduce as make_again

    _check_kind(folder)
    return make_again(folder, engine, workers, progress, allow_rules)


def _check_kind(folder: str | Path) -> None:
    """StoredFileError for a folder of another command, which says how that is made again."""
    from scenarios.manifest import MANIFEST
    from scenarios.stored_files import StoredFileError, is_stored, named

    path = named(folder, "folder")
    if is_stored(path / MANIFEST) or not path.is_dir():
        return
    from results import hindcast_page
    from results.discovery import store
    from results.sensitivity import files

    kinds = {"discover": store.FOLDER, "sensitivity": files.KIND, "hindcast": hindcast_page.KIND}
    for command, kind in kinds.items():
        if is_stored(path / kind.last):
            allowed = (
                "a folder of `entente compare` or `entente sweep`; this one is made again by the same "
                f"`entente {command}` into a new folder, and its files compared with `diff -r`"
            )
            raise StoredFileError(f"{kind.what}, not a run", file=path, allowed=allowed)
