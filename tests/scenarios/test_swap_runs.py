"""Swapped runs: levers, the designs that they make, and runs that depend on nothing but the draws."""

import numpy as np
import pandas as pd
import pytest

from scenarios import swap_runs
from scenarios.designs import load_design, parse_design
from scenarios.experiment import run_experiment
from scenarios.levers import LEVERS, TOGETHER, differs, same_point, with_lever
from scenarios.recipes import OWN
from scenarios.rosters import load_roster
from scenarios.schema import Scenario
from scenarios.store import load_run, load_swaps, save_run
from scenarios.stored_files import StoredFileError
from scenarios.swap_runs import FULL, IN, OUT, WITHOUT, benefit_of, run_swaps
from sim.design import FIELD_NAMES
from sim.outcomes import ALL_OUTCOMES

OUTCOMES = [o.name for o in ALL_OUTCOMES]
DESIGNS = ["rotating", "adhoc@staff_fte=9"]
LEVER = {lever.name: lever for lever in LEVERS}


@pytest.fixture(scope="module")
def roster():
    return load_roster("teaching")


def experiment(roster, designs=DESIGNS, **more):
    scenario = {"name": "x", "roster": "teaching", "prior": "ranges", "end": "2026-06", "replicates": 3}
    return run_experiment(Scenario.of(scenario), designs, roster=roster, workers=1, **more)


@pytest.fixture(scope="module")
def runs(roster):
    return experiment(roster)


@pytest.fixture(scope="module")
def swaps(runs):
    return run_swaps(runs, workers=1)


# ---- levers ----------
def test_every_field_belongs_to_one_lever():
    assert sorted(field for lever in LEVERS for field in lever.fields) == sorted(FIELD_NAMES)


def test_a_design_with_all_levers_of_another_is_that_design(roster):
    own, other = load_design("static:US", roster, 0.3), load_design("chair:Kenya", roster, 0.3)
    for lever in LEVERS:
        own = with_lever(own, lever, other)
        assert not differs(lever, own, other)
    assert same_point(own) == same_point(other)


@pytest.mark.parametrize("quantile", [0.01, 0.5, 0.99])
@pytest.mark.parametrize("lever", TOGETHER, ids=lambda lever: lever.name)
def test_shares_of_a_whole_never_exceed_it(roster, lever, quantile):
    texts = ["adhoc", "rotating", "static:US", "igo:UN", "chair:Kenya", "0.5*rotating + 0.5*static:US", "support"]
    points = [load_design(text, roster, quantile) for text in texts]
    for a in points:
        for b in points:
            point = with_lever(a, lever, b)
            assert point["seat_share"] + point["turn_share"] + point["lead_share"] <= 1 + 1e-9
            assert point["dues_host"] + point["dues_gdp"] <= 1 + 1e-9
            assert (point.seat.sum() > 0) == (point["seat_share"] > 0)


def test_hosts_alone_are_a_difference_of_who_holds_it(roster):
    us, kenya = load_design("static:US", roster), load_design("static:Kenya", roster)
    assert [lever.name for lever in LEVERS if differs(lever, us, kenya)] == ["who holds it"]


def test_a_number_knows_what_it_rests_on(roster):
    assert parse_design("rotating", roster).status("mandate_breadth_themes") == "sourced"
    assert parse_design("rotating@staff_fte=9", roster).status("staff_fte") == OWN
    mixed = parse_design("0.5*rotating + 0.5*static:US", roster)
    assert mixed.status("memory_kept") == "assumed"  # the less sure of the two


# ---- runs ----------
def test_only_levers_that_differ_are_swapped_at_both_ends(swaps):
    own = swaps.swaps[swaps.swaps["design"] == DESIGNS[1]]
    assert list(dict.fromkeys(zip(own["lever"], own["kind"], strict=True))) == [
        ("staff_fte", OUT), ("staff_fte", IN), ("fast lane", WITHOUT), ("fast lane", FULL),
    ]  # fmt: skip
    assert "penalty" not in set(swaps.swaps["lever"])


