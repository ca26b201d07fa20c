"""Names in figures: room measured, nothing read as a formula, fonts for all letters or one note, files well-formed."""

import logging
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from matplotlib.text import Text

from results.comparison import compare
from results.drawing import draw
from results.figures import fonts, labels, style
from results.figures.levels import level_charts
from results.figures.tradeoff import tradeoff
from results.page.report import build_report
from tests.results import synthetic

LONG = (
    "Saint Vincent and the Grenadines",
    "Democratic Republic of the Congo",
    "Bosnia and Herzegovina",
    "United Kingdom of Great Britain and Northern Ireland",
    "Lao People's Democratic Republic of the Upper Mekong Lands",
    "Switzerland",
    "São Tomé and Príncipe",
    "Papua New Guinea",
)
HOSTILE = (
    r"US$ \frac zone$", "$x_1^2$", "100% {0} %s", "<b>&amp;", '" id="a" url(#b) href="#c"', "-->", "]]>",
    "'DejaVu Sans'", "_hidden", "日本国", "مصر العربية", "🦄 भारत", "a\x00\x1b[2J\x0b\ufffe", "one\ntwo",
)  # fmt: skip


def made(names, designs, firms=()):
    """Runs whose actors and designs bear such names."""
    runs = synthetic.runs(4, designs)
    new = dict(zip(runs.roster.aliases, names, strict=False)) | dict(zip(runs.roster.firm_ids, firms, strict=False))
    states = runs.states.assign(state=runs.states["state"].replace(new))
    network = runs.network.assign(**{end: runs.network[end].replace(new) for end in ("a", "b")})
    aliases = (*names, *runs.roster.aliases[len(names) :])[: runs.roster.n_states]
    roster = replace(runs.roster, aliases=aliases, firm_ids=tuple(firms) or runs.roster.firm_ids)
    return replace(runs, roster=roster, states=states, network=network)


LONG_DESIGNS = ("adhoc", *(f"static:{name}" for name in LONG[:5]), "igo:UN")


def kept_figures(patch):
    """Name -> the figures that are written from now on, each with the texts that it holds and their boxes."""
    found = {}
    finish = style.finish

    def kept(figure, name, *rest):
        picture = finish(figure, name, *rest)
        figure.canvas.draw()
        renderer = figure.canvas.get_renderer()
        found[name] = (figure, [(text, text.get_window_extent(renderer)) for text in texts_of(figure)])
        return picture

    patch.setattr(style, "finish", kept)
    return found


def texts_of(figure):
    """All texts but the numbers along the axes."""
    axes = [axis for a in figure.axes for axis in (a.xaxis, a.yaxis)]
    ticks = {id(label) for a in axes for tick in a.get_major_ticks() for label in (tick.label1, tick.label2)}
    return [t for t in figure.findobj(Text) if t.get_text().strip() and t.get_visible() and id(t) not in ticks]


def draw_all(runs, folder):
    draw(runs, compare(runs, outcomes=synthetic.OUTCOMES), folder, runs.roster.aliases[1])


def covered(one, two):
    """Whether two boxes share more than a pixel across and up."""
    return min(one.x1, two.x1) - max(one.x0, two.x0) > 1 and min(one.y1, two.y1) - max(one.y0, two.y0) > 1


def joined(texts):
    """The texts without blanks and breaks."""
    return {"".join(text.get_text().split()) for text, _ in texts}


@pytest.fixture
def figures(monkeypatch):
    return kept_figures(monkeypatch)


@pytest.fixture(scope="module")
def long_figures(tmp_path_factory):
    runs = made(LONG, LONG_DESIGNS, ("A firm with quite a long name, of Delaware", "OpenAI", "Google"))
    with pytest.MonkeyPatch.context() as patch:
        found = kept_figures(patch)
        draw_all(runs, tmp_path_factory.mktemp("long"))
    return found


def test_long_names_stay_inside_every_figure(long_figures):
    named = {"differences", "matrix-members", "source-question", "tradeoff", "levels-1", "actor"}
    assert named | {"network-change", "sharing"} <= set(long_figures)
    for name, (figure, texts) in long_figures.items():
        width, height = figure.bbox.width, figure.bbox.height
        for text, box in texts:
            inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height
            assert inside, (name, text.get_text(), box)


