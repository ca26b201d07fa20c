"""What the model did stays what it does. If a change is meant: ``python -m tests.update_golden``, and say why."""

import pytest

from tests import update_golden as golden

DOOR = "if this change is meant, run: python -m tests.update_golden"


@pytest.mark.parametrize(("place", "design"), golden.RUNS)
def test_golden_run(place, design):
    pinned = golden.read()[f"{place} {design}"]
    now = golden.entry(place, design)
    for name, value in pinned["outcomes"].items():
        assert now["outcomes"][name] == (value if value is None else pytest.approx(value, rel=1e-9, abs=1e-12)), (
            f"{name}: {DOOR}"
        )
    assert now["whole_numbers"] == pinned["whole_numbers"], DOOR


def test_the_file_holds_these_runs_and_no_others():
    assert set(golden.read()) == {f"{place} {design}" for place, design in golden.RUNS}
    assert all(set(entry["outcomes"]) == set(golden.KEPT) for entry in golden.read().values())
