"""Joint tests: their theme, who takes part, and who has worked on them."""

import numpy as np
import pytest

from sim.catalogue import CASE_INDEX, FRONTIER_THEMES
from sim.rules import joint_tests
from tests.worlds import world

JOINT_TEST = CASE_INDEX["joint_test"]


def test_a_joint_test_is_about_a_frontier_theme_by_the_agenda():
    w, found = world(1, agenda=(0.1, 0.3, 0.6, 0.0, 0.0)), []
    for month in range(2000):
        w.month = month
        found.append(joint_tests.test_theme(w, 0))
    assert set(found) == set(FRONTIER_THEMES) and np.mean(np.array(found) == 1) == pytest.approx(0.75, abs=0.05)
    w.agenda = (0.0, 0.0, 1.0, 0.0, 0.0)
    assert joint_tests.test_theme(w, 0) in FRONTIER_THEMES


@pytest.mark.parametrize(
    ("tier", "status", "openness", "free", "share"),
    [
        pytest.param(1, 2, 1.0, 1.0, 1.0, id="an open member always"),
        pytest.param(2, 1, 1.5, 1.0, 1.0, id="a partner with an acting office too"),
        pytest.param(1, 2, 0.5, 1.0, 0.5, id="by its openness"),
        pytest.param(0, 2, 1.0, 1.0, 0.0, id="nobody outside"),
        pytest.param(1, 0, 1.0, 1.0, 0.0, id="nobody without an office"),
        pytest.param(1, 2, 1.0, 0.0, 0.0, id="nobody without staff to send"),
    ],
)
def test_who_comes(tier, status, openness, free, share):
    w, came = world(1, tier=tier, status=status, openness=openness, free=free), 0
    for month in range(2000):
        w.month = month
        came += joint_tests.comes(w, 0, 0)
    assert came / 2000 == pytest.approx(share, abs=0.05)


@pytest.mark.parametrize(("tier", "held"), [((1, 0, 0), False), ((1, 2, 0), True), ((1, 1, 1), True)])
def test_at_least_two_take_part(tier, held):
    assert joint_tests.enough_come(world(3, tier=tier), 0) == held


def test_who_was_asked_and_who_takes_part_is_kept():
    w = world(70, tier=1, openness=np.where(np.arange(70) == 66, 0.0, 1.0))
    w.tier[3] = 0
    w.cases[2]["kind"] = JOINT_TEST
    joint_tests.enlist(w, 2, 0)
    worked = [joint_tests.works_on(w, 2, j) for j in range(70)]
    assert [j for j in range(70) if not worked[j]] == [3, 66]
    assert joint_tests.share_at_work(w, 2) == 68 / 69
    w.tier[4] = 0
    assert not joint_tests.works_on(w, 2, 4), "who has left the network has no part any more"
    joint_tests.no_party(w, 2)
    assert not w.asked.any() and not w.party.any()


def test_everybody_in_the_network_works_on_other_cases():
    w = world(3, tier=(1, 2, 0))
    assert [joint_tests.works_on(w, 0, j) for j in range(3)] == [True, True, False]
    assert joint_tests.share_at_work(w, 0) == 1.0
