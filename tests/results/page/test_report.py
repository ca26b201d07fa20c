"""The report: self-contained, accessible, escaped, the same for the same runs, and worded by rule."""

import json
import re
import shlex
from dataclasses import replace
from types import SimpleNamespace

import pytest

from calibration.hindcast import findings
from results import by_construction, evidence, hindcast_annex, hindcast_figure, hindcast_page, report_text
from results.actor import actor_view
from results.comparison import compare
from results.drawing import draw
from results.page import report
from results.page.again import provenance, repeat_command
from results.page.report import build_report
from results.report_text import quantity
from scenarios.sampling import FROM_POSTERIOR, FROM_RANGES
from sim.outcomes import ALL_OUTCOMES
from tests.results import synthetic
from tests.results.page.parsed import Page


@pytest.fixture(scope="module")
def runs():
    return synthetic.runs(8, ("adhoc", "none", "rotating", "igo:UN"))


@pytest.fixture(scope="module")
def comparison(runs):
    return compare(runs, outcomes=synthetic.OUTCOMES)


@pytest.fixture(scope="module")
def built(runs, comparison, tmp_path_factory):
    """A report's file, and the figures that were drawn for it."""
    drawn = []

    def kept(*args):
        drawn.append(draw(*args))
        return drawn[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "draw", kept)
        file = build_report(runs, comparison, _folder(tmp_path_factory.mktemp("report")), actor="Kenya")
    return file, drawn[0]


@pytest.fixture(scope="module")
def text(built):
    return built[0].read_text(encoding="utf-8")


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
    assert page.all("script") and not page.all("link") and not page.all("img")
    assert not re.search(r"@import|url\((?!#)", re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL))


def test_elements_close_in_order_and_ids_are_unique(page):
    assert page.wrong == [] and page.open == []
    ids = [attrs["id"] for _, attrs in page.seen if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_every_figure_has_a_description_and_a_caption(page):
    figures = page.all("figure")
    drawings = [a for a in page.all("svg")]
    assert len(drawings) >= len(figures) == len(page.all("figcaption")) > 10  # that of the network has a few
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
    assert "<pre>entente compare --designs " in text and "--seed 7" in text
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


def test_no_two_figures_of_a_report_have_one_name(built):
    file, found = built
    several = [found.differences, *found.matrices, *found.levels]
    single = [found.source, found.tradeoff, found.network, found.timelines, found.sharing, found.hindcast, found.actor]
    names = [picture.name for picture in [*several, *single] if picture]
    assert len(names) == len(set(names)) == len(list((file.parent / "figures").glob("*.svg")))


# ---- the words ----------
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
