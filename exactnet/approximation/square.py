"""How far a piecewise-linear function is from x^2, and how near it can be."""

from __future__ import annotations

from flint import fmpq

from exactnet.compile.piecewise_linear import PiecewiseLinearMap

__all__ = ["least_linf_to_square", "linf_to_square"]


def linf_to_square(f: PiecewiseLinearMap) -> fmpq:
    """The largest |f(x) - x^2| on the bounded domain of f, exactly.

    On a piece of slope s the difference is concave and largest at x = s/2.

    Examples
    --------
    >>> linf_to_square(PiecewiseLinearMap.from_points([(0, 0), ("1/2", "1/4"), (1, 1)]))
    1/16
    """
    xs, ys = f.breakpoints, f.values
    found = [abs(y - x * x) for x, y in zip(xs, ys, strict=True)]
    for a, b, p, q in zip(xs, xs[1:], ys, ys[1:], strict=False):
        top = (q - p) / (b - a) / 2
        if a < top < b:
            found.append(abs(p + 2 * top * (top - a) - top * top))
    return max(found)


def least_linf_to_square(pieces: int, length: fmpq | int = 1) -> fmpq:
    """The least error of a function with so many affine pieces to x^2 on an interval of this length.

    With e = f - x^2 and f affine on [a, b], e(a) + e(b) - 2 e((a + b)/2) = -(b - a)^2 / 2; so the error is at least a quarter of
    the size of this, and some piece is as long as the mean.

    Examples
    --------
    >>> least_linf_to_square(4)
    1/128
    """
    return fmpq(length) ** 2 / (8 * pieces * pieces)
