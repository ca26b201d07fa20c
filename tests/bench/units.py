"""Unit costs for the floor: each function repeats one kind of work in a compiled loop over a run's arrays.

``w`` and ``t`` are the handles of a state in the midst of a run and of its setting. Each returns how often it did the
work, and a number that depends on all of it, so that nothing is optimised away. When a rule's arguments change, this
is the one place of the benchmark to adapt.
"""

from __future__ import annotations

from sim import design as D
from sim import parameters as P
from sim.draws import MEET, pair_uniform
from sim.ensemble.choices import _choose_pace, _membership_gain, _pool, _share
from sim.ensemble.diary import open_diary
from sim.jit import rule
from sim.rules.appraisal import protection_of
from sim.rules.categories import settle
from sim.rules.choice import probability
from sim.rules.exchange import wants_clearance
from sim.rules.measures import novelties
from sim.rules.meetings import luck_of, meeting, renewal
from sim.rules.partners import ONE, add_partners, drop_partners
from sim.rules.reach import link_within, unlink_within


@rule
def draws(w, t):
    """A draw for every pair."""
    count, total, n = 0, 0.0, t.offices + t.firms
    for a in range(n):
        for b in range(a + 1, n):
            total += pair_uniform(w.now[0]["stream"], w.now[0]["month"], MEET, t.key[a], t.key[b], 0)
            count += 1
    return count, total


@rule
def exponentials(w, t):
    """The chance of an act, at as many gains as there are pairs."""
    count, total = 0, 0.0
    for a in range(w.trust.shape[0]):
        for b in range(w.trust.shape[0]):
            total += probability(w.trust[a, b] - 0.5, w.p[P.NOISE])
            count += 1
    return count, total


@rule
def meetings(w, t):
    """A meeting of every pair that can meet, judged by both sides, draws and chances included."""
    now, count, total = w.now[0], 0, 0.0
    for a in range(t.offices):
        for b in range(a + 1, t.offices + t.firms):
            if w.status[a] > 0 and (b >= t.offices or w.status[b] > 0):
                luck = luck_of(now["stream"], now["month"], t.key[a], t.key[b])
                found = meeting(
                    w.p, luck, w.ties, w.partners, w.within, w.depth, w.present, w.contact, w.weight, t.fora, w.rivalry,
                    w.security, t.statutory, w.free, w.degree, w.openness, now["salience"], now["capability"], w.trust,
                    now["harmonisation"], t.offices, a, b, False,
                )  # fmt: skip
                total += found[3] + found[5] + found[1]
                count += 1
    return count, total


@rule
def renewals(w, t):
    """Every tie at the end of its term: who is how many steps away without it, and the judgement of both sides."""
    now, count, total = w.now[0], 0, 0.0
    for a in range(t.offices):
        for b in range(a + 1, t.offices + t.firms):
            if w.ties[a, b] != 0:
                found = renewal(
                    w.p, now["stream"], now["month"], t.key, w.ties, w.links, w.partners, w.present, w.contact,
                    w.weight, t.fora, w.rivalry, w.security, t.statutory, w.free, w.degree, w.openness, now["salience"],
                    now["capability"], w.trust, now["harmonisation"], t.offices, a, b,
                )  # fmt: skip
                total += found[2] + found[5]
                count += 1
    return count, total


@rule
def lapses(w, t):
    """Who is how many steps away after every tie, were it to end."""
    count, total = 0, 0.0
    within, depth = w.within.copy(), w.depth.copy()
    for a in range(t.offices):
        for b in range(a + 1, t.offices + t.firms):
            if w.ties[a, b] != 0:
                _copy(w, within, depth)
                drop_partners(w.links, w.partners, w.degree, a, b)
                unlink_within(w.links, within, depth, a, b)
                add_partners(w.links, w.partners, w.degree, a, b)
                total += depth[a]
                count += 1
    return count, total


@rule
def links(w, t):
    """Who is how many steps away after every deal of a pair without one."""
    count, total = 0, 0.0
    within, depth = w.within.copy(), w.depth.copy()
    for a in range(t.offices):
        for b in range(a + 1, t.offices + t.firms):
            if w.ties[a, b] == 0:
                _copy(w, within, depth)
                link_within(within, depth, a, b)
                total += depth[a]
                count += 1
    return count, total


@rule
def copies(w, t):
    """What ``lapses`` and ``links`` do besides: the sets of who is how many steps away copied."""
    count, total = 0, 0.0
    within, depth = w.within.copy(), w.depth.copy()
    for a in range(t.offices):
        for _ in range(a + 1, t.offices + t.firms):
            _copy(w, within, depth)
            total += depth[a] + within[a, 0, 0]
            depth[a] += 1
            within[a, 0, 0] ^= ONE
            count += 1
    return count, total


@rule
def _copy(w, within, depth):
    """Who is how many steps away, into other arrays: as far as it is read, and one step farther at most."""
    for i in range(depth.shape[0]):
        depth[i] = w.depth[i]
        for steps in range(min(w.depth[i] + 2, within.shape[1])):
            for n in range(within.shape[2]):
                within[i, steps, n] = w.within[i, steps, n]


@rule
def shares(w, t):
    """A month of sharing with partners: choices."""
    before = 0.0
    for q in range(w.asked_pair.shape[0]):
        w.asked_pair[q, 0] = 0.0
    open_diary(w.diary)  # no draw is known yet
    _share(w, t, 0, t.offices + t.firms)
    for q in range(w.asked_pair.shape[0]):
        before += w.asked_pair[q, 0]
    return int(before), w.leaked[0]


@rule
def pools(w, t):
    """A month of giving to the network: choices."""
    asked = 0.0
    for q in range(w.asked_pool.shape[0]):
        w.asked_pool[q, 0] = 0.0
    open_diary(w.diary)
    for i in range(t.offices):
        if w.status[i] > 0:
            _pool(w, t, i, w.tier[i], protection_of(w.p, w.design[D.PROTECTION], w.cleared[i]), 0.0)
    settle(w.pool_sums, w.asked_pool)
    for q in range(w.asked_pool.shape[0]):
        asked += w.asked_pool[q, 0]
    return int(asked), w.now[0]["leaks"]


@rule
def reviews(w, t):
    """Every state's gain from membership."""
    total = 0.0
    for j in range(t.offices):
        total += probability(_membership_gain(w, t, j, 1), w.p[P.NOISE])
    return t.offices, total


@rule
def clearances(w, t):
    """Whether a cleared channel would change what each office withholds."""
    now, total = w.now[0], 0
    for j in range(t.offices):
        total += wants_clearance(
            w.p, w.novelty, w.trust, w.rivalry, t.legal, w.security, w.members, w.tier, now["salience"],
            now["capability"], t.offices, w.design[D.PROTECTION], 0.0, j,
        )  # fmt: skip
    return t.offices, float(total)


@rule
def novelty(w, t):
    """What is new to whom."""
    novelties(w.knowledge, w.status, w.novelty)
    return 1, w.novelty[0, 0]


@rule
def paces(w, t):
    """Every firm's choice of pace."""
    for f in range(t.firms):
        _choose_pace(w, t, f)
    return t.firms, 0.0


UNITS = {
    "draws": draws, "exponentials": exponentials, "meetings": meetings, "renewals": renewals, "lapses": lapses,
    "links": links, "copies": copies, "shares": shares, "pools": pools, "reviews": reviews, "clearances": clearances,
    "novelty": novelty, "paces": paces,
}  # fmt: skip
