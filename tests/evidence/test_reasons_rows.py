"""Rows W19 to W32: the sign of what one rule makes, the presence of what is described; each term switched off alone."""

import dataclasses

import numpy as np
import pytest

from results.studies.evidence import snapshot
from results.studies.evidence.contrast import side
from results.studies.evidence.measure import Task, perform
from results.studies.evidence.reasons import BASE, ROTATING
from scenarios.designs import load_design
from scenarios.rosters import load_roster
from sim import design as D
from sim import parameters as P
from sim.config import STARTS, RunConfig, ScheduledEvent
from sim.model import CooperationModel
from sim.parameters import with_values
from sim.receipts import TERMS
from sim.rules import agenda, incidents, learning, membership, shocks, welfare
from sim.rules.deals import deal_gain, deal_terms, familiar, tie_cost
from sim.rules.pace import pace_terms
from sim.rules.pooling import cleared_protection
from sim.rules.sharing import share_terms
from tests.evidence.checks import check_row, differs, ids, numbers
from tests.worlds import world


@pytest.mark.parametrize("key", ids("reasons.csv"))
def test_row(key, stored, short):
    check_row(key, globals(), stored, short)


# ---- assumed by construction ----------------------------------------------------------------------------------------
def check_w20c(short):
    frictions = [
        share_terms(0.4, 1.0, 0.5, 0.8, 0.5, 0.3, 0.0, 0.1, 0.3, 0.2, 0.2 * (1 - legal), 0.0)[5] for legal in (1, 0)
    ]
    assert frictions[0] == 0.0 > frictions[1]
    weak, strong = (side(ROTATING, set={"legal_friction": size}) for size in (0.0, 0.6))
    assert differs(short, weak, strong, "incompatible_gap", 36) < 0


def statutory_singapore(roster):
    """The teaching roster has no office with statutory powers: give Singapore's some."""
    return dataclasses.replace(roster, statutory=np.arange(roster.n_states) == roster.find("Singapore"))


def check_w20h(short):
    safe = [pace_terms(0.5, 0.2, 4.0, 1.0, 1.5, 20.0, 0.3, 1.0, fine, 0.0, 0.0)[2] for fine in (0.0, 1.0)]
    assert safe == [0.0, 1.0]
    free, fined = (
        deal_gain(deal_terms(1.0, 1.0, 0.4, 0.0, 0.8, 0.2, 0.0, 0.0, 0.0, fine, 0.1, 0.6, 0.0)) for fine in (0.0, 1.0)
    )
    assert fined > free


def check_w26(short):
    assert incidents.covered(True, 0.0) == 1.0
    assert [incidents.covered(False, coupling) for coupling in (0.0, 0.3, 1.0)] == [0.0, 0.3, 1.0]
    alone, tied = (side(f"{ROTATING}@coupling_overlap={x}", set={"incident_rate": 4.0}) for x in (0, 1))
    assert differs(short, alone, tied, "incident_coverage", 48, 4) > 0


# ---- described --------------------------------------------------------------------------------------------------
def check_w24(short):
    kinds = ("standard", "joint_test", "clearance", "capacity", "research_agenda")
    names = tuple(f"first_{kind}_months" for kind in kinds)
    months = np.array([perform(Task(short(BASE, 48), r, names)) for r in range(6)])
    assert (months[~np.isnan(months)] > 0).all()
    assert not np.isnan(months).all(axis=0).any()  # every kind is seen in some run


def check_w29(short):
    found = np.array([perform(Task(short(BASE, 18), r, ("categories_taken", "worthwhile_share"))) for r in range(6)])
    taken, worthwhile = np.nanmean(found, axis=0)
    assert 0.0 < taken < 7.0
    assert 0.5 < worthwhile <= 1.0


def check_w32(short):
    pulled = np.array([0.25, 0.25, 0.25, 0.25, 0.0])
    agenda.with_outsiders(pulled, 0.2, 0.1, 4, 3)
    assert pulled.sum() == pytest.approx(1.0) and pulled[4] == 0.2 and pulled[3] > 0.25
    found = numbers(short, ("agenda_economy", "agenda_inclusion"), 12)
    assert all(0.0 < share < 1.0 for share in found.values())


# ---- W19: each term switched off alone --------------------------------------------------------------------------
OFF = [
    ("decay", "deal", "access"), ("decay", "deal", "further types"), ("fora_weight", "deal", "fora"),
    ("vouching", "deal", "references"),
    ("fine", "deal", "mandate"),
    ("exposure_scale", "deal", "exposure"), ("tie_cost", "deal", "cost"), ("public_motive", "share", "public"),
    ("patience", "share", "return"), ("synergy", "share", "synergy"), ("exposure_scale", "share", "exposure"),
    ("zero_sum", "share", "zero-sum"), ("network_benefit", "join", "cooperation"),
    ("network_benefit", "join", "own effort"),
    ("bias_weight", "join", "bias"), ("post_cost", "join", "dues"), ("crowding", "join", "crowding"),
    ("fine", "pace", "oversight"), ("control_lead", "pace", "catching up"),
    ("more_types", "deal", "further types"), ("lasting", "deal", "rapport"), ("lasting", "join", "inclination"),
    ("lasting", "share", "practice"),
    ("ending", "join", "cost of leaving"), ("lasting", "pace", "safety culture"),
]  # fmt: skip

# The same parameters in the votes on who comes in, of which a year has few.
VOTES = {
    "zero_sum": {"zero-sum"}, "network_benefit": {"cooperation", "effort", "zero-sum"}, "post_cost": {"dues"},
    "crowding": {"crowding"}, "ending": {"refusing"},
}  # fmt: skip


