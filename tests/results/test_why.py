"""Shares of a difference: they add up, say nothing where there is nothing to divide, and are called by their names."""

import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from results.comparison import compare
from results.figures.shares import lever_colours, shares_chart
from results.why import explained, words
from results.why.fast_lane import fast_lane
from results.why.intervals import mean_interval, ratio_interval, student
from results.why.shares import (
    ASSUMED,
    ENOUGH,
    FOUND,
    INTERACTIONS,
    MOSTLY,
    NOT_APPLICABLE,
    PERHAPS,
    TANGLED,
    UNCLEAR,
    shares,
    verdict_of,
)
from results.why_annex import why_annex
from scenarios.held import Held
from scenarios.swap_runs import FULL, IN, OUT, WITHOUT, Swaps
from sim.errors import InputError
from tests.results import synthetic

RNG = np.random.default_rng(5)
N = 40
BASE = RNG.normal(10, 3, N)


def made(own, levers, outcome="members", baseline=None):
    """Runs and swaps of one design X: ``levers`` name -> (X with it swapped out, the baseline with it swapped in)."""
    base = BASE[: len(own)] if baseline is None else baseline
    numbers = np.arange(len(own))
    table = pd.concat([
        pd.DataFrame({"design": name, "replicate": numbers, outcome: values, "error": ""})
        for name, values in (("adhoc", base), ("X", own))
    ])  # fmt: skip
    rows = [
        {"replicate": r, "design": "X", "lever": lever, "kind": kind, outcome: ends[end][r], "error": ""}
        for r in numbers for lever, ends in levers.items() for end, kind in enumerate((OUT, IN))
    ]  # fmt: skip
    fields = [("X", lever, lever, 2.0, 1.0, "partly", "assumed") for lever in levers]
    columns = ["design", "lever", "field", "value", "baseline_value", "status", "baseline_status"]
    return SimpleNamespace(tables={"table": Held(table)}), Swaps(
        pd.DataFrame(rows), pd.DataFrame(fields, columns=columns), len(own)
    )


def divided(*args, outcome="members", **more):
    frame = shares(*made(*args, outcome=outcome, **more), [outcome], "adhoc")
    return frame, frame.set_index("lever")


# ---- shares ----------
def test_shares_and_interactions_add_up_to_one():
    gain, lift, both = RNG.normal(2, 0.5, N), RNG.normal(1, 0.3, N), RNG.normal(0.5, 0.2, N)
    own = BASE + gain + lift + both
    frame, by = divided(own, {"a": (BASE + lift, BASE + gain), "b": (BASE + gain, BASE + lift)})
    assert math.fsum(frame["share"]) == 1.0
    assert by.loc[INTERACTIONS, "share"] == pytest.approx(0, abs=1e-12)  # pairs are halved between the two
    assert by.loc["a", "share_out"] > by.loc["a", "share"] > by.loc["a", "share_in"]
    assert list(frame["lever"]) == ["a", "b", INTERACTIONS]


def test_a_lever_that_does_nothing_has_no_share():
    own = BASE + RNG.normal(2, 0.5, N)
    _, by = divided(own, {"a": (BASE, own), "idle": (own, BASE)})
    assert tuple(by.loc["idle", ["share", "low", "high"]]) == (0.0, 0.0, 0.0)
    assert by.loc["a", "verdict"] == ASSUMED


def test_one_lever_alone_makes_all_of_it():
    own = BASE + RNG.normal(2, 0.5, N)
    _, by = divided(own, {"a": (BASE, own)})
    assert tuple(by.loc["a", ["share", "low", "high"]]) == (1.0, 1.0, 1.0)
    assert by.loc[INTERACTIONS, "share"] == 0.0


def test_what_needs_three_levers_together_is_left_to_interactions():
    own = BASE + RNG.normal(2, 0.2, N)
    _, by = divided(own, {name: (BASE, BASE) for name in "abc"})
    assert by.loc[INTERACTIONS, "share"] == pytest.approx(1 - 1.5)
    _, by = divided(own, {name: (own, BASE) for name in "abc"})
    assert by.loc[INTERACTIONS, "share"] == 1.0
    assert by.loc["a", "verdict"] == TANGLED


