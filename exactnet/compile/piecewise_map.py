"""Continuous functions on an interval, polynomial by pieces, with rational or real algebraic numbers."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flint import fmpq

from exactnet.certs.canonical import Fragment, digest
from exactnet.compile.domain import Domain
from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.display import LATEX_PIECES, Displayed, Sheet, Table, latex_cases, latex_map, latex_polynomial
from exactnet.errors import InputError
from exactnet.exact.numbers import Number, NumberLike, evaluate, number, number_document, number_name

__all__ = ["PiecewiseMap"]

Polynomial = tuple[Number, ...]


@dataclass(frozen=True)
class PiecewiseMap(Displayed):
    """A continuous function on a bounded interval, polynomial by pieces, in its shortest form.

    Attributes
    ----------
    breakpoints
        Ends of the pieces, increasing, those of the domain included.
    polynomials
        Coefficients of each piece from the lowest degree up, the last one not 0 (but for the polynomial 0); neighbours differ.

    Examples
    --------
    >>> logistic = PiecewiseMap.of([0, 1], [[0, 4, -4]])
    >>> logistic, logistic("1/2")
    (PiecewiseMap(1 piece of degree 2 on [0, 1]), 1)
    >>> from exactnet.exact import RealAlgebraic
    >>> root = RealAlgebraic.from_polynomial([-2, 0, 1], 1, 2)
    >>> PiecewiseMap.from_points([(0, root), (root, 0)])(root / 2) == root / 2
    True
    """

    breakpoints: tuple[Number, ...]
    polynomials: tuple[Polynomial, ...]

    @classmethod
    def of(cls, breakpoints: Sequence[NumberLike], polynomials: Sequence[Sequence[NumberLike]]) -> PiecewiseMap:
        """From the ends of the pieces and their coefficients, one list fewer than ends.

        Raises
        ------
        InputError
            Unless the ends increase and neighbours agree where they meet; both are decided exactly.
        """
        ends = _increasing(breakpoints)
        if len(polynomials) != len(ends) - 1:
            raise InputError(f"{len(ends)} ends of pieces do not fit {len(polynomials)} pieces")
        pieces = [_shortened(polynomial) for polynomial in polynomials]
        for i, (x, left, right) in enumerate(zip(ends[1:-1], pieces, pieces[1:], strict=False), start=1):
            if left == right:
                continue
            before, after = evaluate(left, x), evaluate(right, x)
            if before != after:
                raise InputError(
                    f"the map jumps at {number_name(x)}, from {number_name(before)} to {number_name(after)}, "
                    f"where pieces[{i}] begins; it must be continuous"
                )
        return cls._joined(ends, pieces)

    @classmethod
    def from_points(cls, points: Sequence[tuple[NumberLike, NumberLike]]) -> PiecewiseMap:
        """The function through at least two points with increasing x, straight in between (InputError otherwise)."""
        if len(points) < 2:
            raise InputError("a map needs at least two points")
        xs, ys = _increasing([x for x, _ in points]), [number(y) for _, y in points]
        return cls._joined(xs, [_line(*ends) for ends in zip(xs, ys, xs[1:], ys[1:], strict=False)])

    @classmethod
    def _joined(cls, ends: Sequence[Number], pieces: Sequence[Polynomial]) -> PiecewiseMap:
        """Of pieces that agree where they meet; equal neighbours become one."""
        kept = [0, *(i for i in range(1, len(pieces)) if pieces[i] != pieces[i - 1])]
        return cls((*(ends[i] for i in kept), ends[-1]), tuple(pieces[i] for i in kept))

    @cached_property
    def domain(self) -> Domain:
        """The interval of definition; its ends may be algebraic."""
        return Domain(self.breakpoints[0], self.breakpoints[-1])

    @cached_property
    def values(self) -> tuple[Number, ...]:
        """Values at `breakpoints`."""
        first = evaluate(self.polynomials[0], self.breakpoints[0])
        return first, *map(evaluate, self.polynomials, self.breakpoints[1:])

    @property
    def pieces(self) -> int:
        """Number of maximal polynomial pieces."""
        return len(self.polynomials)

    @cached_property
    def degree(self) -> int:
        """The largest degree of a piece."""
        return max(len(polynomial) for polynomial in self.polynomials) - 1

    @property
    def numbers(self) -> Iterator[Number]:
        """Every number of the canonical document, in the order in which they stand there: domain, then piece by piece."""
        yield from (self.breakpoints[0], self.breakpoints[-1])
        for end, polynomial in zip(self.breakpoints[1:], self.polynomials, strict=True):
            yield end
            yield from polynomial

    @cached_property
    def is_rational(self) -> bool:
        """Whether all numbers are rational."""
        return all(isinstance(x, fmpq) for x in self.numbers)

    @cached_property
    def linear(self) -> PiecewiseLinearMap | None:
        """The same as a piecewise-linear map, if all numbers are rational and no degree is above 1."""
        if self.degree > 1 or not self.is_rational:
            return None
        points = zip(self.breakpoints, self.values, strict=True)
        return PiecewiseLinearMap.from_points(
            [(x, y) for x, y in points if isinstance(x, fmpq) and isinstance(y, fmpq)]
        )

    def require_linear(self, what: str) -> PiecewiseLinearMap:
        """`linear`; InputError if there is a piece of higher degree or an algebraic number: ``what`` is done without them only."""
        if self.linear is not None:
            return self.linear
        has = f"pieces of degree {self.degree}" if self.degree > 1 else "algebraic numbers"
        raise InputError(f"{what} for piecewise-linear maps with rational numbers; this one has {has}")

    def __call__(self, x: NumberLike) -> Number:
        """Exact value at a rational or algebraic point of the domain (InputError outside)."""
        point = number(x)
        if point < self.breakpoints[0] or self.breakpoints[-1] < point:
            raise InputError(f"{number_name(point)} lies outside the domain {self.domain}")
        piece = bisect_left(self.breakpoints, point, lo=1) - 1
        return evaluate(self.polynomials[piece], point)

    def to_json(self) -> dict[str, Any]:
        """The canonical document."""
        first, *ends = map(number_document, self.breakpoints)
        coefficients = [[number_document(c) for c in polynomial] for polynomial in self.polynomials]
        return {
            "format": "exactnet-map/1",
            "domain": [first, ends[-1]],
            "pieces": [{"to": end, "polynomial": piece} for end, piece in zip(ends, coefficients, strict=True)],
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical document."""
        return digest(self.to_json())

    @cached_property
    def certificate_subject(self) -> Fragment:
        """How a certificate names this map."""
        return Fragment({"type": "map", "sha256": self.digest, "map": self.to_json()})

    def _sheet(self) -> Sheet:
        names = [number_name(x) for x in self.breakpoints]
        rows = [
            {"from": a, "to": b, "coefficients, lowest degree first": [number_name(c) for c in polynomial]}
            for a, b, polynomial in zip(names, names[1:], self.polynomials, strict=False)
        ]
        return Sheet("Piecewise-polynomial map", {"domain": str(self.domain), "degree": self.degree}, [Table(rows)])

    def _repr_latex_(self) -> str:
        if not self.is_rational or self.pieces > LATEX_PIECES:
            return latex_map(self.pieces, "polynomial piece")
        ends = [str(number_document(x)) for x in self.breakpoints]
        formulas = [latex_polynomial([str(number_document(c)) for c in p]) for p in self.polynomials]
        return latex_cases(list(zip(formulas, ends, ends[1:], strict=False)))

    def __repr__(self) -> str:
        count = "1 piece" if self.pieces == 1 else f"{self.pieces} pieces"
        return f"PiecewiseMap({count} of degree {self.degree} on {self.domain})"


def _increasing(values: Sequence[NumberLike]) -> list[Number]:
    exact = [number(x) for x in values]
    if len(exact) < 2:
        raise InputError("a map needs a domain with two ends")
    for a, b in itertools.pairwise(exact):
        if not a < b:
            raise InputError(
                f"the x of the points must increase strictly, but {number_name(a)} is followed by {number_name(b)}"
            )
    return exact


def _shortened(coefficients: Sequence[NumberLike]) -> Polynomial:
    exact = [number(c) for c in coefficients]
    while len(exact) > 1 and exact[-1] == 0:
        exact.pop()
    return tuple(exact) or (fmpq(0),)


def _line(x0: Number, y0: Number, x1: Number, y1: Number) -> Polynomial:
    """The line through two points."""
    slope = number(number(y1 - y0) / number(x1 - x0))
    return _shortened([y0 - slope * x0, slope])
