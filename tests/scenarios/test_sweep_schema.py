"""What a [sweep] may say: every mistake of a file at once, and plain values that make the same sweep again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.schema import Scenario, load_scenario
from scenarios.sweep_factors import KINDS, NAMES
from scenarios.sweeps.build import list_sweeps, load_sweep_file
from sim.errors import EntenteError, InputErrors


def message(sweep, **more) -> str:
    with pytest.raises(EntenteError) as caught:
        Scenario.of({"name": "mine", "sweep": sweep, **more})
    return str(caught.value)


def test_all_mistakes_of_a_sweep_come_together():
    text = message(
        {
            "method": "sobl",
            "points": 0,
            "sampler_seed": -1,
            "kep": ["table"],
            "vary": {
                "us_engagment": {"low": 0.3, "high": 1.1},
                "staff_fte": [5, 2000, "many"],
                "q": 2,
                "q:memory_kept": [],
                "noise": [0.1, 0.1],
                "overlap": {"low": 0.5, "high": 0.1},
                "difficulty": {"low": 0.5, "stps": 3},
            },
        }
    )
    for words in (
        "'sweep.method': not one of the choices (got 'sobl'); allowed: grid, lhs, sobol, halton, list; did you mean",
        "'sweep.points': out of range (got 0)",
        "'sweep.sampler_seed': out of range (got -1)",
        "'sweep': unknown key (got 'kep')",
        "'sweep.vary': unknown name (got 'us_engagment')",
        "did you mean 'us_engagement'?",
        "'sweep.vary.staff_fte': out of range (got 2000); allowed: 0 to 500 (full-time posts)",
        "'sweep.vary.staff_fte': not a number (got 'many')",
        "'sweep.vary.q': out of range (got 2); allowed: 0 to 1",
        "'sweep.vary.q:memory_kept': empty",
        "'sweep.vary.noise': a value stands there twice",
        "'sweep.vary.overlap': low is not below high (got [0.5, 0.1])",
        "unknown key (got 'stps'); allowed: low, high, steps, whole; did you mean 'steps'?",
        "'sweep.vary.difficulty.high': missing key",
    ):
        assert words in text, words
    assert text.startswith("13 mistakes")


@pytest.mark.parametrize(
    ("sweep", "words"),
    [
        ({"method": "sobol", "points": 60, "vary": {"load": {"low": 0, "high": 1}}}, "such as 32 or 64"),
        ({"method": "lhs", "vary": {"load": {"low": 0, "high": 1}}}, "'sweep.points': missing key"),
        ({"method": "grid", "points": 8, "vary": {"load": [0, 1]}}, "'sweep.points': not read"),
        ({"method": "grid", "vary": {"load": {"low": 0, "high": 1}}}, "a range without steps"),
        ({"method": "lhs", "points": 8, "vary": {"load": {"low": 0, "high": 1, "steps": 3}}}, "steps are of method"),
        ({"method": "lhs", "points": 8}, "'sweep.vary': missing key"),
        ({"method": "grid"}, "'sweep.vary': missing key"),
        ({"method": "list"}, "'sweep.rows': missing key"),
        ({"method": "list", "rows": [{"load": 1}], "file": "a.csv"}, "given beside a file"),
        ({"method": "grid", "vary": {"load": 1}, "rows": [{"load": 1}]}, "'sweep.rows': not read"),
        ({"method": "list", "rows": [{"laod": 1}, 3, {"seed": -1}, {"design": ""}]}, "4 mistakes"),
        ({"method": "list", "rows": [{"seed": 1}], "seeds": [2]}, "given in the points too"),
        ({"method": "grid", "vary": {"load": 1}, "keep": ["states"]}, "without the table of runs"),
        ({"method": "grid", "vary": {"load": 1}, "seeds": [1, 1]}, "stands there twice"),
        ({"method": "grid", "vary": {n: {"low": 0, "high": 1, "steps": 500} for n in NAMES[-4:]}}, "too many points"),
        ({"method": "grid", "vary": {"admission_tiers": {"low": 1, "high": 2.5, "whole": True}}}, "that are none"),
    ],
)
def test_what_does_not_fit_together_is_refused_with_what_would(sweep, words):
    assert words in message(sweep)


def test_what_the_scenario_fixes_cannot_be_varied_too():
    text = message(
        {"method": "grid", "vary": {"noise": [0.1, 0.2], "overlap": 0.3, "setup_months": [1, 2]}},
        setup_months=3,
        parameters={"noise": 0.2},
        uncertainties={"overlap": {"low": 0.1, "high": 0.2}},
    )
    for where in ("[parameters]", "[uncertainties]", "the key setup_months"):
        assert f"given under {where} too" in text


def factors(name):
    """What a file may say of a factor."""
    low, high = KINDS[name].low, KINDS[name].high
    if low == high:
        return st.just([low])
    numbers = st.floats(low, high, allow_nan=False)
    ranges = st.tuples(numbers, numbers).filter(lambda ends: ends[0] < ends[1])
    values = st.lists(numbers, min_size=1, max_size=4, unique=True)
    return values | ranges.map(lambda ends: {"low": ends[0], "high": ends[1]})


varied = st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: factors(name) for name in names})
)


@given(varied, st.integers(1, 12), st.sampled_from(["lhs", "halton"]))
def test_plain_values_make_the_same_sweep_again(vary, points, method):
    made = Scenario.of({"name": "mine", "sweep": {"method": method, "points": points, "vary": vary}})
    assert Scenario.of(made.plain()) == made


def test_sweeps_that_come_along_say_what_they_assume_and_are_found_by_name():
    found = list_sweeps()
    assert found[0].name == "first" and len(found) >= 3
    for scenario in found:
        assert "ssumed" in scenario.description and scenario.title, scenario.name
        assert load_sweep_file(scenario.name) == scenario
        assert Scenario.of(scenario.plain()) == scenario


def test_a_name_that_is_none_and_a_scenario_without_a_sweep_are_refused(tmp_path):
    with pytest.raises(EntenteError, match="did you mean 'first'"):
        load_sweep_file("frist")
    (tmp_path / "mine.toml").write_text("seed = 1\n")
    with pytest.raises(EntenteError, match=r"a table \[sweep\]"):
        load_sweep_file(tmp_path / "mine.toml")
    with pytest.raises(EntenteError, match="no such file"):
        load_sweep_file(str(tmp_path / "none.toml"))


# ---- lists in a file ----------
def listed(tmp_path, text) -> Scenario:
    (tmp_path / "points.csv").write_text(text, encoding="utf-8")
    (tmp_path / "mine.toml").write_text('[sweep]\nmethod = "list"\nfile = "points.csv"\n')
    return load_scenario(tmp_path / "mine.toml")


def test_points_come_from_a_file_beside_the_scenario_and_stay_in_it(tmp_path):
    found = listed(tmp_path, "us_engagement,design,seed\n0.5,rotating,3\n,igo:OECD,\n")
    assert found.sweep.rows == [{"us_engagement": 0.5, "design": "rotating", "seed": 3}, {"design": "igo:OECD"}]
    assert found.sweep.file == ""
    (tmp_path / "points.csv").unlink()
    assert Scenario.of(found.plain()) == found


def test_all_mistakes_of_a_file_of_points_come_together(tmp_path):
    with pytest.raises(InputErrors) as caught:
        listed(tmp_path, "us_engagement,seed,design\n5,1,a\nx,-1,b\n0.5,1.5,c\n")
    text = str(caught.value)
    for words in (
        "points.csv, row 2, 'us_engagement': out of range (got 5.0); allowed: 0.3 to 1.1",
        "points.csv, row 3, 'us_engagement': not a number (got 'x')",
        "points.csv, row 3, 'seed': not a seed (got -1)",
        "points.csv, row 4, 'seed': not a seed (got '1.5')",
    ):
        assert words in text, words
    with pytest.raises(EntenteError, match=r"unknown column.*did you mean 'us_engagement'"):
        listed(tmp_path, "us_engagment\n0.5\n")
    with pytest.raises(EntenteError, match="no point"):
        listed(tmp_path, "us_engagement\n")
