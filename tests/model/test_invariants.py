"""What holds in every run: random rosters, designs, parameters and seeds; each month is looked at."""

import dataclasses
import warnings

import numpy as np
import pytest
from hypothesis import given, settings

from scenarios.rosters import load_roster
from sim import parameters
from sim.catalogue import CASE_INDEX, WITH_FIRMS
from sim.config import ScheduledEvent
from sim.model import CooperationModel
from sim.months import NEVER
from sim.receipts import TERMS
from sim.record import EVENT_CODES, FORMED, LAPSED, RENEWED
from sim.rules.cases import backlog
from sim.rules.choice import probability
from sim.rules.deals import KINDS
from tests.model.conftest import config_of, months_of, random_roster, run, worlds
from tests.worlds import relist

SHARES = (
    "shared_network", "shared_bilateral", "model_access", "productivity", "memory", "harmonisation", "frontier_share",
    "mandate_distance", "pooled_knowledge", "safe_share",
)  # fmt: skip
STATE_SHARES = ("influence", "knowledge", "access")
SLACK = 1e-12

many = settings(max_examples=20)


def check_network(w) -> None:
    """The network's arrays agree with each other; only those who exist hold ties, only open types are held."""
    J = w.offices
    linked = w.ties > 0
    assert np.array_equal(w.ties, w.ties.T) and not w.ties.diagonal().any()
    assert np.array_equal(w.tie_end[linked], w.tie_end.T[linked])
    assert not linked[J:, J:].any(), "firms hold no ties with firms"
    allowed = sum(1 << k for k in range(len(WITH_FIRMS)) if WITH_FIRMS[k])
    assert not (w.ties[J:] & ~allowed).any(), "a firm holds a type that is not open to firms"
    assert np.array_equal(w.degree, linked.sum(axis=1))
    assert all(np.array_equal(w.partners[n, : w.degree[n]], np.flatnonzero(linked[n])) for n in range(w.nodes))
    check_tables(w)
    assert not linked[:J][w.status == 0].any(), "a tie of an office that does not exist"


LISTS = ("present", "partners", "degree", "links", "within", "depth", "contact", "members", "holders", "tense")


def check_tables(w) -> None:
    """Tables that follow the network and rivalry are what they would be afresh."""
    found = {name: getattr(w, name).copy() for name in LISTS}
    for name in LISTS:
        getattr(w, name)[...] = 0
    relist(w)
    afresh = {name: getattr(w, name).copy() for name in LISTS}
    for name, values in found.items():
        getattr(w, name)[...] = values
    for n, k in enumerate(afresh["depth"]):  # beyond the depth nothing is read
        assert np.array_equal(found["within"][n, : k + 1], afresh["within"][n, : k + 1])
    listed = afresh["tense"].tolist().index(-1)  # neither behind the mark
    assert np.array_equal(found["tense"][: listed + 1], afresh["tense"][: listed + 1])
    for name in set(LISTS) - {"within", "tense"}:
        assert np.array_equal(found[name], afresh[name]), name
    assert np.array_equal(w.weight[: w.offices], w.status > 0)
    assert np.array_equal(w.weight[w.offices :], w.standing * w.p[parameters.FIRM_WEIGHT])


def check_ranges(w) -> None:
    """State that is a share, chance or distribution stays one."""
    for values in (w.trust[: w.offices, : w.offices], w.rivalry, w.knowledge, w.cleared, w.reached, w.security, w.host):
        assert np.isfinite(values).all() and values.min() >= 0 and values.max() <= 1 + SLACK
    assert np.array_equal(w.rivalry[: w.offices, : w.offices], w.rivalry[: w.offices, : w.offices].T)
    assert np.isclose(w.agenda.sum(), 1) and w.agenda.min() >= 0
    assert w.host.sum() <= 1 + 1e-9
    assert set(np.unique(w.status)) <= {0, 1, 2} and set(np.unique(w.tier)) <= {0, 1, 2}
    assert (w.free > 0).all() and (w.effort >= 0).all() and (w.effort <= 0.25 * w.capacity[: w.offices] + SLACK).all()
    assert w.openness.min() >= 0.1 and w.openness.max() <= 1.8


