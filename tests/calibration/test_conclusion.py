"""The final verdict on each parameter in words, and what is on the edge of a threshold."""

from __future__ import annotations

import pytest

from results.calibration_text.conclusion import edges, verdict_table


def sections(ratio=0.8, difference=0.2):
    """One parameter with a prior SD of 0.5, 800 effective draws (an error of 0.025 of the ratio) and errors of 0.04."""
    first = {
        "effective_size": 800.0,
        "parameters": [{
            "name": "load", "prior_low": 0.0, "prior_high": 1.0, "prior_sd": 0.5, "mean": 0.34, "q05": 0.02,
            "q95": 0.9, "ratio": ratio, "identified": ratio <= 0.9,
        }],
    }  # fmt: skip
    row = {"parameter": "load", "difference": difference, "error": 0.04, "agree": abs(difference) < 0.5}
    return first, {"labels": ["first", "second"], "threshold": 0.5, "rows": [row]}


@pytest.mark.parametrize(
    ("made", "identified", "verdict"),
    [
        ({}, ["load"], "**identified**"),
        ({"ratio": 0.99}, [], "not identified: not narrowed"),
        ({"difference": 0.7}, [], "not identified: the estimators disagree"),
        ({"ratio": 0.99, "difference": -0.7}, [], "not identified: not narrowed and the estimators disagree"),
    ],
)
def test_the_verdict_and_its_reason(made, identified, verdict):
    words = verdict_table(*sections(**made), identified)
    assert words.splitlines()[2].endswith(f"| {verdict} |")
    assert "On the edge" not in words


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ({"ratio": 0.87}, "On the edge of the threshold for the SD ratio, 0.9: load (0.87 ± 0.02)."),
        ({"ratio": 0.94}, "On the edge of the threshold for the SD ratio, 0.9: load (0.94 ± 0.02)."),
        ({"difference": -0.46}, "On the edge of disagreement, 0.5 prior SD: load (−0.46 ± 0.04)."),
        ({"difference": 0.56}, "On the edge of disagreement, 0.5 prior SD: load (+0.56 ± 0.04)."),
    ],
)
def test_what_is_not_firm_is_said(made, said):
    assert said in verdict_table(*sections(**made), ["load"])


def test_the_edge_is_narrower_with_more_draws():
    parameters = sections(ratio=0.87)[0]["parameters"]
    assert edges(parameters, 800) and not edges(parameters, 8000)
