"""CSV, Markdown and LaTeX: nothing is lost, nothing that a name holds is taken for markup."""

import io
import json
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from results.export import csv_files, latex_files, markdown_files
from results.export.columns import Column
from results.export.origin import Origin
from results.export.table import Sheet, Table, whole
from scenarios.stored_files import digest

ORIGIN = Origin("a comparison", "A & B_c", "mine", "0.1.0", "abc", 1, ("adhoc",), 2, "assumed", "entente compare")
NASTY = r"a|b \ <b>&amp; *c* _d_ `e` [f](g) $x$ #1 ~~h~~ 100% {i} ^j ~k ünïcode"
TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=40)


def table_of(*names):
    frame = pd.DataFrame({"design": list(names), "value": np.linspace(0.1, 1, len(names))})
    columns = (Column("design", "", "name of the design"), Column("value", "states", "some number"))
    rows = tuple((name, f"{value:.1f}") for name, value in frame.itertuples(index=False))
    sheets = [Sheet("All of them", ("Design", "Value (states)"), rows)]
    return Table("mine", "Mine", "A note.", columns, whole(lambda: frame), lambda: sheets)


def plain(text):
    return " ".join(text.split())


# ---- CSV ----------
def test_csv_gives_back_every_number(tables, made, tmp_path):
    csv_files.write(tables, made, tmp_path)
    for table in tables:
        there = pd.read_csv(tmp_path / f"{table.name}.csv", keep_default_na=False, na_values=[""])
        here = table.frame()[[column.name for column in table.columns]]
        assert list(there.columns) == [column.head for column in table.columns]
        for name, head in zip(here.columns, there.columns, strict=True):
            if here[name].dtype.kind in "fiu":
                assert np.array_equal(here[name].to_numpy(float), there[head].to_numpy(float), equal_nan=True), name


def test_the_package_describes_each_file(tables, made, tmp_path):
    csv_files.write(tables, made, tmp_path)
    package = json.loads((tmp_path / csv_files.PACKAGE).read_text(encoding="utf-8"))
    assert package["made"]["seed"] == made.seed and made.version in package["description"]
    assert [resource["name"] for resource in package["resources"]] == [table.name for table in tables]
    for resource in package["resources"]:
        raw = (tmp_path / resource["path"]).read_bytes()
        assert resource["bytes"] == len(raw) and resource["hash"] == f"sha256:{digest(raw)}"
        head = pd.read_csv(io.BytesIO(raw), nrows=0).columns
        assert [field["name"] for field in resource["schema"]["fields"]] == list(head)


def test_a_table_in_pieces_is_the_table_in_one(tmp_path):
    frame = pd.DataFrame({"design": list("abcdef"), "value": np.arange(6) / 3})
    one = table_of(*"abcdef")
    pieces = Table(one.name, one.title, one.note, one.columns, lambda: iter([frame[:1], frame[1:4], frame[4:]]))
    for name, table in (
        ("one", Table(one.name, one.title, one.note, one.columns, whole(lambda: frame))),
        ("more", pieces),
    ):
        (tmp_path / name).mkdir()
        csv_files.write([table], ORIGIN, tmp_path / name)
    assert (tmp_path / "one" / "mine.csv").read_bytes() == (tmp_path / "more" / "mine.csv").read_bytes()


@settings(max_examples=20)
@given(st.lists(TEXTS, min_size=1, max_size=4))
@example([NASTY, '"quoted", with a comma'])
def test_csv_gives_back_every_name(tmp_path_factory, names):
    folder = tmp_path_factory.mktemp("csv")
    csv_files.write([table_of(*names)], ORIGIN, folder)
    there = pd.read_csv(folder / "mine.csv", keep_default_na=False, encoding="utf-8", dtype=str)
    assert there["design"].tolist() == names


# ---- Markdown ----------
@given(st.lists(TEXTS, min_size=1, max_size=4))
@example([NASTY])
def test_markdown_shows_a_name_as_it_is(names):
    page = markdown_files.page(table_of(*names), ORIGIN)
    tokens = MarkdownIt("commonmark").enable("table").parse(page)
    cells = [token for k, token in enumerate(tokens) if token.type == "inline" and tokens[k - 1].type == "td_open"]
    assert len(cells) == 2 * len(names)
    for name, cell in zip(names, cells[::2], strict=True):
        assert {child.type for child in cell.children} <= {"text", "text_special"}
        assert "".join(child.content for child in cell.children) == plain(name)


