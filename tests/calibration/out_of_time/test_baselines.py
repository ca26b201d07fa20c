"""Baselines on the real dyads with made-up ties; what each looks at, and that nothing later is in it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from calibration.observed import UNKNOWN, Observed
from calibration.out_of_time import covariates
from calibration.out_of_time.baselines import BASELINES, NAMES, PAST, WINDOW, fit_baseline, forecasts, left_out
from calibration.out_of_time.hazard import history
from sim.months import CUT_OFF, NEVER


def by_name(name):
    return BASELINES[NAMES.index(name)]


def index(known, name):
    return known.dyads.names.index(name)


def made_up(known, ties):
    """The known world with other ties: name -> month, or UNKNOWN."""
    held, month = np.zeros(len(known.dyads), dtype=np.int64), np.full(len(known.dyads), UNKNOWN)
    for name, when in ties.items():
        held[index(known, name)], month[index(known, name)] = 1, when
    return replace(known, observed=Observed(known.dyads, held, month))


def test_the_baselines_of_the_protocol():
    assert NAMES == ("constant hazard", "founding date", "preferential attachment", "common neighbours", "gravity")


def test_probabilities_are_inside_and_the_constant_is_constant(before):
    found = forecasts(before)
    for name, chance in found.items():
        assert ((chance > 0) & (chance < 1)).all(), name
    assert np.ptp(found["constant hazard"]) == 0
    for name in set(NAMES) - {"constant hazard"}:
        assert np.ptp(found[name][before.open]) > 0.01, name


def test_degrees_and_common_neighbours_by_hand(before):
    """US - UK in month 3, UK - Japan in month 5, US - Anthropic without a date: it counts after the cut-off."""
    known = made_up(before, {"US - UK": 3, "UK - Japan": 5, "US - Anthropic": UNKNOWN})
    months = np.array([3, 4, 6, CUT_OFF + 1])
    degree = covariates.degrees(known.roster, known.observed, months)[index(known, "US - Japan"), :, 0]
    assert degree == pytest.approx([0, np.log(2), 2 * np.log(2), np.log(3) + np.log(2)])
    common = covariates.common_neighbours(known.roster, known.observed, months)[:, :, 0]
    assert common[index(known, "US - Japan")] == pytest.approx([0, 0, np.log(2), np.log(2)])
    assert common[index(known, "UK - Anthropic")] == pytest.approx([0, 0, 0, np.log(2)])
    own = covariates.degrees(known.roster, known.observed, months)[index(known, "US - UK"), :, 0]
    assert own == pytest.approx([0, 0, np.log(2), 2 * np.log(2)])  # its own tie is not in it


def test_a_baseline_never_looks_at_its_own_or_at_later_ties(before):
    """Take a tie out: its own covariates stay; those of the months before it stay for everybody."""
    known, k = before, index(before, "US - UK")
    without = known.observed.without(k)
    for baseline in BASELINES:
        full = baseline.covariates(known.roster, known.observed, PAST)
        less = baseline.covariates(known.roster, without, PAST)
        assert full[k] == pytest.approx(less[k])
        until = known.observed.month[k] + 1
        assert full[:, :until] == pytest.approx(less[:, :until])


def test_both_founded_follows_the_record(before):
    found = covariates.both_founded(before.roster, before.observed, np.concatenate([PAST, WINDOW]))[:, :, 0]
    us_uk, korea, kenya = (found[index(before, n)] for n in ("US - UK", "US - Korea", "US - Kenya"))
    assert us_uk.argmax() == 5 and us_uk[5:].all()
    assert korea.argmax() == CUT_OFF + 1  # 27 November 2024 counts from December
    assert not kenya.any()
    assert found[index(before, "Singapore - Google")].argmax() == 12


def test_gravity_looks_where_it_says(before):
    x = covariates.gravity(before.roster, before.observed, PAST)
    assert x.shape == (75, 18, len(covariates.GRAVITY)) and np.isfinite(x).all()
    row = dict(zip(covariates.GRAVITY, x[index(before, "US - Anthropic"), 0], strict=True))
    assert row["firm"] == 1 and row["UNGA distance"] == 0 and row["both in the G7"] == 1
    assert row["log distance"] == pytest.approx(np.log(covariates.HOME_KM))
    row = dict(zip(covariates.GRAVITY, x[index(before, "US - Singapore"), 0], strict=True))
    assert row["firm"] == 0 and row["both in the G7"] == 0 and np.exp(row["log distance"]) > 15000
    assert x[index(before, "EU - Japan" if "EU - Japan" in before.dyads.names else "Japan - EU"), 0, 5] == 1


def test_history_counts_exposure(after):
    past = history(after.observed, after.dyads.open_from)
    k = index(after, "US - Japan")  # open from month 8, tied in month 10
    assert np.flatnonzero(past.risk[k]).tolist() == [8, 9, 10]
    assert np.flatnonzero(past.event[k]).tolist() == [10]
    u = index(after, "US - Google")  # no date: may have been any month
    assert past.undated[u] and past.risk[u].all() and not past.event[u].any()
    free = index(after, "US - Kenya")
    assert np.flatnonzero(past.risk[free]).tolist() == [17] and not past.event[free].any()
    assert past.event.sum() + past.undated.sum() == 17


def test_common_neighbours_that_make_ties_are_found(before):
    """Ties planted where there are common neighbours: the coefficient is clearly above 0, the forecast ranks them."""
    hub = {f"US - {x}": 2 for x in ("Japan", "EU", "Canada")}
    closed = {"Japan - EU": 6, "Japan - Canada": 7, "EU - Canada": 8}
    known = made_up(before, hub | closed)
    fitted = fit_baseline(by_name("common neighbours"), known)
    assert fitted.hazard.coefficients[0] > 0.3
    chance = left_out(
        by_name("common neighbours"), known, dyads=[index(known, n) for n in ("Japan - EU", "UK - Kenya")]
    )
    assert chance[0] > 0.5 > chance[1]


def test_a_planted_gravity_is_found(before):
    """Made-up ties between all members of the G7, none elsewhere: gravity tells them apart with one dyad left out."""
    g7 = {"US", "UK", "Japan", "EU", "Canada", "France"}
    both = [n for n in before.dyads.names if set(n.split(" - ")) <= g7]
    known = made_up(before, {n: 4 + k % 12 for k, n in enumerate(both)})
    some = np.arange(0, len(known.dyads), 4)
    chance = left_out(by_name("gravity"), known, folds=3, dyads=some)
    tied, office = known.observed.tied[some], ~known.dyads.with_firm[some]
    assert chance[tied].min() > np.median(chance[office & ~tied])
    assert chance[tied].mean() > 3 * chance[office & ~tied].mean()


def test_left_out_does_not_know_its_dyad(before):
    """The forecast of a dyad is the same whether it was tied or not."""
    k = index(before, "US - Canada")
    untied = replace(before, observed=before.observed.without(k))
    for name in ("constant hazard", "founding date", "preferential attachment", "common neighbours"):
        baseline = by_name(name)
        assert left_out(baseline, before, dyads=[k]) == pytest.approx(
            left_out(baseline, untied, dyads=[k]), abs=1e-6
        ), name


def test_only_what_was_known_by_the_cut_off_is_used(before):
    """Foundings after the cut-off change the forecast by founding date (they are conditioned on) and no other."""
    later = np.where(before.roster.founded > CUT_OFF, NEVER, before.roster.founded)
    blind = replace(before, roster=replace(before.roster, founded=later, events=()))
    for baseline in BASELINES[:4]:
        same = np.array_equal(*(fit_baseline(baseline, known).forecast(known) for known in (before, blind)))
        assert same == (baseline.name != "founding date"), baseline.name
    gravity = by_name("gravity").covariates
    assert np.array_equal(*(gravity(known.roster, known.observed, WINDOW) for known in (before, blind)))
