"""Draws: a number depends on what it is for, and on nothing else.

The numbers are deterministic, so a test here passes always or never. "False-alarm rate" is the chance that a fresh
sequence of truly random numbers would fail it: a new hash function that fails was probably not just unlucky.
"""

import math
from dataclasses import replace

import numpy as np
import pytest

from scenarios.designs import load_design
from scenarios.rosters import load_roster
from sim import draws, parameters
from sim.config import STARTS, RunConfig
from sim.months import month_index
from sim.phases.setup import begin
from sim.roster import EventRecord, TieRecord
from sim.setting import world_of

KEYS = [draws.key_of(f"actor:{k}") for k in range(256)]
COUNT = 8192
CHI_SQUARE_63 = 131.37  # exceeded by 63 degrees of freedom with chance 1e-6
DKW = math.sqrt(math.log(2.0 / 1e-6) / 2.0)  # sqrt(n) sup |F_n - F| exceeds it with chance below 1e-6 (Massart 1990)


def at(stream=0, month=3, purpose=draws.MEET, actor=1, partner=2, item=0):
    return draws.uniform(draws.stream_of(5, stream), month, purpose, KEYS[actor], KEYS[partner], item)


def sequence(argument, count=COUNT):
    """Draws along one argument, all others fixed."""
    if argument in ("actor", "partner"):
        keys = [draws.key_of(f"{argument}:{k}") for k in range(count)]
        place = {"actor": lambda k: (k, KEYS[2]), "partner": lambda k: (KEYS[1], k)}[argument]
        return np.array([draws.uniform(draws.stream_of(5, 0), 3, draws.MEET, *place(k), 0) for k in keys])
    return np.array([at(**{argument: k}) for k in range(count)])


ALONG = pytest.mark.parametrize("argument", ["stream", "month", "purpose", "actor", "partner", "item"])


# ---- the hash ----------------------------------------------------------------------------------------------
def test_the_hash_is_splitmix64():
    """First numbers from seed 1234567, as published (Rosetta Code, 'Pseudo-random numbers/Splitmix64')."""
    golden, published = 0x9E3779B97F4A7C15, (6457827717110365317, 3203168211198807973, 9817491932198370423)
    states = [draws.word((1234567 + k * golden) % 2**64) for k in range(3)]
    assert tuple(int(draws._absorb(state, draws.word(0))) for state in states) == published


def test_purposes_are_all_different():
    public = {name: value for name, value in vars(draws).items() if name.isupper() and not name.startswith("_")}
    purposes = [value for value in public.values() if type(value) is int]
    assert sorted(purposes) == list(range(1, len(purposes) + 1))


def test_keys_differ_and_are_never_that_of_no_partner():
    roster = load_roster("real")
    keys = {int(draws.key_of(roster.node_id(n))) for n in range(roster.n_states + roster.n_firms)}
    assert len(keys) == roster.n_states + roster.n_firms
    assert int(draws.NO_PARTNER) not in keys


def test_runs_have_streams_of_their_own():
    pairs = [(seed, replicate) for seed in range(30) for replicate in range(30)]
    assert len({int(draws.stream_of(*pair)) for pair in pairs}) == len(pairs)


# ---- what a draw depends on --------------------------------------------------------------------------------
def test_the_order_of_calls_does_not_matter():
    grid = [(m, p, a, i) for m in range(4) for p in range(1, 5) for a in range(4) for i in range(4)]
    forward = {g: at(month=g[0], purpose=g[1], actor=g[2], item=g[3]) for g in grid}
    backward = {g: at(month=g[0], purpose=g[1], actor=g[2], item=g[3]) for g in reversed(grid)}
    assert forward == backward


def test_every_argument_matters_alone_and_together():
    grid = [
        at(stream, month, purpose, actor, partner, item)
        for stream in range(3) for month in range(6) for purpose in range(1, 7)
        for actor in range(6) for partner in range(6) for item in range(6)
    ]  # fmt: skip
    assert len(set(grid)) == len(grid)


def test_a_pair_has_one_number_whoever_is_named_first():
    pairs = [(a, b) for a in range(20) for b in range(a)]
    one = [draws.pair_uniform(draws.stream_of(5, 0), 3, draws.MEET, KEYS[a], KEYS[b], 0) for a, b in pairs]
    other = [draws.pair_uniform(draws.stream_of(5, 0), 3, draws.MEET, KEYS[b], KEYS[a], 0) for a, b in pairs]
    assert one == other
    assert len(set(one)) == len(pairs)


def test_one_sided_draws_do_depend_on_who_is_named_first():
    assert at(actor=1, partner=2) != at(actor=2, partner=1)


# ---- uniform and independent -------------------------------------------------------------------------------
def chi_square(cells, total):
    """Of counts in 64 equally likely cells."""
    counts = np.bincount(cells, minlength=64)
    return float(((counts - total / 64.0) ** 2 / (total / 64.0)).sum())


