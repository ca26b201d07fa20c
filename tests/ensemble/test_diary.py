"""The diary: what is read in it is what would be worked out."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from sim import parameters as P
from sim.ensemble.diary import ACTS, MEETINGS, MET, POLICY, meetings_of_month, open_diary, policy_of_month
from sim.ensemble.runs import Ensemble
from sim.replaced import VARIABLE, digest_of
from sim.rules.glance import NO_MONTH
from sim.rules.meetings import who_meet
from tests.ensemble.test_trunk import siblings


@pytest.fixture
def bench():
    """A thread's arrays after a run of a random world, with a diary opened anew."""
    config = siblings(3)[0]
    ensemble = Ensemble(config)
    ensemble.record(config)
    bench = ensemble._bench()
    bench.state.now[0]["month"] = config.first + 5
    open_diary(bench.state.diary)
    return bench


def handles(bench):
    return bench.handles[0], bench.setting_handle


def found(bench):
    diary, count = bench.state.diary, meetings_of_month(*handles(bench))
    return [part[:count].copy() for part in (diary.nodes, diary.turns, diary.luck)]


def worked_out(bench):
    w, t = bench.state, bench.setting
    now = w.now[0]
    return who_meet(now["stream"], now["month"], t.key, w.status, t.offices, w.p[P.MEETING_RATE])


def same(one, other):
    return [part.tobytes() for part in one] == [part.tobytes() for part in other]


# ---- meetings -------------------------------------------------------------------------------------------------------
def test_a_month_is_noted_by_the_first_and_read_by_the_next(bench):
    first = found(bench)
    diary = bench.state.diary
    assert diary.noted[MET] == len(first[0]) > 0 and diary.noted[MEETINGS] == bench.state.now[0]["month"]
    assert same(first, worked_out(bench)) and same(found(bench), first)
    diary.luck[0] = 0.5
    assert (found(bench)[2][0] == 0.5).all(), "it was worked out again"


def test_where_somebody_else_lives_the_month_is_worked_out_and_noted(bench):
    noted = found(bench)
    office = noted[0][0, 0]
    before = bench.state.status[office]
    bench.state.status[office] = 0
    without = found(bench)
    assert same(without, worked_out(bench)) and not same(without, noted)
    assert not bench.state.diary.living[office]
    bench.state.status[office] = before
    assert same(found(bench), noted)


def test_another_month_and_another_beginning_are_worked_out(bench):
    noted = found(bench)
    bench.state.now[0]["stream"] += np.uint64(1)
    assert same(found(bench), noted), "a diary is opened anew for another stream"
    open_diary(bench.state.diary)
    assert same(found(bench), worked_out(bench)) and not same(found(bench), noted)
    bench.state.now[0]["month"] += 1
    assert same(found(bench), worked_out(bench)) and not same(found(bench), noted)


# ---- controls and dialogues -----------------------------------------------------------------------------------------
MOVED = ("rivalry", "trust", "tense")


def eventful(bench):
    """Every pair is tense and half of them rivals, and both act often: a month of which something is to be repeated."""
    w, j = bench.state, bench.setting.offices
    w.rivalry[:j, :j] = np.where(np.add.outer(np.arange(j), np.arange(j)) % 2 == 0, 0.4, 0.6)
    w.tense[:] = -1
    pairs = [(a << 32) | b for a in range(j) for b in range(a + 1, j)]
    w.tense[: len(pairs)] = pairs
    w.p[P.CONTROL_RATE] = w.p[P.DIALOGUE_RATE] = 3.0


def moved(bench, before):
    """What a month of foreign policy moves, from the same start."""
    for name in MOVED:
        getattr(bench.state, name)[...] = before[name]
    count = policy_of_month(*handles(bench))
    return count, {name: getattr(bench.state, name).tobytes() for name in MOVED}


