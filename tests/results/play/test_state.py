"""The network at the beginning of a month: exactly what the run's own numbers, logs and world say."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from results.play.world import secretariat
from results.play.world.state import APPLICANT, CHAIR, HOST, IN_MEMBER, IN_PARTNER, LEAD, OUTSIDE, state_at
from results.play.world.tie_list import ACROSS, AT_HOME, IN_REGION
from scenarios.experiment import model_of
from scenarios.session.log import started
from scenarios.session.replay import record_of
from sim.months import month_index, month_label
from sim.record import EVENT_CODES, FORMED, LAPSED

DESIGNS = ("none", "adhoc", "rotating", "static:US", "igo:OECD", "chair:Singapore")
EVENTS = (
    {"date": "2026-03", "kind": "entry", "actor": "China"},
    {"date": "2026-09", "kind": "exit", "actor": "Singapore"},
    {"date": "2027-02", "kind": "admission_vote", "actor": "Singapore"},
    {"date": "2026-06", "kind": "incident", "actor": "Alibaba", "size": 3.0},
    {"date": "2027-06", "kind": "host_exit"},
)
TIERS = {OUTSIDE: 0, APPLICANT: 0, IN_MEMBER: 1, IN_PARTNER: 2}


def _log(design, seed, events=(), scenario="teaching"):
    log = started(scenario, design, seed)
    for event in events:
        log = log.with_choice(event=event)
    return log


def _months(record):
    """Every month at whose beginning something can be shown."""
    return range(record.start + 1, int(record.months[-1]) + 2)


def _check(record):
    """Every month against the run's own numbers."""
    n = record.roster.n_states
    for row, month in enumerate(_months(record)):
        state, series = state_at(record, month), {name: values[row] for name, values in record.series.items()}
        tiers = [TIERS[actor.standing] for actor in state.actors[:n]]
        assert tiers == record.states["tier"][row].tolist()
        assert state.members == series["members"]
        assert (state.between(False), state.between(True)) == (series["office_ties"], series["firm_ties"])
        assert [actor.share for actor in state.actors[:n]] == record.host[row].tolist()
        # Cases that were finished in the month were open when its numbers were written.
        done = sum(work.done for work in state.work)
        assert sum(work.open for work in state.work) + done == series["backlog"]
        if month <= record.months[-1]:
            assert done == record.series["finished"][row + 1]
        assert series["incidents"] == sum(int(one[0]) == month - 1 for one in record.incidents)
        assert all(actor.since is None or actor.since < month for actor in state.actors)
    assert _mask(record, state) == record.ties_end.tolist()


def _mask(record, state):
    found = np.zeros_like(record.ties_end)
    for tie in state.ties:
        found[tie.a, tie.b] = found[tie.b, tie.a] = sum(1 << kind for kind in tie.types)
    return found.tolist()


@settings(max_examples=25)
@given(st.sampled_from(DESIGNS), st.integers(0, 10_000), st.sets(st.sampled_from(range(len(EVENTS)))))
def test_equals_the_numbers_of_the_run(design, seed, which):
    _check(record_of(_log(design, seed, [EVENTS[k] for k in sorted(which)])))


@pytest.mark.parametrize("design", ["rotating", "igo:OECD"])
def test_equals_the_numbers_of_the_run_of_the_whole_field(design):
    _check(record_of(started("default", design)))


@pytest.mark.parametrize("design", ["none", "igo:OECD"])
def test_equals_the_world_month_by_month(design):
    log = _log(design, 3, EVENTS)
    record, model = record_of(log), model_of(log.played(), log.played().designs[0], log.replicate)
    w, applied = model.world, 0
    while w.month <= record.months[-1]:
        model.step()
        state = state_at(record, w.month)
        assert _mask(record, state) == w.ties.tolist()
        waits = [bool((w.applied[j] >= 0 or w.ready[j] > 0) and w.tier[j] == 0) for j in range(w.offices)]
        assert [actor.standing == APPLICANT for actor in state.actors[: w.offices]] == waits
        applied += sum(waits)
        if design == "none":  # members prepare admissions by hand, and date them back
            continue
        still = [
            case for case in w.cases[: w.n_cases] if math.isnan(case["finished"]) and math.isnan(case["withdrawn"])
        ]
        assert sum(work.open for work in state.work) == len(still)
        assert sum(work.under_way for work in state.work) == sum(not math.isnan(case["started"]) for case in still)
    assert applied > 0


@settings(max_examples=15)
@given(st.sampled_from(DESIGNS), st.integers(0, 10_000), st.integers(1, 35))
def test_nothing_of_a_later_month_is_read(design, seed, ahead):
    log = _log(design, seed)
    record = record_of(log)
    month = record.adopted + ahead
    later = record_of(log.with_choice(event={"date": month_label(month), "kind": "exit", "actor": "US"}))
    assert later.events.tobytes() != record.events.tobytes()
    assert _shown(state_at(record, month)) == _shown(state_at(later, month))


def _shown(state):
    """A state as something to compare; designs by their names."""
    plain = dataclasses.asdict(dataclasses.replace(state, design=state.design.name, coming=()))
    return repr(plain)


def test_says_what_is_new():
    record = record_of(_log("rotating", 1, EVENTS[:1]))
    before, after = (state_at(record, month_index(date)) for date in ("2026-03", "2026-04"))
    china = record.roster.find("China")
    assert (before.actors[china].standing, before.actors[china].news) == (OUTSIDE, "")
    assert (after.actors[china].standing, after.actors[china].news) == (IN_MEMBER, "new member")
    assert month_label(after.actors[china].since) == "2026-03"
    assert state_at(record, month_index("2026-05")).actors[china].news == ""


