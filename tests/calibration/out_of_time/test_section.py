"""The section and its words, on made-up outcomes: nothing is scored unless asked, and then once."""

from __future__ import annotations

import json

import numpy as np
import pytest

from calibration.out_of_time.baselines import fit_baseline
from calibration.out_of_time.data import SETS
from calibration.out_of_time.in_sample import forecast_left_out, left_out_weights, scored
from calibration.out_of_time.scores import resamples
from calibration.out_of_time.section import Size, score_once, section
from calibration.out_of_time.verdicts import expected
from calibration.posterior import Posterior
from results.calibration_text.out_of_time import text
from results.calibration_text.out_of_time_figure import draw
from sim.errors import InputError
from tests.calibration.toy import prior_rows

SIZE = Size(runs=40, worlds=30, resamples=60)


def made_up(grade):
    return np.random.default_rng(len(grade)).random(75) < 0.2


def forbidden(grade):
    raise AssertionError("the outcomes were looked at")


@pytest.fixture(scope="module", autouse=True)
def baselines_fitted_once():
    """The baselines know nothing of the posterior, so each is fitted once a reading for all tests here."""
    kept = {}

    def fitted(baseline, known):
        key = baseline.name, known.reading
        if key not in kept:
            kept[key] = fit_baseline(baseline, known)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("calibration.out_of_time.section.fit_baseline", fitted)
        yield


@pytest.fixture(scope="module")
def posterior():
    return prior_rows(4, 30)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("stamp") / "scored.json"


@pytest.fixture(scope="module")
def unscored(posterior, roster, path):
    return section(posterior, roster, 4, SIZE, path, outcomes=forbidden)


@pytest.fixture(scope="module")
def taken(posterior, roster, path, unscored):
    return score_once(posterior, roster, 4, SIZE, path, outcomes=made_up, today="2026-12-01")


# ---- in sample ----------------------------------------------------------------------------------------------------
def test_left_out_by_hand():
    """Four runs, two dyads. Dyad 0: runs 0 and 1 with weight 1 each, one tied; dyad 1: all weight on run 3."""
    held = np.array([[1, 0], [0, 0], [8, 1], [0, 3]])
    chance, effective = forecast_left_out(held, np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.5]]))
    assert effective == pytest.approx([2.0, 1.0])
    assert chance == pytest.approx([(2 * 0.5 + 1) / 4, (1 + 1) / 3])


@pytest.mark.parametrize(
    ("weights", "problem"),
    [
        (np.ones((3, 4)), "do not fit"),
        (np.zeros((2, 4)), "above 0"),
        (np.array([[1.0, -1, 1, 1], [1, 1, 1, 1]]), "below 0"),
        (np.array([[np.nan, 1, 1, 1], [1, 1, 1, 1]]), "finite"),
    ],
)
def test_weights_that_cannot_be_are_named(weights, problem):
    with pytest.raises(InputError, match=problem):
        forecast_left_out(np.ones((4, 2), dtype=np.int64), weights)


def test_weights_of_refits_find_their_runs():
    """Runs 7, 3, 5; without dyad 0 the draws are 3 (twice) and 7, without dyad 1 only 5."""
    draws = {0: ([3, 7, 3], [0.2, 0.5, 0.3]), 1: ([5], [1.0])}

    def refit(dyad):
        numbers, weights = (np.array(v) for v in draws[dyad])
        return Posterior(np.zeros((len(numbers), 1)), weights, numbers)

    found = left_out_weights(refit, np.array([7, 3, 5]), 2)
    assert found == pytest.approx(np.array([[0.5, 0.5, 0.0], [0.0, 0.0, 1.0]]))
    with pytest.raises(InputError, match="no run of the table"):
        left_out_weights(refit, np.array([7, 3, 6]), 2)


def test_scored_finds_the_better_forecast():
    rng = np.random.default_rng(3)
    ends = np.array([(a, b) for a in range(12) for b in range(a)])
    truth = np.where(np.arange(66) % 2 == 0, 0.8, 0.05)
    y = rng.random(66) < truth
    found = scored({"model": truth, "flat": np.full(66, 0.4), "wrong": truth[::-1]}, y, resamples(ends, 300))
    assert {d["verdict"] for d in found["differences"].values()} == {"better than"}
    assert found["scores"]["model"]["auc"]["value"] > 0.8
    swapped = scored({"model": np.full(66, 0.4), "better": truth}, y, resamples(ends, 300))
    assert swapped["differences"]["better"]["verdict"] == "worse than"


# ---- the section --------------------------------------------------------------------------------------------------
def test_nothing_is_scored_unless_asked(unscored):
    assert unscored["sets"] == [] and unscored["status"]["state"] == "not scored" and unscored["stamp"] is None
    assert len(unscored["power"]["rows"]) == 5 and unscored["power"]["dyads"] == 57
    words = text(unscored)
    assert words.startswith("Which of the 57 dyads")
    assert "Not scored yet" in words and "AUC" not in words


def test_scored_once_and_never_again(taken, posterior, roster, path):
    assert taken["status"]["state"] == "scored once" and taken["status"]["date"] == "2026-12-01"
    assert [row["name"] for row in taken["sets"]] == [s.name for s in SETS]
    assert [row["primary"] for row in taken["sets"]] == [True, False, False, False]
    with pytest.raises(InputError, match="already scored"):
        score_once(posterior, roster, 4, SIZE, path, outcomes=forbidden)


