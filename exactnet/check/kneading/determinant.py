"""The kneading determinant: a power series up to some term, or a polynomial with the same zeros in (0, 1)."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

from exactnet.check.kneading.germs import Cycle, Itinerary, Record, itinerary
from exactnet.check.kneading.series import Ring, determinant
from exactnet.check.verdict import require

# Of a polynomial.
_MOST_TERMS = 2000
# Bounds l^3 n^2 for l turning points and n terms: the determinant takes about l^3 products of series.
_MOST_WORK = 4 * 10**9


def series(signs: Sequence[int], records: Sequence[Record], terms: int) -> list[int]:
    """Give the first coefficients of the kneading determinant.

    Parameters
    ----------
    signs : sequence of int
        1, -1 or 0: whether f rises, falls or is flat on the monotone intervals.
    records : sequence of Record
        The orbits of the turning points between them.
    terms : int
        How many coefficients.

    Examples
    --------
    >>> from exactnet.check.kneading.germs import Return
    >>> series([1, -1], [Record([1, 0], Return(2))], 5)  # the tent: (1 - 2t)/(1 - t)
    [1, -1, -1, -1, -1]
    """
    _check_work(len(records), terms)
    germs = _germs(signs, records, terms)
    for i, found in enumerate(germs):
        if not found.complete:
            known = len(found.visits)
            require(known >= terms, "terms", f"{known} visits of the germs at turning point {i // 2 + 1} are known")
    coefficients = _first(germs, len(signs), terms)
    # Division by 1 - e t.
    for k in range(1, terms):
        coefficients[k] += signs[0] * coefficients[k - 1]
    return coefficients


def polynomial(signs: Sequence[int], records: Sequence[Record]) -> list[int]:
    """Give a polynomial with the zeros of the kneading determinant in (0, 1).

    >>> from exactnet.check.kneading.germs import Return
    >>> polynomial([1, -1], [Record([1, 0], Return(2))])
    [1, -3, 2]
    """
    germs = _germs(signs, records, _MOST_TERMS + 1)
    require(all(found.complete for found in germs), "terms", "an orbit does not end within 2000 steps")
    cycles: list[Cycle] = []
    terms = 0
    for right, left in zip(germs[::2], germs[1::2], strict=True):
        own = {found.cycle for found in (right, left) if found.cycle}
        cycles += own
        terms += sum(cycle.length for cycle in own)
        terms += max(len(found.visits) - (found.cycle.length if found.cycle else 0) for found in (right, left))
    require(terms <= _MOST_TERMS, "terms", f"the polynomial may have {terms} terms, too many")
    terms = max(1, terms)
    _check_work(len(records), terms)
    result = _first(germs, len(signs), terms)
    for length, sign in cycles:
        result = [c - sign * (result[k - length] if k >= length else 0) for k, c in enumerate(result)]
    while result[-1] == 0:
        result.pop()
    return result


def _check_work(turns: int, terms: int) -> None:
    require(turns**3 * terms**2 <= _MOST_WORK, "terms", f"{terms} terms are too many, with l = {turns}")


def _germs(signs: Sequence[int], records: Sequence[Record], terms: int) -> list[Itinerary]:
    """List the itineraries right and left of each turning point."""
    return [itinerary(signs, records, turn, side, terms) for turn in range(len(records)) for side in (1, -1)]


def _first(germs: Sequence[Itinerary], intervals: int, terms: int) -> list[int]:
    """Give the determinant of the matrix without its first column, up to some term."""
    count = intervals - 1
    # The coefficient of t^k is at most 2^l C(k + l - 1, l - 1): every term of a row is at most 2 in the sum norm.
    bits = (2**count * comb(terms + count, count)).bit_length() + 1
    ring = Ring(terms, bits)
    rows = []
    for right, left in zip(germs[::2], germs[1::2], strict=True):
        row = [[0] * terms for _ in range(intervals)]
        for found, sign in ((right, 1), (left, -1)):
            for k, (interval, s) in enumerate(found.first(terms)):
                row[interval][k] += sign * s
        rows.append([ring.pack(entry) for entry in row[1:]])
    return ring.coefficients(determinant(ring, rows))
