"""Periodic orbits through the points of a curve's description: knots, critical points, ends of the domain. Exact numbers find them.

An iterate may bend at such an orbit, touch the diagonal there without crossing it, or end: neighbouring cells must know exactly
where it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from flint import fmpq

from exactnet.compile.semialgebraic.curve import Curve
from exactnet.dynamics.curves.enclosures import Enclosure
from exactnet.dynamics.curves.exact_orbits import Residue, equals_point, first_residue, image, size
from exactnet.dynamics.curves.images import Images, product
from exactnet.dynamics.orbit import Side
from exactnet.exact.field_polynomials import sturm_count
from exactnet.exact.fields import rational_or_none, sign
from exactnet.exact.points import Point, sign_at_point

__all__ = ["ImpreciseError", "MarkedOrbit", "exact_return", "marked_orbits"]

_MOST_BITS = 40_000


class ImpreciseError(Exception):
    """The precision does not suffice; a greater one may."""


@dataclass(frozen=True, eq=False)
class MarkedOrbit:
    """A periodic orbit through a point of the description.

    Attributes
    ----------
    at
        The curve, at some precision.
    start
        The number of that point.
    branches
        For every point of the orbit in the order of visits, the branches on its left and right; None beyond the domain.
    indices
        The number of every point of the orbit that is a point of the description; None for the others.
    values
        The points as residues modulo the polynomial of the first one.
    """

    at: Images
    start: int
    branches: tuple[tuple[int | None, int | None], ...]
    indices: tuple[int | None, ...]
    values: tuple[Residue, ...]

    @property
    def period(self) -> int:
        """Its least period."""
        return len(self.indices)

    @cached_property
    def enclosures(self) -> tuple[Enclosure, ...]:
        """The points in the order of visits."""
        return tuple(self.at.images(self.at.points[self.start], self.period - 1))

    @property
    def curve(self) -> Curve:
        """The curve."""
        return self.at.curve

    def branch(self, side: Side) -> int | None:
        """The branch on one side of a point."""
        return self.branches[side[0] % self.period][(side[1] + 1) // 2]

    @cached_property
    def signs(self) -> dict[Side, int]:
        """The exact sign of the slope on every side of every point."""
        found = {}
        for k in range(self.period):
            for s in (-1, 1):
                if (branch := self.branch((k, s))) is not None:
                    found[k, s] = self._slope_sign(k, branch)
        return found

    def _slope_sign(self, k: int, branch: int) -> int:
        index, f = self.indices[k], self.curve.branches[branch]
        if index is None or f.is_constant:
            return self.curve.directions[branch]
        # one-sided derivatives at a point keep the direction of the branch, unless they vanish
        return 0 if sign_at_point(f.slope_numerator, self.curve.points[index]) == 0 else self.curve.directions[branch]

    @cached_property
    def bends(self) -> bool:
        """Whether f has no derivative at some point of the orbit inside the domain."""
        return any(index is not None and self._bends_at(index) for index in self.indices)

    def _bends_at(self, index: int) -> bool:
        if index in (0, len(self.curve.points) - 1):
            return False
        left, right = self.curve.branches[index - 1 : index + 1]
        return left is not right and sign_at_point((left - right).slope_numerator, self.curve.points[index]) != 0

    @cached_property
    def needs_mark(self) -> bool:
        """Whether cells must end exactly at its points: where iterates bend, or at an end of the domain that is irrational."""
        ends = (0, len(self.curve.points) - 1)
        return self.bends or any(i in ends and self.curve.points[i].rational is None for i in self.indices)

    @cached_property
    def rationals(self) -> tuple[fmpq | None, ...]:
        """The points that are known to be rational."""
        return tuple(_rational(value) for value in self.values)

    def one_sided(self, m: int, side: int, end: int, count: int) -> Enclosure | None:
        """Slopes of f^count between the m-th point of the orbit and ``end`` 2^-p on one side of it.

        None unless the images stay inside the pieces next to the orbit.
        """
        at, found = self.at, (self.at.one, self.at.one)
        for k, (branch, far, _) in enumerate(self.beside(m, side, end, count), start=m):
            if branch is None:
                return None
            if self.curve.directions[branch] == 0:
                return 0, 0
            x = self.enclosures[k % self.period]
            hull = min(x[0], far[0]), max(x[1], far[1])
            found = product(found, at.branch_slope(branch, hull), at.precision)
        return found

    def beside(self, m: int, side: int, end: int, count: int) -> Iterator[tuple[int | None, Enclosure, int]]:
        """The branch that acts between the m-th point and ``end`` 2^-p on one side of it, the enclosure of that end, and the side.

        So for ``count`` steps, as long as the images stay inside the pieces next to the orbit; then None in place of a branch.
        """
        at, orbit, far = self.at, self.enclosures, (end, end)
        for k in range(m, m + count):
            x, branch = orbit[k % self.period], self.branch((k, side))
            if branch is None or not _inside(at, branch, side, far):
                yield None, far, side
                return
            yield branch, far, side
            if self.curve.directions[branch] == 0:
                return
            far = self._moved(at, branch, x, far, orbit[(k + 1) % self.period])
            side *= self.curve.directions[branch]

    @staticmethod
    def _moved(at: Images, branch: int, x: Enclosure, far: Enclosure, image: Enclosure) -> Enclosure:
        """The image of the far end; where its enclosure reaches that of the orbit point, so may its image."""
        values = [at.value(branch, u) if not x[0] <= u <= x[1] else image for u in far]
        return min(v[0] for v in values), max(v[1] for v in values)


def _inside(at: Images, branch: int, side: int, far: Enclosure) -> bool:
    """Whether the far end lies before the other end of the branch."""
    return far[1] <= at.points[branch + 1][0] if side > 0 else at.points[branch][1] <= far[0]


def marked_orbits(at: Images, most: int) -> list[MarkedOrbit]:
    """All periodic orbits of period at most ``most`` through points of the description whose numbers stay short.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> from exactnet.exact.rational_functions import RationalFunction
    >>> basilica = RationalFunction.of(fmpq_poly([-1, 0, 1]))  # 0 -> -1 -> 0
    >>> found = marked_orbits(Images(Curve.of([Point.of(-1), Point.of(1)], [basilica]), 64), 3)
    >>> [(orbit.start, orbit.period, orbit.rationals) for orbit in found]
    [(0, 2, (-1, 0))]
    """
    found: list[MarkedOrbit] = []
    seen: set[int] = set()
    for start in range(len(at.curve.points)):
        if start not in seen:
            orbit = _followed(at, start, most)
            if orbit is not None:
                seen.update(i for i in orbit.indices if i is not None)
                found.append(orbit)
    return found


def _followed(at: Images, start: int, most: int) -> MarkedOrbit | None:
    indices: list[int | None] = []
    branches: list[tuple[int | None, int | None]] = []
    values: list[Residue] = []
    for index, place, value in _visits(at, start):
        if indices and index == start:
            return MarkedOrbit(at, start, tuple(branches), tuple(indices), tuple(values))
        if len(indices) == most or (index in indices[1:] and index is not None):
            return None
        indices.append(index)
        branches.append(place)
        values.append(value)
    return None


def _visits(at: Images, start: int) -> Iterator[tuple[int | None, tuple[int | None, int | None], Residue]]:
    """The orbit of a point as (number in the description, branches on both sides, value), while its numbers stay short."""
    curve, last = at.curve, len(at.curve.branches) - 1
    origin, x = curve.points[start], at.points[start]
    value = first_residue(origin)
    while True:
        index = _met(at, value, origin, x)
        if index is None:
            first, final = at.span(x)
            if first != final:
                raise ImpreciseError
            place: tuple[int | None, int | None] = first, first
        else:
            first = max(index - 1, 0)
            place = (index - 1 if index > 0 else None), (index if index <= last else None)
        yield index, place, value
        try:
            value = image(curve.branches[first], value, origin)
        except ZeroDivisionError:
            return
        if size(value) > _MOST_BITS:
            return
        x = at.image(x)


def _met(at: Images, value: Residue, origin: Point, x: Enclosure) -> int | None:
    """The point of the description that an orbit point is, exactly."""
    for index, (low, high) in enumerate(at.points):
        if x[0] <= high and low <= x[1]:
            if not equals_point(value, origin, at.curve.points[index]):
                raise ImpreciseError
            target = at.curve.points[index]
            if target.scalar is None:
                # another root of the same polynomial must not lie in the enclosure
                a, b = (fmpq(u, at.one) for u in (min(x[0], low) - 1, max(x[1], high) + 1))
                if sturm_count(target.polynomial, a, b) != 1:
                    raise ImpreciseError
            return index
    return None


def exact_return(curve: Curve, x: fmpq, count: int) -> bool:
    """Whether f^count(x) = x, for a rational x in the domain; False also if the numbers become long.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> from exactnet.exact.rational_functions import RationalFunction
    >>> logistic = Curve.of([Point.of(0), Point.of(1)], [RationalFunction.of(fmpq_poly([0, 4, -4]))])
    >>> exact_return(logistic, fmpq(3, 4), 5), exact_return(logistic, fmpq(1, 3), 2)
    (True, False)
    """
    y = x
    for _ in range(count):
        y = curve(y)
        if size(y) > _MOST_BITS:
            return False
    return bool(sign(y - x) == 0)


def _rational(value: Residue) -> fmpq | None:
    """A residue as a rational, if it is a constant."""
    try:
        return rational_or_none(value)
    except TypeError:
        return value[0] if value.degree() == 0 and isinstance(value[0], fmpq) else None
