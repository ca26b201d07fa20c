"""Robust choice: exact answers on tables made up for it, and what must hold for any table."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.comparison import best_and_regret
from results.robust.choice import SURE, choose
from results.robust.clusters import correlation_of, effective, proportion, share_of
from results.robust.front import dominance, front
from results.robust.futures import futures_of
from results.robust.regret import regret, shortfalls
from results.robust.resample import weights
from results.robust.wants import parse_wants, satisficing
from sim.errors import InputError, InputErrors

COLUMNS = ("members", "harm", "density", "acceptability")


def table(points=1, **designs):
    """Rows from design -> (members, harm), each a list of a value a replicate."""
    rows = []
    for name, (members, harm) in designs.items():
        for k, (m, h) in enumerate(zip(members, harm, strict=True)):
            rows.append({"point": k % points, "design": name, "replicate": k, "members": m, "harm": h, "error": ""})
    return pd.DataFrame(rows)


def three():
    """'top' beats 'low' in both outcomes in every future; 'odd' has more members than both, and more harm."""
    n = np.arange(10.0)
    return table(top=(n + 5, n), low=(n + 3, n + 1), odd=(n + 9, n + 4))


def test_shortfalls_are_distances_from_the_best_of_the_future():
    values = np.array([[3.0, 1.0, np.nan], [1.0, 1.0, 0.0], [2.0, np.nan, np.nan]])
    found = shortfalls(values)
    assert found[0, 0] == 0 and found[0, 1] == 2 and math.isnan(found[0, 2])
    assert list(found[1]) == [0, 0, 1]
    assert np.isnan(found[2]).all()  # one value is no choice


def test_regret_is_exact():
    rows = {(r["outcome"], r["design"]): r for r in regret(futures_of(three(), ["members", "harm"]))}
    assert rows["members", "odd"]["mean"] == 0 and rows["members", "top"]["mean"] == 4
    assert rows["harm", "low"]["mean"] == 1 and rows["harm", "odd"]["worst"] == 4
    assert rows["harm", "top"]["least"] == 1 and rows["harm", "low"]["least"] == 0
    assert rows["members", "top"]["futures"] == 10


grids = st.lists(
    st.tuples(*[st.one_of(st.just(float("nan")), st.integers(-3, 3).map(float)) for _ in range(3)]),
    min_size=1, max_size=12,
)  # fmt: skip


@given(grids)
def test_mean_regret_is_that_of_the_comparison(rows):
    values = np.array(rows)
    short = shortfalls(values)
    _, mean = best_and_regret(values, 1)
    for d in range(3):
        own = short[np.isfinite(short[:, d]), d]
        assert (math.isnan(mean[d]) and not len(own)) or own.mean() == pytest.approx(mean[d])


def test_front_is_exact():
    found = front(futures_of(three(), ["members", "harm"]))
    rows = {row["design"]: row for row in found.rows()}
    assert rows["top"]["on_front"] and rows["odd"]["on_front"] and not rows["low"]["on_front"]
    assert rows["low"]["dominated_by"] == [{"design": "top", "surely": 1.0}]
    assert rows["top"]["surely"] == 1.0 and rows["low"]["surely"] == 0.0


@pytest.mark.parametrize("by", ["mean", "median", "tail"])
def test_every_way_to_compare_sees_what_holds_in_every_future(by):
    found = front(futures_of(three(), ["members", "harm"]), by)
    names = list(found.designs)
    assert found.dominates[names.index("top"), names.index("low")]
    assert found.surely[names.index("top"), names.index("low")] == 1.0


def test_how_surely_says_that_a_difference_may_be_chance():
    n = np.zeros(10)
    apart = np.array([1.0, -1, 1, -1, 1, -1, 1, -1, 1, -0.9])
    found = front(futures_of(table(a=(n, n), b=(n + apart, n)), ["members", "harm"]))
    assert found.dominates[1, 0]  # by a mean of 0.01
    assert 0.3 < found.surely[1, 0] < 0.7


def test_who_was_never_seen_together_dominates_nobody():
    never = np.full(10, np.nan)
    n = np.arange(10.0)
    found = front(futures_of(table(a=(n + 1, n), b=(n, never)), ["members", "harm"]))
    assert not found.dominates.any() and list(found.on) == [True, False]


def test_a_design_to_which_an_outcome_never_applies_cannot_be_compared():
    n = np.arange(10.0)
    frame = table(top=(n + 1, n), low=(n, n + 1), none=(n + 9, np.full(10, np.nan)))
    rows = {row["design"]: row for row in front(futures_of(frame, ["members", "harm"])).rows()}
    assert (
        not rows["none"]["on_front"]
        and rows["none"]["never_applies"] == ["harm"]
        and math.isnan(rows["none"]["surely"])
    )
    assert rows["top"]["on_front"] and rows["top"]["never_applies"] == [] and rows["top"]["surely"] == 1.0
    said = "\n".join(choose(frame, ["members", "harm"]).words())
    assert "none cannot be compared: no value in expected harm" in said and "2 outcomes: top (100%); in" in said
    assert "cannot be compared" not in "\n".join(choose(frame, ["members"]).words())


@given(st.lists(st.lists(st.integers(-2, 2), min_size=3, max_size=3), min_size=2, max_size=6))
def test_dominance_is_an_order(points):
    at = np.array(points, dtype=float)
    found = dominance(at[:, None] - at[None])
    assert not (found & found.T).any()
    for a, b, c in np.ndindex(len(at), len(at), len(at)):
        assert not (found[a, b] and found[b, c]) or found[a, c]
    assert (~found.any(axis=0)).any()  # somebody is on the front


def test_futures_of_a_point_are_drawn_together():
    drawn = weights(np.array([0, 0, 1, 1, 2]), 3, 50)
    assert (drawn[:, 0] == drawn[:, 1]).all() and (drawn[:, 2] == drawn[:, 3]).all()
    assert (drawn[:, [0, 2, 4]].sum(axis=1) == 3).all()
    assert (drawn == weights(np.array([0, 0, 1, 1, 2]), 3, 50)).all()


def test_points_are_groups_only_where_there_are_several():
    assert len(set(futures_of(three(), ["harm"]).group)) == 10
    n = np.arange(10.0)
    assert len(set(futures_of(table(2, a=(n, n), b=(n, n)), ["harm"]).group)) == 2


# ---- thresholds ----------
@pytest.mark.parametrize(
    ("text", "sign", "limit"),
    [
        ("members>=10", ">=", 10.0),
        (" harm < 0.3 ", "<", 0.3),
        ("acceptability>=30%", ">=", 0.3),
        ("members>1e1", ">", 10.0),
    ],
)
def test_thresholds_are_read(text, sign, limit):
    (want,) = parse_wants([text], COLUMNS)
    assert (want.sign, want.limit) == (sign, pytest.approx(limit))


@pytest.mark.parametrize("text", ["members>=50%", "harm<=30 %"])
def test_per_cent_is_for_shares_only(text):
    with pytest.raises(InputError, match="no share, which % is for") as told:
        parse_wants([text], COLUMNS)
    assert text in str(told.value) and "without %" in str(told.value)


def test_all_mistakes_in_thresholds_come_at_once():
    with pytest.raises(InputErrors) as told:
        parse_wants(["member>=10", "harm=3", "harm<=x", "density>=1", "nothing", "harm<=nan"], COLUMNS)
    text = str(told.value)
    assert len(told.value.errors) == 6
    assert "did you mean 'members'" in text and "members>=10" in text and "neither more nor less" in text


def test_satisficing_counts_futures_to_which_the_outcomes_apply():
    n = np.arange(10.0)
    harm = np.where(n < 2, np.nan, 0.0)
    futures = futures_of(table(a=(n, harm), b=(n, harm)), ["members", "harm"])
    (row, _) = satisficing(futures, parse_wants(["members>=5", "harm<=1"], COLUMNS))
    assert row["futures"] == 8 and row["all"] == 5 / 8
    assert row["each"]["members >= 5"] == 0.5 and row["each"]["harm <= 1"] == 1.0
    assert row["low"] < row["all"] < row["high"]


@given(st.integers(0, 40), st.integers(1, 40))
def test_futures_that_are_all_alike_in_a_group_count_once(count, total):
    y, group = np.repeat(np.arange(total) < count, 3), np.repeat(np.arange(total), 3)
    alike = 1.0 if 0 < count < total else correlation_of(group, y)
    assert effective(group, 1.0) == pytest.approx(total) and effective(group, 0.0) == 3 * total
    assert effective(np.arange(total), 1.0) == total
    if 0 < count < total:
        assert correlation_of(group, y) == pytest.approx(1.0)
        assert share_of(y, group, alike)[1:] == pytest.approx(proportion(count, total)[1:])


@given(st.integers(0, 40), st.integers(1, 40))
def test_intervals_of_shares_hold_the_share(count, total):
    count = min(count, total)
    share, low, high = proportion(count, total)
    assert 0 <= low <= share + 1e-12 and share - 1e-12 <= high <= 1


def test_thresholds_count_replicates_of_a_point_for_what_they_are_worth():
    """What the point decides alone is known from so many points, not from so many futures."""
    n = np.arange(80.0)
    own = (n % 8).astype(float)  # eight points of ten replicates
    futures = futures_of(table(8, a=(own, n), b=(own, n)), ["members"])
    (row, _) = satisficing(futures, parse_wants(["members>=4"], COLUMNS))
    assert (row["all"], row["low"], row["high"]) == pytest.approx(proportion(4, 8)) and row["futures"] == 80


# ---- what is drawn anew ----------
def swept(points, replicates):
    """Every replicate at every point, as in a sweep with common draws."""
    rows = [
        {"point": p, "replicate": r, "design": d, "members": float(r + (d == "b")), "harm": float(p), "error": ""}
        for p in range(points) for r in range(replicates) for d in "ab"
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_of_a_grid_replicates_are_drawn_and_of_a_sample_points():
    sampled, fixed = futures_of(swept(5, 4), ["harm"]), futures_of(swept(5, 4), ["harm"], fixed_points=True)
    assert len(set(sampled.group)) == 5 and len(set(fixed.group)) == 4
    assert "the 5 points are drawn anew and their 4 replicates, which all points share, stay" in sampled.drawn
    assert "the 4 replicates are drawn anew and the 5 points stay" in fixed.drawn
    for replicates in range(4):  # a replicate is drawn at all points at once
        own = fixed.group[replicates::4]
        assert len(own) == 5 and len(set(own)) == 1
    said = choose(swept(5, 4), ["members", "harm"], fixed_points=True)
    assert fixed.drawn in " ".join(said.words()) and said.to_json()["resampled"] == fixed.drawn


def test_what_only_points_differ_in_is_sure_on_a_grid():
    """The mean over fixed points has no spread of its own; over drawn ones it has."""
    frame = swept(9, 4)
    lead = (frame["point"] % 2 * 3 - 1.0).where(frame["design"] == "b", 0.0)  # for b: -1 and 2, -1/9 + ... > 0
    frame["members"] = 5 + lead
    drawn = front(futures_of(frame, ["members"]))
    fixed = front(futures_of(frame, ["members"], fixed_points=True))
    assert fixed.surely[1, 0] == 1.0 and drawn.surely[1, 0] < 1.0


def test_one_replicate_of_a_grid_says_that_its_points_are_no_sample():
    assert "though they are no sample" in futures_of(swept(9, 1), ["harm"], fixed_points=True).drawn


# ---- the choice ----------
def test_a_choice_says_who_is_dominated_and_who_is_robust():
    found = choose(three(), ["members", "harm"], ["members>=10"])
    text = "\n".join(found.words())
    assert "low is dominated by top (100%)" in text
    assert "Not dominated, by the means over 10 futures and 2 outcomes: top (100%) and odd (100%)" in text
    assert "No design is robust in all chosen outcomes" in text
    assert found.regretted("top") == ["members"]
    assert "met most often by odd" in text
    alone = choose(three(), ["harm"])
    assert "Robust in all chosen outcomes (mean regret nowhere larger than what matters): top." in alone.words()


def test_what_is_not_sure_is_not_said_as_if_it_were():
    n = np.zeros(10)
    apart = np.array([1.0, -1, 1, -1, 1, -1, 1, -1, 1, -0.9])
    found = choose(table(a=(n, n), b=(n + apart, n)), ["members", "harm"])
    (row,) = [row for row in found.front.rows() if row["design"] == "a"]
    sure = row["dominated_by"][0]["surely"]
    said = f"a is dominated on the means, but not surely, by b (in {round(100 * sure)}% of the samples)."
    assert sure < SURE and said in found.words()


def test_a_robust_design_that_is_dominated_is_named_so():
    n = np.arange(10.0)
    found = choose(table(a=(n + 9.1, n / 1000), b=(n + 9, n / 1000)), ["members", "harm"])
    assert found.words()[-1] == (
        "Robust in all chosen outcomes (mean regret nowhere larger than what matters): a and b; "
        "b is dominated all the same, by a (100%)."
    )


def test_a_choice_does_not_hang_on_the_order_of_the_rows():
    frame = three()
    mixed = pd.concat([own.sample(frac=1, random_state=1) for _, own in frame.groupby("design", sort=False)])
    assert choose(frame, ["harm"]).to_json() == choose(mixed, ["harm"]).to_json()


def test_failed_runs_count_for_nothing():
    frame = three()
    frame.loc[frame["design"] == "low", "error"] = "broken"
    found = choose(frame, ["members", "harm"])
    assert found.regret_of("harm", "low")["futures"] == 0
    assert all("low is dominated" not in line for line in found.words())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"outcomes": ["harms"]}, "did you mean 'harm'"),
        ({"outcomes": []}, "no outcome"),
        ({"outcomes": ["harm"], "designs": ["tip", "low"]}, "did you mean 'top'"),
        ({"outcomes": ["harm"], "designs": ["low"]}, "two designs or more"),
        ({"outcomes": ["harm"], "by": "best"}, "mean, median, tail"),
    ],
)
def test_messages_name_what_is_allowed(change, words):
    with pytest.raises(InputError, match=words):
        choose(three(), **change)


def test_the_same_run_twice_and_too_few_futures_are_refused():
    with pytest.raises(InputError, match="the same run twice"):
        choose(pd.concat([three(), three()]), ["harm"])
    with pytest.raises(InputError, match="too few futures"):
        choose(three()[lambda t: t["replicate"] < 3], ["harm"])
