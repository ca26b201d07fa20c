"""Room for the length of a call: arrays that a rule needs while it computes, and hands to nobody.

In compiled code they stand on the stack, where making them costs nothing and nobody counts who uses them. So they must
be small, a few numbers for each actor, must not be made in a loop, and must not be returned.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiled import JIT

if JIT:
    from numba import types
    from numba.core import cgutils
    from numba.extending import intrinsic
    from numba.np.arrayobj import populate_array

    @intrinsic
    def _on_the_stack(typing: Any, shape: Any, kind: Any) -> Any:
        """An array of numbers of a kind, not filled with anything."""
        several = isinstance(shape, types.BaseTuple)
        found = types.Array(kind.dtype, len(shape) if several else 1, "C")

        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            counts = cgutils.unpack_tuple(builder, args[0]) if several else [args[0]]
            number = context.get_data_type(found.dtype)
            size, total = context.get_abi_sizeof(number), context.get_constant(types.intp, 1)
            strides: list[Any] = []
            for count in reversed(counts):
                strides.insert(0, builder.mul(total, context.get_constant(types.intp, size)))
                total = builder.mul(total, count)
            data = builder.alloca(number, size=total)
            data.align = 64
            array = context.make_array(found)(context, builder)
            populate_array(array, data=data, shape=counts, strides=strides, itemsize=size, meminfo=None)
            return array._getvalue()

        return found(shape, kind), code

    room: Any = _on_the_stack

else:

    def room(shape: int | tuple[int, ...], kind: Any) -> np.ndarray:
        """An array of numbers of a kind, not filled with anything."""
        return np.empty(shape, dtype=kind)
