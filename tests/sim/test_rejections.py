"""Who is rejected waits until something has changed; who is let in stays for a year; a dated election is one."""

import pytest

from sim import record as R
from sim import setting as G
from sim.months import NEVER
from sim.phases import actions
from sim.phases.environment import phase_shocks
from sim.rules.membership import is_reviewed, may_apply
from sim.rules.shocks import RIVAL, has_control
from tests.worlds import design_values, world

MONTH = 20


def town(**fields):
    """Two members and an institute outside whose application is ready, which both members must let in."""
    usual = {"month": MONTH, "tier": (1, 1, 0), "applied": (-1, -1, 4), "ready": (0, 0, 1), "review": MONTH % 12,
             "next_change": NEVER, "design": design_values(admission_consent=1.0), "adopt": 40}  # fmt: skip
    return world(3, 0, **(usual | fields))


def told(w):
    """Kind and actor of all that is in the log."""
    return [(R.EVENTS[int(kind)], actor) for kind, actor in w.event_log[: w.n_events, 1:3].tolist()]


def test_who_is_rejected_may_not_apply():
    w = town()
    actions.settle_vote(w, 2, 1, 2)
    assert told(w) == [("reject", 2)] and w.rejected.tolist() == [False, False, True]
    assert not may_apply(w, 2) and not is_reviewed(w, 2) and (w.applied[2], w.ready[2]) == (-1, 0)


def test_who_is_let_in_reviews_its_membership_when_nearly_a_year_has_passed():
    w = town()
    actions.settle_vote(w, 2, 2, 2)
    assert told(w) == [("join", 2)] and w.tier[2] == 1 and not w.rejected.any()
    reviewed = []
    for month in range(MONTH, MONTH + 13):
        w.month = month
        reviewed += [month] * bool(is_reviewed(w, 2))
    assert reviewed == [MONTH + 11]


@pytest.mark.parametrize(
    ("change", "again"),
    [
        pytest.param(lambda w: actions.elect(w, 2, 0.1), True, id="a new government"),
        pytest.param(lambda w: actions.elect(w, 2, 0.0), False, id="the government is re-elected"),
        pytest.param(lambda w: actions.elect(w, 1, 0.1), False, id="somebody else's government"),
        pytest.param(lambda w: actions.open_up(w, 2, 0.5), True, id="a dated change"),
        pytest.param(lambda w: actions.found(w, 2, 2), True, id="an institute of its own"),
        pytest.param(lambda w: actions.leave(w, 1), True, id="a member leaves"),
        pytest.param(lambda w: actions.leave(w, 2), False, id="who is outside does not leave"),
        pytest.param(lambda w: actions.admit(w, 1, 1), True, id="a state comes in"),
    ],
)
def test_what_makes_it_apply_again(change, again):
    w = town(rejected=(False, False, True), status=(2, 2, 1))
    change(w)
    assert may_apply(w, 2) == again


@pytest.mark.parametrize(("month", "after", "lines"), [(MONTH, MONTH + 48, 1), (MONTH + 1, MONTH + 1, 1)])
def test_a_dated_election_is_the_end_of_the_term(month, after, lines):
    w = town(fact_month=(MONTH,), fact_kind=(G.FACT_ELECTION,), fact_actor=(1,), fact_number=(0,), fact_size=(0.0,),
             next_change=(NEVER, month, NEVER), replay_until=MONTH)  # fmt: skip
    phase_shocks(w)
    assert [kind for kind, _ in told(w)] == ["fact"] * lines and w.next_change[1] == after


@pytest.mark.parametrize(("shares", "struck"), [((0.5, 0.5), 300), ((0.9, 0.1), 108), ((1.0, 0.0), 0)])
def test_controls_are_rarer_where_one_side_has_few_firms(shares, struck):
    """1,200 months at 3 a year of half shares; farther than 85 off (Hoeffding) with chance below 1e-5."""
    w = world(2, 0, params={"control_rate": 3.0}, rivalry=RIVAL, home_share=shares, replay_until=-1)
    count = 0
    for month in range(1200):
        w.month = month
        count += has_control(w, 0, 1)
    assert abs(count - struck) <= 85 * (struck > 0)
