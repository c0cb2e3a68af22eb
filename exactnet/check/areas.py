"""Domains in any dimension: R^d, boxes, polytopes; their walls as forms in (w, x)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from exactnet.check.reader import array, increasing, obj, rationals
from exactnet.check.verdict import require

# A domain may be written with far fewer numbers than its walls have.
_MOST_INPUTS = 4_000

# (den, row): the form row . (w, x_1, .., x_d) / den, with den > 0.
Form = tuple[int, list[int]]


@dataclass(frozen=True, slots=True)
class Area:
    """A domain in R^d.

    Attributes
    ----------
    dimension : int
        d.
    walls : list of Form
        The forms that are >= 0 on the domain.
    everything : bool
        Whether it is R^d, which has no walls.
    """

    dimension: int
    walls: list[Form]
    everything: bool = False


def read_area(value: object, dimension: int) -> Area:
    """Parse a domain: ``"all"``, ``[["lo","hi"],..]`` or ``{"inequalities":[["b","a_1",..],..]}``.

    >>> read_area([["0", "1/2"]], 1).walls
    [(1, [0, 1]), (2, [1, -2])]
    """
    require(dimension <= _MOST_INPUTS, "claim", f"the network has more than {_MOST_INPUTS} inputs")
    if value == "all":
        return Area(dimension, [], everything=True)
    if isinstance(value, dict):
        items = array(obj(value, ["inequalities"], "claim", "domain")["inequalities"], "claim", "inequalities")
        return Area(dimension, [_row(rationals(item, "claim", "inequality"), dimension) for item in items])
    sides = array(value, "claim", "domain")
    require(len(sides) == dimension, "claim", f"domain must be 'all', a polytope, or {dimension} intervals")
    walls: list[Form] = []
    for i, side in enumerate(sides, 1):
        ends = increasing(side, "claim", "an interval")
        require(len(ends) == 2, "claim", "an interval of the domain must be a list of two rationals")
        for end, sign in zip(ends, (1, -1), strict=True):
            row = [0] * (dimension + 1)
            row[0], row[i] = -sign * end.numerator, sign * end.denominator
            walls.append((end.denominator, row))
    return Area(dimension, walls)


def _row(numbers: list[Fraction], dimension: int) -> Form:
    require(len(numbers) == dimension + 1, "claim", f"an inequality must have {dimension + 1} numbers")
    # Every face would lie on the wall 0 = 0.
    require(any(numbers), "claim", "an inequality says nothing: all its numbers are 0")
    den = lcm(*(x.denominator for x in numbers))
    return den, [int(x * den) for x in numbers]
