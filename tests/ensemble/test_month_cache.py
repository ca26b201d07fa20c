"""The month's cache: what is read in it is what would be worked out."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from sim import parameters as P
from sim.ensemble.loop import simulate
from sim.jit.overrides import VARIABLE, digest_of
from sim.phases.month_cache import DONE, MEETINGS, MET, POLICIES, meetings_of_month, policies_of_month
from sim.phases.setup import begin
from sim.rules.meetings import draw_meetings
from sim.setting import inputs_of, world_of
from sim.world_fields import FIELDS, NO_MONTH
from tests.ensemble.lockstep import poison
from tests.ensemble.random_worlds import random_world
from tests.ensemble.test_shared_prefix import siblings


@pytest.fixture
def w():
    """A world after a run of random world 3, in which many now meet, with a cache that holds nothing."""
    config = siblings(3)[0]
    w = world_of(config)
    assert simulate(w, *inputs_of(config))
    w.month = config.first + 5
    w.status[:], w.staffing[:], w.rivalry[:], w.p[P.MEETING_RATE] = 1, 1.0, 0.1, 0.5
    forget(w)
    return w


def forget(w):
    w.cached[:] = NO_MONTH


def listed(w, count):
    return [part[:count].copy() for part in (w.meetings, w.meeting_turns, w.meeting_draws)]


def found(w):
    return listed(w, meetings_of_month(w))


def worked_out(w):
    """The month's meetings without the cache, which is put back."""
    parts = (w.meetings, w.meeting_turns, w.meeting_draws)
    before = [part.copy() for part in parts]
    drawn = listed(w, draw_meetings(w))
    for part, values in zip(parts, before, strict=True):
        part[...] = values
    return drawn


def same(one, other):
    return [part.tobytes() for part in one] == [part.tobytes() for part in other]


# ---- meetings -------------------------------------------------------------------------------------------------------
def test_a_month_is_cached_by_the_first_and_read_by_the_next(w):
    first = found(w)
    assert w.cached[MET] == len(first[0]) > 0 and w.cached[MEETINGS] == w.month
    assert same(first, worked_out(w)) and same(found(w), first)
    w.meeting_draws[0] = 0.5
    assert (found(w)[2][0] == 0.5).all(), "it was worked out again"


def test_where_somebody_else_lives_the_month_is_worked_out_and_cached(w):
    cached = found(w)
    office = cached[0][0, 0]
    before = w.status[office]
    w.status[office] = 0
    without = found(w)
    assert same(without, worked_out(w)) and not same(without, cached)
    assert w.cached_staff[office] == 0.0
    w.status[office] = before
    assert same(found(w), cached)


def test_where_others_attend_an_occasion_or_have_more_staff_the_month_is_worked_out(w):
    cached = found(w)
    w.p[P.OCCASION] = 1e9
    w.occasion[:] = w.status > 0
    met = found(w)
    assert same(met, worked_out(w)) and len(met[0]) > len(cached[0])
    w.occasion[:] = False
    assert same(found(w), cached)
    w.staffing[:] *= 1e9
    assert same(found(w), worked_out(w)) and len(found(w)[0]) > len(cached[0])


def test_another_month_and_another_beginning_are_worked_out(w):
    cached = found(w)
    w.stream += np.uint64(1)
    assert same(found(w), cached), "a cache is emptied for another stream"
    forget(w)
    assert same(found(w), worked_out(w)) and not same(found(w), cached)
    w.month += 1
    assert same(found(w), worked_out(w)) and not same(found(w), cached)


# ---- controls and dialogues -----------------------------------------------------------------------------------------
MOVED = ("rivalry", "trust", "tense", "dialogue")


def eventful(w):
    """Every pair is tense and heard on AI, half of them rivals; both act often, so that something is to be repeated."""
    j = w.offices
    w.rivalry[:j, :j] = np.where(np.add.outer(np.arange(j), np.arange(j)) % 2 == 0, 0.4, 0.6)
    w.tense[:] = -1
    pairs = [(a << 32) | b for a in range(j) for b in range(a + 1, j)]
    w.tense[: len(pairs)] = pairs
    w.p[P.CONTROL_RATE] = w.p[P.DIALOGUE_RATE] = 9.0
    w.home_share[:], w.stake[:], w.replay_until = 0.5, 1.0, w.month - 1


def moved(w, before):
    """What a month of foreign policy moves, from the same start."""
    for name in MOVED:
        getattr(w, name)[...] = before[name]
    count = policies_of_month(w)
    return count, {name: getattr(w, name).tobytes() for name in MOVED}