def test_no_text_of_a_figure_covers_another(long_figures):
    for name, (_, texts) in long_figures.items():
        pairs = [(a.get_text(), b.get_text()) for (a, one), (b, two) in combinations(texts, 2) if covered(one, two)]
        assert pairs == [], name


def test_names_of_a_network_stay_in_their_own_drawing(long_figures):
    figure, _ = long_figures["network-change"]
    assert 2 <= len(figure.axes) <= len(LONG_DESIGNS) + 1
    for axes in figure.axes:
        frame = axes.get_window_extent()
        for text in axes.texts:
            box = text.get_window_extent()
            assert frame.x0 - 1 <= box.x0 and box.x1 <= frame.x1 + 1, text.get_text()


@pytest.mark.parametrize("name", ["levels-1", "actor"])
def test_a_long_name_of_a_design_is_shown_whole(name, long_figures):
    assert {f"static:{''.join(n.split())}" for n in LONG[:5]} <= joined(long_figures[name][1])


@pytest.mark.parametrize("name", ["differences", "tradeoff", "timelines"])
def test_a_long_plain_name_of_a_design_is_shown_whole(name, long_figures):
    assert {f"Fixed:{''.join(n.split())}" for n in LONG[:5]} <= joined(long_figures[name][1])
    numbered = joined(long_figures["matrix-members"][1])
    assert {f"{k}Fixed:{''.join(n.split())}" for k, n in enumerate(LONG[:5], 2)} <= numbered


def test_a_long_name_of_an_actor_is_shown_whole(long_figures):
    assert {"".join(n.split()) for n in LONG[:4]} <= joined(long_figures["network-change"][1])


def test_twenty_designs_with_long_names_do_not_cover_each_other(figures, tmp_path):
    designs = ("adhoc", *(f"design {k} of {LONG[k % 4]}" for k in range(19)))
    runs = made(LONG, designs)
    comparison = compare(runs, outcomes=synthetic.OUTCOMES)
    pairs, told = synthetic.pairs_and_names(runs, comparison)
    tradeoff(pairs, [m.name for m in comparison.metas if m.headline], "adhoc", told, tmp_path)
    names = [box for text, box in figures["tradeoff"][1] if text.get_text().startswith("design")]
    assert len(names) == 19
    assert not any(covered(one, two) for one, two in combinations(names, 2))


def test_a_label_takes_as_many_lines_as_it_needs():
    with style.house_style():
        short, long = labels.fit("Kenya", 60, 8), labels.fit(LONG[3], 60, 8)
        word = labels.fit("x" * 60, 60, 8)
    assert (short.text, short.size) == ("Kenya", 8)
    assert long.text.replace("\n", " ") == LONG[3] and long.width <= 60
    assert word.text.replace("\n", "") == "x" * 60 and word.width <= 60


def test_a_name_far_too_long_ends_in_an_ellipsis():
    with style.house_style():
        found = labels.fit("word " * 200, 60, 8)
    assert found.text.endswith("…") and found.text.count("\n") == 11


def test_numbers_after_words_from_the_right_stay_where_they_are():
    assert labels.in_order("static:مصر العربية: 11 pairs") == "static:مصر العربية\u200e: 11 pairs"
    assert labels.in_order("static:مصر العربية") == "static:مصر العربية"
    assert labels.in_order("مصر: 11") == "\u200eمصر\u200e: 11"


