"""Sensitivity: indices of known functions, chance as one input, what is missing, and what a reader is warned of."""

import hashlib
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("SALib")

from results.sensitivity import samples, study
from results.sensitivity.files import ABOUT, FIGURES, INDICES, KIND, PAIRS, POINTS, RUNS
from results.sensitivity.indices import base_values, indices, pairs
from results.sensitivity.samples import MORRIS, SOBOL, STEP
from results.sensitivity.study import ask, run
from results.sensitivity.trust import cautions
from results.sensitivity.words import _share as share_words
from results.sensitivity.words import words
from scenarios.claims import TakenError, claim_for
from scenarios.function import outcome_names
from scenarios.inputs import COUNTED, DRAWS, PARAMETER, STREAMS, Input
from scenarios.schema import load_scenario
from sim.errors import InputError, InputErrors

A, B = 7.0, 0.1  # of Ishigami's function
CHANCE = Input(DRAWS, COUNTED, 0, STREAMS, "stream", "")


def plain(name: str) -> Input:
    return Input(name, PARAMETER, 0.0, 1.0, "", "")


def ishigami(shares: np.ndarray) -> np.ndarray:
    x = np.pi * (2 * shares - 1)
    return np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])


def of_ishigami() -> tuple[np.ndarray, np.ndarray, float]:
    """First and total orders, and the second order of the first and third input (Ishigami and Homma 1990)."""
    one = 0.5 * (1 + B * np.pi**4 / 5) ** 2
    two, both = A**2 / 8, B**2 * np.pi**8 * (1 / 18 - 1 / 50)
    whole = one + two + both
    return np.array([one, two, 0.0]) / whole, np.array([one + both, two, both]) / whole, both / whole


def noise(numbers: np.ndarray) -> np.ndarray:
    """A normal number for every number of a counted input."""
    uniform = [int.from_bytes(hashlib.blake2b(str(int(n)).encode(), digest_size=6).digest()) for n in numbers]
    from scipy.stats import norm

    return norm.ppf((np.array(uniform) + 0.5) / 2**48)


# ---- known functions --------------------------------------------------------------------------------------------
def test_sobol_finds_the_shares_of_a_known_function():
    sample = samples.sobol(3, 2048, 5, second=True)
    values = ishigami(sample.shares)
    found, (first, total, both) = indices(sample, values, [False] * 3, 5), of_ishigami()
    assert np.abs(found["S1"] - first).max() < 0.04 and np.abs(found["ST"] - total).max() < 0.04
    assert (np.abs(found["S1"] - first) < 2 * found["S1_conf"] + 1e-9).all()
    assert (np.abs(found["ST"] - total) < 2 * found["ST_conf"] + 1e-9).all()
    assert found["S1_conf"].max() < 0.06 and (found["n"] == 2048).all()
    two = pairs(sample, values, "abc", 5).set_index(["a", "b"])["S2"]
    assert two["a", "c"] == pytest.approx(both, abs=0.06)
    assert abs(two["a", "b"]) < 0.06 and abs(two["b", "c"]) < 0.06
    assert cautions(SOBOL, found.assign(input=list("abc")), values, 0, 2048) == []


def test_sobol_equals_what_salib_makes_of_the_whole_matrix():
    from SALib.analyze import sobol as salib

    sample = samples.sobol(3, 256, 5)
    values = ishigami(sample.shares)
    whole = salib.analyze(samples._problem(3), values, calc_second_order=False)
    found = indices(sample, values, [False] * 3, 5)
    # It centres by the mean of all points, we by that of the points of an input.
    assert np.allclose(found["S1"], whole["S1"], atol=0.01) and np.allclose(found["ST"], whole["ST"], atol=1e-9)


def test_morris_equals_what_salib_makes_of_the_whole_sample():
    from SALib.analyze import morris as salib

    sample = samples.morris(3, 40, 5)
    values = ishigami(sample.shares)
    whole = salib.analyze(samples._problem(3), sample.shares, values, num_levels=samples.LEVELS)
    found = indices(sample, values, [False] * 3, 5)
    for name in ("mu", "mu_star", "sigma"):
        assert np.allclose(found[name], np.asarray(whole[name], dtype=float)), name
    assert np.allclose(found["mu_star_conf"], whole["mu_star_conf"], rtol=0.35)


