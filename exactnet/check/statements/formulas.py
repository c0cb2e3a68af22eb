"""Functions of integers, and what is read off a subject's architecture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from math import comb, prod
from operator import mul

from exactnet.check.layers import Clip, CurvedGate, Maxout, Piecewise, Product
from exactnet.check.subject import CurvedMap, CurvedNetwork, Map, Network

_MOST = 1000
_MOST_LAYERS = 50
_WIDEST = 100


@dataclass(frozen=True, slots=True)
class Architecture:
    """Inputs, outputs, and of the layers that bend the widths and the numbers of bends (None if one has no such)."""

    inputs: int
    outputs: int
    widths: list[int]
    bends: list[int] | None


def architecture_of(subject: Network | CurvedNetwork | Map | CurvedMap) -> Architecture:
    """Read the architecture off a subject."""
    if isinstance(subject, Map | CurvedMap):
        return Architecture(1, 1, [], [])
    gates = subject.gates()
    found = [_bends(gate) for gate in gates]
    bends = [b for b in found if b is not None]
    widths = [gate.width for gate in gates]
    return Architecture(subject.inputs, subject.outputs, widths, bends if len(bends) == len(found) else None)


def _bends(gate: CurvedGate) -> int | None:
    if isinstance(gate, Piecewise | Product):
        return None
    if isinstance(gate, Maxout):
        return sum(len(group) - 1 for group in gate.groups)
    return 2 * gate.width if isinstance(gate, Clip) else gate.width


def binomial(n: int, k: int) -> int | None:
    """Give C(n, k), 0 for k < 0 or k > n; None if n is out of range.

    >>> binomial(5, 2), binomial(5, -1), binomial(1001, 1)
    (10, 0, None)
    """
    if not 0 <= n <= _MOST:
        return None
    return comb(n, k) if 0 <= k <= n else 0


def zaslavsky(n: int, d: int) -> int | None:
    """Give Z(n, d); None if n or d is out of range."""
    return _most_regions(n, d) if 0 <= n <= _MOST and d >= 0 else None


def _row(n: int, last: int) -> list[int]:
    """List C(n, 0), .., C(n, last), or up to C(n, n)."""
    row = [1]
    for j in range(min(n, last)):
        row.append(row[-1] * (n - j) // (j + 1))
    return row


def _most_regions(n: int, d: int) -> int:
    return sum(_row(n, d))


def _serra_upper(d: int, widths: list[int]) -> int:
    """Evaluate R(1, d), R(l, e) = sum over j <= min(n_l, e) of C(n_l, j) R(l+1, min(e, n_l - j)), R(L+1, .) = 1.

    For j <= n_l - e this is R(l+1, e) times the sum of the C(n_l, j); what is left are the terms C(n_l, i) R(l+1, i)
    with i = n_l - j from n_l - e to e - 1. So sums up to some index give all of it.

    >>> _serra_upper(2, [3, 3])
    40
    """
    later = [1] * (d + 1)
    for n in reversed(widths):
        row = _row(n, d)
        sums = [*accumulate(row)]
        weighted = [0, *accumulate(map(mul, row, later))]
        here = []
        for e in (min(e, n) for e in range(d + 1)):
            here.append(sums[min(e, n - e)] * later[e] + (weighted[e] - weighted[n - e] if 2 * e > n else 0))
        later = here
    return later[d]


def _folded(d: int, widths: list[int], fold: Callable[[int], int]) -> int:
    """Multiply what all layers but the last fold, and the regions of the last."""
    return prod(fold(n) for n in widths[:-1]) * _most_regions(widths[-1], d)


def _montufar_upper(d: int, widths: list[int]) -> int:
    return prod(map(_most_regions, widths, [*accumulate(widths, min, initial=d)][1:]))


_OF_WIDTHS: dict[str, Callable[[int, list[int]], int]] = {
    "serra_upper": _serra_upper,
    "serra_lower": lambda d, widths: _folded(d, widths, lambda n: (n // d + 1) ** d),
    "montufar_upper": _montufar_upper,
    "montufar_lower": lambda d, widths: _folded(d, widths, lambda n: (n // d) ** d),
    "pascanu_lower": lambda d, widths: _folded(d, widths, lambda n: n // d),
}


def regions(name: str, d: int, widths: list[int]) -> int | None:
    """Give the value of a published bound on regions for some widths; None if they, or d, are out of range.

    >>> regions("montufar_lower", 2, [4, 4]), regions("serra_upper", 1, [3, 3]), regions("serra_upper", 1, [])
    (44, 16, None)
    """
    fits = 1 <= d <= _WIDEST and 1 <= len(widths) <= _MOST_LAYERS and all(1 <= n <= _WIDEST for n in widths)
    return _OF_WIDTHS[name](d, widths) if fits else None
