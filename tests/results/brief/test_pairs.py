"""Every design against every other."""

import math

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from results.brief.pairs import Pairs, pair_rows
from results.comparison import outcome_cells
from results.numbers import Meta

VALUES = st.one_of(st.sampled_from([0.0, 1.0, math.nan]), st.floats(-100, 100))
TABLES = arrays.arrays(float, st.tuples(st.integers(0, 12), st.integers(2, 4)), elements=VALUES)


def meta(better):
    return Meta("harm", "Harm", "index", better, True, "harm")


@given(TABLES, st.sampled_from([-1, 0, 1]))
def test_a_pair_against_the_baseline_is_the_cell_of_the_comparison(values, better):
    designs = "abcd"[: values.shape[1]]
    pairs = Pairs(tuple(designs), pd.DataFrame(pair_rows(values, meta(better), designs)))
    for cell in outcome_cells(values, meta(better), designs, "a")[1:]:
        pair = pairs.cell("harm", cell["design"], "a")
        for here, there in (("diff", "diff"), ("low90", "diff_low"), ("high90", "diff_high"), ("p_better", "p_better")):
            assert np.array_equal(pair[here], cell[there], equal_nan=True)
        assert (pair["verdict"], pair["settled"], pair["pairs"]) == (cell["verdict"], cell["settled"], cell["pairs"])


@given(TABLES, st.sampled_from([-1, 1]))
def test_the_other_way_round_is_the_mirror(values, better):
    designs = "abcd"[: values.shape[1]]
    pairs = Pairs(tuple(designs), pd.DataFrame(pair_rows(values, meta(better), designs)))
    opposite = {"better": "worse", "worse": "better"}
    for one in pairs.rows("harm", "a"):
        two = pairs.cell("harm", "a", one["design"])
        assert two["pairs"] == one["pairs"]
        if one["pairs"]:
            assert np.isclose(one["p_better"], 1 - two["p_better"])
            assert np.isclose(one["low90"], -two["high90"]) and np.isclose(one["low50"], -two["high50"])
            assert opposite.get(one["verdict"], one["verdict"]) == two["verdict"]
            assert one["low90"] <= one["low50"] <= one["diff"] <= one["high50"] <= one["high90"]
