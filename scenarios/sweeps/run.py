"""A sweep made in a folder, batch by batch; whatever ends it, the same call goes on where it was."""

from __future__ import annotations

import datetime
import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from scenarios import claims
from scenarios.batches import Batches, batch_size
from scenarios.claims import Claim, TakenError
from scenarios.ending import again, shielded
from scenarios.execute import DIED, Executor, Progress, execute, executor_for, worker_count
from scenarios.fresh_process import with_its_rules
from scenarios.held import Held, write_table
from scenarios.parts import PARTS, PLAN, FolderParts, check_same, content_of
from scenarios.schema import Scenario
from scenarios.store import RUNS
from scenarios.stored_files import StoredFileError, is_stored, named, write_whole
from scenarios.sweeps.build import sweep_plan
from scenarios.sweeps.plan import SweepPlan
from scenarios.sweeps.stored import POINTS, SWEEP, is_of, load, manifest_text, read_manifest
from scenarios.whole import put_together
from scenarios.worker import ENGINES, ENSEMBLE
from sim.errors import EntenteError, InputError


@with_its_rules
def run_sweep(
    scenario: Scenario,
    out: str | Path | None = None,
    replicates: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
    engine: str = ENSEMBLE,
    allow_rules: bool = False,
) -> tuple[Path, dict[str, Any]]:
    """Run a scenario's [sweep] into a folder; the folder and its manifest. Arguments as in ``entente.sweep``."""
    plan = sweep_plan(scenario, replicates)
    if (there := finished(None if out is None else str(out), plan)) is not None:
        return there
    with folder_for(None if out is None else str(out), plan) as folder:
        return folder, run_plan(plan, folder, workers=workers, cluster=cluster, progress=progress, engine=engine)


def finished(out: str | None, plan: SweepPlan) -> tuple[Path, dict[str, Any]] | None:
    """The folder that was asked for and its manifest, if this very plan was run there to the end by this code.

    StoredFileError if its files are not what was written there.
    """
    path = None if out is None else named(out, "out")
    if path is None or not is_stored(path / SWEEP.last) or is_stored(path / PLAN):
        return None
    try:
        same = is_of(read_manifest(path), plan)
    except StoredFileError:  # of something else, or damaged: the folder is not free
        return None
    return load(path) if same else None


def folder_for(out: str | None, plan: SweepPlan) -> Claim:
    """The folder for a sweep: the one asked for, else a new one in runs/, or one there that was not finished.

    It is ours before anything is simulated. InputError if the one asked for is another's, not empty, not writable, or
    at work on something else.
    """
    check = partial(_check_same, plan)
    default, name = _default_folder(plan)
    if out is None:
        for left in sorted(path.parent for path in RUNS.glob(f"*-{name}*/{PLAN}")):
            with suppress(TakenError):
                return claims.claim(left, SWEEP, check)
    return claims.claim_for(out, default, SWEEP, check)


def _check_same(plan: SweepPlan, folder: Path) -> None:
    check_same(folder, content_of(plan, batch_size(plan)))


def _default_folder(plan: SweepPlan) -> tuple[Path, str]:
    """'runs/<date>-sweep-<hash of the configuration>', and its name without the date."""
    text = json.dumps([plan.outline(), list(plan.keeps)], sort_keys=True)
    name = f"sweep-{hashlib.blake2b(text.encode(), digest_size=3).hexdigest()}"
    return RUNS / f"{datetime.date.today().isoformat()}-{name}", name


def run_plan(
    plan: SweepPlan,
    folder: Path,
    *,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
    engine: str = ENSEMBLE,
    command: str = "",
) -> dict[str, Any]:
    """Make the runs of a plan in a folder that was claimed for it; the manifest, which is written last.

    A stop is a KeyboardInterrupt, a worker process that died an EntenteError: what is finished then stays, and the same
    call goes on. WriteError if something cannot be written, with the same effect.
    """
    if engine not in ENGINES:
        raise InputError("unknown engine", key="engine", value=engine, allowed=", ".join(ENGINES), choices=ENGINES)
    batches, started = Batches(plan, engine), time.perf_counter()
    with _executor(cluster, engine, worker_count(workers, len(batches))) as executor:
        parts = FolderParts(folder, plan, batches.size)
        note = execute(batches, parts, executor, progress)
    if note == DIED:
        raise EntenteError(f"{note}; what is finished is kept: the same command goes on")
    if note:
        raise again(note)
    tables = put_together(plan, parts, folder)
    how = {"engine": engine, "where": "cluster" if cluster is not None else "here", "command": command}
    with shielded():
        return _finish(plan, folder, tables, how | {"seconds": round(time.perf_counter() - started, 1)})


@contextmanager
def _executor(cluster: str | None, engine: str, workers: int) -> Iterator[Executor]:
    if cluster is None:
        yield executor_for(engine, workers)
        return
    from scenarios.cluster import cluster as connected

    with connected(cluster) as found:
        yield found


def _finish(plan: SweepPlan, folder: Path, tables: Mapping[str, Held], how: dict[str, Any]) -> dict[str, Any]:
    """Put the points and the manifest beside the tables; then the parts are not needed any more."""
    digests = {f"{name}.parquet": table.write(folder / f"{name}.parquet") for name, table in tables.items()}
    digests[f"{POINTS}.parquet"] = write_table(folder / f"{POINTS}.parquet", iter([plan.points.table()]))
    failed = len(tables["table"].arrow(["error"], where=[("error", "!=", "")]))
    write_whole(folder / SWEEP.last, manifest_text(plan, digests, failed, how))
    claims.remove(folder / PARTS)
    return read_manifest(folder)
