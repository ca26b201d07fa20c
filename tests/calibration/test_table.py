"""The reference table: the same bytes however it is made, resumable, and never mixed with another."""

import numpy as np
import pytest

from calibration.estimators import table as module
from calibration.estimators.table import build_table
from calibration.past import LAST
from calibration.record import happened_until
from calibration.simulator import DRAWN, Simulator, prior_draw
from calibration.statistics import summarise
from scenarios.rosters import load_roster
from sim.errors import InputError

SEED = 11


@pytest.fixture(scope="module")
def world():
    observed = happened_until(LAST).observed
    return load_roster("real"), observed.dyads, observed


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(module, "PART", 60)


def simulator(world, seed=SEED):
    return Simulator(world[0], world[1], seed)


def same(a, b):
    arrays = ((t.values, t.statistics, *t.networks) for t in (a, b))
    return all(one.tobytes() == other.tobytes() for one, other in zip(*arrays, strict=True))


def test_the_same_bytes_whatever_the_threads_and_the_parts(world, small_parts, tmp_path):
    seen = world[2]
    alone = build_table(simulator(world), 100, seen)
    assert same(alone, build_table(simulator(world), 100, seen, tmp_path, threads=2))
    assert len(alone) == 100 and all(values.dtype == np.int16 for values in alone.networks)


def test_rows_are_the_prior_draws_and_their_statistics(world, small_parts):
    seen = world[2]
    table = build_table(simulator(world), 20, seen)
    assert dict(zip(DRAWN, table.values[7], strict=True)) == prior_draw(SEED, 7)
    params = simulator(world).parameters(np.array([7]), {})
    network = simulator(world).run(np.array([7]), params)
    assert all(np.array_equal(one[0], many[7]) for one, many in zip(network, table.networks, strict=True))
    assert np.array_equal(summarise(table.rows(slice(None)), seen), table.statistics)


def test_a_killed_table_goes_on_where_it_was(world, small_parts, tmp_path, monkeypatch):
    seen, simulated = world[2], []
    inner = module._simulate
    monkeypatch.setattr(module, "_simulate", lambda s, numbers, t: simulated.append(numbers[0]) or inner(s, numbers, t))

    def kill(done, total):
        if done == 60:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_table(simulator(world), 100, seen, tmp_path, progress=kill)
    told = []
    table = build_table(simulator(world), 100, seen, tmp_path, progress=lambda *counts: told.append(counts))
    assert simulated == [0, 60]
    assert told == [(60, 100), (100, 100)]
    assert same(table, build_table(simulator(world), 100, seen))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["key.json", "part-00000.npz", "part-00001.npz"]


@pytest.mark.parametrize("damage", [b"", b"PK", None])
def test_a_torn_part_is_simulated_again(world, small_parts, tmp_path, damage):
    seen = world[2]
    whole = build_table(simulator(world), 30, seen, tmp_path)
    part = tmp_path / "part-00000.npz"
    data = part.read_bytes()
    part.write_bytes(data[: len(data) // 2] if damage is None else damage)
    assert same(whole, build_table(simulator(world), 30, seen, tmp_path))
    assert part.read_bytes() == data


def test_a_part_in_the_place_of_another_is_simulated_again(world, small_parts, tmp_path):
    seen = world[2]
    whole = build_table(simulator(world), 100, seen, tmp_path)
    first, second = (tmp_path / f"part-0000{k}.npz" for k in range(2))
    data = first.read_bytes()
    first.write_bytes(second.read_bytes())
    assert same(whole, build_table(simulator(world), 100, seen, tmp_path))
    assert first.read_bytes() == data


def test_the_parts_of_another_seed_are_refused_and_kept(world, small_parts, tmp_path):
    seen = world[2]
    build_table(simulator(world), 10, seen, tmp_path)
    before = (tmp_path / "part-00000.npz").read_bytes()
    with pytest.raises(InputError, match=r"'seed'.*another simulation.*got '11'.*allowed: 12"):
        build_table(simulator(world, 12), 10, seen, tmp_path)
    assert (tmp_path / "part-00000.npz").read_bytes() == before


def test_the_parts_of_other_rules_are_refused(world, small_parts, tmp_path, monkeypatch):
    build_table(simulator(world), 10, world[2], tmp_path)
    monkeypatch.setattr(module, "sources_hash", lambda: "other")
    with pytest.raises(InputError, match="'rules'"):
        build_table(simulator(world), 10, world[2], tmp_path)


def test_a_folder_that_is_a_file_and_a_broken_key_are_clear_errors(world, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="file: a file, not a folder"):
        build_table(simulator(world), 10, world[2], tmp_path / "file")
    (tmp_path / "key.json").write_text("{")
    with pytest.raises(InputError, match=r"key\.json: cannot be read"):
        build_table(simulator(world), 10, world[2], tmp_path)
    with pytest.raises(InputError, match="no runs"):
        build_table(simulator(world), 0, world[2])