# ---- hostile names ----------
@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A report of actors and designs with hostile names, and its folder."""
    runs = made(HOSTILE[:8], ("adhoc", *HOSTILE))
    folder = tmp_path_factory.mktemp("hostile")
    return build_report(runs, compare(runs, outcomes=synthetic.OUTCOMES), folder).read_text(encoding="utf-8"), folder


def test_hostile_names_are_drawn_as_they_are_and_files_are_well_formed(hostile):
    shown = set()
    for path in sorted((hostile[1] / "figures").glob("*.svg")):
        root = ElementTree.parse(path).getroot()
        shown |= {"".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")}
    assert set(HOSTILE[:12]) <= shown
    assert "one two" in shown and any(name.startswith("a\ufffd") for name in shown)


def test_a_page_with_hostile_names_is_escaped_and_without_what_html_forbids(hostile):
    assert not set("\x00\x1b\x0b\ufffe") & set(hostile[0])
    assert "&lt;b&gt;&amp;amp;" in hostile[0] and "<b>&amp;" not in hostile[0]
    assert 'url(#b) href="#c"' in hostile[0]


def test_a_picture_of_a_page_changes_tags_only():
    svg = '<svg viewBox="0 0 1 1"><g id="k"><text style="x">id="k" url(#k)</text></g><use href="#k"/></svg>'
    assert style.inline(svg, "n", 'say "<a\x00>"') == (
        f'<svg viewBox="0 0 1 1" style="font-family: {style.FONTS}" '
        'role="img" aria-label="say &quot;&lt;a\ufffd&gt;&quot;">'
        '<g id="n-k"><text style="x">id="k" url(#k)</text></g><use href="#n-k"/></svg>'
    )


# ---- letters that a font lacks ----------
@pytest.fixture
def no_other_fonts(monkeypatch):
    """A machine with no font but DejaVu Sans."""
    caches = (fonts.fallback, labels.fit, labels.measured)
    for cache in caches:
        cache.cache_clear()
    monkeypatch.setattr(fonts, "_others", dict)
    yield
    for cache in caches:
        cache.cache_clear()


def test_letters_that_no_font_has_give_one_note_and_no_warning(no_other_fonts, tmp_path, caplog, recwarn):
    runs = made(HOSTILE[9:12], ("adhoc", *HOSTILE[9:12]))
    with caplog.at_level(logging.WARNING):
        draw_all(runs, tmp_path)
    assert [w.message for w in recwarn] == []
    assert len(caplog.records) == 1
    said = caplog.records[0].getMessage()
    assert "日本国" in said and "🦄 भारत" in said and "مصر" not in said


def test_a_picture_shows_question_marks_where_a_drawing_keeps_the_letters(no_other_fonts, figures, tmp_path):
    runs = synthetic.tiny({"adhoc": [1.0, 2.0], "日本国": [2.0, 3.0]})
    comparison = compare(runs, outcomes=synthetic.OUTCOMES)
    meta = comparison.metas[0]
    (picture,) = level_charts([(meta, comparison.rows(meta.name))], "adhoc", tmp_path)
    assert "日本国" in picture.svg and "Last Resort" not in picture.svg
    assert "???" in {text.get_text() for text, _ in figures["levels-1"][1]}  # as the PNG was written


def test_plain_names_need_no_note_and_keep_the_main_font():
    assert fonts.note(LONG) is None
    assert fonts.families("São Tomé – مصر 😀") == [fonts.MAIN]


def test_another_font_draws_the_letters_that_the_main_one_lacks(monkeypatch):
    class Font:
        def get_char_index(self, code):
            return int(code == ord("日"))

    fonts.fallback.cache_clear()
    monkeypatch.setattr(fonts, "_others", lambda: {"Another": Font()})
    try:
        assert fonts.families("static:日") == [fonts.MAIN, "Another"]
        assert fonts.drawable("日本") == "日?"
    finally:
        fonts.fallback.cache_clear()


# ---- what cannot be compared ----------
@pytest.mark.parametrize("baseline", ["adhoc", "void"])
def test_a_design_without_any_number_does_not_stop_the_report(baseline, tmp_path):
    runs = synthetic.runs(4, ("adhoc", "void", "igo:UN"))
    for frame in (runs.table, runs.series, runs.states):
        numbers = frame.select_dtypes("number").columns.difference(["replicate", "month"])
        frame[numbers] = frame[numbers].astype(float)
        frame.loc[frame["design"] == "void", numbers] = np.nan
    found = compare(runs, baseline=baseline, outcomes=synthetic.OUTCOMES)
    page = build_report(runs, found, tmp_path, actor="Kenya").read_text(encoding="utf-8")
    assert ("No main outcome applies to both sides" in page) is (baseline == "void")
    assert not re.search(r"\bnan\b", re.sub(r"<script.*?</script>|<svg.*?</svg>", "", page, flags=re.DOTALL))


def test_one_design_alone_is_reported_as_such(tmp_path):
    runs = synthetic.runs(4, ("adhoc",))
    page = build_report(runs, compare(runs, outcomes=synthetic.OUTCOMES), tmp_path).read_text(encoding="utf-8")
    assert "Only one design was run: there is no other to compare with it" in page
    assert "live-controls" not in page.split("<body>")[1] and "echarts" not in page