def test_effects_of_a_line_are_its_slopes():
    sample = samples.morris(4, 12, 1)
    found = indices(sample, sample.shares @ np.array([3.0, -2.0, 0.5, 0.0]), [False] * 4, 1)
    assert np.allclose(found["mu"], [3, -2, 0.5, 0]) and np.allclose(found["mu_star"], [3, 2, 0.5, 0])
    assert np.allclose(found["sigma"], 0, atol=1e-9) and found["moved"].tolist() == [1, 1, 1, 0]


# ---- chance as one input ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("slope", "together"), [(1.0, 0.0), (4.0, 0.0), (2.0, 2.0)])
def test_the_share_of_the_draws_is_that_of_their_variance(slope, together):
    sample = samples.sobol(2, 4096, 3)
    x, number = sample.values([plain("x"), CHANCE]).T
    assert len(np.unique(number)) > 0.99 * 2 * 4096  # each row of A and B has a stream of its own
    values = slope * x + noise(number) * (1 + together * x)
    alone = np.var(noise(np.arange(20_000)))
    of_x, of_noise = slope**2 / 12, alone * (1 + together / 2) ** 2
    both = alone * together**2 / 12
    whole = of_x + of_noise + both
    found = indices(sample, values, [False, True], 3)
    assert found["S1"].tolist() == pytest.approx([of_x / whole, of_noise / whole], abs=0.06)
    assert found["ST"].tolist() == pytest.approx([(of_x + both) / whole, (of_noise + both) / whole], abs=0.06)


def test_a_step_from_one_stream_to_another_has_no_length():
    sample = samples.morris(2, 400, 3)
    x, number = sample.values([plain("x"), CHANCE]).T
    found = indices(sample, 0.0 * x + noise(number), [False, True], 3)
    assert found["mu_star"][1] == pytest.approx(2 / np.sqrt(np.pi), abs=0.12)  # of two normal numbers; not over STEP
    assert found["mu_star"][0] == 0.0 and STEP < 1
    two_each = pd.DataFrame({"t": np.repeat(np.arange(400), 3), "number": number}).groupby("t")["number"].nunique()
    assert (two_each == 2).all() and len(np.unique(number)) == 800


@settings(max_examples=20)
@given(k=st.integers(1, 6), power=st.integers(1, 5), where=st.integers(0, 5), second=st.booleans())
def test_partners_in_saltellis_matrices_differ_in_one_input(k, power, where, second):
    size, at = 2**power, where % k
    inputs = [CHANCE if j == at else plain(f"x{j}") for j in range(k)]
    sample = samples.sobol(k, size, 1, second)
    values = sample.values(inputs).reshape(size, -1, k)
    a, b = values[:, 0], values[:, -1]
    for j in range(k):
        ab, others = values[:, 1 + j], [i for i in range(k) if i != j]
        assert (ab[:, j] == b[:, j]).all() and (ab[:, others] == a[:, others]).all()
        if second:
            ba = values[:, 1 + k + j]
            assert (ba[:, j] == a[:, j]).all() and (ba[:, others] == b[:, others]).all()
    numbers = values[..., at]
    assert (numbers == np.floor(numbers)).all() and (numbers >= 0).all() and (numbers < STREAMS).all()


# ---- what is missing, constant or too small ---------------------------------------------------------------------
@pytest.mark.parametrize("method", [SOBOL, MORRIS])
def test_a_point_without_a_value_costs_only_the_inputs_that_need_it(method):
    sample = samples.sobol(3, 512, 2) if method == SOBOL else samples.morris(3, 512, 2)
    whole = ishigami(sample.shares)
    some = whole.copy().reshape(512, -1)
    some[::8, 1] = np.nan  # of Saltelli's matrices: the partners of the first input
    before, after = (indices(sample, values.ravel(), [False] * 3, 2) for values in (whole, some))
    assert (before["n"] == 512).all() and after["n"].min() < 512
    if method == SOBOL:
        assert after["n"].tolist() == [448, 512, 512]
        assert after["ST"][1] == before["ST"][1] and after["ST"][0] == pytest.approx(before["ST"][0], abs=0.1)
    told = cautions(method, after.assign(input=list("abc")), some.ravel(), 7, 512)
    assert "7 runs failed" in told[0] and any("speak of the others only" in line for line in told)


