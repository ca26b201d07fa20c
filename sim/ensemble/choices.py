"""The phases in which actors decide: membership, deals, sharing, firms. One after another where the reference is."""

from __future__ import annotations

import numpy as np

from sim import design as D
from sim import draws
from sim import parameters as P
from sim.catalogue import CASE_INDEX, HELPING
from sim.compiled import inlined, rule
from sim.draws import NOBODY, keyed_order, uniform
from sim.ensemble.diary import meetings_of_month
from sim.ensemble.fill import fill, fill_table
from sim.ensemble.happenings import end_tie, leave, log_tie, open_of_kind, sign
from sim.record import RENEWED
from sim.room import room
from sim.rules import exchange, learning
from sim.rules.appraisal import (
    appraise_membership,
    member_efforts,
    protection_of,
    stakes,
)
from sim.rules.categories import settle
from sim.rules.choice import accepts, keeps
from sim.rules.measures import novelties_to, turned, verification
from sim.rules.meetings import is_next, meeting, renewal, whose_term_ends
from sim.rules.membership import join_gain, may_apply, partner_tier_open
from sim.rules.pace import disaster_chance, mirrored, pace_gain, pace_noise, pace_terms

ADMISSION = CASE_INDEX["admission"]
JOIN, REVIEW_ORDER = draws.JOIN, draws.REVIEW_ORDER
PACE, PACE_ORDER = draws.PACE, draws.PACE_ORDER


# ---- membership -----------------------------------------------------------------------------------------------------
@rule
def phase_membership(w, t):
    """States due for their yearly review, in keyed order, each seeing what was just done; then efforts are set."""
    now, p = w.now[0], w.p
    overlap = p[P.OVERLAP] * w.design[D.OVERLAP]
    stakes(p, w.stake, w.openness, now["salience"], now["capability"], overlap, w.lead, w.benefit)
    if now["month"] >= t.adopt:
        _reviews(w, t)
    member_efforts(p, w.benefit, w.members, w.tier, w.capacity, network_productivity(w), w.effort)
    learning.free_capacity(w.capacity, w.effort, w.ties, w.partners, w.degree, HELPING, p[P.EXCHANGE_GAIN], w.free)


@rule
def network_productivity(w):
    """Productivity of the network: what members do themselves, and what the arm adds (0 to 1)."""
    return learning.total_productivity(w.p[P.SELF_ORGANISED], w.now[0]["productivity"])


@rule
def _reviews(w, t):
    now = w.now[0]
    due, order, keys = room(t.offices, np.int64), room(t.offices, np.int64), room(t.offices, np.uint64)
    count = 0
    for j in range(t.offices):
        if w.review[j] == now["month"] % 12 and may_apply(
            w.status[j], w.tier[j], w.eligible[j], w.design[D.OPEN], w.reached[j]
        ):
            due[count], keys[count] = j, t.key[j]
            count += 1
    if count == 0:
        return
    keyed_order(now["stream"], now["month"], REVIEW_ORDER, keys[:count], order)
    for k in range(count):
        _review(w, t, due[order[k]])


@rule
def _review(w, t, j):
    wanted = _wanted_tier(w, t, j)
    if w.tier[j] > 0:
        if wanted == 0:
            leave(w, j)
        else:
            w.tier[j] = wanted
    elif wanted > 0 and w.applied[j] < 0:
        w.applied[j] = open_of_kind(w, t, ADMISSION, j, -1, wanted, float(w.now[0]["month"]))
    elif wanted == 0 and w.applied[j] >= 0:
        w.applied[j] = -1


@rule
def _wanted_tier(w, t, j):
    """The tier wanted at the yearly review: 0 outside, 1 member, 2 partner (where that tier is open)."""
    if w.status[j] == 0:
        _novel_to(w, j)
    now, tier, gain = w.now[0], 1, _membership_gain(w, t, j, 1)
    if partner_tier_open(w.partner_draw[j], now["tiers"]):
        partner = _membership_gain(w, t, j, 2)
        if partner > gain:
            tier, gain = 2, partner
    noise = w.p[P.NOISE]
    draw = uniform(now["stream"], now["month"], JOIN, t.key[j], NOBODY, 0)
    taken = keeps(gain, noise, draw) if w.tier[j] > 0 else accepts(gain, noise, draw)
    return tier if taken else 0


@rule
def _novel_to(w, j):
    """What is new to a state without an office."""
    by_theme = room((w.knowledge.shape[1], w.knowledge.shape[0]), np.float64)
    turned(w.knowledge, by_theme)
    novelties_to(w.knowledge[j], by_theme, w.novelty[j])


@rule
def _membership_gain(w, t, j, tier):
    now = w.now[0]
    return join_gain(
        appraise_membership(
            w.p, w.design, w.benefit, now["salience"], now["capability"], w.outside, w.members, w.tier, t.gdp,
            now["dues_host"], now["dues_gdp"], now["cost"], w.capacity, w.novelty, w.trust, w.rivalry, t.legal,
            w.security, w.preference, w.agenda, w.host, network_productivity(w), w.cleared, t.offices, j, tier,
        )
    )  # fmt: skip


# ---- deals ----------------------------------------------------------------------------------------------------------
@rule
def phase_deals(w, t):
    """Ties at the end of their term, and pairs that meet, in one keyed order, each seeing what was just done."""
    now, diary, renewed = w.now[0], w.diary, 0
    due = whose_term_ends(
        now["stream"], now["month"], t.key, w.status, w.partners, w.degree, w.tie_end, t.offices, w.p[P.MEETING_RATE],
        w.due, w.due_turns,
    )  # fmt: skip
    meetings = meetings_of_month(w, t)
    for k in range(meetings + 1):
        last = k == meetings
        while renewed < due and (last or not is_next(diary.turns[k], w.due_turns, renewed, due)):
            _renew(w, t, w.due[renewed, 0], w.due[renewed, 1])
            renewed += 1
        if not last:
            _meet(w, t, diary.nodes[k, 0], diary.nodes[k, 1], diary.luck[k])


