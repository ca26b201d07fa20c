"""Designs are points: no rule asks which one it is, and a run's outcomes move continuously from one to another.

Two tests of continuity. *Near*: a step of 1e-7 of a segment changes no run. A run takes some 10^4 choices, each with
a chance that moves by about 1e-7, so that about one run in a thousand may differ by right: two or more of 8 with a
chance of about 3e-5, which is the false-alarm rate of a point should the draws ever be dealt anew. Handovers come in
whole months, so the designs have them at one pace here, and a test of its own says how little a month moves.
*Along*: the largest of eight steps of a segment is halved seven times. Of a jump all is left, of a slope the one run
in six that goes another way there: in 18 trials (three segments, six seeds) at most 0.5 standard deviations, with a
planted branch at least 2.1, so the limit is 1. Both find planted branches.
"""

import ast
import dataclasses
import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from scenarios.designs import list_designs, load_design, parse_design
from scenarios.rosters import load_roster
from sim import outcomes
from sim.catalogue import FACTS
from sim.design import FIELD_NAMES, SEAT_SHARE, DesignPoint, blend
from sim.model import CooperationModel
from tests.model.conftest import arrays_of, config_of, designs, differing, run, worlds

SIM = Path(sim.__file__).parent
STEP = 1e-7  # of a segment
RUNS = 8
TOLERANCE = 1.0  # standard deviations, of a jump
TRIALS = 6  # runs a point of a segment
EVENTS = ("tie_log", "network_shares", "bilateral_shares", "safe", "states.tier", "states.status", "ties_end")
WATCHED = ("finished", "backlog", "memory", "frontier_share", "harm", "shared_network", "reach_states", "harmonisation")


# ---- no rule asks which design it is ----------------------------------------
@settings(max_examples=15)
@given(worlds(most_states=7))
def test_two_designs_with_equal_fields_give_equal_runs(config):
    twin = dataclasses.replace(config.design, name="none", values=config.design.values.copy())
    assert differing(run(config), run(dataclasses.replace(config, design=twin))) == []


def test_a_preset_and_its_copy_under_another_name_give_equal_runs():
    for text in ("none", "adhoc", "rotating", "static:US", "igo:UN"):
        config = config_of("teaching", text, end="2026-12")
        copy = dataclasses.replace(config.design, name="something else")
        assert differing(run(config), run(dataclasses.replace(config, design=copy))) == [], text


def sources() -> list[tuple[str, ast.Module]]:
    return [(path.relative_to(SIM).as_posix(), ast.parse(path.read_text())) for path in sorted(SIM.rglob("*.py"))]


def is_design(node: ast.expr) -> bool:
    """Whether an expression is a design, by its last name."""
    last = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return last in ("design", "baseline", "point")


def names_of_designs(tree: ast.AST) -> list[ast.Attribute]:
    return [n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr == "name" and is_design(n.value)]


def test_the_name_of_a_design_is_only_printed():
    """``design.name`` occurs in formatted text alone: in no condition, comparison, index, match or argument."""
    for file, tree in sources():
        printed = {id(n) for text in ast.walk(tree) if isinstance(text, ast.JoinedStr) for n in names_of_designs(text)}
        for node in names_of_designs(tree):
            assert id(node) in printed, f"{file}, line {node.lineno}"


def test_a_planted_use_of_a_name_is_found():
    tree = ast.parse("if self.config.design.name == 'rotating': pass")
    assert len(names_of_designs(tree)) == 1


def names_of_fields(tree: ast.AST) -> list[ast.expr]:
    """Names in the table of the world's fields: the chair is one, and a preset is called after it."""
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    return [call.args[0] for call in calls if call.func.id == "_f"]


