"""The start of a run: the state before the first month, as ``sim.world`` and ``sim.arm`` build it."""

from __future__ import annotations

import math

from sim import design as D
from sim import draws
from sim import parameters as P
from sim.catalogue import MANDATE
from sim.compiled import rule
from sim.draws import NOBODY, uniform
from sim.ensemble.casework_queue import reset
from sim.ensemble.diary import open_diary
from sim.ensemble.fill import copy, copy_table, fill, fill_table
from sim.ensemble.pages import clear
from sim.months import NEVER
from sim.rules import origins
from sim.rules.casework import next_chair, powers_held, rounded
from sim.rules.measures import list_contacts, list_positive, novelties
from sim.rules.partners import list_links, list_partners
from sim.rules.reach import list_present, list_within
from sim.rules.shocks import list_tense

ELIGIBLE, PARTNER_TIER, TURN = draws.ELIGIBLE, draws.PARTNER_TIER, draws.TURN
POSTS, SETUP = draws.POSTS, draws.SETUP


@rule
def begin(w, t, stream, params, designs, seats, decided):
    """Fill the state ``w`` for a run in the setting ``t``.

    ``designs`` (D, fields), ``seats`` (D, J), ``decided`` (D,): the arm at the start (row 0), then each design with the
    month in which it is decided, in the order of the configuration.
    """
    now = w.now[0]
    now["stream"], now["month"] = stream, t.first
    open_diary(w.diary)
    copy(params, w.p)
    decide(w, designs, seats, decided)
    _states(w, t)
    _offices(w, t)
    _pairs(w, t)
    _network(w, t)
    _flows(w)
    _arm(w, t)
    reset(w.queue)
    clear(w.pages, w.ties)


@rule
def decide(w, designs, seats, decided):
    """The designs of a run, and when each comes into force; arguments as for ``begin``."""
    copy_table(designs, w.designs)
    copy_table(seats, w.seats)
    setup = setup_draw(w.now[0]["stream"])
    for d in range(decided.shape[0]):
        w.works_from[d] = works_from(decided[d], designs[d], setup)


@rule
def setup_draw(stream):
    """The draw by which a run's months of setting up are rounded."""
    return uniform(stream, 0, SETUP, NOBODY, NOBODY, 0)


@rule
def works_from(decided, design, setup):
    """First month in which a design (fields,) works that is decided in a month."""
    return decided + rounded(design[D.SETUP], setup)


@rule
def _states(w, t):
    stream, p = w.now[0]["stream"], w.p
    origins.preferences(stream, t.key, p[P.PREFERENCE_SPREAD], w.preference)
    origins.stakes_by_gdp(t.gdp, w.stake)
    origins.usual_openness(stream, t.key, t.cooperation, w.usual)
    copy(w.usual, w.openness)
    origins.review_months(stream, t.key, w.review)
    origins.own_draws(stream, t.key, ELIGIBLE, w.eligible)
    origins.own_draws(stream, t.key, PARTNER_TIER, w.partner_draw)
    origins.own_draws(stream, t.key, TURN, w.turn_order)
    after = max(t.replay_until + 1, t.first)
    month, actor = t.elections[:, 0], t.elections[:, 1]
    origins.next_elections(stream, t.key, p[P.ELECTION_INTERVAL], after, month, actor, w.next_election)


@rule
def _offices(w, t):
    stream, p = w.now[0]["stream"], w.p
    origins.full_capacities(stream, t.key, t.staff, t.budget, p[P.PREFERENCE_SPREAD], w.full_capacity)
    copy(t.status, w.status)
    fill(w.capacity, 1.0)
    origins.office_capacities(p, w.status, w.full_capacity, w.capacity)
    origins.office_security(stream, t.key, t.readiness, w.security)
    origins.initial_knowledge(stream, t.key, w.status, w.full_capacity, w.preference, w.knowledge)
    fill_table(w.novelty, 0.0)
    novelties(w.knowledge, w.status, w.novelty)


@rule
def _pairs(w, t):
    origins.initial_rivalry(t.roster_rivalry, t.home, w.p[P.POLARISATION], w.rivalry)
    list_tense(w.rivalry, t.offices, w.tense)
    origins.initial_trust(w.rivalry, w.trust)
    fill(w.safe, False)
    origins.firm_security(w.now[0]["stream"], t.key, t.safety_index, w.security, w.believed_safe)


@rule
def _network(w, t):
    p, ties = w.p, t.start_ties
    fill_table(w.ties, 0)
    fill_table(w.tie_end, NEVER)
    origins.observed_ties(t.first, p[P.DEAL_TERM], ties[:, 0], ties[:, 1], ties[:, 2], ties[:, 3], w.ties, w.tie_end)
    origins.weights(w.status, p[P.FIRM_WEIGHT], w.weight)
    list_present(w.weight, t.offices, w.present)
    list_partners(w.ties, w.partners, w.degree)
    list_links(w.ties, w.links)
    list_contacts(w.ties, t.fora, w.rivalry, w.contact)
    list_within(w.links, w.within, w.depth)
    for j in range(t.offices):
        w.tier[j] = 1 if t.member_from[j] < t.first else 0
        w.applied[j] = -1
    list_positive(w.tier, w.members)


@rule
def _flows(w):
    now = w.now[0]
    fill_table(w.flow, 0)
    fill(w.pool, 0)
    for table in (w.asked_pair, w.asked_pool):
        fill_table(table, 0.0)
    fill(w.pool_sums, 0)
    for row in (w.exposure, w.leaked, w.received, w.lead, w.behind, w.outside):
        fill(row, 0.0)
    now["salience"], now["capability"], now["pooled"], now["leaks"] = 1.0, 1.0, 0.0, 0.0
    now["incidents"], now["response_days"] = 0, w.p[P.BILATERAL_DAYS]
    now["n_incidents"], now["n_ties"], now["overflow"] = 0, 0, 0


@rule
def _arm(w, t):
    now = w.now[0]
    copy(w.designs[0], w.design)
    copy(w.seats[0], w.seat)
    copy(MANDATE, w.agenda)
    copy(w.capacity, w.free)
    fill(w.clearing, False)
    for row in (w.cleared, w.reached, w.influence, w.dues, w.effort, w.benefit):
        fill(row, 0.0)
    now["productivity"], now["work_planned"], now["work_done"] = 0.5, 1.0, 0.5
    now["harmonisation"], now["cost"] = 0.1, 0.0
    now["began"], now["taken"], now["done"], now["settled"] = float(t.first), 0.0, 0.0, 0
    now["experience"], now["handover_at"], now["handover"], now["memory"] = 0.0, -math.inf, math.nan, 1.0
    now["dues_host"], now["dues_gdp"] = w.design[D.DUES_HOST], w.design[D.DUES_GDP]
    now["tiers"], now["speed"], now["posts"] = w.design[D.TIERS], 1.0, 0
    now["posts_draw"] = uniform(now["stream"], 0, POSTS, NOBODY, NOBODY, 0)
    now["next_design"] = 1
    now["chaired_by"] = next_chair(-1, w.turn_order, w.tier, w.status)
    hold(w)


@rule
def hold(w):
    """Who holds the arm's powers under the design in force."""
    d = w.design
    powers_held(
        d[D.SEAT_SHARE], d[D.TURN_SHARE], d[D.LEAD_SHARE], w.seat, w.now[0]["chaired_by"], w.tier, w.status, w.capacity,
        w.host,
    )  # fmt: skip