@inlined
def _meet(w, t, a, b, luck):
    """A pair meets: it considers one more type, or the whole tie if its term ends."""
    now = w.now[0]
    if w.ties[a, b] != 0 and w.tie_end[a, b] <= now["month"]:
        _renew(w, t, a, b)
        return
    kind, signed, _, _, _, _ = meeting(
        w.p, luck, w.ties, w.partners, w.within, w.depth, w.present, w.contact, w.weight, t.fora, w.rivalry, w.security,
        t.statutory, w.free, w.degree, w.openness, now["salience"], now["capability"], w.trust, now["harmonisation"],
        t.offices, a, b, False,
    )  # fmt: skip
    if signed:
        sign(w, t, a, b, kind)


@rule
def _renew(w, t, a, b):
    now = w.now[0]
    renewed, _, _, _, _, _, _ = renewal(
        w.p, now["stream"], now["month"], t.key, w.ties, w.links, w.partners, w.present, w.contact, w.weight, t.fora,
        w.rivalry, w.security, t.statutory, w.free, w.degree, w.openness, now["salience"], now["capability"], w.trust,
        now["harmonisation"], t.offices, a, b,
    )  # fmt: skip
    if renewed:
        end = now["month"] + int(w.p[P.DEAL_TERM])
        w.tie_end[a, b], w.tie_end[b, a] = end, end
        log_tie(w, a, b, -1, RENEWED)
    else:
        end_tie(w, t, a, b)


# ---- sharing --------------------------------------------------------------------------------------------------------
@rule
def phase_sharing(w, t):
    """Offices share with partners and the network, all at once: nobody sees this month's choices of others."""
    now = w.now[0]
    now["leaks"] = 0.0
    fill_table(w.asked_pair, 0.0)
    fill_table(w.asked_pool, 0.0)
    fill(w.exposure, 0.0)
    fill(w.leaked, 0.0)
    _share(w, t, 0, t.offices)
    for j in range(t.offices):
        if w.status[j] > 0:
            now["leaks"] += w.leaked[j]
            _pool(w, t, j, w.tier[j], protection_of(w.p, w.design[D.PROTECTION], w.cleared[j]), 0.0)
    settle(w.pool_sums, w.asked_pool)


@rule
def _share(w, t, first, last):
    """The nodes from first to last - 1 share over their ties."""
    now = w.now[0]
    count = exchange.list_channels(w.status, w.partners, w.degree, t.offices, first, last, w.flow, w.channels)
    exchange.share_over_ties(
        w.p, now["stream"], now["month"], t.key, w.ties, w.channels[:count], w.novelty, w.trust, w.rivalry, t.legal,
        w.security, now["salience"], now["capability"], t.offices, w.diary.glance, w.diary.glanced, w.flow,
        w.asked_pair, w.exposure, w.leaked,
    )  # fmt: skip


@rule
def _pool(w, t, i, tier, protection, red_tape):
    now = w.now[0]
    if tier == 0:
        w.pool[i] = 0
        return
    now["leaks"] += exchange.pool_with_network(
        w.p, now["stream"], now["month"], t.key, w.novelty, w.trust, w.rivalry, t.legal, w.security, w.members, w.tier,
        now["salience"], now["capability"], t.offices, protection, red_tape, i, tier, w.diary.glance, w.diary.glanced,
        w.pool, w.asked_pool, w.pool_sums, w.exposure,
    )  # fmt: skip


# ---- firms ----------------------------------------------------------------------------------------------------------
@rule
def phase_firms(w, t):
    """Firms grant access and report incidents; each quarter, in keyed order, they choose their pace."""
    now, tape = w.now[0], exchange.red_tape(w.design[D.FRICTION], w.host, t.home_share)
    _share(w, t, t.offices, t.offices + t.firms)
    for f in range(t.firms):
        node = t.offices + f
        now["leaks"] += w.leaked[node]
        tier = exchange.firm_tier(w.tier, w.status, w.partners, w.degree, t.home, node)
        _pool(w, t, node, tier, 0.0, tape)
    settle(w.pool_sums, w.asked_pool)
    if now["month"] % 3 == 0:
        order = room(t.firms, np.int64)
        keyed_order(now["stream"], now["month"], PACE_ORDER, t.key[t.offices :], order)
        for k in range(t.firms):
            _choose_pace(w, t, order[k])


@rule
def _choose_pace(w, t, f):
    now, p, node = w.now[0], w.p, t.offices + f
    disaster = disaster_chance(p[P.DISASTER], now["capability"], p[P.DIFFICULTY], now["pooled"])
    mirror = mirrored(p[P.MIRRORING], verification(now["harmonisation"], w.tier, t.home_share))
    terms = pace_terms(
        w.believed_safe[f], mirror, p[P.STEP_BENEFIT], p[P.SAFETY_COST], p[P.SPEED_UP], p[P.PRIZE], disaster,
        exchange.oversight(w.flow, t.statutory, t.offices, node), p[P.FINE], w.behind[t.home[node]],
    )  # fmt: skip
    draw = uniform(now["stream"], now["month"], PACE, t.key[node], NOBODY, 0)
    w.safe[f] = accepts(pace_gain(terms), pace_noise(p[P.NOISE], p[P.STEP_BENEFIT], p[P.PRIZE]), draw)
