"""The idiomatic model against the reference: alike in distribution, and as many decisions of each kind.

Both models run the same replicates of one small world with other random numbers, so that every mean is compared
with Welch's t test. The levels are such that, were the two models equal in distribution, the whole file would raise a
false alarm for ``FALSE_ALARM`` of all choices of seeds (Bonferroni). The seeds are fixed: the test does not flicker.
The idiomatic model is only what the benchmark compares with, and slow: so is the file, which `make verify` runs.
"""

import dataclasses
from collections import Counter

import numpy as np
import pytest
from scipy import stats

from scenarios.designs import load_design
from sim.config import RunConfig
from sim.design import DesignPoint
from sim.model import CooperationModel
from sim.parameters import with_values
from tests.bench.idiomatic import IdiomaticModel
from tests.bench.idiomatic.states import State
from tests.model.conftest import config_of, random_roster

pytestmark = pytest.mark.slow
REPLICATES = 80
FALSE_ALARM = 1e-3  # of the whole file
FEW = 0.06  # relative difference allowed in the number of decisions
FEW_MEETINGS = 0.15  # in that of meetings: which pairs stay apart, and so meet again and again, is a matter of chance
KIND = {
    "sign": "meeting", "extend": "meeting", "renew": "renewal", "share": "share", "pool": "pool",
    "join": "review", "stay": "review", "consent": "consent", "pace": "pace",
}  # fmt: skip
SERIES = (
    "members", "office_ties", "firm_ties", "rival_ties", "shared_network", "shared_bilateral", "sensitive_pooled",
    "model_access", "productivity", "backlog", "projects_ended", "speed", "harmonisation", "frontier_share", "leaks",
    "salience", "pooled_knowledge", "safe_share", "harm", "dues", "cost", "reach", "neutrality", "posts", "at_work",
)  # fmt: skip
STATES = ("status", "influence", "effort", "welfare", "openness", "knowledge", "access", "exposure",
    "posts_lent", "first_hand", "agenda_away", "bias_felt",
)  # fmt: skip
OTHERS = (
    "cases finished", "months to finish", "incidents", "days to a response", "formed", "renewed", "lapsed", "pairs",
    "consents",
)  # fmt: skip
COUNTS = ("meeting", "renewal", "share", "pool", "review", "pace")
Numbers = dict[str, float]


def world():
    """Seven states and three firms, rivals among them; short terms, so that many deals come up for renewal.

    The secretariat has a chair in turn and a seat, spread over states of which some are no members.
    """
    roster = random_roster(7, 3, np.random.default_rng(3), offices=1.0, unknown=0.3)
    params = with_values(
        deal_term=12, incident_rate=3.0, tie_cost=0.3, preference_spread=0.3, election_spread=0.1, noise=0.4,
        lasting=0.5,
    )  # fmt: skip
    chaired = load_design("rotating", roster).replace(
        setup_months=0.0, seat_share=0.5, turn_share=0.5, lead_share=0.0, staff_fte=10.0, excludability=0.3
    )
    design = DesignPoint("seated", chaired.values, np.full(roster.n_states, 1.0 / roster.n_states))
    return config_of(roster, design, end="2027-11", params=params, adopt=24, keep_decisions=True)


def per_opportunity(counts: Counter[str], numbers: Numbers, months: int) -> Numbers:
    """Decisions of each kind; those that follow from ties and members as a share of what these give occasion for."""
    apart = numbers["pairs of the living"] - numbers["office_ties"] - numbers["firm_ties"]
    occasions = {
        "meeting": 2 * apart * months,
        "renewal": 2 * (numbers["renewed"] + numbers["lapsed"]),
        "share": (12 * numbers["office_ties"] + 2 * numbers["firm_ties"]) * months,
        "pool": (6 * numbers["members with an office"] + 3 * numbers["dues"] / numbers["cost"]) * months,
    }
    return {kind: counts[kind] / occasions.get(kind, 1.0) for kind in COUNTS}


