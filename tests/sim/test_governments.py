"""Governments: changes of government, foundings, occasions, and who is in the chair by the record."""

import numpy as np
import pytest

from sim import draws
from sim.catalogue import GOVERNMENTS
from sim.months import NEVER
from sim.phases.secretariat import _maybe_hand_over
from sim.rules import casework
from sim.rules.governments import (
    MEETING,
    NARROWEST,
    SUMMIT,
    WIDEST,
    election_shift,
    first_due,
    founding_chance,
    founds,
    gather,
    government_shift,
    moved_openness,
    yearly_occasion,
)
from tests.worlds import design_values, world

STREAM = draws.stream_of(11, 0)
CERTAIN = 1e9
NOBODY = -1


# ---- openness ------------------------------------------------------------------------------------------------------
def test_election_shifts_scatter_by_their_spread():
    w, shifts = world(params={"election_spread": 0.5}, stream=STREAM), []
    for month in range(400):
        w.month = month
        shifts.append(election_shift(w, 0))
    assert np.mean(shifts) == pytest.approx(0.0, abs=0.1) and np.std(shifts) == pytest.approx(0.5, rel=0.1)
    assert election_shift(world(params={"election_spread": 0.0}, stream=STREAM, month=1), 0) == 0.0


@pytest.mark.parametrize(("shift", "after"), [(0.25, 1.25), (0.0, 1.0), (9.0, WIDEST), (-9.0, NARROWEST)])
def test_openness_moves_within_bounds(shift, after):
    assert moved_openness(1.0, shift) == after


@pytest.mark.parametrize(
    ("regime", "chance", "share"),
    [("elections", 0.5, 0.5), ("elections", 0.0, 0.0), ("elections", 1.0, 1.0), ("leadership", 1.0, 0.0),
     ("commission", 1.0, 0.0)],
)  # fmt: skip
def test_only_elections_return_a_government(regime, chance, share):
    """Of 400; half within 0.1 (five standard errors are 0.125)."""
    w = world(params={"incumbents_stay": chance}, stream=STREAM, regime=GOVERNMENTS.index(regime))
    stay = 0
    for month in range(400):
        w.month = month
        shift = government_shift(w, 0)
        stay += shift == 0.0
        assert shift in (0.0, election_shift(w, 0))
    assert stay / 400 == pytest.approx(share, abs=0.125 if 0.0 < share < 1.0 else 0.0)


@pytest.mark.parametrize(
    ("known", "after", "due"), [(10, 10, 10), (10, 11, 22), (34, 11, 22), (34, 10, 10), (5, 30, 41)]
)
def test_a_term_ends_every_term(known, after, due):
    assert first_due(known, 12, after) == due


# ---- institutes ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("openness", "readiness", "salience", "interest", "chance"),
    [(1.0, 1.0, 1.0, 1.0, 0.5), (0.0, 1.0, 1.0, 1.0, 0.0), (0.5, 0.5, 2.0, 1.0, 0.25), (1.0, 1.0, 1.0, 2.0, 1.0)],
)
def test_founding_chance(openness, readiness, salience, interest, chance):
    assert founding_chance(6.0, openness, readiness, salience, interest) == chance


@pytest.mark.parametrize(
    ("change", "opens"),
    [
        pytest.param({}, True, id="who has pledged"),
        pytest.param({"pledged": 0.0}, False, id="not who has pledged nothing and is not drawn in"),
        pytest.param({"pledged": 0.0, "tier": 1}, True, id="a member may without a pledge"),
        pytest.param({"pledged": 0.0, "reached": 0.5}, True, id="so may who was drawn in"),
        pytest.param({"status": 1}, True, id="an acting office becomes an institute"),
        pytest.param({"status": 2}, False, id="nobody has two"),
        pytest.param({"founded": 99}, False, id="not where the record says when"),
        pytest.param({"openness": 0.0}, False, id="not the closed"),
        pytest.param({"security": 0.0}, False, id="not the unready"),
    ],
)
def test_who_founds(change, opens):
    fields = {"status": 0, "pledged": 0.5, "security": 0.5} | change
    w = world(1, params={"founding_rate": CERTAIN}, stream=STREAM, **fields)
    assert founds(w, 0) == opens


# ---- occasions -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("month", "last", "kind"),
    [(32, 20, SUMMIT), (44, 20, SUMMIT), (38, 20, MEETING), (33, 20, -1), (20, 20, -1), (32, NEVER, -1), (30, 18, -1),
     (42, 44, -1)],
)  # fmt: skip
def test_summits_and_meetings_recur(month, last, kind):
    """Facts are replayed until month 30."""
    assert yearly_occasion(month, last, 30) == kind


@pytest.mark.parametrize(
    ("kind", "come"),
    [
        pytest.param(SUMMIT, [True, True, True, False], id="a summit"),
        pytest.param(MEETING, [True, True, False, False], id="the network"),
    ],
)
def test_who_attends(kind, come):
    w = world(4, tier=(1, 2, 0, 1), status=(2, 1, 2, 0))
    gather(w, kind, np.array([False, False, True, True]))
    assert w.occasion.tolist() == come


# ---- the chair -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("named", "chair", "tier", "held"),
    [
        pytest.param(0, 1, (1, 1, 1), [0.4, 0.1, 0.0], id="no Coordinator: the lead by capacity squared"),
        pytest.param(1, 1, (1, 1, 1), [0.0, 0.5, 0.0], id="the Coordinator has the lead"),
        pytest.param(1, 1, (1, 0, 1), [0.5, 0.0, 0.0], id="one that left has not"),
        pytest.param(1, NOBODY, (1, 1, 1), [0.4, 0.1, 0.0], id="nobody in the chair"),
    ],
)
def test_the_lead_is_the_coordinators(named, chair, tier, held):
    w = world(
        3, capacity=(2.0, 1.0, 0.0), tier=tier, chair=chair, led_by_chair=named, design=design_values(lead_share=0.5)
    )
    casework.hold(w)
    assert w.host.tolist() == held


def test_a_fact_names_the_chair():
    w = world(3, chair=0)
    casework.name_chair(w, 2, False)
    assert (w.chair, w.chair_on_record, w.led_by_chair) == (2, 1, 0)
    casework.name_chair(w, 1, True)
    assert (w.chair, w.chair_on_record, w.led_by_chair) == (1, 1, 1)


@pytest.mark.parametrize(
    ("replay", "chair", "leads", "told"),
    [
        pytest.param(24, 1, 1, 1, id="the record rules: the Coordinator that it named"),
        pytest.param(23, 2, 0, -1, id="after it the next in turn, without the lead, and not told"),
    ],
)
def test_a_handover_follows_the_record(replay, chair, leads, told):
    design = design_values(handovers_per_year=1.0, lead_share=1.0)
    w = world(3, month=24, replay_until=replay, next_design=1, chair=1, chair_on_record=1, led_by_chair=1, tier=1,
              turn_order=(0.0, 0.5, 0.75), design=design, began=12.0)  # fmt: skip
    _maybe_hand_over(w)
    assert (w.chair, w.led_by_chair, w.event_log[0, 2]) == (chair, leads, told)


@pytest.mark.parametrize(("month", "design", "given"), [(9, 1, True), (10, 1, True), (11, 1, False), (9, 2, False)])
def test_the_record_rules_until_it_ends_or_a_design_comes(month, design, given):
    assert casework.as_on_record(world(month=month, replay_until=10, next_design=design)) == given
