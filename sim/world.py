"""The world: the whole state of a run, declared once, for plain Python and for compiled code.

Nodes n < J are offices, J + f firms; J jurisdictions, F firms, N = J + F nodes. Every field has a name, a shape, a
type, a unit, a meaning and the phases that write it. Rules take the world and read and write ``w.trust[i, j]`` or
``w.salience`` by these names, compiled or not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.jit.pointer import Worlds, describe, laid_out, pointer_to
from sim.world_fields import FIELDS, Field, shape_of

ALIGN = 64  # bytes between the beginnings of arrays
ARRAYS = tuple(field for field in FIELDS if field.shape is not None)
NUMBERS = tuple(field for field in FIELDS if field.shape is None)
ARRAY_NAMES = frozenset(field.name for field in ARRAYS)
STATE = tuple(field for field in ARRAYS if field.phase not in ("given", "cache", "scratch"))
_VIEWS = (("numbers", np.int64, 1), ("block", np.uint8, 1))
SLOTS = laid_out([*_VIEWS, *((f.name, f.dtype, f.dims) for f in ARRAYS), *((f.name, f.dtype, -1) for f in NUMBERS)])
PLACES = {slot.name: slot.place for slot in SLOTS}
FIRST_NUMBER = PLACES[NUMBERS[0].name]
POINTER = pointer_to("run", SLOTS)
_KNOWN = {field.name for field in FIELDS} | {
    "room", "sizes", "numbers", "block", "address", "_table", "_reals", "_hashes", "_numba_type_",
}  # fmt: skip


@dataclass(frozen=True)
class Room:
    """How long the logs of a run may become."""

    cases: int = 1000
    ties: int = 1000
    events: int = 1500


class World:
    """All arrays and numbers of a run. ``given`` holds what all runs of a configuration share (``sim.setting``).

    Worlds that walk side by side share the month's cache of the first, ``cache_of``.
    """

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

    def __init__(self, given: Mapping[str, Any], designs: int, room: Room, cache_of: World | None = None) -> None:
        self.room, self._table = room, np.zeros(SLOTS[-1].place + 1, dtype=np.int64)
        self._reals, self._hashes = self._table.view(np.float64), self._table.view(np.uint64)
        self.sizes = _sizes(given, designs, room)
        self.numbers, self.block = self._table[FIRST_NUMBER:], _aligned(_bytes_of(STATE, self.sizes))
        self._place(STATE)
        for field in ARRAYS:
            if field.phase == "given":
                setattr(self, field.name, given[field.name])
            elif field.phase == "cache" and cache_of is not None:
                setattr(self, field.name, getattr(cache_of, field.name))
            elif field.phase in ("cache", "scratch"):
                setattr(self, field.name, field.empty(self.sizes))
        for name in ("numbers", "block", *(f.name for f in ARRAYS)):
            describe(getattr(self, name), self._table[PLACES[name] :])
        for field in NUMBERS:
            if field.name in given:
                setattr(self, field.name, given[field.name])
        self.address, self._numba_type_ = self._table.ctypes.data, POINTER

    def __setattr__(self, name: str, value: Any) -> None:
        """An array that stands is written into, never replaced: compiled code knows where it is."""
        if name in ARRAY_NAMES and name in self.__dict__:
            self.__dict__[name][...] = value
        elif name not in _KNOWN:
            raise AttributeError(f"a world has no field '{name}'")
        else:
            object.__setattr__(self, name, value)

    def give_anew(self, name: str, array: np.ndarray) -> None:
        """Another array in the place of a given one: of the same type, as long as need be."""
        assert self.__dict__[name].dtype == array.dtype and array.flags.c_contiguous
        self.__dict__[name] = array
        describe(array, self._table[PLACES[name] :])

    def _place(self, fields: tuple[Field, ...]) -> None:
        """The state, one array after another in a single block: a copy of the block is a copy of the state."""
        start = 0
        for field in fields:
            shape = shape_of(field.shape, self.sizes)
            size = math.prod(shape) * field.dtype.itemsize
            setattr(self, field.name, self.block[start : start + size].view(field.dtype).reshape(shape))
            start += size + -size % ALIGN


def _sizes(given: Mapping[str, Any], designs: int, room: Room) -> dict[str, int]:
    return {**given["sizes"], "D": designs, "C": room.cases, "L": room.ties, "E": room.events}


def _bytes_of(fields: tuple[Field, ...], sizes: Mapping[str, int]) -> int:
    sizes_of = (math.prod(shape_of(f.shape, sizes)) * f.dtype.itemsize for f in fields)
    return sum(size + -size % ALIGN for size in sizes_of)


def _aligned(size: int) -> np.ndarray:
    """So many bytes that begin at a multiple of ``ALIGN``."""
    room = np.zeros(size + ALIGN, dtype=np.uint8)
    start = -room.ctypes.data % ALIGN
    return room[start : start + size]


def _number(field: Field) -> property:
    """A single number of the table as an attribute."""
    place, view = PLACES[field.name], {"f": "_reals", "u": "_hashes"}.get(field.dtype.kind, "_table")

    def read(world: World) -> Any:
        value = getattr(world, view)[place]
        return value if view == "_hashes" else value.item()  # a rule may be compiled for signed whole numbers

    def write(world: World, value: Any) -> None:
        getattr(world, view)[place] = value

    return property(read, write)


for _field in NUMBERS:
    setattr(World, _field.name, _number(_field))

__all__ = ["Room", "World", "Worlds"]
