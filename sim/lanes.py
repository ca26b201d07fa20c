"""All categories at once, in compiled code: a rule that is written for one category is called for every one of them.

``every()`` stands where a rule takes a category. What the rule reads from a table of categories is then a number for
each, side by side in the processor's registers, and so is what it computes from that: the same operations in the same
order as for one, so the same numbers to the last bit. A rule that branches on its category cannot be called so; and
plain Python knows one number at a time.
"""

from __future__ import annotations

import operator
from typing import Any

from sim.catalogue import CATEGORIES
from sim.compiled import JIT, rule

if JIT:
    from llvmlite import ir
    from numba import types
    from numba.core.datamodel import default_manager
    from numba.extending import intrinsic, models, overload

    WIDTH, PART = len(CATEGORIES), 4  # four numbers are one register of most processors
    _PARTS = WIDTH // PART
    assert WIDTH == _PARTS * PART, "a category without a lane"
    _VECTOR = ir.VectorType(ir.DoubleType(), PART)
    _WHOLE = ir.LiteralStructType([_VECTOR] * _PARTS)
    _SET, _PLACE = ir.IntType(64), ir.IntType(32)

    def _parts(builder: Any, whole: Any) -> list[Any]:
        """The registers of lanes."""
        return [builder.extract_value(whole, k) for k in range(_PARTS)]

    def _joined(builder: Any, parts: list[Any]) -> Any:
        """Lanes from registers."""
        whole = ir.Constant(_WHOLE, ir.Undefined)
        for k, part in enumerate(parts):
            whole = builder.insert_value(whole, part, k)
        return whole

    class _Lanes(types.Type):
        """A number for each category."""

        def __init__(self) -> None:
            super().__init__("lanes")

    class _Every(types.Type):
        """Every category, where one is asked for."""

        def __init__(self) -> None:
            super().__init__("every")

    class _LanesModel(models.PrimitiveModel):
        def __init__(self, dmm: Any, fe_type: Any) -> None:
            super().__init__(dmm, fe_type, _WHOLE)

    LANES, EVERY = _Lanes(), _Every()
    default_manager.register(_Lanes, _LanesModel)
    default_manager.register(_Every, models.OpaqueModel)

    # ---- making them ------------------------------------------------------------------------------------------------
    def _spread(builder: Any, number: Any) -> Any:
        """The same number for each category."""
        one = builder.insert_element(ir.Constant(_VECTOR, ir.Undefined), number, ir.Constant(_PLACE, 0))
        places = ir.Constant(ir.VectorType(_PLACE, PART), [0] * PART)
        part = builder.shuffle_vector(one, ir.Constant(_VECTOR, ir.Undefined), places)
        return _joined(builder, [part] * _PARTS)

    @intrinsic
    def _every(typing: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return context.get_dummy_value()

        return EVERY(), code

    @intrinsic
    def _alike(typing: Any, number: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return _spread(builder, args[0])

        return LANES(types.float64), code

    @intrinsic
    def _loaded(typing: Any, row: Any) -> Any:
        """The numbers of a row, which must be one for each category."""

        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            data = context.make_array(signature.args[0])(context, builder, value=args[0]).data
            start = builder.bitcast(data, _VECTOR.as_pointer())
            places = [builder.gep(start, [ir.Constant(_PLACE, k)]) for k in range(_PARTS)]
            return _joined(builder, [builder.load(place, align=8) for place in places])

        return LANES(row), code

    # ---- computing with them ----------------------------------------------------------------------------------------
    def _arithmetic(name: str) -> Any:
        """An operation lane by lane; a single number counts for each."""

        @intrinsic
        def operation(typing: Any, one: Any, other: Any) -> Any:
            def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
                whole = [value if kind == LANES else _spread(builder, value)
                         for kind, value in zip(signature.args, args, strict=True)]  # fmt: skip
                pairs = zip(*(_parts(builder, value) for value in whole), strict=True)
                return _joined(builder, [getattr(builder, name)(*pair) for pair in pairs])

            return LANES(one, other), code

        return operation

    def _comparison(sign: str) -> Any:
        """The set of categories for which one number stands so to the other: not where either is none (NaN)."""

        @intrinsic
        def comparison(typing: Any, one: Any, other: Any) -> Any:
            def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
                found = ir.Constant(_SET, 0)
                for k, (a, b) in enumerate(zip(*(_parts(builder, v) for v in args), strict=True)):
                    holds = builder.zext(builder.bitcast(builder.fcmp_ordered(sign, a, b), ir.IntType(PART)), _SET)
                    found = builder.or_(found, builder.shl(holds, ir.Constant(_SET, PART * k)))
                return found

            return types.int64(LANES, LANES), code

        return comparison

    @intrinsic
    def _negative(typing: Any, lanes: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return _joined(builder, [builder.fneg(part) for part in _parts(builder, args[0])])

        return LANES(LANES), code

    @intrinsic
    def _smaller(typing: Any, one: Any, other: Any) -> Any:
        """As ``min``: the first unless the other is less."""

        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            pairs = zip(*(_parts(builder, value) for value in args), strict=True)
            return _joined(builder, [builder.select(builder.fcmp_ordered("<", b, a), b, a) for a, b in pairs])

        return LANES(LANES, LANES), code

    _add: Any = _arithmetic("fadd")
    _subtract: Any = _arithmetic("fsub")
    _multiply: Any = _arithmetic("fmul")
    _above: Any = _comparison(">")
    _below: Any = _comparison("<")
    _every_in_code: Any = _every
    _alike_in_code: Any = _alike
    _loaded_in_code: Any = _loaded
    _negative_in_code: Any = _negative
    _smaller_in_code: Any = _smaller

    def _are_lanes(one: Any, other: Any) -> bool:
        """Whether two types are lanes and lanes, or lanes and a number."""
        kinds = (one, other)
        return LANES in kinds and all(kind == LANES or isinstance(kind, types.Float) for kind in kinds)

    @overload(operator.add)
    def _plus(one, other):
        return (lambda one, other: _add(one, other)) if _are_lanes(one, other) else None

    @overload(operator.sub)
    def _minus(one, other):
        return (lambda one, other: _subtract(one, other)) if _are_lanes(one, other) else None

    @overload(operator.mul)
    def _times(one, other):
        return (lambda one, other: _multiply(one, other)) if _are_lanes(one, other) else None

    @overload(operator.neg)
    def _opposite(lanes):
        return (lambda lanes: _negative_in_code(lanes)) if lanes == LANES else None

    @overload(min)
    def _least(one, other):
        return (lambda one, other: _smaller_in_code(one, other)) if one == other == LANES else None

    @overload(operator.getitem)
    def _of_every(table, category):
        if category == EVERY and isinstance(table, types.Array):
            return lambda table, category: _loaded_in_code(table)
        return None

    # ---- what rules call --------------------------------------------------------------------------------------------
    @rule
    def every():
        """Every category."""
        return _every_in_code()

    @rule
    def alike(number):
        """The same number for each category."""
        return _alike_in_code(number)

    @rule
    def sets_at(lanes, above, below):
        """Sets of the categories whose number is above that of a row, and of those whose number is below another's."""
        return _above(lanes, _loaded_in_code(above)), _below(lanes, _loaded_in_code(below))

else:

    def _in_compiled_code_only(*_: Any) -> Any:
        raise TypeError("plain Python takes one category at a time")

    every = alike = sets_at = _in_compiled_code_only
