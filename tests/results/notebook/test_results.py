"""Every result as a notebook has it: a data frame, and HTML that is the same each time."""

import numpy as np
import pandas as pd
import pytest

import entente
from results.notebook.run import Run
from sim.record import Record
from tests.results.notebook.test_html import check
from tests.scenarios.sweeping import TOML

SMALL = {"scenario": "teaching", "workers": 1}


def compare(**more):
    return entente.compare("adhoc,rotating", "teaching", months=12, replicates=4, workers=1, **more)


def swept(folder):
    (folder / "small.toml").write_text(TOML)
    return entente.sweep(folder / "small.toml", folder / "out", workers=1)


MAKERS = {
    "comparison": lambda _: compare(),
    "run": lambda _: entente.run("rotating", 3, scenario="teaching", months=24),
    "hindcast": lambda _: entente.hindcast("observed", "2025-01", replicates=4, workers=1),
    "forecast": lambda _: entente.forecast("2024-12-31", "2025-02-28", runs=24, workers=1),
    "sweep": swept,
    "morris": lambda _: entente.sensitivity(
        "rotating", months=3, method="morris", outcomes="members", inputs="uncertain", size=2, **SMALL
    ),
    "sobol": lambda _: entente.sensitivity(
        "rotating", months=3, outcomes="members", inputs="uncertain", size=8, **SMALL
    ),
    "robust": lambda _: entente.robust(designs="adhoc,rotating", months=3, replicates=8, **SMALL),
    "discovery": lambda _: entente.discover(
        "rotating", "adhoc", "influence_gini", months=24, points=150, streams=1, flip=False, **SMALL
    ),
    "search": lambda _: entente.search(
        outcomes=["members", "harm"], months=6, population=6, generations=2, replicates=4, check_replicates=24, **SMALL
    ),
    "stability": lambda _: entente.stability("rotating", "teaching", replicates=2, window=6, workers=1),
    "evidence": lambda _: entente.evidence(),
}


SLOW = ("discovery",)


@pytest.fixture(
    scope="module", params=[pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in MAKERS]
)
def found(request, tmp_path_factory):
    if request.param in ("discovery", "search"):
        pytest.importorskip("sklearn")
        pytest.importorskip("pymoo")
    if request.param in ("morris", "sobol"):
        pytest.importorskip("SALib")
    return MAKERS[request.param](tmp_path_factory.mktemp(request.param))


def test_a_result_is_a_data_frame_and_html(found):
    frame = found.frame()
    assert isinstance(frame, pd.DataFrame) and len(frame) and frame.columns.is_unique
    text = found._repr_html_()
    page = check(text)
    assert {"table", "svg"} <= set(page.seen) and ".frame()" in text
    assert text == found._repr_html_()


def test_a_comparison_without_swapped_runs_says_how_to_make_them():
    found = entente.compare("rotating", "teaching", months=3, replicates=2, workers=1)
    text = found._repr_html_()
    assert text.index("What a change") < text.index("<table")
    assert "make_swaps()" in text


def test_a_run_is_the_record_of_the_run():
    run = entente.run("rotating", 3, scenario="teaching", months=6)
    assert isinstance(run, Record) and isinstance(run, Run)
    assert list(run.frame().columns) == ["month", "kind", "text", "why"]
    assert entente.explain(run, 1).adds_up
    again = Run.of(run)
    assert np.array_equal(again.ties_end, run.ties_end) and again.decisions is run.decisions


def test_a_forecast_is_the_ledger_that_can_be_scored(tmp_path):
    import datetime

    from calibration.forecasting.ledger_files import load_ledger

    found = entente.forecast("2024-12-31", "2025-01-31", runs=24, workers=1)
    place = found.save(tmp_path / "ledger", datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    kept = load_ledger(place)
    assert kept["ties"] == found.data["ties"] and kept["about"] == found.data["about"]
    ties = found.frame().query("what == 'tie'")
    assert ties["probability"].between(0, 1).all() and len(ties) == len(found.data["ties"])
    assert "Expected ties" in str(found)


def test_the_evidence_is_found_by_its_id():
    found = entente.evidence()
    assert found["W13"].id == "W13" and len(found) == len(found.frame())
