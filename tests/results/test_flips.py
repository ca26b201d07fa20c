"""Order flips: by hand, against their plain definition pair by pair, and when the quantities or outcomes are tied."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from results.comparison import compare
from results.flips import FEWEST, Drawn, auc, order_flips, separators
from tests.results import synthetic

MORE = [synthetic.FakeOutcome("members", "Members", "states", 1, True)]
NAN = math.nan


def drawn_of(columns):
    """Drawn quantities, a list of values by name."""
    n = len(next(iter(columns.values())))
    return Drawn.of(pd.DataFrame({"replicate": range(n), **columns}), np.arange(n))


def area(high, low):
    """Its definition: of all pairs of values, one of each, the share in which the first is higher, ties half."""
    high, low = np.asarray(high)[:, None], np.asarray(low)[None, :]
    return np.mean((high > low) + 0.5 * (high == low))


def test_the_area_under_the_curve_by_hand():
    drawn = drawn_of({"q": [3.0, 2.0, 1.0, 2.0, 7.0]})
    # High 3 and 2, low 1 and 2; the 7 has no sign. Of four pairs three are higher and one is tied: 3.5 / 4.
    assert auc(np.array([[1, 1, -1, -1, 0]], dtype=np.int8), drawn)[0, 0] == 0.875


signs_and_draws = st.integers(2, 30).flatmap(
    lambda n: st.tuples(
        st.lists(st.sampled_from([-1, 0, 1]), min_size=n, max_size=n).filter(lambda s: {-1, 1} <= set(s)),
        st.lists(st.integers(0, 6), min_size=n, max_size=n).filter(lambda q: len(set(q)) > 1),
        st.permutations(range(n)),
    )
)


@given(signs_and_draws)
def test_the_area_is_that_of_its_definition_with_ties_and_without_signs(case):
    signs, tied, distinct = case
    drawn = drawn_of({"tied": np.array(tied, float), "distinct": np.array(distinct, float)})
    found = auc(np.array([signs], dtype=np.int8), drawn)[0]
    for k in range(2):
        high, low = (drawn.values[np.array(signs) == side, k] for side in (1, -1))
        assert found[k] == pytest.approx(area(high, low), abs=1e-15)


@settings(max_examples=50)
@given(st.integers(0, 2**32 - 1), st.sampled_from([12, 97, 300]), st.booleans())
def test_every_column_is_that_of_the_plain_definition(seed, n, few_values):
    rng = np.random.default_rng(seed)
    cause = rng.integers(0, 5, n).astype(float) if few_values else rng.uniform(size=n)
    quantities = {"cause": cause, "noise": rng.uniform(size=n), "again": rng.choice(rng.uniform(size=7), n)}
    values = np.round(rng.normal(size=(n, 3)) + [0, 0.3, 1] * cause[:, None], int(rng.integers(0, 3)))
    values[rng.uniform(size=values.shape) < 0.2] = NAN
    found = order_flips(values, "members", ("a", "b", "c"), drawn_of(quantities))
    assert list(zip(found["first"], found["second"], strict=True)) == [("a", "b"), ("a", "c"), ("b", "c")]
    for row in found.to_dict("records"):
        first, second = (values[:, "abc".index(row[side])] for side in ("first", "second"))
        both = np.isfinite(first) & np.isfinite(second)
        apart = both & ~np.isclose(first, second, rtol=1e-9, atol=1e-9)
        up, down = apart & (first > second), apart & (first < second)
        assert row["pairs"] == both.sum()
        assert row["first_higher"] == up.sum() / both.sum()
        assert row["tied"] == pytest.approx(1 - apart.sum() / both.sum(), abs=1e-15)
        assert row["flips"] == (min(up.sum(), down.sum()) / apart.sum() if apart.any() else 0)
        if row["separator"]:
            high, low = quantities[row["separator"]][up], quantities[row["separator"]][down]
            spread = np.std(np.concatenate([high, low]))
            assert row["auc"] == pytest.approx(area(high, low))
            assert row["shift"] == pytest.approx((high.mean() - low.mean()) / spread)
            others = [area(q[up], q[down]) for q in quantities.values()]
            assert abs(row["auc"] - 0.5) == pytest.approx(max(abs(other - 0.5) for other in others))
        else:
            assert math.isnan(row["auc"]) and math.isnan(row["shift"])


def test_flips_name_the_drawn_quantity_behind_them():
    rng = np.random.default_rng(1)
    cause, noise = rng.uniform(size=60), rng.uniform(size=60)
    found = compare(
        synthetic.tiny(
            {"adhoc": [0.5] * 60, "other": list(cause)},
            drawn={"polarisation": list(cause), "noise": list(noise)},
        ),
        outcomes=MORE,
    )
    row = found.flips.iloc[0]
    assert row["separator"] == "polarisation"
    assert row["auc"] == 0.0  # the first design is higher where polarisation is low
    assert row["flips"] == pytest.approx(min((cause < 0.5).mean(), (cause > 0.5).mean()))
    assert separators(found.flips, ["members"]).iloc[0]["quantities"] == [("polarisation", 1)]


def test_chance_is_not_named_as_a_cause():
    rng = np.random.default_rng(2)
    drawn = {f"q{k}": list(rng.uniform(size=60)) for k in range(50)}
    values = {"adhoc": [0.5] * 60, "other": list(rng.uniform(size=60))}
    assert compare(synthetic.tiny(values, drawn=drawn), outcomes=MORE).flips.iloc[0]["separator"] == ""


def test_nothing_is_looked_for_with_few_replicates_on_a_side():
    cause = np.arange(40.0)
    for above, separator in ((FEWEST - 1, ""), (FEWEST, "cause")):
        values = np.column_stack([np.full(40, 39.5 - above), cause])
        assert order_flips(values, "members", ("a", "b"), drawn_of({"cause": cause}))["separator"].tolist() == [
            separator
        ]


def test_where_no_replicate_has_both_there_is_nothing_to_say():
    values = np.array([[1.0, NAN], [NAN, 2.0]])
    row = order_flips(values, "members", ("a", "b"), drawn_of({"q": [1.0, 2.0]})).iloc[0]
    assert row["pairs"] == 0 and row["separator"] == ""
    assert row[["first_higher", "tied", "flips", "auc", "shift"]].isna().all()


def test_quantities_that_do_not_vary_are_left_out_and_replicates_are_picked_by_number():
    draws = pd.DataFrame({"replicate": [0, 1, 2, 3], "fixed": 1.0, "q": [5.0, 1.0, 3.0, 9.0]})
    drawn = Drawn.of(draws, np.array([1, 3, 2]))
    assert drawn.names == ("q",)
    assert drawn.values[:, 0].tolist() == [1.0, 9.0, 3.0]
    assert drawn.balance[:, 0].tolist() == [-2, 2, 0]