def test_no_preset_or_place_is_named_in_the_simulation():
    """Strings of ``sim`` outside docstrings name no preset and no jurisdiction of the real roster."""
    roster = load_roster("real")
    words = {w.lower() for info in list_designs() for w in (info.text, info.text.split(":")[0], info.preset)}
    words -= set(FACTS)  # who takes the chair is a fact, and a preset is called after the chair
    places = {*roster.ids, *roster.aliases, *roster.names, *roster.firm_ids}
    for file, tree in sources():
        docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)} | {id(n) for n in names_of_fields(tree)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                assert node.value.lower() not in words, f"{file}, line {node.lineno}: a preset"
                assert node.value not in places, f"{file}, line {node.lineno}: a place"


# ---- the ends of a blend ----------------------------------------
PAIRS = (("none", "adhoc"), ("rotating", "static:US"), ("static:US", "igo:UN"), ("adhoc", "chair:US"))


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_ends_of_a_blend_are_the_designs(first, second):
    roster = load_roster("teaching")
    a, b = load_design(first, roster), load_design(second, roster)
    for weight, end in ((0.0, a), (1.0, b)):
        mixed = blend(a, b, weight)
        assert np.array_equal(mixed.values, end.values) and np.array_equal(mixed.seat, end.seat)
        assert differing(run(config_of(roster, mixed, "2026-09")), run(config_of(roster, end, "2026-09"))) == []
    half = parse_design(f"0.5*{first} + 0.5*{second}", roster).point()
    assert np.allclose(half.values, blend(a, b, 0.5).values) and np.allclose(half.seat, blend(a, b, 0.5).seat)


@settings(max_examples=40)
@given(designs(4), designs(4), st.floats(0, 1))
def test_a_blend_is_a_design(a, b, weight):
    """It lies between the two, and its powers and dues are shares of one whole."""
    mixed = blend(a, b, weight)
    low, high = np.minimum(a.values, b.values), np.maximum(a.values, b.values)
    assert (mixed.values >= low - 1e-9).all() and (mixed.values <= high + 1e-9).all()
    assert sum(mixed[f] for f in ("seat_share", "turn_share", "lead_share")) <= 1 + 1e-9
    assert mixed.seat.sum() == pytest.approx(1.0 if mixed["seat_share"] > 0 else 0.0)
    held = (1 - weight) * a["seat_share"] * a.seat + weight * b["seat_share"] * b.seat
    assert np.allclose(mixed["seat_share"] * mixed.seat, held), "what each holds is mixed"


# ---- near ----------------------------------------
def events_of(record) -> list[bytes]:
    """What happened, without sizes: ties, shares, pace, tiers and the cases that were opened."""
    arrays = arrays_of(record)
    return [arrays[name].tobytes() for name in EVENTS] + [record.cases[f].tobytes() for f in ("kind", "opener")]


def ends_of(place: str, first: str, second: str, alike: tuple[str, ...] = ()) -> tuple[DesignPoint, DesignPoint]:
    """Two designs without set-up time; the second with the first's values of the fields ``alike``."""
    roster = load_roster(place)
    a, b = (load_design(text, roster).replace(setup_months=0.0) for text in (first, second))
    return a, b.replace(**{field: a[field] for field in alike})


def short_run(place: str, design: DesignPoint, replicate: int):
    return run(config_of(place, design, "2027-12", adopt=19, replicate=replicate))


def differs(one, other) -> bool:
    """Whether two runs have other events, or a monthly number that is not nearly the same."""
    if events_of(one) != events_of(other):
        return True
    a, b = arrays_of(one), arrays_of(other)
    monthly = [name for name in a if name.startswith(("series", "states")) or name in ("agenda", "host")]
    return not all(np.allclose(a[name], b[name], rtol=1e-4, atol=1e-4) for name in monthly)


def differing_runs(place: str, here: DesignPoint, there: DesignPoint, runs: int = RUNS) -> int:
    """Number of replicates in which two designs give different runs."""
    return sum(differs(*(short_run(place, design, r) for design in (here, there))) for r in range(runs))


SLOW = pytest.mark.slow
SEGMENTS = [
    pytest.param("teaching", "none", "adhoc", 0.0),
    pytest.param("teaching", "none", "adhoc", 0.5),
    pytest.param("teaching", "none", "adhoc", 1.0),
    pytest.param("teaching", "adhoc", "rotating", 0.0),
    pytest.param("teaching", "rotating", "static:US", 0.0),
    pytest.param("teaching", "rotating", "static:US", 0.5),
    pytest.param("teaching", "static:US", "igo:UN", 0.0),
    pytest.param("teaching", "static:US", "igo:UN", 0.5),
    pytest.param("teaching", "static:US", "igo:UN", 1.0),
    pytest.param("real", "rotating", "static:UK", 0.0, marks=SLOW),
    pytest.param("real", "rotating", "static:UK", 1.0, marks=SLOW),
    pytest.param("real", "static:US", "igo:UN", 0.0, marks=SLOW),
    pytest.param("real", "static:US", "igo:UN", 1.0, marks=SLOW),
    pytest.param("real", "chair:Switzerland", "igo:OECD", 0.0, marks=SLOW),
]


@pytest.mark.parametrize(("place", "first", "second", "at"), SEGMENTS)
def test_a_small_step_changes_no_run(place, first, second, at):
    a, b = ends_of(place, first, second, alike=("handovers_per_year",))
    here = a if at == 0.0 else b if at == 1.0 else blend(a, b, at)
    there = blend(a, b, at + STEP if at < 1.0 else at - STEP)
    assert differing_runs(place, here, there) <= 1


@pytest.mark.parametrize("field", FIELD_NAMES)
def test_a_small_step_in_one_field_changes_no_run(field):
    """One field at a time, from a point in the middle of everything that no preset is at."""
    roster = load_roster("teaching")
    a, b = load_design("rotating", roster), load_design("static:US", roster)
    middle = blend(blend(a, b, 0.37), load_design("igo:UN", roster), 0.29).replace(setup_months=1.3)
    moved = middle.replace(**{field: middle[field] * (1 - STEP) + STEP / 10})
    assert differing_runs("teaching", middle, moved, runs=4) <= 1


# ---- along ----------------------------------------
class Segment:
    """Outcomes along a segment, on demand: ``at`` a weight -> (TRIALS, outcomes)."""

    def __init__(self, place: str, first: str, second: str, seed: int = 1) -> None:
        self.place, self.seed = place, seed
        self.a, self.b = ends_of(place, first, second, alike=("handovers_per_year",))
        self.known: dict[float, np.ndarray] = {}

    def at(self, weight: float) -> np.ndarray:
        if weight not in self.known:
            point = self.a if weight == 0 else self.b if weight == 1 else blend(self.a, self.b, weight)
            self.known[weight] = np.array([self._outcomes(point, r) for r in range(TRIALS)])
        return self.known[weight]

    def _outcomes(self, point: DesignPoint, replicate: int) -> list[float]:
        record = run(config_of(self.place, point, "2027-03", adopt=19, seed=self.seed, replicate=replicate))
        found = outcomes.compute(record)
        return [found[name] for name in WATCHED]

    def jump(self, low: float, high: float, scale: np.ndarray) -> float:
        """Largest mean change of an outcome between two points of the segment, in standard deviations."""
        return float(np.max(np.abs((self.at(high) - self.at(low)).mean(axis=0)) / scale))

    def largest_jump(self, halvings: int = 7) -> float:
        """What is left of the largest of eight steps when it is halved again and again towards its larger half."""
        grid = np.linspace(0.0, 1.0, 9)
        scale = np.concatenate([self.at(w) for w in grid]).std(axis=0) + 1e-9
        low, high = max(itertools.pairwise(grid), key=lambda ends: self.jump(*ends, scale))
        for _ in range(halvings):
            middle = (low + high) / 2
            left, right = self.jump(low, middle, scale), self.jump(middle, high, scale)
            low, high = (low, middle) if left > right else (middle, high)
        return self.jump(low, high, scale)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("none", "adhoc", marks=SLOW),
        ("rotating", "static:US"),
        pytest.param("static:US", "igo:UN", marks=SLOW),
    ],
)
def test_outcomes_are_continuous_along_a_segment(first, second):
    assert Segment("teaching", first, second).largest_jump() <= TOLERANCE