@ALONG
def test_draws_are_uniform(argument):
    """False-alarm rate 1e-6 for each of two tests: chi-square in 64 cells, and Kolmogorov and Smirnov's distance."""
    values = sequence(argument)
    assert values.min() >= 0.0 and values.max() < 1.0
    assert chi_square((values * 64).astype(int), COUNT) < CHI_SQUARE_63
    assert math.sqrt(COUNT) * distance_from(values, lambda x: x) < DKW


@ALONG
@pytest.mark.parametrize("lag", [1, 2])
def test_neighbouring_draws_are_independent(argument, lag):
    """Disjoint pairs in 8 x 8 cells: false-alarm rate 1e-6."""
    values = sequence(argument)
    first, second = values.reshape(-1, 2, lag).transpose(1, 0, 2).reshape(2, -1)
    assert chi_square((first * 8).astype(int) * 8 + (second * 8).astype(int), COUNT // 2) < CHI_SQUARE_63


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"purpose": draws.DEAL}, {"purpose": draws.RENEW}, id="two purposes"),
        pytest.param({"stream": 0}, {"stream": 1}, id="two replicates"),
        pytest.param({"actor": 1}, {"actor": 2}, id="two actors"),
        pytest.param({"item": 0}, {"item": 1}, id="two items"),
    ],
)
def test_two_series_over_the_months_are_independent(one, other):
    """In 8 x 8 cells: false-alarm rate 1e-6."""
    a = np.array([at(month=m, **one) for m in range(COUNT)])
    b = np.array([at(month=m, **other) for m in range(COUNT)])
    assert chi_square((a * 8).astype(int) * 8 + (b * 8).astype(int), COUNT) < CHI_SQUARE_63


def distance_from(values, distribution):
    """Largest gap between the empirical and the stated distribution."""
    ordered = np.sort(values)
    below = np.arange(len(ordered)) / len(ordered)
    stated = np.array([distribution(x) for x in ordered])
    return max(np.max(stated - below), np.max(below + 1.0 / len(ordered) - stated))


@pytest.mark.parametrize("along", ["month", "item"])
def test_normal_draws_are_normal(along):
    """Kolmogorov and Smirnov's distance: false-alarm rate below 1e-6."""
    stream = draws.stream_of(5, 0)
    places = [(k, 0) if along == "month" else (3, k) for k in range(COUNT)]
    values = np.array([draws.normal(stream, m, draws.ELECTION, KEYS[1], draws.NO_PARTNER, i) for m, i in places])
    assert math.sqrt(COUNT) * distance_from(values, lambda x: 0.5 * math.erfc(-x / math.sqrt(2.0))) < DKW


# ---- random orders -----------------------------------------------------------------------------------------
def order(keys, month=3):
    keys = np.array(keys, dtype=np.uint64)
    return [int(keys[k]) for k in places(keys, month)]


def places(keys, month):
    out = np.empty(len(keys), dtype=np.int64)
    draws.keyed_order(draws.stream_of(5, 0), month, draws.REVIEW_ORDER, keys, out)
    return out


def test_an_order_is_one_of_the_actors_and_not_of_their_rows():
    assert sorted(order(KEYS[:50])) == sorted(int(k) for k in KEYS[:50])
    assert order(KEYS[:50]) == order(KEYS[49::-1])
    assert order(KEYS[:50]) != order(KEYS[:50], month=4)


def test_without_one_actor_the_others_keep_their_order():
    assert order(KEYS[:50]) == [key for key in order(KEYS[:51]) if key != int(KEYS[50])]


def test_everybody_is_first_equally_often():
    """64 actors over 8,192 months: false-alarm rate 1e-6."""
    keys = np.array(KEYS[:64], dtype=np.uint64)
    first = [places(keys, m)[0] for m in range(COUNT)]
    assert chi_square(np.array(first), COUNT) < CHI_SQUARE_63


# ---- the world: other actors and other rows move nobody's draws --------------------------------------------
STATE_FIELDS = ("gdp", "ideal", "readiness", "cooperation", "developing", "member_from", "acting_from", "founded",
                "staff", "budget", "statutory", "region", "regime", "term", "next_change", "pledged")  # fmt: skip
PAIR_FIELDS = ("rivalry", "fora", "legal", "distance_km")