@pytest.mark.parametrize("method", [SOBOL, MORRIS])
def test_an_outcome_that_is_constant_or_never_applies_is_said_to_be(method):
    sample = samples.sobol(2, 64, 2) if method == SOBOL else samples.morris(2, 64, 2)
    column = "ST" if method == SOBOL else "mu_star"
    for value, said in ((3.5, "constant (3.5)"), (np.nan, "not two points")):
        values = np.full(len(sample.shares), value)
        found = indices(sample, values, [False] * 2, 2).assign(input=["x", DRAWS])
        assert (found[column].isna() | (found[column] == 0)).all()
        assert any(said in line for line in cautions(method, found, values, 0, 64))
        meta = study.metas(outcome_names("members"))[0]
        told = words(
            found, {"mean": value, "sd": 0.0}, meta, {"method": method, "design": "x", "against": None, "replicates": 1}
        )
        assert told[-1] == "It depends on none of the inputs over these ranges."


def test_a_sample_that_is_too_small_is_said_to_be():
    rng = np.random.default_rng(1)
    for method, sample in ((SOBOL, samples.sobol(3, 16, 4)), (MORRIS, samples.morris(3, 3, 4))):
        values = rng.standard_cauchy(len(sample.shares))
        found = indices(sample, values, [False] * 3, 4).assign(input=["x", "y", DRAWS])
        told = cautions(method, found, values, 0, sample.size)
        assert any("sample is small" in line for line in told) and any("sample is too small" in line for line in told)


def test_base_values_are_those_of_independent_points():
    for sample, count in ((samples.sobol(3, 64, 4), 128), (samples.morris(3, 64, 4), 64)):
        assert len(base_values(sample, sample.shares[:, 0])) == count


# ---- the model --------------------------------------------------------------------------------------------------
def small(method=SOBOL, **more):
    scenario = load_scenario("teaching").with_months(12)
    given = {"outcomes": ["harm", "backlog"], "inputs": ["uncertain"], "size": 4 if method == SOBOL else 3}
    return ask(scenario, "rotating", "static:US", method, **(given | more))


@pytest.fixture(scope="module")
def found():
    return run(small(second=True), workers=2)


def test_points_and_runs_are_those_of_the_sample(found):
    k = len(found.asked.inputs)
    assert [each.name for each in found.asked.inputs][-2:] == ["others", "draws"] and k == 8
    assert len(found.points) == found.asked.points == 4 * (2 * k + 2)
    runs = found.runs.frame()
    assert list(dict.fromkeys(runs["design"])) == ["adhoc", "rotating", "static:US"]
    assert (runs["error"] == "").all() and len(runs) == 3 * len(found.points)
    assert found.table["n"].min() == 4 and len(found.table) == 2 * k and len(found.pairs) == k * (k - 1)


def test_the_difference_is_taken_within_points(found):
    table = found.runs.frame().pivot(index="point", columns="design", values="harm")
    gaps = (table["rotating"] - table["static:US"]).to_numpy()
    own = indices(found.asked.sample(), gaps, [each.counted for each in found.asked.inputs], found.asked.seed)
    kept = found.table[found.table["outcome"] == "harm"].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept[own.columns.tolist()], own)
    assert found.values.set_index("outcome").loc["harm", "points"] == len(gaps)


def test_points_are_means_over_streams_of_their_own():
    one, three = small(outcomes="harm"), small(outcomes="harm", replicates=3)
    several = run(three, workers=2)
    table = several.runs.frame()
    assert len(several.points) == one.points and len(table) == 3 * 3 * one.points
    streams = table.groupby("point")["replicate"].unique()
    assert all(s.tolist() == [3 * d, 3 * d + 1, 3 * d + 2] for s, d in zip(streams, several.points[DRAWS], strict=True))
    means = table.groupby(["point", "design"])["harm"].mean().unstack()
    gaps = (means["rotating"] - means["static:US"]).to_numpy()
    own = indices(three.sample(), gaps, [each.counted for each in three.inputs], three.seed)
    assert np.allclose(several.table["ST"], own["ST"], rtol=1e-9, atol=1e-12)
    assert "in means of 3 replicates" in " ".join(several.words("harm"))


