"""Kneading theory: entropy from the itineraries of the turning points, with no partition and no matrix of coverings.

Conventions (J. Milnor and W. Thurston, *On iterated maps of the interval*, 1988). c_1 < .. < c_l are the inner ends of the
monotone intervals I_1, .., I_{l+1}, with signs e_j = +1, -1, or 0 where f is flat. For a germ x (a point with a side),
theta(x) = sum over n of e(x) e(f x) .. e(f^{n-1} x) t^n I(f^n x), a vector of power series with one entry an interval.
The *kneading increments* are nu_i = theta(c_i+) - theta(c_i-) = sum over j of N_ij I_j, and with D_j the determinant of N
without column j, the *kneading determinant* D = (-1)^{j+1} D_j / (1 - e_j t) is the same for all j; D(0) = 1. For a
unimodal map D is the sum over n of theta_n t^n, theta_n = e(f c) .. e(f^n c), with f^i(c) the one-sided limit f^i(c+-).

**D has no zero with |t| < 1/s, s = exp(h), and if s > 1 then D(1/s) = 0.** theta(y-) - theta(x+) = sum over i of
gamma_i nu_i, where the coefficient k of gamma_i counts the z in (x, y) whose orbit first meets a turning point after k steps,
in c_i. These z are the ends of monotone intervals that f^{k+1} has and f^k has not, so their number grows like s^k
(Misiurewicz and Szlenk) and the gamma_i converge for |t| < 1/s. There I(x) = theta(x) - e(x) t theta(f x): the vectors
theta(x) span all l + 1 dimensions, their differences l of them, all of it combinations of the l rows of N. So N has rank l
and D is not 0. If s > 1, some gamma_i has non-negative coefficients and radius 1/s, so 1/s is a singularity (Pringsheim);
gamma = (theta(y-) - theta(x+)) N^{-1} has its poles where D = 0. Flat pieces (e = 0: theta ends there) need nothing more.

**Coefficients.** Each row of N has at most 2 in absolute value at each power of t, so |D| is dominated, coefficient by
coefficient, by 2^l / (1-t)^(l+1): what is cut off a truncated series is bounded.

The search starts at 0 and moves right only as far as a lower bound of D and of its derivative proves that there is no zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, log

from flint import fmpq, fmpz_poly

from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.dynamics.itineraries import Branches, Itinerary
from exactnet.dynamics.laps import require_self_map
from exactnet.dynamics.series_zeros import PowerSeries, smallest_zero
from exactnet.errors import InputError, UndecidedError
from exactnet.exact.algebraic import RealAlgebraic, sign_variations
from exactnet.exact.balls import log_bracket, log_decimal

__all__ = ["MAX_TERMS", "MAX_TURNS", "KneadingData", "KneadingGrowth", "kneading_data", "kneading_growth"]

MAX_TERMS = 4000
"""Default limit on the terms of the kneading determinant."""

MAX_TURNS = 100
"""Most turning points: the determinant takes about their cube in products of power series."""

_FIRST_TERMS = 64
_MAX_EXACT_DEGREE = 400
_ONE = fmpq(1)


class KneadingData:
    """Itineraries of the turning points from both sides, and the power series made of them.

    Attributes
    ----------
    branches
        The monotone intervals and their signs.
    itineraries
        For every turning point those of its left and of its right germ.
    """

    def __init__(self, f: PiecewiseLinearMap) -> None:
        require_self_map(f)
        self.branches = Branches(f)
        self.itineraries = [
            (Itinerary(self.branches, c, -1), Itinerary(self.branches, c, 1)) for c in self.branches.turns
        ]

    @property
    def turning_points(self) -> tuple[fmpq, ...]:
        """Inner ends of the monotone intervals."""
        return tuple(self.branches.turns)

    @property
    def finite(self) -> bool:
        """Whether all itineraries are known completely (ended or periodic)."""
        return all(germ.finite for pair in self.itineraries for germ in pair)

    def invariant(self, point: int, side: int, terms: int) -> list[fmpz_poly]:
        """theta(c+) or theta(c-) modulo ``t**terms``: one polynomial a monotone interval."""
        germ = self.itineraries[point][side > 0]
        germ.extend(terms)
        rows = [[0] * terms for _ in self.branches.signs]
        for n, (visit, sign) in enumerate(zip(germ.visits[:terms], germ.collected[:terms], strict=True)):
            rows[visit][n] = sign
        return [fmpz_poly(row) for row in rows]

    def increments(self, terms: int) -> list[list[fmpz_poly]]:
        """The kneading matrix N modulo ``t**terms``: row i is nu_i = theta(c_i+) - theta(c_i-)."""
        return [
            [a - b for a, b in zip(self.invariant(i, 1, terms), self.invariant(i, -1, terms), strict=True)]
            for i in range(len(self.itineraries))
        ]

    def determinant(self, terms: int) -> fmpz_poly:
        """The kneading determinant modulo ``t**terms``.

        Examples
        --------
        >>> golden = PiecewiseLinearMap.from_points([(0, "1/2"), ("1/2", 1), (1, 0)])
        >>> kneading_data(golden).determinant(7).coeffs()  # (1 - t - t^2) / (1 - t^3)
        [1, -1, -1, 1, -1, -1, 1]
        """
        sign = self.branches.signs[0]
        geometric = fmpz_poly([sign**n for n in range(terms)])
        return self._minor(terms).mul_low(geometric, terms)

    def _minor(self, terms: int) -> fmpz_poly:
        """The minor without the first column, by elimination: at t = 0 it is triangular with ones on the diagonal."""
        rows = [row[1:] for row in self.increments(terms)]
        result = fmpz_poly([1])
        for k, row in enumerate(rows):
            result = result.mul_low(row[k], terms)
            inverse = _inverse(row[k], terms) if k + 1 < len(rows) else result
            for other in rows[k + 1 :]:
                factor = other[k].mul_low(inverse, terms)
                if not factor.is_zero():
                    for j in range(k + 1, len(rows)):
                        other[j] = other[j] - factor.mul_low(row[j], terms)
        return result

    def majorant(self, n: int) -> int:
        """A bound of the n-th coefficient of the determinant."""
        turns = len(self.itineraries)
        return (1 << turns) * comb(n + turns, turns)

    def numerator(self) -> fmpz_poly | None:
        """With complete itineraries: a polynomial with the zeros of the determinant in the open unit disc, and P(0) = 1.

        D times the product of factors 1 -+ t^p, one for each cycle, without 1 - e t. None if itineraries are not complete
        or its degree would be too large.
        """
        if not self.finite:
            return None
        poles, degree = fmpz_poly([1]), 0
        for pair in self.itineraries:
            cycles = {(g.cycle[1], g.twist) for g in pair if g.cycle is not None}
            # numerators have a degree below: visits before the cycle, and all periods of the row
            degree += max(len(g.visits) if g.cycle is None else sum(g.cycle) for g in pair) + sum(p for p, _ in cycles)
            if degree > _MAX_EXACT_DEGREE:
                return None
            for period, twist in cycles:
                poles *= fmpz_poly([1, *[0] * (period - 1), -twist])
        return self._minor(degree + 1).mul_low(poles, degree + 1)


def kneading_data(f: PiecewiseLinearMap) -> KneadingData:
    """The kneading data of a map of an interval into itself (InputError if it leaves the interval)."""
    return KneadingData(f)


@dataclass(frozen=True, eq=False)
class KneadingGrowth:
    """What the smallest zero of the kneading determinant proves of the growth number exp(h).

    Attributes
    ----------
    lower, upper
        Rational bracket of exp(h).
    exact
        The growth number, where all itineraries are complete; else None.
    digits
        Decimal places asked for.
    terms
        Terms of the determinant that were used.
    """

    lower: fmpq
    upper: fmpq
    exact: RealAlgebraic | None
    digits: int
    terms: int

    @property
    def decided(self) -> bool:
        """Whether the bracket is as narrow as was asked."""
        return self.upper - self.lower <= fmpq(1, 10**self.digits)

    @property
    def log_decimal(self) -> str | None:
        """h to the digits asked for, correctly rounded; None if the bracket does not decide them."""
        lower, upper = self.lower, self.upper
        if self.exact is not None:
            lower, upper = self.exact.enclosure(self.digits + 20)
        return log_decimal(lower, upper, self.digits)

    @property
    def log_bracket(self) -> tuple[str, str]:
        """Decimal bounds of h, rounded outwards."""
        return log_bracket(self.lower, self.upper, self.digits)

    def require_decided(self) -> KneadingGrowth:
        """This result; UndecidedError if its bracket is wider than asked."""
        if not self.decided:
            low, high = self.log_bracket
            raise UndecidedError(
                f"{self.terms} terms of the kneading determinant leave h between {low} and {high}, "
                f"wider than the {self.digits} digits asked for"
            )
        return self


def kneading_growth(f: PiecewiseLinearMap, digits: int = 10, *, max_terms: int = MAX_TERMS) -> KneadingGrowth:
    """The growth number exp(h) of a map of an interval into itself, from its kneading determinant.

    Parameters
    ----------
    f
        Any number of laps; flat pieces are allowed.
    digits
        The bracket is narrowed to ``10**-digits`` if ``max_terms`` terms suffice; otherwise it is as narrow as they allow
        (see `KneadingGrowth.require_decided`).

    Raises
    ------
    InputError
        If the map leaves its interval.
    UndecidedError
        If the map has more than `MAX_TURNS` turning points (and ends of flat pieces).

    Examples
    --------
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", "3/4"), (1, 0)])
    >>> kneading_growth(tent, 20).log_decimal  # log(3/2)
    '0.40546510810816438198'
    """
    if digits < 1:
        raise InputError(f"the number of digits must be at least 1, not {digits}")
    data = kneading_data(f)
    if len(data.itineraries) > MAX_TURNS:
        raise UndecidedError(
            f"the map has {len(data.itineraries)} turning points; its kneading determinant is taken up to {MAX_TURNS}"
        )
    if not data.itineraries:
        return KneadingGrowth(_ONE, _ONE, RealAlgebraic.from_rational(1), digits, 0)
    for pair in data.itineraries:
        for germ in pair:
            germ.extend(_FIRST_TERMS)
    numerator = data.numerator()
    if numerator is not None:
        return _exact_growth(numerator, digits)
    return _bracketed_growth(data, digits, max_terms)


def _exact_growth(numerator: fmpz_poly, digits: int) -> KneadingGrowth:
    """All zeros of P are inverses of algebraic integers: without a zero inside the unit disc it is cyclotomic (Kronecker)."""
    factors = [factor for factor, _ in numerator.factor()[1] if not factor.is_cyclotomic()]
    terms = numerator.degree() + 1
    if not factors:
        return KneadingGrowth(_ONE, _ONE, RealAlgebraic.from_rational(1), digits, terms)
    product = fmpz_poly([1])
    for factor in factors:
        product *= factor if factor[0] > 0 else -factor
    places = digits + 2
    while True:
        found = smallest_zero(PowerSeries(product), fmpq(1, 10**places))
        low, high = found.lower, found.upper
        if high is not None and high < 1:
            counts = [sign_variations(factor, low, high) for factor in factors]
            if sum(counts) == 1:
                factor = factors[counts.index(1)]
                exact = RealAlgebraic.isolated(fmpz_poly([*reversed(factor.coeffs())]), 1 / high, 1 / low)
                lower, upper = exact.enclosure(digits + 1)
                return KneadingGrowth(max(_ONE, lower), upper, exact, digits, terms)
        places *= 2


def _bracketed_growth(data: KneadingData, digits: int, max_terms: int) -> KneadingGrowth:
    wanted, scale = fmpq(1, 10**digits), 10 ** (digits + 1)
    # s <= number of intervals, and a zero known to w gives s to about s^2 w
    fine = wanted / (4 * len(data.branches.signs) ** 2)
    terms, start, lower = min(_FIRST_TERMS, max_terms), fmpq(0), _ONE
    while True:
        series = PowerSeries(data.determinant(terms), len(data.itineraries), terms)
        found = smallest_zero(series, fine, start)
        start = found.lower
        upper = _rounded(1 / start, scale, up=True) if start > 0 else fmpq(len(data.branches.signs))
        if found.upper is not None:
            lower = max(lower, _rounded(1 / found.upper, scale, up=False))
        if upper - lower <= wanted or terms >= max_terms:
            return KneadingGrowth(lower, max(upper, _ONE), None, digits, terms)
        numerator = data.numerator()
        if numerator is not None:  # the itineraries were completed on the way
            return _exact_growth(numerator, digits)
        # what is cut off must be smaller than D at the distance wanted; twice that for a double zero, and so on
        enough = int((digits + 3) * log(10) / log(float(upper))) + 16 if upper > fmpq(1001, 1000) else max_terms
        terms = min(max_terms, max(enough, terms + terms // 2) if terms < enough else 2 * terms)


def _rounded(value: fmpq, scale: int, *, up: bool) -> fmpq:
    return fmpq((value * scale).ceil() if up else (value * scale).floor(), scale)


def _inverse(series: fmpz_poly, terms: int) -> fmpz_poly:
    """1/series modulo t**terms, for a series that starts with 1 (Newton)."""
    result, known = fmpz_poly([1]), 1
    while known < terms:
        known = min(2 * known, terms)
        error = fmpz_poly([2]) - result.mul_low(series.truncate(known), known)
        result = result.mul_low(error, known)
    return result
