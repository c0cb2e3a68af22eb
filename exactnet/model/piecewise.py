"""Activations that act on each unit by itself: continuous functions of one variable, rational by pieces."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq, fmpq_poly

from exactnet.errors import InputError
from exactnet.exact.rational import QLike, number_text, rational
from exactnet.exact.rational_functions import RationalFunction, coefficient_texts, has_root
from exactnet.model.layer import SemiAlgebraicLayer

__all__ = ["Piecewise"]


@dataclass(frozen=True)
class Piecewise(SemiAlgebraicLayer):
    """A unit-wise activation, rational by pieces.

    Attributes
    ----------
    breakpoints
        Where one piece ends and the next begins, increasing.
    pieces
        One more than breakpoints, from left to right; no denominator has a zero on its closed piece.

    Examples
    --------
    >>> softsign = Piecewise.of([0], [([0, 1], [1, -1]), ([0, 1], [1, 1])])  # u/(1 + |u|)
    >>> softsign.values([fmpq(-1), fmpq(3)]), softsign.gate
    ([-1/2, 3/4], (1, 1, 1))
    """

    breakpoints: tuple[fmpq, ...]
    pieces: tuple[RationalFunction, ...]

    @classmethod
    def of(cls, breakpoints: Sequence[QLike], pieces: Sequence[tuple[Sequence[QLike], Sequence[QLike]]]) -> Piecewise:
        """Build from coefficients (numerator, denominator) of each piece, lowest degree first.

        Raises
        ------
        InputError
            Unless the breakpoints increase, there is one piece more, no denominator has a zero on its closed piece, and
            neighbours agree at the breakpoint between them.
        """
        bends = tuple(rational(t) for t in breakpoints)
        for a, b in itertools.pairwise(bends):
            if not a < b:
                raise InputError(f"the breakpoints must increase strictly, but {a} is followed by {b}")
        if len(pieces) != len(bends) + 1:
            counted = "1 breakpoint" if len(bends) == 1 else f"{len(bends)} breakpoints"
            raise InputError(f"{counted} and {len(pieces)} pieces; there must be one piece more than breakpoints")
        ends = (None, *bends, None)
        read = tuple(
            _piece(_polynomial(above), _polynomial(below), lower, upper)
            for (above, below), lower, upper in zip(pieces, ends[:-1], ends[1:], strict=True)
        )
        for t, (left, right) in zip(bends, itertools.pairwise(read), strict=True):
            if left(t) != right(t):
                raise InputError(f"the layer jumps at {t}, from {left(t)} to {right(t)}; it must be continuous")
        return cls(bends, read)

    @classmethod
    def polynomials(cls, breakpoints: Sequence[QLike], pieces: Sequence[Sequence[QLike]]) -> Piecewise:
        """The same without denominators.

        Examples
        --------
        >>> Piecewise.polynomials([], [[0, -3, 0, 4]]).values([fmpq(1, 2)])  # Chebyshev's T_3
        [-1]
        """
        return cls.of(breakpoints, [(piece, [1]) for piece in pieces])

    @property
    def is_polynomial(self) -> bool:
        """Whether all denominators are constant."""
        return all(piece.is_polynomial for piece in self.pieces)

    @property
    def kind(self) -> str:
        return ("piecewise " if self.breakpoints else "") + ("polynomial" if self.is_polynomial else "rational")

    @property
    def degree(self) -> int:
        return max(piece.degree for piece in self.pieces)

    def predicates(self) -> int:
        return len(self.breakpoints)

    def outputs(self, inputs: int) -> int:
        return inputs

    def values(self, point: Sequence[fmpq]) -> list[fmpq]:
        return [self.pieces[bisect_left(self.breakpoints, u)](u) for u in point]

    def to_json(self) -> dict[str, Any]:
        inside = (*self.breakpoints[:1], *self.breakpoints) or (fmpq(0),)
        quotients = [piece.over_integers(x) for piece, x in zip(self.pieces, inside, strict=True)]
        return {
            "type": "piecewise",
            "breakpoints": [number_text(t) for t in self.breakpoints],
            "pieces": [
                {"numerator": coefficient_texts(above), "denominator": coefficient_texts(below)}
                for above, below in quotients
            ],
        }


def _polynomial(coefficients: Sequence[QLike]) -> fmpq_poly:
    return fmpq_poly([rational(c) for c in coefficients])


def _piece(above: fmpq_poly, below: fmpq_poly, lower: fmpq | None, upper: fmpq | None) -> RationalFunction:
    where = f"{'(-inf' if lower is None else f'[{lower}'}, {'inf)' if upper is None else f'{upper}]'}"
    if below.degree() < 0:
        raise InputError(f"the denominator on the piece {where} is 0")
    if has_root(below, lower, upper):
        raise InputError(f"the denominator has a zero on the piece {where}")
    return RationalFunction.of(above, below)