@pytest.mark.parametrize("moved", [np.zeros(N), np.where(np.arange(N) % 2, 1.0, -1.0)])
def test_near_zero_there_are_no_shares(moved):
    frame, _ = divided(BASE + moved, {"a": (BASE, BASE + moved)})
    assert list(frame["lever"]) == [""] and frame["share"].isna().all()
    assert frame["verdict"].tolist() == [UNCLEAR] and frame["pairs"].tolist() == [N]


def test_one_replicate_is_not_enough():
    frame, _ = divided(np.array([12.0]), {"a": (np.array([10.0]), np.array([12.0]))}, baseline=np.array([10.0]))
    assert frame["verdict"].tolist() == [UNCLEAR]


def test_replicates_to_which_it_does_not_apply_are_left_out():
    own = BASE + 2
    own[:30] = np.nan
    _, by = divided(own, {"a": (BASE, BASE + 2)})
    assert by.loc["a", "pairs"] == 10 and by.loc["a", "share"] == 1.0
    frame, _ = divided(np.full(N, np.nan), {"a": (BASE, BASE)})
    assert frame["verdict"].tolist() == [NOT_APPLICABLE]


def test_a_replicate_that_failed_is_left_out():
    own = BASE + RNG.normal(2, 0.5, N)
    runs, swaps = made(own, {"a": (BASE, own)})
    swaps.swaps.loc[swaps.swaps["replicate"] == 3, ["members", "error"]] = [np.nan, "overflow"]
    assert set(shares(runs, swaps, ["members"], "adhoc")["pairs"]) == {N - 1}


def test_what_is_taken_against_the_baseline_is_read_from_one_end():
    own = np.full(N, 0.9) + RNG.normal(0, 0.01, N)
    half = np.full(N, 0.5)
    levers = {"a": (half, np.ones(N)), "hair": (own, np.ones(N))}
    _, by = divided(own, levers, outcome="acceptability", baseline=half)
    assert by.loc["hair", "share"] == 0.0 and math.isnan(by.loc["hair", "share_in"])
    assert by.loc["a", "share"] == 1.0 and by.loc[INTERACTIONS, "share"] == 0.0


@pytest.mark.parametrize(
    ("made", "low", "high", "interactions", "pairs", "word"),
    [
        pytest.param([0.7, 0.3], 0.55, 0.8, 0.0, 64, ASSUMED, id="one surely makes most"),
        pytest.param([0.7, 0.3], 0.4, 0.9, 0.0, 64, MOSTLY, id="one probably does"),
        pytest.param([0.4, 0.4], 0.3, 0.49, 0.0, ENOUGH, FOUND, id="surely none does"),
        pytest.param([0.9, 0.6], 0.8, 0.99, -0.5, 64, TANGLED, id="two make most, each"),
        pytest.param([1.2, -0.7], 0.9, 1.3, 0.5, 64, TANGLED, id="one makes most, another unmakes as much"),
        pytest.param([0.3, 0.1], 0.2, 0.4, 0.6, 64, TANGLED, id="most of it is interactions"),
        pytest.param([1.8, 0.1], 1.2, 2.1, -0.9, 64, TANGLED, id="or is undone by them"),
        pytest.param([0.4, 0.3], 0.3, 0.5, 0.3, 64, PERHAPS, id="one may"),
        pytest.param([0.4, 0.4], 0.3, 0.49, 0.2, ENOUGH - 1, PERHAPS, id="too few to say that none does"),
    ],
)
def test_verdicts(made, low, high, interactions, pairs, word):
    assert verdict_of(made, low, high, interactions, pairs) == word


# ---- intervals ----------
def test_quantiles_of_t():
    known = {1: 6.314, 2: 2.920, 3: 2.353, 5: 2.015, 10: 1.812, 63: 1.669}
    assert {n: round(student(n), 3) for n in known} == pytest.approx(known, abs=7e-3)


def test_intervals_hold_what_they_should_as_often_as_they_say():
    rng, held, whole_held = np.random.default_rng(1), 0, 0
    for _ in range(2000):
        part = rng.normal(1.0, 1.0, 20)
        whole = part + rng.normal(1.0, 1.0, 20)
        _, low, high = ratio_interval(part, whole)
        held += low <= 0.5 <= high
        _, low, high = mean_interval(whole)
        whole_held += low <= 2.0 <= high
    assert held / 2000 == pytest.approx(0.9, abs=0.025)
    assert whole_held / 2000 == pytest.approx(0.9, abs=0.025)


