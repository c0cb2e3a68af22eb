"""Lengths as certificates claim them: brackets, or sums of square roots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from exactnet.check.lengths import Stretch, arc_lengths, coefficients, root_sum, segment_lengths
from exactnet.check.reader import array, integer, obj, rational, show
from exactnet.check.verdict import Rejected, require

MOST_RADICALS = 100


@dataclass(slots=True)
class Length:
    """A claimed length; on arcs there are no radicals."""

    name: str
    lower: Fraction
    upper: Fraction
    radicals: list[tuple[Fraction, int]] | None
    arcs: bool = False

    def check(self, stretches: Sequence[Stretch], precision: int) -> None:
        """Check the claim, given the pieces of the image."""
        step = self.name.partition("[")[0]
        if self.radicals is not None:
            found = (
                coefficients(stretches, [r for _, r in self.radicals]) if self.radicals else None if stretches else []
            )
            if found is None:
                raise Rejected(step, f"{self.name}: a piece is no rational multiple of a listed root")
            for c, (stated, r) in zip(found, self.radicals, strict=True):
                require(c == stated, step, f"{self.name}: the coefficient of sqrt({show(r)}) is {show(c)}")
            low, high = root_sum(self.radicals, precision)
        else:
            low, high = (arc_lengths if self.arcs else segment_lengths)(stretches, precision)
        require(self.lower <= low, step, f"{self.name}: the length may be less than {show(self.lower)}")
        require(high <= self.upper, step, f"{self.name}: the length may be more than {show(self.upper)}")


def read_length(value: object, name: str, *, arcs: bool = False) -> Length:
    """Parse a claimed length."""
    keys = obj(value, ["lower", "upper", "radicals"], "claim", name)
    lower, upper = (rational(keys[key], "claim", f"{name}.{key}") for key in ("lower", "upper"))
    if keys["radicals"] is None:
        return Length(name, lower, upper, None, arcs)
    items = array(keys["radicals"], "claim", f"{name}.radicals")
    require(not arcs or not items, "claim", f"{name}.radicals must be null or empty on arcs")
    require(len(items) <= MOST_RADICALS, "claim", f"{name} has more than {MOST_RADICALS} radicals")
    radicals: list[tuple[Fraction, int]] = []
    for item in items:
        pair = array(item, "claim", f"{name}.radicals")
        require(len(pair) == 2, "claim", f"{name}.radicals must be pairs [c, r]")
        c, r = rational(pair[0], "claim", f"{name}.radicals"), integer(pair[1], "claim", f"{name}.radicals", 1)
        require(c > 0, "claim", f"{name}.radicals: a coefficient is not positive")
        for _, other in radicals:
            require(other < r, "claim", f"{name}.radicals do not increase")
            require(isqrt(other * r) ** 2 != other * r, "claim", f"{name}.radicals: two are multiples of one root")
        radicals.append((c, r))
    return Length(name, lower, upper, radicals, arcs)