def test_it_depends_neither_on_workers_nor_on_the_call(found):
    again = run(small(second=True), workers=1)
    pd.testing.assert_frame_equal(found.runs.frame(), again.runs.frame())
    assert json.dumps(found.to_json()) == json.dumps(again.to_json())


def test_files_are_the_same_bytes_and_hold_it_all(found, tmp_path):
    folders = [found.save(tmp_path / name) for name in "ab"]
    for name in (ABOUT, INDICES, PAIRS, POINTS, RUNS):
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes()
    assert sorted(path.name for path in (folders[0] / FIGURES).iterdir()) == sorted(
        f"sensitivity-{name}.{kind}" for name in ("harm", "backlog") for kind in ("svg", "png")
    )
    about = json.loads((folders[0] / ABOUT).read_text(encoding="utf-8"))
    assert about["about"]["points"] == len(pd.read_parquet(folders[0] / POINTS)) == len(found.points)
    assert all(1 < len(outcome["words"]) <= 5 for outcome in about["outcomes"])


def test_what_was_finished_is_gone_on_with(found, tmp_path):
    def stop(done, of):
        if done >= of / 2:
            raise KeyboardInterrupt

    asked, begun = small(second=True), []
    with (
        claim_for(str(tmp_path / "run"), tmp_path, KIND, asked.check_folder) as folder,
        pytest.raises(KeyboardInterrupt),
    ):
        run(asked, 1, stop, folder)
    with pytest.raises(TakenError, match=r"run.size is 4 there and 8 here"):
        claim_for(str(tmp_path / "run"), tmp_path, KIND, small(second=True, size=8).check_folder)
    with claim_for(str(tmp_path / "run"), tmp_path, KIND, asked.check_folder) as folder:
        again = run(asked, 1, lambda done, of: begun.append(done), folder)
        again.save(folder)
    assert begun[0] >= len(found.points) / 2
    found.save(tmp_path / "undisturbed")
    for name in (ABOUT, INDICES, POINTS, RUNS):
        assert (tmp_path / "run" / name).read_bytes() == (tmp_path / "undisturbed" / name).read_bytes()
    assert sorted(path.name for path in (tmp_path / "run").iterdir()) == sorted(
        [ABOUT, INDICES, PAIRS, POINTS, RUNS, FIGURES]
    )


def test_effects_of_the_model_have_words_and_figures(tmp_path):
    effects = run(small(MORRIS), workers=2)
    assert len(effects.points) == 3 * (len(effects.asked.inputs) + 1)
    for outcome in ("harm", "backlog"):
        told = effects.words(outcome)
        assert 1 < len(told) <= 5 and "rotating less static:US" in told[0]
        assert any(line.startswith("Chance: another stream") for line in told) or "none of the inputs" in told[-1]
    effects.save(tmp_path / "m")
    assert (tmp_path / "m" / FIGURES / "sensitivity-harm.svg").is_file() and not (tmp_path / "m" / PAIRS).exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"method": "fast"}, "unknown method"),
        ({"size": 100}, "such as 64 or 128"),
        ({"size": 0}, "out of range"),
        ({"method": MORRIS, "second": True}, "with Sobol only"),
        ({"replicates": 0}, "'replicates': out of range"),
        ({"outcomes": ["memberz"]}, "did you mean 'members'"),
        ({"inputs": ["us_engagment"]}, "did you mean 'us_engagement'"),
        ({"against": "rotatin"}, "did you mean 'rotating'"),
        ({"against": "rotating"}, "named twice"),
    ],
)
def test_what_makes_no_sense_is_said_before_anything_runs(changes, said):
    given = {"scenario": load_scenario("teaching"), "design": "rotating", "method": SOBOL} | changes
    with pytest.raises((InputError, InputErrors), match=said):
        ask(**given)


def test_without_salib_the_extra_is_named(monkeypatch):
    monkeypatch.setattr("scenarios.extras.find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"needs SALib, which is not installed.*entente\[analysis\]"):
        small()


@pytest.mark.parametrize(
    ("value", "said"),
    [(-0.28, "−28% (± 33; below 0 by chance)"), (-0.004, "0% (± 33)"), (0.3, "30% (± 33)"),
     (1.2, "120% (± 33; above 100 by chance)")],
)  # fmt: skip
def test_a_share_in_words_is_the_one_in_the_table(value, said):
    assert share_words(value, 0.33) == said
