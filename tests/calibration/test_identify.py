"""What may be identified, on models where it is known."""

import json

import numpy as np
import pytest

from calibration.choice import CALIBRATED
from calibration.diagnostics import identify
from calibration.diagnostics.identify import (
    LEAST_LOSS,
    Ratios,
    choose,
    expected_ratios,
    losses,
    ratios_at,
    ratios_like,
    section,
)
from calibration.simulator import DRAWN
from calibration.statistics import NAMES
from results.calibration_text.identify import text
from sim.parameters import RECORDS
from tests.calibration.toy import known, toy_table

SPREADS = {"tie_cost": 0.1, "load": 0.3}


@pytest.fixture(scope="module")
def table():
    return toy_table(4_000, spreads=SPREADS)


@pytest.fixture(scope="module")
def expected(table):
    return expected_ratios(table)


def exact_ratio(spread, draws=2_000):
    """Root of the expected variance of a quantile's known posterior, in prior SD."""
    rng = np.random.default_rng(3)
    s = rng.random(draws) + spread * rng.normal(size=draws)
    return float(np.sqrt(known(s, spread).var().mean() * 12))


def place(name):
    return DRAWN.index(name)


@pytest.mark.parametrize("name", list(SPREADS))
def test_the_expected_ratio_is_that_of_the_known_posterior(expected, name):
    exact = exact_ratio(SPREADS[name])  # a polynomial can only do worse, at the ends of the prior a little
    assert 0.97 * exact < expected.ratio[place(name)] < 1.1 * exact
    assert expected.low[place(name)] < expected.ratio[place(name)] < expected.high[place(name)]


def test_parameters_that_no_statistic_knows_of_stay_at_their_prior(expected):
    silent = [k for k, name in enumerate(DRAWN) if name not in SPREADS]
    assert (expected.ratio[silent] > 0.97).all()
    assert (expected.ratio[silent] < 1.1).all()
    assert choose(expected) == ("tie_cost", "load")


def test_near_and_at_one_data_set_the_ratio_is_that_of_its_posterior(table, expected):
    at = np.zeros(len(NAMES))
    at[:2] = 0.5, 0.5
    like, given = ratios_like(table, at, share=0.2), ratios_at(table, at, expected)
    exact = known(0.5, 0.1).std() * 12**0.5
    assert given.ratio[place("tie_cost")] == pytest.approx(exact, rel=0.2)
    assert given.low[place("tie_cost")] <= given.ratio[place("tie_cost")] <= given.high[place("tie_cost")]
    assert like.ratio[place("tie_cost")] < 0.6 < like.ratio[place("patience")]
    assert given.ratio[place("patience")] == pytest.approx(1, abs=0.15)


def ratios(width=0.005, **named):
    ratio = np.array([named.get(name, 1.0) for name in DRAWN])
    return Ratios(ratio, ratio - width, ratio + width)


def test_the_smallest_ratios_are_chosen_at_most_four_and_none_above_the_threshold():
    five = ratios(noise=0.3, decay=0.4, tie_cost=0.5, load=0.6, vouching=0.7)
    assert choose(five) == ("noise", "decay", "tie_cost", "load")
    assert choose(ratios(noise=0.9, decay=0.901)) == ("noise",)
    assert choose(ratios()) == ()


def test_a_parameter_of_the_design_wins_a_tie_but_not_a_race():
    near = {"noise": 0.3, "decay": 0.4, "tie_cost": 0.5, "load": 0.600, "meeting_rate": 0.605}
    assert choose(ratios(**near)) == ("noise", "decay", "tie_cost", "meeting_rate")
    assert choose(ratios(**near, width=0.001)) == ("noise", "decay", "tie_cost", "load")


def test_a_statistic_earns_its_place_only_if_it_is_missed(table):
    worth = {row["statistic"]: row for row in losses(table, ("tie_cost", "load"))}
    first, second = worth[NAMES[0]], worth[NAMES[1]]
    assert first["earns_its_place"] and first["most_for"] == "tie_cost" and first["loss"] > 0.3
    assert second["earns_its_place"] and second["most_for"] == "load"
    # nine statistics of noise; the false alarm rate of each is about half a percent a parameter
    assert not any(worth[name]["earns_its_place"] for name in NAMES[2:])


def test_the_section_is_plain_and_its_words_follow_the_figures(table):
    at = np.zeros(len(NAMES))
    at[:2] = 0.5, 0.5
    found = section(table, at)
    assert json.loads(json.dumps(found)) == found
    assert found["identified"] == ["tie_cost", "load"] and not found["agrees"]
    said = text(found)
    assert "**the rule and the choice in force differ.**" in said
    assert "no clear loss" in said
    found |= {"by_rule": list(CALIBRATED), "agrees": True}
    assert "differ" not in text(found)
    assert f"if that is {LEAST_LOSS:g} or more" in said
    assert "No parameter is identified" in text(found | {"identified": []})


def test_what_is_not_fitted_but_narrower_given_the_observed_is_said(table):
    found = section(table, np.zeros(len(NAMES)))
    for row in found["parameters"]:
        row["observed"] = 0.8 if row["calibrated"] else 0.95
    assert "Given the observed data alone" not in text(found)
    next(row for row in found["parameters"] if row["name"] == "patience")["observed"] = 0.5
    assert "Given the observed data alone, `patience` (0.50) would be narrowed more than some" in text(found)


def test_the_choice_in_force_is_at_most_four_drawn_parameters():
    assert 0 < len(CALIBRATED) <= identify.MOST
    assert all(name in DRAWN and name in RECORDS for name in CALIBRATED)