def rearranged(roster, states, firms):
    """The roster with these rows of states and firms, in this order; what concerns others is left out."""
    nodes = [*states, *(roster.n_states + f for f in firms)]
    new = {-1: -1} | {old: k for k, old in enumerate(nodes)}
    at_home = {old: k for k, old in enumerate(states)} | {-1: -1}
    changes = {name: getattr(roster, name)[states] for name in STATE_FIELDS}
    changes |= {name: getattr(roster, name)[np.ix_(states, states)] for name in PAIR_FIELDS}
    changes |= {name: tuple(getattr(roster, name)[j] for j in states) for name in ("ids", "aliases", "names")}
    changes |= {name: tuple(getattr(roster, name)[f] for f in firms) for name in ("firm_ids", "firm_names")}
    changes |= {
        name: getattr(roster, name)[firms] for name in ("compute", "safety_index", "frontier_from", "frontier_until")
    }
    changes |= {
        name: np.array([at_home[h] for h in getattr(roster, name)[firms]]) for name in ("firm_home", "firm_home2")
    }
    ties = [TieRecord(new[t.a], new[t.b], t.type, t.month) for t in roster.ties if t.a in new and t.b in new]
    events = [
        replace(e, actor=new[e.actor], guests=tuple(at_home[j] for j in e.guests if j in at_home))
        for e in roster.events
        if e.actor in new
    ]
    sizes = [replace(s, state=new[s.state]) for s in roster.sizes if s.state in new]
    assert all(isinstance(e, EventRecord) for e in events)
    return replace(roster, firm_fora=roster.firm_fora[np.ix_(firms, states)], ties=tuple(ties), events=tuple(events),
                   sizes=tuple(sizes),
                   **changes)  # fmt: skip


def world_at_start(roster, start, replicate=0):
    design = load_design("adhoc", roster)
    first = STARTS[start]
    config = RunConfig(roster, design, design, parameters.default_values(), start, first, month_index("2026-01"),
                       seed=9, replicate=replicate)  # fmt: skip
    world = world_of(config)
    begin(world, draws.stream_of(config.seed, replicate), config.params, np.tile(design.values, (2, 1)),
          np.tile(design.seat, (2, 1)), np.array([first, config.adopt]))  # fmt: skip
    return world


OF_STATES = ("preference", "stake", "gdp", "review", "eligible", "partner_draw", "turn_order", "next_change",
             "occasion", "full_capacity", "staffing", "status", "knowledge", "tier", "member_from", "acting_from",
             "founded")  # fmt: skip
OF_NODES = ("key", "openness", "statutory", "capacity", "security", "weight")
OF_FIRMS = ("believed_safe", "safe", "standing")
OF_PAIRS = ("rivalry", "legal", "fora", "trust", "ties", "tie_end")


def arrays(world, states, firms):
    """All that a world knows of these rows, in this order."""
    nodes = [*states, *(world.offices + f for f in firms)]
    found = {name: getattr(world, name)[states] for name in OF_STATES}
    found |= {name: getattr(world, name)[nodes] for name in OF_NODES}
    found |= {name: getattr(world, name)[firms] for name in OF_FIRMS}
    found |= {name: getattr(world, name)[np.ix_(nodes, nodes)] for name in OF_PAIRS}
    return {name: values.tolist() for name, values in found.items()}


REAL = load_roster("real")
ALL_STATES, ALL_FIRMS = list(range(REAL.n_states)), list(range(REAL.n_firms))
WITHOUT_FIRMS = [j for j in ALL_STATES if j not in REAL.firm_home and j not in REAL.firm_home2]


@pytest.mark.parametrize("start", ["origin", "observed"])
@pytest.mark.parametrize(
    ("states", "firms"),
    [
        pytest.param(ALL_STATES[::-1], ALL_FIRMS[::-1], id="reversed"),
        pytest.param(ALL_STATES[5:] + ALL_STATES[:5], ALL_FIRMS[2:] + ALL_FIRMS[:2], id="rotated"),
        pytest.param([j for j in ALL_STATES if j != WITHOUT_FIRMS[0]], ALL_FIRMS, id="without one state"),
        pytest.param([j for j in ALL_STATES if j not in WITHOUT_FIRMS], ALL_FIRMS, id="only states with firms"),
        pytest.param(ALL_STATES, ALL_FIRMS[1:], id="without one firm"),
    ],
)
def test_other_actors_and_other_rows_leave_everybodys_start_as_it_was(start, states, firms):
    there = world_at_start(rearranged(REAL, states, firms), start)
    here = arrays(world_at_start(REAL, start), states, firms)
    assert arrays(there, list(range(there.offices)), list(range(there.firms))) == here


@pytest.mark.parametrize("replicate", range(6))
def test_a_worlds_stream_is_that_of_its_run_also_above_what_a_signed_number_holds(replicate):
    world, stream = world_at_start(REAL, "origin", replicate), draws.stream_of(9, replicate)
    assert world.stream == stream
    drawn = draws.uniform(world.stream, 3, draws.MEET, world.key[0], world.key[1], 0)
    assert drawn == draws.uniform(stream, 3, draws.MEET, world.key[0], world.key[1], 0)


def test_another_replicate_is_another_world():
    one, other = world_at_start(REAL, "origin", 0), world_at_start(REAL, "origin", 1)
    assert (one.preference != other.preference).all()
    assert (one.eligible != other.eligible).all()
    assert (one.gdp == other.gdp).all()
