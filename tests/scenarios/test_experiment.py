"""The runner, with an invented model: pairing, order, failures, Ctrl-C; the real one on two processes."""

import numpy as np
import pandas as pd
import pytest

from scenarios import experiment, posterior, worker
from scenarios.batch_tables import OUTCOMES
from scenarios.experiment import run_single
from scenarios.schema import Scenario
from scenarios.sharing_modes import sharing_modes
from sim import outcomes
from sim.catalogue import CATEGORIES, THEMES, TIE_TYPES
from sim.errors import EntenteError, InputErrors
from sim.months import month_label
from sim.parameters import INDEX
from sim.record import CASE_DTYPE, SERIES, STATE_SERIES, TIE_LOG_DTYPE, Record


def fake_record(config) -> Record:
    """A record whose numbers say which design, replicate and draws it was made from."""
    states, nodes = config.roster.n_states, config.roster.n_states + config.roster.n_firms
    months = np.arange(config.first, config.end + 1)
    length = len(months)
    level = config.design["staff_fte"] + config.params[INDEX["noise"]]
    ties, pairs = np.zeros((nodes, nodes), dtype=np.int64), np.zeros((nodes, nodes, len(CATEGORIES)), int)
    ties[0, 1] = ties[1, 0] = 0b101
    if config.replicate % 2:
        ties[1, 5] = ties[5, 1] = 0b10
    after = max(1, int((months >= config.adopt).sum()))
    pairs[0, 1, : len(CATEGORIES) // 2] = after
    return Record(
        roster=config.roster, design=config.design, params=config.params, seed=config.seed,
        replicate=config.replicate, start=config.first, adopted=config.adopt, works_from=config.adopt,
        months=months,
        series={name: np.full(length, level + k) for k, name in enumerate(SERIES)},
        states={name: np.full((length, states), level) for name in STATE_SERIES},
        agenda=np.full((length, len(THEMES)), 0.2), host=np.zeros((length, states)),
        network_shares=np.zeros((length, len(CATEGORIES), 2)),
        bilateral_shares=np.zeros((length, len(CATEGORIES), 2)), pair_counts=pairs,
        pair_chances=after * (1 - np.eye(states, dtype=np.int64)),
        safe=np.zeros((length, config.roster.n_firms), dtype=bool), ties_start=ties * 0, ties_end=ties,
        tie_log=np.zeros(0, TIE_LOG_DTYPE), cases=np.zeros(0, CASE_DTYPE), incidents=np.zeros((0, 3)),
    )  # fmt: skip


def run_experiment(*arguments, **options):
    """By the reference, whose runs these tests can replace by made-up ones; see ``test_engines`` for the ensemble."""
    return experiment.run_experiment(*arguments, **({"engine": "reference"} | options))


@pytest.fixture
def fake(monkeypatch):
    """Replaces the model and its outcomes; counts the runs."""
    seen = []

    def simulate(config, engine="ensemble"):
        seen.append(config)
        return fake_record(config)

    def compute(record):
        own = {"members": float(record.series["members"][0]), "regions": float(len(record.months))}
        return dict.fromkeys((o.name for o in outcomes.OUTCOMES), np.nan) | own

    monkeypatch.setattr(worker, "simulate", simulate)
    monkeypatch.setattr(outcomes, "compute", compute, raising=False)
    monkeypatch.setattr(
        outcomes,
        "state_outcomes",
        lambda r: dict.fromkeys(outcomes.STATE_OUTCOMES, r.states["welfare"][-1]),
        raising=False,
    )
    monkeypatch.setattr(
        outcomes,
        "acceptability",
        lambda own, base, roster, adopted: {
            "acceptability": float(np.mean(own > base)),
            "vetoes": bool(own[0] < base[0]),
        },
        raising=False,
    )
    return seen


def scenario(**content) -> Scenario:
    return Scenario.of({"name": "x", "prior": "ranges", "end": "2026-06", "replicates": 3, **content})


DESIGNS = ["none", "adhoc", "static:UK"]


def test_every_design_meets_the_same_draws_in_the_same_replicate(fake, roster):
    runs = run_experiment(scenario(), DESIGNS, workers=1, roster=roster)
    assert runs.complete and runs.failures.empty and runs.replicates == 3
    assert list(zip(runs.table["replicate"], runs.table["design"], strict=True)) == [
        (r, d) for r in range(3) for d in DESIGNS
    ]
    for replicate in range(3):
        configs = [c for c in fake if c.replicate == replicate]
        assert len(configs) == 3 and len({c.params.tobytes() for c in configs}) == 1
        assert {c.baseline.name for c in configs} == {"adhoc"}
        own = next(c for c in configs if c.design.name == "adhoc")
        assert all(np.array_equal(c.baseline.values, own.design.values) for c in configs)
    assert runs.draws["replicate"].tolist() == [0, 1, 2]
    levels = runs.table.set_index(["replicate", "design"])["members"]
    noise = runs.draws.set_index("replicate")["noise"]
    for c in fake:
        assert levels[c.replicate, c.design.name] == c.design["staff_fte"] + noise[c.replicate]


def test_acceptability_is_measured_against_the_baseline_of_the_same_replicate(fake, roster):
    runs = run_experiment(scenario(), DESIGNS, workers=1, roster=roster)
    table = runs.table.set_index("design")
    assert (table.loc["static:UK", "acceptability"] == 1).all()  # at any quantile it has more staff than adhoc
    assert (table.loc["none", "acceptability"] == 0).all() and (table.loc["none", "vetoes"] == 1).all()


def test_the_baseline_is_run_even_if_nobody_asked(fake, roster):
    runs = run_experiment(scenario(), ["rotating"], workers=1, roster=roster)
    assert runs.asked == ["rotating"]
    assert [p.name for p in runs.designs] == ["adhoc", "rotating"] == list(dict.fromkeys(runs.table["design"]))
    assert runs.table["acceptability"].notna().all()


def test_tables_have_the_promised_columns(fake, roster):
    runs = run_experiment(scenario(), DESIGNS, workers=1, roster=roster)
    assert list(runs.table.columns) == ["design", "replicate", *OUTCOMES, "error", "stage"]
    assert list(runs.states.columns) == ["design", "replicate", "state", *outcomes.STATE_OUTCOMES]
    assert len(runs.states) == 9 * roster.n_states and set(runs.states["state"]) == set(roster.aliases)
    assert list(runs.series.columns) == ["design", "replicate", "month", "date", *SERIES]
    assert runs.series["date"].tolist() == [month_label(month) for month in runs.series["month"]]
    assert runs.series["month"].min() == 18 and len(runs.series) == 9 * 19
    assert list(runs.network.columns) == ["design", "a", "b", "type", "share", "strength"]
    assert list(runs.sharing.columns) == ["design", "category", "share", "case_by_case", "withhold"]


def test_the_network_says_how_often_a_tie_stands_and_how_much_flows(fake, roster):
    runs = run_experiment(scenario(), ["adhoc"], workers=1, roster=roster)
    rows = runs.network.set_index(["a", "b", "type"])
    name, kind = roster.label, [t.key for t in TIE_TYPES]
    expected = [(0, 1, 0), (0, 1, 2), (1, 5, 1)]
    assert list(rows.index) == [(name(a), name(b), kind[t]) for a, b, t in expected]
    assert rows["share"].round(6).tolist() == [1.0, 1.0, 0.333333]
    assert rows["strength"].tolist() == [0.25, 0.25, 0.0]


def test_sharing_modes_sum_to_one(fake, roster):
    runs = run_experiment(scenario(), ["adhoc"], workers=1, roster=roster)
    modes = runs.sharing[["share", "case_by_case", "withhold"]]
    assert np.allclose(modes.sum(axis=1), 1)
    assert np.allclose(modes.iloc[0], [0.05, 0, 0.95])  # one of 20 ordered pairs
    assert modes.iloc[-1].tolist() == [0, 0, 1]


def test_rates_of_sharing_count_the_months_in_which_a_pair_could_share(fake, roster):
    run_experiment(scenario(), ["adhoc"], replicates=1, workers=1, roster=roster)
    record = fake_record(fake[0])
    record.pair_counts[:], record.pair_chances[:] = 0, 0
    record.pair_chances[0, 1] = record.pair_chances[1, 0] = 1
    record.pair_counts[0, 1, 0] = 1  # in the only month it could
    assert record.months_after == 6 and sharing_modes(record)[0].tolist() == [0.5, 0, 0.5]
    record.pair_chances[:] = 0
    assert np.isnan(sharing_modes(record)).all()


def test_an_interruption_before_the_first_replicate_leaves_empty_tables(fake, roster, monkeypatch):
    def simulate(config, engine="ensemble"):
        raise KeyboardInterrupt

    monkeypatch.setattr(worker, "simulate", simulate)
    runs = run_experiment(scenario(), DESIGNS, workers=1, roster=roster)
    assert not runs.complete and runs.replicates == 0 and runs.failures.empty and runs.draws.empty


def test_what_is_left_out_comes_from_the_scenario(fake, roster):
    runs = run_experiment(scenario(designs=["none"], seed=9), workers=1, roster=roster)
    assert runs.asked == ["none"] and runs.seed == 9 and runs.scenario.seed == 9
    changed = run_experiment(scenario(), ["none"], replicates=1, seed=4, workers=1, roster=roster)
    assert changed.replicates == 1 and changed.scenario.seed == 4 and changed.scenario.designs == ["none"]
    default = run_experiment(scenario(), replicates=1, workers=1, roster=roster)
    assert default.asked[0] == "none" and len(default.asked) == 10


def test_set_up_time_and_events_reach_the_model(fake, roster):
    events = [{"date": "2026-03", "kind": "exit", "actor": "US"}]
    runs = run_experiment(scenario(setup_months=7, events=events), ["rotating"], replicates=1, workers=1, roster=roster)
    assert [c.design["setup_months"] for c in fake] == [7, 7]
    assert fake[0].baseline["setup_months"] != 7 and fake[0].events[0].actor == 0
    assert [p["setup_months"] for p in runs.designs] == [7, 7]


# --- failures


def test_a_run_that_fails_is_a_row_with_its_error(fake, roster, monkeypatch):
    def simulate(config, engine="ensemble"):
        if config.design.name == "none" and config.replicate == 1:
            raise FloatingPointError("overflow")
        return fake_record(config)

    monkeypatch.setattr(worker, "simulate", simulate)
    runs = run_experiment(scenario(), DESIGNS, workers=1, roster=roster)
    assert runs.complete and len(runs.table) == 9
    (failed,) = runs.failures.to_dict("records")
    assert (failed["design"], failed["replicate"]) == ("none", 1)
    assert failed["error"].startswith("FloatingPointError: overflow (scenarios/test_experiment.py, line ")
    assert runs.table["members"].isna().sum() == 1
    assert len(runs.states) == 8 * roster.n_states


def test_without_the_baseline_there_is_no_acceptability(fake, roster, monkeypatch):
    def simulate(config, engine="ensemble"):
        if config.design.name == "adhoc":
            raise EntenteError("no reason")
        return fake_record(config)

    monkeypatch.setattr(worker, "simulate", simulate)
    runs = run_experiment(scenario(), ["rotating"], replicates=1, workers=1, roster=roster)
    assert runs.failures["error"].tolist() == ["no reason"]
    assert runs.table["acceptability"].isna().all() and runs.table["members"].notna().sum() == 1


def test_an_experiment_in_which_every_run_fails_still_has_tables(fake, roster, monkeypatch):
    monkeypatch.setattr(worker, "simulate", lambda config, engine: 1 / 0)
    runs = run_experiment(scenario(), ["none"], workers=1, roster=roster)
    assert len(runs.failures) == 6 and runs.states.empty and runs.series.empty and runs.network.empty


def test_ctrl_c_keeps_the_finished_replicates(fake, roster):
    def progress(done, total):
        if done == 2:
            raise KeyboardInterrupt

    runs = run_experiment(scenario(), DESIGNS, workers=1, roster=roster, progress=progress)
    assert not runs.complete and runs.note == "interrupted"
    assert runs.replicates == 2 and runs.draws["replicate"].tolist() == [0, 1]


def test_progress_counts_replicates(fake, roster):
    seen = []
    run_experiment(
        scenario(), DESIGNS, workers=1, roster=roster, progress=lambda done, total: seen.append((done, total))
    )
    assert seen == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"designs": []}, "no design to run"),
        ({"designs": ["rotatin"]}, "did you mean 'rotating'?"),
        ({"designs": ["rotating", "rotating"]}, "named twice"),
        ({"designs": ["none"], "replicates": 0}, "'replicates': out of range (got 0)"),
        ({"designs": ["none"], "seed": -1}, "'seed': out of range (got -1)"),
        ({"designs": ["none"], "workers": 0}, "'workers': out of range (got 0); allowed: 1 to 256"),
    ],
)
def test_mistakes_stop_it_before_the_first_run(arguments, words, fake, roster):
    with pytest.raises(EntenteError) as caught:
        run_experiment(scenario(), roster=roster, **arguments)
    assert words in str(caught.value) and fake == []


