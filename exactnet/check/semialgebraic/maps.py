"""Maps, by points or by pieces, over the field of the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from exactnet.check.algebra.numbers import Number, sign
from exactnet.check.algebra.polynomials import Poly
from exactnet.check.semialgebraic.functions import MOST_DEGREE, Quotient
from exactnet.check.semialgebraic.setting import Setting
from exactnet.check.semialgebraic.symbolic import Local
from exactnet.check.subject import CurvedMap, Map
from exactnet.check.verdict import require


@dataclass(frozen=True, slots=True)
class Pieces:
    """A continuous function: polynomials between its ends."""

    ends: list[Number]
    polynomials: list[Quotient]

    def near(self, sample: Fraction) -> Local:
        """Give the piece at a point inside the domain; its ends are the walls."""
        inside = (i for i, end in enumerate(self.ends[1:-1]) if sign(end - sample) > 0)
        i = next(inside, len(self.polynomials) - 1)
        function = self.polynomials[i]
        x = Quotient([0, 1])
        walls: list[Poly] = [x.above(end) for end in self.ends[i : i + 2]]
        return Local(sample, [function], walls)


def bind(function: Map | CurvedMap, setting: Setting) -> Pieces:
    """Put a map over the field, and check that it is continuous."""
    if isinstance(function, Map):
        function = CurvedMap([*function.xs], [], [*function.ys], [])
    ends = [setting.of(x) for x in function.ends]
    require(all(sign(b - a) > 0 for a, b in pairwise(ends)), "subject", "the ends of the pieces do not increase")
    if function.heights:
        heights = [setting.of(y) for y in function.heights]
        points = list(zip(ends, heights, strict=True))
        return Pieces(ends, [_line(*p, *q) for p, q in pairwise(points)])
    polynomials = [Quotient.of([setting.of(c) for c in row]) for row in function.polynomials]
    small = all(f.degree <= MOST_DEGREE for f in polynomials)
    require(small, "subject", f"a piece has a degree of more than {MOST_DEGREE}")
    for x, before, after in zip(ends[1:], polynomials, polynomials[1:], strict=False):
        require(before.at(x) - after.at(x) == 0, "subject", "two neighbouring pieces do not agree where they meet")
    return Pieces(ends, polynomials)


def _line(x: Number, y: Number, u: Number, v: Number) -> Quotient:
    """Give the straight line through two points."""
    slope = (v - y) / (u - x)
    return Quotient.of([y - slope * x, slope])
