"""The exact value of a network or map at one rational point, layer by layer."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from exactnet.check.algebra.polynomials import Poly
from exactnet.check.layers import Abs, Clip, CurvedLayer, Dense, Leaky, Maxout, Piecewise, Product, Relu
from exactnet.check.subject import Curved, CurvedMap, CurvedNetwork, Function, Map, Network
from exactnet.check.verdict import Rejected, require

Values = list[Fraction]

# Powers and products multiply the lengths of numbers, layer after layer.
_MOST_BITS = 1_000_000


def outputs_at(function: Function | Curved, point: Sequence[Fraction]) -> Values:
    """Evaluate a function at a point, which is in its domain.

    Raises
    ------
    Rejected
        With the step ``subject``, if it is a map with algebraic numbers, or not continuous; with the step ``point``, if
        numbers become too long.

    Examples
    --------
    >>> outputs_at(Map([Fraction(0), Fraction(1)], [Fraction(0), Fraction(2)]), [Fraction(1, 3)])
    [Fraction(2, 3)]
    """
    if isinstance(function, Network | CurvedNetwork):
        return _through(function.layers, list(point))
    (x,) = point
    if isinstance(function, CurvedMap):
        return [_piece_at(function, x)]
    i = max(1, bisect_left(function.xs, x))
    (x0, x1), (y0, y1) = function.xs[i - 1 : i + 1], function.ys[i - 1 : i + 1]
    return [y0 + (x - x0) * (y1 - y0) / (x1 - x0)]


def ends_of(function: Map | CurvedMap) -> tuple[Fraction, Fraction]:
    """Give the ends of the domain of a map."""
    ends = function.xs if isinstance(function, Map) else _rational(function.ends)
    return ends[0], ends[-1]


def _through(layers: Sequence[CurvedLayer], values: Values) -> Values:
    for layer in layers:
        values = _image(layer, values)
    return values


def _image(layer: CurvedLayer, u: Values) -> Values:
    if isinstance(layer, Dense):
        rows = zip(layer.weight, layer.bias, strict=True)
        return [(sum((w * x for w, x in zip(row, u, strict=True) if w), Fraction(b))) / layer.den for row, b in rows]
    if isinstance(layer, Relu):
        return [max(x, Fraction(0)) for x in u]
    if isinstance(layer, Leaky):
        return [x if x > 0 else x * layer.num / layer.den for x in u]
    if isinstance(layer, Abs):
        return [abs(x) for x in u]
    if isinstance(layer, Clip):
        low, high = Fraction(layer.low, layer.den), Fraction(layer.high, layer.den)
        return [min(max(x, low), high) for x in u]
    if isinstance(layer, Maxout):
        return [max(u[i] for i in group) for group in layer.groups]
    if isinstance(layer, Piecewise):
        return [_quotient(*layer.pieces[bisect_left(layer.breakpoints, x)], x) for x in u]
    if isinstance(layer, Product):
        return [_short(u[i], 2) * _short(u[j], 2) for i, j in layer.pairs]
    return [x + y for x, y in zip(u, _through(layer.layers, u), strict=True)]


def _quotient(upper: Poly, lower: Poly, x: Fraction) -> Fraction:
    return _polynomial(upper, x) / _polynomial(lower, x)


def _polynomial(coefficients: Sequence[object], x: Fraction) -> Fraction:
    value = Fraction(0)
    _short(x, len(coefficients))
    for c in reversed(_rational(coefficients)):
        value = value * x + c
    return value


def _piece_at(function: CurvedMap, x: Fraction) -> Fraction:
    require(not function.numbers, "subject", "the map has algebraic numbers")
    ends = _rational(function.ends)
    require(all(a < b for a, b in pairwise(ends)), "subject", "the ends of the pieces do not increase")
    for end, (left, right) in zip(ends[1:-1], pairwise(function.polynomials), strict=True):
        agree = _polynomial(left, end) == _polynomial(right, end)
        require(agree, "subject", "neighbouring pieces do not agree")
    return _polynomial(function.polynomials[max(0, bisect_left(ends, x) - 1)], x)


def _short(x: Fraction, factors: int) -> Fraction:
    bits = max(x.numerator.bit_length(), x.denominator.bit_length())
    require(bits * factors <= _MOST_BITS, "point", "the values have too many digits")
    return x


def _rational(values: Sequence[object]) -> Values:
    found = [Fraction(value) for value in values if isinstance(value, int | Fraction)]
    if len(found) < len(values):
        raise Rejected("subject", "the map has algebraic numbers")
    return found
