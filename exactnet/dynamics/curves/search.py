"""The search for periodic orbits of a curve at one precision: zeros of f^n(x) - x, and which of them make an orbit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import log2

from flint import fmpq

from exactnet.compile.semialgebraic.curve import Curve
from exactnet.dynamics.curves.bands import Band, IntervalCycle, Mark, find_bands, interval_cycle
from exactnet.dynamics.curves.cells import Cells, InseparableError, newton
from exactnet.dynamics.curves.cycles import Cycle, kind_of_marked
from exactnet.dynamics.curves.enclosures import Enclosure
from exactnet.dynamics.curves.exact_points import ExactPoints
from exactnet.dynamics.curves.expanded import MAX_EXPANDED, Expanded, expand, expanded_degree
from exactnet.dynamics.curves.images import Images
from exactnet.dynamics.curves.kinds import Neighbourhoods
from exactnet.dynamics.curves.marked import ImpreciseError, MarkedOrbit, exact_return, marked_orbits
from exactnet.dynamics.curves.separation import Limits, separate
from exactnet.dynamics.curves.traced import Traced, cycle, give_places, rotated
from exactnet.dynamics.curves.words import MAX_WORD_DEGREE, Words
from exactnet.errors import UndecidedError
from exactnet.exact.points import simplest_between

__all__ = ["Search"]

_SPARE_BITS = 48
_SLOPE_PARTS, _MOST_PARTS = 64, 1 << 16
_SHORT_BY = 16
_CELLS_A_ZERO = 64
_SUSPICIOUS_BITS = 8
# a rational point has about as many digits as the coefficients, several times over; looked for up to this period
_RATIONAL_PERIODS = 3
_MOST_RATIONAL_BITS = 4096


class Search:
    """Looks for all periodic orbits up to a period.

    The precision is what growing distances seem to need, times ``effort``; `ImpreciseError` asks for more.

    Attributes
    ----------
    at
        The curve at the precision of this search.
    counts
        The zeros of f^n(x) - x, n = 1, 2, .., as far as the search has come.
    """

    def __init__(self, curve: Curve, max_period: int, max_cells: int, effort: int) -> None:
        self._curve, self._max_period, self._max_cells = curve, max_period, max_cells
        extent = _extent(curve)
        self._steepest = _steepest(curve, effort * (_SPARE_BITS + extent))
        growth = int(max_period * log2(self._steepest)) + _SPARE_BITS
        self.at = Images(curve, effort * (2 * growth + _SPARE_BITS + extent))
        self._narrowest = (self.at.high - self.at.low) >> growth
        self.counts: list[Cells | Expanded] = []
        self._orbits: list[Traced] = []
        self._bands: list[Band] = []
        self._solver = ExactPoints(self.at)

    def run(self, progress: Callable[[int, int], None] | None) -> tuple[Cycle | IntervalCycle, ...]:
        """The orbits, in the order of certificates."""
        marked = marked_orbits(self.at, self._max_period)
        self._bands = find_bands(self.at, marked, self._max_period, self._solver)
        hidden = {name for band in self._bands for name in band.own_ends}
        cuts: list[int] = []
        for n in range(1, self._max_period + 1):
            zeros = self._zeros(n, marked, cuts)
            if isinstance(zeros, Cells):
                cuts = [end.low for end in zeros.ends[1:-1] if end.mark is None]
            self.counts.append(zeros)
            new = [orbit for orbit in marked if orbit.period == n and (orbit.start, 0) not in hidden]
            self._orbits += self._new_orbits(n, zeros, new)
            if progress is not None:
                progress(n, len(self._orbits))
        give_places(self.at, self._orbits, self._steepest)
        cycles = [cycle(self.at, orbit, self._solver) for orbit in self._orbits]
        return tuple(sorted([*cycles, *map(self._strip, self._bands)], key=_place_in_list))

    def _strip(self, band: Band) -> IntervalCycle:
        """The orbit of intervals of a band."""
        middle = [
            orbit for orbit in self._orbits if self._is_banded(orbit, band.period) and band.holds(orbit.points[0])
        ]
        points = [] if not middle else list(zip(middle[0].points, middle[0].places, strict=True))
        return interval_cycle(self.at, band, points)

    def _is_banded(self, orbit: Traced, n: int) -> bool:
        """Whether the points of an orbit lie inside a band on which f^n is the identity."""
        return any(n % band.period == 0 and band.period == 2 * orbit.period and band.holds(orbit.points[0])
                   for band in self._bands)  # fmt: skip

    def _zeros(self, n: int, marked: Sequence[MarkedOrbit], cuts: Sequence[int]) -> Cells | Expanded:
        # one polynomial is expanded, if all iterates can be
        whole = expanded_degree(self._curve, self._max_period) is not None and not self._bands
        degree = expanded_degree(self._curve, n) if whole else None
        # so many zeros at most: where they need many more cells, one of them is multiple
        most = self._max_cells if degree is None else min(self._max_cells, _CELLS_A_ZERO * (degree + 8))
        suspicious = (self.at.high - self.at.low) >> (int(n * log2(self._steepest)) + _SUSPICIOUS_BITS)
        near = None
        if degree is None:
            earlier = [c for c in self.counts if isinstance(c, Cells) and n % c.iterate == 0 and c.is_special]
            near = Neighbourhoods(Words(self.at, self._solver), earlier)
        bands = [band for band in self._bands if n % band.period == 0]
        returning = [orbit for orbit in marked if n % orbit.period == 0]
        fixed = [Mark(orbit, m) for orbit in returning for m in range(orbit.period) if self._ends_cells(orbit, bands)]
        zeros = {i for orbit in returning for i in orbit.indices if i is not None}
        try:
            if whole:
                self._require_simple(n)
            limits = Limits(self._narrowest, suspicious, most)
            return separate(self.at, n, fixed, bands, zeros, cuts, limits, near)
        except InseparableError as error:
            if degree is not None and (expanded := expand(self.at, n)) is not None:
                return expanded
            raise UndecidedError(self._inseparable(n, *error.args)) from None

    def _ends_cells(self, orbit: MarkedOrbit, bands: Sequence[Band]) -> bool:
        """Whether cells must end at the points of an orbit: f^n may bend there, or is hardly moved on one side."""
        ends = {name[0] for band in bands for pair in band.cells for name in pair}
        return orbit.needs_mark or orbit.start in ends or kind_of_marked(orbit) in ("neutral", "mixed")

    def _require_simple(self, n: int) -> None:
        """Raise InseparableError if some known point may be a multiple zero of f^n(x) - x."""
        for orbit in self._orbits:
            if n % (2 * orbit.period) == 0 and self._may_be_neutral(orbit):
                raise InseparableError(orbit.points[0], "neutral")

    def _may_be_neutral(self, orbit: Traced) -> bool:
        if orbit.marked is not None:
            return kind_of_marked(orbit.marked) == "neutral"
        low, high = self.at.slope_along(orbit.points)
        return low <= -self.at.one <= high

    def _inseparable(self, n: int, at: Enclosure, reason: str) -> str:
        if reason == "many":
            return f"the points with f^{n}(x) = x need more than {self._max_cells} cells to be told apart"
        where = f"near {float(fmpq(sum(at), 2 * self.at.one)):.10g}"
        return (
            f"the points {where} with f^{n}(x) = x cannot be told apart by cells: a neutral orbit, most likely; there, f^{n} is "
            f"expanded up to degree {MAX_EXPANDED} for one polynomial over Q, and {MAX_WORD_DEGREE} for other functions"
        )

    def _new_orbits(self, n: int, zeros: Cells | Expanded, marked: Sequence[MarkedOrbit]) -> list[Traced]:
        """The orbits of period n, in order; those of smaller periods are found again and taken out."""
        left = set(zeros.zeros)

        def take(x: Enclosure) -> int:
            zero = zeros.zero_at(x)
            if zero not in left:
                raise ImpreciseError
            left.remove(zero)
            return zeros.room(zero, x)

        for orbit in self._orbits:
            if n % orbit.period == 0 and not self._is_banded(orbit, n):
                orbit.rooms = [min(room, take(x)) for room, x in zip(orbit.rooms, orbit.points, strict=True)]
        found = []
        for known in marked:
            points = list(known.enclosures)
            found.append(Traced(points, list(known.rationals), [take(x) for x in points], known))
        for zero in zeros.zeros:
            if zero in left:
                points = self.at.images(zeros.enclosure(zero), n - 1)
                found.append(Traced(points, self._rationals(points, zeros.rational(zero)), [take(x) for x in points]))
        return sorted(map(rotated, found), key=lambda orbit: orbit.points[0])

    def _rationals(self, points: Sequence[Enclosure], first: fmpq | None) -> list[fmpq | None]:
        """The points of an orbit that are rational."""
        n = len(points)
        if first is None:
            first = self._rational(self.at, points[0], n)
        if first is None and n <= _RATIONAL_PERIODS:
            first = self._rational_of_height(points[0], n)
        if self._curve.field is not None:
            return [first, *(self._rational(self.at, x, n) for x in points[1:])]
        if first is None:
            return [None] * n
        values = [first]
        while len(values) < n:
            values.append(self._curve(values[-1]))
        return list(values)

    def _rational(self, at: Images, x: Enclosure, n: int) -> fmpq | None:
        """The rational periodic point in an enclosure, if there is one that is short for the precision."""
        guess = simplest_between(fmpq(x[0], at.one), fmpq(x[1], at.one))
        short = 2 * int(guess.q).bit_length() + _SHORT_BY < at.precision
        return guess if short and exact_return(self._curve, guess, n) else None

    def _rational_of_height(self, x: Enclosure, n: int) -> fmpq | None:
        """The same at a precision that suits the size of the coefficients."""
        bits = min(8 * _height(self._curve), _MOST_RATIONAL_BITS)
        shift = bits - self.at.precision
        if shift <= 0:
            return None
        finer = Images(self._curve, bits)
        try:
            return self._rational(finer, newton(finer, n, (x[0] - 1) << shift, (x[1] + 1) << shift), n)
        except ZeroDivisionError:  # the derivative may be 1 there
            return None


def _place_in_list(orbit: Cycle | IntervalCycle) -> tuple[int, bool, fmpq]:
    """By period, points before intervals, then from left to right."""
    return orbit.period, isinstance(orbit, IntervalCycle), orbit.brackets[0][0]


def _height(curve: Curve) -> int:
    """Bits of the longest numerator or denominator in the coefficients of a curve over Q."""
    if curve.field is not None:
        return 0
    terms = [c for f in curve.pieces for p in (f.numerator, f.denominator) for c in p.coeffs()]
    return max(max(int(c.p).bit_length(), int(c.q).bit_length()) for c in terms)


def _extent(curve: Curve) -> int:
    """Bits that enclosures need beyond those of numbers near 1: for a short domain, and for powers of large numbers."""
    first, last, bits = curve.knots[0], curve.knots[-1], 1
    while not first.upper < last.lower:
        first.refine(bits)
        last.refine(bits)
        bits *= 2
    size = int(max(abs(first.lower), abs(last.upper)).ceil()).bit_length()
    return int((1 / (last.lower - first.upper)).ceil()).bit_length() + size * max(f.degree for f in curve.pieces)


def _steepest(curve: Curve, precision: int) -> int:
    """An integer that no absolute slope exceeds."""
    at, parts = Images(curve, precision), _SLOPE_PARTS
    while True:
        try:
            return max(_steepest_on(at, k, parts) for k in range(len(curve.branches)))
        except ZeroDivisionError:  # a denominator is not known to be positive on so wide intervals
            parts *= 4
            if parts > _MOST_PARTS:
                raise ImpreciseError from None


def _steepest_on(at: Images, branch: int, parts: int) -> int:
    low, high = at.points[branch][0], at.points[branch + 1][1]
    ends = [low + (high - low) * k // parts for k in range(parts + 1)]
    return max(-(-max(-a, b, at.one) // at.one) for a, b in (at.branch_slope(branch, pair) for pair in pairwise(ends)))