@pytest.mark.parametrize("scenario", ["teaching", "default"])
def test_new_and_ended_ties_are_those_of_the_log(scenario):
    record = record_of(started(scenario))
    seen = 0
    for month in _months(record):
        state, log = state_at(record, month), record.tie_log[record.tie_log["month"] == month - 1]
        new = {(tie.a, tie.b, kind) for tie in state.ties for kind in tie.new}
        logged = {(min(a, b), max(a, b), k) for _, a, b, k, action in log.tolist() if action == FORMED}
        ended = {(min(a, b), max(a, b)) for _, a, b, _, action in log.tolist() if action == LAPSED}
        assert new <= logged and set(state.ended) <= ended
        seen += len(new)
    assert seen > 0


def test_scopes_are_those_of_the_homes():
    record = record_of(started("default"))
    roster, state = record.roster, state_at(record, record.adopted)
    scopes = {(roster.label(tie.a), roster.label(tie.b)): tie.scope for tie in state.ties}
    assert scopes["US", "OpenAI"] == AT_HOME
    assert scopes["UK", "EU"] == IN_REGION
    assert scopes["US", "UK"] == ACROSS


def test_dates_of_old_ties_are_those_on_record():
    record = record_of(started("default"))
    dated = {(min(t.a, t.b), max(t.a, t.b)): t.month for t in record.roster.ties if t.month is not None}
    at_start = state_at(record, record.start)
    known = [tie for tie in at_start.ties if tie.since is not None]
    assert known and all(tie.since <= dated[tie.a, tie.b] and tie.since < record.start for tie in known)


@pytest.mark.parametrize(
    ("design", "role", "said"),
    [
        ("rotating", CHAIR, "A rotating secretariat; chair: "),
        ("static:US", HOST, "A fixed secretariat in the United States; host: US"),
        ("igo:OECD", "", "A secretariat at the OECD."),
        ("none", "", "No secretariat."),
    ],
)
def test_the_secretariat_in_words(design, role, said):
    record = record_of(started("teaching", design))
    state = state_at(record, int(record.months[-1]) + 1)
    assert {actor.role for actor in state.holders} == ({role} if role else set())
    assert secretariat.headline(state, record.roster).startswith(said)
    assert secretariat.at_work(state).startswith("No post at work") == (state.posts == 0)


def test_a_seat_whose_host_has_left_is_led_by_others():
    record = record_of(_log("static:Singapore", 1, [EVENTS[1] | {"date": "2027-09"}]))
    last = state_at(record, month_index("2027-10"))
    assert {actor.role for actor in last.holders} == {LEAD}
    assert "in Singapore (its host is no full member); lead: " in secretariat.headline(last, record.roster)


def test_shares_of_powers_are_said_alike():
    record = record_of(started("teaching", "none"))
    state = state_at(record, record.adopted)
    said = secretariat.headline(state, record.roster)
    named = [actor for actor in state.holders if secretariat.tag(actor)]
    assert len(named) > 1 and all(actor.role == LEAD for actor in named)
    for actor in named:
        share = secretariat.tag(actor).removeprefix("lead ")
        assert f"{actor.label} {share}" in said and secretariat.powers(actor).startswith(share)


def test_what_is_decided_is_told_until_it_works():
    record = record_of(started("teaching", "igo:OECD"))
    first, last = (state_at(record, month) for month in (record.adopted, record.works_from + 1))
    assert {actor.role for actor in first.holders} == {LEAD}
    said = secretariat.headline(first, record.roster)
    decided, works = month_label(record.adopted), month_label(record.works_from)
    assert said.endswith(f"Decided in {decided}: a secretariat at the OECD, at work from {works}.")
    assert last.coming == () and last.design.name == "igo:OECD"


def test_a_later_design_is_told_from_its_decision_on():
    log = started("teaching", "rotating").with_choice(design={"date": "2027-03", "design": "static:US"})
    record, at = record_of(log), month_index("2027-03")
    works = int(record.events["month"][record.events["kind"] == EVENT_CODES["design"]][-1])
    assert works > at
    told = [state_at(record, month, [at]).coming for month in range(at - 1, works + 2)]
    news = [[(one.design.name, one.decided, one.works) for one in coming] for coming in told]
    assert news == [[], *[[("static:US", at, works)]] * (works - at + 1), []]


def test_what_is_decided_now_is_told_at_once_though_another_design_comes_first():
    log = started("teaching", "rotating").with_choice(design={"date": "2026-03", "design": "igo:OECD"})
    record, at = record_of(log), month_index("2026-03")
    months = record.events["month"][record.events["kind"] == EVENT_CODES["design"]]
    first, second = (month_label(int(month)) for month in months[-2:])
    assert at < month_index(first) < month_index(second)
    assert secretariat.headline(state_at(record, at, [at]), record.roster).endswith(
        f"Decided in 2026-03: a secretariat at the OECD, at work from {second}; "
        f"until then, from {first} a rotating secretariat."
    )


@pytest.mark.parametrize(("actor", "is_answered"), [("Anthropic", True), ("Alibaba", False)])
def test_an_incident_is_open_until_it_is_answered(actor, is_answered):
    record = record_of(_log("none", 1, [EVENTS[3] | {"actor": actor}]))
    (row,) = [one for one in record.incidents if int(one[0]) == month_index("2026-06") and one[1] == 3.0]
    answered = row[0] + row[2] / (365.25 / 12) if is_answered else math.inf
    assert math.isnan(row[2]) != is_answered
    for month in _months(record):
        shown = [one for one in state_at(record, month).incidents if one.time == row[0] and one.severity == 3.0]
        assert bool(shown) == (row[0] < month <= answered)
