"""Draws: keyed, within range, the same whatever else is drawn; rows of the posterior where there is one."""

import json

import numpy as np
import pandas as pd
import pytest

from scenarios import posterior, sampling
from scenarios.sampling import draw_replicates, field_quantiles, parameter_vector
from scenarios.schema import Scenario, load_scenario
from sim.design import FIELD_NAMES
from sim.errors import EntenteError
from sim.parameters import (
    BEHAVIOUR,
    BEHAVIOUR_NAMES,
    INDEX,
    RECORDS,
    UNCERTAIN,
    UNCERTAIN_NAMES,
    default_values,
)


def scenario(**content) -> Scenario:
    return Scenario.of({"name": "x", "prior": "ranges", **content})


@pytest.fixture
def fitted(tmp_path, monkeypatch):
    """A posterior of five draws: draw k has every parameter at k/4 of its range."""
    records = (*BEHAVIOUR, *UNCERTAIN)
    rows = [{"draw": f"d{k}", **{p.name: p.low + k / 4 * (p.high - p.low) for p in records}} for k in range(5)]
    path = tmp_path / "posterior.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    monkeypatch.setattr(posterior, "POSTERIOR", path)
    return path


def test_columns_are_behaviour_uncertainties_and_quantiles():
    draws = draw_replicates(scenario(), 3)
    expected = ["replicate", *BEHAVIOUR_NAMES, *UNCERTAIN_NAMES, *(f"q:{f}" for f in FIELD_NAMES)]
    assert list(draws.columns) == expected
    assert draws["replicate"].tolist() == [0, 1, 2]


def test_a_replicates_draws_do_not_depend_on_n_or_on_other_settings():
    few, many = draw_replicates(scenario(), 3), draw_replicates(scenario(), 20)
    pd.testing.assert_frame_equal(few, many.head(3))
    alone = draw_replicates(scenario(), replicates=[2])
    pd.testing.assert_frame_equal(alone, few.tail(1).reset_index(drop=True))
    fixed = draw_replicates(scenario(parameters={"noise": 0.1}), 3)
    pd.testing.assert_frame_equal(fixed.drop(columns="noise"), few.drop(columns="noise"))


def test_another_seed_gives_other_draws():
    a, b = draw_replicates(scenario(), 5), draw_replicates(scenario(), 5, seed=2)
    assert (a["noise"] != b["noise"]).all() and (a["q:staff_fte"] != b["q:staff_fte"]).all()


def test_draws_fill_their_ranges_evenly_and_are_not_correlated():
    draws = draw_replicates(scenario(), 800)
    for p in (*BEHAVIOUR, *UNCERTAIN):
        share = (draws[p.name] - p.low) / (p.high - p.low)
        assert share.between(0, 1).all() and abs(share.mean() - 0.5) < 0.04 and share.max() > 0.98
    names = [*BEHAVIOUR_NAMES, *(f"q:{f}" for f in FIELD_NAMES)]
    off = np.corrcoef(draws[names].to_numpy().T) - np.eye(len(names))
    assert np.abs(off).max() < 0.16


def test_settings_of_the_scenario_replace_ranges():
    content = {
        "parameters": {"deal_term": {"low": 24, "high": 48}, "noise": 0.1},
        "uncertainties": {"polarisation": {"low": 1.2, "high": 1.4}},
    }
    draws = draw_replicates(scenario(**content), 50)
    assert draws["deal_term"].between(24, 48).all() and draws["deal_term"].nunique() == 50
    assert draws["polarisation"].between(1.2, 1.4).all()
    assert (draws["noise"] == 0.1).all()


def test_the_vector_takes_what_the_row_holds_and_else_the_records():
    row = draw_replicates(scenario(parameters={"deal_term": 24}), 1).iloc[0].to_dict()
    values = parameter_vector(row)
    assert values[INDEX["deal_term"]] == 24 and values[INDEX["noise"]] == row["noise"]
    assert values[INDEX["fine"]] == RECORDS["fine"].value
    assert np.array_equal(parameter_vector({}), default_values())
    quantiles = field_quantiles(row)
    assert list(quantiles) == list(FIELD_NAMES) and all(0 < q < 1 for q in quantiles.values())


def test_no_replicates_are_refused():
    with pytest.raises(EntenteError, match="at least 1"):
        draw_replicates(scenario(), 0)


# --- the posterior


def test_without_the_file_ranges_are_used_and_it_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(posterior, "POSTERIOR", tmp_path / "posterior.csv")
    asked = scenario(prior="posterior")
    pd.testing.assert_frame_equal(draw_replicates(asked, 3), draw_replicates(scenario(), 3))
    assert "posterior.csv is not there" in sampling.behaviour_prior(asked)
    assert sampling.behaviour_prior(scenario()) == sampling.FROM_RANGES
    with pytest.raises(EntenteError, match='no posterior; allowed: prior = "ranges"'):
        posterior.posterior_table()


