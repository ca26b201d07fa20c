"""What is known at the cut-off, the four sets, and the model's forecast: nothing later than the cut-off reaches it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from calibration.out_of_time import data
from calibration.out_of_time.predict import COPY, Prediction, _copies, predict
from sim.months import CUT_OFF, month_index, month_label
from sim.roster import EventRecord
from sim.rules.setup import set_elections
from tests.calibration.toy import prior_rows
from tests.worlds import world

RUNS, SEED = 60, 11


@pytest.fixture(scope="module")
def posterior():
    return prior_rows(SEED, 40)


@pytest.fixture(scope="module")
def found(posterior, before):
    return predict(posterior, before, SEED, RUNS)


# ---- what is known ------------------------------------------------------------------------------------------------
def test_the_two_readings_of_the_cut_off_day(before, after):
    k = before.dyads.names.index("EU - Singapore")
    assert (before.open.sum(), after.open.sum()) == (57, 58)
    assert before.observed.tied[k] and not before.open[k] and before.observed.month[k] == CUT_OFF
    assert not after.observed.tied[k] and after.open[k]
    assert np.flatnonzero(before.open != after.open).tolist() == [k]
    assert (before.observed.tied.sum(), after.observed.tied.sum()) == (18, 17)
    assert int(before.observed.held[k]).bit_count() == 3


def test_nothing_dated_after_the_cut_off_is_left(before, roster):
    assert any(e.month > CUT_OFF for e in roster.events)
    assert all(e.month <= CUT_OFF for e in before.roster.events)
    assert all(t.month is None or t.month <= CUT_OFF for t in before.roster.ties)
    assert (np.array([month_label(data.START), month_label(data.END)]) == ["2024-12", "2025-12"]).all()


def test_the_sets_and_the_primary_one():
    assert data.PRIMARY.name == "A or B, EU - Singapore before"
    assert data.SETS[0] == data.PRIMARY
    assert {(s.grade, s.reading) for s in data.SETS} == {(g, r) for g in data.GRADES for r in ("before", "after")}


def test_outcomes_are_read_by_their_columns(tmp_path):
    """A made-up file: A is a subset of A or B."""
    path = tmp_path / "ties.csv"
    path.write_text("actor_a,actor_b,new_A,new_AB\nx,y,1,1\nx,z,0,1\ny,z,0,0\n", encoding="utf-8")
    assert data.real_outcomes("A", path).tolist() == [True, False, False]
    assert data.real_outcomes("A or B", path).tolist() == [True, True, False]


# ---- the forecast -------------------------------------------------------------------------------------------------
def test_first_deals_fall_in_the_window(found, before):
    signed = found.first[:, before.open]
    assert ((signed == -1) | ((signed >= data.START) & (signed <= data.END))).all()
    assert (signed >= 0).any()


def test_probabilities_are_add_one_and_never_certain(found, before):
    chance = found.probability()
    formed = found.formed().sum(axis=0)
    assert chance == pytest.approx((formed + 1) / (RUNS + 2))
    assert chance.min() >= 1 / (RUNS + 2) and chance.max() <= (RUNS + 1) / (RUNS + 2)
    assert not found.formed()[:, ~before.open].any()
    assert found.probability(data.START).sum() < chance.sum()  # fewer by the first month
    firm = before.dyads.with_firm
    assert (found.count(firm) + found.count(~firm) == found.count()).all()


def test_4000_runs_are_enough_for_a_hundredth():
    first = np.where(np.arange(4000)[:, None] % 2 == 0, data.START, -1)
    assert Prediction(first, np.array([True])).error()[0] < 0.01


def test_the_same_seed_gives_the_same_forecast_on_any_number_of_threads(posterior, before, found):
    assert np.array_equal(predict(posterior, before, SEED, RUNS, threads=2).first, found.first)
    assert not np.array_equal(predict(posterior, before, SEED + 1, RUNS).first, found.first)


def test_later_elections_and_shocks_change_nothing(roster, posterior, found):
    """Other events after the cut-off, or none: the same runs. Foundings are conditioned on."""
    korea = roster.find("Korea")
    invented = EventRecord(month_index("2025-03"), "policy_shock", roster.find("UK"), "invented", "")
    moved = EventRecord(month_index("2025-01"), "election", korea, "invented", "")
    past = tuple(e for e in roster.events if e.month <= CUT_OFF)
    for events in (past, (*past, moved, invented)):
        known = data.known(replace(roster, events=events))
        assert np.array_equal(predict(posterior, known, SEED, RUNS).first, found.first)
    blind = data.without_later_foundings(data.known(roster))
    assert blind.roster.founded[korea] > data.END
    assert not np.array_equal(predict(posterior, blind, SEED, RUNS).first, found.first)


def test_why_later_elections_are_dropped():
    """A run that does not replay a dated election still puts the state's next one a term after it: a leak."""
    dated = [(CUT_OFF + 7, 1), (CUT_OFF + 7, 2)]
    w = world(3, params={"election_interval": 48.0}, first=CUT_OFF + 1, replay_until=CUT_OFF, elections=dated)
    set_elections(w)
    assert w.next_election[1] == CUT_OFF + 7 + 48


def test_each_further_run_of_a_draw_is_another_world(posterior, before):
    rows = np.array([0, 0, 0, 3, 5, 5])
    assert _copies(rows).tolist() == [0, 1, 2, 0, 0, 1]
    assert posterior.numbers.max() < COPY
    one = replace(posterior, weights=np.eye(len(posterior))[3])
    first = predict(one, before, SEED, 6).first
    assert len({row.tobytes() for row in first}) > 1
