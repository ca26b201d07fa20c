"""The environment: what befalls the world in a month, and what states do without weighing it."""

import numpy as np
import pytest

from sim import draws
from sim import parameters as P
from sim import record as R
from sim import setting as G
from sim.months import CUT_OFF, NEVER
from sim.phases.environment import befall, phase_shocks, phase_states, strike
from sim.phases.month_cache import policies_of_month
from sim.rules.governments import election_shift
from sim.rules.incidents import jumped_salience, severity
from sim.rules.shocks import RIVAL, capability, decayed_salience
from sim.world_fields import NO_MONTH
from tests.worlds import world

STREAM, MONTH, CERTAIN = draws.stream_of(7, 0), 20, 1e9
QUIET = {"incident_rate": 0.0, "founding_rate": 0.0, "control_rate": 0.0, "dialogue_rate": 0.0}


def quiet(offices=3, firms=1, params=None, **fields):
    """A world in which nothing happens by itself."""
    calendar = {"month": MONTH, "next_change": NEVER, "adopt": 40, "replay_until": MONTH, "cached": NO_MONTH}
    return world(offices, firms, params=QUIET | (params or {}), stream=STREAM, **(calendar | fields))


def told(w):
    """Kind, actor, partner and amount of all that is in the log."""
    return [(R.EVENTS[int(kind)], *rest) for kind, *rest in w.event_log[: w.n_events, 1:].tolist()]


# ---- shocks --------------------------------------------------------------------------------------------------------
def test_a_quiet_month():
    w = quiet(salience=3.0, opened=5, incidents=4)
    phase_shocks(w)
    assert w.salience == decayed_salience(3.0, 6.0)
    assert w.capability == capability(MONTH, CUT_OFF, 0.3)
    assert (w.incidents, w.n_events, w.opened.sum()) == (0, 0, 0)


def test_incidents_strike_in_order_of_time():
    w = quiet(2, 5, params={"incident_rate": CERTAIN})
    strike(w)
    moments = [draws.uniform(STREAM, MONTH, draws.INCIDENT_TIME, w.key[n], draws.NO_PARTNER, 0) for n in range(2, 7)]
    order = np.argsort(moments) + 2
    drawn = [draws.uniform(STREAM, MONTH, draws.SEVERITY, w.key[n], draws.NO_PARTNER, 0) for n in order]
    assert told(w) == [("incident", n, -1, number) for number, n in enumerate(order.tolist())]
    assert w.incident_log[:5, 1].tolist() == [severity(draw, w.p[P.SEVERITY_TAIL]) for draw in drawn]
    assert w.incident_log[:5, 0].tolist() == [MONTH + moment for moment in sorted(moments)]
    assert w.incidents == w.n_incidents == 5


def test_a_term_ends_and_the_next_is_the_states_own():
    w = quiet(params={"incumbents_stay": 0.0}, next_change=(MONTH, MONTH + 1, MONTH), term=(36, 48, 60))
    shifts = {j: election_shift(w, j) for j in (0, 2)}
    phase_shocks(w)
    assert told(w) == [("government", j, -1, shift) for j, shift in shifts.items()]
    assert w.openness[:3].tolist() == [1.0 + shifts[0], 1.0, 1.0 + shifts[2]]
    assert w.next_change.tolist() == [MONTH + 36, MONTH + 1, MONTH + 60]


def test_dated_facts_are_replayed_in_their_month():
    kinds = (G.FACT_ELECTION, G.FACT_ELECTION, G.FACT_POLICY_SHOCK, G.FACT_TOLD)
    w = quiet(params={"us_engagement": 0.75}, fact_month=(MONTH - 1, MONTH, MONTH, MONTH), fact_actor=(0, 1, 2, -1),
              fact_kind=kinds, fact_number=(4, 5, 6, 7), fact_parameter=(-1, -1, P.US_ENGAGEMENT, -1))  # fmt: skip
    after = 1.0 + election_shift(w, 1)
    phase_shocks(w)
    facts = [("fact", 1, -1, 5), ("openness", 1, -1, after - 1.0), ("policy", 2, -1, 6), ("openness", 2, -1, -0.25)]
    assert told(w) == [*facts, ("fact", -1, -1, 7)]
    assert w.openness[:3].tolist() == [1.0, after, 0.75]


