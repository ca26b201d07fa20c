"""The page on scenario files: its examples are valid, and its tables name every key."""

import re

import pytest

from docs.build import pages
from scenarios.scenario_checks import check_scenario
from scenarios.schema import Scenario, load_scenario

PAGE = (pages.DOCS / "scenarios-files.md.j2").read_text(encoding="utf-8")
EXAMPLES = [text for text in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL) if "[[rule]]" not in text]


@pytest.mark.parametrize("text", EXAMPLES, ids=range(len(EXAMPLES)))
def test_the_examples_of_the_page_are_valid(text, tmp_path):
    path = tmp_path / "example.toml"
    path.write_text(text, encoding="utf-8")
    assert load_scenario(path).load_roster().n_states
    assert [str(error) for error in check_scenario(str(path)).errors] == []


def test_every_key_is_in_a_table():
    page = pages.page("scenarios-files.md")
    assert [name for name in Scenario.model_fields if f"`{name}`" not in page and f"[{name}]" not in page] == []
