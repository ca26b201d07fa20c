"""What figures compute before they draw, and that the same data give the same bytes."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.comparison import compare
from results.figures import labels, style
from results.figures.differences import difference_chart, ticks
from results.figures.levels import A_FIGURE, groups, level_charts
from results.figures.matrix import contests, matrix, source_question
from results.figures.network_change import network_change
from results.figures.places import place_labels
from results.figures.sharing import sharing_chart
from results.figures.timelines import Line, band, timelines
from results.figures.tradeoff import traded, tradeoff
from tests.results import synthetic


@pytest.fixture(scope="module")
def runs():
    return synthetic.runs(8, ("adhoc", "none", "rotating", "igo:UN"))


@pytest.fixture(scope="module")
def comparison(runs):
    return compare(runs, outcomes=synthetic.OUTCOMES)


@pytest.fixture(scope="module")
def told(runs, comparison):
    """Pairs of the headline outcomes, how all is called, and the names of these outcomes."""
    return *synthetic.pairs_and_names(runs, comparison), [m.name for m in comparison.metas if m.headline]


def _levels(comparison, folder):
    return level_charts([(m, comparison.rows(m.name)) for m in comparison.metas], "adhoc", folder)


points = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=5)


@given(points)
def test_labels_do_not_cover_each_other(found):
    with style.house_style():
        axes = style.canvas(7, 5).add_axes((0.1, 0.1, 0.8, 0.8))
        axes.set(xlim=(0, 1), ylim=(0, 1))
        boxes = place_labels(axes, found, [labels.fit(f"design {k}", 200, 8) for k in range(len(found))])
    for k, a in enumerate(boxes):
        for b in boxes[:k]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_the_band_of_a_series_is_taken_over_replicates():
    months = np.tile([0, 1], 3)
    values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    series = pd.DataFrame({"design": "d", "replicate": [0, 0, 1, 1, 2, 2], "month": months, "members": values})
    found = band(series, "d", Line("members", "Members", "states"))
    assert list(found["mid"]) == [3.0, 4.0]
    assert list(found["low"]) == pytest.approx([1.2, 2.2])
    smooth = band(series, "d", Line("members", "Members", "states", 2))
    assert list(smooth["mid"]) == [3.0, 3.5]


# ---- differences ------------------------------------------------------------------------------------
def _tiny(values, **more):
    runs = synthetic.tiny(values, **more)
    return runs, compare(runs, outcomes=synthetic.OUTCOMES)


def test_the_trade_off_is_of_what_most_designs_trade(tmp_path):
    runs, _ = _tiny({"adhoc": [1.0] * 9, "one": [2.0] * 9, "two": [3.0] * 9})
    runs.table["regions"] = [5.0] * 9 + [4.0] * 9 + [6.0] * 9  # one loses what it gains in members; two gains both
    runs.table["harm"] = [1.0] * 9 + [2.0] * 9 + [2.0] * 9  # less is better: both lose
    comparison = compare(runs, outcomes=synthetic.OUTCOMES)
    pairs, told = synthetic.pairs_and_names(runs, comparison)
    assert traded(pairs, ["members", "regions", "harm"], "adhoc") == ("members", "harm")
    assert traded(pairs, ["members", "regions"], "adhoc") == ("members", "regions")
    picture = tradeoff(pairs, ["members", "regions", "harm"], "adhoc", told, tmp_path)
    assert "one +1 state and +1 times today's; two +2 states and +1 times today's" in picture.alt


def test_where_nothing_is_traded_nothing_is_drawn(tmp_path):
    for values in ({"adhoc": [1.0, 2.0]}, {"adhoc": [1.0, 2.0], "other": [5.0, 6.0]}):
        runs, comparison = _tiny(values)
        pairs, told = synthetic.pairs_and_names(runs, comparison)
        assert tradeoff(pairs, ["members"], "adhoc", told, tmp_path) is None


def test_differences_stand_side_by_side(told, tmp_path):
    pairs, called, heads = told
    wide = difference_chart(pairs, heads, "adhoc", called, tmp_path)
    assert wide.name == "differences"
    assert all(f"{called.measures[name].title}: " in wide.alt for name in heads)
    assert "Differences from today's ad hoc lead" in wide.title and "today's ad hoc lead" in wide.caption
    assert "At the UN" in wide.svg and "igo:UN" not in wide.svg


def test_a_difference_is_told_with_its_size_and_how_sure_it_is(tmp_path):
    runs, comparison = _tiny({"adhoc": [1.0] * 10, "other": [3.0] * 9 + [0.0], "never": [float("nan")] * 10})
    pairs, called = synthetic.pairs_and_names(runs, comparison)
    wide = difference_chart(pairs, ["members"], "adhoc", called, tmp_path)
    assert "other +2 states (90% 0 to +2), better in 90 of 100 simulated futures" in wide.alt
    assert "never does not apply" in wide.alt


def test_without_another_design_there_is_no_difference_to_draw(tmp_path):
    runs, comparison = _tiny({"adhoc": [1.0, 2.0]})
    pairs, called = synthetic.pairs_and_names(runs, comparison)
    assert difference_chart(pairs, ["members"], "adhoc", called, tmp_path) is None


@given(st.floats(-1e4, 1e4), st.floats(1e-3, 1e4))
def test_zero_is_marked_and_labels_keep_apart(low, span):
    high = low + span
    found = ticks(min(low, 0.0), max(high, 0.0) or 1.0)
    assert 0.0 in found and len(found) <= 3
    width = (max(high, 0.0) or 1.0) - min(low, 0.0)
    assert all(abs(value) >= 0.27 * width for value in found if value)


# ---- head to head -----------------------------------------------------------------------------------
def test_a_matrix_says_who_beats_whom_and_how_often(tmp_path):
    runs, comparison = _tiny({"adhoc": [1.0] * 10, "one": [3.0] * 9 + [0.0], "two": [1.0] * 10})
    pairs, called = synthetic.pairs_and_names(runs, comparison)
    picture = matrix(pairs, comparison.metas[0], called, tmp_path)
    assert "1 Today: ad hoc lead: 2 ▼10 of 100, 3 50 of 100." in " ".join(picture.alt.split())
    assert "2 one: 1 ▲90 of 100, 3 ▲90 of 100." in " ".join(picture.alt.split())
    assert picture.name == "matrix-members" and ">▲90<" in picture.svg


def test_a_chance_just_beside_the_line_is_shown_as_such(tmp_path):
    runs, comparison = _tiny(
        {"adhoc": [0.0] * 400, "near": [1.0] * 319 + [-1.0] * 81, "over": [1.0] * 321 + [-1.0] * 79}
    )
    pairs, called = synthetic.pairs_and_names(runs, comparison)
    alt = " ".join(matrix(pairs, comparison.metas[0], called, tmp_path).alt.split())
    assert "2 near: 1 79 of 100" in alt and "3 over: 1 ▲81 of 100" in alt
    assert "1 Today: ad hoc lead: 2 21 of 100, 3 ▼19 of 100" in alt


def test_the_source_s_question_sets_rotating_fixed_and_organisations_against_each_other(tmp_path):
    runs = synthetic.runs(8, ("adhoc", "rotating", "static:US", "static:UK", "igo:UN", "rotating@staff_fte=8"))
    assert contests([d.name for d in runs.designs], runs.roster) == [
        ("rotating", "static:US"),
        ("rotating", "static:UK"),
        ("rotating", "igo:UN"),
        ("static:US", "igo:UN"),
        ("static:UK", "igo:UN"),
    ]
    comparison = compare(runs, outcomes=synthetic.OUTCOMES)
    pairs, called = synthetic.pairs_and_names(runs, comparison)
    picture = source_question(pairs, comparison.metas[:9], called, runs.roster, tmp_path)
    assert "Rotating – Fixed: UK: Members " in picture.alt
    assert source_question(pairs, [], called, runs.roster, tmp_path) is None


# ---- levels -----------------------------------------------------------------------------------------
def test_every_outcome_has_its_chart_six_to_a_figure(comparison, tmp_path):
    pictures = _levels(comparison, tmp_path)
    assert len(pictures) == len(groups(comparison.metas)) == -(-len(comparison.metas) // A_FIGURE)
    for picture, metas in zip(pictures, groups(comparison.metas), strict=True):
        assert all(f"{m.title}: " in picture.alt for m in metas)


def test_today_has_no_value_of_its_own_in_what_is_taken_against_it(comparison, tmp_path):
    alt = " ".join(picture.alt for picture in _levels(comparison, tmp_path))
    own = alt.partition("Members better off than today: ")[2].partition(".")[0]
    assert "adhoc no value of its own, baseline" in own and "nan" not in alt


@pytest.mark.parametrize("kind", ["differences", "matrix", "tradeoff", "levels", "network", "timelines", "sharing"])
def test_the_same_data_give_the_same_bytes(kind, runs, comparison, told, tmp_path):
    pairs, called, heads = told
    draw = {
        "differences": lambda folder: difference_chart(pairs, heads, "adhoc", called, folder),
        "matrix": lambda folder: matrix(pairs, comparison.metas[0], called, folder),
        "tradeoff": lambda folder: tradeoff(pairs, heads, "adhoc", called, folder),
        "levels": lambda folder: _levels(comparison, folder),
        "network": lambda folder: network_change(runs, "adhoc", folder),
        "timelines": lambda folder: timelines(runs, "adhoc", folder),
        "sharing": lambda folder: sharing_chart(runs, "adhoc", folder),
    }[kind]
    draw(tmp_path / "one")
    draw(tmp_path / "two")
    files = sorted(p.name for p in (tmp_path / "one").iterdir())
    assert files and {p.rsplit(".")[-1] for p in files} == {"svg", "png"}
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_picture_in_a_page_has_ids_of_its_own(comparison, tmp_path):
    first, second = (picture.svg for picture in _levels(comparison, tmp_path)[:2])
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (first, second)]
    assert ids[0] and not ids[0] & ids[1]
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', first))
    assert used <= ids[0]
    assert not re.search(r"<metadata|<\?xml|<!DOCTYPE|<dc:", first)


def test_a_design_to_which_nothing_applies_is_named_and_not_drawn(tmp_path):
    _, found = _tiny({"adhoc": [1.0, 2.0], "other": [float("nan")] * 2})
    picture = _levels(found, tmp_path)[0]
    assert "other does not apply" in picture.alt and "does not apply" in picture.svg