def reference(config) -> Numbers:
    """Numbers of one run of the reference."""
    record = CooperationModel(config).run()
    numbers = {name: float(record.series[name].mean()) for name in SERIES}
    numbers |= {f"state {name}": float(record.states[name].mean()) for name in STATES}
    late, days = record.cases["finished"] - record.cases["opened"], record.incidents[:, 2]
    actions = Counter(record.tie_log["action"].tolist())
    others = (np.isfinite(late).sum(), np.nanmean(late), len(days), mean_of(days), *(actions[k] for k in range(3)))
    inside = (record.states["tier"] > 0) & (record.states["status"] > 0)
    numbers["members with an office"] = float(inside.sum(axis=1).mean())
    numbers["pairs of the living"] = pairs_of((record.states["status"] > 0).sum(axis=1), config)
    worked = config.end + 1 - config.adopt
    counts = Counter(KIND[decision.kind] for decision in record.decisions)
    numbers |= dict(zip(OTHERS, (*others, record.pair_shares.sum() * worked, counts["consent"]), strict=True))
    return numbers | per_opportunity(counts, numbers, len(record.months))


def idiomatic(config) -> Numbers:
    """The same numbers of one run of the idiomatic model."""
    model = IdiomaticModel(config).run()
    table, rows = model.datacollector.model_vars, model.datacollector.get_agenttype_vars_dataframe(State)
    numbers = {name: float(np.mean(table[name])) for name in SERIES}
    numbers |= {f"state {name}": float(rows[name].mean()) for name in STATES}
    late = [case.finished - case.opened for case in model.secretariat.casework.cases if case.finished is not None]
    days = [struck.days for struck in model.incidents.log]
    inside = (rows["tier"] > 0) & (rows["status"] > 0)
    numbers["members with an office"] = float(inside.sum() / len(table["members"]))
    numbers["pairs of the living"] = pairs_of((rows["status"] > 0).groupby(level=0).sum().to_numpy(), config)
    actions = Counter(action for *_, action in model.ties_log)
    ties = (actions[k] for k in ("formed", "renewed", "lapsed"))
    others = (len(late), np.mean(late), len(days), mean_of(days), *ties)
    numbers |= dict(zip(OTHERS, (*others, model.pair_months.total(), model.counts["consent"]), strict=True))
    return numbers | per_opportunity(model.counts, numbers, len(table["members"]))


def pairs_of(offices: np.ndarray, config: RunConfig) -> float:
    """Pairs that might meet, a month: of so many offices, and of them with firms."""
    return float((offices * (offices - 1) / 2 + offices * config.roster.n_firms).mean())


def mean_of(values) -> float:
    """Mean of the numbers that are known, NaN if none is."""
    known = [v for v in values if v is not None and not np.isnan(v)]
    return float(np.mean(known)) if known else float("nan")


@pytest.fixture(scope="module")
def runs() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """By quantity: values in the replicates of the reference and of the idiomatic model."""
    configs = [dataclasses.replace(world(), replicate=r) for r in range(REPLICATES)]
    ours, theirs = [reference(config) for config in configs], [idiomatic(config) for config in configs]
    columns = {name: [np.array([run[name] for run in side]) for side in (ours, theirs)] for name in ours[0]}
    return {name: (a[~np.isnan(a)], b[~np.isnan(b)]) for name, (a, b) in columns.items()}


QUANTITIES = ("members with an office", *SERIES, *(f"state {name}" for name in STATES), *OTHERS)


@pytest.mark.parametrize("name", QUANTITIES)
def test_means_are_alike(runs, name):
    one, other = runs[name]
    assert len(one) > REPLICATES / 2 < len(other)
    if np.ptp(one) < 1e-9 and np.ptp(other) < 1e-9:
        assert one.mean() == pytest.approx(other.mean())
        return
    p = stats.ttest_ind(one, other, equal_var=False).pvalue
    assert p > FALSE_ALARM / (len(QUANTITIES) + len(COUNTS)), f"{one.mean():.4g} against {other.mean():.4g}"


@pytest.mark.parametrize("name", COUNTS)
def test_as_many_decisions_of_each_kind(runs, name):
    one, other = runs[name]
    error = np.hypot(one.std(ddof=1), other.std(ddof=1)) / np.sqrt(REPLICATES) / one.mean()
    few = FEW_MEETINGS if name == "meeting" else FEW
    assert error * stats.norm.isf(FALSE_ALARM / 2 / (len(QUANTITIES) + len(COUNTS))) < few  # chance alone stays inside
    assert other.mean() / one.mean() == pytest.approx(1.0, abs=few)
