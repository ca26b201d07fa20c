"""Sequential Monte Carlo: finds a known posterior, says what it did, and continues after a kill to the same bytes."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.choice import CALIBRATED
from calibration.diagnostics import recovery
from calibration.estimators import smc, smc_store
from calibration.estimators.smc_model import NetworkModel, distance
from calibration.estimators.smc_store import Pilot, Population
from calibration.estimators.table import build_table
from calibration.observed import admissible_dyads, observed_network
from calibration.posterior import COLUMN
from calibration.simulator import DRAWN, Simulator
from calibration.statistics import NAMES, observed_statistics
from results.calibration_text.smc import text
from scenarios.claims import TakenError, locked
from scenarios.rosters import load_roster
from scenarios.stored_files import StoredFileError, WriteError
from sim.errors import InputError
from sim.parameters import INDEX, RECORDS
from tests.calibration.smc_toy import NAME, NOISE, OBSERVED, SCHEDULE, WAITING, Gaussian, calibrated

pytest.importorskip("pyabc")


@pytest.fixture(scope="module")
def progress():
    return []


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("smc")


@pytest.fixture(scope="module")
def toy(folder, progress):
    return calibrated(folder, watch=progress.append)


def same(a, b):
    """Whether two posteriors are the same, byte for byte."""
    return all(getattr(a, f.name).tobytes() == getattr(b, f.name).tobytes() for f in fields(a))


# --- the estimate


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    return calibrated(tmp_path_factory.mktemp("large"), schedule=smc.Schedule(600, 400, 8000, generations=4))


def exact_sd(result):
    width = result.generations[-1].epsilon * result.pilot.scale[0] * 2**0.5  # of two statistics, one is constant
    return (width**2 / 3 + NOISE**2) ** 0.5


def test_a_known_posterior_is_found(large):
    """Within 4 standard errors: false alarms once in 8000 seeds."""
    posterior, sd = large.posterior, exact_sd(large)
    assert sd < 1.15 * NOISE < 0.3 * (RECORDS[NAME].high - RECORDS[NAME].low) / 12**0.5  # the run went far enough
    assert abs(posterior.mean(NAME) - OBSERVED) < 4 * sd / posterior.effective_size**0.5
    assert abs(posterior.sd(NAME) / sd - 1) < 4 / (2 * posterior.effective_size) ** 0.5


def test_other_parameters_keep_their_priors(large):
    """Four standard errors of a mean, over all but one of the drawn parameters: false alarms once in 400 seeds."""
    for name in set(DRAWN) - {NAME}:
        record, size = RECORDS[name], large.posterior.effective_size
        middle, sd = (record.low + record.high) / 2, (record.high - record.low) / 12**0.5
        assert abs(large.posterior.mean(name) - middle) < 4 * sd / size**0.5, name


def test_weights_undo_the_proposals(large):
    """Prior over proposal density, as of Toni et al. (2009): what draws of the last generation were proposed from."""
    before, last = large.generations[-2:]
    variance = 2 * np.cov(before.values[NAME], aweights=before.weights)
    gaps = last.values[NAME][:, None] - before.values[NAME]
    proposed = np.exp(-(gaps**2) / (2 * variance)) @ before.weights
    assert np.allclose(last.weights, (1 / proposed) / (1 / proposed).sum(), rtol=1e-9)
    assert last.weights.max() > 1.5 * last.weights.min()  # it matters


# --- particles


def test_a_particle_is_a_whole_world(toy):
    """Run again by its number, each accepted particle gives the distance that it was accepted with."""
    model, last = Gaussian(), toy.generations[-1]
    params = model.parameters(toy.posterior.numbers, {name: toy.posterior.of(name) for name in (NAME,)})
    again = distance(model.statistics(last.numbers, params), toy.observed, toy.pilot.units)
    assert again.tobytes() == last.distances.tobytes()
    assert np.array_equal(params[:, [INDEX[name] for name in DRAWN]], toy.posterior.values)
    assert np.array_equal(last.values[NAME], toy.posterior.of(NAME))
    assert len(set(toy.posterior.numbers.tolist())) == len(toy.posterior) == SCHEDULE.population


def test_each_generation_accepts_its_number_within_its_threshold(toy):
    thresholds = [g.epsilon for g in toy.generations]
    assert thresholds == sorted(thresholds, reverse=True)
    assert len(set(thresholds)) == len(thresholds) == SCHEDULE.generations
    for generation in toy.generations:
        assert len(generation) == SCHEDULE.population
        assert generation.distances.max() <= generation.epsilon
        assert generation.weights.sum() == pytest.approx(1.0)
        low, high = RECORDS[NAME].low, RECORDS[NAME].high
        assert low <= generation.values[NAME].min() <= generation.values[NAME].max() <= high


def test_a_statistic_that_never_moves_does_not_count(toy):
    assert toy.pilot.scale[1] == float("inf")
    assert all(np.isfinite(g.distances).all() for g in toy.generations)


def test_numbers_of_generations_and_of_other_seeds_do_not_meet():
    first = [smc._first(seed, generation) for seed in range(40) for generation in range(-1, 30)]
    assert np.diff(sorted(first)).min() >= 2**28 > 100 * smc.Schedule().simulations
    assert min(first) > 10**9  # those of other studies count from 0
    assert max(first) < 2**53  # and go through a floating-point column unharmed


# --- the same again


def test_the_same_seed_gives_the_same_bytes(toy, tmp_path):
    before = np.random.get_state()[1].copy()
    again = calibrated(tmp_path)
    assert same(toy.posterior, again.posterior)
    assert np.array_equal(np.random.get_state()[1], before)  # the global generator is left as it was
    other = calibrated(tmp_path / "other", seed=2, schedule=replace(SCHEDULE, generations=1))
    assert not set(other.posterior.numbers) & set(toy.generations[0].numbers)


def test_the_batch_does_not_matter(toy, tmp_path, monkeypatch):
    from calibration.estimators import smc_engine

    monkeypatch.setattr(smc_engine, "BATCH", 7)
    again = calibrated(tmp_path)
    assert same(toy.posterior, again.posterior)
    assert [g.simulations for g in again.generations] == [g.simulations for g in toy.generations]


@pytest.mark.parametrize("generation", [1, pytest.param(0, marks=pytest.mark.slow)])
def test_killed_and_continued_it_ends_with_the_same_bytes(toy, tmp_path, generation):
    """SIGKILL in the middle of a generation (in the first one: before anything is on disk for good)."""
    path = os.pathsep.join(p for p in sys.path if p)
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.calibration.smc_toy", str(tmp_path), str(generation)],
        stdout=subprocess.PIPE, text=True, cwd=root, env=os.environ | {"PYTHONPATH": f"{root}{os.pathsep}{path}"},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == WAITING
    finally:
        process.kill()
        process.wait()
    before = smc_store.populations(tmp_path / smc_store.NAME)
    assert len(before) == generation
    model = Gaussian()
    continued = calibrated(tmp_path, model=model)
    assert same(toy.posterior, continued.posterior)
    assert [g.epsilon for g in continued.generations] == [g.epsilon for g in toy.generations]
    assert model.runs <= sum(g.simulations + 100 for g in toy.generations[generation:])  # 100: the last batch


def test_a_finished_run_is_read_and_not_run_again(toy, folder):
    model = Gaussian()
    assert same(toy.posterior, calibrated(folder, model=model).posterior)
    assert model.runs == 0


# --- a folder that holds something else


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"seed": 2}, "seed (there 1, here 2)"),
        ({"observed": 0.7}, "observed statistics (there [0.8, 3.0], here [0.7, 3.0])"),
        ({"schedule": replace(SCHEDULE, population=90)}, "size: population (there 80, here 90)"),
    ],
)
def test_another_calibration_is_not_continued(toy, folder, change, named):
    with pytest.raises(InputError, match="another folder") as error:
        calibrated(folder, **change)
    assert f"has another {named};" in str(error.value)


def test_other_rules_and_another_model_are_not_continued(toy, folder, monkeypatch):
    monkeypatch.setattr(smc, "sources_hash", lambda: "other")
    monkeypatch.setattr(Gaussian, "identity", lambda self: {"noise": 0.2})
    with pytest.raises(InputError, match="rules") as error:
        calibrated(folder)
    assert "another model: noise (there 0.1, here 0.2); another rules" in str(error.value)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0 and no more", b"a file of something else" * 500])
def test_a_file_that_is_no_history_is_refused(tmp_path, content):
    (tmp_path / smc_store.NAME).write_bytes(content)
    with pytest.raises(InputError, match="not the history of a calibration"):
        calibrated(tmp_path)
    assert (tmp_path / smc_store.NAME).read_bytes() == content


def test_a_half_made_history_is_made_anew(toy, tmp_path):
    (tmp_path / f"{smc_store.NAME}.new").write_bytes(b"half")
    found = calibrated(tmp_path, schedule=replace(SCHEDULE, generations=1))
    assert np.array_equal(found.posterior.numbers, toy.generations[0].numbers)


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="file: a file, not a folder"):
        calibrated(tmp_path / "file")


BROKEN = [
    "DELETE FROM particles", "DELETE FROM samples WHERE id > 3", "DROP TABLE parameters",
    "UPDATE abc_smc SET json_parameters = '[1]'",
]  # fmt: skip


@pytest.mark.parametrize("damage", BROKEN)
def test_a_history_that_does_not_fit_together_is_refused(toy, folder, tmp_path, damage):
    shutil.copytree(folder, tmp_path / "x")
    with closing(sqlite3.connect(tmp_path / "x" / smc_store.NAME)) as base, base:
        base.execute(damage)
    with pytest.raises(StoredFileError) as caught:
        calibrated(tmp_path / "x")
    assert caught.value.file == tmp_path / "x" / smc_store.NAME


def test_a_database_that_cannot_be_written_is_named(tmp_path):
    from calibration.estimators.smc_engine import Engine

    engine = Engine(Gaussian().statistics, {NAME: (0.0, 1.0)}, np.array([OBSERVED, 3.0]), np.ones(2), 10)
    path = tmp_path / "nowhere" / "history.db"
    with pytest.raises(WriteError, match=r"history\.db: cannot be written: unable to open database file"):
        engine.start(path, "{}")


def test_a_folder_in_which_another_works_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(smc, "WAIT", 0.0)
    with locked(tmp_path), pytest.raises(TakenError, match="another process is writing there just now"):
        calibrated(tmp_path)


def test_too_few_simulations_are_an_input_error(tmp_path):
    with pytest.raises(InputError, match="'simulations': not enough"):
        calibrated(tmp_path, schedule=replace(SCHEDULE, simulations=170))


# --- when to stop


def population(simulations=400, epsilon=1.0, distances=(0.2, 0.5, 0.7, 0.9), size=100):
    d = np.resize(np.array(distances), size)
    return Population(epsilon, simulations, {NAME: d}, np.full(size, 1 / size), d, np.arange(size))


PLAN = smc.Schedule(population=100, pilot=50, simulations=10_000, generations=3, floor=0.01)
PILOT = Pilot((1.0,), 2.0)


def test_the_next_threshold_is_a_quantile_of_the_last_distances():
    assert smc._plan([], PILOT, PLAN) == 2.0
    assert 0.5 <= smc._plan([population()], PILOT, PLAN) <= 0.7


def test_it_stops_for_the_reason_that_it_gives():
    assert smc._plan([population()] * 3, PILOT, PLAN) == smc.GENERATIONS
    assert smc._plan([population(simulations=6000)], PILOT, replace(PLAN, simulations=100_000)) == smc.FLOOR
    assert smc._plan([population(simulations=9000)], PILOT, PLAN) == smc.BUDGET
    assert smc._plan([population(simulations=9950)], PILOT, PLAN) == smc.BUDGET
    assert smc._plan([population(distances=(1.0,))], PILOT, PLAN) == smc.STUCK


@given(spent=st.integers(100, 9950))
def test_a_last_generation_takes_what_is_left(spent):
    """A milder threshold rather than none, if the budget does not allow for the usual one."""
    plan = smc._plan([population(simulations=spent)], PILOT, replace(PLAN, floor=1e-9))
    left = 10_000 - 50 - spent
    if spent * 1.1 / 0.5 <= left:
        assert plan == smc._plan([population(simulations=200)], PILOT, PLAN)
    elif spent * 1.1 / 0.8 <= left:
        assert isinstance(plan, float)
        assert plan >= smc._plan([population(simulations=200)], PILOT, PLAN)
    else:
        assert plan == smc.BUDGET


def test_a_generation_that_overruns_the_budget_is_dropped(tmp_path, monkeypatch):
    """The limit holds even if the plan is too hopeful."""
    monkeypatch.setattr(smc, "MARGIN", 0.01)
    schedule = replace(SCHEDULE, simulations=600)
    found = calibrated(tmp_path, schedule=schedule)
    assert found.stopped == smc.BUDGET
    assert schedule.pilot + sum(g.simulations for g in found.generations) <= schedule.simulations


# --- what is said


def test_progress_counts_up_to_the_whole(toy, progress):
    counts = [p.simulations for p in progress]
    assert counts == sorted(counts)
    assert counts[-1] == SCHEDULE.pilot + sum(g.simulations for g in toy.generations) <= SCHEDULE.simulations
    assert [p.epsilon for p in progress if p.done] == [g.epsilon for g in toy.generations]
    assert any(0 < p.accepted < p.population for p in progress)


def test_the_section_is_plain_and_its_text_names_every_figure(toy):
    section = json.loads(json.dumps(smc.section(toy, ("observation", "constant")), allow_nan=False))
    (row,) = section["parameters"]
    last = section["generations"][-1]
    assert row["ratio"] == pytest.approx(row["sd"] / ((RECORDS[NAME].high - RECORDS[NAME].low) / 12**0.5))
    assert row["q05"] < row["mean"] < row["q95"]
    assert (last["mean"][NAME], last["sd"][NAME]) == pytest.approx((row["mean"], row["sd"]))
    assert last["acceptance"] == last["accepted"] / last["simulations"]
    assert section["statistics"][1] == {"name": "constant", "observed": 3.0, "unit": None}
    said = text(section)
    assert f"{section['simulations']:,} simulations" in said
    assert "over 1 statistic," in said
    assert section["stopped"] in said
    assert f"| {NAME} | 0.80 | 0.40 | {row['mean']:.2f} |" in said
    assert said.count("\n|") == 2 + 1 + 2 + len(section["generations"])


def test_pyabc_is_quiet(toy, tmp_path, capfd, caplog):
    with caplog.at_level(logging.INFO):
        calibrated(tmp_path, schedule=replace(SCHEDULE, generations=1))
    assert capfd.readouterr() == ("", "")
    assert not caplog.records


# --- the networks


@pytest.fixture(scope="module")
def networks():
    roster = load_roster("real")
    dyads = admissible_dyads(roster)
    observed = observed_network(dyads, roster.ties)
    return NetworkModel(Simulator(roster, dyads, 5), observed.timed), observed_statistics(observed)


def test_it_calibrates_the_networks_and_keeps_whole_worlds(networks, tmp_path):
    model, observed = networks
    schedule = smc.Schedule(population=30, pilot=50, simulations=300, generations=2)
    found = smc.run(model, observed, schedule, 3, tmp_path)
    again = smc.run(replace(model, threads=2), observed, schedule, 3, tmp_path / "threads")
    assert same(found.posterior, again.posterior)
    values = {name: found.posterior.of(name) for name in CALIBRATED}
    params = model.parameters(found.posterior.numbers, values)
    assert np.array_equal(params[:, [INDEX[name] for name in DRAWN]], found.posterior.values)
    statistics = model.statistics(found.posterior.numbers, params)
    assert np.array_equal(distance(statistics, observed, found.pilot.units), found.generations[-1].distances)
    assert len(smc.section(found, NAMES)["statistics"]) == len(NAMES)


def estimate(model, statistics, schedule, seed, folder):
    """The posterior given the statistics alone: each data set gets proposals and worlds of its own."""
    seed += int.from_bytes(hashlib.blake2b(statistics.tobytes(), digest_size=4).digest(), "little")
    return smc.run(model, statistics, schedule, seed, folder).posterior


def test_an_estimate_is_a_function_of_the_statistics(networks, tmp_path):
    model, observed = networks
    schedule = smc.Schedule(population=20, pilot=30, simulations=120, generations=1)
    folders = [tmp_path / name for name in ("one", "two", "other")]
    for folder in folders:
        folder.mkdir()
    one, two = (estimate(model, observed, schedule, 3, folder) for folder in folders[:2])
    assert same(one, two)
    assert not set(one.numbers) & set(estimate(model, observed + 1.0, schedule, 3, folders[2]).numbers)
    assert one.values.shape == (20, len(COLUMN))


@pytest.mark.slow
def test_simulation_based_calibration(networks, tmp_path):
    """20 data sets whose parameters are known: ranks uniform (false alarms: 1 in 100 over all parameters together).

    So few show gross faults only; one is planted: posteriors five times too narrow.
    """
    model, _ = networks
    table = build_table(model.simulator, 20, model.timed, threads=2)
    for k in range(len(table)):
        (tmp_path / str(k)).mkdir()
    schedule, faster = smc.Schedule(population=100, pilot=200, simulations=1800), replace(model, threads=2)
    found = [estimate(faster, row, schedule, 11, tmp_path / str(k)) for k, row in enumerate(table.statistics)]
    rows = np.arange(len(table))
    honest = recovery.section(recovery.ranks(lambda statistics, row: found[row], table, rows))
    assert honest["passed"], [(p["name"], p["p"]) for p in honest["parameters"]]
    assert honest["all_covered"]
    narrow = [replace(p, values=p.weights @ p.values + (p.values - p.weights @ p.values) / 5) for p in found]
    assert not recovery.section(recovery.ranks(lambda statistics, row: narrow[row], table, rows))["passed"]
