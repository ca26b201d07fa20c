"""The phase 'record': the month's numbers into the history."""

from __future__ import annotations

from sim import record as R
from sim.jit import rule
from sim.rules import numbers
from sim.rules.pairs import add_tallies, count_pairs, tallies_are_full


@rule
def phase_record(w):
    """Write the month; ``sim.rules.numbers`` says what is written."""
    row = w.month - w.first
    series, states = w.series[row], w.state_series[row]
    numbers.network_numbers(w, series)
    numbers.secretariat_numbers(w, series)
    numbers.world_numbers(w, series)
    numbers.state_numbers(w, series[R.HARM], states)
    w.agendas[row], w.hosts[row], w.paces[row] = w.agenda, w.host, w.safe
    w.network_shares[row], w.bilateral_shares[row] = w.asked_pool, w.asked_pair
    if w.month >= w.adopt:
        count_pairs(w)
    if tallies_are_full(w.month - w.adopt) or row == w.months - 1:
        add_tallies(w.tallies, w.pair_counts)
