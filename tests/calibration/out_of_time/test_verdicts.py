"""The words follow from the figures; the stamp tells 'scored once' from 'in-sample'."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from calibration.out_of_time import verdicts
from calibration.out_of_time.verdicts import Stamp
from calibration.posterior import Posterior
from sim.errors import InputError

OLD = Stamp("2026-12-01", "rules1", "roster1", "posterior1", "forecast1")


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (0.01, 0.2, "better than"),
        (-0.2, -0.01, "worse than"),
        (-0.1, 0.1, "no better than"),
        (0.0, 0.1, "no better than"),
        (-0.1, 0.0, "no better than"),
        (None, None, "no better than"),
    ],
)
def test_the_verdict_table(low, high, word):
    assert verdicts.beats(low, high) == word


@pytest.mark.parametrize(
    ("count", "word"),
    [
        (3, "consistent with what came"),
        (9, "consistent with what came"),
        (2, "not consistent with what came"),
        (10, "not consistent with what came"),
    ],
)
def test_the_number_of_ties(count, word):
    assert verdicts.count_verdict(count, 3.0, 9.0) == word


def test_without_a_stamp_nothing_was_scored():
    found = verdicts.status(None, OLD)
    assert found["state"] == "not scored" and found["date"] is None


def test_the_same_model_was_scored_once():
    found = verdicts.status(OLD, replace(OLD, date=""))
    assert found["state"] == "scored once"
    assert found["text"] == "scored once: 2026-12-01, rules rules1"
    assert found["changed"] == []


@pytest.mark.parametrize("part", ["rules", "roster", "posterior"])
def test_another_model_is_in_sample(part):
    found = verdicts.status(OLD, replace(OLD, forecast="forecast2", **{part: "another"}))
    assert found["state"] == "in-sample"
    assert found["text"] == "in-sample: the model changed since 2026-12-01"
    assert found["changed"] == [part]


def test_other_sources_with_the_same_forecast_are_the_same_model():
    found = verdicts.status(OLD, replace(OLD, rules="faster"))
    assert found["state"] == "scored once" and found["changed"] == ["rules"]


def test_fewer_runs_of_the_same_model_are_the_same_model():
    assert verdicts.same_model(OLD, replace(OLD, forecast="rougher"))


def test_a_stamp_is_read_as_written_and_never_replaced(tmp_path):
    path = tmp_path / "scored.json"
    assert verdicts.read_stamp(path) is None
    verdicts.write_stamp(OLD, path, {"words": ["consistent with what came"]})
    assert verdicts.read_stamp(path) == OLD
    with pytest.raises(InputError, match="already scored"):
        verdicts.write_stamp(replace(OLD, date="2027-01-01"), path)
    assert verdicts.read_stamp(path) == OLD


@pytest.mark.parametrize("content", ["{", "[]", '{"date": "2026-12-01"}'])
def test_a_broken_stamp_is_named(tmp_path, content):
    path = tmp_path / "scored.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="not a stamp"):
        verdicts.read_stamp(path)


def test_the_stamp_follows_posterior_and_forecast(roster):
    posterior = Posterior(np.arange(6.0).reshape(2, 3), np.array([0.5, 0.5]), np.arange(2))
    moved = replace(posterior, weights=np.array([0.4, 0.6]))
    chance = np.array([0.2, 0.3])
    stamp = verdicts.stamp_of("2026-12-01", roster, posterior, chance)
    assert stamp == verdicts.stamp_of("2026-12-01", roster, posterior, chance + 1e-12)
    assert stamp.forecast != verdicts.stamp_of("2026-12-01", roster, posterior, chance + 1e-6).forecast
    assert stamp.posterior != verdicts.stamp_of("2026-12-01", roster, moved, chance).posterior
    assert len({stamp.rules, stamp.roster, stamp.posterior, stamp.forecast}) == 4


# ---- what stands against a verdict ----
def scores(
    verdict="better than", auc=(-0.1, 0.1), brier=(-0.1, 0.1), actors=None, robust=None, model=(0.4, 0.7), **more
):
    """A made-up set with one baseline."""
    difference = {
        "verdict": verdict, "verdict_actors": actors or verdict, "verdict_robust": robust or verdict,
        "auc": {"low": auc[0], "high": auc[1]}, "brier": {"low": brier[0], "high": brier[1]},
    }  # fmt: skip
    of_model = {"auc": {"value": sum(model) / 2 if model[0] is not None else None, "low": model[0], "high": model[1]}}
    row = {
        "name": "A, before", "new": 3, "count": {"verdict": verdicts.CONSISTENT}, "scores": {"model": of_model},
        "differences": {"gravity": difference},
        "reliability": {"model": [{"dyads": 10, "forecast": 0.5}, {"dyads": 4, "forecast": 0.25}]},
    }  # fmt: skip
    return row | more


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (scores(), ""),
        (scores(auc=(0.1, 0.2), brier=(-0.2, -0.1)), ""),
        (scores(auc=(-0.2, -0.1)), "But by AUC it is worse than gravity."),
        (scores(brier=(0.1, 0.2)), "But by Brier score it is worse than gravity."),
        (scores("no better than", brier=(-0.2, -0.1)), "But by Brier score it is better than gravity."),
        (scores(auc=(None, None), model=(None, None)), ""),
        (scores(actors="no better than"), "But resampled over actors it is no better than gravity."),
        (scores(robust="worse than"), "But with the cluster robust interval it is worse than gravity."),
        (scores(model=(0.3, 0.45)), "But the model's AUC lies wholly below 0.5 (0.375), so it ranks the wrong way."),
    ],
)
def test_what_contradicts_a_verdict_is_said(row, said):
    assert verdicts.qualified(row) == said


def test_an_auc_that_says_nothing_contradicts_nothing():
    assert verdicts.qualified(scores(auc=(-0.9, -0.8)), unranked=["gravity"]) == ""


def test_other_outcomes_are_held_against_the_first():
    assert verdicts.qualified(scores(), [scores()]) == ""
    other = scores("worse than", model=(0.1, 0.2), count={"verdict": verdicts.INCONSISTENT})
    assert verdicts.qualified(scores(), [other]) == (
        "But on the outcomes of grade A, before the cut-off it is not consistent with what came (3 came, 6.0 were "
        "expected), and worse than gravity, and ranks the dyads the wrong way (AUC wholly below 0.5)."
    )
