"""The model as a function: means over the same replicates, checked names and values, copies in other processes."""

import pickle

import numpy as np
import pytest

from scenarios.experiment import run_experiment
from scenarios.function import ModelFunction, means
from scenarios.schema import load_scenario
from sim.errors import InputError, InputErrors

NAMES = ["members", "harm", "incident_response_days"]


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("teaching").with_months(6)


@pytest.fixture(scope="module")
def f(scenario):
    return ModelFunction(scenario, "rotating", "static:US", NAMES, ["uncertain", "q:staff_fte", "staff_fte"], 3)


@pytest.fixture(scope="module")
def table(scenario):
    return run_experiment(scenario, ["rotating", "static:US"], replicates=3, workers=1).table


def test_with_nothing_given_it_is_the_mean_of_an_experiment(f, table):
    own, other = (table[table["design"] == d].set_index("replicate")[NAMES] for d in ("rotating", "static:US"))
    expected = (own - other).mean(skipna=True)
    assert f() == pytest.approx(expected.to_dict(), nan_ok=True, rel=1e-12)


def test_a_single_design_is_not_a_difference(scenario, table):
    single = ModelFunction(scenario, "rotating", None, ["harm"], ["uncertain"], 3)
    assert single()["harm"] == pytest.approx(table.loc[table["design"] == "rotating", "harm"].mean(), rel=1e-12)


def test_a_given_value_is_that_of_every_replicate(scenario):
    free = ModelFunction(scenario, "rotating", None, ["harm"], ["uncertain"], 3)
    fixed = ModelFunction(
        scenario.changed(uncertainties={"incident_rate": [3.0, 3.0]}), "rotating", None, ["harm"], ["q:staff_fte"], 3
    )
    assert free(incident_rate=3.0) == fixed()
    assert free(incident_rate=3.0) != free(incident_rate=0.3)


def test_a_matrix_gives_a_row_a_point(f):
    low, high = np.array(f.bounds).T
    points = np.vstack([low, (low + high) / 2, high])
    found = f.many(points)
    assert found.shape == (3, 3)
    for row, values in zip(points, found, strict=True):
        assert np.array_equal(values, list(f(**dict(zip(f.names, row, strict=True))).values()), equal_nan=True)
    assert f.many(np.empty((0, len(f.names)))).shape == (0, 3)


def test_large_matrices_go_in_parts(f, monkeypatch):
    points = np.tile(np.mean(f.bounds, axis=1), (5, 1)) + np.linspace(0, 0.01, 5)[:, None]
    whole = f.many(points)
    monkeypatch.setattr("scenarios.function.AT_ONCE", 6)
    assert np.array_equal(f.many(points), whole, equal_nan=True)


def test_it_describes_its_inputs_as_salib_does(f):
    assert f.problem == {"num_vars": 8, "names": f.names, "bounds": f.bounds}
    assert f.names[-2:] == ["q:staff_fte", "staff_fte"] and f.bounds[-2] == [0.0, 1.0]


def test_a_copy_in_another_process_gives_the_same(f):
    again = pickle.loads(pickle.dumps(f))
    assert again(us_engagement=0.5) == pytest.approx(f(us_engagement=0.5), nan_ok=True, rel=0)
    assert repr(again) == repr(f) == "<rotating less static:US: 8 inputs, 3 outcomes>"


def test_mistakes_are_said_together(f):
    with pytest.raises(InputErrors) as caught:
        f(us_engagment=0.5, polarisation=9.0, difficulty=float("nan"), incident_rate="much")
    said = str(caught.value)
    assert len(caught.value.errors) == 4 and "did you mean 'us_engagement'" in said and "1 to 1.5" in said
    with pytest.raises(InputError, match="another shape"):
        f.many([[0.5, 0.5]])
    with pytest.raises(InputError, match="row 2, 'polarisation': out of range"):
        middle = np.mean(f.bounds, axis=1)
        f.many([middle, np.where(np.array(f.names) == "polarisation", 9.0, middle)])


def test_what_makes_no_function_is_refused(scenario):
    with pytest.raises(InputError, match="no input"):
        ModelFunction(scenario, "rotating", inputs=[])
    with pytest.raises(InputError, match="did you mean 'members'"):
        ModelFunction(scenario, "rotating", outcomes=["member"])
    with pytest.raises(InputError, match="'replicates'"):
        ModelFunction(scenario, "rotating", replicates=0)


def test_means_leave_out_what_does_not_apply():
    nan = float("nan")
    values = np.array([[[1.0, nan], [3.0, nan]], [[nan, 2.0], [5.0, 4.0]]])
    assert np.array_equal(means(values), [[2.0, nan], [5.0, 3.0]], equal_nan=True)
