"""Topological entropy of piecewise-linear interval maps, certified.

The growth number exp(h) is bracketed from both sides by one partition: full coverings give horseshoes (lower side),
partial ones counted as full give an over-count of itineraries (upper side). Its points are cylinder ends around the orbits
of turning points, so the two sides close in exponentially. When the partition is Markov the two matrices agree and the
growth number is an algebraic integer, found exactly. `proofs/entropy.md` says why this proves what it claims.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Any

from flint import fmpq, fmpz_poly

from exactnet.certs import Certificate, Fragment
from exactnet.compile.function import IntervalFunction
from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.dynamics.laps import require_self_map, turning_points
from exactnet.dynamics.partition import Partition, orbit_partition
from exactnet.dynamics.spectral import CoveringMatrix
from exactnet.errors import InputError
from exactnet.exact.algebraic import RealAlgebraic, sign_variations
from exactnet.exact.balls import log_bracket, log_decimal
from exactnet.exact.rational import number_text

__all__ = ["DEFAULT_DIGITS", "MAX_POINTS", "Entropy", "entropy"]

DEFAULT_DIGITS = 10
MAX_POINTS = 20_000
"""Default limit on partition points: the cost of a bracket grows with their number."""

_MAX_EXACT_CLASSES = 250
_FIRST_DEPTH = 12
_SLOPE_DEPTH = 60
_GUARD_DIGITS = 3
_ONE = fmpq(1)

Progress = Callable[[int, int], None]
"""Called with (partition points, digits reached)."""


@dataclass(frozen=True, eq=False)
class Entropy:
    """Certified topological entropy h.

    Attributes
    ----------
    function
        The map.
    digits
        Decimal places asked for.
    growth_lower, growth_upper
        Rational bracket of exp(h).
    exact
        The growth number itself where it is known exactly, else None.
    markov
        Whether the final partition is Markov.
    proved_lower, proved_upper
        The bracket that lower and upper side of the evidence prove by themselves.
    evidence
        What the checker reads.
    """

    function: IntervalFunction
    digits: int
    growth_lower: fmpq
    growth_upper: fmpq
    exact: RealAlgebraic | None
    markov: bool
    proved_lower: fmpq
    proved_upper: fmpq
    evidence: dict[str, Any]

    @property
    def width(self) -> fmpq:
        """Width of the bracket of the growth number."""
        return self.growth_upper - self.growth_lower

    @property
    def digits_reached(self) -> int:
        """Decimal places to which the bracket fixes the growth number."""
        return self.digits if self.width == 0 else len(str((1 / self.width).floor())) - 1

    @property
    def decided(self) -> bool:
        """Whether the growth number is known to the digits asked for."""
        return self.width <= fmpq(1, 10**self.digits)

    @cached_property
    def log_decimal(self) -> str | None:
        """h to the digits asked for, correctly rounded; None if the bracket is too wide."""
        lower, upper = self.growth_lower, self.growth_upper
        if self.exact is not None:
            lower, upper = self.exact.enclosure(self.digits + 20)
        return log_decimal(lower, upper, self.digits)

    @property
    def log_bracket(self) -> tuple[str, str]:
        """Decimal bounds of h, rounded outwards."""
        return log_bracket(self.growth_lower, self.growth_upper, self.digits)

    @property
    def zero(self) -> bool:
        """Whether h = 0 is proved."""
        return self.growth_upper == 1

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of the bracket (and of the exact value)."""
        exact = None
        if self.exact is not None:
            lower, upper = _isolation(self.exact, self.growth_lower, self.growth_upper)
            exact = {
                "polynomial": list(self.exact.coefficients),
                "between": [number_text(lower), number_text(upper)],
            }
        claim = {
            "rule": "entropy",
            "domain": self.function.domain.to_json(),
            "clip": self.function.clip,
            "growth_lower": number_text(self.growth_lower),
            "growth_upper": number_text(self.growth_upper),
            "exact": exact,
        }
        return Certificate(claim, self.function.certificate_subject, Fragment(self.evidence))

    def __repr__(self) -> str:
        low, high = self.log_bracket
        return f"Entropy({self.log_decimal or f'between {low} and {high}'}, {'exact' if self.exact else 'bracket'})"


