"""Runs that begin alike are simulated once up to where they part: nothing of that may show."""

import dataclasses
import os
import subprocess
import sys

import numpy as np
import pytest

from sim import design as D
from sim.ensemble import runs
from sim.ensemble.runs import Ensemble, inputs_of_all
from sim.ensemble.shared_prefix import by_beginning, longest
from sim.jit import copy_array
from sim.setting import world_of
from sim.world import ARRAYS, NUMBERS, Room
from tests.ensemble.lockstep import poison
from tests.ensemble.random_worlds import random_design, random_world

WORLDS = [*range(3, 200, 9), 24]  # 24 has 60 actors
OTHER = 2  # place of the other replicate among ``siblings``


def siblings(number, count=7):
    """Configurations of one replicate that differ in what is decided after its start, and one of another replicate."""
    config, rng = random_world(number), np.random.default_rng([23, number])
    config = dataclasses.replace(config, adopt=min(config.adopt, (config.first + config.end) // 2))
    states = config.roster.n_states
    found = [config]
    for k in range(count):
        months = config.end - config.adopt
        design = random_design(rng, states, f"design {k}").replace(setup_months=float(rng.uniform(0.0, months)))
        later = tuple((month, random_design(rng, states, f"later {k}")) for month, _ in config.later)
        found.append(dataclasses.replace(config, design=design, later=later))
    found.insert(OTHER, dataclasses.replace(config, replicate=config.replicate + 1))
    return found


def rows(found):
    """What is left of each run, as bytes."""
    edges = found.n_edges
    return [
        b"".join(part[k, : edges[k]].tobytes() if name in ("edges", "flow") else part[k].tobytes()
                 for name, part in zip(found._fields, found, strict=True))
        for k in range(len(edges))
    ]  # fmt: skip


@pytest.mark.parametrize("number", WORLDS)
def test_together_as_alone(number):
    configs = siblings(number)
    alone = [rows(Ensemble(c).reduce([c], series=True, edges=True))[0] for c in configs]
    together = Ensemble(configs[0])
    assert rows(together.reduce(configs, series=True, edges=True)) == alone
    assert len({row for k, row in enumerate(alone) if k != OTHER}) > 1, "all siblings the same: nothing is tested"
    shuffled = np.random.default_rng(number).permutation(len(configs))
    again = rows(together.reduce([configs[k] for k in shuffled], series=True, edges=True))
    assert again == [alone[k] for k in shuffled]


@pytest.mark.parametrize("number", WORLDS[::4])
def test_a_run_that_parts_earlier_than_the_one_before_begins_anew(number, monkeypatch):
    configs = siblings(number)
    usual = rows(Ensemble(configs[0]).reduce(configs, series=True, edges=True))

    def backwards(*inputs):
        order, joined = by_beginning(*inputs)
        back = order[::-1].copy()
        joined = np.concatenate([[False], joined[:0:-1]])
        return back, joined

    monkeypatch.setattr(runs, "by_beginning", backwards)
    assert rows(Ensemble(configs[0]).reduce(configs, series=True, edges=True)) == usual


@pytest.mark.parametrize("room", [Room(1, 1, 1), Room(2, 64, 64), Room(64, 2, 64), Room(64, 64, 2)])
def test_room_that_runs_out_between_siblings(room):
    configs = siblings(3)
    usual = rows(Ensemble(configs[0]).reduce(configs, series=True, edges=True))
    tight = Ensemble(configs[0])
    tight._own.room = room
    assert rows(tight.reduce(configs, series=True, edges=True)) == usual
    assert min(tight._room().cases, tight._room().ties, tight._room().events) > 1


@pytest.mark.parametrize("most", [1, 2, 3])
def test_more_siblings_than_walk_side_by_side(most, monkeypatch):
    configs = siblings(3)
    usual = rows(Ensemble(configs[0]).reduce(configs, series=True, edges=True))
    monkeypatch.setattr(runs, "SIDE_BY_SIDE", most)
    few = Ensemble(configs[0])
    assert rows(few.reduce(configs, series=True, edges=True)) == usual
    assert len(few._worlds(1).worlds) == most


PROGRAM = """
from sim.ensemble import loop
from sim.ensemble.runs import Ensemble, inputs_of_all
from sim.jit import JIT
from tests.ensemble.test_shared_prefix import OTHER, siblings

assert not JIT
walked = 0

def counted(w):
    global walked
    walked += 1
    usual(w)

usual, loop.phase_shocks = loop.phase_shocks, counted
configs = siblings({number})
configs.pop(OTHER)
ensemble, config, found = Ensemble(configs[0]), configs[0], []
for one in configs:
    ensemble.reduce([one])
    parts = int(ensemble._worlds(1).worlds[0].works_from[1:].min())
    found.append(min(max(parts, config.first), config.end + 1))
walked = 0
ensemble.reduce(configs)
once = max(found) - config.first
print(walked == once + sum(config.end + 1 - parts for parts in found), once > 0)
"""


@pytest.mark.parametrize("number", [pytest.param(3, marks=pytest.mark.slow), 12])
def test_what_siblings_have_in_common_is_walked_once(number):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(number=number)], env=os.environ | {"ENTENTE_JIT": "0"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["True", "True"]


@pytest.mark.parametrize(
    ("joined", "most"),
    [([0], 1), ([0, 0, 0], 1), ([0, 1, 1, 0, 1], 3), ([0, 0, 1, 1, 1], 4), ([0, 1, 0, 1, 0, 1], 2)],
)
def test_how_many_walk_side_by_side_at_most(joined, most):
    assert longest(np.array(joined, dtype=bool)) == most


def test_rows_side_by_side_the_first_to_part_first():
    configs = siblings(3)
    inputs = inputs_of_all(configs)
    order, joined = by_beginning(*inputs)
    assert sorted(order) == list(range(len(configs)))
    alone = list(order).index(OTHER)
    assert not joined[alone] and not joined[0]
    assert joined.sum() == len(configs) - 2
    designs, decided = inputs[2], inputs[4]
    works = (decided[1:] + designs[:, 1:, D.SETUP]).min(axis=1)
    same = [k for k in order if k != OTHER]
    assert (np.diff(works[same]) >= 0).all()


@pytest.mark.parametrize("part", ["stream", "parameters", "secretariat", "seat"])
def test_what_begins_otherwise_is_not_joined(part):
    configs = siblings(3)[:2]
    other = configs[1]
    if part == "stream":
        other = dataclasses.replace(other, seed=other.seed + 1)
    elif part == "parameters":
        params = other.params.copy()
        params[-1] = np.nextafter(params[-1], 2.0)
        other = dataclasses.replace(other, params=params)
    elif part == "secretariat":
        other = dataclasses.replace(other, baseline=other.baseline.replace(staff_fte=other.baseline["staff_fte"] + 1.0))
    else:
        seat = other.baseline.seat.copy()
        seat[0] += 0.25
        other = dataclasses.replace(other, baseline=dataclasses.replace(other.baseline, seat=seat))
    assert by_beginning(*inputs_of_all(configs))[1].tolist() == [False, True]
    assert by_beginning(*inputs_of_all([configs[0], other]))[1].tolist() == [False, False]


def test_a_copy_takes_all_state_and_every_number():
    """A field added to the table is copied too; what is given, scratch or cache stays where it is."""
    config = random_world(3)
    one, other = (world_of(config, Room(7, 9, 11)) for _ in range(2))
    poison(one)
    copy_array(one.block, other.block)
    copy_array(one.numbers, other.numbers)
    for field in NUMBERS:
        assert np.array_equal(getattr(one, field.name), getattr(other, field.name), equal_nan=True), field.name
    for field in ARRAYS:
        a, b = getattr(one, field.name), getattr(other, field.name)
        copied = field.phase not in ("given", "scratch", "cache")
        assert a.size == 0 or not np.shares_memory(a, b), field.name
        assert a.size == 0 or field.phase == "given" or (a.tobytes() == b.tobytes()) == copied, field.name
