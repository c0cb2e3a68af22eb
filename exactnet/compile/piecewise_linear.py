"""Continuous piecewise-linear functions of one variable, exactly."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.certs.canonical import Fragment, digest
from exactnet.compile.domain import Domain
from exactnet.compile.polyline import apply_layer, cut, slope_changes, slopes
from exactnet.display import LATEX_PIECES, Displayed, Sheet, Table, latex_cases, latex_map, latex_polynomial
from exactnet.errors import InputError
from exactnet.exact.integers import IntArray, as_rows, integer_array, primitive_rows
from exactnet.exact.rational import QLike, number_text, rational
from exactnet.model.pointwise import Clip

__all__ = ["PiecewiseLinearMap"]


@dataclass(frozen=True, eq=False)
class PiecewiseLinearMap(Displayed):
    """A continuous piecewise-linear function on an interval or on the line, in its shortest form.

    Attributes
    ----------
    rows
        Integers, shape (n, 3): vertices ``(w, x, y)`` at ``x/w`` with value ``y/w``, x increasing, no vertex without a bend
        (but the ends). On the line the first and last row are the directions of the rays (w = 0).

    Examples
    --------
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    >>> tent("1/3"), tent.pieces, tent.maximum
    (2/3, 2, 1)
    """

    rows: IntArray

    @classmethod
    def from_rows(cls, rows: IntArray) -> PiecewiseLinearMap:
        """From vertices in order; those without a bend are dropped."""
        keep = slope_changes(rows, [2])
        keep[[0, -1]] = True
        if keep.sum() == 2 and rows[0, 0] == 0:
            # one affine function on the line: its finite vertex is taken at the origin
            (left, _, right), (w, x, y) = rows[[0, 1, -1]], rows[1]
            rise, run = (int(v) for v in slopes(rows[:2], 2)[0])
            at_zero = [int(w) * run, 0, int(y) * run - int(x) * rise]
            return cls(primitive_rows(integer_array([left.tolist(), at_zero, right.tolist()])))
        return cls(primitive_rows(rows[keep]))

    @classmethod
    def from_points(cls, points: Sequence[tuple[QLike, QLike]]) -> PiecewiseLinearMap:
        """The function through at least two points with increasing x, straight in between (InputError otherwise)."""
        exact = [(rational(x), rational(y)) for x, y in points]
        if len(exact) < 2:
            raise InputError("a map needs at least two points")
        for (a, _), (b, _) in itertools.pairwise(exact):
            if not a < b:
                raise InputError(f"the x of the points must increase strictly, but {a} is followed by {b}")
        return cls.from_rows(as_rows(exact))

    @cached_property
    def _finite(self) -> IntArray:
        return self.rows[self.rows[:, 0] > 0]

    @property
    def bounded(self) -> bool:
        """Whether the domain is a bounded interval."""
        return bool(self.rows[0, 0] > 0)

    @cached_property
    def domain(self) -> Domain:
        """The interval of definition."""
        return Domain(self.breakpoints[0], self.breakpoints[-1]) if self.bounded else Domain.line()

    @cached_property
    def breakpoints(self) -> tuple[fmpq, ...]:
        """Finite vertices, the ends of a bounded domain included."""
        return tuple(fmpq(x, w) for w, x in self._finite[:, :2].tolist())

    @cached_property
    def values(self) -> tuple[fmpq, ...]:
        """Values at `breakpoints`."""
        return tuple(fmpq(y, w) for w, y in self._finite[:, [0, 2]].tolist())

    @property
    def pieces(self) -> int:
        """Number of maximal affine pieces."""
        return int(slope_changes(self.rows, [2]).sum()) + 1

    @cached_property
    def slopes(self) -> IntArray:
        """Slope of each piece as (numerator, denominator), shape (n - 1, 2)."""
        return slopes(self.rows, 2)

    @cached_property
    def slope_signs(self) -> NDArray[np.int64]:
        """Sign of the slope of each piece."""
        return np.sign(self.slopes[:, 0]).astype(np.int64)

    @cached_property
    def lipschitz(self) -> fmpq:
        """The smallest Lipschitz constant: the largest absolute slope."""
        distinct = {(abs(n), d) for n, d in self.slopes.tolist()}
        return max(fmpq(n, d) for n, d in distinct)

    @cached_property
    def minimum(self) -> fmpq:
        """Smallest value on a bounded domain."""
        return min(self._distinct_values())

    @cached_property
    def maximum(self) -> fmpq:
        """Largest value on a bounded domain."""
        return max(self._distinct_values())

    def _distinct_values(self) -> list[fmpq]:
        if not self.bounded:
            raise InputError("extrema are taken on a bounded domain only")
        return [fmpq(y, w) for w, y in {(w, y) for w, y in primitive_rows(self.rows[:, [0, 2]]).tolist()}]

    @property
    def maps_into_itself(self) -> bool:
        """Whether the values stay in the (bounded) domain."""
        ends = self.domain.ends
        return ends is not None and ends[0] <= self.minimum and self.maximum <= ends[1]

    def __call__(self, x: QLike) -> fmpq:
        """Exact value at a point of the domain (InputError outside)."""
        point = rational(x)
        ends = self.domain.ends
        if ends is not None and not ends[0] <= point <= ends[1]:
            raise InputError(f"{point} lies outside the domain {self.domain}")
        # piece i of `slopes` starts at finite vertex i on an interval, at i - 1 on the line
        i = bisect_right(self.breakpoints, point)
        anchor = min(max(i - 1, 0), len(self.breakpoints) - 1)
        piece = min(i - 1, len(self.breakpoints) - 2) if self.bounded else i
        rise, run = self._slope_list[piece]
        return self.values[anchor] + (point - self.breakpoints[anchor]) * fmpq(rise, run)

    @cached_property
    def _slope_list(self) -> list[tuple[int, int]]:
        return [(n, d) for n, d in self.slopes.tolist()]

    def restrict(self, lower: QLike, upper: QLike) -> PiecewiseLinearMap:
        """The same function on a smaller interval."""
        lo, hi = rational(lower), rational(upper)
        inside = [x for x in self.breakpoints if lo < x < hi]
        return PiecewiseLinearMap.from_points([(x, self(x)) for x in (lo, *inside, hi)])

    def clip(self) -> PiecewiseLinearMap:
        """``min(max(f, lo), hi)`` with [lo, hi] the domain: the nearest map of the interval into itself."""
        if self.domain.ends is None:
            raise InputError("only a map of a bounded interval can be clipped to it")
        layer = Clip(*self.domain.ends)
        rows, _ = cut(self.rows, 1, layer)
        return PiecewiseLinearMap.from_rows(apply_layer(rows, 1, layer))

    def to_json(self) -> dict[str, Any]:
        """The canonical document of a map on a bounded interval."""
        if not self.bounded:
            raise InputError("only a map of a bounded interval has a file form")
        points = zip(self.breakpoints, self.values, strict=True)
        return {"format": "exactnet-map/1", "points": [[number_text(x), number_text(y)] for x, y in points]}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical document."""
        return digest(self.to_json())

    @cached_property
    def certificate_subject(self) -> Fragment:
        """How a certificate names this map."""
        return Fragment({"type": "map", "sha256": self.digest, "map": self.to_json()})

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PiecewiseLinearMap):
            return NotImplemented
        return self.rows.shape == other.rows.shape and bool((self.rows == other.rows).all())

    def __hash__(self) -> int:
        return hash(tuple(map(tuple, self.rows.tolist())))

    def _sheet(self) -> Sheet:
        points = [
            {"x": number_text(x), "f(x)": number_text(y)} for x, y in zip(self.breakpoints, self.values, strict=True)
        ]
        facts = {
            "domain": str(self.domain),
            "affine pieces": self.pieces,
            "Lipschitz constant": number_text(self.lipschitz),
        }
        return Sheet("Piecewise-linear map", facts, [Table(points)])

    def _repr_latex_(self) -> str:
        if not self.bounded or self.pieces > LATEX_PIECES:
            return latex_map(self.pieces, "affine piece")
        rows = []
        for (x, y), (right, z) in pairwise(zip(self.breakpoints, self.values, strict=True)):
            slope = (z - y) / (right - x)
            rows.append(
                (latex_polynomial([number_text(y - slope * x), number_text(slope)]), number_text(x), number_text(right))
            )
        return latex_cases(rows)

    def __repr__(self) -> str:
        return f"PiecewiseLinearMap({self.pieces} pieces on {self.domain})"