def test_controls_and_dialogues_are_decided_by_the_first_and_done_by_all(w):
    eventful(w)
    before = {name: getattr(w, name).copy() for name in MOVED}
    first = moved(w, before)
    assert first[0] == w.cached[DONE] > 0 and w.cached[POLICIES] == w.month
    assert set(w.policies[: first[0], 2]) == {0, 1}, "not both kinds: nothing is tested"
    assert moved(w, before) == first and first[1]["trust"] != before["trust"].tobytes()
    w.cached[DONE] = 0
    assert moved(w, before)[1] == {name: before[name].tobytes() for name in MOVED}, "they were decided again"
    forget(w)
    assert moved(w, before) == first, "another beginning"
    w.month += 1
    assert moved(w, before) != first, "another month"


# ---- a new run ------------------------------------------------------------------------------------------------------
def test_a_run_begins_with_a_cache_that_holds_nothing(w):
    config = random_world(3)
    assert meetings_of_month(w) > 0
    policies_of_month(w)
    assert w.cached[MEETINGS] == w.cached[POLICIES] == w.month
    begin(w, *inputs_of(config))
    assert w.cached[MEETINGS] == w.cached[POLICIES] == NO_MONTH


def test_nothing_is_read_in_the_cache_that_the_run_did_not_write():
    """Rubbish in the whole cache and in all scratch, before and after the run begins, changes no result."""
    config = random_world(3)
    usual, other = world_of(config), world_of(config)
    poison(other)
    for w in (usual, other):
        assert simulate(w, *inputs_of(config))
    rooms = {field.name for field in FIELDS if field.phase in ("scratch", "cache")}
    for name in ("series", "state_series", "trust", "ties", "pair_counts"):
        assert name not in rooms and getattr(usual, name).tobytes() == getattr(other, name).tobytes(), name


PROGRAM = """
from sim.ensemble import loop
from sim.ensemble.runs import Ensemble
from sim.jit import JIT
from sim.phases import month_cache
from sim.rules import shocks
from tests.ensemble.test_shared_prefix import OTHER, siblings

assert not JIT
calls = dict.fromkeys(["walked", "asked", "acted"], 0)

def counted(function, name):
    def call(*given):
        calls[name] += 1
        return function(*given)
    return call

loop.phase_shocks = counted(loop.phase_shocks, "walked")
month_cache.draw_meetings = counted(month_cache.draw_meetings, "asked")
shocks.foreign_policy = counted(shocks.foreign_policy, "acted")
configs = siblings(8)  # whose cases have room: else all walk anew
configs.pop(OTHER)
Ensemble(configs[0]).reduce(configs)
print(configs[0].end + 1 - configs[0].first, *calls.values())
"""


def test_siblings_read_what_the_first_of_them_cached():
    """Of the months that siblings walk, who meets is worked out in each once, or where others live; and what states do
    to each other in each once."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=os.environ | {"ENTENTE_JIT": "0"}, capture_output=True,
                          text=True, check=True)  # fmt: skip
    months, walked, asked, acted = map(int, done.stdout.split())
    assert months <= asked < walked and months == acted < walked


TRUSTING = """
def foreign_policy(w):
    total = 0.0
    for i in range(w.offices):
        for j in range(w.offices):
            total += w.trust[i, j]
    if int(total * 1e9) % 2 == 0:
        return 0
    for i in range(w.offices):
        for j in range(w.offices):
            w.trust[i, j] *= 0.5
    w.policies[0, 0], w.policies[0, 1], w.policies[0, 2] = 0, 1, 1
    return 1
"""
TOGETHER = """
from sim.ensemble.runs import Ensemble
from tests.ensemble.test_shared_prefix import OTHER, rows, siblings

configs = siblings(30)
configs.pop(OTHER)
alone = [rows(Ensemble(c).reduce([c], series=True, edges=True))[0] for c in configs]
together = rows(Ensemble(configs[0]).reduce(configs, series=True, edges=True))
print(together == alone, len(set(map(str, alone))) > 1)
"""


def test_under_a_custom_rule_no_policy_is_read(tmp_path):
    """States that fall out as trust stands, which differs between designs, do so in every run by itself.

    In this world they do not if the cache is read all the same.
    """
    file = tmp_path / "trusting.py"
    file.write_text(TRUSTING, encoding="utf-8")
    rules = {"file": str(file), "digest": digest_of(file.read_bytes()),
             "replace": {"shocks.foreign_policy": "foreign_policy"}}  # fmt: skip
    env = os.environ | {"ENTENTE_JIT": "0", VARIABLE: json.dumps(rules)}
    done = subprocess.run([sys.executable, "-c", TOGETHER], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]
