"""Whether convex hulls of finitely many points have a point in common: weights that show one, or vectors that separate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.exact.integers import IntArray
from exactnet.exact.linear import Optimum, maximise

__all__ = ["Apart", "Hull", "Meeting", "meet"]

_FLAT = 1e-9
"""Share below which a direction counts as none: it decides only how many coordinates are tried first."""

_BITS = (3, 8, 20, 50)
"""Precisions, one after the other, at which separating vectors are rounded."""

_STEPS, _CLEAR = 40, 0.05
"""How long floats look for a separation, and from which share of the distance on one is tried."""


@dataclass(frozen=True)
class Meeting:
    """A common point: for every hull the weights of its points, which are >= 0 and sum up to 1."""

    weights: tuple[tuple[fmpq, ...], ...]


@dataclass(frozen=True)
class Apart:
    """No common point: integer vectors Y_i, one a hull, that sum up to 0, with sum of min over hull i of Y_i.y > 0."""

    vectors: tuple[tuple[int, ...], ...]


class Hull:
    """The convex hull of points given by integer rows (w, y), w > 0."""

    def __init__(self, rows: IntArray) -> None:
        self.rows: list[list[int]] = rows.tolist()
        self.floats: NDArray[np.float64] = np.array([[_quotient(y, w) for y in ys] for w, *ys in self.rows])

    def least(self, vector: Sequence[int]) -> Fraction:
        """The least value of a linear form on the hull."""
        used = [(j, v) for j, v in enumerate(vector, start=1) if v]
        return min(Fraction(sum(v * row[j] for j, v in used), row[0]) for row in self.rows)


def _quotient(y: int, w: int) -> float:
    try:
        return y / w
    except OverflowError:
        return np.inf if y > 0 else -np.inf


def meet(hulls: Sequence[Hull]) -> Meeting | Apart:
    """Find a common point of convex hulls, or show that there is none.

    The vectors Y_i and numbers z_i <= Y_i.y on hull i with the largest z_1 + .. + z_s <= 1 are a linear program: its value is 1
    if the hulls are apart, and else 0, with multipliers that are the weights of a common point.

    Examples
    --------
    >>> square, point = Hull(np.array([[1, 0, 0], [1, 2, 0], [1, 0, 2], [1, 2, 2]])), Hull(np.array([[2, 1, 3]]))
    >>> meet([square, point]).weights[1]
    (1,)
    >>> shown = meet([square, Hull(np.array([[1, 3, 1], [1, 3, 4]]))])
    >>> [sum(column) for column in zip(*shown.vectors)]
    [0, 0]
    """
    separated = _separated(hulls)
    if separated is not None:
        return separated
    n = len(hulls[0].rows[0]) - 1
    few = _spanning(np.concatenate([hull.floats for hull in hulls]))
    for columns in (few, list(range(n))):
        found = _solved(hulls, columns)
        if isinstance(found, Apart) or len(columns) == n or _is_common(hulls, found):
            return found
    raise ArithmeticError("with all coordinates the weights are those of a common point")


def _separated(hulls: Sequence[Hull]) -> Apart | None:
    """What a short search in floats for a separation finds, if it is one: most hulls that are apart are well apart.

    Gilbert's algorithm: of the tuples (x_1 - x_s, .., x_{s-1} - x_s), x_i in hull i, go towards the shortest one.
    """
    points = [hull.floats for hull in hulls]
    together = np.concatenate(points)
    low, scale = together.min(axis=0), np.ptp(together, axis=0)
    if not np.isfinite(scale).all():
        return None
    scale = np.where(scale > 0, scale, 1)
    points = [(part - low) / scale for part in points]
    z = np.stack([part.mean(axis=0) for part in points[:-1]]) - points[-1].mean(axis=0)
    for _ in range(_STEPS):
        ends = [part[(part @ y).argmin()] for part, y in zip(points, (*z, -z.sum(axis=0)), strict=True)]
        far = np.stack(ends[:-1]) - ends[-1]
        if (z * far).sum() > _CLEAR * (z * z).sum():
            parts = [[fmpq(*float(y).as_integer_ratio()) for y in part] for part in z / scale]
            found = _rounded(hulls, range(len(low)), parts)
            if found is not None:
                return found
        way = far - z
        length = (way * way).sum()
        step = -(z * way).sum() / length if length > 0 else 0
        if step <= 0:
            return None
        z = z + min(step, 1) * way
    return None


def _spanning(points: NDArray[np.float64]) -> list[int]:
    """Coordinates of which all others seem to be affine functions on these points, found by pivoting."""
    rest = points - points[0]
    if not np.isfinite(rest).all():
        return list(range(points.shape[1]))
    scale = np.abs(rest).max(axis=0)
    rest = rest / np.where(scale > 0, scale, 1)
    chosen: list[int] = []
    while len(chosen) < min(rest.shape):
        sizes = (rest**2).sum(axis=0)
        best = int(sizes.argmax())
        if sizes[best] <= _FLAT**2:
            break
        chosen.append(best)
        unit = rest[:, best] / np.sqrt(sizes[best])
        rest = rest - np.outer(unit, unit @ rest)
    return sorted(chosen) or [0]


def _solved(hulls: Sequence[Hull], columns: list[int]) -> Meeting | Apart:
    """The answer for the hulls' shadows in some coordinates; if these are apart, so are the hulls."""
    r, s = len(columns), len(hulls)
    width = r * (s - 1)  # the last vector is minus the sum of the others
    rows, widths = [], []
    for i, hull in enumerate(hulls):
        for row in hull.rows:
            shadow = [row[1 + j] for j in columns]
            form = [-x for x in shadow] * (s - 1) if i == s - 1 else [0] * width
            if i < s - 1:
                form[i * r : (i + 1) * r] = shadow
            rows.append([0, *form, *(-row[0] if i == k else 0 for k in range(s))])
            widths.append(row[0])
    rows.append([1, *[0] * width, *[-1] * s])
    best = maximise(rows, [0, *[0] * width, *[1] * s], [1, *[0] * width, *[-1] * s])
    assert isinstance(best, Optimum)  # the last row bounds it
    if best.value > 0:
        parts = [best.point[i * r : (i + 1) * r] for i in range(s - 1)]
        return _simplest(hulls, columns, parts)
    weights = [fmpq(0)] * len(widths)
    for i, y in best.multipliers:
        weights[i] = y * widths[i]
    cut = np.cumsum([0, *(len(hull.rows) for hull in hulls)]).tolist()
    return Meeting(tuple(tuple(weights[a:b]) for a, b in pairwise(cut)))


