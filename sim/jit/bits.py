"""Bits of a word (a whole number of 64 bits, uint64): the lowest that is set, and how many are."""

from __future__ import annotations

from typing import Any

from sim.jit.decorator import JIT


def lowest(word: Any) -> int:
    """Place, 0 to 63, of the lowest bit that is set in a word (not 0)."""
    number = int(word)
    return (number & -number).bit_length() - 1


def ones(word: Any) -> int:
    """Number of bits that are set in a word."""
    return int(word).bit_count()


if JIT:
    from llvmlite import ir
    from numba import types
    from numba.extending import intrinsic, overload

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
