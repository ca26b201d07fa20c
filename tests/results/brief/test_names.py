"""Plain names of designs."""

import pytest

from results.brief.names import name, names
from scenarios.designs import default_designs, list_designs
from scenarios.rosters import load_roster

REAL = load_roster("real")


@pytest.mark.parametrize(
    ("design", "long", "short", "definite"),
    [
        ("igo:OECD", "a secretariat at the OECD", "At the OECD", "the secretariat at the OECD"),
        ("adhoc", "today's ad hoc lead", "Today: ad hoc lead", "today's ad hoc lead"),
        ("none", "no secretariat", "No secretariat", "no secretariat"),
        ("static:UK", "a fixed secretariat in the United Kingdom", "Fixed: UK", None),
        ("static:Kenya", "a fixed secretariat in Kenya", "Fixed: Kenya", None),
        ("rotating@staff_fte=8", "a rotating secretariat with changes", "Rotating, changed", None),
        ("static:UK@staff_fte=8", "a fixed secretariat in the United Kingdom with changes", "Fixed: UK, changed", None),
        ("mine.toml", "the design 'mine'", "mine", "the design 'mine'"),
    ],
)
def test_a_design_in_plain_words(design, long, short, definite):
    found = name(design, REAL)
    assert (found.long, found.short) == (long, short)
    assert found.definite == (definite or f"the {long[2:]}")


def test_a_mix_names_its_parts():
    assert name("0.7*rotating + 0.3*static:UK", REAL).short == "Mix: Rotating 70% + Fixed: UK 30%"


def test_every_preset_has_a_name():
    for info in list_designs():
        assert name(info.text.replace("<host>", "UK"), REAL).short != info.text


def test_no_two_names_are_alike():
    asked = [*default_designs(REAL), "rotating@staff_fte=8", "rotating@staff_fte=9", "a/mine.toml", "b/mine.toml"]
    found = names(asked, REAL)
    assert len({one.short for one in found.values()}) == len({one.long for one in found.values()}) == len(asked)