def test_a_fact_has_the_size_of_the_data():
    """A re-elected government moves nothing, and another state's policy is not that of the US."""
    kinds = (G.FACT_ELECTION, G.FACT_POLICY_SHOCK)
    w = quiet(fact_month=(MONTH, MONTH), fact_actor=(0, 1), fact_kind=kinds, fact_number=(0, 1), fact_size=(0.0, 1.25))
    phase_shocks(w)
    assert w.openness[:3].tolist() == [1.0, 1.25, 1.0]
    assert told(w) == [("fact", 0, -1, 0), ("policy", 1, -1, 1), ("openness", 1, -1, 0.25)]


def test_dated_occasions_gather_the_network_and_who_signed():
    fields = {"tier": (1, 0, 0), "status": (2, 2, 0), "fact_month": (MONTH,), "fact_guests": ((False, True, True),)}
    for kind, come in ((G.FACT_SUMMIT, [True, True, False]), (G.FACT_NETWORK, [True, False, False])):
        w = quiet(**fields, fact_kind=(kind,), fact_actor=(-1,), fact_number=(0,), occasion=(False, False, True))
        phase_shocks(w)
        assert w.occasion.tolist() == come


def test_yearly_summits_come_after_the_record():
    w = quiet(last_summit=MONTH - 11, replay_until=MONTH - 1, tier=(1, 0, 0), status=(2, 2, 0))
    for month, come, kind in (
        (MONTH, [False] * 3, None), (MONTH + 1, [True, True, False], 0), (MONTH + 7, [True, False, False], 1)
    ):  # fmt: skip
        w.month, w.n_events = month, 0
        phase_shocks(w)
        assert w.occasion.tolist() == come
        assert told(w) == ([] if kind is None else [("occasion", -1, -1, kind)])


@pytest.mark.parametrize(("design", "chair"), [(1, 2), (2, 0)])
def test_the_record_says_who_chairs_under_the_first_design(design, chair):
    w = quiet(chair=0, next_design=design, fact_month=(MONTH,), fact_kind=(G.FACT_COORDINATOR,), fact_actor=(2,),
              fact_number=(0,))  # fmt: skip
    phase_shocks(w)
    assert (w.chair, w.led_by_chair) == (chair, int(design == 1))


@pytest.mark.parametrize(
    ("kind", "actor", "partner", "changed"),
    [
        pytest.param(G.ELECTION, 1, -1, {"openness": (1, 1.25)}, id="an election"),
        pytest.param(G.POLICY_SHOCK, 1, -1, {"openness": (1, 0.25)}, id="a policy"),
        pytest.param(G.DIALOGUE, 0, 1, {"trust": ((0, 1), 0.625)}, id="a dialogue"),
        pytest.param(
            G.EXPORT_CONTROL, 0, 1, {"rivalry": ((1, 0), 0.5), "lead": (0, 0.05), "behind": (1, 0.05)}, id="a control"
        ),
        pytest.param(G.SALIENCE, -1, -1, {"salience": ((), 1.25)}, id="salience"),
        pytest.param(G.LEAD, 2, -1, {"lead": (2, 0.25)}, id="a lead"),
        pytest.param(G.FOUNDING, 2, -1, {"status": (2, 2)}, id="a founding"),
        pytest.param(G.EXIT, 0, -1, {"tier": (0, 0)}, id="an exit"),
        pytest.param(G.RIVAL_NETWORK, 2, -1, {"rival_network": (2, 0.0625)}, id="a rival network"),
        pytest.param(G.INCIDENT, 3, -1, {"salience": ((), jumped_salience(1.0, 0.5, 0.25))}, id="an incident"),
        pytest.param(G.CAPABILITY, -1, -1, {"salience": ((), 1.0)}, id="capability: nothing else"),
        pytest.param(G.ENTRY, 1, -1, {"tier": (1, 1), "review": (1, (MONTH - 1) % 12)}, id="an entry"),
        pytest.param(G.ADMISSION_VOTE, 1, -1, {"ready": (1, 1), "rejected": (1, False)}, id="a vote"),
        pytest.param(G.ADMISSION_VOTE, 0, -1, {"ready": (0, 0), "tier": (0, 1)}, id="no vote on a member"),
        pytest.param(G.HOST_EXIT, -1, -1, {"tier": (0, 0)}, id="a host's exit"),
        pytest.param(G.FUNDING, 2, -1, {"full_capacity": (2, 0.5), "funding": (2, 0.25)}, id="funding of an institute"),
        pytest.param(G.FUNDING, -1, -1, {"funds": ((), 0.25), "full_capacity": (2, 1.0)}, id="of the secretariat"),
        pytest.param(G.GOVERNMENT, 1, -1, {"next_change": (1, MONTH + 48)}, id="a government, whose term begins"),
        pytest.param(G.PARAMETER, -1, -1, {"salience": ((), 1.0)}, id="a parameter: nothing else"),
    ],
)
def test_an_event_of_a_scenario(kind, actor, partner, changed):
    w = quiet(rivalry=0.25 * (1 - np.eye(4)), trust=0.5, tier=(1, 0, 0), status=(2, 2, 0), host=(0.5, 0.0, 0.0),
              next_change=(NEVER, MONTH, NEVER), rejected=True)  # fmt: skip
    befall(w, kind, actor, partner, 0.25)
    for name, (place, value) in changed.items():
        assert np.asarray(getattr(w, name))[place] == value, name


