"""Pairs as the page's scripts get them."""

import math

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from results.brief.chances import of_100
from results.brief.pairs import Pairs, pair_rows
from results.brief.units import Measure
from results.numbers import Meta
from results.page.pair_tables import CODES, ENDS, MIDDLE, Texts, significant, table_of, upper

VALUES = st.one_of(st.sampled_from([0.0, 1.0, math.nan]), st.floats(-100, 100))
TABLES = arrays.arrays(float, st.tuples(st.integers(0, 12), st.integers(2, 4)), elements=VALUES)
MEASURES = st.sampled_from(
    [
        Measure("members", "Members", "states", 1, whole=True),
        Measure("harm", "Harm", "times today's", -1, 0.25, "1 = today"),
        Measure("share", "Share", "", 0, share=True),
    ]
)


@given(TABLES, MEASURES)
def test_a_table_holds_each_pair_once_with_its_texts(values, measure):
    designs = tuple("abcd"[: values.shape[1]])
    meta = Meta(measure.name, measure.title, "", measure.better, True, "")
    pairs = Pairs(designs, pd.DataFrame(pair_rows(values, meta, designs)))
    texts = Texts()
    table = table_of(pairs, meta, measure, texts)
    said, chances = texts.all(), texts.chances()
    assert len(said) == len(set(said))
    for k, (own, other) in enumerate(upper(designs)):
        row = pairs.cell(meta.name, own, other)
        n = table["n"][k] if isinstance(table["n"], list) else table["n"]
        assert (n, table["v"][k], table["s"][k]) == (row["pairs"], CODES[row["verdict"]], "01"[row["settled"]])
        for end in ENDS:
            assert said[table["texts"][end][k]] == measure.change(row[end], named=end == MIDDLE)
            if row["pairs"]:
                assert math.isclose(table[end][k], row[end], rel_tol=5e-4)
            else:
                assert table[end][k] is None
        if row["pairs"]:
            chance = chances[table["p"][k]]
            back = chances[chance["mirror"]]
            assert chance["text"] == of_100(row["p_higher"])
            assert back["text"] == of_100(pairs.cell(meta.name, other, own)["p_higher"])
            assert chances[back["mirror"]] == chance


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_numbers_keep_four_digits_and_no_more(value):
    short = significant(value)
    assert math.isclose(short, value, rel_tol=5e-4)
    assert significant(short) == short
    assert float(f"{short:.3e}") == short


def test_what_is_not_there_is_none():
    assert significant(math.nan) is None and significant(None) is None
