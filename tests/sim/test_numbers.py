"""The numbers of a month, each from the world; and what the month was worth."""

import numpy as np
import pytest

from sim import record as R
from sim.catalogue import INCIDENT_REPORTS, PRE_DEPLOYMENT
from sim.rules.categories import ALL, CLOSED, OPEN, SENSITIVITIES
from sim.rules.numbers import (
    access_of,
    duplicated_tests,
    firms_granting,
    network_numbers,
    regions_with_a_member,
    secretariat_numbers,
    sensitive_pooled,
    share_taken,
    state_numbers,
    world_numbers,
)
from sim.rules.shocks import RIVAL
from sim.rules.welfare import harm_of_month
from tests.worlds import relist, world

ACCESS, REPORTS = 1 << PRE_DEPLOYMENT, 1 << INCIDENT_REPORTS


def row_of(rule, w):
    """What a rule writes into the month's row."""
    row = np.full(len(R.SERIES), np.nan)
    rule(w, row)
    return row


# ---- the network ---------------------------------------------------------------------------------------------------
def test_members_and_ties_are_counted():
    w = world(4, 1, tier=(1, 2, 0, 1), status=(2, 1, 2, 0), region=(0, 1, 2, 1))
    for a, b in ((0, 1), (0, 2), (1, 4)):
        w.ties[a, b] = w.ties[b, a] = 1
    w.rivalry[0, 2] = w.rivalry[2, 0] = RIVAL
    row = row_of(network_numbers, relist(w))
    assert [row[k] for k in (R.MEMBERS, R.MEMBERS_WITHOUT_INSTITUTE, R.REGIONS)] == [3, 2, 2]
    assert [row[k] for k in (R.OFFICE_TIES, R.RIVAL_TIES, R.FIRM_TIES)] == [2, 1, 1]


@pytest.mark.parametrize(
    ("tier", "region", "count"), [((0, 0, 0), (0, 1, 2), 0), ((1, 2, 0), (1, 1, 2), 1), ((1, 1, 2), (0, 1, 2), 3)]
)
def test_regions_with_a_member(tier, region, count):
    assert regions_with_a_member(world(3, tier=tier, region=region)) == count


@pytest.mark.parametrize(
    ("asked", "share"), [(((0, 0), (0, 0)), 0.0), (((3, 3), (1, 0)), 0.75), (((2, 1), (2, 2)), 0.75)]
)
def test_share_of_choices_taken(asked, share):
    assert share_taken(np.array(asked, dtype=float)) == share


def test_what_is_sensitive_counts_by_capacity_and_only_of_offices():
    w = world(3, 1, pool=(ALL, OPEN, 0, ALL), capacity=(0.5, 9.0, 9.0, 9.0))
    assert sensitive_pooled(w) == 0.5 * SENSITIVITIES[CLOSED]


def test_firms_that_grant_access():
    assert firms_granting(world(1, 3, pool=(ACCESS, ACCESS, REPORTS, ACCESS | REPORTS))) == 2
    assert row_of(network_numbers, world(1, 2, pool=(0, ACCESS, 0)))[R.MODEL_ACCESS] == 0.5
    assert row_of(network_numbers, world(1, 0))[R.MODEL_ACCESS] == 0.0


# ---- the secretariat -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("experience", "memory"), [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0), (9.0, 1.0)])
def test_memory_is_experience_against_the_time_that_was(experience, memory):
    w = world(2, month=11, experience=experience, dues=(0.25, 0.5), tier=(1, 0), reached=(0.5, 0.25),
              agenda=(0.25, 0.25, 0.0, 0.5, 0.0), settled=3)  # fmt: skip
    row = row_of(secretariat_numbers, w)
    assert row[R.MEMORY] == memory
    assert [row[k] for k in (R.DUES, R.REACH, R.FRONTIER_SHARE, R.MANDATE_DISTANCE)] == [0.75, 1.25, 0.5, 0.25]
    assert (row[R.FINISHED], row[R.BACKLOG]) == (3, 0)


@pytest.mark.parametrize(("harmonisation", "twice"), [(0.0, 2.0), (0.75, 0.5), (1.0, 0.0)])
def test_tests_that_more_than_one_office_does(harmonisation, twice):
    w = world(3, 2, harmonisation=harmonisation)
    w.flow[3, :3], w.flow[4, 0] = ACCESS, ACCESS
    assert duplicated_tests(w) == twice


# ---- the world and its states --------------------------------------------------------------------------------------
@pytest.mark.parametrize(("safe", "share"), [((), 1.0), ((True, False), 0.5), ((False, False), 0.0)])
def test_firms_at_the_safe_pace(safe, share):
    assert row_of(world_numbers, world(1, len(safe), safe=np.array(safe, dtype=bool)))[R.SAFE_SHARE] == share


@pytest.mark.parametrize(
    ("safe", "incidents", "leaks", "harm"),
    [
        pytest.param((False, False), 0.0, 0.0, 0.5, id="certain disaster, without incidents"),
        pytest.param((False, False), 0.25, 0.0, 0.75, id="and incidents"),
        pytest.param((True, False), 0.0, 0.0, 0.3125, id="one is safe: a quarter of its risk"),
        pytest.param((True, False), 0.0, 2.0, 0.8125, id="and leaks"),
        pytest.param((), 0.0, 2.0, 0.5, id="leaks alone"),
    ],
)
def test_harm_of_a_month(safe, incidents, leaks, harm):
    params = {"disaster": 1.0, "difficulty": 1.0, "accident_safe": 0.25, "spill_over": 0.25}
    w = world(1, len(safe), params=params, safe=np.array(safe, dtype=bool), incident_harm=incidents, leaks=leaks)
    assert harm_of_month(w) == harm


@pytest.mark.parametrize(
    ("tier", "status", "granted", "share"),
    [
        pytest.param(0, 2, 2, 0.25, id="an outsider: directly"),
        pytest.param(1, 2, 2, 0.5, id="a member: through the network too"),
        pytest.param(2, 2, 2, 0.25, id="not a partner"),
        pytest.param(1, 0, 2, 0.25, id="nor without an office"),
        pytest.param(1, 2, 0, 0.25, id="whichever is more"),
    ],
)
def test_access_to_models_before_deployment(tier, status, granted, share):
    w = world(1, 4, tier=tier, status=status)
    w.flow[1, 0] = ACCESS
    assert access_of(w, 0, granted) == share


def test_a_state_in_a_month():
    names = ("status", "tier", "influence", "dues", "effort", "openness", "exposure")
    values = {name: (k + 1, k % 3) for k, name in enumerate(names)}
    w = world(2, knowledge=((0.5, 0.5, 0.5, 0.5, 0.5), (0.0, 0.0, 0.0, 0.0, 1.25)), **values)
    block = np.full((len(R.STATE_SERIES), 2), np.nan)
    state_numbers(w, 0.0, block)
    found = dict(zip(R.STATE_SERIES, block.tolist(), strict=True))
    assert {name: tuple(found[name]) for name in names} == values
    assert found["knowledge"] == [0.5, 0.25] and not np.isnan(block).any()
