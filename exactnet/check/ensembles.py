"""All relu networks with weights and biases +-1, and how fast they move along a polyline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement, pairwise, product
from math import comb, factorial

from exactnet.check.reader import integer, obj
from exactnet.check.verdict import require

_MOST = 64
_MOST_WORK = 1 << 24

# A unit on a piece: c + s u, as the integers (c, s).
Unit = tuple[int, int]
# A piece of a span: its ends, and the units on it.
Piece = tuple[Fraction, Fraction, tuple[Unit, ...]]


@dataclass(frozen=True, slots=True)
class Ensemble:
    """d layers of k units that read n inputs, and every weight and bias 1 or -1."""

    inputs: int
    width: int
    depth: int

    @property
    def count(self) -> int:
        """The binary logarithm of the number of networks."""
        n, k, d = self.inputs, self.width, self.depth
        return k * (n + 1) + (d - 1) * k * (k + 1)

    def check_work(self, spans: int) -> None:
        """Reject ensembles that take too long."""
        n, k, d = self.inputs, self.width, self.depth
        require(max(n, k, d) <= _MOST, "claim", f"inputs, width and depth are at most {_MOST}")
        multisets = _multisets(n, k) * _multisets(k, k) ** (d - 2) if d > 1 else 1
        entering = k if d > 1 else n
        sums = comb(2 ** (entering - 1) + k, k)
        require(spans * multisets * 2 ** (entering + 1) * sums <= _MOST_WORK, "claim", "there are too many networks")


def read_ensemble(value: object, name: str) -> Ensemble:
    """Parse the description of an ensemble."""
    keys = obj(value, ["format", "inputs", "width", "depth", "weights"], "subject", name)
    require(keys["format"] == "exactnet-ensemble/1", "subject", f"{name}.format must be 'exactnet-ensemble/1'")
    require(keys["weights"] == "signs", "subject", f"{name}.weights must be 'signs'")
    least = {"inputs": 2, "width": 1, "depth": 1}
    return Ensemble(*(integer(keys[key], "subject", f"{name}.{key}", n) for key, n in least.items()))


def speeds(ensemble: Ensemble, points: Sequence[Sequence[int]], bias: int) -> dict[int, Fraction]:
    """Add up, over all networks, how long the image of a polyline has which squared speed (not 0).

    Parameters
    ----------
    ensemble : Ensemble
        The networks.
    points : sequence of sequence of int
        The corners; every span takes the time 1.
    bias : int
        What stands for 1 in the biases.

    Examples
    --------
    Of the 2^3 rows ±1 ± u ± 1 of one unit half are positive at any time, all with the speed 1.

    >>> speeds(Ensemble(2, 1, 1), [[1, 0], [1, 1]], 1)
    {1: Fraction(4, 1)}
    """
    time: dict[int, Fraction] = {}
    for start, end in pairwise(points):
        units = tuple((p, q - p) for p, q in zip(start, end, strict=True))
        for pieces, ways in _images(ensemble, [(Fraction(0), Fraction(1), units)], bias).items():
            for piece in pieces:
                _last_layer(ensemble.width, piece, bias, ways, time)
    return time


def _multisets(inputs: int, width: int) -> int:
    return comb(2 ** (inputs + 1) + width - 1, width)


def _images(ensemble: Ensemble, pieces: list[Piece], bias: int) -> dict[tuple[Piece, ...], int]:
    """Give the images behind all layers but the last, each with the number of networks that have it up to order.

    Equal images are taken together: of deep and narrow networks there are few.
    """
    found = {tuple(pieces): 1}
    for layer in range(ensemble.depth - 1):
        entering = ensemble.width if layer else ensemble.inputs
        choices = list(_choices(entering, ensemble.width))
        after: dict[tuple[Piece, ...], int] = {}
        for image, ways in found.items():
            for rows, orders in choices:
                bent = tuple(part for piece in image for part in _bent(piece, rows, bias))
                after[bent] = after.get(bent, 0) + ways * orders
        found = after
    return found


def _choices(entering: int, width: int) -> Iterator[tuple[tuple[tuple[int, ...], ...], int]]:
    """Give the multisets of rows, each with the number of its orders."""
    for rows in combinations_with_replacement(list(product((1, -1), repeat=entering + 1)), width):
        orders = factorial(width)
        for times in Counter(rows).values():
            orders //= factorial(times)
        yield rows, orders


def _bent(piece: Piece, rows: Sequence[tuple[int, ...]], bias: int) -> Iterator[Piece]:
    """Pass a relu layer: cut where a unit changes its sign."""
    low, high, units = piece
    after = [_row(units, row, bias) for row in rows]
    for a, b in pairwise(_cuts(low, high, after)):
        middle = (a + b) / 2
        yield a, b, tuple((c, s) if c + s * middle > 0 else (0, 0) for c, s in after)


def _row(units: Sequence[Unit], row: tuple[int, ...], bias: int) -> Unit:
    *weights, sign = row
    c = sum(w * unit[0] for w, unit in zip(weights, units, strict=True))
    return c + sign * bias, sum(w * unit[1] for w, unit in zip(weights, units, strict=True))


def _cuts(low: Fraction, high: Fraction, units: Sequence[Unit]) -> list[Fraction]:
    zeros = {Fraction(-c, s) for c, s in units if s}
    return [low, *sorted(u for u in zeros if low < u < high), high]


def _last_layer(width: int, piece: Piece, bias: int, ways: int, time: dict[int, Fraction]) -> None:
    """Add the pieces of the last layer: its rows are chosen independently."""
    low, high, units = piece
    rows = [_row(units, row, bias) for row in product((1, -1), repeat=len(units) + 1)]
    for a, b in pairwise(_cuts(low, high, rows)):
        middle = (a + b) / 2
        single = Counter(s * s if c + s * middle > 0 else 0 for c, s in rows)
        for square, times in _sums(single, width).items():
            if square:
                time[square] = time.get(square, Fraction(0)) + ways * times * (b - a)


def _sums(single: Mapping[int, int], count: int) -> dict[int, int]:
    """Count the sums of so many numbers, chosen independently."""
    found = {0: 1}
    for _ in range(count):
        longer: dict[int, int] = {}
        for total, ways in found.items():
            for x, times in single.items():
                longer[total + x] = longer.get(total + x, 0) + ways * times
        found = longer
    return found