def test_controls_and_dialogues_are_decided_by_the_first_and_done_by_all(bench):
    eventful(bench)
    before = {name: getattr(bench.state, name).copy() for name in MOVED}
    first = moved(bench, before)
    diary = bench.state.diary
    assert first[0] == diary.noted[ACTS] > 0 and diary.noted[POLICY] == bench.state.now[0]["month"]
    assert set(diary.policy[: first[0], 2]) == {0, 1}, "not both kinds: nothing is tested"
    assert moved(bench, before) == first and first[1]["trust"] != before["trust"].tobytes()
    diary.noted[ACTS] = 0
    assert moved(bench, before)[1] == {name: before[name].tobytes() for name in MOVED}, "they were decided again"
    open_diary(diary)
    assert moved(bench, before) == first, "another beginning"
    bench.state.now[0]["month"] += 1
    assert moved(bench, before) != first, "another month"


# ---- what draws say at a glance -------------------------------------------------------------------------------------
def test_a_diary_opened_anew_knows_no_draw(bench):
    diary = bench.state.diary
    assert (diary.glanced == NO_MONTH).all() and (diary.noted[[MEETINGS, POLICY]] == NO_MONTH).all()


PROGRAM = """
from sim.compiled import JIT
from sim.ensemble import diary, loop
from sim.ensemble.runs import Ensemble
from sim.rules import shocks
from tests.ensemble.test_trunk import OTHER, siblings

assert not JIT
calls = dict.fromkeys(["walked", "asked", "acted"], 0)

def counted(function, name):
    def call(*given):
        calls[name] += 1
        return function(*given)
    return call

loop.phase_shocks = counted(loop.phase_shocks, "walked")
diary.who_meet = counted(diary.who_meet, "asked")
shocks.foreign_policy = counted(shocks.foreign_policy, "acted")
configs = siblings(3)
configs.pop(OTHER)
Ensemble(configs[0]).reduce(configs)
print(configs[0].end + 1 - configs[0].first, *calls.values())
"""


def test_siblings_read_what_the_first_of_them_noted():
    """Of the months that siblings walk, who meets is worked out in each once, or where others live; and what states do
    to each other in each once."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=os.environ | {"ENTENTE_JIT": "0"}, capture_output=True,
                          text=True, check=True)  # fmt: skip
    months, walked, asked, acted = map(int, done.stdout.split())
    assert months <= asked < walked and months == acted < walked


TRUSTING = """
def foreign_policy(stream, month, keys, rivalry, trust, home, offices, control_rate, control_rivalry, control_trust,
                   dialogue_rate, dialogue_trust, tense, log):
    total = 0.0
    for i in range(offices):
        for j in range(offices):
            total += trust[i, j]
    if int(total * 1e9) % 2 == 0:
        return 0
    for i in range(offices):
        for j in range(offices):
            trust[i, j] *= 0.5
    log[0, 0], log[0, 1], log[0, 2] = 0, 1, 1
    return 1
"""
TOGETHER = """
from sim.ensemble.runs import Ensemble
from tests.ensemble.test_trunk import OTHER, rows, siblings

configs = siblings(30)
configs.pop(OTHER)
alone = [rows(Ensemble(c).reduce([c], series=True, edges=True))[0] for c in configs]
together = rows(Ensemble(configs[0]).reduce(configs, series=True, edges=True))
print(together == alone, len(set(map(str, alone))) > 1)
"""


def test_under_a_rule_of_ones_own_no_policy_is_read(tmp_path):
    """States that fall out as trust stands, which differs between designs, do so in every run by itself.

    In this world they do not if the diary is read all the same.
    """
    file = tmp_path / "trusting.py"
    file.write_text(TRUSTING, encoding="utf-8")
    rules = {"file": str(file), "digest": digest_of(file.read_bytes()),
             "replace": {"shocks.foreign_policy": "foreign_policy"}}  # fmt: skip
    env = os.environ | {"ENTENTE_JIT": "0", VARIABLE: json.dumps(rules)}
    done = subprocess.run([sys.executable, "-c", TOGETHER], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]
