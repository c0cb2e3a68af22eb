"""Paths in R^d, and the breakpoints on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm

from exactnet.check.affine import Forms
from exactnet.check.quadratics import Number, read_number
from exactnet.check.reader import array, rationals, show
from exactnet.check.verdict import Rejected, require


@dataclass(frozen=True, slots=True)
class Path:
    """A path through points of R^d, over a common denominator: segments, or arcs."""

    points: list[list[int]]
    den: int
    arcs: bool

    @property
    def spans(self) -> int:
        """Count the spans."""
        return len(self.points) - 1

    def forms(self, span: int) -> Forms:
        """Give the inputs on a span as forms in (1, X), or in (1, X, Y) on an arc.

        >>> Path([[0, 2], [1, 4]], 2, arcs=False).forms(0)
        (2, [[0, 1], [2, 2]])
        """
        pairs = zip(self.points[span], self.points[span + 1], strict=True)
        return self.den, [[0, p, q] if self.arcs else [p, q - p] for p, q in pairs]


def quadratic(form: Sequence[int]) -> tuple[int, int, int]:
    """Give a form on a span as a polynomial in u, on an arc times 1 + u^2.

    >>> quadratic([5, 1, 2]), quadratic([5, 1])
    ((6, 4, 4), (5, 1, 0))
    """
    if len(form) == 2:
        return form[0], form[1], 0
    c, a, b = form
    return c + a, 2 * b, c - a


def read_path(value: object, dimension: int) -> Path:
    """Parse ``{"segments":[p_0,..]}`` or ``{"arcs":[p_0,..]}``.

    >>> read_path({"segments": [["0"], ["1/2"]]}, 1)
    Path(points=[[0], [1]], den=2, arcs=False)
    """
    kind = next(iter(value)) if isinstance(value, dict) and len(value) == 1 else None
    if not isinstance(value, dict) or kind not in ("segments", "arcs"):
        raise Rejected("claim", "path must be an object with the one key 'segments' or 'arcs'")
    points = [rationals(p, "claim", "a point of the path") for p in array(value[kind], "claim", "path")]
    require(len(points) >= 2, "claim", "the path has less than two points")
    require(all(len(p) == dimension for p in points), "claim", f"every point of the path must have {dimension} numbers")
    den = lcm(*(x.denominator for p in points for x in p))
    return Path([[int(x * den) for x in p] for p in points], den, kind == "arcs")


def read_transitions(value: object, path: Path) -> list[Number]:
    """Parse the transitions of a claim."""
    numbers = _read_numbers(value, "claim", "transitions", path)
    for i, x in enumerate(numbers):
        require(x.low > 0 and x.high < path.spans, "claim", f"transitions[{i}] is not inside the path")
    return numbers


def _read_numbers(value: object, step: str, name: str, path: Path) -> list[Number]:
    items = array(value, step, name)
    numbers = [read_number(x, step, f"{name}[{i}]", rational_only=not path.arcs) for i, x in enumerate(items)]
    for i in range(len(numbers) - 1):
        require(numbers[i].high < numbers[i + 1].low, step, f"{name}[{i}] and {name}[{i + 1}] do not increase")
    return numbers


def merge(path: Path, transitions: list[Number], further: object) -> list[tuple[Number, bool]]:
    """Parse the further breakpoints and list all of them in order, each with whether it is claimed to be a transition."""
    corners = {Fraction(i): False for i in range(path.spans + 1)}
    marked: list[tuple[Number, bool]] = []
    for x in transitions:
        if x.quadratic is None and x.low.denominator == 1:
            corners[x.low] = True
        else:
            marked.append((x, True))
    for x in _read_numbers(further, "breakpoints", "breakpoints", path):
        whole = x.quadratic is None and x.low.denominator == 1
        require(not whole, "breakpoints", f"the integer {show(x.low)} is a breakpoint without being listed")
        marked.append((x, False))
    marked += [(Number(x, x), transition) for x, transition in corners.items()]
    marked.sort(key=lambda pair: pair[0].low)
    for (x, _), (y, _) in pairwise(marked):
        if x.high >= y.low:
            raise Rejected("breakpoints", f"the breakpoints near {show(y.low)} are not separate")
    ends = marked[0][0].low == 0 and marked[-1][0].low == path.spans
    require(ends, "breakpoints", "a breakpoint lies outside the path")
    return marked
