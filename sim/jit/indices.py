"""Rules count from the front, never with an index below 0: compiled, they need not look whether it is one.

Numba looks at every index of every array; without that the default comparison takes four fifths of the time (measured:
1.07 ms a run instead of 1.31), which is why this one change of numba's own code stays. Only code written in ``sim`` is
concerned; ``tests/ensemble/test_bounds.py`` runs the rules with every index checked.
"""

from __future__ import annotations

from typing import Any

from numba import types
from numba.np import arrayobj

_USUAL: Any = getattr(arrayobj, "fix_integer_index", None)


def _fix_index(context: Any, builder: Any, kind: Any, index: Any, size: Any) -> Any:
    if builder.function.name.startswith("_ZN3sim"):  # what is written in this package
        return context.cast(builder, index, kind, types.intp)
    return _USUAL(context, builder, kind, index, size)


def count_from_the_front() -> None:
    """Put it in force. A numba that does it elsewhere is left alone: slower, with the same results."""
    if _USUAL is not None:
        arrayobj.fix_integer_index = _fix_index
