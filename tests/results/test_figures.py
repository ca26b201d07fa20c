"""What figures compute before they draw, and that the same data give the same bytes."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.comparison import compare
from results.figures import labels, style
from results.figures.network import Edge, network_pictures, observed_edges, simulated_edges
from results.figures.network_layout import positions
from results.figures.outcomes import outcome_chart
from results.figures.places import place_labels
from results.figures.sharing import sharing_chart
from results.figures.timelines import Line, band, timelines
from results.figures.tradeoff import panels, tradeoff
from sim.catalogue import TIE_TYPES
from sim.months import CUT_OFF
from tests.results import synthetic


@pytest.fixture(scope="module")
def runs():
    return synthetic.runs(8, ("adhoc", "none", "rotating", "igo:UN"))


@pytest.fixture(scope="module")
def comparison(runs):
    return compare(runs, outcomes=synthetic.OUTCOMES)


def test_observed_lines_have_the_first_type_as_colour_and_the_number_of_types_as_width():
    edges = observed_edges(synthetic.roster(), CUT_OFF)
    assert edges[0] == Edge(0, 1, main=4, scope=3.0, chance=1.0)
    assert observed_edges(synthetic.roster(), 0) == []


def test_simulated_lines_have_the_commonest_type_and_its_share():
    roster = synthetic.roster()
    rows = [("d", 0, 1, 0, 0.5, 0.1), ("d", 0, 1, 2, 0.75, 0.1), ("d", 0, 2, 1, 0.1, 0.1), ("e", 0, 1, 3, 1.0, 0.1)]
    table = pd.DataFrame(
        [(d, roster.label(a), roster.label(b), TIE_TYPES[t].key, *numbers) for d, a, b, t, *numbers in rows],
        columns=["design", "a", "b", "type", "share", "strength"],
    )
    assert simulated_edges(table, "d", roster) == [Edge(0, 1, main=2, scope=pytest.approx(1.25 / 0.75), chance=0.75)]


def test_no_two_actors_stand_in_the_same_place():
    roster = synthetic.roster()
    places = positions(roster, range(roster.n_states + roster.n_firms))
    assert len(set(places.values())) == roster.n_states + roster.n_firms


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
    found = band(series, "d", Line("members", "Members", 1, ""))
    assert list(found["mid"]) == [3.0, 4.0]
    assert list(found["low"]) == pytest.approx([1.2, 2.2])
    smooth = band(series, "d", Line("members", "Members", 2, ""))
    assert list(smooth["mid"]) == [3.0, 3.5]


def test_the_trade_off_falls_back_on_the_headline_outcomes(comparison, tmp_path):
    across, up = panels(comparison)[0]
    assert (across.name, up.name) == ("members", "incident_response_days")
    one = compare(synthetic.tiny({"adhoc": [1.0, 2.0]}), outcomes=synthetic.OUTCOMES)
    assert tradeoff(one, tmp_path) is None


@pytest.mark.parametrize("kind", ["outcome", "tradeoff", "network", "timelines", "sharing"])
def test_the_same_data_give_the_same_bytes(kind, runs, comparison, tmp_path):
    draw = {
        "outcome": lambda folder: outcome_chart(comparison, comparison.metas[0], folder),
        "tradeoff": lambda folder: tradeoff(comparison, folder),
        "network": lambda folder: network_pictures(runs, CUT_OFF, folder),
        "timelines": lambda folder: timelines(runs, "adhoc", folder),
        "sharing": lambda folder: sharing_chart(runs, folder),
    }[kind]
    draw(tmp_path / "one")
    draw(tmp_path / "two")
    files = sorted(p.name for p in (tmp_path / "one").iterdir())
    assert files and {p.rsplit(".")[-1] for p in files} == {"svg", "png"}
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_picture_in_a_page_has_ids_of_its_own(comparison, tmp_path):
    first, second = (outcome_chart(comparison, m, tmp_path).svg for m in comparison.metas[:2])
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (first, second)]
    assert ids[0] and not ids[0] & ids[1]
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', first))
    assert used <= ids[0]
    assert not re.search(r"<metadata|<\?xml|<!DOCTYPE|<dc:", first)


def test_a_design_to_which_nothing_applies_is_named_and_not_drawn(tmp_path):
    runs = synthetic.tiny({"adhoc": [1.0, 2.0], "other": [float("nan")] * 2})
    found = compare(runs, outcomes=synthetic.OUTCOMES)
    picture = outcome_chart(found, found.metas[0], tmp_path)
    assert "other does not apply" in picture.alt and "does not apply" in picture.svg
