"""One pointer for compiled code instead of some eighty arrays: code compiles, and arguments are passed, far faster.

``handle_of`` wraps a named tuple of arrays and numbers so that compiled functions read its fields by name. The arrays
are shared, so what compiled code writes is seen in the tuple. Compiled code does not count who uses them, which would
take half of its time: the handle keeps its tuple alive. Without compilation the tuple is its own handle.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from sim.compiled import JIT, rule

if JIT:
    from numba import types
    from numba.core import cgutils
    from numba.core.datamodel import default_manager
    from numba.core.typing.templates import AttributeTemplate
    from numba.experimental import structref
    from numba.extending import infer_getattr, intrinsic, lower_getattr_generic, models, overload

    class _Fields(types.StructRef):
        """Numba's type of a handle. A short name keeps the symbols of compiled code short, and the same every time."""

        def __init__(self, fields: Any) -> None:
            super().__init__(fields)
            self.name = "handle." + hashlib.blake2b(str(self._fields).encode(), digest_size=8).hexdigest()

        def preprocess_fields(self, fields: Any) -> Any:
            return tuple((name, types.unliteral(kind)) for name, kind in fields)

    class Handle(structref.StructRefProxy):
        """What Python holds of a handle: nothing to look into but ``fields``, the tuple that owns the arrays."""

        fields: Any

    default_manager.register(_Fields, models.StructRefModel)
    structref.define_boxing(_Fields, Handle)

    @infer_getattr
    class _Reading(AttributeTemplate):
        """What type a field has."""

        key = _Fields

        def generic_resolve(self, handle: Any, name: str) -> Any:  # type: ignore[override]
            return handle.field_dict.get(name)

    @lower_getattr_generic(_Fields)
    def _read(context: Any, builder: Any, handle: Any, value: Any, name: str) -> Any:
        """A field, its arrays uncounted as the compiler can see: it then leaves out what counts them."""
        stored = structref._Utils(context, builder, handle).get_data_struct(value)
        return _lent(context, builder, handle.field_dict[name], getattr(stored, name))

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
    def _store(typing: Any, handle: Any, fields: Any) -> Any:
        """Store all fields of a named tuple in its new handle at once: one by one they take seconds to compile."""

        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            into = structref._Utils(context, builder, signature.args[0]).get_data_struct(args[0])
            parts = cgutils.unpack_tuple(builder, args[1])
            for name, kind, part in zip(fields.fields, fields.types, parts, strict=True):
                setattr(into, name, _lent(context, builder, kind, part))
            return context.get_dummy_value()

        return types.void(handle, fields), code

    def _filled(fields: Any) -> Any:
        raise NotImplementedError("compiled code only")

    @overload(_filled, strict=False)
    def _fill(fields: Any) -> Callable[..., Any]:
        new: Any = structref.new
        store: Any = _store
        kind = _Fields(tuple(zip(fields.fields, fields.types, strict=True)))

        def filled(fields: Any) -> Any:
            handle = new(kind)
            store(handle, fields)
            return handle

        return filled

    @rule
    def _wrapped(fields):
        return _filled(fields)

    def handle_of(fields: Any) -> Any:
        """Handle of a named tuple; both hold the same arrays."""
        handle: Any = _wrapped(fields)
        handle.fields = fields
        return handle

else:

    def handle_of(fields: Any) -> Any:
        """The named tuple itself."""
        return fields
