"""The kernel estimator: known posteriors, counts that come first, rows that are left out."""

import numpy as np
import pytest

from calibration.contraction import contraction
from calibration.diagnostics import scales
from calibration.diagnostics.recovery import ranks, section
from calibration.estimators.kernel import Kernel, Weighted, kernel_of, posterior_of
from calibration.estimators.kernel import section as kernel_section
from calibration.posterior import COLUMN, prior_sd
from results.calibration_text import kernel as words
from results.calibration_text import scales as scale_words
from tests.calibration.toy import toy_table

COUNTS = np.array([True, False])


def test_the_weights_are_the_formula():
    kernel = Kernel(np.array([1.0, 2.0]), COUNTS)
    found = kernel.weights(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 4.0]]), np.zeros(2))
    expected = np.array([1.0, np.exp(-0.5), 1 / 5])
    assert found == pytest.approx(expected / expected.sum())


def test_a_statistic_out_of_reach_does_not_pull_the_counts_away():
    """All runs are 10 scales off in the second one: a normal kernel would follow it, Cauchy's hardly does."""
    rng = np.random.default_rng(1)
    count = rng.integers(0, 20, 20_000).astype(float)
    other = 0.2 * count + rng.normal(size=20_000)
    kernel = Kernel(np.array([1.0, other.std()]), COUNTS)
    observed = np.array([6.0, other.mean() + 10 * other.std()])
    weights = kernel.weights(np.column_stack([count, other]), observed)
    assert weights @ count == pytest.approx(6.0, abs=0.5)


def test_a_run_left_out_has_no_weight():
    kernel = Kernel(np.array([1.0, 2.0]), COUNTS)
    found = kernel.weights(np.array([[0.0, 0.0], [30.0, 0.0], [31.0, 0.0]]), np.zeros(2), without=0)
    assert found[0] == 0 and found.sum() == pytest.approx(1) and found[1] > found[2]


@pytest.fixture(scope="module")
def table():
    return toy_table(8_000, statistics=13)


def test_the_posterior_narrows_what_a_count_knows(table):
    """The toy's first statistic, a count here, is a noisy quantile of tie_cost: N(s, 0.1) and the kernel's width."""
    estimator = Weighted(table, Kernel(np.where(np.arange(13) == 0, 0.1, np.inf), np.arange(13) == 0))
    at = np.zeros(13)
    at[0] = 0.5
    posterior = estimator.posterior(at)
    assert posterior.sd("tie_cost") / prior_sd("tie_cost") == pytest.approx((0.1**2 + 0.1**2) ** 0.5 * 12**0.5, rel=0.1)
    assert contraction(posterior, ["tie_cost", "noise"])[0]["identified"]
    assert not contraction(posterior, ["noise"])[0]["identified"]


def test_a_narrow_kernel_is_calibrated_and_a_wide_one_is_seen_to_be_too_wide(table):
    def checked(width):
        kernel = Kernel(np.where(np.arange(13) == 0, width, np.inf), np.arange(13) == 0)
        rows = np.arange(7_700, 8_000)
        return section(ranks(Weighted(table, kernel).posterior, table, rows, ("tie_cost",)))

    assert checked(0.02)["passed"]
    assert not checked(0.15)["passed"]


def test_the_scales_of_a_table(table):
    kernel = kernel_of(table)
    assert kernel.counts.sum() == 4 and kernel.scales[:4] == pytest.approx(1.0)
    assert kernel.scales[4:] == pytest.approx(table.statistics[:, 4:].std(axis=0))
    posterior = posterior_of(table, np.eye(len(table))[3])
    assert len(posterior) == 1 and posterior.of("load")[0] == table.values[3, COLUMN["load"]]


def test_sections_and_words(table):
    at, names = np.zeros(13), ["tie_cost", "load"]
    found = kernel_section(Weighted(table), table.measured, at, names)
    assert [row["name"] for row in found["parameters"]] == names and len(found["statistics"]) == 13
    assert "Counts come first" in words.text(found)
    other = scales.section(table, at, names)
    assert [row["name"] for row in other["rows"]][::5] == ["as shipped", "counts alone"]
    assert other["rows"][0]["shift"] == {"tie_cost": 0.0, "load": 0.0}
    assert "counts alone" in scale_words.text(other)
