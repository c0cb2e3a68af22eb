"""Binary floats in files: each is a rational number, and is read as that."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.errors import InputError

__all__ = ["FloatNotice", "Numbers", "exact_numbers", "notice_floats"]

Numbers = NDArray[np.object_]
"""An array of rationals."""


class FloatNotice(UserWarning):
    """A file has floats: they are read as the exact binary values that they are."""


def notice_floats(count: int, kind: str, also: str = "", level: int = 2) -> None:
    """Warn of so many floats, if there are any."""
    if count or also:
        noun = f"number is a {kind}" if count == 1 else f"numbers are {kind}s"
        warnings.warn(f"{count} {noun}, read as the exact binary value{also}", FloatNotice, stacklevel=level + 1)


def exact_numbers(values: NDArray[Any]) -> Numbers:
    """The rationals that floats (or integers) are.

    Raises
    ------
    InputError
        If some are not finite.

    Examples
    --------
    >>> exact_numbers(np.array([0.5, np.float32(0.1)]))
    array([1/2, 13421773/134217728], dtype=object)
    """
    doubles = values.astype(np.float64)  # exact: no file has longer floats
    if not np.isfinite(doubles).all():
        raise InputError("some numbers are not finite")
    found = np.empty(doubles.shape, dtype=object)
    found.ravel()[:] = [fmpq(*x.as_integer_ratio()) for x in doubles.ravel().tolist()]
    return found
