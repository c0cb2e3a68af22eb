"""Exact rationals: reading, writing, and the one name for their type."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TypeAlias

from flint import fmpq, fmpz

from exactnet.errors import InputError

__all__ = ["Q", "QLike", "balanced_sum", "common_denominator", "counted", "number_json", "number_text", "rational"]

Q = fmpq
QLike: TypeAlias = fmpq | fmpz | int | float | str | Fraction

# A number a person would write; longer ones are attacks or accidents ("1e999999999" would fill the memory).
_MAX_CHARACTERS = 100_000
_MAX_EXPONENT = 10_000
_FRACTION = re.compile(r"([+-]?[0-9]+)\s*/\s*([0-9]+)")
_DECIMAL = re.compile(r"([+-]?)([0-9]*)\.?([0-9]*)(?:[eE]([+-]?[0-9]{1,9}))?")


def rational(value: QLike) -> fmpq:
    """Read a number exactly.

    Parameters
    ----------
    value
        An integer, a `Fraction`, an `fmpq`, a float (its exact binary value), or a string ``"p/q"``,
        an integer, or a decimal such as ``"-0.1"`` or ``"1e-3"`` (the exact decimal).

    Returns
    -------
    Q
        The same number; nothing is rounded.

    Raises
    ------
    InputError
        For NaN, infinities, a zero denominator, or text that is no number.

    Examples
    --------
    >>> rational("0.1"), rational(0.5), rational("-6/4")
    (1/10, 1/2, -3/2)
    """
    match value:
        case fmpq():
            return value
        case bool():
            raise InputError(f"{value} is not a number")
        case int() | fmpz():
            return fmpq(value)
        case float():
            if not math.isfinite(value):
                raise InputError(f"{value} is not a number; every number must be finite")
            return fmpq(*value.as_integer_ratio())
        case Fraction():
            return fmpq(value.numerator, value.denominator)
        case str():
            return _from_text(value)
        case _:
            raise InputError(f"{_shown(value)} is not a number")


def _from_text(text: str) -> fmpq:
    stripped = text.strip()
    if len(stripped) > _MAX_CHARACTERS:
        raise InputError(f"a number of {len(stripped)} characters is too long (at most {_MAX_CHARACTERS})")
    if found := _FRACTION.fullmatch(stripped):
        denominator = fmpz(found[2])
        if denominator == 0:
            raise InputError(f"{_shown(text)} has a zero denominator")
        return fmpq(fmpz(found[1].lstrip("+")), denominator)
    if found := _DECIMAL.fullmatch(stripped):
        sign, whole, part, exponent_text = found.groups()
        exponent = int(exponent_text or "0")
        if whole + part and abs(exponent) <= _MAX_EXPONENT:
            digits = fmpq(fmpz(whole + part))
            shift = exponent - len(part)
            ten = fmpz(10) ** abs(shift)
            magnitude = digits * ten if shift >= 0 else digits / ten
            return -magnitude if sign == "-" else magnitude
        if whole + part:
            raise InputError(f"{_shown(text)} has an exponent beyond {_MAX_EXPONENT}")
    raise InputError(f'{_shown(text)} is not a number; write an integer, "p/q" or a decimal')


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."


def number_text(value: fmpq | fmpz | int) -> str:
    """Write a rational in lowest terms, ``"p"`` or ``"p/q"``.

    Examples
    --------
    >>> number_text(rational("0.75")), number_text(Q(2))
    ('3/4', '2')
    """
    return str(value if isinstance(value, fmpq) else fmpz(value))


def number_json(value: fmpq | fmpz | int) -> int | str:
    """Write a number for JSON: an integer as such, anything else as ``"p/q"``.

    Examples
    --------
    >>> number_json(Q(7)), number_json(Q(7, 2))
    (7, '7/2')
    """
    exact = fmpq(value)
    return int(exact.p) if exact.q == 1 else str(exact)


def common_denominator(values: Iterable[fmpq]) -> fmpz:
    """The least common denominator of rationals (1 for none).

    Examples
    --------
    >>> common_denominator([Q(1, 6), Q(3, 4)])
    12
    """
    result = fmpz(1)
    for value in values:
        result = result.lcm(value.q)
    return result


def balanced_sum(terms: Sequence[fmpq]) -> fmpq:
    """The sum of rationals; adding neighbours first keeps the denominators small as long as possible.

    Examples
    --------
    >>> balanced_sum([Q(1, 6), Q(1, 3), Q(1, 2)]), balanced_sum([])
    (1, 0)
    """
    left = list(terms)
    while len(left) > 1:
        tail = left[-1:] if len(left) % 2 else []
        left = [a + b for a, b in zip(left[::2], left[1::2], strict=False)] + tail
    return left[0] if left else fmpq(0)


def counted(number: int, noun: str) -> str:
    """A number of things, for people.

    Examples
    --------
    >>> counted(1, "lap"), counted(4096, "network")
    ('1 lap', '4,096 networks')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
