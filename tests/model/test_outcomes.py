"""Outcomes are pure functions of a record: hand-made records with known answers, one table of cases."""

import math

import numpy as np
import pytest

from sim import parameters
from sim.catalogue import CASE_INDEX, CASE_KINDS, CATEGORIES, DUTIES, MANDATE, TIE_TYPES
from sim.design import FIELDS, DesignPoint
from sim.months import NEVER
from sim.outcomes import ALL_OUTCOMES, OUTCOMES, PAIRED_OUTCOMES, acceptability, compute, state_outcomes, veto_players
from sim.record import CASE_DTYPE, EVENT_DTYPE, LAPSED, SERIES, STATE_SERIES, TIE_LOG_DTYPE, Record
from sim.rules.outcomes import LAST_YEAR, MEANS
from tests.model.conftest import arrays_of, config_of, digest, random_roster, run

FIRST, MONTHS, ADOPTED, WORKS = 18, 36, 20, 24
END = FIRST + MONTHS
NAN = math.nan
GDP = (600.0, 300.0, 100.0)


def hand_made() -> Record:
    """Three states and two firms over three years in which nothing happens; tests write what they need into it."""
    roster = random_roster(3, 2, np.random.default_rng(0), unknown=0.0)
    roster.gdp[:], roster.rivalry[:], roster.member_from[:] = GDP, 0.0, (0, 0, NEVER)
    roster.firm_home[:] = 0
    design = DesignPoint("by hand", np.array([f.low for f in FIELDS], dtype=float), np.zeros(3))
    return Record(
        roster=roster, design=design, params=parameters.default_values(), seed=0, replicate=0, start=FIRST,
        adopted=ADOPTED, works_from=WORKS, months=np.arange(FIRST, END),
        series={name: np.zeros(MONTHS) for name in SERIES},
        states={name: np.zeros((MONTHS, 3)) for name in STATE_SERIES},
        agenda=np.tile(MANDATE, (MONTHS, 1)), host=np.zeros((MONTHS, 3)),
        network_shares=np.zeros((MONTHS, len(CATEGORIES), 2)), bilateral_shares=np.zeros((MONTHS, len(CATEGORIES), 2)),
        pair_counts=np.zeros((5, 5, len(CATEGORIES)), dtype=np.int64), pair_chances=np.zeros((3, 3), dtype=np.int64),
        safe=np.zeros((MONTHS, 2), dtype=bool),
        ties_start=np.zeros((5, 5), dtype=np.int64), ties_end=np.zeros((5, 5), dtype=np.int64),
        tie_log=np.empty(0, dtype=TIE_LOG_DTYPE), cases=np.empty(0, dtype=CASE_DTYPE), incidents=np.zeros((0, 3)),
    )  # fmt: skip


def with_cases(record: Record, *rows: tuple[str, float, float]) -> None:
    """Cases as (kind, opened, finished)."""
    numbered = [(n, CASE_INDEX[key], opened, finished) for n, (key, opened, finished) in enumerate(rows)]
    cases = [(n, k, -1, -1, start, start, end, NAN, CASE_KINDS[k].work, 0, -1, 0) for n, k, start, end in numbered]
    record.cases = np.array(cases, dtype=CASE_DTYPE)


def with_ties(record: Record, *ties: tuple[int, int, tuple[str, ...]]) -> None:
    keys = [t.key for t in TIE_TYPES]
    for a, b, kinds in ties:
        mask = sum(1 << keys.index(kind) for kind in kinds)
        record.ties_end[a, b] = record.ties_end[b, a] = mask


# ---- what somebody did, and the answer ------------------------------------------------------------------------------
def series_mean(r):
    r.series["harm"][:2], r.series["harm"][2:] = 100.0, 3.0  # two months before the decision do not count


def series_last(r):
    r.series["members"][:], r.series["members"][-12:] = 9.0, 4.0


def incidents(r):
    r.incidents = np.array(
        [[19.5, 1, 1.0], [20.0, 1, 10.0], [23.9, 1, 20.0], [30.0, 1, 60.0], [50.0, 1, NAN], [51.0, 0.9, 99.0]]
    )


