"""The compiled outcomes against their second definition, on whole runs and from buffers larger than the run."""

import dataclasses

import numpy as np
import pytest

from sim import outcome_records as records
from sim import parameters
from sim.months import month_index
from sim.outcomes import OUTCOMES, STATE_OUTCOMES, acceptability, compute, run_arrays, state_outcomes, veto_players
from sim.rules import outcomes as rules
from tests.model.conftest import config_of, random_roster, run
from tests.model.numpy_outcomes import outcomes_in_numpy

RUNS = {
    "turning": ("teaching", "rotating", {"end": "2030-12"}),
    "busy": ("real", "static:UK", {"end": "2029-12", "params": parameters.with_values(incident_rate=4.0)}),
    "before any adoption": ("teaching", "igo:OECD", {"adopt": month_index("2050-01")}),
    "no firms": (random_roster(6, 0, np.random.default_rng(3)), "none", {"start": "origin"}),
}


@pytest.fixture(scope="module", params=RUNS)
def record(request):
    place, design, changes = RUNS[request.param]
    return run(config_of(place, design, **changes))


def test_every_outcome_has_its_position():
    for k, outcome in enumerate(OUTCOMES):
        assert getattr(records, outcome.name.upper()) == k, outcome.name
    for prefix, first, past in (
        ("share_", records.FIRST_CATEGORY, records.PAST_CATEGORIES),
        ("type_", records.FIRST_TYPE, records.PAST_TYPES),
    ):
        assert [o.name for o in OUTCOMES[first:past]] == [o.name for o in OUTCOMES if o.name.startswith(prefix)]
    assert len(OUTCOMES) == records.COUNT and STATE_OUTCOMES[rules.MEMBERSHIP :] == ("membership", "powers")


def test_every_outcome_is_given_a_value(record):
    """A record without a line in the rule would show what stood in the memory before."""
    arrays, one, other = run_arrays(record), np.full(records.COUNT, 5.0), np.full(records.COUNT, -5.0)
    rules.outcomes_of(arrays, one)
    rules.outcomes_of(arrays, other)
    assert [o.name for o, a, b in zip(OUTCOMES, one, other, strict=True) if a == 5.0 and b == -5.0] == []


def test_every_outcome_as_numpy_has_it(record):
    found, expected = compute(record), outcomes_in_numpy(record)
    assert set(found) == set(expected)
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, rel=1e-12, abs=1e-13, nan_ok=True), name


def test_states_as_numpy_has_them(record):
    found = state_outcomes(record)
    assert np.array_equal(found.pop("membership"), (record.states_after("tier") > 0).mean(axis=0))
    assert np.allclose(found.pop("powers"), record.kept(record.host).mean(axis=0), rtol=1e-13, atol=1e-15)
    for name, values in found.items():
        assert np.allclose(values, record.states_after(name).mean(axis=0), rtol=1e-13, atol=1e-15), name


def longer(array, rows=7):
    """The array with rows of rubbish after it."""
    rubbish = np.full((rows, *array.shape[1:]), 77, dtype=array.dtype)
    return np.concatenate([array, rubbish])


def test_only_the_rows_that_are_counted_count(record):
    arrays = run_arrays(record)
    filled = ("series", "states", "agenda", "host", "network_shares", "bilateral_shares", "tie_log", "case_kind",
              "case_opened", "case_finished", "case_withdrawn", "incidents")  # fmt: skip
    buffers = arrays._replace(**{name: longer(getattr(arrays, name)) for name in filled})
    for rule, shape in (
        (rules.outcomes_of, (records.COUNT,)),
        (rules.state_outcomes_of, (rules.POWERS + 1, len(arrays.gdp))),
    ):
        one, other = np.full(shape, 5.0), np.full(shape, -5.0)
        rule(arrays, one)
        rule(buffers, other)
        assert one.tobytes() == other.tobytes()


def test_acceptance_as_numpy_has_it():
    rng = np.random.default_rng(5)
    for firms in (0, 4):
        roster = random_roster(9, firms, rng)
        before, change = rng.normal(size=9), rng.choice([-1.0, 0.0, 1e-14, 1.0], 9)
        found = acceptability(before + change, before, roster)
        members = roster.member_from < 10**6
        better = np.where(np.abs(change) < 1e-12, 0.5, change > 0)
        homes = np.bincount(roster.firm_home, minlength=9) / max(1, firms)
        veto = members & ((homes >= 0.2) | (roster.gdp >= 0.2 * roster.gdp[members].sum()))
        assert np.array_equal(veto_players(roster), veto)
        assert found == {"acceptability": pytest.approx(better[members].mean()), "vetoes": (veto & (better == 0)).sum()}
        nobody = dataclasses.replace(roster, member_from=np.full(9, 10**6))
        assert all(np.isnan(value) for value in acceptability(before, before, nobody).values())
