"""What a specification may give: the kinds of values, each with its reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from exactnet.errors import InputError
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.rational import number_json, rational
from exactnet.frontends.interval_maps import map_number

__all__ = [
    "Option",
    "document",
    "flag",
    "keys_of",
    "list_of",
    "number",
    "point",
    "position",
    "rational_number",
    "references",
    "whole",
    "word",
]


@dataclass(frozen=True)
class Option:
    """One thing that may be given.

    Attributes
    ----------
    read
        Value in the specification -> JSON value (InputError if it is none).
    text
        What it is, in a few words.
    default
        None: it must be given.
    optional
        Whether it may be left out although it has no default.
    """

    read: Callable[[Any], Any]
    text: str
    default: Any = None
    optional: bool = False


def whole(least: int, most: int = 10**6) -> Callable[[Any], int]:
    """Integers in a range."""

    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise InputError(f"it must be an integer from {least} to {most:,}, not {value!r}")
        return value

    return read


def position(value: Any) -> int:
    """A place in a list, from 1, or from the end if it is negative."""
    if not isinstance(value, int) or isinstance(value, bool) or value == 0:
        raise InputError(f"it must be 1, 2, .., or -1, -2, .. from the end, not {value!r}")
    return value


def word(*choices: str) -> Callable[[Any], str]:
    """One of some words."""

    def read(value: Any) -> str:
        if value not in choices:
            raise InputError(f"it must be one of {', '.join(choices)}, not {value!r}")
        return str(value)

    return read


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise InputError(f"it must be true or false, not {value!r}")
    return value


def rational_number(value: Any) -> int | str:
    """A rational, exactly.

    Examples
    --------
    >>> rational_number("0.50"), rational_number(3)
    ('1/2', 3)
    """
    if not isinstance(value, int | str):
        raise InputError(f'it must be a number, an integer, "p/q" or a decimal, not {value!r}')
    return number_json(rational(value))


def number(value: Any) -> Any:
    """A rational, or a real algebraic number as maps write it."""
    if not isinstance(value, Mapping):
        return rational_number(value)
    if not isinstance(map_number(value, "the number"), RealAlgebraic):
        raise InputError("it is a rational number; write it as such")
    return dict(value)


def point(value: Any) -> list[Any]:
    """A point: a list of rationals; a number for one in one dimension."""
    if isinstance(value, list) and value:
        return [rational_number(x) for x in value]
    return [rational_number(value)]


def list_of(read: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    """Lists."""

    def reader(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise InputError(f"it must be a list, not {value!r}")
        return [read(item) for item in value]

    return reader


def document(value: Any) -> Any:
    """A network or a map: read already, when the specification was."""
    if not isinstance(value, Mapping):
        raise InputError("it must be a network or a map")
    return dict(value)


def references(value: Any) -> bool:
    """Whether a value is the row's, ``$name``."""
    return isinstance(value, str) and value.startswith("$")


def keys_of(given: Mapping[str, Any], known: Mapping[str, Option], what: str) -> None:
    """Raise InputError for something that is not known, or missing."""
    for key in given:
        if key not in known:
            options = ", ".join(known) or "none"
            raise InputError(f"{what} has no option {key!r}; it has: {options}")
    for key, option in known.items():
        if key not in given and option.default is None and not option.optional:
            raise InputError(f"{what} needs {key!r}: {option.text}")
