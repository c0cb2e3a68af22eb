"""The functions of the language: what they take, what they give, what they are worth. To add one, add a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from math import ceil, comb, floor, prod
from typing import Any

from exactnet.bounds.combinatorics import arrangement_cells, layer_dimensions, layered_sum
from exactnet.conjectures.language.names import Kind
from exactnet.conjectures.language.values import (
    Interval,
    Logarithm,
    Number,
    add,
    exact,
    integer_of,
    is_list,
    multiply,
)

__all__ = ["FUNCTIONS", "Function"]


@dataclass(frozen=True)
class Function:
    """A function.

    Attributes
    ----------
    takes
        Types of the arguments: one of several lists of them.
    worth
        From the values of the arguments, none of them None.
    gives
        Its type; None: that of the first argument.
    any_number
        Two or more numbers will do as well.
    """

    takes: tuple[tuple[Kind, ...], ...]
    worth: Callable[..., Any]
    gives: Kind | None = Kind.NUMBER
    any_number: bool = False


def _folded(operation: Callable[[Number, Number], Number], start: Number, values: Sequence[Interval]) -> Number:
    return reduce(operation, values, start)


def _extreme(pick: Callable[..., Any], *arguments: Any) -> Number:
    values = arguments[0] if is_list(arguments[0]) else arguments
    return (pick(x[0] for x in values), pick(x[1] for x in values)) if values else None


def _each(of: Callable[[Interval], Interval], value: Any) -> Any:
    return tuple(map(of, value)) if is_list(value) else of(value)


def _magnitude(x: Interval) -> Interval:
    if x[0] < 0 < x[1]:
        return 0, max(-x[0], x[1])
    return x if x[0] >= 0 else (-x[1], -x[0])


def _floor(x: Interval) -> Interval:
    return floor(x[0]), floor(x[1])


def _ceil(x: Interval) -> Interval:
    return ceil(x[0]), ceil(x[1])


def _logarithm(x: Interval) -> Logarithm | None:
    return Logarithm(((1, x),)) if x[0] > 0 else None


def _binomial(n: int, k: int) -> int:
    return comb(n, k) if k >= 0 else 0


def _zaslavsky(n: int, k: int) -> int | None:
    return arrangement_cells(n, k) if k >= 0 else None


def _counted(count: Callable[[int, int], int | None], n: Number, k: Number) -> Number:
    size, other = integer_of(n), integer_of(k)
    if size is None or other is None or not 0 <= size <= 1000:
        return None
    found = count(size, other)
    return None if found is None else exact(found)


def _serra_lower(d: int, sizes: list[int]) -> int:
    return _power(prod(n // d + 1 for n in sizes[:-1]), d) * arrangement_cells(sizes[-1], d)


def _montufar_upper(d: int, sizes: list[int]) -> int:
    return prod(arrangement_cells(n, e) for n, e in zip(sizes, layer_dimensions(d, sizes), strict=True))


def _montufar_lower(d: int, sizes: list[int]) -> int:
    return _power(prod(n // d for n in sizes[:-1]), d) * arrangement_cells(sizes[-1], d)


def _pascanu_lower(d: int, sizes: list[int]) -> int:
    return prod(n // d for n in sizes[:-1]) * arrangement_cells(sizes[-1], d)


def _power(base: int, exponent: int) -> int:
    return prod([base] * exponent)


def _formula(count: Callable[[int, list[int]], int], inputs: Number, widths: Sequence[Interval]) -> Number:
    d = integer_of(inputs)
    sizes = [n for n in map(integer_of, widths) if n is not None and 1 <= n <= 100]
    if d is None or not 1 <= d <= 100 or len(sizes) != len(widths) or not 1 <= len(sizes) <= 50:
        return None
    return exact(count(d, sizes))


def _length(values: Sequence[Interval]) -> Number:
    return exact(len(values))


_N, _S = Kind.NUMBER, Kind.LIST
_LIST, _ALIKE, _PAIR, _BOUND = ((_S,),), ((_N,), (_S,)), ((_N, _N),), ((_N, _S),)

FUNCTIONS = {
    "sum": Function(_LIST, partial(_folded, add, exact(0))),
    "prod": Function(_LIST, partial(_folded, multiply, exact(1))),
    "min": Function(_LIST, partial(_extreme, min), any_number=True),
    "max": Function(_LIST, partial(_extreme, max), any_number=True),
    "length": Function(_LIST, _length),
    "abs": Function(_ALIKE, partial(_each, _magnitude), None),
    "floor": Function(_ALIKE, partial(_each, _floor), None),
    "ceil": Function(_ALIKE, partial(_each, _ceil), None),
    "log": Function(((_N,),), _logarithm, Kind.LOGARITHM),
    "binomial": Function(_PAIR, partial(_counted, _binomial)),
    "zaslavsky": Function(_PAIR, partial(_counted, _zaslavsky)),
    "serra_upper": Function(_BOUND, partial(_formula, layered_sum)),
    "serra_lower": Function(_BOUND, partial(_formula, _serra_lower)),
    "montufar_upper": Function(_BOUND, partial(_formula, _montufar_upper)),
    "montufar_lower": Function(_BOUND, partial(_formula, _montufar_lower)),
    "pascanu_lower": Function(_BOUND, partial(_formula, _pascanu_lower)),
}
