"""Seeds of the tour and of the sessions: chosen by the rule that the pages state."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from results.play.kit import moments as moments_module
from results.play.kit.moments import WANTED, answered, is_rich, moments, rich_seed, told_moments
from scenarios.session.log import started
from scenarios.session.replay import record_of
from sim.errors import InputError
from sim.record import EVENT_CODES


def run(seed):
    return record_of(started("teaching", "rotating", seed))


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(1, 60), months=st.integers(1, 36))
def test_moments_are_what_the_record_holds(seed, months):
    record = run(seed)
    found = moments(record, months)
    within = (record.events["month"] >= record.adopted) & (record.events["month"] < record.adopted + months)
    kinds = record.events["kind"][within]
    assert sum(one.kind == "turned down" for one in found) == (kinds == EVENT_CODES["reject"]).sum()
    assert all(record.adopted <= one.month < record.adopted + months for one in found)
    joined = {one.month for one in found if one.kind == "let in"}
    rows = [month - record.start for month in joined]
    assert all((np.diff(record.states["tier"][row - 1 : row + 1].astype(int), axis=0) > 0).any() for row in rows)
    assert found == [one for one in moments(record, months + 1) if one.month < record.adopted + months]


def test_answered_incidents_are_faster_than_by_hand():
    found = [one for seed in range(1, 8) for one in answered(run(seed))]
    assert found
    assert all(one.days < one.by_hand and one.severity >= 1 for one in found)


def test_a_rich_seed_is_the_first_one():
    wanted = ("let in", "answered")
    seed = rich_seed("teaching", "rotating", 20, wanted)
    assert is_rich(run(seed), 20, wanted)
    assert not any(is_rich(run(other), 20, wanted) for other in range(1, seed))
    assert rich_seed("teaching", "rotating", 20, wanted, after=seed) > seed


def test_what_no_run_has_is_said(monkeypatch):
    monkeypatch.setattr(moments_module, "MOST_SEEDS", 5)
    with pytest.raises(InputError, match="no seed has all that is wanted"):
        rich_seed("teaching", "rotating", 0)


def test_told_moments_are_lines_of_the_chronicle_of_those_months():
    record = run(5)
    told = told_moments(record, record.adopted, record.adopted + 12)
    assert told and all(record.adopted <= line.month < record.adopted + 12 for line in told)
    assert all(line.about == "serious" for line in told if line.kind == "incident")
    assert not any(line.kind in ("refusal", "case") for line in told)


def test_every_kind_is_worded():
    assert all(WANTED.values())
