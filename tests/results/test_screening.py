"""Screening: what is varied, when an effect is clear, and that it finds what it must and nothing in what is idle."""

from dataclasses import fields

import numpy as np
import pytest
from click.testing import CliRunner

from entente.cli import main
from results.studies.screening import effects, study, text
from results.studies.screening.factors import Factor, changed, factors, field_range, held_constant, with_field
from results.studies.screening.work import NAMES
from scenarios.designs import load_design
from scenarios.rosters import load_roster
from sim.design import FIELD_NAMES
from sim.parameters import ALL, BEHAVIOUR_NAMES, INDEX


@pytest.fixture(scope="module")
def roster():
    return load_roster("teaching")


# ---- what is varied --------------------------------------------------------------------------------------------
def test_every_parameter_with_a_range_and_every_field_is_varied():
    names = [f.name for f in factors()]
    assert set(names) | set(held_constant()) == {p.name for p in ALL} | set(FIELD_NAMES)
    assert len(names) == len(set(names))
    assert not set(held_constant()) & set(BEHAVIOUR_NAMES)


def test_every_factor_has_a_width():
    assert [f.name for f in factors() if not f.low < f.high] == []


def test_a_field_that_no_preset_moves_runs_over_all_that_is_admissible():
    assert field_range("penalty") == (0.0, 10.0)
    assert field_range("staff_fte")[1] < 500


@pytest.mark.parametrize("name", ["seat_share", "turn_share", "lead_share", "dues_host", "dues_gdp"])
@pytest.mark.parametrize("design", ["rotating", "fastlane:OECD", "static:US"])
@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
def test_shares_of_a_whole_never_exceed_it(name, design, value, roster):
    point = with_field(load_design(design, roster), name, value, roster)
    assert point[name] == pytest.approx(value)
    assert point["seat_share"] + point["turn_share"] + point["lead_share"] <= 1 + 1e-12
    assert point["dues_host"] + point["dues_gdp"] <= 1 + 1e-12
    assert point["seat_share"] == 0 or point.seat.sum() == pytest.approx(1)


def test_a_change_changes_one_number(roster):
    from scenarios.experiment import make_job
    from scenarios.sampling import draw_replicates
    from scenarios.schema import load_scenario
    from scenarios.worker import config_for

    scenario = load_scenario("teaching").changed(designs=["rotating"])
    job, _ = make_job(scenario, roster)
    before = config_for(job, job.recipes[1], draw_replicates(scenario, n=1).iloc[0].to_dict())
    after = changed(before, Factor("noise", "behaviour", "utility", 0.05, 0.6), 0.6)
    assert np.flatnonzero(after.params != before.params).tolist() == [INDEX["noise"]]
    after = changed(before, Factor("staff_fte", "design", "posts", 0, 80), 80.0)
    assert np.flatnonzero(after.design.values != before.design.values).tolist() == [FIELD_NAMES.index("staff_fte")]
    for field in fields(before):
        assert field.name == "design" or getattr(after, field.name) is getattr(before, field.name), field.name


# ---- when an effect is clear ---------------------------------------------------------------------------------------
def scales(rng, replicates=32, designs=2, outcomes=40):
    base, other = rng.normal(size=(2, replicates, designs, outcomes))
    return effects.scale(base, other)


def test_pure_chance_is_never_called_clear():
    rng = np.random.default_rng(1)
    scale = scales(rng)
    low, middle, high = rng.normal(size=(3, 8, 2, 40))
    assert not effects.effects(low, middle, high, scale)["clear"].any()


def test_a_large_effect_and_a_small_steady_one_are_clear_and_a_tiny_one_is_not():
    rng = np.random.default_rng(2)
    scale = scales(rng)
    middle = rng.normal(size=(8, 2, 40))
    high = middle.copy()
    high[..., 0] += 5.0 * scale.spread[0]
    high[..., 1] += 0.1 * scale.spread[1]
    high[..., 2] += 0.01 * scale.spread[2]
    found = effects.effects(middle, middle, high, scale)
    assert np.flatnonzero(found["clear"]).tolist() == [0, 1]
    assert found["effect"][:2] == pytest.approx([5.0, 0.1])


def test_an_effect_that_differs_in_sign_between_designs_is_found():
    rng = np.random.default_rng(3)
    scale = scales(rng)
    middle = rng.normal(size=(8, 2, 40))
    high = middle.copy()
    high[:, 0, 0] += 5.0 * scale.spread[0]
    high[:, 1, 0] -= 5.0 * scale.spread[0]
    found = effects.effects(middle, middle, high, scale)
    assert found["clear"][0] and found["effect"][0] == pytest.approx(0.0)


def test_missing_numbers_are_left_out():
    rng = np.random.default_rng(4)
    base, other = rng.normal(size=(2, 32, 2, 3))
    base[:, :, 0] = np.nan
    low, middle, high = rng.normal(size=(3, 8, 2, 3))
    low[3] = np.nan
    found = effects.effects(low, middle, high, effects.scale(base, other))
    assert np.isfinite(found["effect"]).all() and not found["clear"][0]


# ---- the study -------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def small():
    chosen = [f for f in factors() if f.name in ("staff_fte", "tie_cost")]
    return study.study(2, "teaching", 1, only=chosen, designs=("rotating",), months=6)


def test_a_small_study_tells_what_changed_and_how_many_runs_it_took(small):
    assert {"staff_fte", "tie_cost"} <= set(small.table["factor"])
    assert set(small.table["outcome"]) <= set(NAMES)
    assert small.about["runs"] == 2 * 4 * 2 + 2 * 2 * (2 + 1)  # a field of the design leaves the baseline as it is


def test_it_is_stored_and_read_again(small, tmp_path):
    small.save(tmp_path)
    again = study.stored(tmp_path)
    assert again.verdicts() == small.verdicts()
    assert [f.name for f in again.factors] == [f.name for f in small.factors]
    assert "`staff_fte`" in text.page(again)


def test_the_stored_table_can_be_shown():
    done = CliRunner().invoke(main, ["screening", "--stored"], standalone_mode=False)
    assert done.exit_code == 0 and "tie_cost" in done.output


def test_a_reason_is_given_for_things_that_exist():
    assert set(text.reasons()) <= {f.name for f in factors()}