def test_events_come_in_their_month_and_are_told():
    kinds = (G.SALIENCE, G.LEAD, G.CAPABILITY)
    w = quiet(event_month=(MONTH, MONTH + 1, MONTH), event_kind=kinds, event_actor=(-1, 0, -1), event_partner=-1,
              event_size=(0.5, 0.5, 0.25))  # fmt: skip
    phase_shocks(w)
    assert told(w) == [("scheduled", -1, -1, G.SALIENCE), ("scheduled", -1, -1, G.CAPABILITY)]
    assert (w.salience, w.lead[0]) == (1.5, 0.0)
    assert w.capability == capability(MONTH, CUT_OFF, 0.3) + 0.25


def test_a_host_leaves_whoever_it_is_and_nobody_where_nobody_holds_the_secretariat():
    w = quiet(tier=1, host=(0.25, 0.5, 0.25), ties=(1 - np.eye(4)), tie_end=NEVER)
    assert befall(w, G.HOST_EXIT, -1, -1, 1.0) == 1
    assert w.tier.tolist() == [1, 0, 1] and not w.ties[1].any() and w.ties[0, 2] == 1
    w = quiet(tier=1, host=0.0)
    assert befall(w, G.HOST_EXIT, -1, -1, 1.0) == -1
    assert w.tier.tolist() == [1, 1, 1] and w.n_events == 0


def test_of_hosts_with_equal_parts_the_one_with_the_lowest_key_leaves():
    w = quiet(tier=1, host=(0.5, 0.0, 0.5), by_key=(2, 1, 0))
    assert befall(w, G.HOST_EXIT, -1, -1, 1.0) == 2


def test_a_new_government_is_drawn_as_after_an_election_and_may_not_stay():
    w = quiet(params={"incumbents_stay": 1.0}, next_change=(MONTH, MONTH + 5, NEVER), event_month=(MONTH, MONTH),
              event_kind=(G.GOVERNMENT, G.GOVERNMENT), event_actor=(0, 1), event_partner=-1)  # fmt: skip
    shifts = [election_shift(w, j) for j in (0, 1)]
    phase_shocks(w)
    assert w.openness[:3].tolist() == [1.0 + shifts[0], 1.0 + shifts[1], 1.0] and 0.0 not in shifts
    assert [kind for kind, *_ in told(w)] == ["government", "scheduled"] * 2, "no second change at the end of the term"
    assert w.next_change.tolist() == [MONTH + 48, MONTH + 5, NEVER]


def test_a_parameter_has_its_value_before_anything_reads_it():
    events = {"event_kind": (G.PARAMETER,) * 3, "event_actor": -1, "event_partner": -1}
    w = quiet(salience=3.0, event_month=(MONTH, MONTH, MONTH + 1), event_size=(2.0, 0.25, 9.0), **events,
              event_parameter=(P.SALIENCE_HALF_LIFE, P.FIRM_WEIGHT, P.SALIENCE_HALF_LIFE))  # fmt: skip
    phase_shocks(w)
    assert w.salience == decayed_salience(3.0, 2.0) and w.weight[3] == 0.25
    assert told(w) == [("parameter", -1, -1, 0), ("parameter", -1, -1, 1)]


