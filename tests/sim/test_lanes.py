"""A rule called for all categories at once gives the number of each, bit for bit; rooms hold what is put into them."""

import ast
import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.catalogue import BENEFIT, CATEGORIES
from sim.compiled import JIT, rule
from sim.draws import step_for
from sim.ensemble import loop
from sim.lanes import alike, every, sets_at
from sim.room import room
from sim.rules import meetings
from sim.rules.appraisal import appraise_share, pool_terms
from sim.rules.glance import NO_MONTH, note_glance, possibly, room_for_glances, surely, unit_of
from sim.rules.glance import seen as seen_at
from sim.rules.sharing import share_gain
from tests.sim.test_sharing import Scene

Q = len(CATEGORIES)
SHARE = st.floats(0.0, 1.0)
compiled_only = pytest.mark.skipif(not JIT, reason="plain Python takes one category at a time")


def equal(lanes_against, expected):
    """Whether lanes hold just these numbers: no category is above its number, or below it."""
    return lanes_against(np.array(expected, dtype=float)) == (0, 0)


@rule
def shared(p, missing, none_leaks, trust, rivalry, legal, salience, capability, numbers):
    terms = appraise_share(p, missing, none_leaks, trust, rivalry, legal, salience, capability, every())
    return sets_at(share_gain(terms), numbers, numbers)


@rule
def pooled(p, circle, hears, numbers):
    terms = pool_terms(p, circle, 1.25, 0.75, 0.25, 0.5, hears, every())
    return sets_at(share_gain(terms), numbers, numbers)


BENEFIT_ROW = BENEFIT.copy()


@rule
def arithmetic(numbers):
    lanes = BENEFIT_ROW[every()]
    return sets_at(min(lanes - 0.25, 0.5 * lanes + lanes) * -lanes + alike(1.0), numbers, numbers)


@compiled_only
@given(*(SHARE for _ in range(5)), st.floats(1.0, 4.0), st.floats(0.5, 3.0), st.integers(0, 2**32))
def test_what_sharing_gains_for_all_at_once(missing, none_leaks, trust, rivalry, legal, salience, capability, seed):
    p = np.random.default_rng(seed).uniform(0.0, 1.0, len(Scene().p))
    pair = (missing, none_leaks, trust, rivalry, legal, salience, capability)
    each = [share_gain(appraise_share(p, *pair, q)) for q in range(Q)]
    assert equal(lambda numbers: shared(p, *pair, numbers), each)
    moved = [np.nextafter(gain, math.inf) for gain in each]
    assert not equal(lambda numbers: shared(p, *pair, numbers), moved)


@compiled_only
@given(*(SHARE for _ in range(5)), st.booleans(), st.integers(0, 2**32))
def test_what_giving_to_the_network_gains_for_all_at_once(missing, none_leaks, trust, rivals, legal, hears, seed):
    p, circle = np.random.default_rng(seed).uniform(0.0, 1.0, len(Scene().p)), (3.0, missing, none_leaks)
    circle += (trust, rivals, legal, 1.0)
    each = [share_gain(pool_terms(p, circle, 1.25, 0.75, 0.25, 0.5, hears, q)) for q in range(Q)]
    assert equal(lambda numbers: pooled(p, circle, hears, numbers), each)


@compiled_only
def test_arithmetic_as_with_single_numbers():
    each = [min(b - 0.25, 0.5 * b + b) * -b + 1.0 for b in BENEFIT.tolist()]
    assert equal(arithmetic, each)
    assert not equal(arithmetic, [number + 1e-15 for number in each])


@rule
def sets_of(number, above, below):
    return sets_at(alike(number), above, below)


@compiled_only
def test_sets_say_where_a_number_is_above_and_where_below():
    bounds = np.array([0.0, 1.0, 2.0, math.nan, math.inf, -math.inf, 1.0, 0.5])
    above, below = sets_of(1.0, bounds, bounds)
    assert above == sum(1 << q for q in (0, 5, 7))
    assert below == sum(1 << q for q in (2, 4))  # and what is no number is neither


def test_plain_python_says_that_it_takes_one_category_at_a_time():
    program = [sys.executable, "-c", "from sim.lanes import every; every()"]
    done = subprocess.run(program, env=os.environ | {"ENTENTE_JIT": "0"}, capture_output=True, text=True)
    assert done.returncode == 1 and "TypeError: plain Python takes one category at a time" in done.stderr


