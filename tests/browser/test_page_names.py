"""Names from files are names on the live parts too: of designs, of countries; and runs without swapped runs."""

import json
from dataclasses import replace

import pytest

import entente
from results.page.data import page_data
from tests.browser.live import bare, choose, open_live, rows, text

EVIL = "<img src=x onerror=window.hit=1>{b|'\"&</script><!--,#=%41"


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    file = tmp_path_factory.mktemp("designs") / "own.toml"
    file.write_text(f'[design]\nbase = "rotating"\nname = {json.dumps(EVIL)}\n', encoding="utf-8")
    return entente.compare([str(file), "rotating"], "teaching", months=4, replicates=2, workers=1)


@pytest.fixture
def page(browser, found, tmp_path):
    runs = found.runs
    evil = replace(runs, roster=replace(runs.roster, names=(EVIL, *runs.roster.names[1:])))
    return open_live(browser, bare(tmp_path / "bare.html", page_data(evil, found.comparison)))


def test_nasty_names_are_shown_as_they_are_and_do_nothing(page, found):
    code = EVIL
    label = found.runs.roster.label(0)
    choose(page, "for", label)
    choose(page, "design", code)
    assert EVIL in text(page, "live-country")
    assert EVIL in rows(page)
    assert EVIL in text(page, "live-answer")
    page.js("openWhy('members', arguments[0], 'adhoc')", code)
    assert EVIL in text(page, "x-why-title")
    assert "With these runs nothing was kept that takes differences apart." in text(page, "x-why-body")
    fragment = page.js("return location.hash")
    page.js("choice = read(location.hash.slice(1))[0]; render()")
    assert page.js("return [choice.design, choice.for]") == [code, label]
    assert page.js("return '#' + written(choice)") == fragment
    assert page.js("return [window.hit ?? null, document.querySelectorAll('img').length]") == [None, 0]
    assert page.requests() == [] and page.errors() == []
