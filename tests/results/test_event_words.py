"""The log of events in words: every kind of event has some, and both engines tell the same."""

import dataclasses

import numpy as np
import pytest

from results import chronicle, event_words
from sim.config import EVENT_KINDS
from sim.ensemble.runs import record_of
from sim.record import EVENT_CODES, EVENT_DTYPE, EVENTS
from tests.front.conftest import make_record
from tests.model.conftest import config_of, run

WORDS = {
    ("policy", 0): "a summit",
    ("fact", 0): "a summit",
    ("scheduled", list(EVENT_KINDS).index("export_control")): "export control",
    ("incident", 0.5): "an incident of severity 0.50 (simulated)",
    ("response", 12.4): "an incident is answered after 12 days",
    ("founding", 1): "an acting office opens (simulated)",
    ("dialogue", 0): "a Track-II dialogue (simulated)",
    ("export_control", 0): "new export controls (simulated)",
    ("government", 0.0): "the government is re-elected (simulated)",
    ("openness", -0.25): "its openness moves by -0.25 (simulated)",
    ("occasion", 0): "the yearly AI summit (simulated)",
    ("apply", 1): "applies to join",
    ("withdraw", 0): "withdraws its application",
    ("refuse", 0): "does not join",
    ("reject", 0.9): "its application is rejected, 90% of the members consent",
    ("join", 2): "joins the network as a partner",
    ("tier", 1): "becomes a full member",
    ("leave", 0): "leaves the network",
    ("case", 1): "meeting of the network finished after 1.5 months",
    ("design", 0): "the secretariat works as adhoc",
    ("handover", 0): "is in the chair or lead from now on",
}


@pytest.mark.parametrize(("kind", "amount"), WORDS)
def test_an_event_has_its_words(kind, amount):
    assert event_words.words(make_record(), kind, float(amount), 0, 20) == WORDS[kind, amount]


def test_a_lead_without_a_chair_is_nobodys():
    assert event_words.words(make_record(), "handover", 0.0, -1, 20) == "the lead changes hands"


@pytest.mark.parametrize(
    ("actor", "said"),
    [
        (0, "a new government after an election moves its openness by -0.25 (simulated)"),
        (1, "a change of leadership moves its openness by -0.25 (simulated)"),
        (2, "a new Commission after the election of the Parliament moves its openness by -0.25 (simulated)"),
    ],
)
def test_a_government_changes_as_it_does_there(actor, said):
    assert event_words.words(make_record(), "government", -0.25, actor, 20) == said


def test_what_is_on_record_is_not_marked():
    record = make_record()
    founded = int(record.roster.founded[0])
    assert event_words.words(record, "founding", 2.0, 0, founded) == "an institute opens"
    assert event_words.words(record, "founding", 2.0, 0, founded + 1) == "an institute opens (simulated)"


def test_every_kind_of_event_has_words():
    assert {kind for kind, _ in WORDS} == set(EVENTS)


def test_a_design_is_named_by_its_row():
    record = dataclasses.replace(make_record(), later=(make_record().design.replace("igo"),))
    rows = [(20, EVENT_CODES["design"], -1, -1, float(row)) for row in range(3)]
    record.events = np.array(rows, dtype=EVENT_DTYPE)
    said = [text for *_, text in event_words.named(record)]
    assert said == [f"the secretariat works as {name}" for name in ("adhoc", "rotating", "igo")]


def test_both_engines_tell_the_same():
    """But for reasons, which only the reference keeps."""
    config = config_of("teaching", "rotating", end="2026-12", keep_decisions=True)
    reference, ensemble = run(config), record_of(config)
    assert event_words.named(reference) == event_words.named(ensemble)
    assert len(reference.events) > 50 and reference.decisions and not ensemble.decisions
    bare = dataclasses.replace(reference, decisions=[])
    assert chronicle.lines(bare) == chronicle.lines(ensemble)


def test_a_design_that_was_in_force_already_is_not_told():
    row = np.array([(20, EVENT_CODES["design"], -1, -1, 1.0)], dtype=EVENT_DTYPE)
    found = dataclasses.replace(make_record(), events=row)
    assert [text for *_, text in event_words.named(found)] == ["the secretariat works as rotating"]
    assert event_words.named(dataclasses.replace(found, design=found.baseline)) == []
