"""Effects of finished cases and of a new design: who is taught, drawn in, helped, and by how much."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.catalogue import CASE_INDEX, CASE_KINDS
from sim.rules import effects
from tests.worlds import design_values, world

SHARE = st.floats(0.0, 1.0)
OFFICE, TIER = (2, 2, 0), (1, 0, 1)  # a member, an outsider, a member without office


@pytest.mark.parametrize("table", [effects.TAUGHT, effects.ALIGNED, effects.OUTREACH])
def test_effects_belong_to_kinds_of_casework(table):
    assert set(table) <= set(CASE_INDEX)


@pytest.mark.parametrize(
    ("kind", "taught"), [("joint_test", 0.25), ("joint_research", 0.5), ("standard", 0.0), ("meeting", 0.0)]
)
def test_members_with_an_office_are_taught(kind, taught):
    w = world(3, sizes={"K": 2}, params={"case_learning": 0.25}, tier=TIER, status=OFFICE)
    effects.teach(w, CASE_INDEX[kind], 1)
    assert w.knowledge.tolist() == [[0.0, taught], [0.0, 0.0], [0.0, 0.0]]


@pytest.mark.parametrize(
    ("kind", "aligned"),
    [("standard", 0.75), ("joint_test", 0.625), ("working_group", 0.5625), ("research_agenda", 0.5625), ("terms", 0.5)],
)
def test_methods_align(kind, aligned):
    assert harmonised(CASE_INDEX[kind], 0.5, 0.5) == aligned


@given(st.integers(0, len(CASE_KINDS) - 1), SHARE, SHARE)
def test_alignment_stays_a_share(kind, gain, before):
    assert before <= harmonised(kind, gain, before) <= 1.0


def harmonised(kind, gain, before):
    """Alignment of methods after a case of a kind."""
    w = world(params={"harmonise_gain": gain}, harmonisation=before)
    effects.align(w, kind)
    return w.harmonisation


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
    design = design_values(perceived_neutrality=neutrality, coupling_overlap=overlap)
    w = world(2, design=design, host=(host, 0.0), rivalry=((0.0, 1.0), (1.0, 0.0)))
    effects.reach_out(w, CASE_INDEX[kind])
    assert w.reached.tolist() == pytest.approx(reached)


@pytest.mark.parametrize(
    ("overlap", "staff", "host", "reached"),
    [
        pytest.param(0.0, 3.0, 0.0, [0.0, 0.5], id="no other body"),
        pytest.param(1.0, 3.0, 0.0, [0.75, 0.75], id="its states, as far as there is staff"),
        pytest.param(1.0, 0.0, 0.0, [0.0, 0.5], id="nobody to do it"),
        pytest.param(1.0, 3.0, 1.0, [0.0, 0.5], id="a secretariat held in a country brings none"),
        pytest.param(0.5, 1.0, 0.0, [0.25, 0.5], id="nobody is lost"),
    ],
)
def test_reach_at_once(overlap, staff, host, reached):
    design = design_values(coupling_overlap=overlap, staff_fte=staff)
    w = world(2, design=design, host=(host, 0.0), reached=(0.0, 0.5))
    effects.reach_at_once(w)
    assert w.reached.tolist() == reached


@pytest.mark.parametrize(("before", "more"), [(0.5, 0.125), (1.0, 0.0), (2.0, 0.0)])
def test_help_ends_at_a_capacity_of_one_and_is_not_the_offices_own(before, more):
    w = world(2, 1, params={"case_learning": 0.25}, capacity=(before, 1.0, 1.0), staffing=(before, 1.0), helped=0.0)
    effects.help_office(w, 0)
    assert w.capacity.tolist() == [before + more, 1.0, 1.0] and w.helped.tolist() == [more, 0.0]
    assert w.staffing.tolist() == [before, 1.0] and w.full_capacity.tolist() == [1.0, 1.0]
    effects.help_office(w, 0)
    assert w.helped[0] == more + 0.25 * max(0.0, 1.0 - before - more)  # each time of what is still missing


def test_a_meeting_makes_trust_among_those_present():
    w = world(4, 1, params={"dialogue_trust": 2.5}, tier=(1, 2, 0, 1), status=(2, 1, 2, 0))
    effects.meet(w)
    assert [tuple(pair) for pair in np.argwhere(w.trust > 0)] == [(0, 1), (1, 0)]
    assert w.trust[0, 1] == 0.25
