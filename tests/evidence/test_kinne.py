"""Kinne's three signs of how agreements grow, by paired seeds through the production deal rule on the real roster.

Kinne (2013, 2018) finds that two states sign more readily if they share partners, if they have many agreements
already, and if each is like the other's present partners. Here the network of December 2024 of a draw is
changed in one respect for a pair of offices without a tie, everything else and all draws being equal, and the chance
that the pair ties within a year is compared. The sign of an effect is that of an exact two-sided sign test over the
replicates in which the two sides differ; no effect is called one with a chance of at most ``FALSE_ALARM``. The seeds
are fixed, so that the tests give the same answer every time.

All three come from one term, the references of contacts. In its limit (``LIMIT``: deals held cost nothing, contacts at
a distance are worth little) the signs are Kinne's. In the default world two other terms of the same decision work
against them: what is known through a shared partner need not be had twice (connections), and deals held make the next
one dearer (load). What is then left is ``DEFAULT``: reported as found, not tuned.
"""

import itertools
import math
from functools import cache

import numpy as np
import pytest

from scenarios.designs import load_design
from scenarios.rosters import load_roster
from scenarios.sampling import draw_replicates, parameter_vector
from scenarios.schema import load_scenario
from sim.config import STARTS, RunConfig
from sim.model import CooperationModel
from sim.phases.actions import sign
from sim.rules.choice import probability
from sim.rules.deals import appraise_memorandum, deal_gain
from sim.rules.meetings import meeting_chance, meeting_rate
from sim.rules.traits import fresh_noise

REPLICATES = 60
YEAR = 12
FALSE_ALARM = 0.02
RESEARCH = 0  # type of the ties that are put in, and of the deal whose odds are looked at

KINNE = {"shared partner": 1, "own agreements": 1, "similar to partners": 1}
LIMIT = {"load": 0.0, "decay": 0.1, "vouching": 0.2}  # all within their ranges; vouching at its central value
WITHOUT = LIMIT | {"vouching": 0.0}
DEFAULT = {"shared partner": 0, "own agreements": -1, "similar to partners": 0}


# ---- changes to the network: the pair, the ties of one side, the ties of the other --------------------------------
def _strangers(w, rng):
    """Four offices without any tie among them, first the two of them that share most fora."""
    alive = np.flatnonzero(w.status > 0)
    while True:
        four = [int(k) for k in rng.permutation(alive)[:4]]
        if not w.ties[np.ix_(four, four)].any():
            return max(itertools.permutations(four), key=lambda order: w.fora[order[0], order[1]])


def shared_partner(w, rng):
    """One partner in common against one each: as many ties on both sides."""
    i, j, k, m = _strangers(w, rng)
    return (i, j), [(i, k), (j, k)], [(i, k), (j, m)]


def own_agreements(w, rng):
    """Two more agreements of one side against none."""
    i, j, k, m = _strangers(w, rng)
    return (i, j), [(i, k), (i, m)], []


def similar_to_partners(w, rng):
    """A partner who votes like the candidate in the UN against one who votes differently."""
    i, j, k, m = _strangers(w, rng)
    ideal = real().ideal
    like, unlike = sorted((k, m), key=lambda n: abs(ideal[n] - ideal[j]))
    return (i, j), [(i, like)], [(i, unlike)]


CHANGES = {
    "shared partner": shared_partner,
    "own agreements": own_agreements,
    "similar to partners": similar_to_partners,
}


# ---- the experiment -----------------------------------------------------------------------------------------------
def _model(replicate, params):
    roster = real()
    adhoc = load_design("adhoc", roster)
    first = STARTS["observed"]
    return CooperationModel(RunConfig(roster, adhoc, adhoc, params, "observed", first + YEAR, first, 1, replicate))


@cache
def real():
    return load_roster("real")


def _start(replicate, params, ties):
    model = _model(replicate, params)
    for a, b in ties:
        sign(model.world, min(a, b), max(a, b), 1 << RESEARCH)
    return model


