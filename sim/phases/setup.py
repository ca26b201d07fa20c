"""The start of a run: the state of the world before its first month."""

from __future__ import annotations

import math

from sim import design as D
from sim import draws
from sim.catalogue import FACTS, MANDATE
from sim.draws import NO_PARTNER, uniform
from sim.jit import rule
from sim.months import NEVER
from sim.rules import setup
from sim.rules.casework import hold, name_chair, next_chair, rounded
from sim.rules.categories import OWN
from sim.rules.dues import arrears_of, collect_dues
from sim.rules.hosting import set_usual_rivalry
from sim.rules.metrics import list_contacts, list_novelties, list_positive
from sim.rules.partners import list_links, list_partners
from sim.rules.past import learn_from_past
from sim.rules.plan import set_plan
from sim.rules.reach import list_present, list_within
from sim.rules.shocks import list_tense
from sim.rules.standing import set_standing
from sim.rules.traits import draw_traits, turn_traits
from sim.world_fields import NO_MONTH

ELIGIBLE, PARTNER_TIER, TURN, ARREARS = draws.ELIGIBLE, draws.PARTNER_TIER, draws.TURN, draws.ARREARS
POSTS, SETUP = draws.POSTS, draws.SETUP
FACT_CHAIR, FACT_COORDINATOR = FACTS.index("chair"), FACTS.index("coordinator")


@rule
def begin(w, stream, params, designs, seats, decided):
    """Fill the world for a run.

    ``designs`` (D, fields), ``seats`` (D, J), ``decided`` (D,): the design at the start (row 0), then each with the
    month in which it is decided, in the order of the configuration.
    """
    w.stream, w.month, w.forcing = stream, w.first, 0
    w.cached[:], w.bounds_month[:] = NO_MONTH, NO_MONTH
    w.p[:] = params
    decide(w, designs, seats, decided)
    draw_traits(w, 0)
    turn_traits(w)
    _states(w)
    _offices(w)
    _pairs(w)
    _network(w)
    _flows(w)
    _secretariat(w)
    learn_from_past(w)
    _history(w)


@rule
def decide(w, designs, seats, decided):
    """The designs of a run, and when each comes into force; arguments as for ``begin``."""
    w.designs[:], w.seats[:] = designs, seats
    setup_draw = draw_of_setup(w.stream)
    for d in range(decided.shape[0]):
        w.works_from[d] = works_from(decided[d], designs[d], setup_draw)


@rule
def draw_of_setup(stream):
    """The draw by which a run's months of setting up are rounded."""
    return uniform(stream, 0, SETUP, NO_PARTNER, NO_PARTNER, 0)


@rule
def works_from(decided, design, setup_draw):
    """First month in which a design (fields,) works that is decided in a month."""
    return decided + rounded(design[D.SETUP], setup_draw)


@rule
def _states(w):
    setup.set_preferences(w)
    setup.set_stakes(w)
    setup.set_openness(w)
    setup.set_reviews(w)
    setup.own_draws(w, ELIGIBLE, w.eligible)
    setup.own_draws(w, PARTNER_TIER, w.partner_draw)
    setup.own_draws(w, TURN, w.turn_order)
    setup.own_draws(w, ARREARS, w.arrears_draw)
    w.turned[:] = False
    setup.set_changes(w)
    set_standing(w)
    w.lead[:], w.behind[:], w.rival_network[:] = 0.0, 0.0, 0.0


@rule
def _offices(w):
    w.helped[:], w.funding[:] = 0.0, 1.0
    setup.set_full_capacities(w)
    w.status[:], w.institute_since[:] = w.start_status, w.founded
    w.capacity[:] = 1.0
    setup.set_office_capacities(w)
    setup.set_office_security(w)
    setup.set_knowledge(w)
    w.novelty[:] = 0.0
    list_novelties(w)


@rule
def _pairs(w):
    setup.set_rivalry(w)
    set_usual_rivalry(w)
    list_tense(w)
    w.dialogue[:] = NO_MONTH
    w.occasion[:] = False
    setup.set_trust(w)
    w.safe[:] = False
    setup.set_firm_security(w)


@rule
def _network(w):
    w.ties[:], w.tie_end[:] = 0, NEVER
    setup.set_observed_ties(w)
    setup.set_weights(w)
    list_present(w)
    list_partners(w)
    list_links(w.ties, w.links)
    list_contacts(w)
    list_within(w.links, w.within, w.depth)
    for j in range(w.offices):
        w.tier[j] = 1 if w.member_from[j] < w.first else 0
        w.applied[j], w.ready[j] = -1, 0
    w.rejected[:] = False
    list_positive(w.tier, w.members)
    w.effort[:], w.benefit[:], w.free[:] = 0.0, 0.0, w.capacity


@rule
def _flows(w):
    w.flow[:], w.pool[:], w.at_hand[:] = 0, 0, OWN
    w.asked_pair[:], w.asked_pool[:] = 0.0, 0.0
    w.exposure[:], w.leaked[:], w.received[:] = 0.0, 0.0, 0.0
    w.salience, w.capability, w.pooled, w.leaks = 1.0, 1.0, 0.0, 0.0
    w.incidents, w.incident_harm = 0, 0.0
    w.n_incidents, w.n_ties, w.n_events, w.overflow = 0, 0, 0, 0


@rule
def _secretariat(w):
    w.design[:], w.seat[:], w.agenda[:] = w.designs[0], w.seats[0], MANDATE
    w.cleared[:], w.clearing[:], w.helping[:], w.reached[:] = 0.0, False, False, 0.0
    w.influence[:], w.dues[:], w.opened[:], w.funds = 0.0, 0.0, 0, 1.0
    w.productivity, w.work_planned, w.work_done = 0.5, 1.0, 0.5
    w.harmonisation, w.cost = 0.1, 0.0
    w.began, w.taken, w.done, w.settled = float(w.first), 0.0, 0.0, 0
    w.experience, w.handover, w.memory, w.slowed = 0.0, math.nan, 1.0, 1.0
    w.dues_host, w.dues_gdp, w.tiers = w.design[D.DUES_HOST], w.design[D.DUES_GDP], w.design[D.TIERS]
    w.speed, w.posts, w.next_design = 1.0, 0, 1
    w.manned, w.at_work, w.forgotten, w.ended, w.paid = 0, 0.0, 0.0, 0, 0.0
    set_plan(w)
    w.posts_draw = uniform(w.stream, 0, POSTS, NO_PARTNER, NO_PARTNER, 0)
    w.n_cases, w.n_open, w.n_finished = 0, 0, 0
    w.chair, w.chair_on_record, w.led_by_chair = next_chair(w, -1), 0, 0
    for k in range(w.fact_month.shape[0]):
        if w.fact_kind[k] >= FACT_CHAIR and w.fact_month[k] < w.first:
            name_chair(w, w.fact_actor[k], w.fact_kind[k] == FACT_COORDINATOR)
    w.seated[:], w.findings[:] = True, 0.0
    hold(w)
    collect_dues(w)
    for j in range(w.offices):
        w.arrears_since[j] = w.first - 1 if arrears_of(w, j) else NEVER


@rule
def _history(w):
    """The history of a new run; all else is written month by month."""
    w.pair_counts[:], w.tallies[:], w.pair_chances[:] = 0, 0, 0
    w.ties_start[:] = w.ties
