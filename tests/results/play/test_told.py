"""The chronicle of a session: what is on record, simulated, chosen; and nothing of months to come."""

import pytest

from results import chronicle
from results.play.story.marks import CHOICE, DESIGN, INCIDENT, marks_of
from results.play.story.told import (
    CHOSEN,
    GROUPS,
    QUIET,
    RECORD,
    SIGNS,
    SIMULATED,
    YOU,
    before_play,
    headline,
    only,
    told_of,
)
from scenarios.session.log import started
from scenarios.session.replay import record_of
from sim.months import month_index

CHOICES = (
    {"event": {"date": "2026-03", "kind": "incident", "actor": "Anthropic", "size": 3.0}},
    {"event": {"date": "2026-09", "kind": "export_control", "actor": "US", "partner": "China", "size": 0.5}},
    {"event": {"date": "2026-09", "kind": "host_exit"}},
    {"fields": {"date": "2027-01", "values": {"staff_fte": 20.0}}},
    {"design": {"date": "2027-02", "design": "igo:OECD"}},
)


@pytest.fixture(scope="module")
def log():
    """A session with levers, and a decision in a seat."""
    log = started("teaching", "rotating")
    for what in CHOICES:
        log = log.with_choice(**what)
    return log.with_choice("China", decision={"date": "2026-04", "act": "join", "actor": "China", "choice": True})


@pytest.fixture(scope="module")
def record(log):
    """Its run with decisions."""
    return record_of(log, decisions=True)


def test_every_choice_is_told_once_and_named_as_such(log, record):
    chosen = [one for one in told_of(log, record, "China") if one.group == "choices"]
    assert [one.basis for one in chosen] == [YOU] * len(log.choices)
    assert [one.month for one in chosen] == [choice.month for choice in log.choices]
    others = [one.basis for one in told_of(log, record, "Kenya") if one.group == "choices"]
    assert others.count(CHOSEN) == 1  # the one in China's seat
    doubled = [one.text for one in told_of(log, record) if one.group == "the world" and "export control" in one.text]
    assert not any("scheduled" in text or text.startswith("US towards") for text in doubled)
    forced = [one for one in told_of(log, record) if one.group != "choices" and "by force" in one.text]
    assert forced == []


def test_nothing_of_the_chronicle_is_lost(log, record):
    """All lines but those of choices as events are told: in their own words, or in a month's sentence."""
    told, lines = told_of(log, record), chronicle.lines(record)
    said = " ".join(one.text for one in told)
    for line in lines:
        if line.kind not in ("scheduled", "forced", "parameter", "design"):
            own = line.text.removesuffix(" (simulated)").replace(": their tie", " their tie")
            assert own in said or line.short in said, line
    assert len([line for line in lines if line.kind in ("scheduled", "forced")]) == 4
    assert sum("host exit" in one.text for one in told) == 1  # who left is told by the run


def test_facts_stand_apart(log, record):
    told = told_of(log, record)
    assert all(one.basis in SIGNS and one.group in GROUPS for one in told)
    facts = {one.text for one in told if one.basis == RECORD}
    assert "US: Trump inaugurated; EO 14110 revoked" in facts
    assert not any("sign:" in text or "renew their" in text or "is answered" in text for text in facts)
    drawn = [line.text for line in chronicle.lines(record) if line.text.endswith("(simulated)")]
    assert drawn and all(one.basis != RECORD for one in told if f"{one.text} (simulated)" in drawn)


@pytest.mark.parametrize("month", ["2026-01", "2026-05", "2027-03"])
def test_nothing_of_later_months_is_shown(log, record, month):
    until = month_index(month)
    assert all(one.month < until for one in only(told_of(log, record), until))
    played = log.until(until)
    early = only(told_of(played, record_of(played, True)), until)
    # A later choice changes no earlier month: the chronicle until then is the same with and without it.
    assert [(one.month, one.text, one.why) for one in only(told_of(log, record), until)] == [
        (one.month, one.text, one.why) for one in early
    ]
    marks = marks_of(log, record, until)
    assert all(mark.month < until or (mark.kind == CHOICE and mark.planned) for mark in marks)


def test_what_was_before_the_play_is_said_to_be_on_record_or_simulated(log, record):
    told, first = told_of(log, record), log.base().adopt_month
    facts = [one.label for one in told if one.month < first and one.basis == RECORD]
    said = before_play(told, first)
    assert said.startswith("Before 2026-01 nobody has played. On record (■): dated facts of "
                           f"{min(facts)} to {max(facts)}.") and "has not happened" in said  # fmt: skip
    assert before_play([one for one in told if one.month >= first], first) == ""


def test_what_is_on_record_has_its_source_where_the_data_have_one(log, record):
    sources = {event.text: event.source for event in record.roster.events}
    told = told_of(log, record)
    cited = [one for one in told if one.source]
    assert len(cited) > 10 and {one.basis for one in cited} == {RECORD}
    for one in cited:
        assert any(text in one.text and source == one.source for text, source in sources.items())
    facts = [one for one in told if any(text in one.text for text in sources)]
    assert all(one.source for one in facts)


def test_openness_is_explained_where_it_is_named(log, record):
    told = [one for one in told_of(log, record) if "its openness" in one.text]
    assert told and all("0.1 is closed, 1.8 open" in one.text for one in told)


def test_filters_by_actor_and_kind(log, record):
    told = told_of(log, record)
    until, kenya = record.months[-1] + 1, record.roster.find("Kenya")
    own = only(told, until, kenya)
    assert own and all(kenya in one.nodes for one in own)
    assert any("China refuses Kenya" in one.text for one in own)
    assert {one.group for one in only(told, until, groups=("refusals", "deals"))} == {"refusals", "deals"}


def test_reasons_are_there_where_decisions_are_kept(log, record):
    why = [one for one in told_of(log, record) if one.group == "deals" and one.why]
    assert why and all("%" in one.why for one in why)
    bare = told_of(log, record_of(log))
    assert not any(one.why for one in bare if one.group in ("deals", "refusals"))
    assert not any(one.group == "refusals" for one in bare)


def test_the_news_of_a_month(log, record):
    told = told_of(log, record)
    assert headline(told, month_index("2026-03")).startswith("2026-03: You: an incident of severity 3 at Anthropic")
    quiet = next(month for month in range(record.adopted, int(record.months[-1])) if not any(
        one.month == month and one.group not in QUIET for one in told))  # fmt: skip
    assert headline(told, quiet).endswith("nothing of note.")


def test_marks(log, record):
    marks = marks_of(log, record, int(record.months[-1]) + 1)
    assert [mark.sign for mark in marks if mark.kind == CHOICE] == [str(k) for k in range(1, len(log.choices) + 1)]
    signs = {(mark.label, mark.sign, mark.text.split(":")[0]) for mark in marks if mark.kind == INCIDENT}
    assert ("2026-03", "▲", "chosen") in signs
    assert {one[1:] for one in signs} <= {("▲", "chosen"), ("△", "simulated")}
    designs = [mark.text for mark in marks if mark.kind == DESIGN]
    assert any("a secretariat at the OECD" in text for text in designs)
    assert not any("@" in text or "igo:" in text for text in designs)


def test_what_a_run_draws_is_simulated(log, record):
    deals = [one for one in told_of(log, record) if one.group in ("deals", "membership", "casework")]
    assert deals and {one.basis for one in deals} == {SIMULATED}
