"""The text of the page: what stands before the annex, what may stand in a script, and cells of differences."""

import json
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.brief.names import names
from results.brief.pairs import pairs_of
from results.brief.units import measures
from results.comparison import MARKS, compare
from results.page.differences import Differences
from results.page.render import json_in_script, with_code
from results.why_annex import WhyAnnex
from sim.design import FIELD_NAMES
from sim.parameters import ALL
from tests.results import synthetic
from tests.results.page import light, nasty
from tests.results.page.parsed import Page


@pytest.fixture(scope="module")
def runs():
    return synthetic.runs(8, ("adhoc", "none", "rotating", "igo:UN", "static:US"))


@pytest.fixture(scope="module")
def comparison(runs):
    return compare(runs, outcomes=synthetic.OUTCOMES)


@pytest.fixture(scope="module")
def text(runs, comparison, tmp_path_factory):
    return light.page(runs, comparison, tmp_path_factory.mktemp("light") / "run", "Kenya")


def words(html):
    """What a reader sees of a piece of a page."""
    return " ".join(unescape(re.sub(r"<(style|script|svg).*?</\1>|<[^>]*>", " ", html, flags=re.DOTALL)).split())


# ---- the brief ----------
def test_the_brief_has_plain_names_only(text, runs):
    """But in the commands that it tells."""
    brief = text.partition("<body>")[2].partition('<div id="annex">')[0]
    brief = words(re.sub(r"<code>.*?</code>", "", brief))
    codes = [point.name for point in runs.designs if ":" in point.name]
    parameters = [one.name for one in ALL if "_" in one.name] + [name for name in FIELD_NAMES if "_" in name]
    forbidden = (*codes, *parameters, "prior", "adhoc")
    assert [name for name in forbidden if re.search(rf"\b{re.escape(name)}\b", brief)] == []
    assert "a secretariat at the UN" in brief and "Fixed: US" in brief


def test_the_annex_and_the_glossary_have_the_code_names(text, runs):
    glossary = words(text.partition('<section id="glossary">')[2].partition("</section>")[0])
    assert all(point.name in glossary for point in runs.designs)
    assert "A secretariat at the UN" in glossary or "a secretariat at the UN" in glossary


def test_every_claim_that_is_cited_is_in_the_glossary(text):
    page = Page(text)
    cited = {one["href"] for one in page.all("a") if one["href"].startswith("#claim-")}
    assert cited and cited <= {f"#{one['id']}" for one in page.all("tr") if "id" in one}


def test_every_country_is_there_with_its_paragraph(text, runs):
    found = re.findall(
        r'<div class="country" id="country-(\d+)" data-country="([^"]*)">\s*<p>(.*?)</p>', text, re.DOTALL
    )
    assert [(int(k), unescape(label)) for k, label, _ in found] == list(enumerate(runs.roster.aliases))
    assert all(len(words(paragraph)) > 100 for _, _, paragraph in found)


def test_without_a_country_of_its_own_the_brief_lets_one_choose(runs, comparison, tmp_path):
    page = Page(light.page(runs, comparison, tmp_path / "run"))
    links = [one["href"] for one in page.all("a") if one["href"].startswith("#country-")]
    assert links == [f"#country-{k}" for k in range(runs.roster.n_states)]


# ---- texts from outside ----------
@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    runs = nasty.runs()
    folder = tmp_path_factory.mktemp("nasty") / nasty.TEXTS[5].replace("/", "")
    return light.page(runs, compare(runs, outcomes=synthetic.OUTCOMES), folder, runs.roster.aliases[0], note=nasty.NOTE)


def test_no_text_from_outside_becomes_an_element(hostile, text):
    page, plain = Page(hostile), Page(text)
    assert page.wrong == [] and page.open == []
    assert {tag for tag, _ in page.seen} <= {tag for tag, _ in plain.seen}
    assert len(page.all("script")) == len(plain.all("script"))
    assert not any(name.startswith("on") for _, attrs in page.seen for name in attrs)
    assert "<!--" not in hostile.partition("<body>")[2].partition("<script")[0]


def test_the_texts_are_shown_as_they_are(hostile):
    seen = words(hostile)
    for one in nasty.TEXTS:
        assert " ".join(one.split()) in seen


def test_the_data_hold_the_texts_as_they_are(hostile):
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', hostile, re.DOTALL)[1]
    assert [one["code"] for one in json.loads(data)["designs"]] == ["adhoc", *nasty.DESIGNS]
    assert not set("<>&\u2028\u2029") & set(data)


PLAIN = st.recursive(
    st.text() | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@given(PLAIN)
def test_data_in_a_script_are_read_back_as_they_were(value):
    made = str(json_in_script(value))
    assert json.loads(made) == value
    assert not set("<>&\u2028\u2029") & set(made)


# ---- differences ----------
def test_a_cell_says_the_same_as_the_pair(runs, comparison):
    heads = [meta for meta in comparison.metas if meta.headline]
    pairs = pairs_of(runs, heads)
    called = names(comparison.designs, runs.roster)
    found = Differences(comparison, pairs, measures(comparison), called, WhyAnnex("none made"))
    for meta in heads:
        for design, cells in found.matrix(meta).rows:
            for against, cell in zip(comparison.designs, cells, strict=True):
                if design == against:
                    assert cell is None
                    continue
                row = pairs.cell(meta.name, design, against)
                assert cell.blank is not bool(row["pairs"])
                if not cell.blank:
                    assert cell.mark == MARKS[row["verdict"]] and cell.sure is bool(row["settled"])
                    assert cell.link == ""  # nothing was taken apart


def test_a_command_is_code_and_a_lone_backtick_is_none():
    assert with_code("do `entente <x>` now") == "do <code>entente &lt;x&gt;</code> now"
    assert with_code("a ` <b>") == "a ` &lt;b&gt;"
