"""Functions between the points at which they change, and their iterates on pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from exactnet.check.algebra.numbers import Number, length, sign
from exactnet.check.algebra.points import Exact, Point, between
from exactnet.check.semialgebraic.functions import Quotient
from exactnet.check.semialgebraic.graph import Graph, gaps
from exactnet.check.semialgebraic.trail import LARGEST
from exactnet.check.verdict import Rejected, require


@dataclass(frozen=True, slots=True)
class Runs:
    """The maximal intervals on which a function is one rational function.

    Attributes
    ----------
    ends : list of Point
        Where one ends and the next begins, inside the domain.
    functions : list of Quotient
        One more.
    """

    ends: list[Point]
    functions: list[Quotient]

    @classmethod
    def of(cls, graph: Graph) -> Runs:
        """Join the pieces of a graph."""
        ends: list[Point] = []
        functions = [graph.functions[0]]
        for point, f in zip(graph.points[1:-1], graph.functions[1:], strict=True):
            if not f.equals(functions[-1]):
                ends.append(point)
                functions.append(f)
        return cls(ends, functions)

    def degree(self) -> int:
        """Give the largest degree, at least 1."""
        return max(1, *(f.degree for f in self.functions))

    def iterate(self, points: Sequence[Point], times: int) -> tuple[list[Quotient], list[Fraction]]:
        """Give f^times between points, each of which must lie in one run together with its images; and points inside."""
        levels: list[Number] = []
        for end in self.ends:
            if not isinstance(end, Exact):
                raise Rejected("points", "a function that is iterated changes at a point outside of the field")
            levels.append(end.value)
        result, samples = [], []
        for gap in gaps(points):
            sample = between(gap.left, gap.right)
            composed, value = Quotient([0, 1]), Exact(sample).value
            for _ in range(times):
                run = sum(sign(value - level) > 0 for level in levels)
                for level in levels[max(run - 1, 0) : run + 1]:
                    stays = gap.has_no_zero(composed.above(level))
                    require(stays, "walls", f"an iterate leaves a run inside piece {gap.index}")
                f = self.functions[run]
                composed, value = composed.compose(f.upper, f.lower), f.at(value)
                require(length(value) <= LARGEST, "points", "an iterate has too large numbers")
            result.append(composed)
            samples.append(sample)
        return result, samples
