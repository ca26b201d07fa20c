"""Dues in posts and in money: on runs made up by hand, and the table of what a post costs."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.brief import dues
from results.brief.post_price import price
from scenarios.design_records import analogue_rows
from sim.months import month_index
from sim.parameters import RECORDS
from tests.results import synthetic

A_POST = RECORDS["post_cost"].value
DECIDED, LAST = month_index("2026-01"), month_index("2030-12")


def _runs(posts, shares, drawn=None):
    """Two replicates of one design: 4 posts in its first year, then ``posts``; ``shares`` of the cost."""
    runs = synthetic.runs(2, ("rotating",))
    prices = [A_POST, A_POST] if drawn is None else drawn
    rows = [
        ("rotating", r, m, a_post * (0.5 if m < DECIDED else 4.0 if m < DECIDED + 12 else posts))
        for r, a_post in enumerate(prices)
        for m in range(DECIDED - 12, LAST + 1)
    ]
    series = pd.DataFrame(rows, columns=["design", "replicate", "month", "cost"])
    mean = series[series["month"] >= DECIDED].groupby("replicate")["cost"].mean()
    states = pd.DataFrame(
        [("rotating", r, state, share * mean[r]) for state, share in shares.items() for r in (0, 1)],
        columns=["design", "replicate", "state", "dues"],
    )
    draws = runs.draws if drawn is None else runs.draws.assign(post_cost=drawn)
    return replace(runs, series=series, states=states, draws=draws)


def test_cost_by_the_price_of_a_post_is_the_posts_of_the_last_year():
    found = dues.secretariat(_runs(20.0, {"UK": 0.25}))["rotating"]
    assert (found.posts, found.low90, found.high90, found.share) == (
        pytest.approx(20),
        pytest.approx(20),
        pytest.approx(20),
        None,
    )
    assert found.words.startswith("20 posts, about ") and "million US dollars a year" in found.words


def test_a_price_that_was_drawn_does_not_change_the_posts():
    found = dues.secretariat(_runs(20.0, {"UK": 0.25}, drawn=[0.01, 0.08]))["rotating"]
    assert (found.low90, found.high90) == pytest.approx((20.0, 20.0))


def test_a_state_pays_its_share_of_the_cost():
    found = dues.of_states(_runs(20.0, {"UK": 0.25, "Kenya": 0.05, "EU": 0.0}))
    assert found["UK"]["rotating"].posts == pytest.approx(5.0)
    assert found["UK"]["rotating"].share == pytest.approx(0.25)
    assert found["Kenya"]["rotating"].words.startswith("1 post, about ")
    assert found["EU"]["rotating"].words == "no dues"


def test_without_a_secretariat_nobody_pays():
    nothing = _runs(20.0, {"UK": 0.0})
    nothing.series["cost"] = 0.0
    assert dues.secretariat(nothing)["rotating"].words == "no posts"
    own = dues.of_states(nothing)["UK"]["rotating"]
    assert own.words == "no dues" and own.share is None and own.to_json()["millions_central"] == 0.0


def test_where_the_price_changes_within_a_run_nothing_is_told():
    changed = _runs(20.0, {"UK": 0.25})
    event = SimpleNamespace(kind="parameter", parameter="post_cost")
    changed = replace(changed, scenario=SimpleNamespace(adopt="2026-01", events=[event]))
    assert "post_cost" in dues.unknown(changed)
    assert dues.secretariat(changed) == {} and dues.of_states(changed) == {}


# ---- the table --------------------------------------------------------------------------------------
def test_a_post_costs_what_budget_and_staff_say():
    found = {body.id: body for body in price().bodies}
    assert found["p1"].price == pytest.approx(1.4 / 10 * 1.3235)  # USD 1.4 million, ten posts, prices of 2015
    assert found["p6"].price == pytest.approx((197.2039 - 18.911) / 639 * 1.0789 * 1.3466)
    assert price().low == min(b.price for b in price().bodies) <= price().central <= price().high
    assert price().note.count("no result depends on it") == 1


def test_what_rests_on_an_analogue_has_its_staff():
    """The staff of a body is said in its row of the analogues; the number here is that one."""
    rows = analogue_rows()
    for body in price().bodies:
        staff = [rows[key] for key in body.rests_on if rows[key]["field"] == "staff_fte"]
        assert len(staff) == (1 if body.rests_on else 0)
        assert all(row["organisation"].split()[0] == body.organisation.split()[0] for row in staff)


@given(st.floats(0.001, 500))
def test_money_is_in_proportion_and_its_range_holds_it(posts):
    text = price().money(posts)
    assert text.endswith(")") and ("million" in text) != ("thousand" in text)
    central, low, high = (
        float(part.replace(",", ""))
        for part in (text.split()[0], text.split("(")[1].split()[0], text.split("to ")[1][:-1])
    )
    assert low < central < high