def test_the_ends_of_a_single_lever_are_the_runs_of_the_experiment(runs, swaps):
    """The design with the baseline's lever is the baseline, and the other way round: bit for bit, on the same draws."""
    plain = runs.table.set_index(["design", "replicate"])[OUTCOMES]
    own = swaps.swaps[swaps.swaps["design"] == DESIGNS[1]].set_index("kind")
    for kind, design in ((OUT, "adhoc"), (IN, DESIGNS[1])):
        found = own.loc[kind, OUTCOMES].to_numpy()
        assert np.array_equal(found, plain.loc[design].to_numpy(), equal_nan=True)


def test_each_jurisdictions_net_benefit_is_that_of_the_runs(runs, swaps):
    labels = list(runs.roster.aliases)
    benefit = runs.states.set_index(["design", "replicate", "state"])["welfare"].unstack()[labels]
    own = swaps.swaps[swaps.swaps["design"] == DESIGNS[1]].set_index("kind")
    for kind, design in ((OUT, "adhoc"), (IN, DESIGNS[1])):
        found = own.loc[kind, [benefit_of(label) for label in labels]].to_numpy()
        assert np.array_equal(found, benefit.loc[design].to_numpy())


def test_neither_workers_nor_the_order_of_designs_matter(roster, runs, swaps):
    again = run_swaps(runs, workers=3)
    pd.testing.assert_frame_equal(swaps.swaps, again.swaps, check_exact=True)
    turned = run_swaps(experiment(roster, DESIGNS[::-1]), workers=1)
    keys = ["replicate", "design", "lever", "kind"]
    one, two = (frame.sort_values(keys, ignore_index=True) for frame in (swaps.swaps, turned.swaps))
    pd.testing.assert_frame_equal(one, two, check_exact=True)


def test_the_engine_of_the_experiment_does_not_matter(roster, swaps):
    pd.testing.assert_frame_equal(swaps.swaps, run_swaps(experiment(roster, engine="reference"), workers=1).swaps)


def test_at_most_so_many_replicates_are_swapped(runs, monkeypatch):
    monkeypatch.setattr(swap_runs, "MOST", 2)
    found = run_swaps(runs, workers=1)
    assert (found.replicates, found.wanted, found.note) == (2, 2, "")


def test_an_interruption_keeps_the_finished_replicates(runs, swaps):
    def stop(done, total):
        assert total == 3
        if done == 2:
            raise KeyboardInterrupt

    found = run_swaps(runs, workers=1, progress=stop)
    assert (found.replicates, found.wanted, found.note) == (2, 3, "interrupted")
    kept = swaps.swaps[swaps.swaps["replicate"] < 2].reset_index(drop=True)
    pd.testing.assert_frame_equal(found.swaps, kept, check_exact=True)


def test_a_replicate_that_fails_says_why(runs, monkeypatch):
    real = swap_runs._outcomes

    def fail(job, ensemble, entries, row):
        if row["replicate"] == 1:
            raise FloatingPointError("overflow")
        return real(job, ensemble, entries, row)

    monkeypatch.setattr(swap_runs, "_outcomes", fail)
    table = run_swaps(runs, workers=1).swaps
    errors = table.groupby("replicate")["error"].unique()
    assert list(errors[0]) == [""] and errors[1][0].startswith("FloatingPointError: overflow")
    assert table.loc[table["replicate"] == 1, OUTCOMES].isna().all(axis=None)


# ---- kept ----------
def test_they_are_kept_with_the_runs(runs, swaps, tmp_path):
    first, second = (save_run(runs, tmp_path / name, swaps=swaps) for name in "ab")
    found = load_swaps(first)
    pd.testing.assert_frame_equal(found.swaps, swaps.swaps, check_exact=True)
    pd.testing.assert_frame_equal(found.levers, swaps.levers, check_exact=True)
    assert (found.wanted, found.note) == (3, "")
    assert load_run(first).replicates == 3
    for name in ("swaps.parquet", "levers.parquet"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_a_folder_without_them_has_none(runs, tmp_path):
    assert load_swaps(save_run(runs, tmp_path / "a")) is None


def test_damaged_ones_are_one_message(runs, swaps, tmp_path):
    folder = save_run(runs, tmp_path / "a", swaps=swaps)
    (folder / "swaps.parquet").write_bytes(b"something else")
    with pytest.raises(StoredFileError, match=r"swaps\.parquet.*not what was written there"):
        load_swaps(folder)
