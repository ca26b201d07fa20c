"""Rows C, R, S, N and G: the sign of what one rule makes, the presence of what is described; rules behind the rest."""

import numpy as np
import pytest

from results.exposure import exposure_parts
from results.studies.evidence.common import rank_correlation
from results.studies.evidence.contrast import event, side
from results.studies.evidence.measure import Task, perform, run
from results.studies.evidence.reasons import BASE, ROTATING
from results.studies.evidence.rivalry import crossing
from scenarios.designs import load_design
from scenarios.rosters import load_roster
from sim import parameters as P
from sim.catalogue import CATEGORY_INDEX, SENSITIVITY
from sim.config import STARTS, RunConfig, ScheduledEvent
from sim.model import CooperationModel
from sim.parameters import default_values, with_values
from sim.rules.deals import deal_gain, deal_terms
from sim.rules.membership import set_benefits
from sim.rules.pace import disaster_chance, mirrored, pace_gain, pace_terms
from sim.rules.sharing import share_terms
from sim.rules.shocks import decayed_salience
from tests.evidence.checks import check_row, differs, ids, numbers
from tests.worlds import world


@pytest.mark.parametrize("key", ids("rivalry.csv"))
def test_row(key, stored, short):
    check_row(key, globals(), stored, short)


def world_after(kind, **event_keys):
    """The worlds of the teaching roster after one month, without and with an event in it."""
    roster = load_roster("teaching")
    us, china = roster.find("US"), roster.find("China")
    adhoc, first = load_design("adhoc", roster), STARTS["observed"]
    worlds = []
    for events in ((), (ScheduledEvent(first, kind, us, china, **event_keys),)):
        params = with_values(control_rate=0.0, dialogue_rate=0.0)
        model = CooperationModel(
            RunConfig(roster, adhoc, adhoc, params, "observed", first, first + 1, 1, 0, events=events)
        )
        model.step()
        worlds.append(model.world)
    return us, china, *worlds


def safe_gain(believed=0.5, mirror=0.0, speed=1.5, disaster=0.3):
    return pace_gain(pace_terms(believed, mirror, 4.0, 1.0, speed, 20.0, disaster, 0.0, 0.5, 0.0, 0.0))


# ---- assumed by construction ----------------------------------------------------------------------------------------
def check_c2(short):
    us, china, before, after = world_after("export_control", size=0.15)
    assert after.trust[us, china] < before.trust[us, china] and after.trust[china, us] < before.trust[china, us]
    assert after.rivalry[us, china] >= before.rivalry[us, china]
    assert after.lead[us] > before.lead[us] == 0.0
    assert after.behind[china] == after.lead[us] > before.behind[china] == 0.0
    free, pressed = (pace_terms(0.5, 0.2, 4.0, 1.0, 1.5, 20.0, 0.3, 0.0, 0.0, behind, 0.0) for behind in (0.0, 0.05))
    assert pace_gain(pressed) < pace_gain(free)


def check_g2(short):
    few, many = (
        deal_gain(deal_terms(1.0, 1.0, 0.4, 0.0, 0.8, fora, 0.0, 0.0, 0.0, 0.0, 0.1, 0.6, 0.0)) for fora in (0.1, 0.6)
    )
    assert many > few
    plain, weighty = (side(ROTATING, set={"fora_weight": x}) for x in (0.0, 2.0))
    assert differs(short, plain, weighty, "office_ties", 36, 48) > 0


# ---- described --------------------------------------------------------------------------------------------------
def check_c7(short):
    assert -1.0 < numbers(short, ("false_confidence",))["false_confidence"] < 1.0


def check_c11(short):
    assert numbers(short, ("transfer_to_distant",))["transfer_to_distant"] >= 0.0
    record = run(short(side("igo:UN", setup_months=0), 30), 1)
    assert record.pair_shares[:, : record.roster.n_states].sum() > 0


def check_r1(short):
    found = numbers(short, ("risk_danger", "risk_sensitive", "risk_opportunity"))
    assert all(0.0 < score < 1.0 for score in found.values())
    record = run(short(BASE, 8), 0, {"decisions"})
    split = [(d, exposure_parts(d)) for d in record.decisions]
    assert {d.act for d, parts in split if parts} >= {"share"}
    for decision, parts in split:
        if parts:
            assert sum(parts.values()) == pytest.approx(dict(decision.receipt())["exposure"])
        else:
            assert decision.act not in ("share", "deal") or decision.item < 0


def check_n3(short):
    found = [perform(Task(short(BASE, 24), r, ("developing_members", "agenda_inclusion"))) for r in range(4)]
    assert max(members for members, _ in found) > 0.0
    assert all(0.0 < share < 1.0 for _, share in found)