def _is_common(hulls: Sequence[Hull], found: Meeting) -> bool:
    """Whether the weights give the same point in all hulls, in all coordinates."""
    points = []
    for hull, weights in zip(hulls, found.weights, strict=True):
        used = [(w / row[0], row[1:]) for w, row in zip(weights, hull.rows, strict=True) if w != 0]
        points.append([sum((c * y[j] for c, y in used), fmpq(0)) for j in range(len(hull.rows[0]) - 1)])
    return all(point == points[0] for point in points)


def _simplest(hulls: Sequence[Hull], columns: Sequence[int], parts: Sequence[Sequence[fmpq]]) -> Apart:
    """Integer vectors that separate as these do: rounded ones if that is enough."""
    found = _rounded(hulls, columns, parts)
    if found is not None:
        return found
    denominator = lcm(*(int(y.q) for part in parts for y in part))
    n = len(hulls[0].rows[0]) - 1
    return _completed(n, columns, [[int((y * denominator).p) for y in part] for part in parts])


def _rounded(hulls: Sequence[Hull], columns: Sequence[int], parts: Sequence[Sequence[fmpq]]) -> Apart | None:
    """The vectors rounded to few bits, in all coordinates, if they separate."""
    n = len(hulls[0].rows[0]) - 1
    largest = max((abs(y) for part in parts for y in part), default=fmpq(0))
    if largest == 0:
        return None
    for bits in _BITS:
        scale = 2**bits / largest
        found = _completed(n, columns, [[int((y * scale + fmpq(1, 2)).floor()) for y in part] for part in parts])
        if sum(hull.least(vector) for hull, vector in zip(hulls, found.vectors, strict=True)) > 0:
            return found
    return None


def _completed(n: int, columns: Sequence[int], parts: Sequence[Sequence[int]]) -> Apart:
    vectors = []
    for part in parts:
        vector = [0] * n
        for j, y in zip(columns, part, strict=True):
            vector[j] = y
        vectors.append(vector)
    vectors.append([-sum(column) for column in zip(*vectors, strict=True)])
    divisor = gcd(*(y for vector in vectors for y in vector)) or 1
    return Apart(tuple(tuple(y // divisor for y in vector) for vector in vectors))
