"""What the live parts say of a pair of designs is what the comparison says, in both directions; and why."""

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import entente
from results.brief.chances import chance_of, of_100
from results.brief.country import countries
from results.brief.pairs import pairs_of
from results.brief.units import measures
from results.comparison import MARKS, NOT_APPLICABLE, records
from results.page.data import page_data
from results.why.shares import TOLD_AS, shares
from results.why.words import share
from tests.browser.live import bare, bring, fragment, open_live, text, wait

ENDS = ("low90", "low50", "diff", "high50", "high90")


@pytest.fixture(scope="module")
def found(stored):
    return entente.load(stored)


@pytest.fixture(scope="module")
def pairs(found):
    return pairs_of(found.runs, found.comparison.metas)


@pytest.fixture(scope="module")
def bare_file(found, tmp_path_factory):
    """The live parts alone, of the same runs as the page's."""
    data = page_data(found.runs, found.comparison, found.swaps)
    return bare(tmp_path_factory.mktemp("live") / "bare.html", data)


@pytest.fixture
def page(browser, bare_file):
    return open_live(browser, bare_file)


def test_every_pair_in_both_directions_reads_as_in_the_comparison(page, found, pairs):
    said = page.js(
        "return data.outcomes.map(o => data.designs.map(a => data.designs.map(b => cell(o.name, a.code, b.code))))"
    )
    shown, seen = measures(found.comparison), 0
    for own, meta in zip(said, found.comparison.metas, strict=True):
        for row, design in zip(own, pairs.designs, strict=True):
            for one, against in zip(row, pairs.designs, strict=True):
                cell = None if design == against else pairs.cell(meta.name, design, against)
                if cell is None or cell["verdict"] == NOT_APPLICABLE:
                    assert one is None
                    continue
                texts = [shown[meta.name].change(cell[end], named=end == "diff") for end in ENDS]
                assert one["texts"] == texts
                assert one["numbers"] == pytest.approx([cell[end] for end in ENDS], rel=6e-4, abs=1e-12)
                assert one["chance"]["text"] == of_100(chance_of(cell))
                assert (one["mark"], one["pairs"]) == (MARKS[cell["verdict"]], cell["pairs"])
                assert one["settled"] == cell["settled"]
                seen += 1
    assert seen > 300


def test_a_country_has_the_numbers_of_its_view(page, found):
    views = countries(found.runs, found.comparison, found.swaps)
    for label, view in views.items():
        for row in records(view.table):
            wanted = [label, row["outcome"], row["design"], found.comparison.baseline]
            one = page.js(
                "const [l, o, d, b] = arguments; const v = states.get(l).views.find(v => v.name === o);"
                "return v ? stateCell(l, v, d, b) : 'not shown'",
                *wanted,
            )
            if one is None or one == "not shown":
                continue
            assert one["texts"][2].split(" ")[0] == row["change"], wanted
            assert one["mark"] == MARKS[row["verdict"]] or view_is_a_loss(row), wanted


def view_is_a_loss(row):
    """A loss is kept as a benefit, of which more is better."""
    return row["title"] == "Net loss"


# ---- tips ----------
def expected_tip(found, pairs, outcome, design, against):
    cell, measure = pairs.cell(outcome, design, against), measures(found.comparison)[outcome]
    return [
        f"Difference: {measure.change(cell['diff'])}",
        f"Half of the futures: {measure.change_span(cell['low50'], cell['high50'])}",
        f"90 of 100 futures: {measure.change_span(cell['low90'], cell['high90'])}",
        f"Better in {of_100(chance_of(cell))} simulated futures",
    ]


def test_the_keyboard_reads_a_row_with_exact_values_and_evidence(page, found, pairs):
    keys = page.driver.find_element(By.CSS_SELECTOR, "#live-chart .x-keys")
    keys.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    tip, aloud = text(page, "x-tip"), text(page, "x-said")
    for line in expected_tip(found, pairs, "members", "static:Singapore", "adhoc"):
        assert line in tip and line in aloud
    assert all(f"{key}: " in tip for key in found.comparison.meta("members").evidence)
    page.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert page.js("return document.getElementById('x-tip').hidden")


def test_the_pointer_shows_a_mirrored_pair_in_the_matrix(page, found, pairs):
    place = "#live-matrix td[data-design='adhoc'][data-against='igo:OECD'] button"
    bring(page, place)
    ActionChains(page.driver).move_to_element(page.driver.find_element(By.CSS_SELECTOR, place)).perform()
    wait(page, "return !document.getElementById('x-tip').hidden")
    tip = text(page, "x-tip")
    assert all(line in tip for line in expected_tip(found, pairs, "members", "adhoc", "igo:OECD"))


# ---- why ----------
def test_a_click_on_a_row_says_why(page, found):
    bring(page, "#live-chart .x-chart")
    chart = page.driver.find_element(By.CSS_SELECTOR, "#live-chart .x-chart")
    row = page.js("return ROW")
    up = -chart.size["height"] / 2 + 6 + 2.5 * row  # the middle of the third row
    ActionChains(page.driver).move_to_element_with_offset(chart, 0, round(up)).click().perform()
    wait(page, "return document.getElementById('x-why').open")
    assert text(page, "x-why-title") == "Why the secretariat at the OECD and today's ad hoc lead differ: Members"
    assert fragment(page) == "#design=igo:OECD"
    page.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    wait(page, "return !document.getElementById('x-why').open")


def test_the_levers_are_those_of_the_swapped_runs(page, found):
    names = [meta.name for meta in found.comparison.metas]
    known = {}
    for row in records(shares(found.runs, found.swaps, names, found.comparison.baseline)):
        known.setdefault((row["outcome"], row["design"]), []).append(row)
    clear = [key for key, rows in known.items() if rows[0]["lever"]]
    assert clear
    for outcome, design in clear:
        page.js("openWhy(arguments[0], arguments[1], 'adhoc')", outcome, design)
        told = page.js("return [...document.querySelectorAll('#x-why tbody .x-share')].map(e => e.textContent.trim())")
        first = max(known[outcome, design], key=lambda row: row["share"] if row["lever"] != "interactions" else -9)
        assert share(first["share"]) in told
        tag = TOLD_AS[first["verdict"]]
        assert text(page, "x-why-body").lower().count(f"{tag}: ") == 1
        page.js("document.getElementById('x-why').close()")


def test_between_two_designs_that_are_not_the_baseline_it_says_that_nothing_was_taken_apart(page):
    page.js(
        "document.querySelector(\"#live-matrix td[data-design='igo:OECD'][data-against='rotating'] button\").click()"
    )
    said = text(page, "x-why-body")
    assert "Only differences from today's ad hoc lead were taken apart" in said
    assert said.count(" against today's ad hoc lead.") == 2
    assert page.axe() == []
    page.driver.find_element(By.ID, "x-why-close").click()
    assert not page.js("return document.getElementById('x-why').open")
