"""L1 and L-infinity distance of functions with rational pieces: a number where it is of moderate degree, else a bracket."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from flint import fmpq

from exactnet.approximation.difference import Difference
from exactnet.approximation.integrals import area_bounds, exact_area, in_short_cells
from exactnet.compile.semialgebraic.description import field_json, isolated_points
from exactnet.compile.semialgebraic.values import greatest
from exactnet.dynamics.curves.exact_orbits import size
from exactnet.errors import UndecidedError
from exactnet.exact.brackets import Bracket
from exactnet.exact.numbers import Number, number, number_document
from exactnet.exact.points import Point

__all__ = [
    "DEFAULT_DIGITS",
    "DistanceValue",
    "Shown",
    "area",
    "enclosed_area",
    "enclosed_height",
    "height",
    "value_json",
]

DEFAULT_DIGITS = 10
"""Significant digits of a distance that is only enclosed."""

_FIRST_PRECISION = 64
_GUARD = 32
_MOST_PRECISION = 50_000
_MOST_TERM_BITS = 10**7
_MOST_TERMS = 2 * 10**10
"""What certificates allow: terms times bits, and this (at least 1000 bits) times the degrees of all pieces with denominators."""
_MOST_BITS = 4000
"""Longer elements of fields are not written as roots of polynomials."""

DistanceValue: TypeAlias = Number | Bracket


@dataclass(frozen=True, eq=False)
class Shown:
    """A distance, and with what a certificate shows it.

    Attributes
    ----------
    value
        The distance.
    gap
        f - g, with points that suffice.
    precision
        That of the enclosures.
    terms
        Terms of the Taylor polynomials of pieces with a denominator; None if there are none.
    """

    value: DistanceValue
    gap: Difference
    precision: int
    terms: int | None = None

    @property
    def description(self) -> dict[str, Any]:
        """Field and points as certificates write them."""
        points, *apart = (isolated_points(x, self.gap.finder) for x in (self.gap.points, *self.gap.apart))
        found = {"field": field_json(self.gap.field, self.gap.numbers), "points": points}
        return {**found, **dict(zip(("first", "second"), apart, strict=False))}

    @property
    def evidence(self) -> dict[str, Any]:
        """As rule ``distance`` of the certificate format writes it."""
        return {**self.evidence_for_bounds, "precision": self.precision}

    @property
    def evidence_for_bounds(self) -> dict[str, Any]:
        """As rule ``bound`` writes it: there the checker chooses the precision."""
        return self.description if self.terms is None else {**self.description, "terms": self.terms}


def value_json(value: DistanceValue) -> Any:
    """A distance as files write it."""
    return value.to_json() if isinstance(value, Bracket) else number_document(value)


def height(gap: Difference, digits: int = DEFAULT_DIGITS) -> Shown:
    """The largest ``|f - g|``.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> from exactnet.compile.semialgebraic.curve import Curve
    >>> from exactnet.exact.rational_functions import RationalFunction
    >>> unit = [Point.of(0), Point.of(1)]
    >>> square, chord = (Curve.of(unit, [RationalFunction.of(fmpq_poly(p))]) for p in ([0, 0, 1], [0, 1]))
    >>> height(Difference.of(square, chord)).value
    1/4
    """
    top = greatest(gap.heights)
    best = min(top, key=lambda v: v.degree)
    if best.number is None:
        return enclosed_height(gap, digits)
    lower, precision = [v for v in gap.heights if v not in top], _FIRST_PRECISION
    while lower and max(v.bracket(precision)[1] for v in lower) >= best.bracket(precision)[0]:
        precision *= 2
    return Shown(best.number, gap, precision + _GUARD)


def enclosed_height(gap: Difference, digits: int) -> Shown:
    """The largest ``|f - g|``, positive, in a bracket."""

    def bounds(precision: int) -> tuple[fmpq, fmpq]:
        brackets = [v.enclosure(precision) for v in gap.heights]
        return max(low for low, _ in brackets), max(high for _, high in brackets)

    value, precision = _bracketed(bounds, digits)
    return Shown(value, gap, precision)


def area(gap: Difference, digits: int = DEFAULT_DIGITS) -> Shown:
    """The integral of ``|f - g|``.

    Examples
    --------
    >>> from flint import fmpq_poly
    >>> from exactnet.compile.semialgebraic.curve import Curve
    >>> from exactnet.exact.rational_functions import RationalFunction
    >>> unit = [Point.of(0), Point.of(1)]
    >>> one, hyperbola = (
    ...     Curve.of(unit, [RationalFunction.of(fmpq_poly([1]), fmpq_poly(q))]) for q in ([1], [1, 1])
    ... )
    >>> area(Difference.of(one, hyperbola), 12).value  # 1 - log 2 = 0.30685281944005..
    Bracket(lower=6137056388801/20000000000000, upper=15342640972003/50000000000000)
    """
    found = exact_area(gap)
    if found is not None and size(found[0]) <= _MOST_BITS:
        total, described = found
        return Shown(number(Point.of(total).algebraic()), described, _FIRST_PRECISION)
    return enclosed_area(gap, digits)


def enclosed_area(gap: Difference, digits: int) -> Shown:
    """The integral of ``|f - g|``, positive, in a bracket."""
    gap = in_short_cells(gap)
    degrees = sum(piece.degree + 1 for piece in gap.pieces if not piece.is_polynomial)

    def terms(precision: int) -> int:
        count, bits = precision // 2 + 8, precision + _GUARD
        if degrees and (count * bits > _MOST_TERM_BITS or degrees * count * max(bits, 1000) > _MOST_TERMS):
            raise UndecidedError(f"to {digits} digits the integral takes more terms than a certificate may have")
        return count

    value, precision = _bracketed(lambda bits: area_bounds(gap, bits, terms(bits)), digits)
    return Shown(value, gap, precision, None if gap.is_polynomial else terms(precision))


def _bracketed(bounds: Callable[[int], tuple[fmpq, fmpq]], digits: int) -> tuple[Bracket, int]:
    """A bracket of a positive number to so many digits, and the precision at which others will find it, too."""
    precision = max(_FIRST_PRECISION, 4 * digits)
    while precision <= _MOST_PRECISION:
        found = Bracket.rounded(*bounds(precision), digits)
        if found is not None:
            return found, precision + _GUARD
        precision += precision // 3  # the checker pays for every bit
    raise UndecidedError(f"the distance is not known to {digits} digits at a precision of {_MOST_PRECISION} bits")
