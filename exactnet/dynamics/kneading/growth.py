"""Growth numbers from the first zero of the kneading determinant: no partition and no matrix of coverings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from math import isqrt, log2
from operator import mul
from typing import Any

from flint import fmpq, fmpz_poly

from exactnet.dynamics.growth import Growth, outward, split_root
from exactnet.dynamics.kneading.data import KneadingData, checkable_terms
from exactnet.dynamics.kneading.first_zero import Bracket, bracket_zero
from exactnet.dynamics.kneading.power_series import Series, terms_for
from exactnet.dynamics.kneading.turning import TurningPoints
from exactnet.errors import InputError, TimeLimitError, UndecidedError
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.integer_polynomials import sign_variations

__all__ = ["MAX_TERMS", "MAX_TURNS", "kneading_growth"]

MAX_TERMS = 10_000
"""Default limit on the terms of the kneading determinant."""

MAX_TURNS = 100
"""Most turning points: the determinant takes about their cube in products of power series."""

_FIRST_TERMS = 64
_MAX_WORK = 10**8
_BITS_A_DIGIT = 4
_MORE_BITS = 600
_MAX_EXACT_DEGREE = 400
_GUARD_DIGITS = 3
_MAX_GUARD_DIGITS = 30
_HOPELESS = -100
_SPARE_BITS = 4
_FEWEST = 1
# a zero that is not seen with so many terms lies too close to 1
_BLIND_TERMS = 4096
_ONE = fmpq(1)


def kneading_growth(points: TurningPoints, digits: int, *, max_terms: int = MAX_TERMS) -> Growth:
    """The growth number of a map of an interval into itself, from the orbits of its turning points.

    Parameters
    ----------
    digits
        The bracket is narrowed to ``10**-digits`` if ``max_terms`` terms suffice. Where all itineraries are complete the
        number is found exactly, as a rule.
    max_terms
        Limit on the terms of the kneading determinant. Certificates set limits as well.

    Raises
    ------
    UndecidedError
        If the map has more than `MAX_TURNS` turning points (and ends of flat pieces), or an orbit cannot be followed.

    Notes
    -----
    A zero of the determinant with even multiplicity changes no sign. Double ones (two parts of the map with the same entropy) are
    proved all the same; with four, nothing but an upper bound is proved, unless all itineraries are complete.

    Examples
    --------
    >>> from exactnet.compile import IntervalFunction, PiecewiseLinearMap
    >>> from exactnet.dynamics.kneading.linear_turning import LinearTurningPoints
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
    bits = _BITS_A_DIGIT * digits + _MORE_BITS
    checkable = min(checkable_terms(len(points.orbits)), (isqrt(bits**2 + 4 * _MAX_WORK) - bits) // 2)
    return _Search(KneadingData(points), digits, min(max_terms, checkable)).run()


@dataclass(eq=False)
class _Search:
    data: KneadingData
    digits: int
    max_terms: int

    def run(self) -> Growth:
        terms, guard, before = min(_FIRST_TERMS, self.max_terms), _GUARD_DIGITS, fmpq(0)
        best, tried, known = None, False, 0
        while True:
            if not self._followed(terms):
                # an orbit cannot be followed so far: what is known of it is used
                if self.data.known < (_FEWEST if best is None else known + 1):
                    if best is not None:
                        return best
                    self.data.extend(terms)  # says why
                terms = self.max_terms = self.data.known
            known = terms
            if self.data.complete and not tried:
                exact, tried = self._exact(), True
                if exact is not None:
                    return exact
            # s <= number of intervals, and a zero known to w gives s to about s^2 w
            width = fmpq(1, 4 * (self.data.order + 1) ** 2 * 10 ** (self.digits + guard))
            series = Series(self.data.determinant(terms), self.data.order, terms)
            found = bracket_zero(series, width, before, last=terms >= min(self.max_terms, _BLIND_TERMS))
            before = max(before, found.before)
            if best is not None and terms * (terms + found.bits) > _MAX_WORK:
                return best  # what is known now would take too long to check
            best = self._bracketed(found, terms, self.digits + guard)
            decided, more = best.is_decided(self.digits), 0
            if decided and best.log_decimal(self.digits) is None and guard <= _MAX_GUARD_DIGITS:
                # log(growth) lies too near to where rounding turns
                decided, guard, more = False, 2 * guard, guard
            following = None if decided else self._next_terms(series, found, before, more)
            if following is None:
                return best
            terms = following

    def _followed(self, terms: int) -> bool:
        """Whether all orbits can be followed so far."""
        try:
            self.data.extend(terms)
        except TimeLimitError:
            raise
        except UndecidedError:
            return False
        return True

    def _next_terms(self, series: Series, found: Bracket, before: fmpq, more_digits: int) -> int | None:
        """How many terms to look at next; None if there is no use in it."""
        terms = series.terms
        if terms is None or terms == self.max_terms or (found.after is None and terms >= _BLIND_TERMS):
            return None  # .. or the growth number is next to 1, if not 1
        enough = 4 * terms
        if found.zero is not None:
            exponent = found.exponent - 2 * log2(10) * more_digits - _SPARE_BITS
            enough = max(terms_for(float(found.zero), series.order, exponent), terms + terms // 8)
        elif series.log2_rest(float(before)) < _HOPELESS:
            return None  # the determinant touches zero, or nearly so
        # a zero that is not proved may be a wrong guess
        return min(enough if found.after is not None else min(enough, 4 * terms), self.max_terms)

    def _bracketed(self, found: Bracket, terms: int, places: int) -> Growth:
        proved_lower = 1 / found.after if found.after is not None else _ONE
        proved_upper = 1 / found.before if found.before > 0 else fmpq(self.data.order + 1)
        lower, upper = outward(proved_lower, proved_upper, places + 1)
        return Growth(lower, upper, None, proved_lower, proved_upper, self._evidence(terms, found))

    def _exact(self) -> Growth | None:
        """The growth number where all itineraries are complete; None if the numerator has too high a degree.

        All zeros of P are inverses of algebraic integers: without a zero inside the unit disc it is cyclotomic (Kronecker).
        """
        numerator = self.data.numerator()
        if numerator is None:
            return None
        whole = Series(numerator)
        if whole.positive_before(_ONE, 1):
            evidence = self._evidence(None, Bracket(_ONE, None, 1))
            return Growth(_ONE, _ONE, RealAlgebraic.from_rational(1), _ONE, _ONE, evidence)
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
            for bits in _doubled(found.bits):
                # a zero of even multiplicity changes no sign, and need not
                signs = multiplicity % 2 == 0 or whole.negative_at(found.after, bits)
                if not (signs and whole.positive_before(found.before, bits)):
                    continue
                recurrence = {"multiplicity": multiplicity, "cofactor": [int(c) for c in cofactor.coeffs()]}
                evidence = self._evidence(None, replace(found, bits=bits, radius=None), recurrence)
                lower, upper = root.enclosure(self.digits + 1)
                return Growth(max(low, lower), min(high, upper), root, low, high, evidence)
        return None

    def _evidence(self, terms: int | None, zero: Bracket, recurrence: dict[str, Any] | None = None) -> dict[str, Any]:
        points = self.data.points
        return {
            **points.subject_evidence,
            "precision": points.precision,
            "orbits": [orbit.record(terms) for orbit in points.orbits],
            "terms": terms,
            "zero": zero.to_json(),
            "recurrence": recurrence,
        }


def _reverse(polynomial: fmpz_poly) -> fmpz_poly:
    return fmpz_poly(polynomial.coeffs()[::-1])


def _doubled(bits: int) -> Iterable[int]:
    return (bits << k for k in range(4))
