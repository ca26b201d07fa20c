"""The page on how to read the brief: what it links is there, and the parts that it names are on the page."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "brief.md").read_text(encoding="utf-8")
TEMPLATES = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "results" / "page" / "templates").rglob("*.j2"))
)


def test_every_link_leads_somewhere():
    links = re.findall(r"\]\(([^)#]+)\)", PAGE)
    assert len(links) > 15
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []


def test_all_eight_questions_are_placed():
    asked = re.findall(
        r"^(\d)\. \*\*", (ROOT / "docs" / "brief-questions.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    placed = re.findall(r"^\| (\d)\. ", PAGE, re.MULTILINE)
    assert placed == asked == [str(k) for k in range(1, 9)]


@pytest.mark.parametrize(
    "part",
    [
        "When it begins to pay", "Head to head", "Who beats whom", "For one country", "What a secretariat costs",
        "Why the designs differ", "What is assumed, and what emerges", "How often the order flips, and on what",
        "The network", "The check against real organisations", "The simulated past beside the record",
    ],
)  # fmt: skip
def test_a_part_that_is_named_is_on_the_page(part):
    assert part in PAGE
    assert part in TEMPLATES
