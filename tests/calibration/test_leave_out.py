"""Leaving out: the statistics forget the dyad, a dyad that decides is found, other readings read what they say."""

from __future__ import annotations

import json

import numpy as np
import pytest

from calibration.diagnostics import leave_out
from calibration.diagnostics.variants import Variant, left_out, variants
from calibration.estimators.refit import Refit, jackknife
from calibration.estimators.table import Table
from calibration.observed import UNKNOWN, Dyads, Observed, admissible_dyads, observed_network
from calibration.posterior import COLUMN, Posterior, prior_mean, prior_sd
from calibration.simulator import DRAWN
from calibration.statistics import NAMES, observed_statistics, summarise
from results.calibration_text import leave_out as words
from scenarios.rosters import load_roster
from sim.ensemble.dyads import Networks
from sim.months import CUT_OFF
from sim.parameters import RECORDS

DECIDES = "UK - Google"
PARAMETERS = ("tie_cost", "fora_weight")


@pytest.fixture(scope="module")
def observed() -> Observed:
    roster = load_roster("real")
    return observed_network(admissible_dyads(roster), roster.ties)


@pytest.fixture(scope="module")
def few(observed) -> Dyads:
    """Every fourth dyad, and the one that decides: enough to be left out in turn."""
    d = observed.dyads
    k = np.union1d(np.arange(0, len(d), 4), [d.names.index(DECIDES)])
    return Dyads(tuple(d.names[i] for i in k), d.pairs[k], d.with_firm[k], d.fora[k], d.open_from[k])


def planted(dyads: Dyads, runs: int, seed: int) -> Table:
    """A world where one firm tie is there if and only if a deal costs less than its middle; office ties are tossed."""
    rng = np.random.default_rng(seed)
    low, high = (np.array([getattr(RECORDS[name], end) for name in DRAWN]) for end in ("low", "high"))
    values = low + (high - low) * rng.random((runs, len(DRAWN)))
    tied = rng.random((runs, len(dyads))) < 0.3
    tied[:, dyads.with_firm] = False
    tied[:, dyads.names.index(DECIDES)] = values[:, COLUMN["tie_cost"]] < prior_mean("tie_cost")
    networks = Networks(np.where(tied, 9, -1), tied.astype(np.int64))
    statistics = summarise(dyads, networks, np.ones(len(dyads), dtype=bool))
    return Table(dyads, seed, values, networks.held.astype(np.uint8), networks.first.astype(np.int16), statistics)


def seen_in(dyads: Dyads, seed: int = 1) -> Observed:
    """An observed network of that world, with the tie."""
    tied = np.random.default_rng(seed).random(len(dyads)) < 0.3
    tied[dyads.with_firm] = False
    tied[dyads.names.index(DECIDES)] = True
    return Observed(dyads, tied.astype(np.int64), np.where(tied, 9, UNKNOWN))


def rejection(table: Table):
    """The plainest estimator: the runs with as many firm ties as were observed."""
    column = NAMES.index("firm_ties")

    def estimate(statistics: np.ndarray, seen: np.ndarray) -> Posterior:
        rows = np.flatnonzero(statistics[:, column] == seen[column])
        return Posterior(table.values[rows], np.full(len(rows), 1 / len(rows)), rows)

    return estimate


# ---- what is left out --------------------------------------------------------------------------------------------
def test_a_dyad_left_out_is_scored_on_neither_side(observed):
    for name in ("US - UK", "US - Kenya"):
        k = observed.dyads.names.index(name)
        other, stay = left_out(observed, k)
        assert name not in other.dyads.names and len(other.dyads) == len(observed.dyads) - 1
        before, after = observed_statistics(observed), observed_statistics(other)
        assert before[0] - after[0] == observed.tied[k]
        flipped = observed.without(k) if observed.tied[k] else _with(observed, k)
        assert np.array_equal(observed_statistics(left_out(flipped, k)[0]), after)
        assert np.array_equal(observed.dyads.pairs[stay], other.dyads.pairs)


def _with(observed: Observed, k: int) -> Observed:
    held, month = observed.held.copy(), observed.month.copy()
    held[k], month[k] = 1, 3
    return Observed(observed.dyads, held, month)


