"""The world as one pointer: compiled code reads and writes ``w.trust[i, j]`` and ``w.salience`` by name.

A world's table is a row of 64-bit numbers: for each array what numba keeps of one (no owner, size, address, shape,
strides), then the single numbers themselves. Compiled code gets the address of that row, so that a rule's code depends
neither on the size of the roster nor on how many fields there are. The Python object owns the arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.jit.decorator import JIT, rule

HEAD = 5  # numbers before an array's shape: owner, parent, items, bytes an item, address
WORD = 8  # bytes


@dataclass(frozen=True)
class Slot:
    """Where a field stands in the table. ``dims``: of an array; -1 for a single number."""

    name: str
    dtype: np.dtype
    dims: int
    place: int  # in 64-bit numbers

    @property
    def width(self) -> int:
        """64-bit numbers that it takes."""
        return 1 if self.dims < 0 else HEAD + 2 * self.dims


def laid_out(fields: Sequence[tuple[str, Any, int]]) -> tuple[Slot, ...]:
    """Fields (name, dtype, dims), arrays first, one after another in a table."""
    slots: list[Slot] = []
    for name, dtype, dims in fields:
        place = slots[-1].place + slots[-1].width if slots else 0
        slots.append(Slot(name, np.dtype(dtype), dims, place))
    return tuple(slots)


def describe(array: np.ndarray, row: np.ndarray) -> None:
    """Write what numba keeps of an array into its part of a table."""
    assert array.flags.c_contiguous and array.flags.aligned
    numbers = (0, 0, array.size, array.itemsize, array.ctypes.data, *array.shape, *array.strides)
    row[: len(numbers)] = numbers


if JIT:
    from llvmlite import ir
    from numba import from_dtype, types
    from numba.core import cgutils
    from numba.core.datamodel import default_manager
    from numba.core.typing.templates import AttributeTemplate
    from numba.extending import (
        NativeValue,
        infer_getattr,
        intrinsic,
        lower_getattr_generic,
        lower_setattr_generic,
        models,
        unbox,
    )  # fmt: skip

    _LONG = ir.IntType(64)

    class Pointer(types.Type):
        """Numba's type of a world; there is one for each layout of a table."""

        def __init__(self, name: str, slots: tuple[Slot, ...]) -> None:
            super().__init__(f"world.{name}")
            self.places = {slot.name: slot for slot in slots}
            self.kinds = {slot.name: _kind_of(slot) for slot in slots}

    def _kind_of(slot: Slot) -> Any:
        kind = from_dtype(slot.dtype)
        return kind if slot.dims < 0 else types.Array(kind, slot.dims, "C", aligned=True)

    default_manager.register(Pointer, models.OpaqueModel)
    _POINTERS: dict[str, Pointer] = {}

    def pointer_to(name: str, slots: tuple[Slot, ...]) -> Any:
        """The type of worlds with this table; the name tells tables apart."""
        if name not in _POINTERS:
            _POINTERS[name] = Pointer(name, slots)
        assert list(_POINTERS[name].places) == [slot.name for slot in slots]
        return _POINTERS[name]

    @unbox(Pointer)
    def _unbox(kind: Any, world: Any, c: Any) -> Any:
        number = c.pyapi.object_getattr_string(world, "address")
        address = c.pyapi.long_as_voidptr(number)
        c.pyapi.decref(number)
        return NativeValue(address)

    @infer_getattr
    class _Fields(AttributeTemplate):
        """What type a field has."""

        key = Pointer

        def generic_resolve(self, world: Any, name: str) -> Any:  # type: ignore[override]
            return world.kinds.get(name)

    def _field(context: Any, builder: Any, world: Any, address: Any, name: str) -> Any:
        """Pointer to a field in the table."""
        place = builder.gep(
            builder.bitcast(address, _LONG.as_pointer()), [ir.Constant(_LONG, world.places[name].place)]
        )
        return builder.bitcast(place, context.get_data_type(world.kinds[name]).as_pointer())

    @lower_getattr_generic(Pointer)
    def _read(context: Any, builder: Any, world: Any, address: Any, name: str) -> Any:
        kind, where = world.kinds[name], _field(context, builder, world, address, name)
        if not isinstance(kind, types.Array):
            return context.unpack_value(builder, kind, where)
        whole = builder.bitcast(where, context.get_value_type(kind).as_pointer())
        assert context.get_abi_sizeof(whole.type.pointee) == WORD * world.places[name].width
        found = builder.load(whole)
        found.set_metadata("invariant.load", builder.module.add_metadata([]))
        view = context.make_array(kind)(context, builder, value=found)
        view.meminfo, view.parent = view.meminfo.type(None), view.parent.type(None)  # seen to have no owner to count
        return view._getvalue()

    @lower_setattr_generic(Pointer)
    def _write(context: Any, builder: Any, signature: Any, args: Any, name: str) -> None:
        world, kind = signature.args
        assert not isinstance(world.kinds[name], types.Array), f"{name} is an array: write into it"
        value = context.cast(builder, args[1], kind, world.kinds[name])
        context.pack_value(builder, world.kinds[name], value, _field(context, builder, world, args[0], name))

    class _Row(types.Type):
        """Numba's type of worlds in a row."""

        def __init__(self, kind: Pointer) -> None:
            self.kind = kind
            super().__init__(f"row.{kind.name}")

    default_manager.register(_Row, models.OpaqueModel)
    unbox(_Row)(_unbox)

    @intrinsic
    def _of_row(typing: Any, row: Any, place: Any) -> Any:
        """The world at a place of a row of addresses."""

        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            numbers = builder.bitcast(args[0], _LONG.as_pointer())
            address = builder.load(builder.gep(numbers, [args[1]]))
            return builder.inttoptr(address, context.get_value_type(signature.return_type))

        return row.kind(row, types.int64), code

    @intrinsic
    def _copied(typing: Any, source: Any, target: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            one, other = (context.make_array(k)(context, builder, value=v)
                          for k, v in zip(signature.args, args, strict=True))  # fmt: skip
            cgutils.raw_memcpy(builder, other.data, one.data, one.nitems, one.itemsize)
            return context.get_dummy_value()

        return types.void(source, target), code

    _of_row_in_code: Any = _of_row
    _copied_in_code: Any = _copied

    @rule
    def world_at(row, place):
        """World at a place of a row (``Worlds``)."""
        return _of_row_in_code(row, place)

    @rule
    def copy_array(source, target):
        """Copy an array into another of the same shape."""
        _copied_in_code(source, target)

else:

    def pointer_to(name: str, slots: tuple[Slot, ...]) -> Any:
        """Worlds are passed as they are."""
        return None

    def world_at(row: Worlds, place: int) -> Any:
        """World at a place of a row."""
        return row.worlds[place]

    def copy_array(source: np.ndarray, target: np.ndarray) -> None:
        """Copy an array into another of the same shape."""
        target[...] = source


class Worlds:
    """Worlds in a row, of which compiled code takes the one that it works on (``world_at``)."""

    def __init__(self, worlds: Sequence[Any]) -> None:
        self.worlds = tuple(worlds)
        self._addresses = np.array([world.address for world in worlds], dtype=np.int64)
        self.address = self._addresses.ctypes.data
        if JIT:
            self._numba_type_ = _Row(worlds[0]._numba_type_)