def year_of_deals(model, i, j):
    """A year of the phase 'deals': terms end, pairs meet in keyed order, each side judges and draws.

    Returns whether i and j tied, the chance that they do, and that of the first month. The chances are, month by
    month, that to meet times that both sign, given what the others have done by then (after the tie, as before it);
    as if each meeting had a toss of its own.
    """
    w, missed, hazards = model.world, 1.0, [0.0]
    for _ in range(YEAR):
        if not w.ties[i, j]:
            hazards.append(meeting_chance(meeting_rate(w, i, j)) * signing_chance(model, i, j))
        missed *= 1.0 - hazards[-1]
        model.phase_deals()
        w.month += 1
    return bool(w.ties[i, j]), 1.0 - missed, hazards[1]


def signing_chance(model, i, j):
    """Chance that both sides would sign the pair's first deal if they met now."""
    w, chance = model.world, 1.0
    for a, b in ((i, j), (j, i)):
        terms = appraise_memorandum(w, a, b, 1 << RESEARCH, RESEARCH)
        chance *= probability(deal_gain(terms), fresh_noise(w))
    return chance


@cache
def experiment(name, changes=()):
    """Three tables (replicates, 2), with the change and without it: as ``year_of_deals`` returns."""
    years = []
    for replicate, row in enumerate(draw_replicates(load_scenario("default"), n=REPLICATES).to_dict("records")):
        params = parameter_vector(row | dict(changes))
        pair, *sides = CHANGES[name](_model(replicate, params).world, np.random.default_rng(replicate))
        years.append([year_of_deals(_start(replicate, params, ties), *pair) for ties in sides])
    return np.moveaxis(np.array(years, dtype=float), 2, 0)


def sign_test(hits, n):
    """Chance of at least ``hits`` of ``n`` if either sign were as likely (one-sided)."""
    return sum(math.comb(n, k) for k in range(hits, n + 1)) / 2.0**n


def sign_of(samples):
    """+1, -1 or 0 by the two-sided exact sign test on the replicates in which the two columns differ."""
    more, less = (int((part > 1e-12).sum()) for part in (samples[:, 0] - samples[:, 1], samples[:, 1] - samples[:, 0]))
    if sign_test(more, more + less) <= FALSE_ALARM / 2:
        return 1
    return -1 if sign_test(less, more + less) <= FALSE_ALARM / 2 else 0


# ---- tests ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", KINNE)
def test_the_limit_of_references_has_kinnes_signs(name):
    _, within_a_year, at_once = experiment(name, tuple(LIMIT.items()))
    assert sign_of(at_once) == sign_of(within_a_year) == KINNE[name]


def test_without_references_a_shared_partner_lowers_the_odds_and_likeness_does_nothing():
    signs = [sign_of(experiment(name, tuple(WITHOUT.items()))[2]) for name in ("shared partner", "similar to partners")]
    assert signs == [-1, 0]


@pytest.mark.parametrize("name", KINNE)
def test_what_is_left_of_them_in_the_default_world(name):
    tied, chances, _ = experiment(name)
    assert sign_of(chances) == DEFAULT[name]
    assert DEFAULT[name] * (tied[:, 0].sum() - tied[:, 1].sum()) >= 0  # what was drawn does not contradict


@pytest.mark.parametrize(("with_it", "without", "sign"), [(0.4, 0.2, 1), (0.2, 0.4, -1), (0.2, 0.2, 0)])
def test_planted_signs_are_found_and_no_effect_is_not(with_it, without, sign):
    base = np.random.default_rng(7).random((REPLICATES, 1))
    planted = np.clip(np.array([with_it, without]) + 0.3 * base, 0.0, 1.0)
    assert sign_of(planted) == sign


def test_the_false_alarm_rate_is_kept():
    rng = np.random.default_rng(11)
    alarms = [sign_of(rng.random((REPLICATES, 2))) != 0 for _ in range(2000)]
    assert np.mean(alarms) <= FALSE_ALARM
