"""The numbers of a month against a second definition in NumPy, on the world as each month leaves it."""

import numpy as np
import pytest

from sim import parameters as P
from sim import record as R
from sim.catalogue import FRONTIER_THEMES, MANDATE, PRE_DEPLOYMENT, SENSITIVE, SENSITIVITY
from sim.ensemble.runs import record_of
from sim.model import CooperationModel
from sim.record import FORMED, LAPSED, SERIES, STATE_SERIES
from sim.rules.categories import CATEGORIES, MOST_TALLIED, PUBLISHED, flags_of
from sim.rules.shocks import RIVAL
from tests.model.conftest import config_of, months_of, random_roster, run

RUNS = [
    ("teaching", {}),
    ("real", {"params": P.with_values(incident_rate=4.0)}),
    (random_roster(6, 0, np.random.default_rng(3)), {"start": "origin"}),
]


def test_every_series_has_its_position():
    for k, name in enumerate(SERIES):
        assert getattr(R, name.upper()) == k, name
    for k, name in enumerate(STATE_SERIES):
        assert getattr(R, f"STATE_{name.upper()}") == k, name


def in_numpy(model, month):
    """The month's series as their comments in ``record`` say, without those that only pass a number on."""
    w, inside = model.world, model.world.tier > 0
    offices, firms = w.ties[: w.offices, : w.offices] > 0, w.ties[: w.offices, w.offices :] > 0
    sensitive = SENSITIVITY * np.isin(np.arange(len(SENSITIVITY)), SENSITIVE)
    flow, pool = flags_of(w.flow), flags_of(w.pool)
    testers = flow[w.offices :, : w.offices, PRE_DEPLOYMENT].sum(axis=1)
    return {
        "members": inside.sum(),
        "members_without_institute": (inside & (w.status < 2)).sum(),
        "regions": len(np.unique(w.region[inside])),
        "office_ties": offices.sum() / 2,
        "firm_ties": firms.sum(),
        "rival_ties": (offices & (w.rivalry[: w.offices, : w.offices] >= RIVAL)).sum() / 2,
        "shared_network": w.asked_pool[:, 1].sum() / max(1.0, w.asked_pool[:, 0].sum()),
        "shared_bilateral": w.asked_pair[:, 1].sum() / max(1.0, w.asked_pair[:, 0].sum()),
        "sensitive_pooled": (pool[: w.offices] * sensitive).sum(axis=1) @ w.capacity[: w.offices],
        "model_access": pool[w.offices :, PRE_DEPLOYMENT][w.standing].mean() if w.firms else 0.0,
        "memory": min(1.0, w.experience * 12.0 / (month + 1 - w.first)),
        "frontier_share": w.agenda[list(FRONTIER_THEMES)].sum(),
        "mandate_distance": 0.5 * np.abs(w.agenda - MANDATE).sum(),
        "duplicated": (np.maximum(0, testers - 1) * (1 - w.harmonisation)).sum(),
        "dues": w.dues.sum(),
        "reach": np.where(inside, 1.0, w.reached).sum(),
        "safe_share": w.safe[w.standing].mean() if w.firms else 1.0,
    }


def states_in_numpy(w):
    pooled = flags_of(w.pool)[w.offices :, PRE_DEPLOYMENT].sum()
    direct = flags_of(w.flow)[w.offices :, : w.offices, PRE_DEPLOYMENT].sum(axis=0)
    access = np.where((w.tier == 1) & (w.status == 2), np.maximum(direct, pooled), direct) / max(1, w.standing.sum())
    return {"status": w.status, "tier": w.tier, "knowledge": w.knowledge.mean(axis=1), "access": access,
            "influence": w.influence, "dues": w.dues, "effort": w.effort, "openness": w.openness[: w.offices],
            "exposure": w.exposure[: w.offices]}  # fmt: skip


@pytest.mark.parametrize(("roster", "changes"), RUNS, ids=["teaching", "real", "no firms"])
def test_the_numbers_of_every_month(roster, changes):
    model = CooperationModel(config_of(roster, "adhoc", end="2026-12", **changes))
    for t, month in enumerate(months_of(model)):
        row, block = model.world.series[t], model.world.state_series[t]
        for name, value in in_numpy(model, month).items():
            assert row[SERIES.index(name)] == pytest.approx(value, rel=1e-14, abs=1e-15), (month, name)
        for name, values in states_in_numpy(model.world).items():
            assert np.allclose(block[STATE_SERIES.index(name)], values, rtol=1e-14, atol=1e-15), (month, name)


def months_of_chance(record):
    """(J, J) months after the adoption with a tie or both in the network, from the log of ties."""
    offices = record.roster.n_states
    inside = (record.states["tier"] > 0) & (record.states["status"] > 0)
    tied, log = record.ties_start[:offices, :offices] > 0, record.tie_log
    chances = np.zeros((offices, offices), dtype=np.int64)
    for t, month in enumerate(record.months):
        for _, a, b, _, action in log[(log["month"] == month) & (log["b"] < offices) & (log["a"] < offices)]:
            if action in (FORMED, LAPSED):
                tied[a, b] = tied[b, a] = action == FORMED
        if month >= record.adopted:
            chances += tied | np.outer(inside[t], inside[t])
    np.fill_diagonal(chances, 0)
    return chances


@pytest.mark.parametrize(("roster", "changes"), RUNS, ids=["teaching", "real", "no firms"])
def test_chances_of_a_pair_follow_from_the_log_of_ties(roster, changes):
    record = run(config_of(roster, "igo:OECD" if roster == "real" else "none", end="2028-06", **changes))
    assert np.array_equal(record.pair_chances, months_of_chance(record)) and record.pair_chances.any()


@pytest.mark.parametrize(("roster", "changes"), RUNS, ids=["teaching", "real", "no firms"])
def test_shares_of_pairs_follow_from_what_flowed(roster, changes):
    check_shares(config_of(roster, "adhoc", end="2027-03", **changes))


def test_shares_of_pairs_are_counted_over_more_months_than_a_tally_holds():
    """Three hundred months and more after the decision, in both engines."""
    config = config_of("teaching", "igo:OECD", end="2052-03")
    record = check_shares(config)
    assert record.months_after > 2 * MOST_TALLIED and record.pair_counts.max() > MOST_TALLIED
    assert np.array_equal(record_of(config).pair_counts, record.pair_counts)


def check_shares(config):
    model = CooperationModel(config)
    w, months = model.world, 0
    counts = np.zeros((w.nodes, w.nodes, CATEGORIES), dtype=np.int64)
    for month in months_of(model):
        if month >= model.config.adopt:
            inside = np.concatenate([(w.tier > 0) & (w.status > 0), np.zeros(w.firms, dtype=bool)])
            both, office = np.outer(inside, inside), np.arange(w.nodes) < w.offices
            public = np.where((both | (w.ties > 0)) & np.outer(office, office), PUBLISHED, 0)
            counts += flags_of(w.flow | np.where(both, w.pool[:, None], 0) | public)
            months += 1
    record = model.record()
    assert np.array_equal(record.pair_counts, counts) and record.months_after == months
    assert np.array_equal(record.pair_shares, counts / months)
    return record