def projects(r):
    with_cases(r, ("joint_research", 19.0, 30.0), ("joint_research", 21.0, 40.0), ("joint_research", 22.0, NAN),
               ("joint_research", 25.0, 50.0), ("joint_research", 31.0, 40.0), ("standard", 21.0, NAN))  # fmt: skip


def standards(r):
    with_cases(r, ("standard", 22.0, 23.0), ("standard", 24.0, 34.0), ("standard", 30.0, 36.0), ("standard", 40.0, NAN),
               ("standard", 43.0, 44.0))  # fmt: skip


def duties(r):
    done = ("admission", "meeting", "meeting", "clearance", "incident", "capacity")
    with_cases(r, *((kind, 20.0, 21.0) for kind in done), ("terms", 20.0, NAN))


def posts(r):
    """The month before the decision, told in its first row, does not count."""
    r.series["posts"][:3], r.series["at_work"][:3] = 100.0, 100.0
    r.series["posts"][3:5], r.series["at_work"][3:5] = (4.0, 2.0), (3.0, 0.0)


def no_posts(r):
    pass


def waiting(r):
    r.series["finished"][:], r.series["finished"][2:6] = 3.0, 1.0


def influence(r):
    r.states["tier"][:, :2], r.states["influence"][:] = 1, (0.5, 0.1, 0.0)


def dues(r):
    r.states["tier"][:, :2], r.states["dues"][:] = 1, (1.0, 1.0, 0.0)


def dues_in_turn(r):
    r.states["dues"][2:14, 0], r.states["dues"][14:26] = 1.0, (1.0, 1.0, 2.0)


def effort(r):
    r.states["tier"][:, 1:], r.states["effort"][:] = 1, (0.0, 1.0, 1.0)


def biased(r):
    r.roster.rivalry[1, 0] = r.roster.rivalry[0, 1] = 0.8
    r.host[:, 0], r.states["tier"][:, :2] = 0.5, 1
    r.series["neutrality"][:] = 0.25


