"""One pointer for compiled code instead of some eighty arrays: code compiles, and arguments are passed, far faster.

``handle_of`` wraps a named tuple of arrays and numbers so that compiled functions read its fields by name. The arrays
are shared, so what compiled code writes is seen in the tuple. Compiled code counts neither handles nor the arrays that
it reads through them, which would take half of its time: the handle in Python keeps its tuple alive. Fields are read
only: what they are does not change while compiled code runs. Without compilation the tuple is its own handle.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.compiled import JIT, rule
from sim.ensemble.written import ROW_BY_ROW

if JIT:
    import numba
    from llvmlite import ir
    from numba import types
    from numba.core import cgutils
    from numba.core.datamodel import default_manager
    from numba.core.typing.templates import AttributeTemplate
    from numba.extending import NativeValue, infer_getattr, intrinsic, lower_getattr_generic, models, unbox

    class _Pointer(types.Type):
        """Numba's type of a handle: the address of a named tuple as compiled code lays it out.

        A short name keeps the symbols of compiled code short, and the same every time.
        """

        def __init__(self, fields: Any) -> None:
            self.fields = fields
            super().__init__("handle." + hashlib.blake2b(str(fields).encode(), digest_size=8).hexdigest())

    def _kind_of(fields: Any) -> _Pointer:
        """Numba's type of the handle of a named tuple, looked for once for all that look alike."""
        look = _look_of(fields)
        if look not in _KINDS:
            _KINDS[look] = _Pointer(numba.typeof(fields))
        return _KINDS[look]

    def _look_of(value: Any) -> Any:
        """All of a value that its type depends on."""
        if isinstance(value, np.ndarray):
            return value.dtype, value.ndim, value.flags.num
        return (type(value), *map(_look_of, value)) if isinstance(value, tuple) else type(value)

    _KINDS: dict[Any, _Pointer] = {}

    class Handle:
        """What Python holds of a handle: nothing to look into but ``fields``, the tuple that owns the arrays."""

        def __init__(self, fields: Any) -> None:
            self.fields, self._numba_type_ = fields, _kind_of(fields)
            self._room = np.zeros(_size_of(fields), dtype=np.uint8)
            self.address = self._room.ctypes.data
            _write(self.address, fields)

    class _Row(types.Type):
        """Numba's type of a row of handles, all of one ``kind``."""

        def __init__(self, kind: _Pointer) -> None:
            self.kind = kind
            super().__init__(f"row.{kind.name}")

    class Handles:
        """Like handles in a row, of which compiled code takes the one that it works on."""

        def __init__(self, handles: Sequence[Handle]) -> None:
            self.handles, self._numba_type_ = tuple(handles), _Row(handles[0]._numba_type_)
            self._numbers = np.array([len(handles), *(handle.address for handle in handles)], dtype=np.int64)
            self.address = self._numbers.ctypes.data

    for kind in (_Pointer, _Row):
        default_manager.register(kind, models.OpaqueModel)

    @unbox(_Pointer)
    @unbox(_Row)
    def _unbox(kind: Any, handle: Any, c: Any) -> Any:
        number = c.pyapi.object_getattr_string(handle, "address")
        address = c.pyapi.long_as_voidptr(number)
        c.pyapi.decref(number)
        return NativeValue(address)

    @infer_getattr
    class _Reading(AttributeTemplate):
        """What type a field has."""

        key = _Pointer

        def generic_resolve(self, handle: Any, name: str) -> Any:  # type: ignore[override]
            names = handle.fields.fields
            return handle.fields.types[names.index(name)] if name in names else None

    @lower_getattr_generic(_Pointer)
    def _read(context: Any, builder: Any, handle: Any, value: Any, name: str) -> Any:
        """A field, its arrays uncounted as the compiler can see, and the same whenever it is read."""
        place = handle.fields.fields.index(name)
        whole = builder.bitcast(value, context.get_value_type(handle.fields).as_pointer())
        field = builder.load(cgutils.gep_inbounds(builder, whole, 0, place))
        field.set_metadata("invariant.load", builder.module.add_metadata([]))
        return _lent(context, builder, handle.fields.types[place], field)

    def _lent(context: Any, builder: Any, kind: Any, value: Any) -> Any:
        """The value with its arrays uncounted, those of a named tuple within it too."""
        if isinstance(kind, types.Array):
            view = context.make_array(kind)(context, builder, value=value)
            view.meminfo, view.parent = view.meminfo.type(None), view.parent.type(None)
            return view._getvalue()
        if hasattr(kind, "instance_class"):  # a named tuple
            parts = zip(kind.types, cgutils.unpack_tuple(builder, value), strict=True)
            return context.make_tuple(builder, kind, [_lent(context, builder, k, part) for k, part in parts])
        return value

    @intrinsic
    def _size(typing: Any, fields: Any) -> Any:
        """Bytes that a named tuple takes in compiled code."""

        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return ir.Constant(ir.IntType(64), context.get_abi_sizeof(context.get_value_type(signature.args[0])))

        return types.int64(fields), code

    @intrinsic
    def _store(typing: Any, address: Any, fields: Any) -> Any:
        """Write a named tuple to an address, all fields at once: one by one they take seconds to compile."""

        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            value = _lent(context, builder, signature.args[1], args[1])
            builder.store(value, builder.inttoptr(args[0], value.type.as_pointer()))
            return context.get_dummy_value()

        return types.void(types.int64, fields), code

    @intrinsic
    def _copy(typing: Any, source: Any, target: Any, rows: Any) -> Any:
        """Copy all arrays of a named tuple into those of another, which have the same shapes; some may be the same."""

        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            kind, counts = signature.args[0].fields, signature.args[2]
            written = context.make_array(counts)(context, builder, value=args[2]).data
            pointers = [builder.bitcast(v, context.get_value_type(kind).as_pointer()) for v in args[:2]]
            one, other = (builder.load(pointer) for pointer in pointers)
            _copy_all(context, builder, kind, one, other, written, "")
            return context.get_dummy_value()

        return types.void(source, target, rows), code

    def _copy_all(context: Any, builder: Any, kind: Any, source: Any, target: Any, written: Any, name: str) -> None:
        """``name`` is the path of what is copied within the whole; ``written`` points to the rows by kind of table."""
        if isinstance(kind, types.Array):
            one, other = (context.make_array(kind)(context, builder, value=v) for v in (source, target))
            count, size = one.nitems, one.itemsize
            if name in ROW_BY_ROW:
                place = builder.gep(written, [ir.Constant(ir.IntType(64), ROW_BY_ROW[name])])
                count, size = builder.load(place), builder.extract_value(one.strides, 0)
            differ = builder.icmp_unsigned("!=", one.data, other.data)
            some = builder.icmp_signed(">", one.nitems, ir.Constant(ir.IntType(64), 0))
            with builder.if_then(builder.and_(differ, some)):
                cgutils.raw_memcpy(builder, other.data, one.data, count, size)
        elif hasattr(kind, "instance_class"):  # a named tuple
            values = (cgutils.unpack_tuple(builder, v) for v in (source, target))
            for part, field, one, other in zip(kind.types, kind.fields, *values, strict=True):
                _copy_all(context, builder, part, one, other, written, f"{name}.{field}".lstrip("."))

    @intrinsic
    def _number(typing: Any, row: Any, place: Any) -> Any:
        """What stands at a place of a row: their number, then the addresses."""

        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            numbers = builder.bitcast(args[0], ir.IntType(64).as_pointer())
            return builder.load(builder.gep(numbers, [args[1]]))

        return types.int64(row, types.int64), code

    @intrinsic
    def _led_to(typing: Any, row: Any, address: Any) -> Any:
        """The handle of a row that is at this address."""

        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.inttoptr(args[1], context.get_value_type(signature.return_type))

        return row.kind(row, types.int64), code

    _size_in_code: Any = _size
    _store_in_code: Any = _store
    _copy_in_code: Any = _copy
    _number_in_code: Any = _number
    _led_to_in_code: Any = _led_to

    @rule
    def _size_of(fields):
        return _size_in_code(fields)

    @rule
    def _write(address, fields):
        _store_in_code(address, fields)

    @rule
    def copy_arrays(source, target, rows):
        """Copy all arrays that a handle leads to into those of another handle, which have the same shapes.

        Of tables that are written row by row only the ``rows`` (5,) that are (``rows_written``).
        """
        _copy_in_code(source, target, rows)

    def handle_of(fields: Any) -> Any:
        """Handle of a named tuple; both hold the same arrays."""
        return Handle(fields)

    def in_a_row(handles: Sequence[Any]) -> Any:
        """Like handles in a row, for ``handle_at``."""
        return Handles(handles)

    @rule
    def handle_at(row, k):
        """Handle k of a row."""
        return _led_to_in_code(row, _number_in_code(row, k + 1))

    @rule
    def count_of(row):
        """How many handles a row has."""
        return _number_in_code(row, 0)

    def refilled(handle: Any, fields: Any) -> Any:
        """The handle, which now leads to a like named tuple: arrays of the same types."""
        assert _kind_of(fields) == handle._numba_type_, "a handle of other types"
        handle.fields = fields
        _write(handle.address, fields)
        return handle

else:

    def copy_arrays(source: Any, target: Any, rows: np.ndarray, name: str = "") -> None:
        """Copy all arrays of a named tuple, and of those in it, into those of another with the same shapes."""
        for field, one, other in zip(source._fields, source, target, strict=True):
            path = f"{name}.{field}".lstrip(".")
            if isinstance(one, tuple):
                copy_arrays(one, other, rows, path)
            else:
                whole = slice(rows[ROW_BY_ROW[path]]) if path in ROW_BY_ROW else ...
                other[whole] = one[whole]

    def handle_of(fields: Any) -> Any:
        """The named tuple itself."""
        return fields

    def in_a_row(handles: Sequence[Any]) -> Any:
        """The named tuples in a row, for ``handle_at``."""
        return list(handles)

    def handle_at(row: Any, k: int) -> Any:
        """Named tuple k of a row."""
        return row[k]

    def count_of(row: Any) -> int:
        """How many there are in a row."""
        return len(row)

    def refilled(handle: Any, fields: Any) -> Any:
        """The named tuple itself."""
        return fields
