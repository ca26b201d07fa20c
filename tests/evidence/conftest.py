"""What the tests of evidence rows share: short paired runs, and the agreement of stored effects with their status."""

import json

import pytest

from results.studies.evidence import table
from results.studies.evidence.contrast import Side


@pytest.fixture
def short():
    """A side on the teaching roster (without UK: the seat moves to the US) and plain ranges, over so many months."""

    def make(side: Side, months: int = 24, **changes) -> Side:
        given = {**json.loads(side.changes), "roster": "teaching", "prior": "ranges", **changes}
        design = side.design.replace("static:UK", "static:US")
        scenario = Side(design, side.scenario, json.dumps(given, sort_keys=True), side.alter)
        end = scenario.resolved().with_months(months).end
        return Side(design, side.scenario, json.dumps({**given, "end": end}, sort_keys=True), side.alter)

    return make


@pytest.fixture
def stored():
    """Check that what is stored about a row agrees with itself; it may be stale (`make verify` refuses that)."""

    def check(key: str) -> table.Row:
        row = table.lookup(key)
        assert row.effects, f"{key} was never measured: run `make evidence`"
        for effect in row.effects:
            if effect.expected in (1, -1):
                beyond = effect.low > 0 if effect.expected > 0 else effect.high < 0
                agrees = beyond and abs(effect.effect) >= effect.smallest
                assert effect.status == ("reproduced" if agrees else "not reproduced")
                assert bool(effect.finding) != agrees
            else:
                assert effect.status in ("measured", "descriptive")
            assert not effect.low > effect.high
        decided = [effect for effect in row.effects if effect.decides]
        assert decided, f"no comparison decides {key}"
        if row.direction is not None and decided[0].expected is not None:
            assert decided[0].expected == row.direction
        assert {effect.outcome for effect in decided} <= set(row.outcome)
        return row

    return check
