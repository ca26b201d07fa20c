"""One pointer for compiled code instead of some eighty arrays: code compiles, and arguments are passed, far faster.

``handle_of`` wraps a named tuple of arrays and numbers so that compiled functions read its fields by name. The arrays
are shared, so what compiled code writes is seen in the tuple. Without compilation the tuple is its own handle.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from sim.compiled import JIT, rule

if JIT:
    from numba import types
    from numba.experimental import structref
    from numba.extending import overload

    @structref.register
    class _Fields(types.StructRef):
        """Numba's type of a handle. A short name keeps the symbols of compiled code short, and the same every time."""

        def __init__(self, fields: Any) -> None:
            super().__init__(fields)
            self.name = "handle." + hashlib.blake2b(str(self._fields).encode(), digest_size=8).hexdigest()

        def preprocess_fields(self, fields: Any) -> Any:
            return tuple((name, types.unliteral(kind)) for name, kind in fields)

    class Handle(structref.StructRefProxy):
        """What Python holds of a handle: nothing to look into; read the named tuple."""

    structref.define_boxing(_Fields, Handle)

    def _filled(fields: Any) -> Any:
        raise NotImplementedError("compiled code only")

    @overload(_filled, strict=False)
    def _fill(fields: Any) -> Callable[..., Any]:
        kind = _Fields(tuple(zip(fields.fields, fields.types, strict=True)))
        lines = "".join(f"    handle.{name} = fields.{name}\n" for name in fields.fields)
        space: dict[str, Any] = {"new": structref.new, "kind": kind}
        exec(f"def filled(fields):\n    handle = new(kind)\n{lines}    return handle\n", space)  # one line a field
        return space["filled"]

    @rule
    def handle_of(fields):
        """Handle of a named tuple; both hold the same arrays."""
        return _filled(fields)

else:

    def handle_of(fields: Any) -> Any:
        """The named tuple itself."""
        return fields
