"""The only randomness: a uniform number is a hash of what it is for.

A draw depends on (seed, replicate, month, purpose, actor, partner, item) and on nothing else, so that neither the
order of calls, nor another actor, nor another design moves it (common random numbers). Actors enter with a key
made from their id, never with their row. The hash is splitmix64's finaliser (Steele, Lea and Flood 2014).
"""

from __future__ import annotations

import hashlib
import math

import numpy as np

from sim.jit import JIT, rule

word = np.uint64 if JIT else int  # plain Python is faster with its own whole numbers, cut to 64 bits
_ALL = word(2**64 - 1)
_S30, _S27, _S31, _S11 = word(30), word(27), word(31), word(11)
_M1, _M2 = word(0xBF58476D1CE4E5B9), word(0x94D049BB133111EB)
_GOLDEN = word(0x9E3779B97F4A7C15)
_UNIT = 1.0 / 9007199254740992.0  # 2**-53
NO_PARTNER = np.uint64(0)  # key where a draw has no partner

# Purposes: one number a kind of draw; a new purpose takes a new number, so that no old draw moves. DEAL_TYPE and
# CASE_PLAN are not drawn any more and keep their numbers.
(
    MEET, MEET_ORDER, DEAL, DEAL_TYPE, REVIEW_ORDER, JOIN, SHARE, POOL, ACCESS, PACE, PACE_ORDER, INCIDENT, SEVERITY,
    INCIDENT_TIME, ELECTION, ELECTION_PHASE, CONTROL, DIALOGUE, FOUND, PREFERENCE, CAPACITY, OPENNESS, SECURITY,
    REVIEW_MONTH, ELIGIBLE, PARTNER_TIER, TURN, POSTS, CASE_WORK, CASE_STAGE, CASE_PLAN, CASE_THEME, CASE_FAST, SETUP,
    CLEARANCE, HELP, RENEW, FIRM_POOL, KNOWLEDGE, COVERED, INCUMBENTS, RAPPORT, WILL, PAST_MEETING, VOTE,
    ARREARS, SPONSOR, HEIR, SHIFT, DROP, CULTURE, PRACTICE, TAKES_PART, GRACE,
) = range(1, 55)  # fmt: skip


def key_of(node_id: str) -> np.uint64:
    """Key of an actor, from its permanent id."""
    return np.uint64(int.from_bytes(hashlib.blake2b(node_id.encode(), digest_size=8).digest(), "little") | 1)


def stream_of(seed: int, replicate: int) -> np.uint64:
    """Start of the hash for one run."""
    text = f"{int(seed)}:{int(replicate)}"
    return np.uint64(int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little"))


@rule
def _absorb(state, value):
    """Mix one more 64-bit word into the hash."""
    z = (state + _GOLDEN + value) & _ALL
    z = (z ^ (z >> _S30)) * _M1 & _ALL
    z = (z ^ (z >> _S27)) * _M2 & _ALL
    return z ^ (z >> _S31)


@rule
def uniform(stream, month, purpose, actor, partner, item):
    """A number in [0, 1) for this purpose. ``stream``, ``actor`` and ``partner`` are uint64, the rest integers >= 0."""
    return draw_for(draws_of(stream, month, purpose, actor), word(partner), item)


@rule
def draws_of(stream, month, purpose, actor):
    """What all of an actor's draws in a month for one purpose have in common (for ``draw_for``)."""
    return _absorb(_absorb(word(stream), word(month) * _M1 + word(purpose)), word(actor))


@rule
def draw_for(own, partner, item):
    """``uniform``, given the actor's ``draws_of``: the same number, for those who draw often.

    ``partner`` is a word already (``word``): in plain Python, turning a key into one takes as long as half a hash.
    """
    return float(_absorb(own, partner + word(item) * _M2) >> _S11) * _UNIT


@rule
def pair_uniform(stream, month, purpose, a, b, item):
    """As ``uniform``, for a pair whose order does not matter."""
    if a < b:
        return uniform(stream, month, purpose, a, b, item)
    return uniform(stream, month, purpose, b, a, item)


@rule
def pair_draw_for(own_a, own_b, a, b, item):
    """``pair_uniform``, given the ``draws_of`` of both."""
    first = a < b
    return draw_for(own_a if first else own_b, b if first else a, item)


@rule
def lowest_not_below(chance):
    """The smallest draw that is not below a ``chance`` (0 to 1), as ``pair_is_below`` takes it: in units of 2**-53."""
    return word(math.ceil(min(max(chance, 0.0), 1.0) / _UNIT))


@rule
def pair_is_below(own_a, own_b, a, b, item, limit):
    """Whether ``pair_draw_for`` returns a draw below the chance of the ``limit`` (``lowest_not_below``)."""
    first = a < b
    own, partner = own_a if first else own_b, b if first else a
    return _absorb(word(own), word(partner) + word(item) * _M2) >> _S11 < limit


@rule
def normal(stream, month, purpose, actor, partner, item):
    """A standard normal number (Box and Muller 1958)."""
    u = uniform(stream, month, purpose, actor, partner, 2 * item)
    v = uniform(stream, month, purpose, actor, partner, 2 * item + 1)
    return math.sqrt(-2.0 * math.log(1.0 - u)) * math.cos(2.0 * math.pi * v)


@rule
def keyed_order(stream, month, purpose, keys, order):
    """Fills ``order`` with the n positions of ``keys`` in a random order that depends on the keys alone."""
    n = keys.shape[0]
    values = np.empty(n)
    for k in range(n):
        values[k] = uniform(stream, month, purpose, keys[k], NO_PARTNER, 0)
    ranks(values, np.empty(n + 1, dtype=np.int64), order)


@rule
def ranks(values, begins, order):
    """Fills ``order`` (n,) with the positions of numbers in [0, 1) from the smallest to the largest, equals in theirs.

    Draws are spread evenly: dealt out to n drawers by size they lie almost in order, and few are moved after that.
    ``values`` (n,); ``begins`` (n + 1,) is room for where drawers begin.
    """
    n = values.shape[0]
    for drawer in range(n + 1):
        begins[drawer] = 0
    for k in range(n):
        begins[int(values[k] * n) + 1] += 1
    for drawer in range(n):
        begins[drawer + 1] += begins[drawer]
    for k in range(n):
        drawer = int(values[k] * n)
        order[begins[drawer]] = k
        begins[drawer] += 1
    for k in range(1, n):
        one, place = order[k], k
        while place > 0 and values[order[place - 1]] > values[one]:
            order[place] = order[place - 1]
            place -= 1
        order[place] = one