def check_sharing(w) -> None:
    """Information flows only over ties, or from members with an office (firms: with access) to the network."""
    J = w.offices
    assert not w.flow[w.ties == 0].any()
    assert not w.flow[:J][w.status == 0].any() and not w.flow[:, :J][:, w.status == 0].any()
    assert not w.pool[:J][(w.status == 0) | (w.tier == 0)].any()
    assert not (w.asked_pair[:, 1] > w.asked_pair[:, 0]).any() and not (w.asked_pool[:, 1] > w.asked_pool[:, 0]).any()


@many
@given(worlds())
def test_the_world_is_consistent_every_month(config):
    model = CooperationModel(config)
    for month in months_of(model):
        w = model.world
        check_network(w)
        check_ranges(w)
        check_sharing(w)
        assert not w.status[(w.acting_from > month) & (w.founded > month)].any() or _may_have_founded(config, month)
        acting = w.status == 1
        assert (w.acting_from[acting] <= month).all(), "an acting office before its time"


def _may_have_founded(config, month) -> bool:
    """Whether offices beyond the roster's dates are possible: after the replay, or by a scheduled founding."""
    return month > config.replay_until or any(e.kind == "founding" and e.month <= month for e in config.events)


@many
@given(worlds(most_states=9, most_months=20, keep_decisions=True))
def test_no_tie_without_both_consents(config):
    record = run(config)
    taken = {
        (d.month, d.actor, d.partner, kind)
        for d in record.decisions if d.kind in ("sign", "extend") and d.taken
        for kind in range(KINDS) if d.item & (1 << kind)
    }  # fmt: skip
    formed = {(m, a, b, k) for m, a, b, k, action in record.tie_log.tolist() if action == FORMED}
    for month, a, b, kind in formed:
        assert (month, a, b, kind) in taken and (month, b, a, kind) in taken
    both = {(m, min(a, b), max(a, b), k) for m, a, b, k in taken if (m, b, a, k) in taken}
    assert both == {(m, min(a, b), max(a, b), k) for m, a, b, k in formed}, "consent of both is a tie"
    kept = {(d.month, d.actor, d.partner) for d in record.decisions if d.kind == "renew" and d.taken}
    for month, a, b, _, action in record.tie_log.tolist():
        assert action != RENEWED or {(month, a, b), (month, b, a)} <= kept


@many
@given(worlds())
def test_the_tie_log_is_complete(config):
    """The ties at the start and the log give the ties at the end."""
    record = run(config)
    ties = record.ties_start.copy()
    for _, a, b, kind, action in record.tie_log.tolist():
        assert action == FORMED or ties[a, b], "only an existing tie is renewed or lapses"
        assert action != FORMED or not ties[a, b] & (1 << kind), "no type is signed twice"
        new = ties[a, b] | (1 << kind) if action == FORMED else (0 if action == LAPSED else ties[a, b])
        ties[a, b] = ties[b, a] = new
    assert np.array_equal(ties, record.ties_end)


@many
@given(worlds())
def test_no_member_without_admission(config):
    record, roster = run(config), config.roster
    tier, months, cases = record.states["tier"], record.months, record.cases
    admissions = cases[cases["kind"] == CASE_INDEX["admission"]]
    assert (admissions["opened"] >= config.reviews_from).all()
    assert (roster.member_from[tier[0] > 0] <= months[0]).all()
    for t, j in zip(*np.nonzero((tier[1:] > 0) & (tier[:-1] == 0)), strict=True):
        month = months[t + 1]
        settled = (admissions["opener"] == j) & (np.floor(admissions["finished"]) + 1 == month)
        by_date = month < config.reviews_from and roster.member_from[j] == month
        by_event = any(e.kind == "entry" and e.actor == j and e.month == month for e in config.events)
        assert by_date or by_event or settled.sum() == 1


