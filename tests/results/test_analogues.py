"""The check against real organisations, on cases worked out by hand, and one actor's view."""

import re

import numpy as np
import pandas as pd
import pytest

from results import analogues, sizes
from results.actor import VIEW, actor_view
from sim.errors import InputError
from tests.results import synthetic


@pytest.mark.parametrize(
    ("low", "high", "states", "found"),
    [
        (110, 193, 38, (38 * 110 / 193, 38.0)),  # a world body: at least its share of the roster
        (8, 20, 38, (38 * 8 / 193, 20.0)),  # a small body: all of it may be on the roster
        (10, 200, 193, (10.0, 193.0)),
    ],
)
def test_reach_is_compared_on_the_roster(low, high, states, found):
    assert analogues.comparable(low, high, states) == pytest.approx(found)


@pytest.mark.parametrize(
    ("value", "place"), [(5.0, "inside"), (2.0, "inside"), (1.9, "below"), (9.1, "above"), (np.nan, "does not apply")]
)
def test_a_median_lies_inside_below_or_above(value, place):
    assert analogues.place(value, 2.0, 9.0) == place


def test_the_check_sets_simulated_beside_real():
    runs = synthetic.runs(20)
    found = analogues.check(runs)
    row = found[(found["design"] == "igo:UN") & (found["outcome"] == "incident_response_days")].iloc[0]
    own = runs.table.loc[runs.table["design"] == "igo:UN", "incident_response_days"]
    assert row["median"] == pytest.approx(own.median())
    assert (row["central"], row["low"], row["high"]) == (45.0, 7.0, 138.0)
    assert row["place"] == "inside" and any("WHO" in text for text in row["rests_on"])


# ---- what is counted ------------------------------------------------------------------------------------------------
def test_a_preset_is_counted_once_at_the_mean_of_its_hosts():
    runs = synthetic.runs(20)
    found = analogues.check(runs)
    assert not found.duplicated(["preset", "outcome"]).any()
    row = found[(found["preset"] == "static") & (found["outcome"] == "multi_year_completion")].iloc[0]
    hosts = [d for d in synthetic.DESIGNS if d.startswith("static:")]
    table = runs.table[runs.table["design"].isin(hosts)].groupby("design")["multi_year_completion"]
    assert row["design"] == "static (4 hosts)" and row["n"] == 80
    assert row["median"] == pytest.approx(table.median().mean())
    assert row["low90"] == pytest.approx(table.quantile(0.05).min())


@pytest.mark.parametrize(
    ("preset", "rests_on", "status", "compared", "why"),
    [
        ("static", ("a062 WB.complete",), "partly", (0.65, 0.88), ""),
        ("static", ("a062 WB.complete",), "assumed", (0.65, 0.88), "rests on judgement"),
        ("static", (), "partly", (0.65, 0.88), "rests on judgement"),
        ("igo_oecd", ("a038 OECD.time", "a006 G7.haip2"), "sourced", (0.1, 0.2), analogues.SHARED),
        ("static", ("a062 WB.complete",), "partly", (0.3, 0.95), "no other design would miss it"),
        ("static", ("a062 WB.complete",), "partly", (0.31, 0.95), ""),
    ],
)  # fmt: skip
def test_a_range_that_tests_nothing_is_left_out(preset, rests_on, status, compared, why):
    assert analogues.left_out(preset, rests_on, status, compared, [0.3, 0.95], 0.7) == why


def test_without_a_simulated_value_nothing_is_counted():
    why = analogues.left_out("static", ("a062 WB.complete",), "partly", (0.65, 0.88), [0.3], np.nan)
    assert why == "no simulated value"
    assert analogues.together([{"n": 0, "median": np.nan}] * 2)["n"] == 0


def test_a_number_is_compared_with_the_medians_of_the_other_designs():
    values = np.array([[1.0, 5.0, np.nan], [2.0, np.nan, np.nan], [6.0, 7.0, np.nan]])
    assert analogues.of_others(values) == [2.0, 6.0]
    assert analogues.of_others(values[:, :0]) == []