def test_a_page_of_markdown_says_where_it_is_from(tables, made):
    for table in tables:
        page = markdown_files.page(table, made)
        assert page.startswith("# ") and made.version in page and "seed 1" in page


def test_the_contents_name_every_page():
    text = markdown_files.contents([table_of("a")], ORIGIN)
    assert "(mine.md)" in text and r"A &amp; B\_c" in text


# ---- LaTeX ----------
SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "#": r"\#", "$": r"\$", "%": r"\%", "&": r"\&", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip


@pytest.mark.parametrize("sign", SPECIAL)
def test_every_special_sign_of_latex_is_escaped(sign):
    assert latex_files.escaped(f"a{sign}b") == f"a{SPECIAL[sign]}b"


@given(TEXTS)
@example(NASTY)
def test_no_name_is_a_command(text):
    made = latex_files.escaped(text)
    known = sorted(latex_files.SIGNS.values(), key=len, reverse=True)
    left = re.sub("|".join(map(re.escape, known)), "", made)
    assert not set(left) & set(SPECIAL)
    assert made.count("{") - made.count(r"\{") == made.count("}") - made.count(r"\}")


def test_dashes_and_quotes_do_not_run_together():
    assert latex_files.escaped("a--b ?` <<") == r"a{-}{-}b ?\textasciigrave{} \textless{}\textless{}"


def test_a_table_of_latex_has_rules_and_a_caption(tables, made):
    page = latex_files.page(next(table for table in tables if table.name == "differences"), made)
    for word in (r"\toprule", r"\midrule", r"\bottomrule", r"\begin{longtable}", r"\caption{Members", r"\label{tab:"):
        assert word in page
    assert page.count(r"\begin{") == page.count(r"\end{")
    assert made.short in page and "seed 1" in page


def test_labels_of_latex_are_told_apart(tables, made):
    labels = [label for table in tables for label in re.findall(r"\\label\{([^}]*)\}", latex_files.page(table, made))]
    assert len(labels) == len(set(labels)) > 10


def test_a_wide_table_is_turned():
    wide = Sheet("Wide", tuple(f"column {k}" for k in range(16)), (("a name", *["12.34"] * 15),))
    one = table_of("a")
    page = latex_files.page(Table("wide", "Wide", "A note.", one.columns, one.pieces, lambda: [wide]), ORIGIN)
    assert page.count("landscape") == 2
    assert "landscape" not in latex_files.page(one, ORIGIN)


@pytest.mark.parametrize("name", ["Østfold, Łódź & Çankırı", "▲ ≈ −1.2 … × ±", "“Bukarest – București”"])
def test_letters_that_pdflatex_knows_need_no_word(name, tmp_path):
    assert latex_files.write([table_of(name)], ORIGIN, tmp_path) == ""


@pytest.mark.parametrize("name", ["日本", "Україна", "Ελλάδα", "a\u0301"])
def test_names_that_pdflatex_cannot_set_are_told_and_the_document_has_a_branch_for_them(name, tmp_path):
    said = latex_files.write([table_of("plain", name)], ORIGIN, tmp_path)
    assert name[-1] in said and "XeLaTeX or LuaLaTeX" in said and "tables.tex" in said
    assert name in (tmp_path / "mine.tex").read_text(encoding="utf-8")
    head = (tmp_path / "tables.tex").read_text(encoding="utf-8").partition(r"\begin{document}")[0]
    unicode, eight_bit = head.partition(r"\iftutex")[2].partition(r"\fi")[0].split(r"\else")
    assert "{fontspec}" in unicode and "inputenc" not in unicode
    assert "{inputenc}" in eight_bit and "fontspec" not in eight_bit
    assert head.index("{iftex}") < head.index(r"\iftutex")


def test_the_document_takes_every_table():
    assert r"\input{mine}" in latex_files.document([table_of("a")], ORIGIN)
