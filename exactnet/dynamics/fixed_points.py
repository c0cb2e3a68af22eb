"""Fixed points of piecewise-linear maps."""

from __future__ import annotations

from flint import fmpq

from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.errors import InputError

__all__ = ["fixed_points"]


def fixed_points(f: PiecewiseLinearMap) -> list[tuple[fmpq, fmpq]]:
    """All points with f(x) = x on a bounded domain, as maximal closed intervals [a, b] in order (a = b: a point).

    Examples
    --------
    >>> fixed_points(PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)]))
    [(0, 0), (2/3, 2/3)]
    """
    if not f.bounded:
        raise InputError("fixed points are listed on a bounded domain only")
    xs = f.breakpoints
    gaps = [y - x for x, y in zip(xs, f.values, strict=True)]
    found: list[tuple[fmpq, fmpq]] = []
    for i, gap in enumerate(gaps):
        if gap == 0:
            if found and i and gaps[i - 1] == 0:
                found[-1] = (found[-1][0], xs[i])
            else:
                found.append((xs[i], xs[i]))
        if i + 1 < len(gaps) and (gap < 0 < gaps[i + 1] or gaps[i + 1] < 0 < gap):
            x = xs[i] + (xs[i + 1] - xs[i]) * gap / (gap - gaps[i + 1])
            found.append((x, x))
    return found
