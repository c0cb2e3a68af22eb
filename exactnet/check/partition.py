"""Partitions with weights: bounds on the growth number from below and from above, in nearly linear time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import accumulate, pairwise

from exactnet.check.description import Graph
from exactnet.check.growth import Growth
from exactnet.check.reader import increasing, integers, obj, rational, show
from exactnet.check.verdict import Rejected, require


@dataclass(frozen=True, slots=True)
class Partition:
    """The transitions of f between the intervals J_i = [p_i, p_{i+1}].

    Attributes
    ----------
    inner : list of range
        inner[i] = the j with J_j contained in f(J_i).
    outer : list of range
        outer[i] = the j such that f(J_i) meets the interior of J_j. Both are empty where f is constant.
    """

    inner: list[range]
    outer: list[range]

    @property
    def markov(self) -> bool:
        """Whether f maps ends of intervals to ends of intervals, except where it is constant."""
        return self.inner == self.outer

    def apply(self, polynomial: Sequence[int], vector: Sequence[int]) -> list[int]:
        """Apply a polynomial (lowest degree first) in the matrix of ``outer`` to a vector, by Horner's rule."""
        result = [0] * len(vector)
        for coefficient in reversed(polynomial):
            sums = list(accumulate(result, initial=0))
            moved = [sums[r.stop] - sums[r.start] for r in self.outer]
            result = [a + coefficient * b for a, b in zip(moved, vector, strict=True)]
        return result


def read_partition(value: object, graph: Graph, step: str) -> Partition:
    """Parse a partition, check that it cuts f into monotone parts, and find its transitions."""
    points = increasing(value, step, "partition")
    low, high = graph.xs[0], graph.xs[-1]
    require(len(points) >= 2, step, "the partition has less than two points")
    require(points[0] == low and points[-1] == high, step, "the partition must end with the domain")
    there = set(points)
    for cut in graph.cuts():
        require(cut in there, step, f"the partition lacks {show(cut)}, where a lap or a plateau ends")
    inner: list[range] = []
    outer: list[range] = []
    for ends in pairwise([graph.at(p) for p in points]):
        a, b = min(ends), max(ends)
        if a == b:
            inner.append(range(0))
            outer.append(range(0))
            continue
        first, last = bisect_left(points, a), bisect_right(points, b) - 1
        # p_first is the first point at or after a, p_last the last one at or before b.
        inner.append(range(first, last) if first < last else range(0))
        outer.append(range(first if points[first] == a else first - 1, last if points[last] == b else last + 1))
    return Partition(inner, outer)


def growth_by_partitions(lower: object, upper: object, graph: Graph) -> Growth:
    """Check bounds of the growth number that rest on partitions with weights, or on a constant slope."""
    least = max(Fraction(1), check_lower(lower, graph) or Fraction(1))
    most, partition = check_upper(upper, graph)
    return Growth(least, most, partial(_annul, partition))


def _annul(partition: Partition | None, polynomial: list[int], multiplicity: int, cofactor: list[int]) -> None:
    if partition is None or not partition.markov:
        raise Rejected("recurrence", "the upper bound does not rest on a Markov partition")
    size = len(partition.outer)
    vector = partition.apply(cofactor, [1] * size)
    # Kernels of powers of a matrix stop growing at the exponent `size`, so a higher one proves nothing more.
    for _ in range(min(multiplicity, size)):
        vector = partition.apply(polynomial, vector)
    require(not any(vector), "recurrence", "the polynomial in the matrix does not map the vector of ones to 0")


def check_lower(value: object, graph: Graph) -> Fraction | None:
    """Check a lower bound of the growth number: A v >= l v for the matrix of ``inner``; null is none."""
    if value is None:
        return None
    if _is_slope(value):
        return check_constant_slope(value, graph, "lower")
    keys = obj(value, ["partition", "growth", "weights"], "lower", "lower")
    growth = rational(keys["growth"], "lower", "lower.growth")
    weights = integers(keys["weights"], "lower", "lower.weights", 0)
    partition = read_partition(keys["partition"], graph, "lower")
    require(len(weights) == len(partition.inner), "lower", "there must be one weight an interval")
    require(any(weights), "lower", "all weights are 0")
    sums = list(accumulate(weights, initial=0))
    p, q = growth.numerator, growth.denominator
    for i, (reached, weight) in enumerate(zip(partition.inner, weights, strict=True)):
        total = sums[reached.stop] - sums[reached.start]
        require(total * q >= p * weight, "lower", f"interval {i} reaches less than growth times its weight")
    return growth


def check_upper(value: object, graph: Graph) -> tuple[Fraction, Partition | None]:
    """Check an upper bound of the growth number: A w <= u w in every block of the matrix of ``outer``.

    The partition is None if the bound rests on a constant slope.
    """
    if _is_slope(value):
        return max(Fraction(1), check_constant_slope(value, graph, "upper")), None
    keys = obj(value, ["partition", "growth", "blocks", "weights"], "upper", "upper")
    growth = rational(keys["growth"], "upper", "upper.growth")
    require(growth >= 1, "upper", "growth is less than 1")
    blocks = integers(keys["blocks"], "upper", "upper.blocks")
    weights = integers(keys["weights"], "upper", "upper.weights", 1)
    partition = read_partition(keys["partition"], graph, "upper")
    outer = partition.outer
    require(len(weights) == len(outer) == len(blocks), "upper", "there must be one weight and one block an interval")
    least = RangeMinimum(blocks)
    members: dict[int, list[int]] = {}
    for i, block in enumerate(blocks):
        members.setdefault(block, []).append(i)
    sums = {block: list(accumulate((weights[i] for i in own), initial=0)) for block, own in members.items()}
    p, q = growth.numerator, growth.denominator
    for i, (reached, block) in enumerate(zip(outer, blocks, strict=True)):
        if not reached:
            continue
        require(least.of(reached) >= block, "upper", f"interval {i} reaches an earlier block")
        own = members[block]
        total = sums[block][bisect_left(own, reached.stop)] - sums[block][bisect_left(own, reached.start)]
        require(total * q <= p * weights[i], "upper", f"interval {i} reaches more than growth times its weight")
    return growth, partition


def _is_slope(value: object) -> bool:
    return isinstance(value, dict) and "constant_slope" in value


def check_constant_slope(value: object, graph: Graph, step: str) -> Fraction:
    """Check that every piece has the absolute slope s; then the growth number is max(1, s)."""
    slope = rational(obj(value, ["constant_slope"], step, step)["constant_slope"], step, "constant_slope")
    require(slope >= 0, step, "the constant slope is negative")
    require(all(abs(other) == slope for other in graph.slopes()), step, "the slope is not constant")
    return slope


class RangeMinimum:
    """The minimum of a list over any range, from the minima over ranges of lengths 1, 2, 4, ..

    >>> RangeMinimum([3, 1, 2, 5]).of(range(2, 4))
    2
    """

    def __init__(self, values: Sequence[int]) -> None:
        self._levels = [list(values)]
        step = 1
        while 2 * step <= len(values):
            below = self._levels[-1]
            self._levels.append(list(map(min, below, below[step:])))
            step *= 2

    def of(self, where: range) -> int:
        """Give the minimum over a range that is not empty."""
        level = len(where).bit_length() - 1
        row = self._levels[level]
        return min(row[where.start], row[where.stop - (1 << level)])
