"""The Python API: what the commands do, as functions. Importing it is light."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from entente.against_record import evidence, forecast, hindcast
from entente.analysis import discover, robust, search
from entente.compared import Compared, load
from entente.depends import function, sensitivity
from entente.exported import export
from entente.inventory import designs, outcomes, parameters, rosters, scenarios, sweeps
from entente.prepared import check_actor, prepare
from entente.reproduced import reproduce
from entente.scenario_files import check_scenario, new_scenario, scenario_link, scenario_schema
from entente.sessions import run_session
from entente.swept import Swept, load_sweep, sweep

if TYPE_CHECKING:
    from results.explanation import Explanation, Found
    from results.notebook.run import Run
    from results.stability.finder import Stability
    from scenarios.schema import Scenario
    from sim.model import CooperationModel
    from sim.record import Record
    from sim.roster import Roster

BASELINE = "adhoc"
Progress = Callable[[int, int], None]

__all__ = [
    "Compared",
    "Swept",
    "check_scenario",
    "compare",
    "decisions",
    "designs",
    "discover",
    "evidence",
    "explain",
    "export",
    "forecast",
    "function",
    "hindcast",
    "load",
    "load_roster",
    "load_sweep",
    "model",
    "new_scenario",
    "outcomes",
    "parameters",
    "reproduce",
    "robust",
    "rosters",
    "run",
    "run_session",
    "scenario_link",
    "scenario_schema",
    "scenarios",
    "search",
    "sensitivity",
    "stability",
    "sweep",
    "sweeps",
]


def compare(
    designs: Sequence[str] | str | None = None,
    scenario: str | Path = "default",
    *,
    roster: str | Path | None = None,
    actor: str | None = None,
    months: int | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    engine: str = "ensemble",
    allow_rules: bool = False,
    folder: str | Path | None = None,
) -> Compared:
    """Run designs under the same draws and compare them with today's arrangement (adhoc, added if missing).

    Parameters
    ----------
    designs : names as in ``entente.designs()`` (or one text with commas); left out: the scenario's.
    scenario, roster : a name, or a file or folder of one's own; a scenario may be a link (``scenario_link``) too.
    actor : a jurisdiction whose own view is wanted as well.
    months : end so many months after the adoption.
    replicates, seed : left out: the scenario's.
    workers : threads (or processes, for the reference); left out: one a core. The results do not depend on it.
    progress : called with (replicates done, replicates in all).
    engine : 'ensemble', or 'reference' for the Mesa model. The results do not depend on it either.
    allow_rules : run the Python file that a scenario with [rules] names; without it, such a scenario is refused.
    folder : keep the runs there as they finish, so that memory does not grow with them and a process that was killed
        is gone on with; a new folder, an empty one, or what that process left. Left out: all is kept in memory.

    Raises InputError (a message that names what is allowed) for anything that makes no sense.

    >>> import entente
    >>> found = entente.compare("adhoc,rotating", "teaching", months=3, replicates=2, workers=1)
    >>> sorted(found.frame()["design"].unique())
    ['adhoc', 'rotating']
    """
    chosen = prepare(scenario, roster=roster, designs=designs, months=months, replicates=replicates, seed=seed)
    if actor is not None:
        check_actor(chosen.load_roster(), actor)
    options: dict[str, Any] = {"workers": workers, "progress": progress, "engine": engine, "allow_rules": allow_rules}
    if folder is None:
        found = compare_scenario(chosen, actor=actor, **options)
    else:
        from scenarios.incoming import text_or_path
        from scenarios.store import claim_for

        name = text_or_path(folder, "folder", "the path of a folder", clean=False)
        with claim_for(str(name), "compare", chosen) as claimed:
            found = compare_scenario(chosen, actor=actor, folder=claimed, **options)
    if found.runs.note and found.runs.complete:
        print(f"Note: {found.runs.note}.", file=sys.stderr)
    return found


def compare_scenario(
    scenario: Scenario,
    *,
    actor: str | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    engine: str = "ensemble",
    allow_rules: bool = False,
    folder: Path | None = None,
    command: str = "",
) -> Compared:
    """Run a prepared scenario and compare its designs.

    folder : where runs are stored as they finish, claimed for them (``scenarios.store.claim_for``); those of a process
        that was killed after it had finished them are read.  command : what the manifest says of how they were made.

    An interruption keeps the replicates that are finished; KeyboardInterrupt only if there is none.
    EntenteError if every run failed.
    """
    from results.comparison import compare as compare_runs
    from scenarios import ending
    from scenarios.experiment import run_experiment
    from scenarios.provenance import without_folders
    from scenarios.store import is_finished, write_run
    from sim.errors import EntenteError

    if folder is not None and is_finished(folder):
        found = load(folder, actor)
        found.stored = False  # what is missing is made
        return found
    runs = run_experiment(
        scenario, workers=workers, progress=progress, engine=engine, allow_rules=allow_rules, folder=folder
    )
    runs.command = without_folders(command)
    if not runs.replicates:
        raise ending.again(runs.note)
    if len(runs.failures) == runs.runs:
        raise EntenteError(f"every run failed, the first with: {runs.failures['error'].iloc[0]}")
    if folder is not None:
        with ending.shielded():
            write_run(runs, folder, actor=actor)
    return Compared(runs, compare_runs(runs, BASELINE, first=runs.scenario.outcomes), actor, allow_rules=allow_rules)


def load_roster(name_or_folder: str | Path = "real") -> Roster:
    """The actors and their pairs: a roster that comes along, or a folder of one's own.

    >>> import entente
    >>> entente.load_roster("teaching").n_states
    4
    """
    from scenarios.rosters import load_roster as load

    return load(name_or_folder)


def run(
    design: str,
    seed: int | None = None,
    *,
    scenario: str | Path = "default",
    roster: str | Path | None = None,
    months: int | None = None,
    replicate: int = 0,
    allow_rules: bool = False,
) -> Run:
    """One run with everything kept: the record holds the chronicle and each decision with its receipt.

    A notebook shows it; its ``frame()`` is the chronicle, a row an event.

    ``allow_rules``: run the Python file that a scenario with [rules] names. InputError(s) for all that makes no sense.

    >>> import entente
    >>> record = entente.run("rotating", 7, scenario="teaching", months=3)
    >>> record.design.name
    'rotating'
    """
    from results.notebook.run import Run
    from scenarios.experiment import run_single
    from scenarios.incoming import text_or_path

    design = text_or_path(design, "design", "a design's name, or a .toml file")
    chosen = prepare(scenario, roster=roster, designs=[design], months=months, seed=seed)
    return Run.of(run_single(chosen, design, replicate=replicate, keep_decisions=True, allow_rules=allow_rules))


def model(
    design: str = "rotating",
    seed: int | None = None,
    *,
    scenario: str | Path = "default",
    roster: str | Path | None = None,
    months: int | None = None,
    replicate: int = 0,
) -> CooperationModel:
    """The reference model of one run, not begun: to be stepped by hand, looked into, or handed to ``mesa.batch_run``.

    A Mesa model: ``step`` is a month, ``running`` is True until the last one, ``datacollector`` keeps data frames,
    ``agents_by_type`` its states, institutes and firms, whose attributes are the fields of the world. Stepped to its
    end it is the run that ``run`` makes.

    >>> import entente
    >>> m = entente.model("rotating", seed=1, scenario="teaching", months=2)
    >>> m.step()
    >>> m.running
    True
    """
    from scenarios.experiment import model_of

    chosen = prepare(scenario, roster=roster, designs=[design], months=months, seed=seed)
    return model_of(chosen, design, replicate=replicate)


def decisions(
    record: Record,
    *,
    actor: str | None = None,
    partner: str | None = None,
    act: str | None = None,
    month: str | None = None,
) -> list[Found]:
    """The decisions of a run that match, numbered; ``explain`` takes the number.

    >>> import entente
    >>> record = entente.run("rotating", 7, scenario="teaching", months=3)
    >>> {found.decision.act for found in entente.decisions(record, act="share")}
    {'share'}
    """
    from results.explain import find

    return find(record, actor, partner, act, month)


def explain(record: Record, number: int | None = None, **wanted: str) -> Explanation:
    """Why an actor decided as it did: terms that add up exactly, the chance, the draw, and the evidence.

    number : a decision's number; left out: the first that matches ``wanted`` (see ``decisions``).

    >>> import entente
    >>> record = entente.run("rotating", 7, scenario="teaching", months=3)
    >>> entente.explain(record, 1).adds_up
    True
    """
    from results.explain import explain as explain_decision

    if number is None:
        number = decisions(record, **wanted)[0].number
    return explain_decision(record, number)


def stability(
    designs: Sequence[str] | str | None = None, scenario: str | Path = "default", *, roster: str | Path | None = None,
    at: Sequence[str] | str | None = None, window: int = 24, replicates: int = 16, seed: int | None = None,
    workers: int | None = None, progress: Progress | None = None,
) -> Stability:  # fmt: skip
    """Who would gain by a deviation: the same runs again, with one decision forced (arguments as for ``compare``).

    at : months 'YYYY-MM' as which begin it happens; left out: the month after the scenario's end.
    window : months from there over which each state's mean welfare is compared.
    """
    from results.stability.finder import find

    chosen = prepare(scenario, roster=roster, designs=designs, replicates=replicates, seed=seed)
    return find(chosen, at, window, workers, progress)
