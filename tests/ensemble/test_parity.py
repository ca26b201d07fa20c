"""Both engines agree, bit for bit: random worlds and the shipped scenarios, one phase at a time and without a stop."""

import dataclasses
import functools
import os
import subprocess
import sys
from collections import Counter

import numpy as np
import pytest

from scenarios import worker
from scenarios.experiment import make_job
from scenarios.rosters import load_roster
from scenarios.sampling import draw_replicates
from scenarios.schema import list_scenarios, load_scenario
from sim import parameters
from sim.catalogue import CASE_INDEX
from sim.config import EVENT_KINDS, STARTS
from sim.design import FIELDS
from sim.ensemble import loop
from sim.ensemble.runs import record_of
from sim.forced import ACTS
from sim.phases.setup import begin
from sim.record import EVENT_CODES, FORMED, LAPSED, RENEWED
from sim.rules.shocks import RIVAL
from sim.setting import inputs_of
from sim.world import Room
from tests.ensemble.lockstep import OF_ENSEMBLE, Lockstep, poison, poisoned_world
from tests.ensemble.random_worlds import EXTREMES, LARGE_EVERY, random_design, random_world
from tests.model.conftest import config_of, differing, digest, run

WORLDS = 210
SCENARIOS = [scenario.name for scenario in list_scenarios()]
DESIGNS = range(10)  # places among the default designs


@pytest.fixture
def agree(record_property):
    """Hold both engines against each other, and count for the summary."""

    def hold(config, **how):
        both = Lockstep(config, **how)
        found = both.first_difference()
        assert found is None, f"{found}\n{config}"
        record_property("parity", (1, both.w.months, both.comparisons, both.numbers))
        return both

    return hold


# ---- random worlds --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", range(WORLDS))
def test_both_engines_agree_in_a_random_world(number, agree):
    agree(random_world(number))


@functools.cache
def recorded():
    """Record of every random world by the ensemble."""
    return [record_of(random_world(number)) for number in range(WORLDS)]


def test_the_worlds_are_varied():
    """Everything that a run admits is among them: shapes of rosters, starts, designs, parameters, all events."""
    configs = [random_world(number) for number in range(WORLDS)]
    rosters = [c.roster for c in configs]
    sizes = [r.n_states + r.n_firms for r in rosters]
    assert min(sizes) == 3 and max(sizes) == 70
    assert {0, 1} <= {r.n_firms for r in rosters} and 1 in {r.n_states for r in rosters}
    assert sum((r.member_from > c.end).all() for r, c in zip(rosters, configs, strict=True)) >= 10, "no members"
    assert sum((r.founded > c.end).all() for r, c in zip(rosters, configs, strict=True)) >= 10, "no institutes"
    assert {c.start for c in configs} == {"origin", "observed"}
    assert {c.replay_until < c.first for c in configs} == {c.replay_until > c.end for c in configs} == {True, False}
    lengths = [c.end - c.first + 1 for c in configs]
    assert min(lengths) == 1 and max(lengths) > 48
    values = np.array([point.values for c in configs for point in (c.design, c.baseline)])
    for k, field in enumerate(FIELDS):
        assert values[:, k].min() <= field.low + 1e-9 and len(np.unique(values[:, k])) > 50, field.name
        assert values[:, k].max() == field.high or field.name.startswith(("dues", "seat", "turn", "lead")), field.name
    assert any(point.seat.any() for c in configs for point in (c.design,)) and any(len(c.later) == 3 for c in configs)
    params = np.array([c.params for c in configs])
    names = [p.name for p in parameters.ALL]
    for name, choices in EXTREMES.items():
        assert set(choices) <= set(params[:, names.index(name)]), name
    events = [(c, e) for c in configs for e in c.events]
    for kind in EVENT_KINDS:
        assert any(e.kind == kind and e.month == c.first for c, e in events), f"{kind} in the first month"
        assert any(e.kind == kind and c.first < e.month <= c.end for c, e in events), kind
    forced = [d for c in configs for d in c.forced]
    for act in ACTS:
        assert {d.choice for d in forced if d.act == act} == {True, False}, act
    months = [[e.month for e in c.events] for c in configs]
    assert sum(len(m) - len(set(m)) >= 3 for m in months) >= 20, "several events in one month"