@pytest.mark.parametrize("text", ["adhoc", "rotating"])
def test_a_handover_one_month_later_changes_little(text):
    """The only steps there are: at a whole number of handovers a year the smallest change moves them by a month."""
    segment = Segment("teaching", text, text)
    segment.b = segment.a.replace(handovers_per_year=segment.a["handovers_per_year"] - STEP)
    here, there = segment.at(0.0), segment.at(1.0)
    assert (here != there).any(), "there is such a step"
    memory = WATCHED.index("memory")
    moved = np.abs((there - here).mean(axis=0))
    assert moved[memory] <= 0.05
    assert (np.delete(moved, memory) <= np.delete(here.std(axis=0), memory) * TOLERANCE).all()


# ---- both would notice ----------------------------------------
def plant(monkeypatch, condition) -> None:
    """A rule that asks which design it is: the secretariat works at half speed under some, once it is in force."""
    phase = CooperationModel.phase_secretariat

    def branching(self) -> None:
        phase(self)
        if self.world.next_design > 1 and condition(self):
            self.world.speed *= 0.5

    monkeypatch.setattr(CooperationModel, "phase_secretariat", branching)


def test_a_planted_name_is_noticed_near_an_end(monkeypatch):
    plant(monkeypatch, lambda model: model.config.design.name == "static:US")
    a, b = ends_of("teaching", "static:US", "igo:UN", alike=("handovers_per_year",))
    assert differing_runs("teaching", a, blend(a, b, STEP)) == RUNS


def test_a_planted_code_is_noticed_near_an_end(monkeypatch):
    plant(monkeypatch, lambda model: model.world.design[SEAT_SHARE] == 1.0)
    a, b = ends_of("teaching", "static:US", "igo:UN", alike=("handovers_per_year",))
    assert differing_runs("teaching", a, blend(a, b, STEP)) == RUNS


def test_a_planted_threshold_is_noticed_along_a_segment(monkeypatch):
    plant(monkeypatch, lambda model: model.world.design[SEAT_SHARE] > 0.5871)
    assert Segment("teaching", "static:US", "igo:UN").largest_jump() > TOLERANCE
