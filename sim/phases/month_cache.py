"""The month's cache: what depends on no design, worked out by the first of the runs side by side, read by the others.

Who meets, in which order and with which draws, depends on the stream, the rates, who lives with which staff, who
attends an occasion, rivalry and dialogues. Where staff or attendance differ from when it was cached, it is worked out
anew. Export controls and dialogues depend on the stream, the rates and rivalry; and rivalry on controls and a
scenario's events.
"""

from __future__ import annotations

from sim.jit import overrides, rule
from sim.rules import shocks
from sim.rules.meetings import draw_meetings

MEETINGS, MET, POLICIES, DONE = range(4)  # places in ``w.cached``
ALIKE = not overrides.REPLACE  # a custom rule might let a design move rivalry, or who meets: then nothing is read


@rule
def meetings_of_month(w):
    """See to it that the cache holds this month's meetings (``draw_meetings``); returns how many there are."""
    if not ALIKE or w.cached[MEETINGS] != w.month or not _same_who_meet(w):
        w.cached[MET] = draw_meetings(w)
        w.cached[MEETINGS] = w.month
        for j in range(w.offices):
            w.cached_staff[j], w.cached_occasion[j] = _staff(w, j), w.occasion[j]
    return w.cached[MET]


@rule
def _same_who_meet(w):
    for j in range(w.offices):
        if w.cached_staff[j] != _staff(w, j) or w.cached_occasion[j] != w.occasion[j]:
            return False
    return True


@rule
def _staff(w, j):
    """What office j can spend on meetings; 0 without an office."""
    return w.staffing[j] if w.status[j] > 0 else 0.0


@rule
def policies_of_month(w):
    """The month's export controls and dialogues, done in ``w`` and listed in the cache; returns how many there are."""
    if ALIKE and w.cached[POLICIES] == w.month:
        shocks.repeat_policy(w, w.cached[DONE])
    else:
        w.cached[DONE] = shocks.foreign_policy(w)
        w.cached[POLICIES] = w.month
    return w.cached[DONE]