def test_rows_come_whole_and_each_once_before_any_comes_again(fitted):
    asked = scenario(prior="posterior")
    assert sampling.behaviour_prior(asked) == sampling.FROM_POSTERIOR
    draws = draw_replicates(asked, 10)
    shares = np.column_stack([(draws[p.name] - p.low) / (p.high - p.low) for p in (*BEHAVIOUR, *UNCERTAIN)])
    assert np.allclose(shares, shares[:, :1])
    assert sorted(np.round(shares[:5, 0] * 4)) == [0, 1, 2, 3, 4]
    assert np.allclose(shares[:5], shares[5:])
    orders = {tuple(draw_replicates(asked, 5, seed=s)["noise"]) for s in range(8)}
    assert len(orders) > 4
    pd.testing.assert_frame_equal(draws.head(2), draw_replicates(asked, 2))


def test_settings_of_the_scenario_come_before_the_posterior(fitted):
    asked = scenario(prior="posterior", parameters={"noise": 0.1}, uncertainties={"overlap": {"low": 0.1, "high": 0.2}})
    draws = draw_replicates(asked, 5)
    assert (draws["noise"] == 0.1).all() and draws["overlap"].between(0.1, 0.2).all()
    assert draws["overlap"].nunique() == 5 and draws["decay"].nunique() == 5


def test_a_broken_file_of_the_posterior_is_reported(fitted):
    table = pd.read_csv(fitted)
    table.loc[1, "noise"] = 9.0
    table.loc[2, "decay"] = np.nan
    table.to_csv(fitted, index=False)
    with pytest.raises(EntenteError) as caught:
        draw_replicates(scenario(prior="posterior"), 2)
    assert "row 3, 'noise'" in str(caught.value) and "row 4, 'decay'" in str(caught.value)
    pd.DataFrame([table.loc[0], table.loc[0]]).to_csv(fitted, index=False)
    with pytest.raises(EntenteError, match="the same draw twice"):
        draw_replicates(scenario(prior="posterior"), 2)


def test_a_scenario_may_bring_a_posterior_of_its_own(fitted, tmp_path, monkeypatch):
    table = pd.read_csv(fitted).iloc[[3]]
    table.to_csv(tmp_path / "mine.csv", index=False)
    (tmp_path / "mine.toml").write_text('posterior = "mine.csv"\n')
    asked = load_scenario(tmp_path / "mine.toml")  # the file lies beside the scenario, wherever one stands
    assert sampling.behaviour_prior(asked) == "a posterior of your own, mine.csv"
    draws = draw_replicates(asked, 3)
    assert draws["noise"].nunique() == 1 and draws["noise"][0] == pytest.approx(table["noise"].iloc[0])
    (tmp_path / "mine.toml").write_text('posterior = "none.csv"\n')
    with pytest.raises(EntenteError, match=r"none\.csv: no posterior"):
        draw_replicates(load_scenario(tmp_path / "mine.toml"), 3)
    (tmp_path / "mine.toml").write_text('posterior = "mine.csv"\nprior = "ranges"\n')
    with pytest.raises(EntenteError, match="not read with prior"):
        load_scenario(tmp_path / "mine.toml")


# --- where it comes from

ABOUT = {
    "made": "2026-11-22", "method": "m", "data": "the ties", "seed": 1, "ratios": {"noise": 1.0, "decay": 0.5},
    "identified": ["decay"], "not_identified": ["noise"], "moved": {}, "rules": "r", "fingerprint": "f",
}  # fmt: skip


def about_with(path, **changes):
    path.with_suffix(".json").write_text(json.dumps(ABOUT | changes))
    return posterior.about()


def test_only_what_is_identified_is_called_calibrated(fitted):
    both = about_with(fitted).sentence()
    assert both == (
        "decay is calibrated on the ties; noise was fitted too but not identified; the other 24 were not fitted"
    )
    two = about_with(fitted, identified=["decay", "noise"], not_identified=[]).sentence()
    assert two == "decay and noise are calibrated on the ties; the other 24 were not fitted"
    none = about_with(fitted, identified=[], not_identified=["decay", "noise"]).sentence()
    assert "calibrated" not in none and "identify none of the parameters that were fitted (decay and noise)" in none


def test_what_moves_without_being_fitted_is_told(fitted):
    text = about_with(fitted, moved={"more_types": [0.9, 0.7], "load": [-0.31, 1.0]}).sentence()
    assert text.endswith("which moves more_types by +0.9 and load by -0.3 prior SD")


def test_the_status_is_that_of_the_posterior_where_it_is_used(fitted):
    about_with(fitted)
    status = {name: posterior.status(RECORDS[name]) for name in ("decay", "noise", "step_benefit")}
    assert status == {"decay": "calibrated", "noise": "assumed", "step_benefit": "sourced"}
    assert posterior.status(RECORDS["decay"], used=False) == "assumed"


@pytest.mark.parametrize("text", [None, "{", "[]", '{"made": "2026"}'])
def test_a_broken_account_of_the_posterior_is_reported(fitted, text):
    if text is not None:
        fitted.with_suffix(".json").write_text(text)
    with pytest.raises(EntenteError, match=r"posterior\.json: cannot be read .*what entente calibrate writes"):
        posterior.about()
