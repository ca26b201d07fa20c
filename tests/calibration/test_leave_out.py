"""Leaving out: neither side knows the dyad, a dyad that decides is found, chances are those of the fits without it."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from calibration.diagnostics import hazards, leave_out
from calibration.diagnostics.variants import Variant
from calibration.estimators.table import Table, statistics_of
from calibration.observed import UNKNOWN, Observed
from calibration.past import LAST
from calibration.posterior import COLUMN, prior_mean
from calibration.record import happened_until
from calibration.simulator import DRAWN
from calibration.statistics import statistics_until
from results.calibration_text import leave_out as words
from results.calibration_text import left_out as forecast_words
from scenarios.rosters import load_roster
from sim.ensemble.dyads import Networks
from sim.parameters import RECORDS

DECIDES = "UK - Google"
PARAMETERS = ("tie_cost", "fora_weight")
ROSTER = load_roster("real")


@pytest.fixture(scope="module")
def few() -> Observed:
    """The record of every fourth dyad, and of the one that decides: enough to be left out in turn."""
    seen = happened_until(LAST).observed
    stay = np.union1d(np.arange(0, len(seen.dyads), 4), [seen.dyads.names.index(DECIDES)])
    return seen.only(stay)


def planted(seen: Observed, runs: int, seed: int) -> Table:
    """A world where one firm tie is there if and only if a deal costs less than its middle; office ties are tossed."""
    rng, n = np.random.default_rng(seed), len(seen.dyads)
    low, high = (np.array([getattr(RECORDS[name], end) for name in DRAWN]) for end in ("low", "high"))
    values = low + (high - low) * rng.random((runs, len(DRAWN)))
    tied = rng.random((runs, n)) < 0.3
    tied[:, seen.dyads.with_firm] = False
    tied[:, seen.dyads.names.index(DECIDES)] = values[:, COLUMN["tie_cost"]] < prior_mean("tie_cost")
    none = np.zeros(runs, dtype=np.int16)
    networks = Networks(
        np.where(tied, 9, -1).astype(np.int16), tied.astype(np.int16), tied.astype(np.int16), *[none] * 3
    )
    return Table(seed, values, networks, statistics_of(networks, seen), statistics_until(seen.end))


def seen_in(seen: Observed, seed: int = 1) -> Observed:
    """A record of that world, with the tie."""
    tied = np.random.default_rng(seed).random(len(seen.dyads)) < 0.3
    tied[seen.dyads.with_firm] = False
    tied[seen.dyads.names.index(DECIDES)] = True
    return replace(
        seen, signed=tied.astype(np.int64), first=np.where(tied, 9, UNKNOWN), late=np.zeros(len(tied), bool),
        joint_tests=0,
    )  # fmt: skip


@pytest.fixture(scope="module")
def found(few):
    table, seen = planted(few, 6000, 2), seen_in(few)
    gone = Variant("gone", "no tie", (DECIDES,), seen.without([seen.dyads.names.index(DECIDES)]))
    return seen, json.loads(json.dumps(leave_out.section(table, seen, ROSTER, PARAMETERS, [gone])))


def test_a_dyad_that_decides_a_parameter_is_found(found):
    """Without it the posterior is the prior: the mean moves most of the way, by up to 0.87 prior SD."""
    seen, section = found
    row = section["dyads"][seen.dyads.names.index(DECIDES)]
    assert section["most"]["tie_cost"]["dyad"] == DECIDES and row["parameter"] == "tie_cost"
    assert 0.15 < row["shift"]["tie_cost"] < 0.9 and row["sd_ratio"]["tie_cost"] > 1
    assert section["readings"][0]["shift"]["tie_cost"] > row["shift"]["tie_cost"]
    others = [r for r in section["dyads"] if r["dyad"] != DECIDES]
    assert max(r["largest"] for r in others) < 0.25
    said = words.text(section)
    assert "Rows that could have been coded otherwise" in said and DECIDES in said


def test_the_forecast_of_a_left_out_dyad_does_not_know_whether_it_was_tied(found):
    """In this world the left-out firm tie is as likely as not, whatever the record has: it is not read as absent."""
    seen, section = found
    k = seen.dyads.names.index(DECIDES)
    for forecast in section["forecasts"]:
        model = forecast["rows"][0]
        assert model["chances"][k] == pytest.approx(0.5, abs=0.06)
        assert forecast["tied"] == seen.tied.sum() and len(model["chances"]) == len(seen.dyads)


def test_the_differences_are_paired_with_the_constant(found):
    _, section = found
    for forecast in section["forecasts"]:
        rows = {row["name"]: row for row in forecast["rows"]}
        assert list(rows) == [leave_out.MODEL, *(b.name for b in hazards.BASELINES)]
        constant = rows[hazards.CONSTANT]
        assert constant["difference"] == 0 and constant["error"] == 0
        for row in rows.values():
            assert row["difference"] == pytest.approx(row["loss"] - constant["loss"])
    assert "Log loss is the mean of" in forecast_words.text(section)


def test_near_runs_lose_nothing(few):
    table, seen = planted(few, 3000, 5), seen_in(few)
    runs = leave_out.near(table, seen)
    weights = np.zeros(len(table))
    weights[runs.rows] = runs.weights(seen)
    from calibration.estimators.kernel import kernel_of
    from calibration.statistics import observed_statistics

    whole = kernel_of(table).weights(table.statistics, observed_statistics(seen))
    assert weights == pytest.approx(whole, abs=1e-9)


def test_an_untied_dyad_left_out_of_the_constant_hazard_is_not_read_as_absent():
    """The constant forgets the dyad: with one dyad fewer at risk the rate rises, with one tie fewer it falls."""
    seen = happened_until(LAST).observed
    chance = hazards.left_out(hazards.BASELINES[0], ROSTER, seen, (LAST,))[0]
    opened = seen.dyads.open_from
    alike = np.flatnonzero(opened == opened[seen.dyads.names.index("US - UK")])
    tied, untied = (chance[alike][seen.tied[alike] == which] for which in (True, False))
    assert len(tied) and len(untied) and np.abs(tied.mean() - untied.mean()) < 0.05
    never = opened > LAST
    assert (chance[never] == 0).all()