# ---- what is noted of draws ---------------------------------------------------------------------------------------
@rule
def glanced(gain, noted):
    return seen_at(alike(gain), noted)


@compiled_only
@pytest.mark.parametrize("noise", [0.0, 0.05, 1.0])
def test_what_is_noted_of_draws_says_what_the_tables_say(noise):
    own, partner, unit = np.uint64(77), np.uint64(99), unit_of(noise)
    noted, when = room_for_glances(1, 0, True)
    assert (when == NO_MONTH).all() and noted.shape == (1, 1, 2, Q)
    note_glance(own, partner, unit, noted[0, 0])
    for gain in np.linspace(-3.0, 3.0, 301):
        sure, maybe = glanced(gain, noted[0, 0])
        for q in range(Q):
            step = step_for(own, partner, q)
            assert (sure >> q) & 1 == surely(gain, unit, step)
            assert (maybe >> q) & 1 == possibly(gain, unit, step)


def test_where_no_glance_is_taken_no_room_is_made():
    assert room_for_glances(400, 300, False)[0].size == 0


# ---- rooms ----------------------------------------------------------------------------------------------------------
@rule
def filled_rooms(count):
    whole, parts, flags = room(count, np.int64), room((count, 3), np.float64), room(count, np.bool_)
    for k in range(count):
        whole[k], flags[k] = k, k % 2 == 1
        for m in range(3):
            parts[k, m] = k + 0.25 * m
    total, odd = 0.0, 0
    for k in range(count):
        odd += flags[k]
        for m in range(3):
            total += parts[k, m] * whole[k]
    return total, odd, parts.shape[0] * parts.shape[1]


@pytest.mark.parametrize("count", [0, 1, 7, 1000])
def test_rooms_hold_what_is_put_into_them(count):
    for _ in range(100):  # what one call leaves does not matter to the next
        total = sum(k * (3 * k + 0.75) for k in range(count))
        assert filled_rooms(count) == (total, count // 2, 3 * count)


@compiled_only
def test_the_loop_counts_no_arrays_and_what_hands_one_out_does():
    from sim.compiled import _makes_arrays

    assert not _makes_arrays(loop.walk.py_func)
    assert _makes_arrays(meetings.who_meet.py_func)


# ---- what is promised by those who call them ------------------------------------------------------------------------
SIM = Path(sim.__file__).parent
FUNCTIONS = [
    (f"{path.stem}.{node.name}", node)
    for path in sorted(SIM.rglob("*.py"))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.FunctionDef)
]


def makes_room(node):
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "room"


def rooms_of(function):
    """Names of the rooms that a function makes."""
    for line in ast.walk(function):
        if isinstance(line, ast.Assign):
            (whole,) = line.targets
            several = isinstance(line.value, ast.Tuple) and isinstance(whole, ast.Tuple)
            pairs = zip(whole.elts, line.value.elts, strict=True) if several else [(whole, line.value)]
            yield from (ast.unparse(target) for target, value in pairs if makes_room(value))


def test_rooms_are_made_before_loops_and_never_handed_out():
    users = [(name, node, set(rooms_of(node))) for name, node in FUNCTIONS if any(map(makes_room, ast.walk(node)))]
    assert len(users) > 8
    for name, node, rooms in users:
        loops = [part for part in ast.walk(node) if isinstance(part, (ast.For, ast.While))]
        assert not any(makes_room(part) for loop in loops for part in ast.walk(loop)), f"{name} makes a room in a loop"
        values = [back.value for back in ast.walk(node) if isinstance(back, ast.Return) and back.value]
        handed_out = {ast.unparse(part) for value in values for part in ast.walk(value) if isinstance(part, ast.Name)}
        assert not rooms & handed_out, f"{name} returns a room"


def test_what_is_enclosed_returns_nothing():
    enclosed = [(name, node) for name, node in FUNCTIONS
                if any(ast.unparse(mark) == "enclosed" for mark in node.decorator_list)]  # fmt: skip
    assert enclosed
    for name, node in enclosed:
        assert not any(isinstance(part, ast.Return) and part.value for part in ast.walk(node)), name
