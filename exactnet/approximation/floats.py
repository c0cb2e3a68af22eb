"""Roots and turning points of polynomials on [-1, 1] in floats: proposals only."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["root_of", "turn_of"]

_HALVINGS = 60
_SAMPLES = 16


def root_of(terms: Sequence[float], level: float = 0.0) -> float | None:
    """Where a polynomial takes a value between its values at -1 and 1; None if it does not.

    Examples
    --------
    >>> root_of([0.0, 1.0], 0.5), root_of([2.0, 1.0])
    (0.5, None)
    """
    low, high = -1.0, 1.0
    left, right = _at(terms, low) - level, _at(terms, high) - level
    if left * right > 0:
        return None
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if (_at(terms, middle) - level) * left > 0:
            low = middle
        else:
            high = middle
    return high


def turn_of(terms: Sequence[float]) -> float | None:
    """Where the absolute value of a polynomial has the highest turning point inside [-1, 1]; None if it has none.

    Examples
    --------
    >>> turn_of([1.0, 0.0, -1.0]), turn_of([0.0, 1.0, 0.0])
    (0.0, None)
    """
    slope = [i * c for i, c in enumerate(terms)][1:]
    xs = [2 * i / _SAMPLES - 1 for i in range(_SAMPLES + 1)]
    values = [_at(slope, x) for x in xs]
    found: list[float] = []
    for a, b, u, v in zip(xs, xs[1:], values, values[1:], strict=False):
        if u * v <= 0 and u != v:
            # the slope on [a, b] as a polynomial on [-1, 1] is not worth the trouble
            found.append(_bisected(slope, a, b))
    return max(found, key=lambda x: abs(_at(terms, x)), default=None)


def _bisected(terms: Sequence[float], low: float, high: float) -> float:
    left = _at(terms, low)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _at(terms, middle) * left > 0:
            low = middle
        else:
            high = middle
    return high


def _at(terms: Sequence[float], x: float) -> float:
    value = 0.0
    for c in reversed(terms):
        value = value * x + c
    return value
