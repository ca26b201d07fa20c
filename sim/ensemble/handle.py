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
    from numba.experimental import structref
    from numba.extending import intrinsic, overload

    @structref.register
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

    structref.define_boxing(_Fields, Handle)

    @intrinsic
    def _borrowed(context: Any, array: Any) -> Any:
        """The same array without its count of references: who uses it is not counted, and must not outlive it."""

        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            view = context.make_array(signature.args[0])(context, builder, value=args[0])
            view.meminfo, view.parent = view.meminfo.type(None), view.parent.type(None)
            return view._getvalue()

        return array(array), code

    def _lent(kind: Any, value: str) -> str:
        """Source of a value with its arrays borrowed, those of a named tuple within it too."""
        if isinstance(kind, types.Array):
            return f"borrowed({value})"
        if isinstance(kind, types.BaseNamedTuple):
            parts = (_lent(part, f"{value}.{name}") for name, part in zip(kind.fields, kind.types, strict=True))
            return f"{kind.instance_class.__name__}({', '.join(parts)})"
        return value

    def _filled(fields: Any) -> Any:
        raise NotImplementedError("compiled code only")

    @overload(_filled, strict=False)
    def _fill(fields: Any) -> Callable[..., Any]:
        pairs = tuple(zip(fields.fields, fields.types, strict=True))
        kind = _Fields(pairs)
        lines = "".join(f"    handle.{name} = {_lent(part, f'fields.{name}')}\n" for name, part in pairs)
        space: dict[str, Any] = {"new": structref.new, "kind": kind, "borrowed": _borrowed}
        space |= {k.instance_class.__name__: k.instance_class for _, k in pairs if isinstance(k, types.BaseNamedTuple)}
        exec(f"def filled(fields):\n    handle = new(kind)\n{lines}    return handle\n", space)  # one line a field
        return space["filled"]

    @rule
    def _wrapped(fields):
        return _filled(fields)

    def handle_of(fields: Any) -> Handle:
        """Handle of a named tuple; both hold the same arrays."""
        handle: Handle = _wrapped(fields)
        handle.fields = fields
        return handle

else:

    def handle_of(fields: Any) -> Any:
        """The named tuple itself."""
        return fields
