"""What may be identified, on models where it is known."""

import json

import numpy as np
import pytest

from calibration.choice import FEWEST, choose
from calibration.diagnostics.identify import (
    LEAST_LOSS,
    expected_ratios,
    losses,
    ratios_like,
    ratios_of,
    section,
    study,
)
from calibration.estimators.regression import Regression
from calibration.simulator import DRAWN
from calibration.statistics import ALL
from results.calibration_text.identify import text
from tests.calibration.toy import known, toy_table

NAMES = tuple(s.name for s in ALL)
SPREADS = {"tie_cost": 0.1, "load": 0.3}


@pytest.fixture(scope="module")
def table():
    return toy_table(12_000, spreads=SPREADS)


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
    assert choose(DRAWN, expected.ratio) == ("tie_cost", "load")


def test_near_and_at_one_data_set_the_ratio_is_that_of_its_posterior(table, expected):
    at = np.zeros(len(NAMES))
    at[:2] = 0.5, 0.5
    posterior = Regression(tuple(SPREADS)).fit(table).posterior(at)
    like, given = ratios_like(table, at, share=0.2), ratios_of(posterior)
    exact = known(0.5, 0.1).std() * 12**0.5
    assert given.ratio[place("tie_cost")] == pytest.approx(exact, rel=0.2)
    assert given.low[place("tie_cost")] <= given.ratio[place("tie_cost")] <= given.high[place("tie_cost")]
    assert like.ratio[place("tie_cost")] < 0.6 < like.ratio[place("patience")]
    assert given.ratio[place("patience")] == pytest.approx(1, abs=0.15)


def ratios(**named):
    return np.array([named.get(name, 1.0) for name in DRAWN])


def test_all_that_pass_the_threshold_in_one_of_the_studies_are_chosen_and_at_least_the_best():
    five = ratios(noise=0.3, decay=0.4, tie_cost=0.5, load=0.6, vouching=0.7)
    assert choose(DRAWN, five) == ("noise", "decay", "tie_cost", "load", "vouching")
    assert choose(DRAWN, five, ratios(patience=0.35)) == ("noise", "patience", "decay", "tie_cost", "load", "vouching")
    assert choose(DRAWN, ratios(noise=0.9, decay=0.901)) == ("noise", "decay")
    assert len(choose(DRAWN, ratios())) == FEWEST


def test_a_statistic_earns_its_place_only_if_it_is_missed(table):
    worth = {row["statistic"]: row for row in losses(table, ("tie_cost", "load"))}
    first, second = worth[NAMES[0]], worth[NAMES[1]]
    assert first["earns_its_place"] and first["most_for"] == "tie_cost" and first["loss"] > 0.3
    assert second["earns_its_place"] and second["most_for"] == "load"
    # nine statistics of noise; the false alarm rate of each is about half a percent a parameter
    assert not any(worth[name]["earns_its_place"] for name in NAMES[2:])


def made(table, at):
    return section(table, at, Regression(tuple(SPREADS)).fit(table).posterior(at))


def test_the_section_is_plain_and_its_words_follow_the_figures(table):
    at = np.zeros(len(NAMES))
    at[:2] = 0.5, 0.5
    found = made(table, at)
    assert json.loads(json.dumps(found)) == found
    assert found["fitted"] == ["tie_cost", "load"] == list(study(table, at)[0])
    said = text(found)
    assert "Fitted are `tie_cost` and `load`" in said and "no clear loss" in said
    assert f"if that is {LEAST_LOSS:g} or more" in said


def test_what_is_not_fitted_but_narrower_given_the_observed_is_said(table):
    found = made(table, np.zeros(len(NAMES)))
    for row in found["parameters"]:
        row["observed"] = 0.8 if row["fitted"] else 0.95
    assert "Given the observed data alone" not in text(found)
    next(row for row in found["parameters"] if row["name"] == "patience")["observed"] = 0.5
    assert "Given the observed data alone, `patience` (0.50) would be narrowed too" in text(found)
