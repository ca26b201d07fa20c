"""From a scenario with a [sweep] to its plan; every mistake that can be seen before the first run is told at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from scenarios import custom_rules
from scenarios.designs import BASELINE, parse_design
from scenarios.experiment import make_job
from scenarios.pruning import with_key
from scenarios.recipes import Recipe
from scenarios.schema import Scenario, load_scenario
from scenarios.sweep_factors import KINDS
from scenarios.sweep_schema import Sampling
from scenarios.sweeps.plan import SweepPlan, with_fields
from scenarios.sweeps.points import Points, points_of
from scenarios.worker import Job
from sim.errors import InputError, InputErrors, raise_all

MAX_UNITS = 100_000_000
FOLDER = Path(__file__).parents[1] / "data" / "sweeps"


def list_sweeps() -> list[Scenario]:
    """The sweeps that come along, 'first' first."""
    names = sorted((path.stem for path in FOLDER.glob("*.toml")), key=lambda name: (name != "first", name))
    return [load_sweep_file(name) for name in names]


def load_sweep_file(name_or_path: str | Path | Scenario) -> Scenario:
    """The scenario with a [sweep] of that name or TOML file; InputError(s) for what is none."""
    names = sorted(path.stem for path in FOLDER.glob("*.toml"))
    if isinstance(name_or_path, str) and name_or_path in names:
        return load_scenario(FOLDER / f"{name_or_path}.toml")
    if isinstance(name_or_path, str) and not name_or_path.endswith(".toml"):
        allowed = f"{', '.join(names)}, or a .toml file with a table [sweep]"
        raise InputError("unknown sweep", value=name_or_path, allowed=allowed, choices=names)
    found = load_scenario(name_or_path)
    if found.sweep is None:
        raise InputError("no sweep in this file", file=found.name, key="sweep", allowed="a table [sweep]")
    return found


def sweep_plan(scenario: Scenario, replicates: int | None = None) -> SweepPlan:
    """The plan of a scenario with a [sweep]. replicates : a point; left out: as it says. InputError(s) for mistakes."""
    if scenario.sweep is None:
        raise InputError("no sweep in this scenario", key="sweep", allowed="a table [sweep]")
    if replicates is not None:
        scenario = scenario.changed(sweep=scenario.sweep.plain() | {"replicates": replicates})
    sampling = scenario.sweep
    assert sampling is not None
    points = points_of(sampling, scenario.name, scenario.seed)
    count = sampling.replicates or scenario.replicates
    if len(points) * count > MAX_UNITS:
        allowed = f"at most {MAX_UNITS} replicates of points"
        raise InputError("too many runs", key="sweep", value=len(points) * count, allowed=allowed)
    settings = _settings(scenario, sampling, points, count)
    jobs, asked = _jobs(settings)
    alone = _alone(points, jobs)
    asked = tuple(dict.fromkeys((*asked, *(recipe.name for recipe in alone.values()))))
    changed = _changed(sampling, points, asked)
    _check_fields(points, scenario, jobs, alone, changed)
    return SweepPlan(scenario, sampling, points, settings, jobs, asked, count, changed, alone)


def _settings(scenario: Scenario, sampling: Sampling, points: Points, replicates: int) -> tuple[Scenario, ...]:
    """The scenario of each setting, with what the sweep says of designs and replicates."""
    errors: list[InputError] = []
    loaded = {name: _scenario(name, scenario, errors) for name in dict.fromkeys(name for name, _ in points.settings)}
    raise_all(errors)
    designs = sampling.designs or scenario.designs or ([BASELINE] if np.all(points.design >= 0) else [])
    return tuple(
        loaded[name].changed(designs=designs, replicates=replicates, seed=seed, sweep=None)
        for name, seed in points.settings
    )


def _scenario(name: str, own: Scenario, errors: list[InputError]) -> Scenario:
    """One of the sweep's scenarios; the file's own name means the file."""
    if name == own.name:
        return own
    try:
        found = load_scenario(name)
    except InputErrors as several:
        errors += several.errors
        return own
    except InputError as error:
        key = error.key if error.file else _place(name, own)
        errors.append(with_key(error, key, own.name))
        return own
    if custom_rules.variable(found.rules) != custom_rules.variable(own.rules):
        allowed = "the rules of the file with the sweep, in every scenario"
        errors.append(
            InputError("a scenario with rules of its own", key=_place(name, own), value=name, allowed=allowed)
        )
    return found


def _place(name: str, own: Scenario) -> str:
    """Where a sweep first names one of its scenarios."""
    sampling = own.sweep
    assert sampling is not None
    if name in sampling.scenarios:
        return f"sweep.scenarios[{sampling.scenarios.index(name) + 1}]"
    row = next(k for k, row in enumerate(sampling.rows, 1) if row.get("scenario") == name)
    return f"sweep.rows[{row}].scenario"


def _jobs(settings: Sequence[Scenario]) -> tuple[tuple[Job, ...], tuple[str, ...]]:
    """The job of each setting, and the designs that were asked for."""
    names = [(setting.roster, repr(setting.roster_changes)) for setting in settings]
    rosters = {name: setting.load_roster() for name, setting in dict(zip(names, settings, strict=True)).items()}
    made = [make_job(setting, rosters[name]) for name, setting in zip(names, settings, strict=True)]
    return tuple(job for job, _ in made), tuple(dict.fromkeys(name for _, names in made for name in names))


def _alone(points: Points, jobs: Sequence[Job]) -> dict[tuple[int, str], Recipe]:
    """Designs that points run by themselves, on the roster of each job; all mistakes together."""
    found: dict[tuple[int, str], Recipe] = {}
    errors: list[InputError] = []
    for job, text in sorted({(int(j), int(d)) for j, d in zip(points.setting, points.design, strict=True) if d >= 0}):
        name = points.designs[text]
        try:
            found[job, name] = parse_design(name, jobs[job].roster)
        except InputErrors as several:
            errors += several.errors
        except InputError as error:
            errors.append(error)
    raise_all(errors)
    return found


def _changed(sampling: Sampling, points: Points, asked: Sequence[str]) -> tuple[str, ...]:
    """Designs whose fields the points set; InputError(s) for names that are not run, and where there is none."""
    known = [name for name in asked if name != BASELINE]
    wrong = [name for name in sampling.changed_designs if name not in known]
    problem = "not a design of this sweep (the baseline stays as it is)"
    allowed = ", ".join(known) or "none: there is only the baseline"
    raise_all([
        InputError(problem, key="sweep.changed_designs", value=name, allowed=allowed, choices=known) for name in wrong
    ])  # fmt: skip
    if not known and any(KINDS[name].what == "field" for name in points.names):
        raise InputError("fields are varied, but of no design", key="sweep", allowed=f"a design beside {BASELINE}")
    return tuple(sampling.changed_designs or known)


def _check_fields(
    points: Points,
    scenario: Scenario,
    jobs: Sequence[Job],
    alone: Mapping[tuple[int, str], Recipe],
    changed: Sequence[str],
) -> None:
    """InputError(s) for values of fields that no design can have together (shares of one whole, a seat without host).

    All such bounds are on sums of fields, so that the largest value of each field tells for a sample; the points of a
    list are looked at one by one.
    """
    fields = [k for k, name in enumerate(points.names) if KINDS[name].what == "field"]
    if not fields:
        return
    recipes = {r.name: r for job in jobs for r in job.recipes} | {r.name: r for r in alone.values()}
    listed = scenario.sweep is not None and scenario.sweep.method == "list"
    rows = np.unique(points.values[:, fields], axis=0) if listed else points.values[:, fields].max(axis=0)[None]
    errors: dict[str, InputError] = {}
    for row in rows.tolist():
        given = {points.names[k]: value for k, value in zip(fields, row, strict=True) if value == value}
        for name in changed:
            try:
                with_fields(recipes[name], given, f"{scenario.name}, [sweep], design '{name}'")
            except InputErrors as several:
                errors |= {str(error): error for error in several.errors}
            except InputError as error:
                errors[str(error)] = error
    raise_all(list(errors.values()))
