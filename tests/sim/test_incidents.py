"""Incidents: how often and how severe, who knows, how soon members answer, and what harm is done until then."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import draws
from sim.catalogue import INCIDENT_REPORTS
from sim.draws import stream_of
from sim.months import DAYS
from sim.rules.incidents import (
    ANSWERED,
    HARM,
    SERIOUS,
    SUDDEN,
    TIME,
    answered_by_hand,
    bilateral_response,
    covered,
    days_by_hand,
    disaster_of,
    do_harm,
    facts_work,
    harm_unanswered,
    incident_chance,
    is_struck,
    is_taken_up,
    jumped_salience,
    known_to_hosts,
    severity,
    who_knows,
)
from tests.worlds import world

CERTAIN = 1e9  # a rate at which what may happen does happen
STREAM = stream_of(11, 0)
TAILS = st.floats(1.3, 3.0)


# ---- how often and how severe -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rate", "firms", "capable", "pooled", "relative", "chance"),
    [
        pytest.param(3.0, 4, 1.0, 0.0, 1.0, 0.0625, id="three a year over four firms"),
        pytest.param(3.0, 4, 2.0, 0.0, 1.0, 0.125, id="more capable"),
        pytest.param(3.0, 4, 1.0, 0.5, 1.0, 0.03125, id="half known"),
        pytest.param(3.0, 4, 1.0, 0.0, 0.25, 0.015625, id="a safe pace"),
        pytest.param(900.0, 1, 9.0, 0.0, 1.0, 1.0, id="never above 1"),
    ],
)
def test_incident_chance(rate, firms, capable, pooled, relative, chance):
    assert incident_chance(rate, firms, capable, pooled, relative) == chance


@pytest.mark.parametrize(
    ("rate", "safe", "pooled", "struck"),
    [
        pytest.param(CERTAIN, (False, False), 0.0, [True, True], id="sooner or later all"),
        pytest.param(0.0, (False, False), 0.0, [False, False], id="no incidents in this world"),
        pytest.param(CERTAIN, (False, True), 0.0, [True, False], id="not where the safe pace makes safe"),
        pytest.param(CERTAIN, (False, False), 1.0, [False, False], id="all is known"),
    ],
)
def test_who_is_struck(rate, safe, pooled, struck):
    w = world(1, 2, params={"incident_rate": rate, "accident_safe": 0.0}, stream=STREAM, safe=safe, pooled=pooled)
    assert [is_struck(w, f) for f in range(2)] == struck


@pytest.mark.parametrize(("draw", "size"), [(0.0, 0.5), (0.75, 1.0), (0.9375, 2.0), (1 - 2.0**-8, 8.0)])
def test_severities_have_a_tail(draw, size):
    """At index 2: half at least, twice as severe a quarter as frequent; a quarter is serious."""
    assert severity(draw, 2.0) == pytest.approx(size, rel=1e-12)


@given(TAILS, st.floats(1.0, 100.0))
def test_the_share_above_a_severity_is_its_power(tail, size):
    above = ((tail - 1.0) / tail / size) ** tail
    assert severity(1.0 - above, tail) == pytest.approx(size, rel=1e-6)


@pytest.mark.parametrize(("size", "salience"), [(0.0, 1.0), (1.0, 1.5), (3.0, 2.0), (2.0**20 - 1.0, 11.0)])
def test_an_incident_raises_salience_with_the_logarithm_of_its_severity(size, salience):
    assert jumped_salience(1.0, 0.5, size) == pytest.approx(salience, rel=1e-12)


# ---- who knows and answers ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("informed", "days"), [(0.0, 54.0), (0.5, 32.0), (1.0, 10.0)])
def test_bilateral_response(informed, days):
    assert bilateral_response(54.0, 10.0, informed) == days


@pytest.mark.parametrize(("known", "coupling", "chance"), [(True, 0.0, 1.0), (False, 0.25, 0.25), (False, 0.0, 0.0)])
def test_an_incident_reaches_the_secretariat_by_a_member_or_through_coupled_bodies(known, coupling, chance):
    assert covered(known, coupling) == chance


@pytest.mark.parametrize(
    ("size", "chance", "draw", "taken"),
    [(SERIOUS, 1.0, 0.999, True), (0.999, 1.0, 0.0, False), (9.0, 0.25, 0.25, False), (9.0, 0.0, 0.0, False)],
)
def test_the_network_takes_up_what_is_serious_and_reaches_it(size, chance, draw, taken):
    assert is_taken_up(size, chance, draw) == taken


@pytest.mark.parametrize(
    ("status", "tier", "told", "found"),
    [
        pytest.param((2, 2, 2), (0, 0, 0), (1, 1, 1), (0, 0, 0), id="no network"),
        pytest.param((2, 2, 2), (1, 1, 1), (0, 0, 0), (1, 1, 3), id="its home knows, and brings it in"),
        pytest.param((2, 2, 2), (1, 2, 1), (0, 1, 1), (3, 1, 3), id="others too, to whom the firm reports"),
        pytest.param((0, 2, 2), (1, 1, 0), (0, 1, 1), (1, 1, 1), id="no office, or not in the network: not counted"),
    ],
)
def test_who_knows(status, tier, told, found):
    w = world(3, 1, status=status, tier=tier, home=(0, 1, 2, 0))
    w.flow[3, :3] = np.array(told) << INCIDENT_REPORTS
    w.pool[:2] = 1 << INCIDENT_REPORTS  # the third withholds them, and partners do not bring things in
    assert who_knows(w, 3) == found


@pytest.mark.parametrize(("knew", "days"), [(0, math.inf), (1, 40.0), (4, 10.0)])
def test_members_answer_the_sooner_the_more_know_and_never_if_none_does(knew, days):
    assert days_by_hand(world(1, params={"bilateral_days": 50.0, "bilateral_best": 10.0}), knew, 4) == days


def test_a_tie_or_its_home_makes_a_host_know_the_firm():
    w = world(3, 1, home=(0, 1, 2, 0), host=(0.25, 0.5, 0.125))
    w.ties[3, 2] = 1
    assert known_to_hosts(w, 3) == 0.375
    assert (facts_work(2.0, 1.0), facts_work(2.0, 0.25), facts_work(2.0, 0.0)) == (0.0, 1.5, 2.0)


@pytest.mark.parametrize(("month", "answered"), [(10, False), (11, False), (12, True)])
def test_answered_by_hand(month, answered):
    assert answered_by_hand(month, 10.5, 30.4375) == answered
    assert not answered_by_hand(month, 0.0, math.inf)


# ---- harm ---------------------------------------------------------------------------------------------------------
@given(TAILS, st.floats(0.001, 1.0))
def test_disasters_of_incidents_have_the_mean_of_the_disaster_chance_exactly(tail, disaster):
    """E min(1, p S) = p (1 - (s p)^(a - 1) / a), s the least severity: by parts below and above the cut at 1 / p."""
    least, cut = (tail - 1.0) / tail, 1.0 / disaster
    inside = tail * least**tail * (cut ** (1.0 - tail) - least ** (1.0 - tail)) / (1.0 - tail)  # of S
    surely = (least / cut) ** tail
    unit = disaster_of(1.0, disaster, tail) / min(1.0, disaster)  # what one of harm is worth
    assert unit * (disaster * inside + surely) == pytest.approx(disaster, rel=1e-9)


@given(TAILS, st.floats(0.0, 1.0), st.floats(0.0, 1e12))
def test_no_incident_does_more_than_all_of_it(tail, disaster, size):
    found = disaster_of(size, disaster, tail)
    assert 0.0 <= found <= disaster_of(1e15, disaster, tail) <= 1.0 / (1.0 - 1.0 / tail)


def test_the_mean_of_drawn_severities_is_that_of_harm():
    """100,000 keyed draws at the heaviest tail: the mean is off by 6 standard errors with chance below 1e-8."""
    found = np.array([
        disaster_of(severity(draws.uniform(STREAM, m, draws.SEVERITY, 1, draws.NO_PARTNER, 0), 1.3), 0.3, 1.3)
        for m in range(100_000)
    ])  # fmt: skip
    assert abs(found.mean() - 0.3) < 6.0 * found.std() / math.sqrt(len(found))


@pytest.mark.parametrize("relative", [0.25, 1.0])
def test_incidents_do_on_average_the_sudden_part_of_the_harm_of_racing(relative):
    """By algebra: the chances of all firms, times the mean harm of one, is the old second half of a month's harm."""
    params = {"disaster": 0.5, "difficulty": 0.5, "incident_rate": 3.0, "severity_tail": 2.0}
    w = world(1, 4, params=params, capability=1.5, pooled=0.25)
    disaster = 0.5 * 1.5 * 0.5 * 0.75
    worth_of_one = harm_unanswered(w, 1.0) * disaster / disaster_of(1.0, disaster, 2.0)  # of the mean incident
    chances = 4 * incident_chance(3.0, 4, 1.5, 0.25, relative)
    assert chances * worth_of_one == pytest.approx(SUDDEN * relative * disaster * 1.5, rel=1e-12)


@pytest.mark.parametrize("fields", [{"params": {"incident_rate": 0.0}}, {"frontier": 0}, {"pooled": 1.0}])
def test_where_no_incident_is_expected_one_does_no_harm(fields):
    assert harm_unanswered(world(1, 2, **fields), 5.0) == 0.0


def test_harm_goes_on_until_an_incident_is_answered():
    w = world(1, 1, params={"response_days": DAYS}, n_incidents=3, month=4)
    w.incident_log[:3, TIME], w.incident_log[:3, HARM] = (4.5, 3.0, 2.0), 8.0
    w.incident_log[:3, ANSWERED] = (np.nan, np.nan, DAYS)
    found = []
    for w.month in (4, 5, 6):
        do_harm(w)
        found.append(w.incident_harm)
    w.incident_log[1, ANSWERED] = 3.0 * DAYS  # just now
    for w.month in (7, 40):
        do_harm(w)
        found.append(w.incident_harm)
    late = [8.0 * (1.0 - 2.0**-months) for months in (0.5, 1.5, 2.5, 35.5)]
    assert found == pytest.approx(
        [4.0 + 4.0, 2.0 + late[0], 1.0 + late[1] - late[0], late[2] - late[1], late[3] - late[2]]
    )