# ---- words ----------
@pytest.fixture(scope="module")
def told():
    own = BASE + RNG.normal(2, 0.5, N)
    runs, swaps = made(own, {"a": (BASE, own), "idle": (own, BASE), "against": (own + 0.8, BASE - 0.8)})
    comparison = compare(runs_of(runs), outcomes=synthetic.OUTCOMES)
    return runs_of(runs), swaps, comparison


def runs_of(runs):
    draws = pd.DataFrame({"replicate": range(N)})
    return SimpleNamespace(tables={**runs.tables, "draws": Held(draws)}, behaviour_prior="", roster=synthetic.roster())


def test_the_number_is_named_with_its_value_and_status(told):
    (one,) = words.differences(explained.explained(*told, ["members"]))
    assert one.verdict == ASSUMED and one.is_put_in
    assert one.sentence == "assumed: a makes 100%: 2 (partly), adhoc 1 (assumed)"
    assert [row["lever"] for row in one.told] == ["a", "against"]
    assert one.others == (1, 0.0)
    called = "1 assumed, 0 mostly assumed, 0 perhaps assumed, 0 found from several and 0 cannot be taken apart."
    assert words.counted([one]).endswith(f"1 are clear; of these {called}")


def test_an_unknown_outcome_is_one_message_with_the_nearest_name():
    with pytest.raises(InputError, match=r"'why': unknown outcome \(got 'member'\)(.|\n)*did you mean 'members'"):
        explained.check_outcome("member")


def test_json_knows_no_infinities(told):
    found = explained.to_json(told[0], with_lanes(told[1]), told[2], ["members"])
    assert found["replicates"] == found["wanted"] == N
    assert {row["outcome"] for row in found["shares"]} == {"members"}
    assert all(not isinstance(v, float) or math.isfinite(v) for row in found["shares"] for v in row.values())


# ---- the fast lane ----------
def with_lanes(swaps, without=30.0, full=5.0):
    """The same with runs without a fast lane and with a full one."""
    rows = [
        {"replicate": r, "design": d, "lever": "fast lane", "kind": kind, "incident_response_days": v, "error": ""}
        for r in range(N) for d in ("adhoc", "X") for kind, v in ((WITHOUT, without + r), (FULL, full))
    ]  # fmt: skip
    rows[0]["incident_response_days"] = np.nan
    return Swaps(pd.concat([swaps.swaps, pd.DataFrame(rows)], ignore_index=True), swaps.levers, swaps.wanted)


def test_the_fast_lane_is_compared_within_replicates(told):
    table = fast_lane(with_lanes(told[1])).set_index("design")
    assert table.loc["adhoc", "pairs"] == N - 1 and table.loc["X", "pairs"] == N
    assert table.loc["X", "full"] == 5.0
    assert table.loc["X", "difference"] == pytest.approx(5.0 - 30.0 - (N - 1) / 2)
    assert table.loc["X", "low"] < table.loc["X", "difference"] < table.loc["X", "high"]


# ---- the annex ----------
def test_the_annex_says_so_where_nothing_was_kept(told, tmp_path):
    assert "no swapped runs are kept" in why_annex(told[0], None, told[2], tmp_path).missing.lower()


def test_the_annex_has_a_figure_of_the_shares(told, tmp_path):
    annex = why_annex(told[0], with_lanes(told[1]), told[2], tmp_path)
    assert annex.missing == "" and annex.picture is not None
    assert "X assumed: a makes 100%" in annex.picture.alt
    assert (tmp_path / "why.png").read_bytes()[:4] == b"\x89PNG"
    assert [one.design for one in annex.of("members")] == ["X"]
    colours = lever_colours(annex.of("members"))
    assert list(colours) == ["a", "against", "idle", "other levers", "interactions"]


def test_without_a_clear_difference_there_is_no_figure(tmp_path):
    runs, swaps = made(BASE.copy(), {"a": (BASE, BASE)})
    found = words.differences(shares(runs, swaps, ["members"], "adhoc"))
    assert shares_chart([(synthetic.OUTCOMES[0], found)], {}, "adhoc", tmp_path) is None
