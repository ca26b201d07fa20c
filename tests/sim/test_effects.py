"""Effects of finished cases and of a new design: who is taught, drawn in, helped, and by how much."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.catalogue import CASE_INDEX, CASE_KINDS
from sim.rules import effects
from sim.rules.partners import bit
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
    w = finished(kind, sizes={"K": 2}, params={"case_learning": 0.25}, tier=TIER, status=OFFICE)
    effects.teach(w, 0)
    assert w.knowledge.tolist() == [[0.0, taught], [0.0, 0.0], [0.0, 0.0]]


def finished(kind, offices=3, theme=1, party=(0, 1, 2), **fields):
    """A world with one case of a kind, number 0; a joint test has this party."""
    w = world(offices, **fields)
    w.cases[0]["kind"], w.cases[0]["theme"] = CASE_INDEX[kind], theme
    for j in party:
        w.party[0, 0] |= bit(j)
    return w


@pytest.mark.parametrize(
    ("kind", "party", "taught"),
    [
        pytest.param("joint_test", (0,), [0.25, 0.0], id="only who took part"),
        pytest.param("joint_test", (), [0.0, 0.0], id="nobody"),
        pytest.param("joint_research", (), [0.5, 0.5], id="research is everybody's"),
    ],
)
def test_only_who_takes_part_in_a_joint_test_learns_from_it(kind, party, taught):
    w = finished(kind, 2, party=party, sizes={"K": 2}, params={"case_learning": 0.25}, tier=1)
    effects.teach(w, 0)
    assert w.knowledge[:, 1].tolist() == taught


@pytest.mark.parametrize(
    ("kind", "theme", "status", "taught"),
    [
        pytest.param("standard", 1, 2, 0.125, id="first-hand, by its powers"),
        pytest.param("joint_test", 1, 2, 0.375, id="beside what it learns as one of those who took part"),
        pytest.param("standard", -1, 2, 0.0, id="nothing without a theme"),
        pytest.param("standard", 1, 0, 0.0, id="nothing without an office"),
    ],
)
def test_who_holds_the_secretariat_learns_first_hand(kind, theme, status, taught):
    w = finished(kind, 2, theme, sizes={"K": 2}, params={"case_learning": 0.25}, tier=1, status=status, host=(0.5, 0.0))
    effects.teach(w, 0)
    assert w.knowledge[0].tolist() == [0.0, taught]


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
    w = finished(CASE_KINDS[kind].key, params={"harmonise_gain": gain}, harmonisation=before, tier=1)
    effects.align(w, 0)
    return w.harmonisation


def test_a_joint_test_aligns_methods_as_far_as_offices_took_part():
    w = finished("joint_test", 4, party=(0, 3), params={"harmonise_gain": 0.5}, tier=1)
    effects.align(w, 0)
    assert w.harmonisation == 0.125


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
    w = finished("meeting", 4, firms=1, params={"dialogue_trust": 2.5}, tier=(1, 2, 0, 1), status=(2, 1, 2, 0))
    effects.meet(w, 0)
    assert [tuple(pair) for pair in np.argwhere(w.trust > 0)] == [(0, 1), (1, 0)]
    assert w.trust[0, 1] == 0.25


def test_a_joint_test_makes_trust_among_those_who_took_part():
    w = finished("joint_test", 4, party=(0, 3), params={"dialogue_trust": 2.5}, tier=1)
    effects.meet(w, 0)
    assert [tuple(pair) for pair in np.argwhere(w.trust > 0)] == [(0, 3), (3, 0)]
