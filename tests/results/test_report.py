"""The report: self-contained, accessible, escaped, the same for the same runs, and worded by rule."""

import json
import re
import shlex
from dataclasses import replace
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest

from calibration.hindcast import findings
from results import by_construction, evidence, hindcast_annex, hindcast_figure, hindcast_page, report_text
from results.actor import actor_view
from results.comparison import compare
from results.drawing import draw
from results.report import build_report, provenance, repeat_command
from results.report_text import answer, quantity
from scenarios.sampling import FROM_POSTERIOR, FROM_RANGES
from sim.outcomes import ALL_OUTCOMES
from tests.results import synthetic

MORE = [synthetic.FakeOutcome("members", "Members", "states", 1, True)]
VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """Collects what the tests look at, and checks that elements close in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.seen, self.wrong = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def all(self, tag):
        return [attrs for name, attrs in self.seen if name == tag]


@pytest.fixture(scope="module")
def runs():
    return synthetic.runs(8, ("adhoc", "none", "rotating", "igo:UN"))


@pytest.fixture(scope="module")
def comparison(runs):
    return compare(runs, outcomes=synthetic.OUTCOMES)


@pytest.fixture(scope="module")
def text(runs, comparison, tmp_path_factory):
    folder = _folder(tmp_path_factory.mktemp("report"))
    return build_report(runs, comparison, folder, actor="Kenya").read_text(encoding="utf-8")


def _folder(parent):
    """The page names its folder, so that the same name is needed for the same bytes."""
    (parent / "run").mkdir()
    return parent / "run"


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


def test_nothing_is_fetched_from_elsewhere(text, page):
    for tag, attrs in page.seen:
        for name in ("src", "href", "xlink:href", "data", "action"):
            assert attrs.get(name, "#").startswith("#"), (tag, attrs)
    assert not page.all("script") and not page.all("link") and not page.all("img")
    assert not re.search(r"@import|url\((?!#)", text)


def test_elements_close_in_order_and_ids_are_unique(page):
    assert page.wrong == [] and page.open == []
    ids = [attrs["id"] for _, attrs in page.seen if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_every_figure_has_a_description_and_a_caption(page):
    figures = page.all("figure")
    drawings = [a for a in page.all("svg")]
    assert len(figures) == len(drawings) == len(page.all("figcaption")) > 10
    assert all(a.get("role") == "img" and len(a.get("aria-label", "")) > 20 for a in drawings)


def test_tables_have_captions_and_header_cells(page):
    assert len(page.all("table")) == len(page.all("caption"))
    assert all(a.get("scope") in ("col", "row") for a in page.all("th"))
    assert page.all("html")[0]["lang"] == "en"


def test_links_lead_to_sections(page):
    ids = {attrs["id"] for _, attrs in page.seen if "id" in attrs}
    assert {a["href"][1:] for a in page.all("a")} <= ids


def test_names_are_escaped(text):
    assert "Kenya &lt;&amp; co&gt;" in text and "<& co>" not in text
    assert "tests &amp; checks &lt;only&gt;" in text


def test_the_same_runs_give_the_same_bytes(text, runs, comparison, tmp_path):
    again = build_report(runs, comparison, _folder(tmp_path), actor="Kenya")
    assert again.read_text(encoding="utf-8") == text


def test_the_page_says_how_to_repeat_it_and_that_behaviour_is_assumed(text):
    assert "entente compare --scenario default" in text and "--seed 7" in text
    assert "drawn from assumed ranges, not calibrated" in text
    assert "mean_squared" not in text and "nan" not in re.findall(r">\s*(nan|None)\s*<", text)


def test_a_given_command_and_a_manifest_are_shown(runs, comparison, tmp_path):
    manifest = {"code": {"version": "9.9", "commit": "abc123"}, "run": {"command": "entente x"}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    found = provenance(runs, comparison, tmp_path, None, None)
    assert (found["version"], found["commit"], found["command"]) == ("9.9", "abc123", "entente x")
    assert provenance(runs, comparison, tmp_path, None, "mine")["command"] == "mine"


def test_the_command_is_quoted_for_a_shell(runs, comparison):
    runs = replace(runs, asked=["adhoc", "static:Côte d'Ivoire $x"])
    words = shlex.split(repeat_command(runs, comparison, "Côte d'Ivoire"))
    assert words[words.index("--designs") + 1] == "adhoc,static:Côte d'Ivoire $x"
    assert words[-2:] == ["--for", "Côte d'Ivoire"]


def test_the_view_of_an_actor_is_its_own_when_names_are_alike(runs):
    """What one is called for short may be the full name of another."""
    alike = replace(runs, roster=replace(runs.roster, names=("Kenya", *runs.roster.names[1:])))
    assert actor_view(alike, "US").equals(actor_view(runs, "US"))


# ---- the annex ----------
def test_the_hindcast_stands_in_an_annex_before_how_to_repeat_it(text, page):
    annex = text.partition('<section id="hindcast">')[2].partition("</section>")[0]
    assert text.index('<section id="hindcast">') < text.index('<section id="repeat">')
    found = hindcast_page.stored()["origin"]
    for row in found.misses:
        assert findings.in_words(row) in annex
    assert annex.count("<tr><th") == len(found.rows) + 1  # and the head
    assert hindcast_figure.CAPTION in annex and "<details>" in annex


def test_the_annex_says_of_which_model_it_is():
    shipped = SimpleNamespace(roster=SimpleNamespace(name="real"), scenario=SimpleNamespace(rules=None, settings=dict))
    assert hindcast_annex.scope(shipped, FROM_POSTERIOR) == f"{hindcast_annex.SCOPE} So are the runs of this report."
    other = SimpleNamespace(
        roster=SimpleNamespace(name="teaching"), scenario=SimpleNamespace(rules=object(), settings=lambda: {"noise": 1})
    )
    assert hindcast_annex.scope(other, FROM_RANGES) == (
        f"{hindcast_annex.SCOPE} It is not of the runs of this report, which have another roster (teaching), take "
        f"behaviour from {FROM_RANGES}, use custom rules and set noise."
    )


def test_no_two_figures_of_a_report_have_one_name(runs, comparison, tmp_path):
    found = draw(runs, comparison, tmp_path, "Kenya")
    named = [*found.headlines, *found.further, *found.networks, *found.timelines, found.hindcast, found.actor]
    names = [picture.name for picture in [*named, found.tradeoff, found.sharing] if picture]
    assert len(names) == len(set(names)) == len(list(tmp_path.glob("*.svg")))


# ---- the words ----------
def _answer(values, outcomes=MORE):
    return [s.text for s in answer(compare(synthetic.tiny(values), outcomes=outcomes))]


def test_a_clear_difference_is_named_with_its_outcome_and_size():
    first, second, third = _answer({"adhoc": [1.0] * 20, "other": [4.0] * 20})
    assert first.startswith("One of 1 designs differs clearly from adhoc")
    assert "members (better under other by up to +3 states)" in first
    assert "other (1 gained) gains without a clear loss" in second
    assert third.startswith("0 of 1 comparisons show no clear difference")


def test_no_clear_difference_is_said():
    first, second, third = _answer({"adhoc": [1.0, 2.0] * 10, "other": [2.0, 1.0] * 10})
    assert first.startswith("None of the 1 other designs differs clearly")
    assert "no design gains clearly" in second
    assert third.startswith("No design differs clearly in members, and 1 of 1")


def test_a_trade_off_is_named(runs):
    more, less = (synthetic.FakeOutcome(n, n.title(), "states", 1, True) for n in ("members", "regions"))
    made = synthetic.tiny({"adhoc": [1.0] * 20, "other": [4.0] * 20})
    made.table["regions"] = [5.0] * 20 + [2.0] * 20
    second = answer(compare(made, outcomes=[more, less]))[1].text
    assert "other clearly gains in members and loses in regions" in second
    assert "no design gains clearly somewhere without losing" in second


def test_best_is_never_said_without_an_outcome(comparison):
    assert not any(re.search(r"\bbest\b", s.text) for s in answer(comparison))


def test_a_drawn_quantity_is_put_in_words():
    assert quantity("polarisation") == "polarisation (multiplies the rivalry of every pair; 1 is the end of 2025)"
    assert quantity("q:memory_kept").startswith("the design field memory_kept (")


def test_effects_are_by_construction_or_emergent_and_cite_known_claims():
    assert {e.kind for e in by_construction.EFFECTS} == {by_construction.BY_CONSTRUCTION, by_construction.EMERGENT}
    assert all(evidence.lookup(e.evidence) for e in by_construction.EFFECTS)
    assert by_construction.effects("incident_response_days")[0].kind == by_construction.BY_CONSTRUCTION


def test_effects_name_outcomes_of_the_model():
    known = {o.name for o in ALL_OUTCOMES}
    assert [(e.text, o) for e in by_construction.EFFECTS for o in e.outcomes if o not in known] == []


def test_every_headline_outcome_says_what_is_by_construction_or_emerges():
    assert [o.name for o in ALL_OUTCOMES if o.headline and not by_construction.effects(o.name)] == []
    assert "calibrated" not in report_text.parameter_statuses(FROM_RANGES)
    assert "assumed" in report_text.parameter_statuses(FROM_POSTERIOR)
