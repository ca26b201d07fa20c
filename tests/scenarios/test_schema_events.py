"""Events and forced decisions in scenario files: what they become, and every mistake named with what is allowed."""

import pytest

from scenarios.experiment import job_of
from scenarios.schema import Scenario
from scenarios.schema_decisions import ITEMS, forced_decisions
from scenarios.schema_events import KINDS, decided_later, scheduled_events
from sim import parameters
from sim.errors import EntenteError, InputErrors
from sim.forced import ACTS, Forced
from sim.months import month_index
from sim.parameter_changes import KEPT

MAY = month_index("2027-05")


def scenario(**content):
    return Scenario.of({"name": "x", "roster": "teaching", **content})


def mistakes(made) -> list[str]:
    with pytest.raises(EntenteError) as caught:
        made()
    return [str(error) for error in getattr(caught.value, "errors", [caught.value])]


def event(**content):
    return {"date": "2027-05", **content}


def forced(roster, **content):
    listed = scenario(decisions=[event(**content)]).decisions
    return forced_decisions(listed, roster, "observed", month_index("2030-12"))[0]


# ---- events ----------------------------------------------------------------------------------------------------------
def test_a_parameter_is_changed_by_name_within_its_range(roster):
    (change,) = scheduled_events(scenario(events=[event(kind="parameter", parameter="prize", size=90)]).events, roster)
    assert (change.parameter, change.size, change.actor) == ("prize", 90.0, -1)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"kind": "parameter", "parameter": "zerosum"}, "'events[1].parameter': unknown parameter (got 'zerosum')"),
        ({"kind": "parameter"}, "'events[1].parameter': 'parameter' needs one"),
        (
            {"kind": "parameter", "parameter": "zero_sum", "size": 2},
            "out of the range of 'zero_sum' (got 2); allowed: 0",
        ),
        ({"kind": "salience", "parameter": "zero_sum"}, "'events[1].parameter': 'salience' takes none"),
        ({"kind": "salience", "size": 11}, "'events[1].size': out of range (got 11); allowed: -10 to 10"),
        ({"kind": "merger"}, "'events[1].design': 'merger' needs one"),
        ({"kind": "entry", "actor": "US", "design": "igo:UN"}, "'events[1].design': 'entry' takes none"),
    ],
)
def test_a_mistake_in_an_event_is_named(content, said):
    (found,) = mistakes(lambda: scenario(events=[event(**content)]))
    assert said in found


@pytest.mark.parametrize("name", sorted(KEPT))
def test_a_parameter_that_is_read_at_the_start_cannot_change_and_the_message_says_why(name):
    (found,) = mistakes(
        lambda: scenario(events=[event(kind="parameter", parameter=name, size=parameters.RECORDS[name].low)])
    )
    assert KEPT[name] in found and f"got '{name}'" in found and "zero_sum" in found


def test_funds_are_those_of_an_institute_or_of_the_secretariat(roster):
    events = [event(kind="funding", size=0.5), event(kind="funding", actor="UK", size=2)]
    first, second = scheduled_events(scenario(events=events).events, roster)
    assert (first.actor, second.actor) == (-1, roster.find("UK"))


def test_a_merger_is_a_design_decided_later():
    world = scenario(
        events=[event(kind="merger", design="igo:UN")],
        later=[{"date": "2026-05", "design": "rotating"}, {"date": "2029-01", "design": "none"}],
    )
    assert [change.design for change in decided_later(world.later, world.events)] == ["rotating", "igo:UN", "none"]
    same = scenario(later=[{"date": "2027-05", "design": "igo:UN"}])
    merged = scenario(events=[event(kind="merger", design="igo:UN")])
    from scenarios.rosters import load_roster

    one, other = (job_of(s, load_roster("teaching"))[0] for s in (same, merged))
    assert [(m, r.name) for m, r in one.later] == [(m, r.name) for m, r in other.later] and other.events == ()


def test_two_designs_cannot_be_decided_in_one_month():
    (found,) = mistakes(
        lambda: scenario(
            events=[event(kind="merger", design="none")], later=[{"date": "2027-05", "design": "rotating"}]
        )
    )
    assert "not after what was decided before" in found


def test_every_kind_has_words_and_is_in_the_message():
    (found,) = mistakes(lambda: scenario(events=[event(kind="x")]))
    assert all(kind in found for kind in KINDS)


