"""The signs of all walls at a point in one integer, so that the signs of a hull are a union of bits."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, compress, repeat
from operator import gt, lt

from exactnet.check.layers import Clip, Gate, Maxout


class Signs:
    """Which bit says what.

    With W walls, those of the domain first, bit i says that wall i is positive, bit W + i that it is negative.

    Parameters
    ----------
    domain : int
        The number of domain walls.
    gates : list of Gate
        The layers that are not dense, in order.

    Examples
    --------
    >>> from exactnet.check.layers import Relu
    >>> signs = Signs(1, [Relu(2)])
    >>> bin(signs.encode([5, -1, 0]))
    '0b10001'
    """

    def __init__(self, domain: int, gates: list[Gate]) -> None:
        self.domain = domain
        counts = [_walls(gate) for gate in gates]
        self.walls = counts
        self.count = domain + sum(counts)
        self._positive = [1 << i for i in range(self.count)]
        self._negative = [1 << (self.count + i) for i in range(self.count)]
        self.all = (1 << 2 * self.count) - 1
        self.outside = ((1 << domain) - 1) << self.count
        # Of a maxout group, a label keeps which units attain the maximum: those that no sign says to be less.
        self._less: list[int] = []
        maxout, place = 0, domain
        for gate, count in zip(gates, counts, strict=True):
            if isinstance(gate, Maxout):
                maxout |= ((1 << count) - 1) << place
                self._add_groups(gate, place)
            place += count
        self._plain = self.all & ~(maxout | maxout << self.count)
        self._active = self._plain & ((1 << self.count) - (1 << domain))

    def _add_groups(self, gate: Maxout, place: int) -> None:
        for group in gate.groups:
            less = [0] * len(group)
            for i, k in combinations(range(len(group)), 2):
                less[i] |= self._negative[place]
                less[k] |= self._positive[place]
                place += 1
            self._less += less

    def encode(self, values: Sequence[int]) -> int:
        """Keep the signs of the values of all walls."""
        positive = compress(self._positive, map(gt, values, repeat(0)))
        return sum(compress(self._negative, map(lt, values, repeat(0))), sum(positive))

    def opposite(self, signs: int) -> bool:
        """Tell whether a wall is both positive and negative in this union."""
        return signs & (signs >> self.count) & ((1 << self.count) - 1) != 0

    def label(self, signs: int) -> int:
        """Give the label, as a number; equal ones for equal labels."""
        return signs & self._plain | self._largest(signs)

    def pattern(self, signs: int) -> int:
        """Give the pattern, as a number; equal ones for equal patterns."""
        return signs & self._active | self._largest(signs)

    def _largest(self, signs: int) -> int:
        if not self._less:
            return 0
        bits = sum(1 << i for i, less in enumerate(self._less) if not signs & less)
        return bits << 2 * self.count


def _walls(gate: Gate) -> int:
    if isinstance(gate, Maxout):
        return sum(len(group) * (len(group) - 1) // 2 for group in gate.groups)
    return 2 * gate.width if isinstance(gate, Clip) else gate.width
