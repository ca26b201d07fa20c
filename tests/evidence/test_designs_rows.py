"""Rows W1 to W18 and W28: for what one rule makes, its sign; for the rest, that what is stored agrees with itself."""

import numpy as np
import pytest

from results.studies.evidence import designs, organisations, table
from results.studies.evidence.design_sides import FIXED
from results.studies.evidence.measure import run
from sim import design as D
from sim import parameters as P
from sim.catalogue import ECONOMY, INCLUSION, MANDATE, PRE_DEPLOYMENT
from sim.parameters import default_values
from sim.rules import agenda, casework
from sim.rules.deals import exposure
from sim.rules.dues import dues_share_of, who_pays
from sim.rules.metrics import no_harm_chance
from sim.rules.pooling import appraise_pool, channel_of, pool_conditions
from sim.rules.sharing import share_gain
from tests.evidence.checks import differs, ids
from tests.worlds import design_values, world


@pytest.mark.parametrize("key", ids("designs.csv"))
def test_row(key, stored, short):
    check = globals().get(f"built_in_{key.lower()}")
    row = stored(key)
    assert (check is not None) == (row.kind == table.BY_CONSTRUCTION)
    if check is not None:
        check(short)


def built_in_w6(short):
    speeds = [casework.working_speed(0.05, years, 1.0, 0.0, 0.0) for years in (0.0, 1.0, 5.0)]
    assert speeds[0] == 1.0 and speeds == sorted(speeds) and len(set(speeds)) == 3
    record = run(short(FIXED["UK"], 36), 0)
    assert record.series["speed"][-1] > record.series["speed"][record.works_from - record.start]


def built_in_w9(short):
    """On four states only how far outreach draws them in tells; who then joins is a matter of one state."""
    assert differs(short, *organisations.OUTREACH, "reach_states", 60, 12) > 0


def built_in_w10(short):
    assert differs(short, *organisations.EXPERTS, "first_year_reach", 14) > 0


def built_in_w11(short):
    def shares(dues_host, dues_gdp):
        w = world(3, params={"partner_access": 0.25}, tier=1, gdp=(6.0, 3.0, 1.0), host=(0.0, 0.0, 1.0),
                  dues_host=dues_host, dues_gdp=dues_gdp)  # fmt: skip
        return [dues_share_of(w, j, 1, w.host[j], who_pays(w, -1, 0)) for j in range(3)]

    assert shares(0.0, 1.0) == pytest.approx([0.6, 0.3, 0.1])
    assert shares(1.0, 0.0) == pytest.approx([0.0, 0.0, 1.0])
    assert differs(short, *organisations.DUES, "largest_payer_influence", 30) < 0


def built_in_w12(short):
    def loss(rivalry, protection):
        return exposure(1.0, 0.5, no_harm_chance(rivalry, 0.5, 0.5, protection), 1.0)

    assert loss(0.0, 0.0) > loss(0.0, 0.5) > loss(0.0, 1.0) == 0
    assert loss(0.5, 0.0) > loss(0.5, 1.0) > 0  # what a rival does with it no channel stops
    assert differs(short, *organisations.PROTECTED, "sensitive_rate") > 0


def built_in_w13(short):
    def months(stages, members):
        return casework.approval_months(stages, 1.5, 1.0, members, 10.0, 1.0)

    assert months(6, 10.0) > months(1, 10.0) > 0
    assert months(6, 30.0) > months(6, 10.0)
    assert differs(short, *organisations.STAGES, "time_to_output_months", 48) > 0


def built_in_w14(short):
    targets = []
    for mandate in (4.0, 9.0):
        w, target = world(3, preference=MANDATE), np.empty(len(MANDATE))
        w.design[D.PULL], w.design[D.BREADTH] = 0.2, mandate
        agenda.agenda_target(w, np.full(3, 1 / 3), target)
        targets.append(target)
    narrow, broad = targets
    assert narrow[0] > broad[0]
    assert broad[ECONOMY] > narrow[ECONOMY] and broad[INCLUSION] < narrow[INCLUSION]
    assert differs(short, *organisations.BREADTH, "frontier_share") < 0


def built_in_w15(short):
    """In a run nearly no firm grants access through the network (the row says so): here it is the gain of granting."""

    def gain(friction):
        w = world(2, 1, tier=1, status=2, design=design_values(industry_friction=friction))
        return share_gain(appraise_pool(w, pool_conditions(w, 2, 1, *channel_of(w, 2)), PRE_DEPLOYMENT))

    assert default_values()[P.SECRETARIAT_FRICTION] > 0
    assert gain(0.65) < gain(0.3)


@pytest.mark.slow
@pytest.mark.parametrize("key", ids("designs.csv"))
def test_effects_are_of_todays_rules(key):
    assert not table.lookup(key).stale, "run `make evidence`"


@pytest.mark.parametrize("protections", [(0.0, 0.25, 0.5, 0.75)])
def test_a_crossing_lies_where_the_line_rises_through_zero(protections):
    assert organisations.crossing_at(protections, np.array([-1.0, 1.0, 2.0, 3.0])) == 0.125
    assert organisations.crossing_at(protections, np.array([-2.0, -1.0, -1.0, 0.0])) == 0.75
    assert np.isnan(organisations.crossing_at(protections, np.array([1.0, 1.0, 2.0, 3.0])))
    assert np.isnan(organisations.crossing_at(protections, np.array([-1.0, -1.0, -2.0, -3.0])))


def test_what_is_behind_from_the_start_falls_behind_there():
    assert organisations.falls_behind((4.0, 6.0), np.array([-1.0, 1.0])) == 4.0
    assert organisations.falls_behind((4.0, 6.0), np.array([1.0, -1.0])) == 5.0
    assert np.isnan(organisations.falls_behind((4.0, 6.0), np.array([1.0, 2.0])))


def test_not_led_counts_only_outcomes_in_which_hosts_differ():
    scores = np.array([[1.0, 2.0, 3.0], [1.0, 1.0, 1.0], [3.0, 2.0, 1.0], [0.0, 0.0, 5.0], [np.nan, 1.0, 2.0]])
    assert designs.not_led(scores) == 1.0
    assert designs.not_led(scores[[0, 3]]) == 0.0
    assert np.isnan(designs.not_led(scores[[1]]))


def test_agreement_is_the_correlation_of_ranks():
    assert designs.agreement(np.array([[1.0, 2.0, 9.0], [0.1, 0.2, 0.3]])) == pytest.approx(1.0)
    assert designs.agreement(np.array([[1.0, 2.0, 9.0], [0.3, 0.2, 0.1]])) == pytest.approx(-1.0)


def test_a_club_of_allies_has_nobody_else():
    record = run(organisations.club(1.0), 0)
    allies = np.isin(np.array(record.roster.aliases), organisations.ALLIES)
    assert allies.sum() == len(organisations.ALLIES)
    assert not (record.states["tier"][:, ~allies] > 0).any()
    assert not record.ties_end[: len(allies)][~allies].any()
