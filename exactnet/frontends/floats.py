"""Binary floats in files: each is a rational number, and is read as that."""

from __future__ import annotations

import sys
import warnings
from os import sep
from pathlib import Path
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.errors import InputError

__all__ = ["FloatNotice", "Numbers", "exact_numbers", "notice_floats", "widened"]

Numbers = NDArray[np.object_]
"""An array of rationals."""


class FloatNotice(UserWarning):
    """A file has floats: they are read as the exact binary values that they are."""


_PACKAGE = f"{Path(__file__).parent.parent}{sep}"


def notice_floats(count: int, kind: str, also: str = "") -> None:
    """Warn of so many floats, if there are any; the place is that where the package was called."""
    if count or also:
        noun = f"number is a {kind}" if count == 1 else f"numbers are {kind}s"
        warnings.warn(f"{count} {noun}, read as the exact binary value{also}", FloatNotice, stacklevel=_depth())


def _depth() -> int:
    """How many callers up the one outside this package is."""
    depth, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        depth, frame = depth + 1, frame.f_back
    return depth


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
    >>> exact_numbers(np.array([2**62 + 1]))
    array([4611686018427387905], dtype=object)
    """
    found = np.empty(values.shape, dtype=object)
    if values.dtype.kind in "biu":  # not through floats, which have 53 digits only
        found.ravel()[:] = [fmpq(int(n)) for n in values.ravel().tolist()]
        return found
    doubles = values.astype(np.float64)  # exact: no file has longer floats
    if not np.isfinite(doubles).all():
        raise InputError("some numbers are not finite")
    found.ravel()[:] = [fmpq(*x.as_integer_ratio()) for x in doubles.ravel().tolist()]
    return found


def widened(halves: NDArray[Any]) -> NDArray[Any]:
    """Numbers of type bfloat16, given as 16-bit integers: each is the upper half of a 32-bit float.

    Examples
    --------
    >>> widened(np.array([0x3FC0, 0xC000], dtype="<u2"))
    array([ 1.5, -2. ], dtype=float32)
    """
    return (halves.astype(np.uint32) << 16).view(np.float32)
