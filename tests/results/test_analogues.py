"""The check against real organisations, on cases worked out by hand, and one actor's view."""

import numpy as np
import pytest

from results import analogues
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
    counted = int((found["place"] == "inside").sum())
    assert analogues.summary(found).startswith(f"{counted} of ")


def test_designs_of_ones_own_have_no_analogue():
    runs = synthetic.runs(5, ("adhoc", "0.5*rotating + 0.5*none"))
    assert set(analogues.check(runs)["design"]) == {"adhoc"}


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
