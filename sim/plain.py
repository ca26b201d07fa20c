"""Reading arrays in plain Python, where number by number a list is much faster.

Compiled code reads the arrays themselves: what is said here costs it nothing. Nor does ``float(...)`` around a number
of an array, which rules write where they compute much with it: NumPy's own numbers are slow.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiled import JIT


def read_singly(values: np.ndarray) -> Any:
    """Constants that rules read one by one: an array, or for plain Python a list."""
    return values if JIT else values.tolist()


def row_of(values: np.ndarray) -> Any:
    """The same within a rule: a row of the state, of which it reads all.

    To write into it, hand over an array that is the rule's own argument (``row_of(out)``, not ``row_of(out[i])``):
    where numba has written this function into its caller, it drops the last store into a part of an array.
    """
    return values.tolist()


def put_back(row: Any, values: np.ndarray) -> None:
    """Write a row (``row_of``) that a rule has changed into the state: nothing to do in compiled code."""
    values[:] = row


def lowest(word: int) -> int:
    """Place, 0 to 63, of the lowest bit that is set in a word (a whole number of 64 bits, not 0)."""
    return (word & -word).bit_length() - 1


def ones(word: int) -> int:
    """Number of bits that are set in a word."""
    return word.bit_count()


if JIT:
    from llvmlite import ir
    from numba import types
    from numba.extending import intrinsic, overload

    @overload(row_of, inline="always")
    def _row_of(values):
        return lambda values: values

    @overload(put_back, inline="always")
    def _put_back(row, values):
        return lambda row, values: None

    @intrinsic
    def _trailing_zeros(typing: Any, word: Any) -> Any:
        """The one instruction that a processor has for it."""

        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

        return types.int64(types.uint64), code

    @intrinsic
    def _population(typing: Any, word: Any) -> Any:
        """The one instruction that a processor has for it."""

        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.ctpop(args[0])

        return types.int64(types.uint64), code

    _zeros_below: Any = _trailing_zeros
    _bits_set: Any = _population

    @overload(lowest)
    def _lowest(word):
        return lambda word: _zeros_below(word)

    @overload(ones)
    def _ones(word):
        return lambda word: _bits_set(word)
