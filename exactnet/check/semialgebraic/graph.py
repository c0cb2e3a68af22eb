"""A function with one output that is monotone between its points, and what is read off it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from exactnet.check.algebra.intervals import coefficients, divide, horner
from exactnet.check.algebra.numbers import FINEST
from exactnet.check.algebra.points import Exact, Point, Root, order
from exactnet.check.algebra.polynomials import Poly, vanishes
from exactnet.check.algebra.residues import Residues
from exactnet.check.algebra.sturm import count_roots
from exactnet.check.semialgebraic.functions import Quotient
from exactnet.check.verdict import Rejected, require


@dataclass(frozen=True, slots=True)
class Gap:
    """The open interval between two neighbouring points."""

    index: int
    left: Point
    right: Point

    def has_no_zero(self, a: Poly) -> bool:
        """Tell whether a polynomial vanishes nowhere inside, or everywhere."""
        if len(a) <= 1 or vanishes(a):
            return True
        # Both isolating intervals and what lies between them.
        count = count_roots(a, self.left.low, self.right.high)
        if count == 0:
            return True
        for point in (self.left, self.right):
            if isinstance(point, Root) and (found := count_roots(a, point.low, point.high)):
                alone = found == 1 and point.is_root(a)
                require(
                    alone, "points", f"the isolating interval of an end of piece {self.index} contains another root"
                )
                count -= 1
        return count == 0


def gaps(points: Sequence[Point]) -> list[Gap]:
    """List the intervals between neighbouring points."""
    return [Gap(i, *ends) for i, ends in enumerate(pairwise(points))]


class Graph:
    """A function with one output, monotone on every piece.

    Parameters
    ----------
    points : list of Point
        The ends of the pieces.
    functions : list of Quotient
        The function on each piece.
    samples : sequence of Fraction
        A point inside each piece.

    Attributes
    ----------
    signs : list of int
        1, -1 or 0: whether it rises, falls or is constant there.
    """

    def __init__(self, points: list[Point], functions: list[Quotient], samples: Sequence[Fraction]) -> None:
        self.points, self.functions, self.samples = points, functions, samples
        self.signs: list[int] = []
        for gap, f, x in zip(gaps(points), functions, samples, strict=True):
            slope = f.slope()
            require(gap.has_no_zero(slope), "monotone", f"the function turns inside piece {gap.index}")
            self.signs.append(Exact(x).sign_of(slope))
        self._lowers = [Exact(x).sign_of(f.lower) for f, x in zip(functions, samples, strict=True)]

    def piece_at(self, index: int) -> int:
        """Give a piece that ends at a point."""
        return min(index, len(self.functions) - 1)

    def compare(self, index: int, level: Point) -> int:
        """Give the sign of f - level at a point of the description."""
        return self.compare_at(self.points[index], self.piece_at(index), level)

    def compare_at(self, x: Point, piece: int, level: Point) -> int:
        """Give the sign of f - level at a point that lies on this piece, or at its end."""
        f = self.functions[piece]
        if isinstance(level, Exact):
            return x.sign_of(f.above(level.value)) * self._lowers[piece]
        if isinstance(x, Exact):
            return order(Exact(f.at(x.value)), level)
        bits = 64
        while bits <= FINEST:
            near = x.enclose(bits)
            upper, lower = (horner(coefficients(part, bits), near, bits) for part in (f.upper, f.lower))
            value = divide(upper, lower, bits)
            low, high = level.enclose(bits)
            if value is not None and not (value[0] <= high and low <= value[1]):
                return 1 if value[0] > high else -1
            if bits == 64 and self._is_at(x, piece, level):
                return 0
            bits *= 2
        raise Rejected("points", "a value is not told from a number")

    def _is_at(self, x: Root, piece: int, level: Root) -> bool:
        """Tell whether f is equal to a number: a root of its polynomial, in its interval."""
        f = self.functions[piece]
        sides = (x.sign_of(f.above(end)) * self._lowers[piece] for end in (level.low, level.high))
        if tuple(sides) != (1, -1):
            return False
        inserted, _ = Residues(x.polynomial).insert((f.upper, f.lower), level.polynomial, [1])
        return x.is_root(inserted)

    def laps(self) -> int:
        """Count the laps: 1 + the alternations of sign, where the function is not constant."""
        moving = [s for s in self.signs if s]
        return 1 + sum(a != b for a, b in pairwise(moving))

    def labels(self, level: Point) -> list[bool]:
        """List the labels of the points; on a piece the label is constant if it is the same at both ends."""
        return [self.compare(i, level) >= 0 for i in range(len(self.points))]

    def crossings(self, level: Point) -> int:
        """Count the maximal intervals on which the label is constant."""
        return 1 + sum(a != b for a, b in pairwise(self.labels(level)))

    def components(self, level: Point) -> int:
        """Count the connected components of the set of points with label 1."""
        return sum(here and not before for before, here in pairwise([False, *self.labels(level)]))

    def piece_of(self, x: Point) -> int:
        """Find a piece that contains a point of the domain."""
        after = (i for i, point in enumerate(self.points[1:-1]) if order(x, point) <= 0)
        return next(after, len(self.functions) - 1)

    def cuts(self) -> list[int]:
        """List the indices of the ends of the monotone intervals."""
        last = len(self.points) - 1
        return [0, *(i for i in range(1, last) if self.signs[i - 1] != self.signs[i]), last]

    def check_self_map(self) -> None:
        """Check that the values lie in the domain."""
        for i in range(len(self.points)):
            inside = self.compare(i, self.points[0]) >= 0 >= self.compare(i, self.points[-1])
            require(inside, "self-map", f"the value at point {i} is outside the domain")
