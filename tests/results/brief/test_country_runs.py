"""Countries' views on simulated runs: every jurisdiction of both rosters, and stored swapped runs."""

import pytest

from results.brief.brief import ASSUMED, FOUND
from results.brief.country import countries, country
from results.comparison import compare
from scenarios.designs import load_design
from scenarios.experiment import run_experiment
from scenarios.schema import Scenario
from scenarios.store import load_run, load_swaps, save_run
from scenarios.swap_runs import run_swaps
from tests.results.brief.test_country import check

HOST = {"teaching": "static:Kenya", "real": "static:UK"}


@pytest.fixture(scope="module", params=["teaching", "real"])
def runs(request):
    scenario = {"name": "x", "roster": request.param, "prior": "ranges", "end": "2026-09", "replicates": 3}
    designs = ["rotating", HOST[request.param], "igo:OECD"]
    return run_experiment(Scenario.of(scenario), designs, workers=1)


@pytest.fixture(scope="module")
def swapped(runs):
    if runs.roster.n_states > 10:
        pytest.skip("the small roster says it as well")
    return run_swaps(runs, workers=1)


def test_every_jurisdiction_has_a_view(runs):
    found = countries(runs, compare(runs), None)
    assert list(found) == list(runs.roster.aliases)
    for one in found.values():
        check(one)


def test_one_view_is_that_of_all(runs):
    comparison = compare(runs)
    label = HOST[runs.scenario.roster].partition(":")[2]
    assert country(runs, comparison, None, label).to_json() == countries(runs, comparison, None)[label].to_json()


def test_the_command_that_is_told_makes_a_design_that_the_roster_knows(runs):
    for label in runs.roster.aliases:
        assert load_design(f"static:{label}", runs.roster).seat.argmax() == runs.roster.find(label)


def test_stored_ones_give_the_same_view(runs, swapped, tmp_path):
    folder = save_run(runs, tmp_path / "run", swaps=swapped)
    again, kept = load_run(folder), load_swaps(folder)
    first, second = (country(r, compare(r), s, "Kenya").to_json() for r, s in ((runs, swapped), (again, kept)))
    assert first == second
    tags = {clause["tag"] for sentence in first["paragraph"] for clause in sentence["clauses"]}
    assert tags & {FOUND, ASSUMED}
