"""Kneading data: power series made of the itineraries of turning points.

Conventions (J. Milnor and W. Thurston, *On iterated maps of the interval*, 1988). c_1 < .. < c_l are the inner ends of the
monotone intervals I_1, .., I_{l+1}, with signs e_j = +1, -1, or 0 where f is flat. For a germ x (a point with a side),
theta(x) = sum over n of e(x) e(f x) .. e(f^{n-1} x) t^n I(f^n x), a vector of power series with one entry an interval.
The *kneading increments* are nu_i = theta(c_i+) - theta(c_i-) = sum over j of N_ij I_j, and with D_j the determinant of N
without column j, the *kneading determinant* D = (-1)^{j+1} D_j / (1 - e_j t) is the same for all j; D(0) = 1. For a
unimodal map D is the sum over n of theta_n t^n, theta_n = e(f c) .. e(f^n c), with f^i(c) the one-sided limit f^i(c+-).

D has no zero with |t| < 1/s, s = exp(h), and if s > 1 then D(1/s) = 0: see `proofs/kneading.md`.
"""

from __future__ import annotations

from functools import reduce
from math import comb, isqrt
from operator import mul

from flint import fmpz_mod_ctx, fmpz_mod_poly_ctx, fmpz_poly

from exactnet.dynamics.kneading.itineraries import itinerary
from exactnet.dynamics.kneading.turning import TurningPoints

__all__ = ["MAX_DEGREE", "KneadingData", "checkable_terms"]

MAX_DEGREE = 2000
"""Highest degree of a numerator."""

_MAX_WORK = 4 * 10**9


def checkable_terms(order: int) -> int:
    """How many terms of the determinant a certificate may have, with so many turning points: their work is limited.

    Examples
    --------
    >>> checkable_terms(1), checkable_terms(10)
    (63245, 2000)
    """
    return isqrt(_MAX_WORK // max(1, order**3))


class KneadingData:
    """Kneading increments and determinant of the turning points of a map.

    Attributes
    ----------
    points
        The turning points.

    Examples
    --------
    >>> from exactnet.compile import IntervalFunction, PiecewiseLinearMap
    >>> from exactnet.dynamics.kneading.linear_turning import LinearTurningPoints
    >>> golden = PiecewiseLinearMap.from_points([(0, "1/2"), ("1/2", 1), (1, 0)])
    >>> data = KneadingData(LinearTurningPoints(IntervalFunction.of(golden)))
    >>> data.determinant(7).coeffs()  # (1 - t - t^2) / (1 - t^3)
    [1, -1, -1, 1, -1, -1, 1]
    >>> data.numerator()  # (1 - t - t^2) (1 - t)
    x^3 + (-2)*x + 1
    """

    def __init__(self, points: TurningPoints) -> None:
        self.points = points

    @property
    def order(self) -> int:
        """The number of turning points."""
        return len(self.points.orbits)

    def extend(self, terms: int) -> None:
        """Follow all orbits so far (see `TurningOrbit.extend`)."""
        for orbit in self.points.orbits:
            orbit.extend(terms)

    @property
    def known(self) -> int:
        """To how many visits all orbits without an ending have been followed."""
        return min((len(orbit.visits) for orbit in self.points.orbits if orbit.ending is None), default=0)

    @property
    def complete(self) -> bool:
        """Whether all itineraries are known for ever."""
        return all(orbit.ending is not None for orbit in self.points.orbits)

    def increments(self, terms: int) -> list[list[list[int]]]:
        """The kneading matrix N modulo ``t**terms``: row i is nu_i = theta(c_i+) - theta(c_i-), coefficients an interval."""
        self.extend(terms)
        matrix = []
        for i in range(self.order):
            row = [[0] * terms for _ in self.points.signs]
            for side in (1, -1):
                for n, (visit, sign) in enumerate(itinerary(self.points, i, side).first(terms)):
                    row[visit][n] += side * sign
            matrix.append(row)
        return matrix

    def determinant(self, terms: int) -> fmpz_poly:
        """The kneading determinant modulo ``t**terms``."""
        sign = self.points.signs[0]
        geometric = fmpz_poly([sign**n for n in range(terms)])
        return self._minor(terms).mul_low(geometric, terms)

    def _minor(self, terms: int) -> fmpz_poly:
        """The minor without the first column, by elimination: at t = 0 it is triangular with ones on the diagonal.

        On the way coefficients grow; those of the minor are known to be small, so all is done modulo a power of 2.
        """
        matrix = self.increments(terms)
        if len(matrix) == 1:
            return fmpz_poly(matrix[0][1])
        modulus = 1 << (2 * self.majorant(terms)).bit_length()
        ring = fmpz_mod_poly_ctx(fmpz_mod_ctx(modulus))
        rows = [[ring([*entry]) for entry in row[1:]] for row in matrix]
        result = ring([1])
        for k, row in enumerate(rows):
            result = result.mul_low(row[k], terms)
            if k + 1 == len(rows):
                break
            inverse = row[k].inverse_series_trunc(terms)
            for other in rows[k + 1 :]:
                factor = other[k].mul_low(inverse, terms)
                if not factor.is_zero():
                    for j in range(k + 1, len(rows)):
                        other[j] = other[j] - factor.mul_low(row[j], terms)
        residues = [int(c) for c in result.coeffs()]
        return fmpz_poly([c - modulus if 2 * c > modulus else c for c in residues])

    def majorant(self, n: int) -> int:
        """A bound of the n-th coefficient of the determinant, and of the minor: 2^l C(n+l, l).

        Each row of N has at most 2 in absolute value at each power of t; so |D| is dominated by 2^l / (1-t)^(l+1).
        """
        return (1 << self.order) * comb(n + self.order, self.order)

    def numerator(self) -> fmpz_poly | None:
        """With complete itineraries: a polynomial with the zeros of the determinant in the open unit disc, and P(0) = 1.

        The minor times factors 1 -+ t^p, one for each cycle in a row. None if itineraries are not complete or its degree
        would pass what a certificate may have.
        """
        if not self.complete:
            return None
        degree, poles = 0, []
        for i in range(self.order):
            germs = [itinerary(self.points, i, side) for side in (-1, 1)]
            cycles = {(germ.cycle[1], germ.twist) for germ in germs if germ.cycle is not None}
            degree += max(germ.preperiod for germ in germs) + sum(period for period, _ in cycles)
            poles += [fmpz_poly([1, *[0] * (period - 1), -twist]) for period, twist in cycles]
        if degree > min(MAX_DEGREE, checkable_terms(self.order)):
            return None
        # every row, times its factors, has a degree below what it adds to the sum (or at most 0)
        terms = degree + 1
        return reduce(mul, poles, self._minor(terms)).truncate(terms)
