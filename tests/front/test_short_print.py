"""What is printed by default: at most 40 lines of 80 columns, whatever is compared; the answer, aims, one table."""

import re
from dataclasses import replace
from itertools import takewhile
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import entente
from entente import short_middle, short_print, symbols
from results.brief.brief import Aim, Brief, Clause, Pays, Sentence
from results.comparison import compare
from results.numbers import metas
from scenarios.held import Held
from sim.outcomes import ALL_OUTCOMES, OUTCOMES

SMALL = {"scenario": "teaching", "months": 6, "replicates": 2, "workers": 1}
LONG = "a-design-with-a-name-that-nobody-would-type-but-somebody-has-given-to-a-file-of-his-own"
HEADS = [o.name for o in OUTCOMES if o.headline]
MARK = re.compile("[▲▼≈]")


def fits(lines, places=short_print.PLACES):
    assert len(lines) <= short_print.LINES - places, "\n".join(lines)
    assert max(map(len, lines)) <= short_print.WIDTH, "\n".join(lines)


# ---- real comparisons ----------
@pytest.fixture(scope="module")
def default():
    """The default experiment, as short as it can be, with its swapped runs."""
    found = entente.compare(None, "default", months=2, replicates=2, workers=1)
    found.make_swaps(1)
    return found


@pytest.mark.parametrize("actor", [None, "UK", "Germany"])
def test_the_default_experiment_fits_and_has_all_designs(default, actor):
    lines = short_print.short_lines(replace(default, actor=actor))
    fits(lines)
    text = "\n".join(lines)
    assert sum(bool(MARK.search(line)) for line in lines[-14:-1]) >= len(default.comparison.designs) - 1
    assert ("Choose, if you care most about" in text) == (actor is None)
    assert ("Germany, through the European Union: " in text) == (actor == "Germany")
    if actor is not None:
        assert re.search(r"^Left out: .*\baims, when it pays \(--full\)\.$", text, re.M)


def test_what_is_printed_in_python_is_the_same(default):
    assert str(default).splitlines() == short_print.short_lines(default, places=0)


@pytest.fixture(scope="module")
def others(tmp_path_factory):
    """Comparisons on the teaching roster: one design, and 14 of which some have very long names."""
    file = tmp_path_factory.mktemp("designs") / f"{LONG}.toml"
    file.write_text('[design]\nbase = "rotating"\nstaff_fte = 8\n')
    many = ["rotating", "none", *(f"rotating@staff_fte={k}" for k in range(2, 12)), str(file)]
    return {"one": entente.compare("adhoc", **SMALL), "many": entente.compare(many, **SMALL)}


def test_one_design_has_no_table(others):
    lines = short_print.short_lines(others["one"])
    fits(lines)
    assert not MARK.search("\n".join(lines))
    assert ": 1 design, 2 replicates, " in lines[0]


def test_a_changed_design_that_is_named_says_which_it_is(others):
    made = short_print.parts_of(others["many"])
    assert {one.design for one in made.vague} == {f"rotating@staff_fte={k}" for k in range(2, 12)}
    sentence = Sentence("What it costs", (Clause("a rotating secretariat with changes (3) would need 4 posts"),))
    brief = replace(made.brief, sentences=(sentence,) * 3)
    text = "\n".join(short_print.lay_out(replace(made, brief=brief), others["many"].comparison))
    assert "\nRotating, changed (3): rotating@staff_fte=4\n" in text
    assert "Rotating, changed (3)" not in "\n".join(short_print.lay_out(made, others["many"].comparison))


def test_many_designs_with_long_names_fit(others):
    lines = short_print.short_lines(others["many"])
    fits(lines)
    assert all(any(line.startswith(f"rotating@staff_fte={k} ") for line in lines) for k in range(2, 10))
    assert any(line.startswith("a-design-with…") and "-own " in line for line in lines)


@pytest.mark.parametrize("width", [40, 60, 79, 200])
def test_a_narrower_terminal_breaks_lines_and_a_wider_one_does_not_widen_them(others, width):
    lines = short_print.short_lines(others["many"], width)
    assert max(map(len, lines)) <= min(width, short_print.WIDTH)


# ---- made-up ones ----------
def made_up(designs, heads=HEADS):
    """A comparison of so many designs with made-up numbers, of which one outcome does not apply to the second."""
    random, rows = np.random.default_rng(len(designs)), []
    for replicate in range(12):
        level = random.normal(size=len(OUTCOMES))
        for k, design in enumerate(designs):
            values = level + 0.4 * k + random.normal(size=len(OUTCOMES))
            rows.append({"design": design, "replicate": replicate, "error": ""} | dict(zip(NAMES, values, strict=True)))
    table = pd.DataFrame(rows)
    table.loc[table["design"] == designs[-1], heads[0]] = np.nan
    draws = pd.DataFrame({"replicate": range(12), "noise": random.uniform(size=12)})
    runs = SimpleNamespace(tables={"table": Held(table), "draws": Held(draws)}, behaviour_prior="ranges")
    return compare(runs, baseline=designs[0])


NAMES = [o.name for o in OUTCOMES]
MADE = {count: made_up([f"d{k}" for k in range(count)]) for count in (1, 2, 14, 40)}
WORDS = st.lists(st.text("abcdefghij-:,", min_size=1, max_size=30), min_size=1, max_size=40).map(" ".join)
CLAUSES = st.builds(Clause, WORDS, st.sampled_from(["found", "assumed", ""]))
SENTENCES = st.lists(CLAUSES, min_size=1, max_size=3).map(lambda clauses: Sentence("What it costs", tuple(clauses)))


