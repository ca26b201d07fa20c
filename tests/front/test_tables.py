"""The table of a comparison, at several widths."""

import io
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from entente import comparison_tables as tables
from entente.console import table
from entente.output import plain
from results.comparison import compare
from scenarios.designs import DEFAULT_DESIGNS
from scenarios.held import Held
from sim.outcomes import OUTCOMES


@pytest.fixture(scope="module")
def comparison():
    """Ten designs, 30 replicates, made-up numbers; one outcome never applies to the design 'none'."""
    random = np.random.default_rng(1)
    rows = []
    for replicate in range(30):
        level = random.normal(size=len(OUTCOMES))
        for k, design in enumerate(DEFAULT_DESIGNS):
            values = 12.34 + level + 0.4 * k + random.normal(size=len(OUTCOMES))
            row = dict(zip([o.name for o in OUTCOMES], values, strict=True))
            rows.append({"design": design, "replicate": replicate, "error": ""} | row)
    table = pd.DataFrame(rows)
    heads = [o.name for o in OUTCOMES if o.headline]
    table.loc[table["design"] == "none", heads[0]] = np.nan
    draws = pd.DataFrame({"replicate": range(30), "noise": random.uniform(size=30)})
    held = {"table": Held(table), "draws": Held(draws)}
    return compare(SimpleNamespace(tables=held, behaviour_prior="ranges"))


def printed(renderable, width, **options):
    out = io.StringIO()
    Console(file=out, width=width, highlight=False, **options).print(renderable)
    return out.getvalue()


def headline(comparison, width):
    metas = [m for m in comparison.metas if m.headline]
    return printed(tables.headline(comparison.cell, metas, comparison.designs, width), width)


@pytest.mark.parametrize("width", [60, 80, 100, 120, 160, 200])
def test_everything_fits_the_width_and_nothing_is_missing(comparison, width):
    text = headline(comparison, width)
    assert max(len(line.rstrip()) for line in text.splitlines()) <= width
    assert "…" not in text
    for meta in comparison.metas:
        if meta.headline:
            for word in meta.title.split():
                assert word in text
            cell = comparison.cell(meta.name, "rotating")
            assert text.count(f"{tables.number(cell['median'], meta.unit)}") > 0
    for design in comparison.designs:
        assert all(part in text for part in design.split(":"))


def test_wide_tables_have_outcomes_in_rows_and_narrow_ones_designs(comparison):
    assert "outcome" in headline(comparison, 200).split()[:12]
    assert headline(comparison, 200).count("(baseline)") == sum(m.headline for m in comparison.metas)
    narrow = headline(comparison, 80)
    first_words = [line.split()[0] for line in narrow.splitlines() if line and line[0] != " "]
    assert first_words[:4] == ["design", *[w for w in first_words[1:2]], "adhoc", "none"]


def test_what_does_not_apply_is_a_dash(comparison):
    meta = next(m for m in comparison.metas if m.headline)
    assert tables._cell(comparison.cell(meta.name, "none"), meta).plain == "–"


def test_a_cell_has_median_interval_and_verdict(comparison):
    meta = next(m for m in comparison.metas if m.headline and m.better)
    cell = comparison.cell(meta.name, "igo:UN")
    lines = tables._cell(cell, meta).plain.splitlines()
    assert lines[0] == tables.number(cell["median"], meta.unit)
    assert lines[1].startswith("[")
    assert lines[2][0] in "▲▼≈"
    assert lines[2].endswith("%")


@pytest.mark.parametrize("width", [80, 120])
def test_details_have_a_block_for_each_headline_outcome(comparison, width):
    text = "".join(printed(block, width) for block in tables.details(comparison, width))
    assert max(len(line.rstrip()) for line in text.splitlines()) <= width
    assert text.count("best in") == sum(m.headline for m in comparison.metas)


def test_colours_only_for_a_terminal(comparison):
    metas = [m for m in comparison.metas if m.headline]
    table = tables.headline(comparison.cell, metas, comparison.designs, 200)
    assert "\x1b" not in printed(table, 200)
    assert "\x1b[32m" in printed(table, 200, force_terminal=True, color_system="standard")


WORD = st.text("abcdefgh", min_size=1, max_size=12)
CELL = st.lists(WORD, max_size=4).map(" ".join)


@st.composite
def many_cells(draw):
    """The heads and rows of a table of 2 to 10 columns."""
    columns, rows = draw(st.integers(2, 10)), draw(st.integers(1, 4))
    cells = [[draw(CELL) for _ in range(columns)] for _ in range(rows + 1)]
    return [f"h{k}{text}" for k, text in enumerate(cells[0])], cells[1:]


@settings(max_examples=60, deadline=None)
@given(many_cells(), st.sampled_from([80, 120]))
def test_a_table_breaks_no_word_and_keeps_to_its_width(made, width):
    """Fourteen letters a word at most: five columns fit side by side, ten do not."""
    heads, rows = made
    text = printed(table(heads, rows, right=(1,)), width)
    assert max(len(line.rstrip()) for line in text.splitlines()) <= width
    words = set(text.split())
    assert {word for cells in (heads, *rows) for cell in cells for word in cell.split()} <= words


def test_many_columns_are_drawn_in_parts_each_with_the_first_one():
    heads = ["design", *(f"outcome-number-{k}" for k in range(8))]
    rows = [[name, *(f"{k}.0" for k in range(8))] for name in ("rotating", "static:Switzerland")]
    text = printed(table(heads, rows, right=range(1, 9)), 80)
    assert text.count("design") == text.count("static:Switzerland") == 3
    assert all(text.count(head) == 1 for head in heads[1:])
    assert printed(table(heads, rows), 200).count("design") == 1


def test_words_that_do_not_fit_in_few_columns_are_broken_the_longest_first():
    text = printed(table(["name", "unit"], [["a" * 70, "months"], ["b", "share of all"]]), 60)
    assert "months" in text and "share" in text and "of all" in text and max(map(len, text.splitlines())) <= 60


def test_plain_data_has_no_numpy_and_no_nan():
    data = {"a": np.float64(1.5), "b": np.array([1, 2]), "c": float("nan"), 3: (np.int64(2), None, True)}
    assert plain(data) == {"a": 1.5, "b": [1, 2], "c": None, "3": [2, None, True]}
