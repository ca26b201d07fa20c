"""The diary of a month: what depends on no design, noted by the first of the runs side by side and read by the others.

Who meets, in which order and with which luck, depends on the stream, the meeting rate and who lives. Where others live
than when it was noted, it is worked out, and noted, anew. Export controls and dialogues depend on the stream, the rates
and rivalry; and rivalry on controls and a scenario's events.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim import parameters as P
from sim import replaced
from sim.compiled import enclosed, rule
from sim.ensemble.fill import fill_table
from sim.ensemble.setting import Setting
from sim.rules import shocks
from sim.rules.exchange import AT_A_GLANCE
from sim.rules.glance import NO_MONTH, room_for_glances
from sim.rules.meetings import who_meet
from sim.rules.partners import NODE

MEETINGS, MET, POLICY, ACTS = range(4)  # places in ``noted``
ALIKE = not replaced.REPLACE  # a rule of one's own might let a design move rivalry: then nothing of policy is read


class Diary(NamedTuple):
    """J jurisdictions, N nodes, room for as many meetings as there are pairs."""

    noted: np.ndarray  # (4,) month of the meetings and their number; month of the controls and dialogues and theirs
    living: np.ndarray  # (J,) bool: whose office existed
    nodes: np.ndarray  # (C, 2), as ``who_meet`` returns them
    turns: np.ndarray  # (C,)
    luck: np.ndarray  # (C, 3)
    glance: np.ndarray  # what the month's draws of sharing say at a glance, and
    glanced: np.ndarray  # in which month that was noted (``room_for_glances``)
    policy: np.ndarray  # (J * J, 3) ``foreign_policy``'s log: a pair may have a control and a dialogue


def empty(t: Setting) -> Diary:
    """A diary for runs in a setting."""
    n = t.offices + t.firms
    pairs = n * (n - 1) // 2
    glance, glanced = room_for_glances(n, t.offices, AT_A_GLANCE)
    return Diary(
        noted=np.full(4, NO_MONTH), living=np.zeros(t.offices, dtype=np.bool_),
        nodes=np.zeros((pairs, 2), dtype=NODE), turns=np.zeros(pairs), luck=np.zeros((pairs, 3)),
        glance=glance, glanced=glanced,
        policy=np.zeros((t.offices * t.offices, 3), dtype=np.int64),
    )  # fmt: skip


@rule
def open_diary(diary):
    """Begin anew, for runs of another beginning."""
    diary.noted[MEETINGS] = diary.noted[POLICY] = NO_MONTH
    fill_table(diary.glanced, NO_MONTH)


# ---- meetings -------------------------------------------------------------------------------------------------------
@rule
def meetings_of_month(w, t):
    """See to it that the diary holds ``who_meet`` of this month; returns how many meetings there are."""
    month, noted = w.now[0]["month"], w.diary.noted
    if noted[MEETINGS] != month or not _same_live(w):
        _note_meetings(w, t)
        noted[MEETINGS] = month
    return noted[MET]


@rule
def _same_live(w):
    same = True
    for j in range(w.status.shape[0]):
        same &= w.diary.living[j] == (w.status[j] > 0)
    return same


@enclosed
def _note_meetings(w, t):
    now, diary = w.now[0], w.diary
    nodes, turns, luck = who_meet(now["stream"], now["month"], t.key, w.status, t.offices, w.p[P.MEETING_RATE])
    for j in range(w.status.shape[0]):
        diary.living[j] = w.status[j] > 0
    for k in range(turns.shape[0]):
        diary.nodes[k, 0], diary.nodes[k, 1], diary.turns[k] = nodes[k, 0], nodes[k, 1], turns[k]
        for side in range(3):
            diary.luck[k, side] = luck[k, side]
    diary.noted[MET] = turns.shape[0]


# ---- policy ---------------------------------------------------------------------------------------------------------
@rule
def policy_of_month(w, t):
    """The month's export controls and dialogues, done in ``w`` and logged in the diary; returns how many there are."""
    now, p, diary = w.now[0], w.p, w.diary
    if ALIKE and diary.noted[POLICY] == now["month"]:
        count = diary.noted[ACTS]
        shocks.repeat_policy(
            diary.policy, count, w.rivalry, w.trust, t.home, t.offices, p[P.CONTROL_RIVALRY], p[P.CONTROL_TRUST],
            p[P.DIALOGUE_TRUST], w.tense,
        )  # fmt: skip
        return count
    count = shocks.foreign_policy(
        now["stream"], now["month"], t.key, w.rivalry, w.trust, t.home, t.offices, p[P.CONTROL_RATE],
        p[P.CONTROL_RIVALRY], p[P.CONTROL_TRUST], p[P.DIALOGUE_RATE], p[P.DIALOGUE_TRUST], w.tense, diary.policy,
    )  # fmt: skip
    diary.noted[POLICY], diary.noted[ACTS] = now["month"], count
    return count