@many
@given(worlds(keep_decisions=True))
def test_a_rejection_is_the_vote_of_members(config):
    """Every vote ends in a rejection by some, with the share that consented, or with a new member."""
    record, votes = run(config), {}
    for d in record.decisions:
        if d.kind == "consent":
            votes.setdefault((d.month, d.partner), []).append(d.taken)
    ends = {EVENT_CODES["reject"], EVENT_CODES["join"]}
    told = {(m, actor): (kind, amount) for m, kind, actor, _, amount in record.events.tolist() if kind in ends}
    for vote, taken in votes.items():
        kind, amount = told[vote]
        assert kind == EVENT_CODES["join"] or amount == sum(taken) / len(taken) < 1.0
    rejected = {vote for vote, (kind, _) in told.items() if kind == EVENT_CODES["reject"]}
    assert rejected <= set(votes)


@many
@given(worlds())
def test_dues_balance(config):
    """Members, and those who hold powers, pay the secretariat's cost in full, unless they are behind with their dues.

    Without paying members nobody does.
    """
    model = CooperationModel(config)
    phase = model.phase_secretariat

    def paid() -> None:
        phase()
        w = model.world
        assert (w.dues >= 0).all() and w.cost >= 0
        assert not w.dues[(w.tier == 0) & (w.host == 0)].any(), "somebody who is no member and holds nothing pays"
        somebody = (w.tier == 1).any() or ((w.tier == 2).any() and w.p[parameters.PARTNER_ACCESS] > 0)
        asked = w.cost if somebody else 0.0
        assert w.dues.sum() <= asked * (1.0 + 1e-12)
        assert w.dues.sum() == pytest.approx(w.cost * w.paid, rel=1e-12)
        if not (w.arrears_since < NEVER).any():
            assert w.dues.sum() == pytest.approx(asked, rel=1e-12)

    model.phase_secretariat = paid
    record = model.run()
    assert np.allclose(record.states["dues"].sum(axis=1), record.series["dues"], rtol=1e-12, atol=1e-12)


