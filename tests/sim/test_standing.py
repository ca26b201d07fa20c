"""Standing: who counts as a frontier firm, from when until when, and what ends with it."""

import numpy as np
import pytest

from sim.months import NEVER
from sim.phases.actions import follow_standing, sign
from sim.rules.learning import update_beliefs
from sim.rules.standing import count_frontier, is_frontier, lives, set_standing, stands
from sim.rules.welfare import harm_of_month
from tests.worlds import world


@pytest.mark.parametrize(
    ("since", "until", "month", "frontier"),
    [(-NEVER, NEVER, 5, True), (6, NEVER, 5, False), (5, NEVER, 5, True), (0, 5, 5, False), (0, 6, 5, True)],
)
def test_a_frontier_firm_is_one_between_its_dates(since, until, month, frontier):
    w = world(1, 1, month=month, frontier_from=since, frontier_until=until)
    assert is_frontier(w, 0) == frontier
    set_standing(w)
    assert (w.standing[0], w.frontier) == (frontier, int(frontier))


def test_who_acts():
    w = world(2, 2, status=(0, 1), standing=(True, False))
    assert [bool(lives(w, n)) for n in range(4)] == [False, True, True, False]
    assert [bool(stands(w, n)) for n in range(4)] == [True, True, True, False]


def test_firms_at_home():
    w = world(3, 4, home=(0, 1, 2, 0, 2, 2, 2))
    count_frontier(w)
    assert (w.frontier, w.home_share.tolist()) == (4, [0.25, 0.0, 0.75])
    w.standing = (True, True, False, False)
    count_frontier(w)
    assert (w.frontier, w.home_share.tolist()) == (2, [0.5, 0.0, 0.5])
    w.standing = False
    count_frontier(w)
    assert (w.frontier, w.home_share.tolist()) == (0, [0.0] * 3)


def test_a_firm_that_falls_behind_ends_its_ties_and_is_silent():
    w = world(2, 2, month=4, frontier_until=(NEVER, 5), flow=1, pool=3, safe=True)
    for firm in (2, 3):
        sign(w, 0, firm, 1)
    follow_standing(w)
    assert w.standing.all() and w.degree.tolist() == [2, 0, 1, 1]
    w.month = 5
    follow_standing(w)
    assert w.standing.tolist() == [True, False] and w.frontier == 1
    assert w.degree.tolist() == [1, 0, 1, 0] and w.tie_log[w.n_ties - 1, 4] == 2
    assert not w.flow[3].any() and w.flow[2].any() and w.pool[3] == 0 and not w.safe[1]
    assert w.weight[3] == 0.0 and w.present.tolist() == [[0b11], [0b100]]


def test_a_firm_that_catches_up_acts():
    w = world(1, 2, month=5, standing=(True, False), frontier=1, frontier_from=(0, 5))
    follow_standing(w)
    assert w.standing.all() and w.frontier == 2 and w.weight[1:].tolist() == [w.weight[1]] * 2


def test_harm_and_beliefs_are_about_frontier_firms():
    w = world(1, 3, safe=(True, False, False), believed_safe=0.5, home=0)
    one = world(1, 2, safe=(True, False), believed_safe=0.5, home=0)
    w.standing, w.frontier = (True, True, False), 2
    assert harm_of_month(w) == harm_of_month(one)
    update_beliefs(w)
    update_beliefs(one)
    assert w.believed_safe.tolist() == [*one.believed_safe, 0.5] and np.isfinite(w.believed_safe).all()
