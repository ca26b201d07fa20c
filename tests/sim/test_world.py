"""The world: its table of fields, its arrays and numbers, in plain Python and in compiled code, and copies of it."""

import itertools
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.designs import load_design
from scenarios.rosters import load_roster
from sim.config import RunConfig
from sim.jit import JIT, Worlds, copy_array, rule, world_at
from sim.jit.pointer import describe, laid_out, pointer_to
from sim.months import month_index
from sim.parameters import default_values
from sim.phases import PHASES
from sim.setting import given_by, sizes_of, world_of
from sim.world import ALIGN, ARRAYS, NUMBERS, SLOTS, STATE, Room, World
from sim.world_fields import CASE, FIELDS, FLAG, FLOAT, HASH, WHOLE, shape_of
from tests.worlds import world

FIELDS_BY_NAME = pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
ROOM = {"D", "C", "L", "E"}  # letters of shapes that the configuration does not tell
OTHER_PHASES = {"given", "setup", "cache", "scratch", "all"}
# Tables whose columns, or rows, have units of their own; the records of parameters and fields tell them.
TABLES = {"p", "designs", "design", "event_size", "incident_log", "event_log", "series", "state_series"}
COMPILED = pytest.mark.skipif(not JIT, reason="rules are plain Python here")


def configuration():
    """A run on a small roster."""
    roster = load_roster("teaching")
    design = load_design("adhoc", roster)
    return RunConfig(
        roster, design, design, default_values(), "observed", month_index("2026-06"), month_index("2026-01")
    )


def plain(function):
    """A rule as plain Python."""
    return getattr(function, "py_func", function)


BOTH_WAYS = pytest.mark.parametrize("how", [plain, lambda function: function], ids=["plain", "compiled"])


# ---- the table of fields -------------------------------------------------------------------------------------------
def test_names_are_unique_and_can_be_written_after_a_dot():
    names = [field.name for field in FIELDS]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)
    own = {name for name in vars(world()) if name not in names} | {name for name in dir(World) if name not in names}
    assert own & set(names) == set(), "a field hides something of the world's own"


def test_every_letter_of_a_shape_is_known_and_every_known_letter_is_used():
    letters = {part for field in ARRAYS for part in field.shape.split() if not part.isdigit()}
    assert letters == set(world().sizes) == ROOM | set(sizes_of(given_by(configuration())))


@FIELDS_BY_NAME
def test_a_field_has_a_meaning_a_unit_and_phases(field):
    assert field.meaning
    if np.issubdtype(field.dtype, np.floating):
        assert field.unit or field.name in TABLES
    phases = field.phase.split(", ")
    assert set(phases) <= {*PHASES, "casework", *OTHER_PHASES}
    assert len(phases) == len(set(phases)) == 1 or not set(phases) & OTHER_PHASES


@FIELDS_BY_NAME
def test_a_single_number_takes_a_word_and_an_array_its_description(field):
    (slot,) = [slot for slot in SLOTS if slot.name == field.name]
    assert slot.dtype == field.dtype
    assert (slot.dims, slot.width) == ((-1, 1) if field.shape is None else (field.dims, 5 + 2 * field.dims))
    assert field.shape is not None or field.dtype.itemsize == 8


def test_the_table_has_no_gap_and_numbers_come_last():
    for before, after in itertools.pairwise(SLOTS):
        assert after.place == before.place + before.width
    assert [slot.dims >= 0 for slot in SLOTS] == [True] * (len(SLOTS) - len(NUMBERS)) + [False] * len(NUMBERS)


# ---- allocation ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "made",
    [
        pytest.param(lambda: world_of(configuration()), id="a roster"),
        pytest.param(lambda: world(70, 3, room=Room(7, 8, 9)), id="more nodes than a word holds"),
        pytest.param(lambda: world(1), id="a single state"),
    ],
)
def test_arrays_are_as_declared(made):
    w = made()
    for field in ARRAYS:
        array = getattr(w, field.name)
        assert (array.shape, array.dtype) == (shape_of(field.shape, w.sizes), field.dtype), field.name
        assert array.ndim == field.dims and array.flags.c_contiguous and array.flags.aligned, field.name


def test_the_state_is_one_block_without_overlaps():
    w, end = world(5, 2), 0
    for field in STATE:
        array = getattr(w, field.name)
        start = array.ctypes.data - w.block.ctypes.data
        assert start % ALIGN == 0 and start >= end, field.name
        end = start + array.nbytes
    assert end <= w.block.nbytes and w.block.ctypes.data % ALIGN == 0


def test_room_in_the_logs():
    w = world(3, 2, months=4, room=Room(cases=5, ties=6, events=7))
    assert (len(w.cases), len(w.open_cases), len(w.finished), len(w.tie_log), len(w.event_log)) == (5, 5, 5, 6, 7)
    assert w.incident_log.shape == (2 * 4, 9), "one a firm and month, and those of the scenario"