def test_no_office_at_all():
    """A world whose offices are still to be founded has incidents too; nobody answers them."""
    rng = np.random.default_rng(1)
    roster = random_roster(3, 1, rng, offices=0.0)
    often = parameters.with_values(incident_rate=100.0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        record = run(config_of(roster, "none", end="2026-06", params=often))
    assert len(record.incidents) and np.isnan(record.incidents[:, 2]).all() and record.series["harm"].sum() > 0


def test_nobody_is_admitted_after_it_has_left():
    """A state whose admission is finished just as it leaves (or withdraws) stays outside."""
    roster = load_roster("real")
    config = config_of(roster, "igo:UN", end="2028-12")
    record = run(config)
    kind = record.cases["kind"] == CASE_INDEX["admission"]
    case = record.cases[kind & (record.cases["finished"] < config.end - 1)][0]
    month, state = int(case["finished"]) + 1, int(case["opener"])
    events = (ScheduledEvent(month, "exit", state),)
    left = run(dataclasses.replace(config, events=events))
    assert left.states["tier"][month - left.start, state] == 0


@many
@given(worlds())
def test_every_case_is_accounted_for(config):
    model = CooperationModel(config)
    capacity = 0.0
    for _ in months_of(model):
        capacity += model.world.posts * model.world.speed
    record = model.record()
    cases, months, series = record.cases, record.months, record.series
    finished, withdrawn = ~np.isnan(cases["finished"]), ~np.isnan(cases["withdrawn"])
    assert not (finished & withdrawn).any()
    opened, done, back = len(cases), finished.sum(), withdrawn.sum()
    assert opened == done + back + backlog(model.world)
    assert np.array_equal(cases["number"], np.arange(opened))
    begun = ~np.isnan(cases["started"])
    assert (cases["started"][begun] >= cases["opened"][begun]).all() and not (finished & ~begun).any()
    assert (cases["finished"][finished] >= cases["started"][finished]).all()
    assert (cases["withdrawn"][withdrawn] >= cases["opened"][withdrawn]).all()
    for t, month in enumerate(months):
        settled = finished & (cases["finished"] < month)
        assert series["finished"][t] == (settled & (cases["finished"] >= month - 1)).sum()
        still = (cases["opened"] < month + 1) & ~settled & ~(withdrawn & (cases["withdrawn"] <= month))
        assert series["backlog"][t] == still.sum()
    slow = finished & ~np.isin(cases["kind"], [CASE_INDEX["incident"], CASE_INDEX["admission"]])  # by members too
    assert cases["work"][slow].sum() <= capacity * (1 + 1e-9) + 1e-9, "more work than the posts could do"


@many
@given(worlds())
def test_nothing_is_done_by_an_office_that_does_not_exist(config):
    record, J = run(config), config.roster.n_states
    status, months = record.states["status"], record.months
    for month, a, b, _, action in record.tie_log.tolist():
        row = status[month - months[0]]
        assert action == LAPSED or all(n >= J or row[n] > 0 for n in (a, b))
    for case in record.cases[record.cases["kind"] == CASE_INDEX["clearance"]]:
        assert status[int(case["opened"]) - months[0], case["opener"]] > 0
    assert not record.pair_shares[:J][status[-1] == 0].any()
    for t, month in enumerate(months):
        point = config.design if month >= record.works_from else config.baseline
        beyond = record.host[t] > point["seat_share"] * point.seat + SLACK
        assert (status[t][beyond] > 0).all(), "chair or lead without an office"
        was = record.states["tier"][t - 1] if t > 0 else config.roster.member_from < config.first
        assert ((record.states["tier"][t][beyond] == 1) | (was[beyond] == 1)).all(), "chair or lead that is no member"


@many
@given(worlds())
def test_series_are_finite_and_shares_within_bounds(config):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        record = run(config)
    for name, values in (record.series | record.states).items():
        assert np.isfinite(values).all(), name
        assert (values >= -SLACK).all() or name == "welfare", name
    assert (record.series["at_work"] <= record.series["posts"] + 1e-9).all()
    for name in SHARES:
        assert record.series[name].max() <= 1 + SLACK, name
    for name in STATE_SHARES:
        assert record.states[name].max() <= 1 + SLACK, name
    assert (record.states["influence"].sum(axis=1) <= 1 + SLACK).all()
    assert (record.host.sum(axis=1) <= 1 + SLACK).all()
    assert np.allclose(record.agenda.sum(axis=1), 1) and (record.agenda >= 0).all()
    assert record.pair_shares.min(initial=0) >= 0 and record.pair_shares.max(initial=0) <= 1 + SLACK
    members = (record.states["tier"] > 0).sum(axis=1)
    assert np.array_equal(members, record.series["members"])
    assert (record.series["reach"] >= members).all() and (record.series["reach"] <= config.roster.n_states).all()
    answered = record.incidents[~np.isnan(record.incidents[:, 2])]
    assert (answered[:, 2] >= 0).all() and len(record.incidents) == record.series["incidents"].sum()


@many
@given(worlds(most_states=9, most_months=20, keep_decisions=True))
def test_receipts_add_up_exactly(config):
    """The gain is the sum of the named terms from left to right, and the choice follows from gain, noise and draw."""
    record, J = run(config), config.roster.n_states
    for d in record.decisions:
        total = 0.0
        for value in d.terms:
            total += value
        assert total == d.gain and len(d.terms) == len(TERMS[d.act])
        assert 0 <= d.draw < 1 and d.taken == (d.draw < probability(d.gain, d.noise))
        of_state = d.act in ("join", "consent") or d.actor >= J
        assert of_state or record.states["status"][d.month - record.start, d.actor] > 0, "an office that does not exist"
