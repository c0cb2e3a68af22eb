"""Numbers as certificates write them: rationals, or roots of integer polynomials in intervals."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from exactnet.check.algebra.polynomials import Poly, trim
from exactnet.check.algebra.sturm import count_roots, squarefree
from exactnet.check.reader import increasing, integers, obj, rational
from exactnet.check.verdict import require


@dataclass(frozen=True, slots=True)
class Algebraic:
    """The one root of an integer polynomial without multiple roots in an open interval.

    ``index`` counts the numbers of a subject in the order in which they stand there.
    """

    polynomial: Poly
    low: Fraction
    high: Fraction
    index: int = -1


Value = Fraction | Algebraic

_MOST_DEGREE = 200


def read_value(value: object, step: str, name: str, index: int = -1) -> Value:
    """Parse a rational, or ``{"polynomial":[integers],"between":[a,b]}``.

    >>> read_value({"polynomial": [-2, 0, 1], "between": ["1", "2"]}, "claim", "x")
    Algebraic(polynomial=[-2, 0, 1], low=Fraction(1, 1), high=Fraction(2, 1), index=-1)
    """
    if not isinstance(value, dict):
        return rational(value, step, name)
    polynomial, low, high = read_isolated(value, step, name)
    return Algebraic(polynomial, low, high, index)


def read_isolated(value: object, step: str, name: str, extra: tuple[str, ...] = ()) -> tuple[Poly, Fraction, Fraction]:
    """Parse an integer polynomial and an open interval with exactly one of its roots, none of which is multiple."""
    keys = obj(value, ["polynomial", "between", *extra], step, name)
    polynomial = trim(integers(keys["polynomial"], step, f"{name}.polynomial"))
    low, high = read_between(keys["between"], step, name)
    check_degree(polynomial, step, name)
    require(len(squarefree(polynomial)) == len(polynomial), step, f"{name}.polynomial has a multiple root")
    found = count_roots(polynomial, low, high)
    require(found == 1, step, f"{name}.polynomial has {found} roots in its interval, not 1")
    return polynomial, low, high


def check_degree(polynomial: Poly, step: str, name: str) -> None:
    """Reject constants, and polynomials that would take too long."""
    require(len(polynomial) > 1, step, f"{name}.polynomial is a constant")
    require(len(polynomial) <= _MOST_DEGREE + 1, step, f"{name}.polynomial has a degree of more than {_MOST_DEGREE}")


def read_between(value: object, step: str, name: str) -> tuple[Fraction, Fraction]:
    """Parse the ends of an interval, a < b."""
    ends = increasing(value, step, f"{name}.between")
    require(len(ends) == 2, step, f"{name}.between must be a list of two rationals")
    return ends[0], ends[1]