def test_what_a_configuration_gives_stands_in_the_world():
    config = configuration()
    w, found = world_of(config), given_by(config)
    for field in FIELDS:
        if field.phase == "given":
            assert np.array_equal(getattr(w, field.name), found[field.name], equal_nan=field.dtype.kind == "f")
    assert set(found) == {field.name for field in FIELDS if field.phase == "given"} | {"sizes"}


# ---- reading and writing -------------------------------------------------------------------------------------------
@rule
def swap_numbers(w, real, whole, word):
    """Writes a number of each kind; returns those that stood there."""
    found = w.salience, w.chair, w.stream
    w.salience, w.chair, w.stream = real, whole, word
    return found


@rule
def swap_items(w, real, whole, flag, word):
    """Writes into an array of each kind; returns what stood there."""
    found = w.trust[1, 2], w.tier[1], w.clearing[1], w.links[1, 0]
    w.trust[1, 2], w.tier[1], w.clearing[1], w.links[1, 0] = real, whole, flag, word
    return found


@rule
def case_of(w, number, work):
    """Writes into a record; returns another of its numbers."""
    w.cases[number]["work"] = work
    return w.cases[number]["kind"]


@BOTH_WAYS
@given(real=st.floats(allow_nan=False), whole=st.integers(-(2**63), 2**63 - 1), word=st.integers(0, 2**64 - 1))
def test_numbers_are_read_and_written_by_name(how, real, whole, word):
    w = world(salience=0.25, chair=-7, stream=2**64 - 3)
    assert tuple(how(swap_numbers)(w, real, whole, np.uint64(word))) == (0.25, -7, 2**64 - 3)
    assert (w.salience, w.chair, w.stream) == (real, whole, word)
    assert [type(value) for value in (w.salience, w.chair, w.stream)] == [float, int, np.uint64]


def test_every_number_has_a_place_of_its_own():
    w = world()
    for k, field in enumerate(NUMBERS):
        setattr(w, field.name, k)
    assert [getattr(w, field.name) for field in NUMBERS] == list(range(len(NUMBERS)))
    assert {field.dtype for field in NUMBERS} <= {np.dtype(kind) for kind in (FLOAT, WHOLE, HASH)}


@BOTH_WAYS
def test_what_is_not_a_number_stays_so(how):
    w = world(salience=np.nan)
    assert np.isnan(how(swap_numbers)(w, np.inf, 0, np.uint64(0))[0])
    assert w.salience == np.inf


@BOTH_WAYS
def test_items_are_read_and_written_by_name(how):
    w = world(3, trust=0.5, tier=2, clearing=True)
    w.links = 2**63 + 1
    before = {name: getattr(w, name).copy() for name in ("trust", "tier", "clearing", "links")}
    assert tuple(how(swap_items)(w, 0.75, 1, False, np.uint64(2**64 - 1))) == (0.5, 2, True, 2**63 + 1)
    after = {"trust": ((1, 2), 0.75), "tier": (1, 1), "clearing": (1, False), "links": ((1, 0), 2**64 - 1)}
    for name, (place, value) in after.items():
        before[name][place] = value
        assert getattr(w, name).tolist() == before[name].tolist()


@BOTH_WAYS
def test_a_record_is_read_and_written_by_name(how):
    w = world(room=Room(4, 4, 4))
    w.cases["kind"] = (5, 6, 7, 8)
    assert how(case_of)(w, 2, 1.5) == 7
    assert w.cases["work"].tolist() == [0.0, 0.0, 1.5, 0.0]
    assert w.cases.dtype == CASE


class Switch:
    """A table with a single flag between two numbers."""

    SLOTS = laid_out([("row", FLOAT, 1), ("before", WHOLE, -1), ("on", FLAG, -1), ("after", WHOLE, -1)])

    def __init__(self):
        self.table, self.row = np.zeros(self.SLOTS[-1].place + 1, dtype=np.int64), np.arange(3.0)
        describe(self.row, self.table)
        self.address, self._numba_type_ = self.table.ctypes.data, pointer_to("switch", self.SLOTS)


@rule
def turn(w, on):
    """Writes a flag; returns the one that stood there, and the row's sum."""
    before, total = w.on, 0.0
    w.on = on
    for value in w.row:
        total += value
    return before, total


@COMPILED
def test_another_table_with_a_single_flag():
    switch = Switch()
    switch.table[-3:] = 7, 0, 9
    assert [turn(switch, on) for on in (True, True, False, False)] == [(False, 3), (True, 3), (True, 3), (False, 3)]
    assert switch.table[-3:].tolist() == [7, 0, 9]


