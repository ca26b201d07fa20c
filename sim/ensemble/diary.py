"""The diary: what depends on no design, noted by the first of the runs that begin alike and read by the others.

Who meets, in which order and with which luck, depends on the stream, the meeting rate and who lives. A month in which
somebody else lives than when it was noted is worked out anew. Whether there is an export control or a dialogue depends
on the stream, the rates and rivalry; and rivalry on controls and a scenario's events.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim import parameters as P
from sim import replaced
from sim.compiled import rule
from sim.ensemble.setting import Setting
from sim.rules.meetings import who_meet
from sim.rules.partners import NODE

ROOM = 200  # meetings a month on average; what finds no room is worked out whenever it is needed
UNKNOWN = -1
ALIKE = not replaced.REPLACE  # a rule of one's own might let a design move rivalry: then no quiet month is read


class Diary(NamedTuple):
    """T months, J jurisdictions, room for C meetings."""

    kept: np.ndarray  # (2,) 1 if the diary is kept, else 0; rows written
    first: np.ndarray  # (T,) row of the month's first meeting
    end: np.ndarray  # (T,) row after its last, UNKNOWN if it is not written
    living: np.ndarray  # (T, J) bool: whose office existed
    nodes: np.ndarray  # (C, 2), as ``who_meet`` returns them
    turns: np.ndarray  # (C,)
    luck: np.ndarray  # (C, 3)
    quiet: np.ndarray  # (T,) 1 if the month has no control and no dialogue, 0 if it has, UNKNOWN if it is not written


def empty(t: Setting) -> Diary:
    """A diary for runs in a setting."""
    room = ROOM * t.months
    return Diary(
        kept=np.zeros(2, dtype=np.int64), first=np.zeros(t.months, dtype=np.int64),
        end=np.zeros(t.months, dtype=np.int64), living=np.zeros((t.months, t.offices), dtype=np.bool_),
        nodes=np.zeros((room, 2), dtype=NODE), turns=np.zeros(room), luck=np.zeros((room, 3)),
        quiet=np.zeros(t.months, dtype=np.int64),
    )  # fmt: skip


@rule
def open_diary(diary, kept):
    """Begin anew, for runs of another beginning; ``kept``: whether there is anybody to read it."""
    diary.kept[0], diary.kept[1] = kept, 0
    for row in range(diary.end.shape[0]):
        diary.end[row] = diary.quiet[row] = UNKNOWN


@rule
def meetings_of_month(w, t):
    """``who_meet`` in this month: as noted, if the same live; else worked out, and noted if it is the first time."""
    diary, row = w.diary, w.now[0]["month"] - t.first
    if diary.kept[0] == 1 and diary.end[row] != UNKNOWN and _same_live(w, row):
        first, end = diary.first[row], diary.end[row]
        return diary.nodes[first:end], diary.turns[first:end], diary.luck[first:end]
    nodes, turns, luck = who_meet(
        w.now[0]["stream"], w.now[0]["month"], t.key, w.status, t.offices, w.p[P.MEETING_RATE]
    )
    if diary.kept[0] == 1 and diary.end[row] == UNKNOWN and diary.kept[1] + turns.shape[0] <= diary.turns.shape[0]:
        _note(w, row, nodes, turns, luck)
    return nodes, turns, luck


@rule
def is_quiet(w, t):
    """Whether it is noted that the month has no export control and no dialogue."""
    return ALIKE and w.diary.kept[0] == 1 and w.diary.quiet[w.now[0]["month"] - t.first] == 1


@rule
def note_policy(w, t, count):
    """Note how many controls and dialogues the month has."""
    if w.diary.kept[0] == 1:
        w.diary.quiet[w.now[0]["month"] - t.first] = count == 0


@rule
def _same_live(w, row):
    same = True
    for j in range(w.status.shape[0]):
        same &= w.diary.living[row, j] == (w.status[j] > 0)
    return same


@rule
def _note(w, row, nodes, turns, luck):
    diary, first = w.diary, w.diary.kept[1]
    for j in range(w.status.shape[0]):
        diary.living[row, j] = w.status[j] > 0
    for k in range(turns.shape[0]):
        diary.nodes[first + k, 0], diary.nodes[first + k, 1] = nodes[k, 0], nodes[k, 1]
        diary.turns[first + k] = turns[k]
        for side in range(3):
            diary.luck[first + k, side] = luck[k, side]
    diary.first[row], diary.end[row] = first, first + turns.shape[0]
    diary.kept[1] = diary.end[row]
