"""Rows W1 to W18 and W28: for what one rule makes, its sign; for the rest, that what is stored agrees with itself."""

import numpy as np
import pytest

from results.evidence_rows import designs, organisations, table
from results.evidence_rows.design_sides import FIXED
from results.evidence_rows.measure import run
from sim import parameters as P
from sim.catalogue import ECONOMY, INCLUSION, MANDATE
from sim.parameters import default_values
from sim.rules import agenda, casework
from sim.rules.deals import exposure
from sim.rules.measures import dues_shares
from tests.evidence.checks import differs, ids
from tests.sim.arrays import filled


@pytest.mark.parametrize("key", ids("designs.csv"))
def test_row(key, stored, short):
    wired = globals().get(f"wired_{key.lower()}")
    row = stored(key)
    assert (wired is not None) == (row.kind == table.WIRED)
    if wired is not None:
        wired(short)


def wired_w6(short):
    speeds = [casework.working_speed(0.05, years, 1.0, 0.0, 0.0) for years in (0.0, 1.0, 5.0)]
    assert speeds[0] == 1.0 and speeds == sorted(speeds) and len(set(speeds)) == 3
    record = run(short(FIXED["UK"], 36), 0)
    assert record.series["speed"][-1] > record.series["speed"][record.works_from - record.start]


def wired_w9(short):
    assert differs(short, *organisations.OUTREACH, "members_without_institute", 60, 24) > 0


def wired_w10(short):
    assert differs(short, *organisations.EXPERTS, "first_year_reach", 14) > 0


def wired_w11(short):
    tier, gdp, host = np.array([1, 1, 1]), np.array([6.0, 3.0, 1.0]), np.array([0.0, 0.0, 1.0])
    by_gdp, by_host = (filled(dues_shares, 3, tier, gdp, host, *parts, 0.25) for parts in ((0.0, 1.0), (1.0, 0.0)))
    assert by_gdp == pytest.approx(gdp / gdp.sum())
    assert by_host == pytest.approx(host)
    assert differs(short, *organisations.DUES, "largest_payer_influence", 30) < 0


def wired_w12(short):
    losses = [exposure(1.0, 0.5, 0.4, protection, 1.0) for protection in (0.0, 0.5, 1.0)]
    assert losses[0] > losses[1] > losses[2] == 0
    assert differs(short, *organisations.PROTECTED, "sensitive_rate") > 0


def wired_w13(short):
    def months(stages, members):
        return casework.approval_months(stages, 1.5, 1.0, members, 10.0, 1.0)

    assert months(6, 10.0) > months(1, 10.0) > 0
    assert months(6, 30.0) > months(6, 10.0)
    assert differs(short, *organisations.STAGES, "time_to_output_months", 48) > 0


def wired_w14(short):
    themes = len(MANDATE)
    host, voice = np.zeros(3), np.full(3, 1 / 3)
    preference = np.tile(MANDATE, (3, 1))
    narrow, broad = (
        filled(agenda.agenda_target, themes, MANDATE, phi, 0.2, host, voice, preference) for phi in (0.1, 0.5)
    )
    assert narrow[0] > broad[0] > 1 / themes
    assert broad[ECONOMY] > narrow[ECONOMY] and broad[INCLUSION] < narrow[INCLUSION]
    assert differs(short, *organisations.BREADTH, "frontier_share") < 0


def wired_w15(short):
    assert default_values()[P.ARM_FRICTION] > 0
    assert differs(short, *organisations.FRICTION, "model_access", 36, 4) < 0


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


def test_not_led_counts_only_outcomes_in_which_hosts_differ():
    scores = np.array([[1.0, 2.0, 3.0], [1.0, 1.0, 1.0], [3.0, 2.0, 1.0], [0.0, 0.0, 5.0], [np.nan, 1.0, 2.0]])
    assert designs.not_led(scores) == 1.0
    assert designs.not_led(scores[[0, 3]]) == 0.0
    assert np.isnan(designs.not_led(scores[[1]]))


def test_agreement_is_the_correlation_of_ranks():
    assert designs.agreement(np.array([[1.0, 2.0, 9.0], [0.1, 0.2, 0.3]])) == pytest.approx(1.0)
    assert designs.agreement(np.array([[1.0, 2.0, 9.0], [0.3, 0.2, 0.1]])) == pytest.approx(-1.0)


def test_a_circle_of_allies_has_nobody_else():
    record = run(organisations.club(1.0), 0)
    allies = np.isin(np.array(record.roster.aliases), organisations.ALLIES)
    assert allies.sum() == len(organisations.ALLIES)
    assert not (record.states["tier"][:, ~allies] > 0).any()
    assert not record.ties_end[: len(allies)][~allies].any()