def test_the_section_is_the_same_afterwards_and_in_sample_for_another_model(taken, posterior, roster, path):
    again = section(posterior, roster, 4, SIZE, path, outcomes=made_up)
    assert again == taken
    other = section(prior_rows(5, 30), roster, 4, SIZE, path, outcomes=made_up)
    assert other["status"]["state"] == "in-sample" and other["status"]["changed"] == ["posterior"]
    assert "in-sample: the model changed since 2026-12-01" in text(other).lower()


def test_sections_are_plain(taken):
    assert json.loads(json.dumps(taken, allow_nan=False)) == taken


def test_counts_of_the_sets_are_those_of_the_outcomes(taken, before, after):
    opened = {"before": before.open, "after": after.open}
    for row in taken["sets"]:
        y = made_up(row["grade"])[opened[row["reading"]]]
        assert (row["dyads"], row["new"]) == (len(y), int(y.sum()))
        assert sum(r["dyads"] for r in row["reliability"]["model"]) == len(y)


def test_the_words_are_those_of_the_verdicts(taken):
    words = text(taken)
    primary = taken["sets"][0]
    assert words.index("Outcomes were made up") < words.index("The forecast at the cut-off") < words.index("What came")
    assert "Scored once: 2026-12-01" in words
    assert f"{primary['new']} of 57 open dyads filled" in words
    mean = taken["count"]["expected"]["model"]
    assert expected(primary) == pytest.approx(mean) and f"expected {mean:.1f}, came {primary['new']}." in words
    for verdict in primary["words"]:
        assert verdict in words
    assert "#### Grade A or B, EU - Singapore before the cut-off (primary)" in words
    assert all(line.count("|") == 0 or line.startswith("|") for line in words.splitlines())


def test_weak_and_unfair_tests_are_called_so(unscored):
    changed = json.loads(json.dumps(unscored))
    rows = changed["power"]["rows"]
    for row in rows:
        row["if_model"] = {"better": 0.9, "worse": 0.01, "difference": 0.1}
    assert "it would beat every baseline 80% of the time or more" in text(changed)
    rows[0]["if_model"] |= {"better": 0.33}
    rows[4]["if_model"] |= {"worse": 0.12}
    words = text(changed)
    assert "less than 80% of the time: constant hazard (33%)." in words
    assert "wrongly, more often than 5% of the time: gravity (12%)." in words


@pytest.mark.parametrize(
    ("outside", "said"),
    [(0.02, "can hardly speak against the model"), (0.4, "a weak test"), (0.9, "can tell the model from at least one")],
)
def test_the_count_is_called_what_its_power_makes_it(unscored, outside, said):
    changed = json.loads(json.dumps(unscored))
    changed["power"]["rows"][2]["count_outside"] = outside
    for row in changed["power"]["rows"][:2] + changed["power"]["rows"][3:]:
        row["count_outside"] = 0.01
    words = text(changed)
    assert said in words and f"in at most {100 * outside:.0f}% of cases" in words


def test_forecasts_that_lean_one_way_are_called_so(taken):
    changed = json.loads(json.dumps(taken))
    groups = changed["sets"][0]["reliability"]["model"]
    for row in groups:
        row["share"] = row["forecast"] - 0.01
    assert "in every group: the forecasts are too high" in text(changed)
    groups[0]["share"] = 1.0
    mixed = f"in {len(groups) - 1} of {len(groups)} groups, below in 1." if len(groups) > 1 else "too low"
    assert mixed in text(changed)


def test_a_forecast_without_covariates_has_no_auc_in_sample(taken):
    inside = taken["sets"][1] | {"tied": 9, "effective": {"least": 50.0, "median": 90.0}, "enough": True}
    words = text(taken | {"in_sample": inside})
    words = words[words.index("### In sample") :]
    assert "No AUC is given for constant hazard" in words
    assert next(line.endswith("– |") for line in words.splitlines() if line.startswith("| constant hazard"))
    assert "No AUC" not in text(taken | {"in_sample": inside, "baselines": []})


def test_a_better_verdict_is_said_and_a_worse_one(taken):
    changed = json.loads(json.dumps(taken))
    row = changed["sets"][0]
    row["words"] = ["not consistent with what came", "worse than constant hazard"]
    assert "not consistent with what came and worse than constant hazard" in text(changed)


def test_figures_of_all_three_kinds(unscored, taken):
    assert len(draw(unscored).axes) == len(draw(taken).axes) == 1
    assert draw(unscored).axes[0].get_title(loc="left") == "Forecasts; not scored"
    both = taken | {"in_sample": taken["sets"][1]}
    assert len(draw(both).axes) == 2


@pytest.mark.slow
def test_in_sample_section_with_a_table(posterior, roster, tmp_path):
    """A made-up table in which every run ties a dyad with its observed state nine times in ten: the model wins."""
    from calibration.out_of_time.data import AFTER, known

    rng = np.random.default_rng(1)
    tied = known(roster, AFTER).observed.tied
    held = np.where(rng.random((400, 75)) < 0.9, tied, ~tied).astype(np.int64)
    found = section(posterior, roster, 4, SIZE, tmp_path / "none.json", (held, np.ones((75, 400))), forbidden)
    inside = found["in_sample"]
    assert (inside["dyads"], inside["tied"], inside["enough"]) == (75, 17, True)
    assert {row["verdict"] for row in inside["differences"].values()} == {"better than"}
    assert "In sample, one dyad left out at a time" in text(found)
    json.dumps(inside, allow_nan=False)
