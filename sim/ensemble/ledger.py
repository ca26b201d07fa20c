"""The phase 'record': the month's numbers onto the pages; then the arm works until the next month."""

from __future__ import annotations

from sim import record as R
from sim.compiled import rule
from sim.ensemble.casework_queue import backlog, work_until
from sim.ensemble.choices import network_productivity
from sim.ensemble.fill import copy, copy_table
from sim.rules.numbers import arm_numbers, network_numbers, state_numbers, world_numbers
from sim.rules.pairs import add_tallies, count_pairs, tallies_are_full

HARM = R.HARM


@rule
def phase_record(w, t):
    """Write the month, then let the secretariat work."""
    now, pages = w.now[0], w.pages
    row = now["month"] - t.first
    _numbers(w, t, pages.series[row], pages.states[row])
    copy(w.agenda, pages.agenda[row])
    copy(w.host, pages.host[row])
    copy(w.safe, pages.safe[row])
    copy_table(w.asked_pool, pages.network_shares[row])
    copy_table(w.asked_pair, pages.bilateral_shares[row])
    if now["month"] >= t.adopt:
        count_pairs(w.ties, w.partners, w.degree, w.tier, w.status, w.flow, w.pool, pages.tallies, pages.pair_chances)
    if tallies_are_full(now["month"] - t.adopt) or row == t.months - 1:
        add_tallies(pages.tallies, pages.pair_counts)
    start = float(now["month"])
    work_until(w.queue, start, start + 1.0, now["posts"], now["speed"], now["memory"], now["handover"])


@rule
def _numbers(w, t, row, block):
    now, p = w.now[0], w.p
    network_numbers(
        w.tier, w.status, t.region, w.partners, w.degree, w.rivalry, w.pool, w.asked_pool, w.asked_pair, w.capacity,
        now["leaks"], row,
    )  # fmt: skip
    arm_numbers(
        w.flow, w.tier, w.reached, w.agenda, w.dues, now["month"], t.first, now["productivity"], now["experience"],
        backlog(w.queue), now["settled"], now["speed"], now["harmonisation"], now["cost"], row,
    )  # fmt: skip
    world_numbers(
        p, w.safe, now["salience"], now["capability"], now["incidents"], now["pooled"], now["response_days"],
        now["leaks"], row,
    )  # fmt: skip
    state_numbers(
        p, w.design, w.stake, w.openness, now["salience"], w.benefit, network_productivity(w), w.effort,
        w.tier, w.status, w.within, w.depth, w.present, w.weight, t.fora, w.ties, w.partners, w.degree, w.free, w.trust,
        now["harmonisation"], w.received, w.exposure, w.rivalry, w.host, w.agenda, w.preference, w.dues, w.influence,
        w.knowledge, w.pool, w.flow, row[HARM], block,
    )  # fmt: skip
