"""An earlier ledger against synthetic outcomes: the scores are those of the formulas."""

import datetime

import numpy as np
import pytest

from calibration.forecasting.draws_in_use import Draws, digest_of
from calibration.forecasting.forecast import forecast
from calibration.forecasting.knowledge import REPORT_DAY, known_on
from calibration.forecasting.ledger import ledger
from calibration.forecasting.ledger_events import Happened
from calibration.forecasting.ledger_scores import _by, never_sure, score
from calibration.posterior import Posterior
from calibration.simulator import DRAWN, prior_draw
from results.calibration_text.forecast import interval, not_scored
from sim.months import month_index


@pytest.fixture(scope="module")
def found():
    """A forecast with draws of the prior, so that no posterior moves these tests."""
    values = np.array([[prior_draw(5, k)[name] for name in DRAWN] for k in range(12)])
    posterior = Posterior(values, np.full(12, 1 / 12), np.arange(12))
    drawn = Draws(posterior, "prior draws", digest_of(posterior))
    return forecast(known_on(REPORT_DAY), month_index("2025-08"), drawn, seed=3, runs=72)


@pytest.fixture(scope="module")
def made(found):
    return ledger(found)


def happened(made, ties, joins=()):
    keys = {frozenset((made["ties"][k]["actor_a"], made["ties"][k]["actor_b"])) for k in ties}
    events = {"tie": keys, "join": {frozenset((name,)) for name in joins}, "exit": set()}
    return Happened(datetime.date(2025, 8, 31), "as given", events)


def test_scores_are_those_of_the_formulas(made):
    p = never_sure(np.array([row["probability"] for row in made["ties"]]), made["about"]["runs"])
    y = np.zeros(58, dtype=bool)
    y[[0, 5, 7]] = True
    row = score(made, happened(made, [0, 5, 7]))["scored"][0]
    assert (row["observed"], row["cases"]) == (3, 58)
    assert row["scores"]["log"]["value"] == pytest.approx(np.log(np.where(y, p, 1 - p)).mean())
    assert row["scores"]["brier"]["value"] == pytest.approx(((p - y) ** 2).mean())
    mean = p.mean()
    assert row["constant"]["scores"]["log"]["value"] == pytest.approx(np.log(np.where(y, mean, 1 - mean)).mean())
    assert row["constant"]["scores"]["auc"]["value"] == 0.5
    assert sum(b["dyads"] for b in row["reliability"]) == 58
    assert sum(b["tied"] for b in row["reliability"]) == 3


def test_auc_needs_both_outcomes(made):
    found = score(made, happened(made, []))
    assert found["scored"][0]["observed"] == 0
    assert found["scored"][0]["scores"]["auc"]["value"] is None
    assert interval(found["scored"][0]["scores"]["auc"]) == "-"


def test_the_likeliest_dyads_beat_a_constant_and_the_least_likely_do_not(made):
    """The nine likeliest, and those that are as likely as the ninth: equal dyads are not told apart."""
    chance = np.array([row["probability"] for row in made["ties"]])
    order = np.argsort(chance)
    likeliest = np.flatnonzero(chance >= chance[order[-9]])
    best, worst = (score(made, happened(made, some))["scored"][0] for some in (likeliest, order[:9]))
    assert best["verdict"].endswith("better than a constant")
    assert worst["verdict"].endswith("worse than a constant")
    assert best["scores"]["auc"]["value"] > 0.99


def test_far_too_many_ties_are_not_consistent(made):
    assert score(made, happened(made, range(58)))["scored"][0]["verdict"].startswith("not consistent with what came")


def test_nothing_is_held_impossible():
    assert never_sure(np.array([0.0, 1.0]), 9) == pytest.approx([0.05, 0.95])


def test_probabilities_by_a_day_grow_evenly_within_a_month():
    months, series = ["2024-12", "2025-01"], [0.31, 0.62]
    days = ("2024-11-30", "2024-12-10", "2024-12-31", "2025-01-31")
    at = [_by(datetime.date.fromisoformat(day), months, series) for day in days]
    assert at == pytest.approx([0, 0.1, 0.31, 0.62])


def test_joins_are_scored_if_the_file_has_one(made):
    found = score(made, happened(made, [1], joins=["India"]))
    assert [row["kind"] for row in found["scored"]] == ["tie", "join"]
    assert found["not_scored"] == ["exit"]
    assert not_scored(found) == ["Not scored: exits, of which the file has none."]


def test_a_forecast_of_itself_is_consistent(found, made):
    """Outcomes of single runs, as if they had happened: most numbers lie in the central 90% of all runs."""
    runs = range(0, len(found.first), 3)
    inside = 0
    for run in runs:
        ties = np.flatnonzero(found.first[run] >= 0)
        inside += score(made, happened(made, ties))["scored"][0]["verdict"].startswith("consistent")
    assert inside >= 0.8 * len(runs)
