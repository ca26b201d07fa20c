"""The deviation finder in the textbook limits: whole runs with one mechanism switched on give the known answers."""

import dataclasses
import itertools

import numpy as np
import pytest

from results.stability.branches import Branches
from results.stability.deviations import END, JOIN, LEAVE, SIGN, Deviation, gains_of, possible
from results.stability.verdicts import DOES_NOT, PAYS, STABLE, UNSTABLE, Found, of_design
from scenarios.designs import load_design
from sim import parameters
from sim.months import NEVER
from sim.roster import TieRecord
from tests.model.conftest import config_of, random_roster

FIRST, RUNS = 18, (0, 1)  # first month of a run; two runs are enough where nothing is left to chance
NOTHING = dict.fromkeys(
    ("noise", "tie_cost", "load", "vouching", "more_types", "fora_weight", "exposure_scale", "leak_rate", "patience",
     "synergy", "zero_sum", "public_motive", "effort_cost", "bias_weight", "crowding", "ending", "election_spread",
     "legal_friction", "familiarity", "exchange_gain", "founding_rate", "meeting_rate", "control_rate",
     "dialogue_rate", "incident_rate", "capability_growth", "overlap", "network_benefit"), 0.0,
)  # fmt: skip


def equals(states: int, links=(), members: int = 0):
    """So many equal states with old institutes, linked so, of which the first are members."""
    roster = random_roster(states, 0, np.random.default_rng(0), "aligned", 1.0, 0.0)
    zeros, old = np.zeros((states, states)), np.full(states, -240)
    return dataclasses.replace(
        roster, gdp=np.full(states, 2000.0), cooperation=np.full(states, 0.5), readiness=np.ones(states),
        acting_from=old, founded=old, staff=np.full(states, 25.0), budget=np.full(states, 10.0),
        member_from=np.where(np.arange(states) < members, 0, NEVER), rivalry=zeros, fora=zeros, legal=zeros + 1.0,
        events=(), ties=tuple(TieRecord(a, b, 0, 0) for a, b in links),
    )  # fmt: skip


def without_secretariat(roster, **given):
    """A run without any secretariat, from the first month on."""
    nobody = load_design("none", roster).replace(setup_months=0.0, excludability=0.0)
    return config_of(roster, nobody, baseline=nobody, adopt=FIRST, **given)


def found_in(roster, month=FIRST + 1, window=2, runs=RUNS, **values):
    """What the finder finds in runs with these parameters and else nothing, as a month begins."""
    params = parameters.with_values(**NOTHING | {"deal_term": 500.0} | values)
    found = []
    for replicate in runs:
        config = without_secretariat(roster, params=params, replicate=replicate)
        branches = Branches(config, month, window)
        as_it_is = branches.welfare()
        found.append(
            Found("x", replicate, month, {d: gains_of(branches, d, as_it_is) for d in possible(branches.here)})
        )
    return of_design("x", found)


def row(of, *deviation):
    return next(r for r in of.rows if r.deviation == Deviation(*deviation))


# ---- deals: the connections model of Jackson and Wolinsky (1996) ---------------------------------------------------
EMPTY, STAR, CIRCLE = (), ((0, 1), (0, 2), (0, 3)), ((0, 1), (1, 2), (2, 3), (0, 3))
COMPLETE = tuple(itertools.combinations(range(4), 2))
LINE = ((0, 1), (1, 2), (2, 3))


@pytest.mark.parametrize(
    ("links", "cost", "stable"),
    [
        pytest.param(COMPLETE, 0.2, True, id="cheap: the complete network alone"),
        pytest.param(STAR, 0.2, False, id="cheap: not the star"),
        pytest.param(CIRCLE, 0.2, False, id="cheap: not the circle"),
        pytest.param(STAR, 0.3, True, id="middling: the star"),
        pytest.param(CIRCLE, 0.3, True, id="middling: the circle of four"),
        pytest.param(COMPLETE, 0.3, False, id="middling: not the complete network"),
        pytest.param(LINE, 0.3, False, id="middling: not the line, whose ends sign"),
        pytest.param(EMPTY, 0.3, False, id="middling: not the empty network"),
        pytest.param(EMPTY, 0.6, True, id="dear: the empty network"),
        pytest.param(STAR, 0.6, False, id="dear: not the star, whose centre ends its ties"),
    ],
)
def test_networks_are_stable_as_in_the_connections_model(links, cost, stable):
    """Decay one half: cheap is below 1/4, dear above 1/2."""
    of = found_in(equals(4, links), decay=0.5, tie_cost=cost)
    ties = [r for r in of.rows if r.deviation.kind in (SIGN, END)]
    assert len(ties) == 6
    assert {r.verdict for r in ties} <= {PAYS, DOES_NOT}, "nothing is left to chance"
    assert (PAYS not in {r.verdict for r in ties}) == stable
    assert of.verdict == (STABLE if stable else UNSTABLE)
    assert of.quiet == float(stable)


def test_gains_are_those_of_the_connections_model():
    """Star, decay 1/2, cost 0.3: two leaves gain 1/4 - 0.3; for a spoke the centre has 1/2 - 0.3, a leaf 1 - 0.3."""
    of = found_in(equals(4, STAR), decay=0.5, tie_cost=0.3)
    leaves, spoke = row(of, SIGN, 1, 2), row(of, END, 0, 1)
    assert leaves.actor.mean == pytest.approx(0.5 - 0.25 - 0.3) and leaves.partner.mean == pytest.approx(-0.05)
    assert spoke.actor.mean == pytest.approx(-(0.5 - 0.3)) and spoke.partner.mean == pytest.approx(-(1.0 - 0.3))


# ---- membership: a quadratic treaty --------------------------------------------------------------------------------
@pytest.mark.parametrize("members", [1, 2, 3, 4, 5])
def test_a_quadratic_treaty_is_stable_with_three_members(members):
    """Each of k members has b^2 k^2 / 2c, an outsider b^2 k^2 / c: the fourth would rather leave, the third comes in.

    In the first month, in runs in which nobody else reviews its membership in it. What an outsider does alone is not
    part of welfare.
    """
    roster = equals(5, members=members)
    values = {"network_benefit": 1.0, "effort_curve": 1.0, "effort_cap": 1e9, "self_organised": 1.0, "decay": 0.0}
    reviews = {k: Branches(without_secretariat(roster, replicate=k), FIRST, 1).here.review for k in range(9)}
    runs = [k for k, months in reviews.items() if FIRST % 12 not in months][:2]
    of = found_in(roster, FIRST, 1, runs, **values)
    unit = row(of, JOIN, 4).actor.mean / ((members + 1) ** 2 / 2 - members**2) if members < 5 else None
    for r in of.rows:
        if r.deviation.kind == LEAVE:
            assert (r.verdict == PAYS) == (members > 3)
            if unit is not None:
                assert r.actor.mean == pytest.approx(unit * ((members - 1) ** 2 - members**2 / 2))
        elif r.deviation.kind == JOIN:
            assert (r.verdict == PAYS) == (members < 3)
            assert all(gain.mean > 0.0 for gain in r.members.values()), "those inside gain by one more"
    membership = [r for r in of.rows if r.deviation.kind in (LEAVE, JOIN)]
    assert (PAYS not in {r.verdict for r in membership}) == (members == 3)