def check_g1(short):
    found = [perform(Task(short(BASE), r, ("openness_degree",)))[0] for r in range(6)]  # NaN in worlds without ties
    known = [value for value in found if not np.isnan(value)]
    assert len(known) >= 3 and all(-1.0 <= value <= 1.0 for value in known)
    open_state, closed = (
        deal_gain(deal_terms(1.0, o, 0.4, 0.0, 0.8, 0.2, 0.0, 0.0, 0.0, 0.0, 0.1, 0.6, 0.0)) for o in (1.4, 0.6)
    )
    assert open_state > closed


# ---- rules on which the emergent rows rest ----------------------------------------------------------------------
def test_a_dialogue_raises_trust_between_rivals_and_nowhere_else():
    us, china, before, after = world_after("dialogue", size=0.3)
    moved = np.abs(after.trust - before.trust) > 1e-12
    assert after.trust[us, china] > before.trust[us, china] and after.trust[china, us] > before.trust[china, us]
    assert moved[us, china] and moved.sum() == 2


def test_a_lead_lowers_only_the_leaders_stake():
    even, ahead = world(3, stake=1.0), world(3, stake=1.0, lead=(0.6, 0.0, 0.0))
    set_benefits(even)
    set_benefits(ahead)
    assert ahead.benefit[0] == pytest.approx(0.4 * even.benefit[0])
    assert list(ahead.benefit[1:]) == list(even.benefit[1:])


def test_expecting_others_to_race_makes_a_firm_race_only_where_disaster_is_likely():
    """C2 rests on it: the target's firms expect less safety. Where disaster is unlikely they race less for it."""
    effect = [safe_gain(believed=0.2, disaster=p) - safe_gain(believed=0.4, disaster=p) for p in (0.1, 0.3, 0.5, 0.8)]
    assert effect == sorted(effect, reverse=True) and effect[0] > 0.0 > effect[-1]


def test_verification_caution_and_difficulty_favour_the_safe_pace():
    assert mirrored(0.7, 0.5) > mirrored(0.2, 0.5) and mirrored(0.7, 0.0) == 0.0
    assert safe_gain(mirror=0.5, disaster=0.5) > safe_gain(mirror=0.0, disaster=0.5)
    assert safe_gain(speed=2.0) < safe_gain(speed=1.1)
    chances = [disaster_chance(0.4, 1.0, difficulty, 0.2) for difficulty in (0.2, 0.7, 1.0)]
    assert chances == sorted(chances) and safe_gain(disaster=chances[2]) > safe_gain(disaster=chances[0])


def test_a_zero_sum_frame_counts_a_rivals_gain_and_no_friends():
    def term(weight, rivalry):
        return share_terms(0.4, 1.0, 0.5, 0.8, 0.5, 0.3, 0.0, 0.1, weight, rivalry, 0.0, 0.0)[4]

    assert term(1.0, 0.9) < term(0.3, 0.9) < 0.0 == term(1.0, 0.0) == term(0.0, 0.9)


def test_salience_fades_by_half_in_its_half_life():
    value = 1.8
    for _ in range(6):
        value = decayed_salience(value, 6.0)
    assert value == pytest.approx(1.4)


def test_the_areas_for_rivals_are_among_the_least_sensitive():
    order = np.argsort(SENSITIVITY)[:4]
    assert {CATEGORY_INDEX["verification"], CATEGORY_INDEX["shared_protocols"]} <= set(order)


def test_an_incident_raises_salience_for_months(short):
    calm, shaken = (
        run(short(side(ROTATING, events=events), 18), 0)
        for events in ([], [event("2026-03", "incident", "Anthropic", size=1.5)])
    )
    month = 3 + 12 - 1  # March 2026, counted from December 2024
    more = shaken.series["salience"] - calm.series["salience"]
    assert np.allclose(more[:month], 0.0)
    assert more[month + 1] > 0.4 * default_values()[P.SALIENCE_JUMP]


# ---- analysis code ----------------------------------------------------------------------------------------------
def test_crossing_finds_the_first_value_below():
    samples = np.array([[0.9, 0.9, 0.2], [0.6, 0.9, 0.9], [0.1, 0.9, 0.1]])
    found = crossing(np.array([0.0, 0.5, 1.0]), samples, 0.5)
    assert found[0] == 1.0 and np.isnan(found[1]) and found[2] == 0.0


def test_rank_correlation():
    x = np.array([1.0, 2.0, 3.0, 4.0])
    assert rank_correlation(x, x**3) == pytest.approx(1.0)
    assert rank_correlation(x, -x) == pytest.approx(-1.0)
    assert rank_correlation(x, np.array([1.0, 1.0, 2.0, 2.0])) == pytest.approx(2 / np.sqrt(5))
    assert np.isnan(rank_correlation(x, np.ones(4)))
