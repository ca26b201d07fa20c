"""Effects of finished cases and of a new design: who is taught, drawn in, helped, and by how much."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import parameters
from sim.catalogue import CASE_INDEX, CASE_KINDS
from sim.rules import effects

SHARE = st.floats(0.0, 1.0)
OFFICE, TIER = np.array([2, 2, 0]), np.array([1, 0, 1])  # a member, an outsider, a member without office


@pytest.mark.parametrize("table", [effects.TAUGHT, effects.ALIGNED, effects.OUTREACH])
def test_effects_belong_to_kinds_of_casework(table):
    assert set(table) <= set(CASE_INDEX)


@pytest.mark.parametrize(
    ("kind", "taught"), [("joint_test", 0.25), ("joint_research", 0.5), ("standard", 0.0), ("meeting", 0.0)]
)
def test_members_with_an_office_are_taught(kind, taught):
    knowledge = np.zeros((3, 2))
    effects.teach(0.25, CASE_INDEX[kind], 1, TIER, OFFICE, knowledge)
    assert knowledge.tolist() == [[0.0, taught], [0.0, 0.0], [0.0, 0.0]]


@pytest.mark.parametrize(
    ("kind", "aligned"),
    [("standard", 0.75), ("joint_test", 0.625), ("working_group", 0.5625), ("research_agenda", 0.5625), ("terms", 0.5)],
)
def test_methods_align(kind, aligned):
    assert effects.align(0.5, CASE_INDEX[kind], 0.5) == aligned


@given(st.integers(0, len(CASE_KINDS) - 1), SHARE, SHARE)
def test_alignment_stays_a_share(kind, gain, before):
    assert before <= effects.align(gain, kind, before) <= 1.0


@pytest.mark.parametrize(
    ("kind", "neutrality", "overlap", "host", "reached"),
    [
        pytest.param("representation", 1.0, 0.5, 0.0, [0.1, 0.1], id="a neutral seat held by nobody"),
        pytest.param("meeting", 1.0, 0.5, 0.0, [0.05, 0.05], id="a meeting draws half as much"),
        pytest.param("standard", 1.0, 0.5, 0.0, [0.0, 0.0], id="a standard nothing"),
        pytest.param("representation", 0.0, 0.5, 0.0, [0.0, 0.0], id="a partial seat nobody"),
        pytest.param("representation", 1.0, 0.5, 1.0, [0.1, 0.0], id="its host's rival stays away"),
        pytest.param("representation", 1.0, 0.0, 0.0, [0.05, 0.05], id="less without other bodies"),
    ],
)
def test_outreach(kind, neutrality, overlap, host, reached):
    out, rivalry = np.zeros(2), np.array([[0.0, 1.0], [1.0, 0.0]])
    effects.reach_out(CASE_INDEX[kind], neutrality, overlap, np.array([host, 0.0]), rivalry, out)
    assert out.tolist() == pytest.approx(reached)


@pytest.mark.parametrize(
    ("overlap", "staff", "host", "reached"),
    [
        pytest.param(0.0, 3.0, 0.0, [0.0, 0.5], id="no other body"),
        pytest.param(1.0, 3.0, 0.0, [0.75, 0.75], id="its states, as far as there is staff"),
        pytest.param(1.0, 0.0, 0.0, [0.0, 0.5], id="nobody to do it"),
        pytest.param(1.0, 3.0, 1.0, [0.0, 0.5], id="an arm held in a country brings none"),
        pytest.param(0.5, 1.0, 0.0, [0.25, 0.5], id="nobody is lost"),
    ],
)
def test_reach_at_once(overlap, staff, host, reached):
    out = np.array([0.0, 0.5])
    effects.reach_at_once(overlap, staff, np.array([host, 0.0]), out)
    assert out.tolist() == reached


@pytest.mark.parametrize(("before", "after"), [(0.5, 0.625), (1.0, 1.0), (2.0, 2.0)])
def test_help_ends_at_an_institute_of_capacity_one(before, after):
    p = parameters.with_values(case_learning=0.25, acting_capacity=0.5)
    full, capacity = np.array([before, 1.0]), np.ones(3)
    effects.help_office(p, 0, np.array([1, 2]), full, capacity)
    assert full.tolist() == [after, 1.0] and capacity.tolist() == [0.5 * after, 1.0, 1.0]


def test_a_meeting_makes_trust_among_those_present():
    tier, trust = np.array([1, 2, 0, 1]), np.zeros((5, 5))
    effects.meet(2.5, tier, np.array([2, 1, 2, 0]), trust)
    assert [tuple(pair) for pair in np.argwhere(trust > 0)] == [(0, 1), (1, 0)]
    assert trust[0, 1] == 0.25