def test_without_another_design_nothing_is_counted():
    found = analogues.check(synthetic.runs(20, ("igo:UN",)))
    assert not found["counted"].any() and analogues.ALONE in set(found["left_out"])
    assert analogues.in_brief(found).endswith("nothing is tested.")


def _rows(*places, rests_on=(("a062 WB.complete",),)):
    keys = [rests_on[k % len(rests_on)] for k in range(len(places))]
    return pd.DataFrame({"place": places, "rests_on": keys, "counted": True})


def test_the_brief_says_how_many_that_could_have_missed_did_not():
    assert analogues.in_brief(_rows("inside", "below", "inside")) == (
        "Of the 3 simulated numbers that could have missed, 2 lie where real organisations lie; 3 of them rest on one "
        "and the same source."
    )
    apart = _rows("inside", "above", rests_on=(("a062 WB.complete",), ("a071 FATF.time", "a045 UN.design")))
    assert analogues.in_brief(apart) == (
        "Of the 2 simulated numbers that could have missed, 1 lies where real organisations lie."
    )
    assert analogues.in_brief(pd.DataFrame()) == analogues.NONE_REAL


def test_no_counted_range_rests_on_what_sets_the_design():
    found = analogues.check(synthetic.runs(20))
    for row in found[found["counted"]].to_dict("records"):
        ids = {text.split()[0] for text in row["rests_on"]}
        assert ids and not ids & analogues.sources_of_fields()[row["preset"]]


def test_the_line_goes_outcome_by_outcome():
    found = analogues.check(synthetic.runs(20))
    line = analogues.summary(found)
    counted = found[found["counted"] & (found["outcome"] == "multi_year_completion")]
    inside = int((counted["place"] == "inside").sum())
    assert f"multi-year projects finished {inside} of {len(counted)}" in line
    assert f"{len(found)} " not in line  # no pooled number
    assert sum(int(n) for n in re.findall(r"(\d+) \(", line)) == int((~found["counted"]).sum())


def test_designs_of_ones_own_have_no_analogue():
    runs = synthetic.runs(5, ("adhoc", "0.5*rotating + 0.5*none"))
    assert set(analogues.check(runs)["design"]) == {"adhoc"}


# ---- size and output ------------------------------------------------------------------------------------------------
def test_runs_that_lack_an_outcome_have_no_number_for_it():
    runs = synthetic.runs(5, ("adhoc", "0.5*rotating + 0.5*none"))
    found = sizes.check(runs)
    assert found["utilisation"].isna().all() and found["finished_a_year"].isna().all()
    assert list(found["design"]) == ["adhoc", "0.5*rotating + 0.5*none"]
    assert "joint tests" in found["output"][0] and found["lateness"][0] == "nothing known"
    assert found["staff"][1] == "nothing known" and found["rests_on"][1] == ()


def test_finished_work_is_told_by_the_year():
    runs = synthetic.runs(5, ("adhoc",))
    runs.table["finished"] = [1.0, 2.0, 3.0, 2.0, 2.0]
    runs.table["utilisation"] = 0.5
    row = sizes.check(runs).iloc[0]
    assert row["finished_a_year"] == 24.0 and row["utilisation"] == 0.5


def test_what_is_said_of_size_rests_on_rows_that_exist():
    assert {about for _, about in sizes.said()} == set(sizes.ABOUT)
    assert all(words and ids for words, ids in sizes.said().values())


# ---- one actor's view -----------------------------------------------------------------------------------------------
def test_an_actor_sees_its_own_numbers():
    runs = synthetic.runs(12)
    view = actor_view(runs, "uk")
    own = runs.states[(runs.states["state"] == "UK") & (runs.states["design"] == "rotating")]
    row = view[(view["outcome"] == "welfare") & (view["design"] == "rotating")].iloc[0]
    assert row["median"] == pytest.approx(own["welfare"].median())
    assert set(view["outcome"]) == {m.name for m in VIEW}


@pytest.mark.parametrize("actor", ["Atlantis", "OpenAI"])
def test_an_unknown_actor_or_a_firm_has_no_view(actor):
    with pytest.raises(InputError, match="allowed"):
        actor_view(synthetic.runs(3), actor)