def turning(r):
    flat = np.eye(5)[0]
    for t in range(MONTHS):
        r.agenda[t] = flat if ((t - 2) // 12) % 2 == 0 else np.eye(5)[1]


def handover(r):
    r.series["speed"][:] = 1.0
    r.host[:20, 0], r.host[20:, 1] = 1.0, 1.0
    r.series["speed"][20:23] = 0.25


def early_handover(r):
    r.series["speed"][:] = 1.0
    r.host[:4, 0], r.host[4:, 1] = 1.0, 1.0  # before the new secretariat works


def dependent(r):
    r.host[:], r.states["dues"][:] = (0.4, 0.2, 0.0), (3.0, 1.0, 0.0)
    with_ties(r, (0, 1, ("testing",)), (0, 2, ("testing",)))


def knowing(r):
    r.states["status"][-1], r.states["knowledge"][-1] = (2, 1, 0), (0.9, 0.3, 0.7)


def tied(r):
    r.states["status"][-1], r.series["office_ties"][-1] = (2, 1, 2), 2
    with_ties(r, (0, 1, ("testing", "research")), (1, 2, ("research",)), (0, 3, ("research", "testing", "guidelines")))


def lapsed(r):
    rows = [(19, 0, 1, -1, LAPSED), (20, 0, 1, -1, LAPSED), (30, 0, 2, -1, LAPSED), (30, 0, 1, 0, 0)]
    r.tie_log = np.array(rows, dtype=TIE_LOG_DTYPE)


def shared(r):
    r.network_shares[1, 3], r.network_shares[5, 3], r.bilateral_shares[6, 3] = (9, 9), (4, 1), (6, 4)


def confident(r):
    r.series["harmonisation"][:], r.series["pooled_knowledge"][:] = 0.7, 0.4


NOT_APPLICABLE = (
    "incident_response_days", "multi_year_completion", "influence_gini", "contribution_gap", "largest_payer_share",
    "free_riding", "perceived_bias", "knowledge_gini", "density", "types_per_tie", "time_to_output_months",
)  # fmt: skip
CASES = [
    (series_mean, "harm", 3.0),
    (series_last, "members", 4.0),
    (incidents, "incident_response_days", 20.0),
    (incidents, "incident_response_days_working", 60.0),
    (projects, "multi_year_completion", 2 / 3),
    (projects, "multi_year_completion_working", 1.0),
    (standards, "time_to_output_months", 10.0),  # 10, 6 and an age of 14 months
    (duties, "duties_done", 3.0),
    (posts, "utilisation", 0.5),  # 3 of 6 post-months
    (no_posts, "utilisation", NAN),
    (influence, "influence_gini", 1 / 3),
    (dues, "contribution_gap", 1 / 6),  # halves against 600 and 300 of 900
    (dues, "largest_payer_share", 0.5),
    (dues_in_turn, "largest_payer_share", 0.75),  # all, then half; the third year nobody pays
    (effort, "free_riding", 1 / 4),  # halves against 300 and 100 of 400
    (biased, "perceived_bias", 0.75 * 0.2),  # members feel 0 and 0.8 x 0.5
    (turning, "agenda_volatility", 1.0),
    (handover, "throughput_dip", 0.25),
    (early_handover, "throughput_dip", NAN),
    (dependent, "host_dependence", (0.4 + 0.75 + 0.5) / 3),
    (knowing, "knowledge_gini", 0.25),
    (tied, "density", 2 / 3),
    (tied, "types_per_tie", 2.0),
    (tied, "type_testing", 2 / 3),
    (lapsed, "lapses", 2.0),
    (shared, "share_incident_reports", 0.5),
    (shared, "share_pre_deployment", NAN),
    (confident, "false_confidence", 0.3),
    (lambda r: None, "transition_months", 4.0),
    (waiting, "transition_cost", 8.0),
    (lambda r: None, "transition_cost", 0.0),
    (lambda r: None, "host_dependence", 0.0),
    *((lambda r: None, name, NAN) for name in NOT_APPLICABLE),
]


@pytest.mark.parametrize(("write", "name", "answer"), CASES, ids=[f"{n}-{w.__name__}" for w, n, _ in CASES])
def test_known_answers(write, name, answer):
    record = hand_made()
    write(record)
    assert compute(record)[name] == pytest.approx(answer, nan_ok=True)


def test_every_outcome_has_an_answer_or_is_a_plain_mean():
    """Those that only average a series share one rule; all others are in the table."""
    plain = {OUTCOMES[k].name for k in (*MEANS[:, 0], *LAST_YEAR[:, 0])}
    families = {"share_", "type_"}
    for outcome in OUTCOMES:
        known = outcome.name in {name for _, name, _ in CASES} | plain
        assert known or any(outcome.name.startswith(family) for family in families), outcome.name


# ---- what an outcome is ---------------------------------------------------------------------------------------------
def test_computing_changes_nothing_and_repeats():
    record = run(config_of("teaching", "igo:OECD", end="2027-12", keep_decisions=True))
    before = digest(record)
    first = compute(record)
    state_outcomes(record)
    assert digest(record) == before
    assert np.array_equal(list(first.values()), list(compute(record).values()), equal_nan=True)


def test_a_record_of_a_stranger_is_enough():
    """Outcomes read arrays alone: a record written by hand and one with other objects give the same."""
    record = run(config_of("teaching", "adhoc", end="2027-12", keep_decisions=True))
    bare = Record(
        **{**vars(record), "decisions": [], "events": np.empty(0, dtype=EVENT_DTYPE), "seed": 99, "replicate": 5}
    )
    assert np.array_equal(list(compute(record).values()), list(compute(bare).values()), equal_nan=True)
    assert arrays_of(bare)["seed"] != arrays_of(record)["seed"]


def test_every_outcome_says_what_it_is():
    names = [o.name for o in ALL_OUTCOMES]
    assert len(set(names)) == len(names)
    for o in ALL_OUTCOMES:
        assert o.unit and o.title and o.meaning and o.evidence and o.better in (-1, 0, 1), o.name
    headline = {o.name for o in ALL_OUTCOMES if o.headline}
    assert headline == {
        "members", "members_without_institute", "regions", "sensitive_pooled", "incident_response_days",
        "multi_year_completion", "influence_gini", "harm", "acceptability",
    }  # fmt: skip
    record = hand_made()
    assert set(compute(record)) == {o.name for o in OUTCOMES}
    assert set(compute(record)).isdisjoint(o.name for o in PAIRED_OUTCOMES), "these need two runs"
    assert len(DUTIES) == 11 and {k.duty for k in CASE_KINDS} == set(DUTIES)


def test_outcomes_of_a_state():
    record = hand_made()
    record.states["tier"][2:19, 1] = 2
    record.states["welfare"][:2], record.states["welfare"][2:] = 50.0, (1.0, 2.0, 3.0)
    found = state_outcomes(record)
    assert found["membership"].tolist() == [0.0, 0.5, 0.0] and found["welfare"].tolist() == [1.0, 2.0, 3.0]
    assert set(found) == {
        "welfare", "dues", "influence", "access", "exposure", "membership", "powers", "posts_lent", "posts_at_hand",
        "first_hand",
    }  # fmt: skip


def test_a_decision_after_the_end_counts_the_whole_run():
    record = hand_made()
    record.adopted = END + 5
    record.series["harm"][:] = 2.0
    assert compute(record)["harm"] == 2.0


def test_a_handover_after_a_standstill_has_no_dip():
    record = hand_made()
    handover(record)
    record.series["speed"][17:20] = 0.0
    assert math.isnan(compute(record)["throughput_dip"])


# ---- against adhoc --------------------------------------------------------------------------------------------------
def world_of(gdp, member, homes):
    roster = random_roster(len(gdp), len(homes), np.random.default_rng(0), unknown=0.0)
    roster.gdp[:], roster.firm_home[:] = gdp, homes
    roster.member_from[:] = np.where(member, 0, NEVER)
    return roster


@pytest.mark.parametrize(
    ("gdp", "member", "homes", "veto"),
    [
        ((600, 300, 100), (1, 1, 1), (), (1, 1, 0)),  # a fifth of the members' GDP
        ((100, 100, 1000), (1, 1, 0), (2, 2), (1, 1, 0)),  # outsiders have no veto, whatever they hold
        ((800, 100, 100), (1, 1, 1), (1, 0, 0, 0, 0), (1, 1, 0)),  # a fifth of the firms
        ((800, 100, 100), (1, 1, 1), (1, 0, 0, 0, 0, 0), (1, 0, 0)),
    ],
)
def test_veto_players_by_hand(gdp, member, homes, veto):
    assert veto_players(world_of(gdp, member, homes)).tolist() == [bool(v) for v in veto]


@pytest.mark.parametrize(
    ("change", "share", "vetoes"),
    [
        ((1.0, 1.0, 1.0, 0.0), 1.0, 0.0),
        ((-1.0, 1.0, 1.0, 0.0), 2 / 3, 1.0),
        ((-1.0, -1.0, -1.0, 9.0), 0.0, 2.0),  # the third member is no veto player, the fourth state no member
        ((0.0, 0.0, 0.0, 0.0), 0.5, 0.0),  # no difference counts half
        ((1e-13, 1.0, -1.0, 0.0), 0.5, 0.0),
    ],
)
def test_acceptability_by_hand(change, share, vetoes):
    roster = world_of((600, 300, 50, 50), (1, 1, 1, 0), ())
    adhoc = np.array([5.0, -2.0, 0.0, 1.0])
    found = acceptability(adhoc + np.array(change), adhoc, roster)
    assert found == {"acceptability": pytest.approx(share), "vetoes": vetoes}


def test_a_world_without_members_accepts_nothing():
    found = acceptability(np.zeros(3), np.zeros(3), world_of((1, 1, 1), (0, 0, 0), ()))
    assert all(math.isnan(value) for value in found.values())