# ---- assignment ----------------------------------------------------------------------------------------------------
def test_assigning_an_array_writes_into_it():
    w = world(3)
    trust = w.trust
    w.trust = 0.5
    assert w.trust is trust and (trust == 0.5).all()
    w.trust = np.eye(3)
    assert w.trust is trust and trust.tolist() == np.eye(3).tolist()
    assert swap_items(w, 0.0, 0, False, np.uint64(0))[0] == 0.0 and swap_items(w, 1.0, 0, False, np.uint64(0))[0] == 0.0
    assert trust[1, 2] == 1.0, "compiled code writes elsewhere"
    with pytest.raises(ValueError, match="broadcast"):
        w.trust = np.eye(4)


@rule
def replace_trust(w, other):
    """What no rule may do."""
    w.trust = other


@COMPILED
def test_compiled_code_that_replaces_an_array_is_refused():
    with pytest.raises(Exception, match=re.escape("trust is an array: write into it")):
        replace_trust(world(3), np.eye(3))


@rule
def misspelt(w):
    """A field that there is not."""
    return w.sailence


@BOTH_WAYS
def test_a_name_that_is_no_field_is_an_error(how):
    with pytest.raises(Exception, match="sailence"):
        how(misspelt)(world())


# ---- one code for all worlds ---------------------------------------------------------------------------------------
@rule
def summed_trust(w):
    """Sum of a table whose size the world tells."""
    total = 0.0
    for i in range(w.nodes):
        for j in range(w.nodes):
            total += w.trust[i, j]
    return total


def test_worlds_of_all_sizes_run_the_same_code():
    sizes = [(1, 0), (3, 2), (70, 9)]
    worlds = [
        world(offices, firms, months=months, trust=1.0)
        for (offices, firms), months in zip(sizes, (1, 9, 60), strict=True)
    ]
    assert [summed_trust(w) for w in worlds] == [1.0, 25.0, 79.0**2]
    if JIT:
        assert len(summed_trust.signatures) == 1
        assert len({w._numba_type_ for w in worlds}) == 1


@rule
def third_of(row):
    """The trust in the third world of a row."""
    return summed_trust(world_at(row, 2))


def test_a_world_is_found_in_a_row_of_them():
    row = Worlds([world(offices, trust=0.5) for offices in (2, 3, 4)])
    assert third_of(row) == 8.0


# ---- copies --------------------------------------------------------------------------------------------------------
def scribble(w, seed):
    """Something else in every array and number of the state."""
    rng = np.random.default_rng(seed)
    w.block[:] = rng.integers(0, 256, w.block.shape)
    for field in NUMBERS:
        if field.phase != "given":
            setattr(w, field.name, int(rng.integers(0, 2**40)))


def bytes_of(w, fields):
    return {field.name: np.asarray(getattr(w, field.name)).tobytes() for field in fields}


OTHERS = tuple(field for field in ARRAYS if field not in STATE)


def test_a_copy_of_block_and_numbers_is_a_copy_of_every_field():
    one, other = world(4, 2), world(4, 2)
    scribble(one, 1)
    scribble(other, 2)
    kept = bytes_of(other, OTHERS)
    copy_array(one.block, other.block)
    copy_array(one.numbers, other.numbers)
    assert bytes_of(other, STATE) == bytes_of(one, STATE)
    assert bytes_of(other, NUMBERS) == bytes_of(one, NUMBERS)
    assert bytes_of(other, OTHERS) == kept, "what is given, cached or scratch room is not copied"
    scribble(one, 3)
    assert bytes_of(one, STATE) != bytes_of(other, STATE), "a copy has a life of its own"
    assert bytes_of(one, NUMBERS) != bytes_of(other, NUMBERS)


# ---- the month's cache ---------------------------------------------------------------------------------------------
def test_worlds_that_share_a_cache_share_exactly_the_fields_of_the_cache():
    config = configuration()
    one = World(given_by(config), 2, Room())
    other = World(given_by(config), 2, Room(), cache_of=one)
    shared = {field.name for field in ARRAYS if getattr(one, field.name) is getattr(other, field.name)}
    assert shared == {field.name for field in FIELDS if field.phase == "cache"} != set()
    for mine, theirs in itertools.product(ARRAYS, ARRAYS):
        together = np.may_share_memory(getattr(one, mine.name), getattr(other, theirs.name))
        assert together == (mine is theirs and mine.phase == "cache" and getattr(one, mine.name).size > 0)


@rule
def cached_and_month(w, month):
    """Writes into the cache; returns what stood there."""
    before = w.cached[0]
    w.cached[0] = month
    return before


@BOTH_WAYS
def test_what_one_world_caches_another_reads(how):
    given_fields = given_by(configuration())
    one = World(given_fields, 2, Room())
    other, alone = World(given_fields, 2, Room(), cache_of=one), World(given_fields, 2, Room())
    assert [how(cached_and_month)(w, month) for w, month in ((one, 5), (other, 6), (one, 7), (alone, 8))] == [
        0,
        5,
        6,
        0,
    ]
