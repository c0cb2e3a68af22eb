"""Bounds on the growth number from the zeros of the kneading determinant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from exactnet.check.growth import Growth
from exactnet.check.kneading.determinant import polynomial, series
from exactnet.check.kneading.germs import Record
from exactnet.check.kneading.orbits import Dynamics, read_orbits
from exactnet.check.kneading.zeros import Sum
from exactnet.check.reader import integer, obj, rational
from exactnet.check.verdict import require

KEYS = ("precision", "orbits", "terms", "zero")
_MOST_BITS = 100_000
_MOST_TERMS = 100_000


@dataclass(frozen=True, slots=True)
class Zero:
    """Where the least zero lies: not before ``before`` and before ``after``, if these are given.

    If two zeros are shown together, it is within ``radius`` of ``after - radius``.
    """

    before: Fraction | None
    after: Fraction | None
    bits: int
    radius: Fraction | None


def growth_by_kneading(evidence: dict[str, object], dynamics: Dynamics) -> Growth:
    """Check evidence by kneading.

    Parameters
    ----------
    evidence : dict
        With the keys ``orbits``, ``terms``, ``zero`` and ``recurrence``.
    dynamics : Dynamics
        The function, at the precision of the evidence.

    Returns
    -------
    Growth
    """
    records = read_orbits(evidence["orbits"], dynamics)
    determinant = _determinant(evidence["terms"], dynamics.signs, records)
    zero = _read_zero(evidence["zero"], finite=determinant.turns is None)
    determinant.check_size(zero.bits)
    least, most = Fraction(1), Fraction(len(records) + 1)
    if zero.before is not None:
        determinant.check_positive(zero.before, zero.bits)
        most = 1 / zero.before
    if zero.after is not None:
        if zero.radius is not None:
            require(evidence["recurrence"] is None, "recurrence", "with zero.after.radius there must be none")
            determinant.check_double(zero.after - zero.radius, zero.radius, zero.bits)
        elif evidence["recurrence"] is None:  # which shows a zero before this place in its own way, double ones as well
            determinant.check_negative(zero.after, zero.bits)
        least = 1 / zero.after
    return Growth(least, most, partial(_annul, determinant))


def _determinant(value: object, signs: Sequence[int], records: Sequence[Record]) -> Sum:
    if value is None:
        return Sum(polynomial(signs, records))
    terms = integer(value, "terms", "terms", 1)
    require(terms <= _MOST_TERMS, "terms", f"terms is more than {_MOST_TERMS}")
    return Sum(series(signs, records, terms), len(records))


def _read_zero(value: object, *, finite: bool) -> Zero:
    keys = obj(value, ["before", "after", "bits"], "evidence", "zero")
    bits = integer(keys["bits"], "evidence", "zero.bits", 1)
    require(bits <= _MOST_BITS, "evidence", f"zero.bits is more than {_MOST_BITS}")
    before = None if keys["before"] is None else rational(keys["before"], "upper", "zero.before")
    after, radius = _read_after(keys["after"])
    if before is not None:
        # At 1, the rest of a series is not bounded.
        require(0 < before < 1 or (finite and before == 1), "upper", "zero.before is not between 0 and 1")
    require(after is None or 0 < after < 1, "lower", "zero.after is not between 0 and 1")
    return Zero(before, after, bits, radius)


def _read_after(value: object) -> tuple[Fraction | None, Fraction | None]:
    if isinstance(value, dict):
        keys = obj(value, ["centre", "radius"], "lower", "zero.after")
        centre, radius = (rational(keys[key], "lower", f"zero.after.{key}") for key in ("centre", "radius"))
        require(0 < radius < centre, "lower", "zero.after.radius is not between 0 and the centre")
        return centre + radius, radius
    return None if value is None else rational(value, "lower", "zero.after"), None


def _annul(determinant: Sum, factor: list[int], multiplicity: int, cofactor: list[int]) -> None:
    """Check that the reversed polynomial is factor^multiplicity cofactor, up to numbers and powers of t."""
    require(determinant.turns is None, "recurrence", "terms is not null, so the determinant is not known exactly")
    factor, cofactor, whole = map(_strip, (factor, cofactor, determinant.coefficients[::-1]))
    degree = multiplicity * (len(factor) - 1) + len(cofactor) - 1
    require(len(factor) > 1 and degree == len(whole) - 1, "recurrence", "the degrees do not fit")
    product = cofactor
    for _ in range(multiplicity):
        product = _multiply(product, factor)
    fits = all(a * whole[-1] == b * product[-1] for a, b in zip(product, whole, strict=True))
    require(fits, "recurrence", "the product is not the reversed polynomial of the kneading determinant")


def _strip(coefficients: Sequence[int]) -> list[int]:
    """Take out a power of t, and zeros at the top."""
    there = [i for i, c in enumerate(coefficients) if c]
    return list(coefficients[there[0] : there[-1] + 1]) if there else []


def _multiply(a: Sequence[int], b: Sequence[int]) -> list[int]:
    result = [0] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            result[i + j] += x * y
    return result
