"""The diary: what is read in it is what would be worked out."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from sim import parameters as P
from sim.ensemble import diary as D
from sim.ensemble import runs
from sim.ensemble.diary import UNKNOWN, is_quiet, meetings_of_month, note_policy, open_diary
from sim.ensemble.runs import Ensemble
from sim.replaced import VARIABLE, digest_of
from sim.rules.meetings import who_meet
from tests.ensemble.test_trunk import OTHER, rows, siblings


def bench_after_a_run(kept):
    """A thread's arrays after a run of a random world, with a diary opened anew."""
    config = siblings(3)[0]
    ensemble = Ensemble(config)
    ensemble.record(config)
    bench = ensemble._bench()
    bench.state.now[0]["month"] = config.first + 5
    open_diary(bench.state.diary, kept)
    return bench


def found(bench):
    return [part.copy() for part in meetings_of_month(bench.state_handle, bench.setting_handle)]


def worked_out(bench):
    w, t = bench.state, bench.setting
    now = w.now[0]
    return who_meet(now["stream"], now["month"], t.key, w.status, t.offices, w.p[P.MEETING_RATE])


def same(one, other):
    return [part.tobytes() for part in one] == [part.tobytes() for part in other]


def test_a_month_is_noted_by_the_first_and_read_by_the_next():
    bench = bench_after_a_run(kept=True)
    first = found(bench)
    diary = bench.state.diary
    assert diary.end[5] - diary.first[5] == len(first[0]) == diary.kept[1] > 0
    assert same(first, worked_out(bench)) and same(found(bench), first)
    diary.luck[diary.first[5]] = 0.5
    assert (found(bench)[2][0] == 0.5).all(), "it was worked out again"


def test_a_diary_that_nobody_reads_is_not_kept():
    bench = bench_after_a_run(kept=False)
    assert same(found(bench), worked_out(bench))
    assert (bench.state.diary.end == UNKNOWN).all()


def test_where_somebody_else_lives_the_month_is_worked_out():
    bench = bench_after_a_run(kept=True)
    noted = found(bench)
    office = noted[0][0, 0]
    before = bench.state.status[office]
    bench.state.status[office] = 0
    without = found(bench)
    assert same(without, worked_out(bench)) and not same(without, noted)
    bench.state.status[office] = before
    assert same(found(bench), noted), "the note was lost"


def test_another_month_and_another_beginning_are_worked_out():
    bench = bench_after_a_run(kept=True)
    noted = found(bench)
    bench.state.now[0]["month"] += 1
    assert same(found(bench), worked_out(bench)) and not same(found(bench), noted)
    bench.state.now[0]["month"] -= 1
    bench.state.now[0]["stream"] += np.uint64(1)
    open_diary(bench.state.diary, True)
    assert same(found(bench), worked_out(bench)) and not same(found(bench), noted)


@pytest.mark.parametrize(("kept", "count", "quiet"), [(True, 0, True), (True, 2, False), (False, 0, False)])
def test_a_month_without_controls_and_dialogues_is_noted(kept, count, quiet):
    bench = bench_after_a_run(kept)
    handles = bench.state_handle, bench.setting_handle
    assert not is_quiet(*handles), "nothing is noted yet"
    note_policy(*handles, count)
    assert is_quiet(*handles) == quiet
    bench.state.now[0]["month"] += 1
    assert not is_quiet(*handles), "another month"
    bench.state.now[0]["month"] -= 1
    open_diary(bench.state.diary, kept)
    assert not is_quiet(*handles), "another beginning"


@pytest.mark.parametrize("room", [0, 1])
def test_what_finds_no_room_is_worked_out(monkeypatch, room):
    monkeypatch.setattr(D, "ROOM", room)
    configs = siblings(3)
    configs.pop(OTHER)
    alone = [rows(Ensemble(c).reduce([c], series=True, edges=True))[0] for c in configs]
    assert rows(runs.Ensemble(configs[0]).reduce(configs, series=True, edges=True)) == alone


PROGRAM = """
from sim.compiled import JIT
from sim.ensemble import diary, reduction
from sim.ensemble.runs import Ensemble
from sim.rules import shocks
from tests.ensemble.test_trunk import OTHER, siblings

assert not JIT
walked = asked = acted = 0

def counted(w, t, until):
    global walked
    walked += max(0, until - int(w.now[0]["month"]))
    walk(w, t, until)

def worked_out(*given):
    global asked
    asked += 1
    return who_meet(*given)

def foreign_policy(*given):
    global acted
    acted += 1
    return policy(*given)

policy, shocks.foreign_policy = shocks.foreign_policy, foreign_policy
walk, reduction.walk = reduction.walk, counted
who_meet, diary.who_meet = diary.who_meet, worked_out
configs = siblings(3)
configs.pop(OTHER)
Ensemble(configs[0]).reduce(configs)
print(configs[0].end + 1 - configs[0].first, asked, walked, acted)
"""


def test_siblings_read_what_the_first_of_them_noted():
    """Of the months that siblings walk, who meets is worked out in each once, or where others live; and what states do
    to each other in each once, or where they do something."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=os.environ | {"ENTENTE_JIT": "0"}, capture_output=True,
                          text=True, check=True)  # fmt: skip
    months, asked, walked, acted = map(int, done.stdout.split())
    assert months <= asked < walked and months <= acted < walked


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


def test_under_a_rule_of_ones_own_no_quiet_month_is_read(tmp_path):
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
