"""Numbers as text. What is rounded is marked by ``~`` (logarithms, which are always rounded, are not)."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Any

__all__ = ["exactly", "log_text", "number_text"]

_LONGEST = 12


def exactly(value: Any) -> str:
    """A value with nothing rounded, in one line.

    >>> exactly(["1/2", 3]), exactly({"lower": "1", "upper": "2", "exact": None})
    ('1/2 3', '1 .. 2')
    """
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(f"({exactly(item)})" if isinstance(item, list) else exactly(item) for item in value)
    if isinstance(value, dict):
        if value.get("radicals") is not None:
            return _radicals(value["radicals"])
        if "lower" in value:
            if value["lower"] == value["upper"]:
                return str(value["lower"])
            return exactly(value["exact"]) if value.get("exact") else f"{value['lower']} .. {value['upper']}"
        if {"polynomial", "between"} <= value.keys():
            low, high = value["between"]
            return f"the root of {_polynomial(value['polynomial'])} between {low} and {high}"
        return ", ".join(f"{key} {exactly(item)}" for key, item in value.items())
    return str(value)


def number_text(value: Any, digits: int) -> str:
    """A value as people read it, long numbers rounded to so many decimals.

    >>> number_text("1/3", 4), number_text("123456789/1234567", 4), number_text({"lower": "1", "upper": "1"}, 4)
    ('1/3', '~100.0001', '1')
    >>> number_text({"polynomial": [-2, 0, 1], "between": ["1", "2"]}, 6)
    '~1.414214'
    """
    if (
        isinstance(value, dict)
        and value.get("radicals") is not None
        and len(_radicals(value["radicals"])) <= 3 * _LONGEST
    ):
        return _radicals(value["radicals"])
    bracket = _bracket(value, digits)
    if bracket is None:
        return exactly(value) if not isinstance(value, list) else " ".join(_item(item, digits) for item in value)
    low, high = bracket
    if low == high and len(str(low)) <= _LONGEST:
        return str(low)
    if low == high and abs(low) >= 10**_LONGEST:
        return f"~{_rounded(low, 3):.3e}"
    for places in range(digits, -1, -1):
        text = f"{_rounded(low, places):.{places}f}"
        if text == f"{_rounded(high, places):.{places}f}":
            return f"~{text}" if float(text) or low == high == 0 else f"~{Decimal(low.numerator) / low.denominator:.2e}"
    return f"{number_text(str(low), digits)} .. {number_text(str(high), digits)}"


def log_text(value: Any, digits: int) -> str:
    """The logarithm of a growth number (an object with ``lower`` and ``upper``, both at least 1).

    >>> log_text({"lower": "2", "upper": "2"}, 6), log_text({"lower": "1618033988/1000000000", "upper": "1618033989/1000000000"}, 6)
    ('log 2', '0.481212')
    """
    low, high = _bracket(value, digits) or (Fraction(value["lower"]), Fraction(value["upper"]))
    if low == high and len(str(low)) <= _LONGEST:
        return "0" if low == 1 else f"log {low}" if low.denominator == 1 else f"log({low})"
    first, last = _log(low, digits, -1), _log(high, digits, 1)
    for places in range(digits, -1, -1):
        unit = Decimal(1).scaleb(-places)
        text = first.quantize(unit, ROUND_HALF_EVEN)
        if text == last.quantize(unit, ROUND_HALF_EVEN):
            return f"{abs(text) if text == 0 else text:f}"
    return f"{first:.{digits}f} .. {last:.{digits}f}"


def _log(x: Fraction, digits: int, side: int) -> Decimal:
    """A decimal below (side -1) or above the logarithm of x >= 1, by less than 10^-(digits + 10)."""
    context = Context(prec=digits + 40)
    # division and ln are rounded to nearest, so their relative errors are far below this margin
    found = context.ln(context.divide(Decimal(x.numerator), Decimal(x.denominator)))
    return max(Decimal(0), context.add(found, side * Decimal(1).scaleb(-digits - 12)))


def _rounded(x: Fraction, places: int) -> Decimal:
    if abs(x) >= 10**_LONGEST:
        return Context(prec=places + 1).divide(Decimal(x.numerator), Decimal(x.denominator))
    scaled = round(x * 10**places)
    return Decimal(scaled).scaleb(-places)


def _bracket(value: Any, digits: int) -> tuple[Fraction, Fraction] | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value), Fraction(value)
    if isinstance(value, str):
        try:
            return Fraction(value), Fraction(value)
        except (ValueError, ZeroDivisionError):
            return None
    if isinstance(value, dict) and value.get("exact"):
        return _bracket(value["exact"], digits)
    if isinstance(value, dict) and "lower" in value and "upper" in value:
        return Fraction(value["lower"]), Fraction(value["upper"])
    if (
        isinstance(value, dict)
        and {"polynomial", "between"} <= value.keys()
        and all(_rational(c) for c in value["polynomial"])
    ):
        return _root(
            [Fraction(c) for c in value["polynomial"]],
            Fraction(value["between"][0]),
            Fraction(value["between"][1]),
            digits,
        )
    return None


def _rational(value: Any) -> bool:
    return isinstance(value, int | str)


def _root(polynomial: list[Fraction], low: Fraction, high: Fraction, digits: int) -> tuple[Fraction, Fraction]:
    """The one simple root between low and high, by bisection."""
    rising = _at(polynomial, high) > 0
    while (high - low) * 10 ** (digits + 6) > 1:
        middle = (low + high) / 2
        value = _at(polynomial, middle)
        if value == 0:
            return middle, middle
        low, high = (low, middle) if (value > 0) == rising else (middle, high)
    return low, high


def _at(polynomial: list[Fraction], x: Fraction) -> Fraction:
    value = Fraction(0)
    for coefficient in reversed(polynomial):
        value = value * x + coefficient
    return value


def _item(value: Any, digits: int) -> str:
    if isinstance(value, list):
        return f"({' '.join(_item(item, digits) for item in value)})"
    return number_text(value, digits)


def _radicals(terms: list[Any]) -> str:
    """A sum of rational multiples of square roots.

    >>> _radicals([["13/6", 1], ["1", 5]])
    '13/6 + sqrt(5)'
    """
    written = [str(c) if r == 1 else f"sqrt({r})" if str(c) == "1" else f"{c} sqrt({r})" for c, r in terms]
    return " + ".join(written) or "0"


def _polynomial(coefficients: list[Any]) -> str:
    terms: list[str] = []
    for degree in range(len(coefficients) - 1, -1, -1):
        c = coefficients[degree]
        if c == 0:
            continue
        power = {0: "", 1: "x"}.get(degree, f"x^{degree}")
        size = "" if degree and c in (1, -1) else str(c).removeprefix("-")
        negative = str(c).startswith("-")
        terms.append((" - " if negative else " + ") if terms else "-" * negative)
        terms.append(size + power)
    return "".join(terms) or "0"