def test_everything_happens_in_them():
    """Nothing is equal merely because it never happens."""
    records = recorded()
    runs = [(random_world(number), record) for number, record in enumerate(records)]
    actions = np.concatenate([r.tie_log["action"] for r in records])
    assert all((actions == action).sum() > 50 for action in (FORMED, RENEWED, LAPSED))
    cases = np.concatenate([r.cases for r in records])
    assert set(cases["kind"]) == set(CASE_INDEX.values())
    assert (~np.isnan(cases["withdrawn"])).sum() >= 1 and cases["restarts"].sum() > 100
    assert np.isnan(cases["finished"]).sum() > 100 and (~np.isnan(cases["finished"])).sum() > 1000
    incidents = np.concatenate([r.incidents for r in records])
    answered, taken_up = ~np.isnan(incidents[:, 2]), incidents[:, 6] >= 0
    assert (~answered).sum() > 20 and (answered & taken_up).sum() > 10 and (answered & ~taken_up).sum() > 10
    tiers = [r.states["tier"] for r in records]
    assert sum(((t[1:] > 0) & (t[:-1] == 0)).sum() for t in tiers) > 50, "joined"
    assert sum(((t[1:] == 0) & (t[:-1] > 0)).sum() for t in tiers) > 50, "left"
    assert sum((t == 2).any() for t in tiers) > 20, "partners"
    assert sum((r.states["status"][1:] > r.states["status"][:-1]).sum() for r in records) > 100, "founded"
    assert sum((r.safe[1:] != r.safe[:-1]).sum() for r in records) > 100, "changes of pace"
    assert sum((r.host[1:] != r.host[:-1]).any(axis=1).sum() for r in records) > 100, "changes of host"
    assert sum(r.pair_counts.sum() for r in records) > 10_000, "shares"
    events = np.concatenate([r.events["kind"] for r in records])
    votes = sum(told(r, "reject").size + (told(r, "join")["month"] >= c.reviews_from).sum() for c, r in runs)
    assert votes > 50, "votes on who comes in"
    for kind, code in EVENT_CODES.items():
        least = 5 if kind == "reject" else 10
        assert kind == "withdraw" or (events == code).sum() > least, kind  # withdrawals have a test of their own


def told(record, kind):
    """Lines of the log of events of one kind."""
    return record.events[record.events["kind"] == EVENT_CODES[kind]]


def test_meetings_and_traits_of_all_sorts_are_among_them():
    """Memoranda on several types, rivals brought together, occasions and entries on record, windows of traits."""
    several, rivals, occasions, entries, windows = 0, 0, 0, 0, 0
    for number, record in enumerate(recorded()):
        config = random_world(number)
        formed = record.tie_log[record.tie_log["action"] == FORMED]
        types = Counter(zip(formed["month"], formed["a"], formed["b"], strict=True))
        several += sum(count > 1 for count in types.values())
        for line in told(record, "dialogue"):
            a, b = line["actor"], line["partner"]
            rivals += (line["month"], a, b) in types and config.roster.rivalry[a, b] >= RIVAL
        facts = [config.roster.events[int(line["amount"])] for line in told(record, "fact")]
        occasions += sum(fact.kind in ("summit", "network") and len(fact.guests) > 1 for fact in facts)
        entries += (told(record, "join")["month"] < config.reviews_from).sum()
        windows += int((config.end - config.first) / max(1.0, config.params[parameters.TRAIT_MEMORY]))
    assert several > 100 and rivals > 20 and occasions > 20 and entries > 50 and windows > 50


def test_both_engines_agree_where_applications_are_withdrawn(agree):
    """A secretariat without staff lets applications lie until the next review, which is a matter of chance."""
    adopt = STARTS["observed"]
    chance = parameters.with_values(noise=50.0, lasting=0.0, lent_posts=0.0, self_organised=0.0)
    config = config_of("real", "rotating", end="2031-12", adopt=adopt, params=chance)
    config = dataclasses.replace(config, design=config.design.replace(staff_fte=0.0))
    both = agree(config)
    events = both.model.record().events["kind"]
    assert (events == EVENT_CODES["withdraw"]).sum() > 10 and (events == EVENT_CODES["apply"]).sum() > 20


def test_both_engines_agree_where_applicants_are_rejected(agree):
    """Half of the members must consent, to whom a rival's gain is a great loss."""
    chance = parameters.with_values(noise=5.0, lasting=0.5, zero_sum=20.0)
    config = config_of("real", "rotating", end="2031-12", adopt=STARTS["observed"], params=chance)
    config = dataclasses.replace(config, design=config.design.replace(admission_consent=0.5))
    record = agree(config).model.record()
    assert told(record, "reject").size > 2 and (told(record, "join")["month"] >= config.reviews_from).sum() > 2


