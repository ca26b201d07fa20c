"""The month's cache: what depends on no design, worked out by the first of the runs side by side, read by the others.

Who meets, in which order and with which draws, depends on the stream, the meeting rate and who lives. Where others live
than when it was cached, it is worked out anew. Export controls and dialogues depend on the stream, the rates
and rivalry; and rivalry on controls and a scenario's events.
"""

from __future__ import annotations

from sim.jit import overrides, rule
from sim.rules import shocks
from sim.rules.meetings import draw_meetings

MEETINGS, MET, POLICIES, DONE = range(4)  # places in ``w.cached``
ALIKE = not overrides.REPLACE  # a custom rule might let a design move rivalry: then no policies are read


@rule
def meetings_of_month(w):
    """See to it that the cache holds this month's meetings (``draw_meetings``); returns how many there are."""
    if w.cached[MEETINGS] != w.month or not _same_live(w):
        w.cached[MET] = draw_meetings(w)
        w.cached[MEETINGS] = w.month
        for j in range(w.offices):
            w.cached_living[j] = w.status[j] > 0
    return w.cached[MET]


@rule
def _same_live(w):
    for j in range(w.offices):
        if w.cached_living[j] != (w.status[j] > 0):
            return False
    return True


@rule
def policies_of_month(w):
    """The month's export controls and dialogues, done in ``w`` and listed in the cache; returns how many there are."""
    if ALIKE and w.cached[POLICIES] == w.month:
        shocks.repeat_policy(w, w.cached[DONE])
    else:
        w.cached[DONE] = shocks.foreign_policy(w)
        w.cached[POLICIES] = w.month
    return w.cached[DONE]
