"""Whole numbers as arguments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from exactnet.errors import InputError

__all__ = ["whole", "wholes"]


def whole(value: int, name: str) -> int:
    """An argument that has to be an integer; InputError if it is none.

    Examples
    --------
    >>> whole(3, "inputs")
    3
    """
    if not isinstance(value, int) or isinstance(value, bool):
        raise InputError(f"{name} must be an integer, not {value!r}")
    return value


def wholes(values: Any, name: str) -> tuple[int, ...]:
    """An argument that has to be a list of integers.

    Examples
    --------
    >>> wholes([8, 8], "widths")
    (8, 8)
    """
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise InputError(f"{name} must be a list of integers, not {values!r}")
    return tuple(whole(value, f"{name}[{i}]") for i, value in enumerate(values))