def test_what_comes_on_record_after_an_events_funding_is_multiplied_too():
    w = quiet(size_month=(MONTH,), size_state=(1,), size_staff=(50.0,), size_budget=np.nan, size_share=1.0)
    befall(w, G.FUNDING, 1, -1, 0.25)
    phase_states(w)
    halved = w.full_capacity[1]
    w.funding[1] = 1.0
    phase_states(w)
    assert halved == w.full_capacity[1] / 2


def test_a_control_of_a_scenario_is_felt_in_contacts_and_tension():
    w = quiet(fora=0.5, rivalry=0.25)
    assert w.tense[0] == -1
    befall(w, G.EXPORT_CONTROL, 0, 2, 0.25)
    assert [w.tense[0], w.tense[1]] == [2, -1]
    assert w.contact[0, 2] == 0.25 and w.contact[0, 1] == 0.375


# ---- states --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "acting", "founded", "chance", "after"),
    [
        pytest.param(0, NEVER, NEVER, 0.0, 0, id="none"),
        pytest.param(0, MONTH, NEVER, 0.0, 1, id="an acting office on record"),
        pytest.param(0, MONTH + 1, NEVER, 0.0, 0, id="not yet"),
        pytest.param(1, 0, MONTH, 0.0, 2, id="an institute on record"),
        pytest.param(0, NEVER, NEVER, CERTAIN, 2, id="an institute by chance"),
        pytest.param(1, 0, NEVER, CERTAIN, 2, id="an acting office too"),
        pytest.param(1, 0, MONTH + 9, CERTAIN, 1, id="not where the record says when"),
    ],
)
def test_offices_open(status, acting, founded, chance, after):
    w = quiet(1, params={"founding_rate": chance}, status=status, acting_from=acting, founded=founded, pledged=1.0,
              security=1.0,
              replay_until=MONTH - 1)  # fmt: skip
    phase_states(w)
    assert w.status[0] == after


def test_nothing_is_founded_by_chance_while_facts_are_replayed():
    w = quiet(1, params={"founding_rate": CERTAIN}, status=0, pledged=1.0, security=1.0)
    phase_states(w)
    assert w.status[0] == 0


@pytest.mark.parametrize(
    ("tier", "since", "reviewed", "after"),
    [
        pytest.param(0, MONTH, 40, 1, id="joins as it did"),
        pytest.param(0, MONTH, MONTH, 0, id="not once membership is reviewed"),
        pytest.param(0, MONTH + 1, 40, 0, id="not before its month"),
        pytest.param(2, MONTH, 40, 2, id="is in already"),
    ],
)
def test_memberships_of_the_past_are_replayed(tier, since, reviewed, after):
    w = quiet(1, tier=tier, member_from=since, reviews_from=reviewed, preference=0.2, agenda=0.2)
    phase_states(w)
    assert w.tier[0] == after


@pytest.mark.parametrize(
    ("share", "lead", "behind"),
    [
        pytest.param((0.75, 0.25), [0.125, 0.0], [0.0, 0.125], id="who has more of them leads"),
        pytest.param((0.25, 0.75), [0.0, 0.125], [0.125, 0.0], id="who has more of them leads"),
    ],
)
def test_a_control_sours_the_contacts_and_moves_the_race(share, lead, behind):
    params = {"control_rate": CERTAIN, "control_rivalry": 0.25, "control_lead": 0.125}
    w = quiet(2, 0, params=params, rivalry=RIVAL, fora=0.5, home_share=share, replay_until=0)
    phase_states(w)
    assert told(w) == [("export_control", 0, 1, 0)]
    assert (w.lead.tolist(), w.behind.tolist(), w.contact[0, 1]) == (lead, behind, 0.125)


def test_policies_are_drawn_once_a_month_and_repeated_by_the_others():
    params = {"control_rate": CERTAIN, "dialogue_rate": CERTAIN}
    one = quiet(2, 0, params=params, rivalry=RIVAL, trust=0.5, home_share=0.5, stake=1.0, replay_until=0)
    other = quiet(2, 0, rivalry=RIVAL, trust=0.5)  # which would draw none
    assert policies_of_month(one) == 2
    other.cached, other.policies = one.cached, one.policies
    assert policies_of_month(other) == 2
    assert other.trust.tolist() == one.trust.tolist() and other.rivalry.tolist() == one.rivalry.tolist()
