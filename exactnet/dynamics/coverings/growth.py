"""Growth numbers from partitions and what their intervals cover.

The growth number exp(h) is bracketed from both sides by one partition: full coverings give horseshoes (lower side),
partial ones counted as full give an over-count of itineraries (upper side). Its points are cylinder ends around the orbits
of turning points, so the two sides close in exponentially. When the partition is Markov the two matrices agree and the
growth number is an algebraic integer, found exactly. `proofs/entropy.md` says why this proves what it claims.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log
from typing import Any

from flint import fmpq, fmpz_poly

from exactnet.compile.function import IntervalFunction
from exactnet.dynamics.coverings.partition import Partition, orbit_partition
from exactnet.dynamics.coverings.spectral import CoveringMatrix
from exactnet.dynamics.growth import Growth, outward, split_root
from exactnet.dynamics.laps import turning_points
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.integer_polynomials import sign_variations
from exactnet.exact.rational import number_text

__all__ = ["MAX_POINTS", "Progress", "constant_slope_growth", "covering_growth"]

MAX_POINTS = 20_000
"""Default limit on partition points: the cost of a bracket grows with their number."""

_MAX_EXACT_CLASSES = 250
_FIRST_DEPTH = 12
_SLOPE_DEPTH = 60
_GUARD_DIGITS = 3
_ONE = fmpq(1)

Progress = Callable[[int, int], None]
"""Called with (partition points, digits reached)."""


def constant_slope_growth(function: IntervalFunction) -> Growth | None:
    """h = max(0, log s), if the absolute slope is s on every piece: Var(f^n) = s^n times the length (Misiurewicz-Szlenk)."""
    distinct = {(abs(n), d) for n, d in function.map.slopes.tolist()}
    if len(distinct) > 1:
        return None
    slope = fmpq(*distinct.pop())
    growth = max(_ONE, slope)
    side = {"constant_slope": number_text(slope)}
    evidence = {**function.evidence.value, "lower": side, "upper": side, "recurrence": None}
    return Growth(growth, growth, RealAlgebraic.from_rational(growth), growth, growth, evidence, is_markov(function))


def is_markov(function: IntervalFunction, depth: int = _SLOPE_DEPTH) -> bool:
    """Whether the orbits of the ends of monotone pieces close within so many steps."""
    return orbit_partition(function.map, depth).is_markov


def covering_growth(
    function: IntervalFunction, digits: int, *, max_points: int = MAX_POINTS, progress: Progress | None = None
) -> Growth:
    """The growth number of a map of an interval into itself, from partitions of at most ``max_points`` points, or about so many.

    Examples
    --------
    >>> from exactnet.compile import PiecewiseLinearMap
    >>> three_cycle = PiecewiseLinearMap.from_points([(0, "1/2"), ("1/2", 1), (1, 0)])
    >>> covering_growth(IntervalFunction.of(three_cycle), 10).exact.coefficients
    (-1, -1, 1)
    """
    deepest = max(1, max_points // (2 * (len(turning_points(function.map)) + 2)))
    depth, guard, best = min(_FIRST_DEPTH, deepest), _GUARD_DIGITS, None
    while True:
        partition = orbit_partition(function.map, depth)
        search = _Search(function, digits, guard, partition)
        if partition.is_markov and (found := search.exact()) is not None:
            return found
        bracket = search.bracket()
        if progress is not None:
            progress(len(partition.points), bracket.digits_reached(digits))
        better = best is None or bracket.width < best.width
        if best is None or better:
            best = bracket
        decided = best.is_decided(digits)
        if decided and best.log_decimal(digits) is not None:
            return best
        if decided:
            guard += _GUARD_DIGITS  # log(growth) lies too near to where rounding turns
        if partition.is_markov or depth == deepest or not (better or decided):
            return best
        depth = min(_next_depth(depth, digits + guard - _GUARD_DIGITS, best.lower), deepest)


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

    def bracket(self) -> Growth:
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

    def exact(self) -> Growth | None:
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
            low, high = outward(max(_ONE, matrix.lower), matrix.upper, places)
            if low > 1 and (root := _isolated_root(factors, low, high)) is not None:
                if root.is_rational:
                    matrix.make_exact(root.lower)
                    if matrix.lower == matrix.upper == root.lower:
                        return self._result(matrix, matrix, root, None)
                factor, multiplicity, cofactor = split_root(polynomial, root)
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
    ) -> Growth:
        if bounds is None:
            low, high = max(_ONE, lower.lower), max(_ONE, upper.upper)
            if low < high:
                low, high = outward(low, high, self.digits + self.guard + 1)
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
        markov = self.partition.is_markov
        return Growth(growth_lower, growth_upper, exact, low, high, evidence, markov)


def _isolated_root(factors: list[fmpz_poly], low: fmpq, high: fmpq) -> RealAlgebraic | None:
    """The one root in [low, high] of irreducible factors, if Descartes' rule shows that there is just one."""
    margin = (high - low) / 16
    low, high = low - margin, high + margin
    counts = [sign_variations(factor, low, high) for factor in factors]
    if sum(counts) != 1:
        return None
    return RealAlgebraic.isolated(factors[counts.index(1)], low, high)