def decisions(design="static:US", months=13, **changes):
    """Decisions of a year of the real roster, which begins with an export control and much salience of AI risk.

    At the central values but for the ``changes``.
    """
    roster = load_roster("real")
    point, first = (
        load_design(design, roster).replace(setup_months=0.0, penalty=changes.pop("penalty", 0.5)),
        STARTS["observed"],
    )
    control = ScheduledEvent(first, "export_control", roster.find("US"), roster.find("China"), 0.1)
    salient = ScheduledEvent(first, "salience", -1, -1, 3.0)
    config = RunConfig(
        roster, point, point, with_values(**changes), "observed", first + months - 1, first, 1, 0,
        events=(control, salient), keep_decisions=True,
    )  # fmt: skip
    return CooperationModel(config).run().decisions


@pytest.fixture(scope="module")
def usual():
    return decisions()


def sizes(found, act, term):
    """Largest size of a term over all decisions of an act."""
    k = [t.name for t in TERMS[act]].index(term)
    return max((abs(d.terms[k]) for d in found if d.act == act), default=0.0)


@pytest.mark.parametrize(("name", "act", "term"), OFF)
def test_switched_off_alone_a_term_disappears_and_no_other(name, act, term, usual):
    off = decisions(months=13, **{name: 0.0})
    assert sizes(usual, act, term) > 0.0
    assert sizes(off, act, term) == 0.0
    gone = nothing_of(off) - nothing_of(usual)
    rare = {("pace", "oversight")}  # needs an office with powers that has access, which few have in a year
    posts = {("join", "hosting")}  # without the cost of a post only what a host hears first is left
    votes = {("consent", vote) for vote in VOTES.get(name, ())}
    assert gone <= {(a, t) for n, a, t in OFF if n == name} | {("join", "effort")} | rare | posts | votes


def nothing_of(found):
    """Terms that are 0 in all decisions, or of acts that nobody considers (no state applied, no term ended)."""
    return {(act, term.name) for act in TERMS for term in TERMS[act] if sizes(found, act, term.name) == 0.0}


def test_frictions_go_each_with_its_own_parameter(usual):
    friction = [t.name for t in TERMS["share"]].index("friction")

    def largest(found, firm):
        j = load_roster("real").n_states
        return max(abs(d.terms[friction]) for d in found if d.kind == "pool" and (d.actor >= j) == firm)

    no_law, no_tape = decisions(legal_friction=0.0), decisions(secretariat_friction=0.0)
    assert largest(usual, False) > 0.0 and largest(no_law, False) == 0.0
    assert min(largest(no_law, True), largest(no_tape, True)) > 0.0
    assert largest(decisions(legal_friction=0.0, secretariat_friction=0.0), True) == 0.0


def test_a_penalty_goes_with_the_field():
    assert sizes(decisions(penalty=0.0), "join", "penalty") == 0.0 < sizes(decisions(penalty=0.5), "join", "penalty")


def test_the_other_gains_and_costs_at_their_neutral_values():
    assert tie_cost(0.6, 0.0, 9, 1.0, 0.0) == tie_cost(0.6, 0.0, 0, 1.0, 0.0)  # load
    assert familiar(0.0, 1.0, 1.0) == 0.0  # familiarity
    assert learning.gained(0.4, 0.0) == 0.4  # case_learning, harmonise_gain
    assert shocks.rival_utility(0.0, 0.9, 0.1) == 0.0  # rival_network
    w = world(2, params=dict.fromkeys(("own_learning", "shared_learning", "obsolescence"), 0.0), knowledge=0.3,
              preference=1.0, received=1.0)  # fmt: skip
    learning.learn(w)
    assert (w.knowledge == 0.3).all()
    w = world(2, params={"exchange_gain": 0.0}, capacity=(1.0, 3.0), ties=learning.HELPING)
    learning.free_capacity(w)
    assert list(w.free) == [1.0, 3.0]
    w = world(1, 1, params={"clearance_gain": 0.0, "spill_over": 0.0}, safe=True, pooled=0.2)
    w.design[D.PROTECTION] = 0.2
    assert cleared_protection(w, 1.0) == 0.2
    harms = []
    for w.leaks in (0.0, 9.0):
        harms.append(welfare.harm_of_month(w))
    assert harms[0] == harms[1]
    p = with_values()
    assert membership.effort(0.0, 1.0, p[P.EFFORT_COST], p[P.EFFORT_CURVE], 1.0) == 0.0  # network_benefit


@pytest.mark.parametrize(
    ("name", "quantity", "months"),
    [("shared_learning", "pooled_knowledge", 24), ("harmonise_gain", "harmonisation", 24),
     ("case_learning", "pooled_knowledge", 36)],
)  # fmt: skip
def test_without_the_parameter_its_own_outcome_is_lower(short, name, quantity, months):
    assert differs(short, BASE, side(ROTATING, set={name: 0.0}), quantity, months) < 0


# ---- W22: the numbers of the observed network -------------------------------------------------------------------
def test_the_observed_network_in_numbers():
    seen = snapshot.observed(load_roster("real"))
    assert (seen["office_ties"], seen["firm_ties"]) == (8, 9)
    assert seen["density"] == pytest.approx(17 / 75) and seen["types_per_tie"] == pytest.approx(27 / 17)
    assert seen["named_hubs"] == 3 and seen["broad_hubs"] == 2
    assert sum(seen[t.key] for t in snapshot.TIE_TYPES) == pytest.approx(27 / 17)
