"""The chronicle's words: what a run drew is marked, what is on record is not, and nothing is said twice."""

import numpy as np
import pytest

from results import chronicle, chronicle_text
from sim.model import CooperationModel
from sim.months import NEVER, month_index
from tests.model.conftest import config_of

DRAWN = ("government", "incident", "dialogue", "export_control", "occasion", "openness")
FACTS = ("fact", "policy")


@pytest.fixture(scope="module")
def record():
    return CooperationModel(config_of("real", "static:UK", end="2030-12", seed=4, keep_decisions=True)).run()


@pytest.fixture(scope="module")
def told(record):
    return chronicle.lines(record)


def test_drawn_events_are_marked_and_facts_are_not(record, told):
    assert {line.kind for line in told} >= {*DRAWN[:1], *FACTS, "founding", "deal", "membership"} - {"policy"}
    for line in told:
        if line.kind in DRAWN:
            assert line.text.endswith("(simulated)"), line
        if line.kind in FACTS:
            assert "(simulated)" not in line.text, line
    for line in told:
        if line.kind == "founding":
            state = record.roster.find(line.text.split(":")[0])
            dated = line.month in (record.roster.founded[state], record.roster.acting_from[state])
            assert dated != line.text.endswith("(simulated)"), line


def test_a_fact_names_nobody_twice(record, told):
    for line in told:
        name, _, rest = line.text.partition(": ")
        if line.kind in FACTS and rest and name in record.roster.aliases:
            assert name not in rest, line


def test_a_pairs_failed_talks_are_named_once_a_year(told):
    """Of a pair and the side that refuses; the others are counted."""
    last = {}
    for line in told:
        if line.kind == "refusal" and " refuses " in line.text:
            pair = frozenset(line.text.split(":")[0].split(" refuses "))
            assert line.month - last.get(pair, -NEVER) >= chronicle.SILENCE, line
            last[pair] = line.month
    assert last


def test_the_reason_of_a_join_is_that_of_its_application(record, told):
    """A member's reasons to stay have the cost of leaving; an applicant's do not."""
    joins = [line for line in told if line.kind == "membership" and " joins " in line.text]
    assert all("leaving" not in line.why for line in joins)


def test_every_line_is_told_in_its_month_and_ends_well(record, told):
    assert np.all(np.diff([line.month for line in told]) >= 0)
    text = chronicle_text.render(record, told)
    assert ".." not in text and "nan" not in text and month_index("2030-12") == told[-1].month
