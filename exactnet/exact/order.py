"""Sorting fractions exactly: doubles propose the order, integers decide where doubles are too close."""

from __future__ import annotations

import itertools

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.exact.integers import IntArray

__all__ = ["sort_fractions"]

# num/den in doubles is off by at most 3 roundings; twice that, generously, and an absolute guard where doubles lose
# relative precision near zero.
_RELATIVE = 2.0**-49
_ABSOLUTE = 1e-290


def sort_fractions(num: IntArray, den: IntArray) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Order of the fractions ``num / den`` with positive denominators.

    Returns
    -------
    order : array of shape (n,)
        Indices that sort the fractions; equal ones keep their order.
    repeats : boolean array of shape (n,)
        ``repeats[i]`` says that the i-th in that order equals the one before it.

    Examples
    --------
    >>> order, repeats = sort_fractions(np.array([1, 1, 2]), np.array([2, 3, 4]))
    >>> order.tolist(), repeats.tolist()
    ([1, 0, 2], [False, False, True])
    """
    n = len(num)
    repeats = np.zeros(n, dtype=bool)
    if n < 2:
        return np.arange(n), repeats
    try:
        approximate = (num / den).astype(np.float64)
    except OverflowError:
        approximate = np.zeros(n)  # everything is decided exactly
    order = np.argsort(approximate, kind="stable")
    ordered = approximate[order]
    with np.errstate(invalid="ignore"):
        gap = ordered[1:] - ordered[:-1]
        close = ~(gap > _RELATIVE * np.maximum(abs(ordered[1:]), abs(ordered[:-1])) + _ABSOLUTE)
    if not close.any():
        return order, repeats
    edges = np.flatnonzero(np.diff(np.concatenate(([False], close, [False]))))
    for start, stop in zip(edges[::2], edges[1::2] + 1, strict=True):
        run = order[start:stop]
        exact = [fmpq(int(num[i]), int(den[i])) for i in run]
        ranking = sorted(range(len(run)), key=lambda i: (exact[i], run[i]))
        order[start:stop] = run[ranking]
        repeats[start + 1 : stop] = [exact[a] == exact[b] for a, b in itertools.pairwise(ranking)]
    return order, repeats