# ---- forced decisions ------------------------------------------------------------------------------------------------
def test_decisions_become_those_of_the_model(roster):
    us, uk, firm = roster.find("US"), roster.find("UK"), roster.find("Acme")
    assert forced(roster, actor="US", act="join", choice=False) == Forced(MAY, "join", us, choice=False)
    assert forced(roster, actor="US", act="join", item="partner") == Forced(MAY, "join", us, item=2)
    assert forced(roster, actor="US", act="deal", partner="UK", item="testing research") == Forced(
        MAY, "deal", us, uk, 0b10001
    )
    assert forced(roster, actor="Acme", act="deal", partner="US", item="testing") == Forced(MAY, "deal", firm, us, 16)
    assert forced(roster, actor="US", act="pool", item="verification").item == ITEMS["pool"]["verification"]
    assert forced(roster, actor="Acme", act="pace").choice is True


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"act": "deal", "partner": "Acme", "item": "compute"}, "'decisions[1].item': 'deal' is not about that"),
        ({"act": "deal", "partner": "UK", "item": "compute", "choice": False}, "a refusal is of all of it"),
        ({"act": "deal", "partner": "US"}, "'decisions[1].partner': no partner for 'deal' (got 'US')"),
        ({"act": "deal"}, "'decisions[1].partner': 'deal' needs one"),
        ({"act": "pace"}, "'decisions[1].actor': nobody who decides on 'pace' (got 'US'); allowed: firms: Acme"),
        ({"act": "join", "partner": "UK"}, "'decisions[1].partner': 'join' takes none"),
        (
            {"act": "join", "item": "observer"},
            "not an item of this act (got 'observer'); allowed: none, or one of member",
        ),
        ({"act": "share", "partner": "Acme"}, "'decisions[1].partner': no partner for 'share' (got 'Acme')"),
        ({"act": "pool", "item": "evaluation_standards"}, "'decisions[1].item': not an item of this act"),
        (
            {"act": "pool", "item": "verification shared_protocols"},
            "(got 'shared_protocols'); allowed: none, or one of",
        ),
        ({"act": "join", "date": "2031-01"}, "'decisions[1].date': outside the run (got '2031-01')"),
        ({"act": "renew", "partner": "Ukk"}, "unknown actor (got 'Ukk')"),
    ],
)
def test_a_mistake_in_a_decision_is_named(roster, content, said):
    (found,) = mistakes(lambda: forced(roster, **{"actor": "US", **content}))
    assert said in found


def test_all_mistakes_of_a_file_are_told_at_once(roster):
    listed = scenario(decisions=[event(actor="Us", act="pace"), event(actor="Acm", act="join", item="x")]).decisions
    with pytest.raises(InputErrors) as caught:
        forced_decisions(listed, roster, "observed", month_index("2030-12"))
    assert [error.key for error in caught.value.errors] == [
        "decisions[1].actor", "decisions[2].actor", "decisions[2].item",
    ]  # fmt: skip


YES, NO = {"choice": True}, {"choice": False}


@pytest.mark.parametrize(
    ("one", "other", "wrong"),
    [
        ({"act": "join", **YES}, {"act": "join", **NO}, True),
        ({"act": "join", "item": "member", **YES}, {"act": "join", **NO}, True),
        ({"act": "join", **NO}, {"act": "join", **NO}, False),
        ({"act": "join", **YES}, {"act": "join", "actor": "UK", **NO}, False),
        ({"act": "join", **YES}, {"act": "join", "date": "2027-06", **NO}, False),
        ({"act": "join", **YES}, {"act": "consent", "partner": "UK", **NO}, False),
        ({"act": "renew", "partner": "UK", **YES}, {"act": "renew", "partner": "UK", **NO}, True),
        ({"act": "renew", "partner": "UK", **YES}, {"act": "renew", "partner": "Kenya", **NO}, False),
        ({"act": "deal", "partner": "UK", "item": "testing", **YES}, {"act": "deal", "partner": "UK", **NO}, True),
        ({"act": "pool", **YES}, {"act": "pool", "item": "verification", **NO}, True),
        ({"act": "pool", "item": "verification", **YES}, {"act": "pool", "item": "verification", **NO}, True),
        ({"act": "pool", "item": "verification", **YES}, {"act": "pool", "item": "incident_reports", **NO}, False),
    ],
)
def test_two_decisions_against_each_other_are_refused_with_both_places(roster, one, other, wrong):
    listed = [event(**{"act": "join", "actor": "US", **each}) for each in ({"date": "2026-05"}, one, other)]
    decisions = scenario(decisions=listed).decisions
    if not wrong:
        assert len(forced_decisions(decisions, roster, "observed", month_index("2030-12"))) == 3
        return
    (found,) = mistakes(lambda: forced_decisions(decisions, roster, "observed", month_index("2030-12")))
    assert "'decisions[2] and decisions[3]': true and false on the same (got '2027-05, US, " in found


def test_membership_is_on_record_until_it_is_reviewed(roster):
    listed = scenario(start="origin", decisions=[event(date="2024-05", actor="US", act="join")]).decisions
    (found,) = mistakes(lambda: forced_decisions(listed, roster, "origin", MAY))
    assert "membership is that on record until then (got '2024-05'); allowed: 2024-12 or later" in found


def test_there_is_no_vote_before_membership_is_reviewed(roster):
    listed = scenario(start="origin", events=[event(date="2024-05", kind="admission_vote", actor="US")]).events
    (found,) = mistakes(lambda: scheduled_events(listed, roster))
    assert "'events[1].date': membership is that on record until then (got '2024-05')" in found


def test_every_act_may_stand_in_a_file():
    (found,) = mistakes(lambda: scenario(decisions=[event(actor="US", act="x")]))
    assert all(act in found for act in ACTS)


def test_a_scenario_with_both_is_the_same_when_written_and_read_again():
    world = scenario(
        events=[event(kind="parameter", parameter="prize", size=90)], decisions=[event(actor="US", act="join")]
    )
    assert world.changed() == world
