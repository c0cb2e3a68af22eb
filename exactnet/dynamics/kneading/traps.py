"""Traps around attracting cycles: rings of intervals with short rational ends, each taken into the next by an affine map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq

__all__ = ["Affine", "Interval", "find_trap"]

Interval = tuple[fmpq, fmpq]

_MAX_BITS = 4096


@dataclass(frozen=True)
class Affine:
    """x -> slope * x + offset on [start, end]."""

    slope: fmpq
    offset: fmpq
    start: fmpq
    end: fmpq

    def __call__(self, x: fmpq) -> fmpq:
        return self.slope * x + self.offset


def find_trap(turn: Sequence[Affine], within: Interval) -> tuple[Interval, ...] | None:
    """A ring of intervals, one in the domain of each piece, the first with [low, high] in its interior.

    The pieces, one after another, must contract; their composition fixes one point, and the intervals surround its orbit. Where
    that lies on an end of a piece, they end there, and lie on the side from which [low, high] comes.

    Examples
    --------
    >>> halving = Affine(fmpq(1, 2), fmpq(1, 3), fmpq(0), fmpq(1))
    >>> find_trap([halving], (fmpq(1, 2), fmpq(3, 4)))
    ((1/8, 15/16),)
    """
    slope, offset = fmpq(1), fmpq(0)
    slopes = []
    for piece in turn:
        slopes.append(slope)
        slope, offset = piece.slope * slope, piece(offset)
    if not abs(slope) < 1:
        return None
    cycle = [offset / (1 - slope)]
    for piece in turn[:-1]:
        cycle.append(piece(cycle[-1]))
    reach = [cycle[0] - within[0], within[1] - cycle[0]]
    room = [_room(turn, cycle, slopes, side) for side in (-1, 1)]
    if slope < 0:
        reach, room = [max(reach)] * 2, [min(room)] * 2
    if any(have <= need if need >= 0 else have < 0 for need, have in zip(reach, room, strict=True)):
        return None
    # an end has the room at its disposal; with none it is the fixed point, which must not lie in [low, high]
    left, right = ((max(need, fmpq(0)) + 3 * have) / 4 for need, have in zip(reach, room, strict=True))
    bits = 4
    while bits <= _MAX_BITS:
        ring = _ring(turn, cycle, left, right, bits)
        if ring is not None and ring[0][0] < within[0] and within[1] < ring[0][1]:
            return ring
        bits *= 2
    return None


def _room(turn: Sequence[Affine], cycle: Sequence[fmpq], slopes: Sequence[fmpq], side: int) -> fmpq:
    """How far from the first point of the cycle, on one side, the composition stays affine."""
    found = []
    for piece, x, slope in zip(turn, cycle, slopes, strict=True):
        right = (slope > 0) == (side > 0)
        found.append((piece.end - x if right else x - piece.start) / abs(slope))
    return min(found)


def _ring(
    turn: Sequence[Affine], cycle: Sequence[fmpq], left: fmpq, right: fmpq, bits: int
) -> tuple[Interval, ...] | None:
    """Images of [z - left, z + right], z the first point of the cycle, made longer to multiples of 2^-bits, if they close."""
    ends = [_away(cycle[0] - left, cycle[0], bits), _away(cycle[0] + right, cycle[0], bits)]
    ring = []
    for i, piece in enumerate(turn):
        ring.append((min(ends), max(ends)))
        if not piece.start <= ring[i][0] < ring[i][1] <= piece.end:
            return None
        ends = [piece(x) for x in ends]
        if i + 1 < len(turn):
            ends = [_away(x, cycle[i + 1], bits) for x in ends]
    closes = ring[0][0] <= min(ends) and max(ends) <= ring[0][1]
    return tuple(ring) if closes else None


def _away(x: fmpq, centre: fmpq, bits: int) -> fmpq:
    """x moved away from the centre to a multiple of 2^-bits; the centre itself stays."""
    if x == centre:
        return x
    scaled = x * (1 << bits)
    return fmpq(scaled.ceil() if x > centre else scaled.floor(), 1 << bits)
