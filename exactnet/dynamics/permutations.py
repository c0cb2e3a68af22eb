"""Cyclic permutations that orbits realise, and what periods and permutations force.

A permutation is a tuple of 0, .., n-1: point i of the orbit, counted from the left, goes to ``permutation[i]``. A map with such
an orbit has at least the entropy of the map that connects the dots, and all periods that follow in Sharkovsky's order
3, 5, 7, .., 2*3, 2*5, .., 4*3, .., 8, 4, 2, 1.
"""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpz_mat

from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.errors import InputError
from exactnet.exact.algebraic import RealAlgebraic, real_roots

__all__ = [
    "connect_the_dots",
    "forced_growth",
    "forced_periods",
    "forces",
    "from_visits",
    "growth_of_increasing_cycle",
    "growth_of_odd_period",
    "is_cyclic",
    "is_stefan",
    "markov_matrix",
    "sharkovsky_key",
]


def sharkovsky_key(period: int) -> tuple[int, int, int]:
    """Sorts periods by Sharkovsky's order, 3 first and 1 last.

    Examples
    --------
    >>> sorted(range(1, 11), key=sharkovsky_key)
    [3, 5, 7, 9, 6, 10, 8, 4, 2, 1]
    """
    if period < 1:
        raise InputError(f"a period is at least 1, not {period}")
    twos = (period & -period).bit_length() - 1
    odd = period >> twos
    return (0, twos, odd) if odd > 1 else (1, -twos, 1)


def forces(period: int, other: int) -> bool:
    """Whether every map of an interval that has an orbit of one period has one of the other (itself included).

    Examples
    --------
    >>> forces(3, 4), forces(4, 6), forces(6, 4)
    (True, False, True)
    """
    return sharkovsky_key(period) <= sharkovsky_key(other)


def forced_periods(period: int, up_to: int) -> tuple[int, ...]:
    """The periods up to a bound that a period forces, in increasing order.

    Examples
    --------
    >>> forced_periods(6, 12)
    (1, 2, 4, 6, 8, 10, 12)
    """
    return tuple(n for n in range(1, up_to + 1) if forces(period, n))


def from_visits(visits: Sequence[int]) -> tuple[int, ...]:
    """The permutation of a cycle written as it is visited, by any distinct numbers.

    Examples
    --------
    >>> from_visits([1, 3, 2, 4])  # 1 -> 3 -> 2 -> 4 -> 1
    (2, 3, 1, 0)
    """
    if not visits or len(set(visits)) != len(visits):
        raise InputError("a cycle visits at least one point, and each point once")
    rank = {x: i for i, x in enumerate(sorted(visits))}
    following = dict(zip(visits, [*visits[1:], visits[0]], strict=True))
    return tuple(rank[following[x]] for x in sorted(visits))


def _require_permutation(permutation: Sequence[int]) -> int:
    size = len(permutation)
    if not size or sorted(permutation) != list(range(size)):
        raise InputError(f"a permutation of n points lists 0, .., n-1, each once, not {tuple(permutation)}")
    return size


def is_cyclic(permutation: Sequence[int]) -> bool:
    """Whether a permutation is a single cycle.

    Examples
    --------
    >>> is_cyclic((1, 2, 0)), is_cyclic((1, 0, 2))
    (True, False)
    """
    size = _require_permutation(permutation)
    here, steps = permutation[0], 1
    while here != 0:
        here, steps = permutation[here], steps + 1
    return steps == size


def is_stefan(permutation: Sequence[int]) -> bool:
    """Whether a permutation is a Stefan cycle: odd period n >= 3, spiralling outwards from the middle point.

    These are the orbits of the least odd period a map has, and force no more than that period does.

    Examples
    --------
    >>> is_stefan(from_visits([3, 4, 2, 5, 1])), is_stefan(from_visits([1, 2, 3, 4, 5]))
    (True, False)
    """
    size = _require_permutation(permutation)
    if size < 3 or size % 2 == 0:
        return False
    middle = size // 2
    spiral = [middle]
    for step in range(1, middle + 1):
        spiral += [middle + step, middle - step]
    mirrored = [size - 1 - x for x in spiral]
    return tuple(permutation) in (from_visits(spiral), from_visits(mirrored))


def markov_matrix(permutation: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Which intervals between neighbouring points cover which, under the map that connects the dots.

    Examples
    --------
    >>> markov_matrix((1, 2, 0))
    ((0, 1), (1, 1))
    """
    size = _require_permutation(permutation)
    ranges = [sorted(permutation[i : i + 2]) for i in range(size - 1)]
    return tuple(tuple(int(low <= j < high) for j in range(size - 1)) for low, high in ranges)


def forced_growth(permutation: Sequence[int]) -> RealAlgebraic:
    """The growth number exp(h) of the map that connects the dots: the least that an orbit of this kind allows.

    Examples
    --------
    >>> forced_growth((1, 2, 0)).coefficients
    (-1, -1, 1)
    """
    matrix = markov_matrix(permutation)
    one = RealAlgebraic.from_rational(1)
    if not matrix:
        return one
    # the spectral radius of a non-negative matrix is an eigenvalue: the largest real root
    return max([one, *real_roots(fmpz_mat([list(row) for row in matrix]).charpoly())])


def connect_the_dots(permutation: Sequence[int]) -> PiecewiseLinearMap:
    """The piecewise-linear map of [0, n - 1] that permutes the points 0, .., n - 1 and is straight in between.

    Examples
    --------
    >>> connect_the_dots((1, 2, 0))("1/2")
    3/2
    """
    if _require_permutation(permutation) < 2:
        raise InputError("a map needs at least two points")
    return PiecewiseLinearMap.from_points([(i, j) for i, j in enumerate(permutation)])


def growth_of_odd_period(period: int) -> RealAlgebraic:
    """rho_p, the largest root of z^p - 2 z^(p-2) - 1: the least growth number of maps with an odd period p >= 3.

    The polynomial may factor (p = 7 does); the result has the irreducible factor.

    Examples
    --------
    >>> growth_of_odd_period(3).coefficients, growth_of_odd_period(7).coefficients
    ((-1, -1, 1), (-1, 0, -1, 1))
    """
    if period < 3 or period % 2 == 0:
        raise InputError(f"the period must be odd and at least 3, not {period}")
    coefficients = [0] * (period + 1)
    coefficients[period], coefficients[period - 2], coefficients[0] = 1, -2, -1
    # z^(p-2) (z^2 - 2) - 1 is negative up to sqrt 2 and increases from there on
    return RealAlgebraic.from_polynomial(coefficients, "7/5", 2)


def growth_of_increasing_cycle(period: int) -> RealAlgebraic:
    """Largest root of z^p - 2 z^(p-1) + 1: the growth number that the cycle 1 -> 2 -> .. -> p -> 1 forces.

    Examples
    --------
    >>> growth_of_increasing_cycle(4).coefficients
    (-1, -1, -1, 1)
    """
    if period < 1:
        raise InputError(f"a period is at least 1, not {period}")
    if period < 3:
        return RealAlgebraic.from_rational(1)
    coefficients = [0] * (period + 1)
    coefficients[period], coefficients[period - 1], coefficients[0] = 1, -2, 1
    # negative at 3/2, positive at 2, with one minimum
    return RealAlgebraic.from_polynomial(coefficients, "3/2", 2)
