"""What signs do to numbers, lists (entry by entry) and logarithms."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from exactnet.conjectures.language.values import (
    Logarithm,
    Number,
    Truth,
    add,
    compare,
    compare_logarithms,
    divide,
    is_list,
    multiply,
    negate,
    power,
)

__all__ = ["combine", "negative", "truth_of_comparison"]

_OPERATIONS: dict[str, Callable[[Number, Number], Number]] = {
    "+": add,
    "-": lambda a, b: add(a, negate(b)),
    "*": multiply,
    "/": divide,
    "^": power,
}


def truth_of_comparison(sign: str, left: Any, right: Any) -> Truth:
    """Of two numbers, or two logarithms."""
    if isinstance(left, Logarithm) or isinstance(right, Logarithm):
        return compare_logarithms(sign, _as_logarithm(left), _as_logarithm(right))
    return compare(sign, left, right)


def combine(sign: str, left: Any, right: Any) -> Any:
    """What ``+ - * / ^`` make of two values.

    Examples
    --------
    >>> combine("*", ((2, 2), (3, 3)), (2, 2))
    ((4, 4), (6, 6))
    """
    if left is None or right is None:
        return None
    if isinstance(left, Logarithm) or isinstance(right, Logarithm):
        return _combined_logarithms(sign, left, right)
    operation = _OPERATIONS[sign]
    if not is_list(left) and not is_list(right):
        return operation(left, right)
    if is_list(left) and is_list(right) and len(left) != len(right):
        return None
    size = len(left) if is_list(left) else len(right)
    firsts = left if is_list(left) else [left] * size
    seconds = right if is_list(right) else [right] * size
    found = [operation(a, b) for a, b in zip(firsts, seconds, strict=True)]
    return None if None in found else tuple(found)


def negative(value: Any) -> Any:
    """What the sign - makes of one value."""
    if isinstance(value, Logarithm):
        return value.times(-1)
    return tuple(map(negate, value)) if value is not None and is_list(value) else negate(value)


def _as_logarithm(value: Any) -> Logarithm | None:
    """The literal 0 is log 1."""
    return value if value is None or isinstance(value, Logarithm) else Logarithm(())


def _combined_logarithms(sign: str, left: Any, right: Any) -> Logarithm | None:
    if sign in ("+", "-"):
        first, second = _as_logarithm(left), _as_logarithm(right)
        assert first is not None
        assert second is not None
        return first.plus(second if sign == "+" else second.times(-1))
    terms, factor = (left, right) if isinstance(left, Logarithm) else (right, left)
    if factor[0] != factor[1] or (sign == "/" and factor[0] == 0):
        return None
    scaled: Logarithm = terms.times(Fraction(factor[0]) if sign == "*" else 1 / Fraction(factor[0]))
    return scaled
