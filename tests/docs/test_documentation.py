"""The pages of docs/ agree with the code: none is stale, every rule is described, what is gone cannot be named."""

import re
from pathlib import Path

import pytest

from docs.build import pages
from docs.build.tables import PHASES, rules
from sim import phases
from sim.errors import InputError

DOCS = Path(pages.DOCS)


@pytest.fixture(scope="module")
def template():
    return (DOCS / "odd.md.j2").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", pages.PAGES)
def test_a_page_is_up_to_date(name):
    assert (DOCS / name).read_text(encoding="utf-8") == pages.page(name), "run `make docs`"


@pytest.mark.parametrize("path", rules())
def test_every_rule_is_named_in_the_text_about_submodels_or_choice(path, template):
    """In sections 4 to 7, where the text is written by hand, not only in the generated appendix."""
    start, end = template.index("## 4. Design concepts"), template.index("## 8. Implementation")
    assert f"R('{path}')" in template[start:end], f"describe {path} in docs/odd.md.j2"


def test_every_rule_has_a_record():
    assert [path for path, text in rules().items() if not text] == []


def test_the_phases_are_described_in_their_order():
    assert list(PHASES) == list(phases.PHASES)


def test_the_picture_names_every_phase():
    drawn = (DOCS / pages.PICTURE).read_text(encoding="utf-8")
    assert [p for k, p in enumerate(phases.PHASES, 1) if f"{k} {p}<" not in drawn] == []


def test_every_file_named_in_the_pages_exists():
    named = re.compile(r"`((?:sim|scenarios|calibration|results|entente|tests|docs)/[\w/.-]+)`")
    named_in = [*pages.PAGES, "design-notes.md", "custom-rules.md", "mesa.md"]
    text = "\n".join((DOCS / name).read_text(encoding="utf-8") for name in named_in)
    assert [path for path in named.findall(text) if not (pages.ROOT / path).exists()] == []


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (pages.rule, "deals.tie_price"),
        (pages.file, "sim/nothing.py"),
        (pages.code, "nowhere.Nothing"),
    ],
)
def test_what_does_not_exist_cannot_be_named(call, name):
    with pytest.raises(InputError):
        call(name)


def test_a_parameter_that_is_gone_cannot_be_named():
    with pytest.raises(KeyError):
        pages.parameter("no_such_parameter")
