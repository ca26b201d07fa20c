"""Callers from Python: numbers of any type, names and paths of any type, and results that can be compared and kept."""

import random
from pathlib import Path

import numpy as np
import pytest

import entente
from calibration.forecasting.forecast import forecast
from scenarios.experiment import run_experiment, run_single
from sim.errors import EntenteError

SMALL = {"scenario": "teaching", "months": 1}
FEW = SMALL | {"designs": ["rotating"], "replicates": 2, "workers": 1}
NO_NUMBERS = [2.9, float("nan"), True, "1", [1], np.float64(1), np.True_]


def message(call, *args, **kwargs) -> str:
    with pytest.raises(EntenteError) as caught:
        call(*args, **kwargs)
    return str(caught.value)


@pytest.fixture(scope="module")
def compared():
    return entente.compare(**FEW, seed=3)


@pytest.fixture(scope="module")
def record():
    return entente.run("rotating", 7, **SMALL)


def test_whole_numbers_of_any_type_are_the_same(compared):
    numbers = {"seed": np.int64(3), "replicates": np.uint8(2), "workers": np.int32(1), "months": np.array(1)}
    assert entente.compare(**FEW | numbers).frame().equals(compared.frame())


@pytest.mark.parametrize("key", ["seed", "replicates", "workers", "months"])
@pytest.mark.parametrize("value", NO_NUMBERS, ids=repr)
def test_what_is_no_whole_number_is_refused(key, value):
    assert f"'{key}': not a whole number" in message(entente.compare, **FEW | {key: value})


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("seed", -1, "from 0 to 9223372036854775807"), ("seed", 2**63, "from 0 to 9223372036854775807"),
        ("replicates", 100_001, "1 to 100000"), ("workers", 257, "1 to 256"), ("months", 10**30, "1 to 420"),
    ],
)  # fmt: skip
def test_numbers_out_of_range_say_what_is_allowed(key, value, allowed):
    assert allowed in message(entente.compare, **FEW | {key: value})


def test_the_largest_seed_gives_the_same_on_both_engines():
    one, two = (entente.compare(**FEW, seed=2**63 - 1, engine=engine) for engine in ("ensemble", "reference"))
    assert one.frame().equals(two.frame())


@pytest.mark.parametrize("value", NO_NUMBERS, ids=repr)
def test_the_number_of_a_replicate_and_of_a_decision(value, record):
    assert "'replicate': not a whole number" in message(entente.run, "rotating", replicate=value, **SMALL)
    assert "'index': not a whole number" in message(entente.explain, record, value)


def test_numbers_of_the_functions_below():
    assert "'seed'" in message(run_experiment, "teaching", ["none"], seed=1.5)
    assert "'workers'" in message(run_experiment, "teaching", ["none"], workers=float("nan"))
    assert "'replicate'" in message(run_single, "teaching", "none", replicate=True)
    assert "'seed'" in message(forecast, None, 0, None, seed=2.0)
    assert "'threads'" in message(forecast, None, 0, None, threads=float("nan"))


@pytest.mark.parametrize("value", [None, 3, ["teaching"], b"teaching"], ids=repr)
def test_what_is_no_name_and_no_path_is_refused(value, record):
    words = ("neither a text nor a path", "None is not accepted")
    assert any(w in message(entente.compare, **FEW | {"scenario": value}) for w in words)
    assert any(w in message(entente.run, value, **SMALL) for w in words)
    assert any(w in message(entente.load_roster, value) for w in words)
    assert any(w in message(run_experiment, value) for w in words)
    if value is not None:
        assert any(w in message(entente.compare, **FEW | {"roster": value}) for w in words)
        assert "not the name of a jurisdiction" in message(entente.compare, **FEW, actor=value)
        assert "not the name of an actor" in message(entente.decisions, record, partner=value)
        assert "unknown act" in message(entente.decisions, record, act=value)


@pytest.mark.parametrize("value", [3, b"none", ["none", 3], [None], [["none"]]], ids=repr)
def test_what_is_no_list_of_designs_is_refused(value):
    assert "'designs'" in message(entente.compare, **FEW | {"designs": value})


@pytest.mark.parametrize(
    "given",
    [
        {"scenario": np.str_("teaching")}, {"scenario": Path("teaching")}, {"roster": np.str_("teaching")},
        {"designs": np.array(["rotating"])}, {"designs": "rotating"}, {"designs": (np.str_("rotating"),)},
        {"actor": np.str_("Kenya")},
    ],
    ids=repr,
)  # fmt: skip
def test_texts_and_paths_of_any_type_are_the_same(given, compared):
    assert entente.compare(**FEW | {"seed": 3} | given).frame().equals(compared.frame())


def test_other_arguments_of_a_wrong_kind():
    assert "'progress': not a function" in message(entente.compare, **FEW, progress=3)
    assert "unknown engine" in message(entente.compare, **FEW, engine=["ensemble"])
    assert "'allow_rules': neither True nor False" in message(entente.compare, **FEW, allow_rules="yes")
    assert "not the record of a run" in message(entente.decisions, "record")


@pytest.mark.parametrize("value", [None, 3, b"folder", ["folder"]], ids=repr)
def test_places_to_write_are_texts_or_paths(value, compared):
    assert "'folder'" in message(compared.save, value)
    assert "'path'" in message(compared.report, value)


def test_designs_in_one_text_may_stand_on_several_lines():
    found = entente.compare("adhoc,\n  rotating\n", "teaching", months=1, replicates=1, workers=1)
    assert found.comparison.designs == ("adhoc", "rotating")


# ---- results ----------
def test_a_comparison_is_itself_and_can_be_a_key(compared, record):
    explained = entente.explain(record, 1)
    for one in (compared, compared.comparison, compared.runs, compared.runs.roster, explained):
        assert {one: 1}[one] == 1 and one == one
    assert compared != entente.compare(**FEW, seed=3)


def test_nothing_moves_the_random_numbers_of_who_calls(compared, record):
    random.seed(1)
    np.random.seed(1)
    before = random.getstate(), np.random.get_state()[1].tolist()
    assert str(compared) and str(entente.explain(record, 1)) and len(compared.analogues())
    entente.compare(**FEW)
    assert (random.getstate(), np.random.get_state()[1].tolist()) == before


# ---- what was not found ----------
@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"actor": "network"}, "'actor': the network decides nothing itself"),
        ({"actor": "Kenia"}, "'actor': unknown actor (got 'Kenia')"),
        ({"partner": "Kenia"}, "'partner': unknown actor (got 'Kenia')"),
        ({"act": "dael"}, "'act': unknown act (got 'dael')"),
        ({"month": "2026-02-30"}, "'month': not a date: there is no such day"),
        ({"month": "1800-01"}, "'month': the year is out of range"),
        ({"actor": "US", "partner": "Kenya", "act": "pace"}, "matches (actor US, partner Kenya, act pace)"),
    ],
)
def test_what_is_wrong_with_a_question_is_named(wanted, words, record):
    assert words in message(entente.decisions, record, **wanted)
