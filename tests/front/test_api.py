"""The Python API, and the examples in its documentation."""

import doctest
import inspect

import mesa
import pandas as pd
import pytest

import entente
import entente.api
import entente.compared
import results.evidence
from results.explanation import render
from sim.errors import InputError

SMALL = {"scenario": "teaching", "months": 3}


@pytest.fixture(scope="module")
def found():
    return entente.compare(["rotating"], actor="Kenya", replicates=2, workers=1, **SMALL)


@pytest.fixture(scope="module")
def record():
    return entente.run("rotating", 7, **SMALL)


@pytest.mark.parametrize("module", [entente, entente.api, entente.compared, results.evidence], ids=lambda m: m.__name__)
def test_examples_run(module):
    done = doctest.testmod(module)
    assert done.attempted > 0
    assert done.failed == 0


def test_a_comparison_gives_frames_and_text(found):
    assert isinstance(found.frame(), pd.DataFrame)
    assert set(found.for_actor()["design"]) == {"adhoc", "rotating"}
    assert "rotating" in str(found)
    assert len(found.analogues()) > 0


def test_an_actor_must_be_named(found):
    with pytest.raises(InputError, match="no actor named"):
        entente.Compared(found.runs, found.comparison).for_actor()


def test_runs_are_kept(found, tmp_path):
    from scenarios.store import load_run

    assert len(load_run(found.save(tmp_path / "kept")).table) == len(found.runs.table)


def test_a_run_keeps_its_decisions_and_they_are_explained(record):
    deals = entente.decisions(record, act="deal")
    assert entente.explain(record, deals[0].number) == entente.explain(record, act="deal")
    found = entente.explain(record, act="deal")
    exact, short = (" ".join(text.split()) for text in (render(found, exact=True), str(found)))
    assert "give exactly this" in exact and "--all gives every digit" in short


def test_a_run_is_the_run_of_the_comparison():
    """One design, seed and replicate give the same outcomes through both doors."""
    from sim import outcomes

    compared = entente.compare("rotating", replicates=2, seed=7, workers=1, **SMALL)
    table = compared.runs.table.set_index(["design", "replicate"])
    alone = outcomes.compute(entente.run("rotating", 7, replicate=1, **SMALL))
    for name, value in alone.items():
        assert table.loc[("rotating", 1), name] == pytest.approx(value, nan_ok=True, abs=0)


def test_lists_are_plain_data():
    for entries in (
        entente.designs(),
        entente.parameters(),
        entente.outcomes(),
        entente.scenarios(),
        entente.rosters(),
    ):
        assert all(isinstance(entry["name"], str) for entry in entries)


def test_a_model_stepped_by_hand_is_the_run(record):
    model = entente.model("rotating", 7, **SMALL)
    while model.running:
        model.step()
    made = model.record()
    assert made.decisions == record.decisions and made.decisions
    assert made.months.tolist() == record.months.tolist() == [*range(made.start, made.start + model.steps)]
    assert all((made.series[name] == values).all() for name, values in record.series.items())
    assert len(model.frames()["model"]) == model.steps


def test_mesa_runs_batches_of_it():
    fixed = {name: [value] for name, value in SMALL.items()}
    takes_rng = "rng" in inspect.signature(mesa.batch_run).parameters  # Mesa 3.5 replaces a seed of the parameters
    seeds, more = ({}, {"rng": [7]}) if takes_rng else ({"seed": [7]}, {})
    parameters = {"design": ["adhoc", "rotating"], **seeds, **fixed}
    rows = mesa.batch_run(entente.model, parameters, display_progress=False, **more)
    last = entente.run("adhoc", 7, **SMALL).series["harm"][-1]
    assert {row["harm"] for row in rows if row["design"] == "adhoc"} == {last}
    assert {row["design"] for row in rows} == {"adhoc", "rotating"} and {row["seed"] for row in rows} == {7}
