"""Bands: quantiles of the runs, a scale that no choice moves, and nothing of the run beyond the present month."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from results.play.futures.bands import QUANTILES, SHOWN, bands_of, key_of, note, own_course, scales, smoothed
from results.play.futures.ensemble import runs_of
from scenarios.session.log import started
from scenarios.session.replay import record_of

PLAIN = {"date": "2027-01", "kind": "salience", "size": 0.4}
FORCED = {"date": "2027-02", "act": "join", "actor": "China", "choice": True}
HARM = next(shown for shown in SHOWN if shown.name == "harm")


@pytest.fixture(scope="module")
def log():
    """A session of the teaching scenario."""
    return started("teaching", "rotating", seed=2)


def test_are_the_quantiles_of_the_runs(log):
    bands, runs = bands_of(log, replicates=9), runs_of(log, replicates=9)[log.design]
    assert bands.runs == 9
    np.testing.assert_array_equal(bands.of["members"], np.quantile(runs.course("members"), QUANTILES, axis=0))
    for values in bands.of.values():
        assert (np.diff(values, axis=0) >= 0).all()
    today = np.median(runs_of(log, ["adhoc"], replicates=9)["adhoc"].outcome("harm"))
    np.testing.assert_allclose(bands.of["harm"] * today, np.quantile(runs.course("harm"), QUANTILES, axis=0))


def test_a_choice_moves_the_bands_of_later_months_and_never_the_scale(log):
    chosen = log.with_choice(event={**PLAIN, "kind": "capability"})
    before, after = bands_of(log, replicates=8), bands_of(chosen, replicates=8)
    assert scales(chosen, 8) == scales(log, 8)
    played = before.months < chosen.choices[0].month
    np.testing.assert_array_equal(before.of["harm"][:, played], after.of["harm"][:, played])
    assert not np.array_equal(before.of["harm"], after.of["harm"])


def test_decisions_are_left_out_and_it_is_said(log):
    decided = log.with_choice("China", decision=FORCED)
    assert key_of(decided) == key_of(log) != key_of(log.with_choice(event=PLAIN))
    bands = bands_of(decided, replicates=4)
    assert "one decision of an actor" in note(bands, decided)
    assert "Left out" not in note(bands, log)


@pytest.mark.parametrize("months", [0, 1, 13, 20])
def test_the_run_is_shown_up_to_the_present_month_only(log, months):
    record = record_of(log)
    until = record.start + months
    for shown in SHOWN:
        own = own_course(record, shown, {"harm": 2.0}, until)
        assert np.isfinite(own[:months]).all() and np.isnan(own[months:]).all()
    np.testing.assert_allclose(
        own_course(record, HARM, {"harm": 2.0}, until)[:months] * 2, record.series["harm"][:months]
    )


def test_the_largest_say_is_of_the_states_and_has_no_bands(log):
    (say,) = (shown for shown in SHOWN if shown.largest)
    record = record_of(log)
    own = own_course(record, say, {}, int(record.months[-1]) + 1)
    np.testing.assert_array_equal(own, 100 * record.states["influence"].max(axis=1))
    assert 0 < own.max() <= 100
    assert set(bands_of(log, replicates=2).of) == {shown.name for shown in SHOWN} - {say.name}


@given(arrays(float, (2, 15), elements=st.floats(0, 100)), st.integers(1, 20))
def test_an_average_is_of_the_months_until_then(values, months):
    found = smoothed(values, months)
    for t in range(values.shape[1]):
        np.testing.assert_allclose(found[:, t], values[:, max(0, t + 1 - months) : t + 1].mean(axis=1), atol=1e-9)
