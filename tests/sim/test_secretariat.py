"""The secretariat's month: projects that end, clearances, and what members do without any posts."""

import numpy as np
import pytest

from sim.catalogue import CASE_INDEX, NO_CAUSE, SPONSOR_TURNED
from sim.draws import stream_of
from sim.phases.actions import leave, open_case
from sim.phases.secretariat import _end_projects, _plan, _prepare_admissions, _withdraw_stale, settle
from sim.record import EVENTS
from tests.worlds import design_values, world

ADMISSION, CLEARANCE, RESEARCH = (CASE_INDEX[key] for key in ("admission", "clearance", "joint_research"))


def office(members=3, **fields):
    usual = {"tier": 1, "stream": stream_of(3, 0), "preference": 0.2, "agenda": 0.2, "design": design_values()}
    return world(members, sizes={"K": 5}, **usual | fields)


def told(w):
    return [(EVENTS[int(kind)], int(actor), amount) for _, kind, actor, _, amount in w.event_log[: w.n_events]]


def test_projects_that_end_are_withdrawn_counted_and_told():
    w = office()
    for _ in range(2):
        open_case(w, RESEARCH, -1, 1, -1, 0.0)
    open_case(w, CASE_INDEX["terms"], -1, -1, -1, 0.0)
    sponsors, w.month = w.cases["sponsor"][:3].tolist(), 2
    w.turned[sponsors[0]] = True
    _end_projects(w)
    both = sponsors[1] == sponsors[0]
    assert w.cases["cause"][:3].tolist() == [SPONSOR_TURNED, SPONSOR_TURNED if both else NO_CAUSE, NO_CAUSE]
    assert w.ended == 1 + both and w.cases["withdrawn"][0] == 2.0 and np.isnan(w.cases["withdrawn"][2])
    assert told(w)[0] == ("project_end", sponsors[0], 0.0)
    w.turned = False
    _end_projects(w)
    assert w.ended == 0, "what has ended does not end again"


def test_a_clearance_lasts_while_the_state_is_in():
    w = office(clearing=True)
    number = open_case(w, CLEARANCE, 0, -1, -1, 0.0)
    w.cases["finished"][number], w.finished[0], w.n_finished = 0.5, number, 1
    settle(w)
    assert w.cleared.tolist() == [1.0, 0.0, 0.0] and w.clearing.tolist() == [False, True, True]
    leave(w, 0)
    assert w.cleared.tolist() == [0.0] * 3


def test_a_clearance_of_a_state_that_left_is_withdrawn():
    w = office(clearing=(True, True, False))
    for j in range(2):
        open_case(w, CLEARANCE, j, -1, -1, 0.0)
    leave(w, 1)
    _withdraw_stale(w)
    assert np.isnan(w.cases["withdrawn"][:2]).tolist() == [True, False]
    assert w.clearing.tolist() == [True, False, False], "it may ask again when it is back"


@pytest.mark.parametrize(("month", "prepared"), [(2, False), (3, True), (9, True)])
def test_without_posts_members_prepare_admissions_themselves(month, prepared):
    w = office(tier=(0, 1, 1), params={"self_organised": 0.5})
    w.applied[0] = number = open_case(w, ADMISSION, 0, -1, 2, 0.0)
    w.cases["remaining"][number], w.month = 1.0, month
    _prepare_admissions(w)
    settle(w)
    assert w.ready[0] == (2 if prepared else 0)
    if prepared:
        assert w.cases["finished"][number] == max(2.0, month - 1.0)


def test_without_posts_nothing_is_planned():
    w = office(design=design_values(mandate_breadth_themes=18.0))
    for w.month in range(60):
        _plan(w)
    assert w.n_cases == 0 and w.taken > 0.0