@st.composite
def parts(draw, designs):
    said = dict(zip(designs, draw(st.lists(WORDS, min_size=len(designs), max_size=len(designs))), strict=True))
    chosen = st.lists(st.sampled_from(designs), max_size=3, unique=True).map(tuple)
    aims = st.lists(st.builds(Aim, WORDS, st.just("members"), chosen, WORDS, st.just("found")), max_size=12).map(tuple)
    sentences = draw(st.lists(SENTENCES, min_size=3, max_size=3))
    warnings = draw(st.lists(WORDS, max_size=6))
    pays = st.builds(Pays, st.sampled_from(HEADS), st.just("d1"), st.one_of(st.none(), st.integers(0, 60)), WORDS)
    brief = Brief(tuple(sentences), draw(aims), tuple(draw(st.lists(pays, max_size=9))), tuple(warnings), "", "")
    told = [replace(one, label=label) for one, label in zip(sentences, ("Gain", "Hosting", "Staying"), strict=True)]
    view = SimpleNamespace(title="Aland", paragraph=told, sentences=tuple(f"{s.label}: {s.text}" for s in told))
    return short_print.Parts(
        tuple(draw(st.lists(WORDS, min_size=1, max_size=3))), brief, said, draw(st.sampled_from([None, view]))
    )


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from([1, 2, 14, 40]))
def test_whatever_the_words_it_fits_and_no_design_is_left_out_in_silence(data, count):
    comparison = MADE[count]
    made = data.draw(parts(comparison.designs))
    lines = short_print.lay_out(made, comparison, room=38)
    fits(lines)
    nothing_is_lost(made, lines)
    rows = [k for k, line in enumerate(lines) if MARK.search(line)][:-1]  # the last one explains them
    told = [int(m[1]) for line in lines if (m := re.match(r"\.\.\. and (\d+) more designs", line))]
    assert len(rows) + sum(told) == max(0, count - 1)


def nothing_is_lost(made, lines):
    """Every part between the answer and the table is there, or named as left out."""
    left_out = lines[-1] if lines[-1].startswith("Left out: ") else ""
    aims = lines.index(AIMS) if AIMS in lines else None
    kept = 0
    if aims is not None:
        kept = sum(line.startswith("  ") for line in takewhile(bool, lines[aims + 1 :]))
    missing = re.search(r"(\d+) aims?\b", left_out)
    assert kept + int(missing[1] if missing else 0) == len(made.brief.aims)
    pays = any(re.match(r"Pays after \d+ month", line) for line in lines)
    assert pays + ("when it pays" in left_out) == bool(made.brief.pays)
    text = " ".join(line.strip() for line in lines[:-1])
    for sentence in made.country.paragraph if made.country else ():
        named = sentence.label.lower() in left_out or "the rest of the paragraph" in left_out
        assert named != (f"{sentence.label}: " in text)


AIMS = "Choose, if you care most about"


def test_aims_with_a_design_come_first_where_not_all_fit():
    aims = [Aim(f"aim {k}", "members", ("d1",) if k > 3 else (), "", "found") for k in range(6)]
    brief = Brief((Sentence("", (Clause("It is so"),)),) * 3, tuple(aims), (), (), "", "")
    metas = {meta.name: meta for meta in MADE[2].metas}
    found = short_middle.middle(brief, None, {"d1": "d1"}, metas, 5)
    assert [text.split("  ")[1] for text, _ in found.blocks[1:]] == ["aim 4", "aim 5"]
    assert found.left_out == [("Left out: 4 aims (--full).", 2)]


def test_when_it_pays_is_one_line_with_the_soonest_first():
    def line(*known):
        pays = tuple(Pays(outcome, "d1", months, "") for outcome, months in known)
        aim = Aim("harm", "harm", ("d1",), "")
        brief = Brief((), (aim,), pays, (), "", "")
        return short_middle.middle(brief, None, {"d1": "d1"}, {m.name: m for m in MADE[2].metas}, 9).blocks[-1][0]

    assert line(("members", 40), ("harm", 12)) == "Pays after 12 months (less harm), 40 (members)."
    assert line(("members", 1), ("harm", None)) == "Pays after 1 month (members)."
    many = line(*((outcome, 10 + k) for k, outcome in enumerate(HEADS)))
    assert len(many) <= 80 and re.search(r" and [2-9] more\.$", many)


def test_a_symbol_is_that_of_the_verdict_with_a_mark_where_it_is_close():
    comparison = MADE[14]
    found = {symbols.mark(comparison, o, d) for o in HEADS for d in comparison.designs}
    assert {"▲", "▲?", "", "≈?"} <= found
    for outcome in HEADS:
        for design in comparison.designs[1:]:
            cell, text = comparison.cell(outcome, design), symbols.mark(comparison, outcome, design)
            assert text.endswith("?") == (cell["pairs"] > 0 and not cell["settled"])
            assert (text[:1] == "▲") == (cell["verdict"] == "better")


def test_the_legend_explains_what_is_there_and_nothing_else():
    table = symbols.symbols(MADE[14], {d: d for d in MADE[14].designs}, 80)
    assert "close" in symbols.legend(table) and "blank: does not apply" in symbols.legend(table)
    assert "neither better nor worse" not in symbols.legend(table)
    without = symbols.Symbols(("h",), (("a ▲ ▼",),), False, 0)
    assert symbols.legend(without).endswith("≈ neither.")
    assert symbols.legend(replace(without, left_out=2)).endswith("2 more outcomes: --full.")


def test_every_outcome_has_a_short_head():
    for meta in metas([o.name for o in ALL_OUTCOMES]):
        lines = symbols.head(meta)
        assert 1 <= len(lines) <= symbols.MOST_LINES and max(map(len, lines)) <= symbols.LONGEST_WORD
    assert set(symbols.HEADS) <= {o.name for o in ALL_OUTCOMES if o.headline}
