"""Smallest relevant differences: one for each quantity, the same for all of a kind, with a reason."""

import pytest

from results.studies.evidence import relevant
from results.studies.evidence.contrast import QUANTITIES
from results.studies.evidence.measure import experiments
from sim.errors import InputError
from sim.outcomes import ALL_OUTCOMES


def test_every_quantity_has_exactly_one():
    experiments()
    rows = relevant.relevant()
    asked = {*QUANTITIES, *(outcome.name for outcome in ALL_OUTCOMES)}
    assert asked - set(rows) == set()
    assert set(rows) - asked == set()


def test_all_of_a_kind_are_alike():
    by_kind = {}
    for row in relevant.relevant().values():
        by_kind.setdefault(row.kind, set()).add((row.smallest, row.scale))
    assert {kind: len(found) for kind, found in by_kind.items()} == dict.fromkeys(relevant.KINDS, 1)


def test_the_kind_fits_the_unit():
    experiments()
    unlike = {"days": "days", "months": "months", "Gini": "Gini"}
    for name, quantity in QUANTITIES.items():
        row = relevant.of(name)
        assert row.kind == unlike.get(quantity.unit, row.kind), name
        assert quantity.unit != "share" or row.kind in ("share", "scale"), name


def test_a_relative_one_follows_the_baseline():
    harm, members = relevant.of("harm"), relevant.of("members")
    assert harm.least(-0.2) == pytest.approx(0.02) and "10%" in harm.words
    assert members.least(100.0) == 0.5 and members.words == "0.5"


HEAD = "outcome,smallest,scale,kind,reason\n"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("members,0.5,unit,count,a\nmembers,1,unit,count,b\n", "the same quantity twice"),
        ("members,0,unit,count,a\n", "smallest"),
        ("members,0.5,unit,cuont,a\n", "count"),
        ("members,0.5,unit,count,\n", "blank"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path, text, complaint):
    path = tmp_path / "relevant.csv"
    path.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(InputError, match=complaint):
        relevant.read(path)


def test_unknown_quantities_get_the_nearest():
    with pytest.raises(InputError, match="did you mean 'members'"):
        relevant.of("membres")
