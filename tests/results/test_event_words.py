"""The log of events in words: every kind of event has some, and both engines tell the same."""

import dataclasses

import numpy as np
import pytest

from results import chronicle, event_words
from sim.catalogue import PRIORITIES
from sim.config import EVENT_KINDS, ScheduledEvent
from sim.ensemble.runs import record_of
from sim.forced import Forced
from sim.record import EVENT_CODES, EVENT_DTYPE, EVENTS
from tests.front.conftest import make_record
from tests.model.conftest import config_of, run

WORDS = {
    ("policy", 0): "a summit",
    ("fact", 0): "a summit",
    ("scheduled", list(EVENT_KINDS).index("export_control")): "export control",
    (
        "incident",
        1,
    ): "a serious incident (severity 1.7); 1 office of the network knows at once; the network takes it up (simulated)",
    ("response", 1): "its incident of 2025-02 is answered jointly, after 12 days",
    ("founding", 1): "an acting office opens (simulated)",
    ("dialogue", 0): "a Track-II dialogue (simulated)",
    ("export_control", 0): "new export controls (simulated)",
    ("government", 0.0): "the government is re-elected (simulated)",
    ("openness", -0.25): "its openness moves by -0.25 (simulated)",
    ("seat", 0): "has the seat but is no full member: the seat's powers pass to those who lead",
    ("seat", 1): "is a full member and has the powers of its seat",
    ("occasion", 0): "the yearly AI summit (simulated)",
    ("apply", 1): "applies to join",
    ("withdraw", 0): "withdraws its application",
    ("refuse", 0): "does not join",
    ("reject", 0.9): "its application is rejected, 90% of the members consent",
    ("join", 2): "joins the network as a partner",
    ("tier", 1): "becomes a full member",
    ("leave", 0): "leaves the network",
    ("passed_on", 0.125): "has left, and its part of the chair or lead passes to others (12.5% of all powers)",
    ("case", 1): "meeting of the network finished after 1.5 months",
    ("project_end", 5): "information clearance ends without a result after 1.0 months: priorities shifted",
    ("arrears", 1): "falls behind with its dues",
    ("arrears", 0): "pays its dues again",
    ("design", 0): "the secretariat works as adhoc",
    ("handover", 0): "is in the chair or lead from now on",
    ("parameter", 0): "zero_sum is 0.75 from now on",
    ("forced", 0): "by force, signs a memorandum on exchange, testing",
}


@pytest.mark.parametrize(("kind", "amount"), WORDS)
def test_an_event_has_its_words(kind, amount):
    changed = ScheduledEvent(20, "parameter", size=0.75, parameter="zero_sum")
    record = dataclasses.replace(make_record(), scheduled=(changed,), forced=(Forced(20, "deal", 0, 1, 18),))
    record.cases["cause"][5] = PRIORITIES
    assert event_words.words(record, kind, float(amount), 0, 20) == WORDS[kind, amount]


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (Forced(20, "join", 0, item=2), "wants to be in the network as a partner"),
        (Forced(20, "join", 0, choice=False), "wants to be outside the network"),
        (Forced(20, "consent", 0, 1), "votes for letting it in"),
        (Forced(20, "consent", 0, 1, choice=False), "votes against letting it in"),
        (Forced(20, "deal", 0, 1), "signs a memorandum"),
        (Forced(20, "deal", 0, 1, choice=False), "refuses a memorandum"),
        (Forced(20, "renew", 0, 1), "keeps their tie at the end of its term"),
        (Forced(20, "renew", 0, 1, choice=False), "ends their tie"),
        (Forced(20, "share", 0, 1, 3), "shares incident reports"),
        (Forced(20, "share", 0, 1, choice=False), "withholds all that it has"),
        (Forced(20, "pool", 0, item=3), "gives incident reports to the network"),
        (Forced(20, "pool", 0, item=3, choice=False), "withholds incident reports from the network"),
        (Forced(20, "pace", 3), "develops safely"),
        (Forced(20, "pace", 3, choice=False), "races"),
    ],
)
def test_a_forced_decision_has_its_words(decision, said):
    assert event_words.forced_words(decision) == said


def test_the_chronicle_says_who_is_forced_and_towards_whom():
    row = np.array([(20, EVENT_CODES["forced"], 0, 1, 0.0)], dtype=EVENT_DTYPE)
    record = dataclasses.replace(make_record(), events=row, forced=(Forced(20, "deal", 0, 1, choice=False),))
    told = [line.text for line in chronicle.lines(record) if line.kind == "forced"]
    one, other = record.roster.aliases[:2]
    assert told == [f"{one} towards {other}: by force, refuses a memorandum"]


def test_a_host_leaves_or_nobody_holds_the_secretariat():
    number = float(list(EVENT_KINDS).index("host_exit"))
    said = [event_words.words(make_record(), "scheduled", number, actor, 20) for actor in (0, -1)]
    assert said == [
        "host exit: it leaves and ends its ties",
        "host exit: nobody holds the secretariat, so that nobody leaves",
    ]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ((20.5, 0.7, 3, 1, -1), "an incident (severity 0.7); its home (Aland) knows at once; those who know handle it"),
        ((20.5, 2.3, 3, 3, -1),
         "a serious incident (severity 2.3); its home (Aland) and 2 more offices of the network know at once; "
         "it is not brought to the network"),
        ((24.5, 2.3, 3, 1, 9),
         "a serious incident (severity 2.3); 1 office of the network knows at once; the network takes it up"),
        ((20.5, 2.3, 3, 0, -1),
         "a serious incident (severity 2.3); nobody in the network has a channel to it"),
        ((20.5, 2.3, 3, 0, 9),
         "a serious incident (severity 2.3); a body that monitors incidents tells of it; the network takes it up"),
    ],
)  # fmt: skip
def test_who_knew_of_an_incident(found, said):
    """Aland is home to the firm, and a member until May 2025 (month 24)."""
    record, (at, severity, firm, knew, number) = make_record(), found
    record.states["status"][:] = 2.0
    record.incidents = np.array([(at, severity, np.nan, firm, knew, 50.0, number, 1.0)])
    assert event_words.words(record, "incident", 0.0, 3, int(at)) == said + event_words.DRAWN


def test_who_answered_an_incident():
    assert event_words.words(make_record(), "response", 0.0) == (
        "its incident of 2025-01 is answered by members, by hand, after 45 days"
    )


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