# ---- shipped scenarios ----------------------------------------------------------------------------------------------
def shipped(name: str, design: int):
    """The configuration of a default design in a shipped scenario, as an experiment runs it."""
    scenario = load_scenario(name).changed(designs=[])
    job, _ = make_job(scenario, load_roster(scenario.roster))
    row = draw_replicates(scenario, replicates=[design]).iloc[0].to_dict()
    return worker.config_for(job, job.recipes[design], {str(key): value for key, value in row.items()})


@pytest.mark.parametrize("name", SCENARIOS)
def test_both_engines_agree_in_the_shipped_scenarios(name, agree):
    """Another design in each; the slow test takes all."""
    agree(shipped(name, SCENARIOS.index(name) % len(DESIGNS)))


@pytest.mark.slow
@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_both_engines_agree_in_the_shipped_scenarios_under_all_designs(name, design, agree):
    agree(shipped(name, design))


# ---- without a stop -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", range(0, WORLDS, 15))
def test_a_whole_run_of_each_engine_is_its_phases(number):
    """``CooperationModel.run`` and ``simulate`` do what the comparison does step by step."""
    config = random_world(number)
    both = Lockstep(config)
    assert both.first_difference() is None
    stepped = both.model.record()
    assert digest(run(config)) == digest(stepped)
    assert differing(record_of(config), stepped) == []


@pytest.mark.parametrize("number", range(7, WORLDS, 15))
def test_what_ran_before_in_the_same_arrays_changes_nothing(number):
    """Another world, whole or broken off in any phase, in the same arrays, leaves nothing behind."""
    config = random_world(number)
    rng = np.random.default_rng(number)
    states = config.roster.n_states
    other = dataclasses.replace(
        config, seed=config.seed + 1, params=random_world(number + 1).params,
        design=random_design(rng, states, "other"), baseline=random_design(rng, states, "another"),
    )  # fmt: skip
    both = Lockstep(config)
    assert both.first_difference() is None
    for steps in range(len(OF_ENSEMBLE) + 1):
        assert loop.simulate(both.w, *inputs_of(other))
        begin(both.w, *inputs_of(other))
        for step in list(OF_ENSEMBLE.values())[:steps]:
            step(both.w)
        assert (found := both.at_once()) is None, found
    poison(both.w)
    assert (found := both.at_once()) is None, found


def test_a_run_that_found_no_room_is_told_and_leaves_nothing_behind():
    both = Lockstep(shipped("teaching", 2))
    assert both.first_difference() is None
    cases, ties, events = both.w.n_cases, both.w.n_ties, both.w.n_events
    assert cases > 1 and ties > 1 and events > 1
    for room in (Room(cases - 1, ties, events), Room(cases, ties - 1, events), Room(cases, ties, events - 1)):
        assert not loop.simulate(poisoned_world(both.config, room), *inputs_of(both.config))
    exact = Lockstep(both.config, w=poisoned_world(both.config, Room(cases, ties, events)))
    assert exact.first_difference() is None


# ---- plain Python ---------------------------------------------------------------------------------------------------
PROGRAM = """
from sim.jit import JIT
from sim.ensemble.runs import record_of
from tests.ensemble.lockstep import first_difference
from tests.ensemble.random_worlds import random_world
assert not JIT
from tests.model.conftest import digest
config = random_world({number})
print(first_difference(config), digest(record_of(config)))
"""


REFERENCES = """
from sim.jit import JIT
from tests.ensemble.random_worlds import random_world
assert not JIT
from tests.model.conftest import digest, run
for number in {numbers}:
    print(digest(run(random_world(number))))
"""


@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.slow)])
def test_the_reference_in_plain_python_gives_the_same(every):
    """Random worlds but the large ones, a third or all, with numbers at which a division by zero ends in Python."""
    numbers = [number for number in range(WORLDS) if number % LARGE_EVERY != LARGE_EVERY - 1][::every]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", REFERENCES.format(numbers=numbers)],
        env=os.environ | {"ENTENTE_JIT": "0"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    compiled = [digest(record_of(random_world(number))) for number in numbers]
    found = dict(zip(numbers, zip(done.stdout.split(), compiled, strict=True), strict=True))
    assert [number for number, (plain, other) in found.items() if plain != other] == []


@pytest.mark.parametrize("number", [1])
def test_plain_python_gives_the_same(number):
    """Without compilation both engines agree too, and with what compiled code gives."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(number=number)], env=os.environ | {"ENTENTE_JIT": "0"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["None", digest(record_of(random_world(number)))]