def test_mistakes_in_all_designs_come_together(fake, roster):
    with pytest.raises(InputErrors) as caught:
        run_experiment(scenario(), ["rotatin", "static:Kenia"], roster=roster)
    assert len(caught.value.errors) == 2


# --- one run


def test_a_single_run_is_the_experiments_run(fake, roster):
    run_experiment(scenario(), DESIGNS, workers=1, roster=roster)
    wanted = next(c for c in fake if c.replicate == 2 and c.design.name == "static:UK")
    record = run_single(scenario(), "static:uk", replicate=2, keep_decisions=True, roster=roster)
    config = fake[-1]
    assert config.keep_decisions and not config.collect
    assert record.replicate == 2 and record.design.name == "static:UK"
    assert np.array_equal(config.params, wanted.params)
    assert np.array_equal(config.design.values, wanted.design.values)
    with pytest.raises(EntenteError, match="'replicate': out of range"):
        run_single(scenario(), "none", replicate=-1, roster=roster)


def test_the_prior_that_was_used_is_recorded(fake, roster, monkeypatch, tmp_path):
    monkeypatch.setattr(posterior, "POSTERIOR", tmp_path / "posterior.csv")
    runs = run_experiment(scenario(prior="posterior"), ["none"], replicates=1, workers=1, roster=roster)
    assert "is not there" in runs.behaviour_prior
    assert experiment.Runs is type(runs)


# --- the real model


@pytest.mark.slow
def test_the_number_of_processes_changes_nothing():
    small = Scenario.of({"name": "x", "roster": "teaching", "prior": "ranges", "end": "2026-06", "replicates": 3})
    one, two = (run_experiment(small, ["none", "rotating"], workers=n) for n in (1, 2))
    for name in ("table", "states", "series", "network", "sharing", "draws"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))