def entropy(
    function: IntervalFunction,
    digits: int = DEFAULT_DIGITS,
    *,
    max_points: int = MAX_POINTS,
    progress: Progress | None = None,
) -> Entropy:
    """Topological entropy of a map of an interval into itself.

    Parameters
    ----------
    function
        The map; its unclipped values must stay in the domain unless it is clipped.
    digits
        The bracket of the growth number exp(h) is narrowed to ``10**-digits``, if ``max_points`` partition points suffice.

    Raises
    ------
    InputError
        If the map leaves its interval.

    Notes
    -----
    Lower side: horseshoes; upper side: Misiurewicz and Szlenk 1980, h = lim (1/n) log lap(f^n).

    Examples
    --------
    >>> from exactnet.compile import PiecewiseLinearMap
    >>> three_cycle = PiecewiseLinearMap.from_points([(0, "1/2"), ("1/2", 1), (1, 0)])
    >>> h = entropy(IntervalFunction.of(three_cycle))
    >>> h.log_decimal, h.exact.coefficients
    ('0.4812118251', (-1, -1, 1))
    """
    if digits < 1:
        raise InputError(f"the number of digits must be at least 1, not {digits}")
    require_self_map(function.map)
    slope = _constant_slope(function.map)
    if slope is not None:
        markov = orbit_partition(function.map, _SLOPE_DEPTH).is_markov
        return _of_constant_slope(function, digits, slope, markov)
    deepest = max(1, max_points // (2 * (len(turning_points(function.map)) + 2)))
    depth, guard, best = min(_FIRST_DEPTH, deepest), _GUARD_DIGITS, None
    while True:
        partition = orbit_partition(function.map, depth)
        search = _Search(function, digits, guard, partition)
        if partition.is_markov and (found := search.exact()) is not None:
            return found
        bracket = search.bracket()
        if progress is not None:
            progress(len(partition.points), bracket.digits_reached)
        better = best is None or bracket.width < best.width
        if best is None or better:
            best = bracket
        if best.decided and best.log_decimal is not None:
            return best
        if best.decided:
            guard += _GUARD_DIGITS  # log(growth) lies too near to where rounding turns
        if partition.is_markov or depth == deepest or not (better or best.decided):
            return best
        depth = min(_next_depth(depth, digits + guard - _GUARD_DIGITS, best.growth_lower), deepest)


def _constant_slope(f: PiecewiseLinearMap) -> fmpq | None:
    """The absolute slope of f where it is the same on every piece."""
    distinct = {(abs(n), d) for n, d in f.slopes.tolist()}
    return fmpq(*distinct.pop()) if len(distinct) == 1 else None


def _of_constant_slope(function: IntervalFunction, digits: int, slope: fmpq, markov: bool) -> Entropy:
    """h = max(0, log s), from Var(f^n) = s^n times the length (Misiurewicz-Szlenk)."""
    growth = max(_ONE, slope)
    side = {"constant_slope": number_text(slope)}
    evidence = {**function.evidence.value, "lower": side, "upper": side, "recurrence": None}
    exact = RealAlgebraic.from_rational(growth)
    return Entropy(function, digits, growth, growth, exact, markov, growth, growth, evidence)


def _next_depth(depth: int, digits: int, growth: fmpq) -> int:
    # the two sides differ by about growth**-depth; while the growth is unknown, double
    wanted = int(digits * log(10) / log(float(growth))) + 8 if growth > fmpq(101, 100) else 2 * depth
    return min(max(wanted, depth + depth // 2), 4 * depth)


@dataclass(frozen=True, eq=False)
class _Search:
    function: IntervalFunction
    digits: int
    guard: int
    partition: Partition

    def bracket(self) -> Entropy:
        """Both sides from this partition, as narrow as it allows."""
        width = fmpq(1, 10 ** (self.digits + self.guard))
        upper = CoveringMatrix(self.partition.outer, self.partition.rising)
        lower = upper if self.partition.is_markov else CoveringMatrix(self.partition.inner, self.partition.rising)
        upper.refine(width)
        if lower is not upper:
            lower.refine(width)
        whole = fmpq((upper.upper + fmpq(1, 2)).floor())
        if whole > 1 and lower.lower <= whole <= upper.upper:
            lower.make_exact(whole)
            upper.make_exact(whole)
        settled = max(_ONE, upper.upper) if upper.upper <= max(_ONE, lower.lower) else None
        return self._result(lower, upper, None if settled is None else RealAlgebraic.from_rational(settled), None)

    def exact(self) -> Entropy | None:
        """The exact growth number of a Markov partition; None if the matrix is too large for that."""
        matrix = CoveringMatrix(self.partition.outer, self.partition.rising)
        if matrix.upper <= 1:
            return self._result(matrix, matrix, RealAlgebraic.from_rational(1), None)
        if matrix.classes > _MAX_EXACT_CLASSES and matrix.lower < matrix.upper:
            return None
        if matrix.lower == matrix.upper:
            return self._result(matrix, matrix, RealAlgebraic.from_rational(matrix.lower), None)
        polynomial = matrix.characteristic_polynomial()
        factors = [factor for factor, _ in polynomial.factor()[1]]
        places = 6
        while places <= 4 * (self.digits + 100):
            matrix.refine(fmpq(1, 10**places))
            low, high = _outward(max(_ONE, matrix.lower), matrix.upper, places)
            if low > 1 and (root := _isolated_root(factors, low, high)) is not None:
                if root.is_rational:
                    matrix.make_exact(root.lower)
                    if matrix.lower == matrix.upper == root.lower:
                        return self._result(matrix, matrix, root, None)
                factor, multiplicity, cofactor = _split(polynomial, root)
                if sign_variations(cofactor, low, high) == 0 and sign_variations(factor, low, high) == 1:
                    recurrence = {"multiplicity": multiplicity, "cofactor": [int(c) for c in cofactor.coeffs()]}
                    return self._result(matrix, matrix, root, recurrence, (low, high))
            places *= 2
        return None

    def _result(
        self,
        lower: CoveringMatrix,
        upper: CoveringMatrix,
        exact: RealAlgebraic | None,
        recurrence: dict[str, Any] | None,
        bounds: tuple[fmpq, fmpq] | None = None,
    ) -> Entropy:
        if bounds is None:
            low, high = max(_ONE, lower.lower), max(_ONE, upper.upper)
            if low < high:
                low, high = _outward(low, high, self.digits + self.guard + 1)
        else:
            low, high = bounds
        growth_lower, growth_upper = low, high
        if exact is not None:
            lower_end, upper_end = exact.enclosure(self.digits + 1)
            growth_lower, growth_upper = max(low, lower_end), min(high, upper_end)
        texts = self.partition.texts
        evidence: dict[str, Any] = {
            **self.function.evidence.value,
            "lower": None,
            "upper": {
                "partition": texts,
                "growth": number_text(high),
                "blocks": upper.block_of.tolist(),
                "weights": upper.upper_weights(),
            },
            "recurrence": recurrence,
        }
        if low > 1:
            evidence["lower"] = {"partition": texts, "growth": number_text(low), "weights": lower.lower_weights()}
        return Entropy(
            self.function, self.digits, growth_lower, growth_upper, exact, self.partition.is_markov, low, high, evidence
        )


def _outward(low: fmpq, high: fmpq, places: int) -> tuple[fmpq, fmpq]:
    """Shorten a bracket to decimals, outwards but never below 1."""
    scale = 10**places
    return max(_ONE, fmpq((low * scale).floor(), scale)), fmpq((high * scale).ceil(), scale)


def _isolated_root(factors: list[fmpz_poly], low: fmpq, high: fmpq) -> RealAlgebraic | None:
    """The one root in [low, high] of irreducible factors, if Descartes' rule shows that there is just one."""
    margin = (high - low) / 16
    low, high = low - margin, high + margin
    counts = [sign_variations(factor, low, high) for factor in factors]
    if sum(counts) != 1:
        return None
    return RealAlgebraic.isolated(factors[counts.index(1)], low, high)


def _split(polynomial: fmpz_poly, root: RealAlgebraic) -> tuple[fmpz_poly, int, fmpz_poly]:
    """(q, k, r) with polynomial = q^k r, q the defining polynomial of the root, not a factor of r."""
    factor, multiplicity, cofactor = root.polynomial, 0, polynomial
    while True:
        quotient, remainder = divmod(cofactor, factor)
        if not remainder.is_zero():
            break
        cofactor, multiplicity = quotient, multiplicity + 1
    return factor, multiplicity, cofactor


def _isolation(root: RealAlgebraic, lower: fmpq, upper: fmpq) -> tuple[fmpq, fmpq]:
    """An open interval around a bracket that holds no other root of the polynomial, with few digits."""
    if root.is_rational:
        return lower - 1, upper + 1
    places = 1
    while True:
        low, high = _outward(lower, upper, places)
        low, high = low - fmpq(1, 10**places), high + fmpq(1, 10**places)
        if sign_variations(root.polynomial, low, high) == 1:
            return low, high
        places += 1