# ---- the refits --------------------------------------------------------------------------------------------------
def test_a_dyad_that_decides_a_parameter_is_found(few):
    """Without it the posterior is the prior: the mean moves by a quarter of the range, 0.87 prior SD."""
    table, seen = planted(few, 4000, 2), seen_in(few)
    k = seen.dyads.names.index(DECIDES)
    gone = Variant("gone", "no tie", (DECIDES,), seen.without(k))
    found = leave_out.section(table.networks(), seen, rejection(table), [gone], PARAMETERS)
    row = found["dyads"][k]
    assert row["shift"]["tie_cost"] == pytest.approx(12**0.5 / 4, abs=0.06)  # 4 standard errors
    assert row["sd_ratio"]["tie_cost"] == pytest.approx(2.0, abs=0.06)
    assert found["most"]["tie_cost"]["dyad"] == DECIDES and row["parameter"] == "tie_cost"
    assert [(m["what"], m["parameter"]) for m in found["not_robust"]] == [(DECIDES, "tie_cost"), ("gone", "tie_cost")]
    assert found["readings"][0]["shift"]["tie_cost"] == pytest.approx(12**0.5 / 2, abs=0.06)
    assert not found["robust"] and not found["robust_dyads"] and not found["robust_readings"]
    others = [r for r in found["dyads"] if r["dyad"] != DECIDES]
    assert max(r["largest"] for r in others) < 1e-12  # this estimator looks at firm ties alone
    said = words.text(json.loads(json.dumps(found)))
    assert "**Not robust**" in said and "shifts tie_cost by" in said


def test_the_amortised_estimator_finds_it_too(few):
    table, seen = planted(few, 6000, 3), seen_in(few)
    found = leave_out.of_table(table, seen, (), PARAMETERS)
    assert found["most"]["tie_cost"]["dyad"] == DECIDES
    assert found["most"]["tie_cost"]["shift"] == pytest.approx(12**0.5 / 4, abs=0.25)
    assert {m["what"] for m in found["not_robust"]} == {DECIDES}
    assert all(0 < found["error"][name] < 0.4 for name in PARAMETERS)
    assert all(0 < row["error"] < 0.4 for row in found["not_robust"])
    assert " ± " in words.text(found)
    assert found["runs"] == 6000


def test_without_an_influential_dyad_the_verdict_is_robust(few):
    """The planted dyad is not tied to anything: nothing in this table speaks about the parameters."""
    table, seen = planted(few, 6000, 4), seen_in(few)
    shuffled = np.random.default_rng(0).permutation(table.values)
    mixed = Table(table.dyads, 4, shuffled, table.held, table.first, table.statistics)
    found = leave_out.of_table(mixed, seen, (), PARAMETERS)
    assert found["robust"] and found["not_robust"] == []
    assert "**Robust**" in words.text(found)


def test_the_result_does_not_depend_on_the_threads(few):
    table, seen = planted(few, 1500, 5), seen_in(few)
    other = Variant("gone", "no tie", (DECIDES,), seen.without(seen.dyads.names.index(DECIDES)))
    one, two = (leave_out.of_table(table, seen, [other], PARAMETERS, 1000, threads) for threads in (1, 2))
    assert one == two
    assert one["runs"] == 1000


def linear(dyads: Dyads, runs: int, seed: int) -> Table:
    """A table whose first two statistics are a parameter's quantile with normal noise, the others noise alone."""
    rng = np.random.default_rng(seed)
    quantiles = rng.random((runs, len(DRAWN)))
    low, high = (np.array([getattr(RECORDS[name], end) for name in DRAWN]) for end in ("low", "high"))
    statistics = rng.normal(size=(runs, len(NAMES)))
    for k, name in enumerate(PARAMETERS):
        statistics[:, k] = quantiles[:, COLUMN[name]] + 0.1 * statistics[:, k]
    empty = np.zeros((runs, len(dyads)), dtype=np.int64)
    return Table(dyads, seed, low + (high - low) * quantiles, empty, empty - 1, statistics)


def test_the_refit_is_the_known_posterior_where_that_is_normal(observed):
    """Uniform prior, one statistic with noise of 0.1 of the range, in the middle: N(statistic, 0.1)."""
    table = linear(observed.dyads, 30_000, 6)
    refit, seen = Refit(table, PARAMETERS), np.zeros(len(NAMES))
    seen[:2] = 0.4, 0.6
    found = refit.estimate(table.statistics, seen)
    for name, middle in zip(PARAMETERS, (0.4, 0.6), strict=True):
        quantile = (found.mean(name) - RECORDS[name].low) / (RECORDS[name].high - RECORDS[name].low)
        assert quantile == pytest.approx(middle, abs=0.03)
        assert found.sd(name) / prior_sd(name) == pytest.approx(0.1 * 12**0.5, rel=0.25)


