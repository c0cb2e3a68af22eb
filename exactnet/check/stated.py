"""Values that a claim states: a number, or a bracket that contains it."""

from __future__ import annotations

from fractions import Fraction

from exactnet.check.reader import array, obj, rational, show
from exactnet.check.verdict import require

Bracket = tuple[Fraction, Fraction]


def is_bracket(value: object) -> bool:
    """Tell whether a value is written as a bracket."""
    return isinstance(value, dict) and "polynomial" not in value


def read_bracket(value: object, step: str, name: str) -> Bracket:
    """Parse ``{"lower":L,"upper":U}``, L <= U.

    >>> read_bracket({"lower": "1/3", "upper": 1}, "claim", "value")
    (Fraction(1, 3), Fraction(1, 1))
    """
    keys = obj(value, ["lower", "upper"], step, name)
    low, high = (rational(keys[key], step, f"{name}.{key}") for key in ("lower", "upper"))
    require(low <= high, step, f"{name}.lower is more than {name}.upper")
    return low, high


def read_rational_or_bracket(value: object, step: str, name: str) -> Bracket:
    """Parse a rational, as a bracket of length 0, or a bracket."""
    if is_bracket(value):
        return read_bracket(value, step, name)
    number = rational(value, step, name)
    return number, number


def read_extremes(claim: dict[str, object], count: int) -> dict[str, list[object]]:
    """Take ``minima`` and ``maxima`` from a claim about ``count`` iterates: both, or neither (then the result is empty)."""
    names: list[str] = [name for name in ("minima", "maxima") if name in claim]
    require(len(names) != 1, "claim", "minima and maxima belong together")
    found = {name: array(claim[name], "claim", name) for name in names}
    for name, values in found.items():
        require(len(values) == count, "claim", f"{name} must have {show(count)} entries")
    return found
