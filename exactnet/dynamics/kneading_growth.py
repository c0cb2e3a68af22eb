"""Growth numbers from the first zero of the kneading determinant: no partition and no matrix of coverings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from math import isqrt, log2
from operator import mul
from typing import Any

from flint import fmpq, fmpz_poly

from exactnet.dynamics.first_zero import Bracket, Series, bracket_zero, terms_for
from exactnet.dynamics.growth import Growth, outward, split_root
from exactnet.dynamics.kneading import KneadingData
from exactnet.dynamics.turning import TurningPoints
from exactnet.errors import InputError, TimeLimitError, UndecidedError
from exactnet.exact.algebraic import RealAlgebraic, sign_variations
from exactnet.exact.rational import number_text

__all__ = ["MAX_TERMS", "MAX_TURNS", "kneading_growth"]

MAX_TERMS = 10_000
"""Default limit on the terms of the kneading determinant, next to what many digits need."""

MAX_TURNS = 100
"""Most turning points: the determinant takes about their cube in products of power series."""

_FIRST_TERMS = 64
_TERMS_A_DIGIT = 8
_MAX_EXACT_DEGREE = 400
_GUARD_DIGITS = 3
_MAX_GUARD_DIGITS = 30
_HOPELESS = -100
_SPARE_BITS = 8
_CHECKED_BITS, _CHECKED_BITS_A_DIGIT = 300, 5
_ONE = fmpq(1)


def kneading_growth(points: TurningPoints, digits: int, *, max_terms: int | None = None) -> Growth:
    """The growth number of a map of an interval into itself, from the orbits of its turning points.

    Parameters
    ----------
    digits
        The bracket is narrowed to ``10**-digits`` if ``max_terms`` terms suffice. Where all itineraries are complete the
        number is found exactly, as a rule.
    max_terms
        Limit on the terms of the kneading determinant; by default `MAX_TERMS`, and some more for each digit.

    Raises
    ------
    UndecidedError
        If the map has more than `MAX_TURNS` turning points (and ends of flat pieces), or an orbit cannot be followed.

    Notes
    -----
    A double zero of the determinant (two parts of the map with the same entropy) changes no sign: unless all itineraries
    are complete, nothing but an upper bound is proved then.

    Examples
    --------
    >>> from exactnet.compile import IntervalFunction, PiecewiseLinearMap
    >>> from exactnet.dynamics.linear_turning import LinearTurningPoints
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", "3/4"), (1, 0)])
    >>> kneading_growth(LinearTurningPoints(IntervalFunction.of(tent)), 20).log_decimal(20)  # log(3/2)
    '0.40546510810816438198'
    """
    if digits < 1:
        raise InputError(f"the number of digits must be at least 1, not {digits}")
    if len(points.orbits) > MAX_TURNS:
        raise UndecidedError(
            f"the map has {len(points.orbits)} turning points; its kneading determinant is taken up to {MAX_TURNS}"
        )
    limit = MAX_TERMS + _TERMS_A_DIGIT * digits if max_terms is None else max_terms
    limit = min(limit, _checkable_terms(len(points.orbits), digits))
    return _Search(KneadingData(points), digits, limit).run()


def _checkable_terms(order: int, digits: int) -> int:
    """Terms of evidence that a checker takes on: l^3 n^2 <= 4 10^9, n (n + bits) <= 10^8."""
    bits = _CHECKED_BITS + _CHECKED_BITS_A_DIGIT * digits
    return min(isqrt(4 * 10**9 // max(1, order) ** 3), (isqrt(bits * bits + 4 * 10**8) - bits) // 2)


@dataclass(eq=False)
class _Search:
    data: KneadingData
    digits: int
    max_terms: int

    def run(self) -> Growth:
        order = self.data.order
        terms, guard, before, tried, known = min(_FIRST_TERMS, self.max_terms), _GUARD_DIGITS, fmpq(0), False, 0
        growth: Growth | None = None
        while True:
            try:
                self.data.extend(terms)
            except TimeLimitError:
                raise
            except UndecidedError:  # an orbit cannot be followed so far: what is known of it is used
                if self.data.known == 0 or (growth is not None and self.data.known <= known):
                    if growth is None:
                        raise
                    return growth
                self.max_terms = terms = self.data.known
            known = terms
            if self.data.complete and not tried:
                exact, tried = self._exact(), True
                if exact is not None:
                    return exact
            # s <= number of intervals, and a zero known to w gives s to about s^2 w
            width = fmpq(1, 4 * (order + 1) ** 2 * 10 ** (self.digits + guard))
            series = Series(self.data.determinant(terms), order, terms)
            found = bracket_zero(series, width, before, last=terms == self.max_terms)
            before = found.before
            growth = self._bracketed(found, terms, self.digits + guard)
            if growth.is_decided(self.digits):
                if guard > _MAX_GUARD_DIGITS or growth.log_decimal(self.digits) is not None:
                    return growth
                guard *= 2  # log(growth) lies too near to where rounding turns
            if terms == self.max_terms:
                return growth
            enough = 4 * terms
            if found.zero is not None:
                wanted = -log2(10) * (self.digits + guard) - 2 * log2(order + 1) + found.log2_slope - _SPARE_BITS
                enough = max(terms_for(float(found.zero), order, wanted), terms + terms // 8)
            elif series.log2_rest(float(found.before)) < _HOPELESS:
                return growth  # more terms would not help: the determinant touches zero, or nearly so
            terms = min(enough if found.after is not None else min(enough, 4 * terms), self.max_terms)

    def _bracketed(self, found: Bracket, terms: int, places: int) -> Growth:
        proved_lower = 1 / found.after if found.after is not None else _ONE
        proved_upper = 1 / found.before if found.before > 0 else fmpq(self.data.order + 1)
        lower, upper = outward(proved_lower, proved_upper, places + 1)
        evidence = self._evidence(terms, found.before or None, found.after, found.bits)
        return Growth(lower, upper, None, proved_lower, proved_upper, evidence)

    def _exact(self) -> Growth | None:
        """The growth number where all itineraries are complete; None if the numerator has too high a degree.

        All zeros of P are inverses of algebraic integers: without a zero inside the unit disc it is cyclotomic (Kronecker).
        """
        numerator = self.data.numerator()
        if numerator is None:
            return None
        whole = Series(numerator)
        if whole.positive_before(_ONE, 1):
            return Growth(_ONE, _ONE, RealAlgebraic.from_rational(1), _ONE, _ONE, self._evidence(None, _ONE, None, 1))
        if numerator.degree() > _MAX_EXACT_DEGREE:
            return None
        factors = [f if f[0] > 0 else -f for f, _ in numerator.factor()[1] if not f.is_cyclotomic()]
        simple = Series(reduce(mul, factors))
        reverse, monic = _reverse(numerator), [_reverse(f) for f in factors]
        for places in (6, 12, 24, 48, 96, 192):
            found = bracket_zero(simple, fmpq(1, 10**places))
            if found.after is None:
                continue
            low, high = 1 / found.after, 1 / found.before
            inside = [sign_variations(factor, low, high) for factor in monic]
            if sum(inside) != 1:
                continue
            root = RealAlgebraic.isolated(monic[inside.index(1)], low, high)
            _, multiplicity, cofactor = split_root(reverse, root)
            if sign_variations(cofactor, low, high) != 0:
                continue
            bits = next((b for b in _doubled(found.bits) if whole.positive_before(found.before, b)), None)
            if bits is not None:
                recurrence = {"multiplicity": multiplicity, "cofactor": [int(c) for c in cofactor.coeffs()]}
                evidence = self._evidence(None, found.before, found.after, bits, recurrence)
                lower, upper = root.enclosure(self.digits + 1)
                return Growth(max(low, lower), min(high, upper), root, low, high, evidence)
        return None

    def _evidence(
        self,
        terms: int | None,
        before: fmpq | None,
        after: fmpq | None,
        bits: int,
        recurrence: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        points = self.data.points
        return {
            **points.subject_evidence,
            "precision": points.precision,
            "orbits": [orbit.record(terms) for orbit in points.orbits],
            "terms": terms,
            "zero": {
                "before": None if before is None else number_text(before),
                "after": None if after is None else number_text(after),
                "bits": bits,
            },
            "recurrence": recurrence,
        }


def _reverse(polynomial: fmpz_poly) -> fmpz_poly:
    return fmpz_poly(polynomial.coeffs()[::-1])


def _doubled(bits: int) -> Iterable[int]:
    return (bits << k for k in range(4))