def test_the_error_is_the_spread_over_tables(observed):
    """Jackknife against the standard deviation over 12 tables: within a factor of 2.5, both being rough."""
    seen = np.zeros(len(NAMES))
    seen[:2] = 0.4, 0.6
    means, errors = [], []
    for seed in range(12):
        table = linear(observed.dyads, 2000, 100 + seed)
        refit = Refit(table, PARAMETERS)
        means.append(refit.estimate(table.statistics, seen).mean("tie_cost") / prior_sd("tie_cost"))
        errors.append(jackknife(refit.means(table.statistics, seen))[0])
    assert 1 / 2.5 < np.mean(errors) / np.std(means, ddof=1) < 2.5


def test_jackknife_of_a_mean_is_its_standard_error():
    """Of 10 groups of equal size: the classical formula."""
    groups = np.random.default_rng(1).normal(size=(10, 3))
    without = (groups.sum(axis=0) - groups) / 9
    assert jackknife(without) == pytest.approx(groups.std(axis=0, ddof=1) / 10**0.5)


# ---- in words ----------------------------------------------------------------------------------------------------
def words_of(base: float, readings: bool = True) -> tuple[str, str]:
    """The texts of a made-up section whose base is so far from a shipped mean of 1, in prior SD of 0.5."""
    row = {"shift": {"load": 0.1}, "sd_ratio": {"load": 1.0}}
    section = {
        "parameters": ["load"], "threshold": 0.5, "runs": 400, "base": {"load": {"mean": 1 + base / 2, "sd": 0.2}},
        "dyads": [{"dyad": "A - B", "tied": True, "largest": 0.1, **row}],
        "readings": [{"name": "other", "meaning": "read otherwise", "changed": ["A - B"], **row}] if readings else [],
        "not_robust": [], "error": {"load": 0.1}, "most": {"load": {"dyad": "A - B", "shift": 0.1}},
    }  # fmt: skip
    smc = {"parameters": [{"name": "load", "mean": 1.0, "prior_sd": 0.5}]}
    return words.text(section), words.against(section, smc)


def test_the_words_say_what_was_refitted_and_how_far_it_is_from_what_is_shipped():
    far, near = words_of(-0.6)[1], words_of(0.3)[1]
    assert "**load by −0.6**" in far and "Of load the two say different things (0.5 or more)" in far
    assert "load by +0.3." in near and "**" not in near and "All are below 0.5" in near


def test_rows_in_doubt_are_spoken_of_only_if_there_are_any():
    assert "rows in doubt were read otherwise" in words_of(0)[0] and "no other reading" in words_of(0)[0]
    without = words_of(0, readings=False)[0]
    assert "in doubt" not in without and "reading" not in without and "**Robust**: no dyad shifts" in without


# ---- other readings ----------------------------------------------------------------------------------------------
def test_the_readings_change_what_they_say(observed):
    found = {v.name: v for v in variants(observed)}
    changed = {name: set(v.changed) for name, v in found.items()}
    access, pact = {"UK - Anthropic", "UK - Google", "UK - OpenAI"}, {"EU - Google", "EU - OpenAI"}
    assert changed == {
        "with the deal of the cut-off day": {"EU - Singapore"},
        "no access pledges": access,
        "no commitments": pact,
        "no ties without an instrument": {"US - Google"},
        "no pledges at all": access | pact | {"US - Google"},
        "no remembered dates": pact | {"UK - France"},
        "no partly remembered dates": access | pact | {"UK - France", "US - Japan", "US - Singapore"},
    }
    for name, variant in found.items():
        places = [observed.dyads.names.index(d) for d in variant.changed]
        same = np.setdiff1d(np.arange(len(observed.dyads)), places)
        assert np.array_equal(variant.observed.held[same], observed.held[same]), name
        assert np.array_equal(variant.observed.month[same], observed.month[same]), name


def test_the_deal_of_the_cut_off_day_is_a_dated_tie_of_three_types(observed):
    variant = variants(observed)[0]
    k = observed.dyads.names.index("EU - Singapore")
    assert not observed.tied[k] and variant.observed.tied[k]
    assert int(variant.observed.held[k]).bit_count() == 3
    assert variant.observed.month[k] == CUT_OFF and variant.observed.timed[k]


def test_remembered_dates_leave_the_ties_and_take_the_timing(observed):
    variant = next(v for v in variants(observed) if v.name == "no remembered dates")
    assert np.array_equal(variant.observed.held, observed.held)
    assert observed.timed.sum() - variant.observed.timed.sum() == len(variant.changed)


def test_a_reading_that_changes_nothing_is_left_out(observed):
    empty = Observed(observed.dyads, np.zeros_like(observed.held), np.full_like(observed.month, UNKNOWN))
    assert [v.name for v in variants(empty)] == ["with the deal of the cut-off day"]
