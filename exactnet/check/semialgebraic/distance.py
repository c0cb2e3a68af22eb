"""Rule ``distance`` where at least one function is semi-algebraic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from exactnet.check.algebra.intervals import Interval
from exactnet.check.algebra.numbers import Number, sign
from exactnet.check.algebra.points import Exact, Point, negative
from exactnet.check.algebra.reading import Value, read_value
from exactnet.check.kneading import read_precision
from exactnet.check.reader import integer, obj, show
from exactnet.check.semialgebraic.description import Description, check_ends, describe, read_points
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.functions import Quotient
from exactnet.check.semialgebraic.graph import Graph, gaps
from exactnet.check.semialgebraic.integrals import integrate, integrate_quotient
from exactnet.check.semialgebraic.iterated_distance import check_cells, describe_apart
from exactnet.check.semialgebraic.runs import Runs
from exactnet.check.semialgebraic.setting import is_number, read_ends, read_setting, value_as_point
from exactnet.check.stated import Bracket, is_bracket, read_bracket
from exactnet.check.subject import Pair
from exactnet.check.verdict import Rejected, require

_MOST_WORK = 10**7
# Of all pieces together: terms times degrees times the precision (or 1000, if that is more).
_MOST_TERMS = 2 * 10**10


def check_distance(
    claim: dict[str, object], subject: Pair, iterates: tuple[int, int], evidence: dict[str, object] | None
) -> None:
    """Check a claim of the rule ``distance``, with the keys ``norm`` (which is known), ``domain`` and ``value``."""
    stated = _read_stated(claim["value"])
    domain = read_ends(claim["domain"])
    functions = (subject.first, subject.second)
    require(all(function.outputs == 1 for function in functions), "subject", "both functions must have one output")
    if evidence is None:
        return
    if "cells" in evidence:
        if not isinstance(stated, tuple):
            raise Rejected("value", "cells show a bracket, not a number")
        check_cells(str(claim["norm"]), stated, functions, domain, iterates, evidence)
        return
    more = ["terms"] if "terms" in evidence else []
    more += [] if iterates == (1, 1) else ["first", "second"]
    keys = obj(evidence, ["field", "points", "precision", *more], "evidence", "evidence")
    precision = read_precision(keys["precision"], "evidence")
    terms = read_terms(keys, precision)
    setting = read_setting(keys["field"], functions)
    points = read_points(keys["points"], setting)
    if iterates == (1, 1):
        difference = subtract(*describe(functions, domain, points, setting))
    else:
        check_ends(points, domain)
        graphs = describe_apart(functions, domain, iterates, keys, setting)
        sides = [Runs.of(graph).iterate(points, times) for graph, times in zip(graphs, iterates, strict=True)]
        difference = difference_of(points, sides[0][0], sides[1][0], sides[0][1])
    if isinstance(stated, tuple):
        low, high = enclose_norm(difference, str(claim["norm"]), precision, terms)
        proved = f"the distance is shown to be in [{show(low)}, {show(high)}]"
        require(stated[0] <= low and high <= stated[1], "value", proved)
    elif claim["norm"] == "linf":
        check_largest(difference, value_as_point(stated))
    else:
        require(is_number(area(difference), stated), "value", "the integral is another number")


def _read_stated(value: object) -> Value | Bracket:
    return read_bracket(value, "claim", "value") if is_bracket(value) else read_value(value, "claim", "value")


def subtract(first: Description, second: Description) -> Graph:
    """Give the difference of two functions; see `difference_of`."""
    f, g = ([local.outputs[0] for local in side.pieces] for side in (first, second))
    return difference_of(first.points, f, g, [local.sample for local in first.pieces])


def difference_of(
    points: list[Point], first: Sequence[Quotient], second: Sequence[Quotient], samples: Sequence[Fraction]
) -> Graph:
    """Subtract functions on pieces, and check that the difference is monotone and does not change sign on any of them."""
    functions = [f.minus(g) for f, g in zip(first, second, strict=True)]
    for gap, f in zip(gaps(points), functions, strict=True):
        require(gap.has_no_zero(f.upper), "points", f"the functions cross inside piece {gap.index}")
    return Graph(points, functions, samples)


def check_largest(difference: Graph, value: Point) -> None:
    """Check that a number is the largest absolute value."""
    below, found = negative(value), False
    for i in range(len(difference.points)):
        high, low = difference.compare(i, value), difference.compare(i, below)
        require(high <= 0 <= low, "value", f"the difference at point {i} is larger")
        found |= high == 0 or low == 0
    require(found, "value", "it is not the difference at any point")


def area(difference: Graph) -> Number:
    """Integrate the absolute value exactly."""
    total: Number = Fraction(0)
    sides = _sides(difference)
    pieces = list(zip(gaps(difference.points), difference.functions, sides, strict=True))
    start = 0
    for i, (gap, f, side) in enumerate(pieces):
        if not f.is_polynomial:
            raise Rejected("value", "an integral over a piece with a denominator is not exact")
        if i + 1 < len(pieces) and _same_size(f, side, pieces[i + 1][1], sides[i + 1]):
            continue  # joined with the next piece
        left, right = pieces[start][0].left, gap.right
        start = i + 1
        if side == 0:
            continue
        if not (isinstance(left, Exact) and isinstance(right, Exact)):
            raise Rejected("value", "an integral over a piece with an end outside of the field is not exact")
        whole = f.integral()
        total = total + (whole.at(right.value) - whole.at(left.value)) * side
    return total


def read_terms(keys: dict[str, object], precision: int) -> int:
    """Read the number of terms of Taylor polynomials; 0 if there is none."""
    terms = integer(keys["terms"], "terms", "terms", 1) if "terms" in keys else 0
    require(terms * precision <= _MOST_WORK, "terms", "there are too many terms for this precision")
    return terms


def _same_size(f: Quotient, side: int, g: Quotient, other: int) -> bool:
    """Tell whether |f| and |g| are the same polynomial, given their signs."""
    return f.equals(g) if side == other else f.plus(g).equals(Quotient([]))


def _sides(difference: Graph) -> list[int]:
    """List the signs of the function on the pieces."""
    return [sign(f.at(x)) for f, x in zip(difference.functions, difference.samples, strict=True)]


def enclose_norm(difference: Graph, norm: str, precision: int, terms: int = 0) -> Bracket:
    """Enclose the largest absolute value, or the integral of the absolute value (by Taylor polynomials of so many terms)."""
    enclosed = Enclosed(difference, precision, "value")
    sizes = [_absolute(enclosed.value(i)) for i in range(len(difference.points))]
    one = 1 << precision
    if norm == "linf":
        return Fraction(max(low for low, _ in sizes), one), Fraction(max(high for _, high in sizes), one)
    size = sum(f.degree + 1 for f in difference.functions if not f.is_polynomial)
    require(size * terms * max(precision, 1000) <= _MOST_TERMS, "terms", "there are too many terms for these pieces")
    low = high = 0
    for i, (f, side) in enumerate(zip(difference.functions, _sides(difference), strict=True)):
        ends = enclosed.near[i], enclosed.near[i + 1]
        if f.is_polynomial:
            a, b = integrate(f, *ends, enclosed.work)
        else:
            require(terms > 0, "terms", "there is a piece with a denominator, and no number of terms")
            a, b = integrate_quotient(f, *ends, enclosed.work, terms)
        a, b = (a, b) if side > 0 else (-b, -a)
        low, high = low + max(a, 0), high + b
    return Fraction(low, 1 << enclosed.work), Fraction(high, 1 << enclosed.work)


def _absolute(x: Interval) -> Interval:
    low, high = x
    return (low, high) if low >= 0 else (-high, -low) if high <= 0 else (0, max(-low, high))
