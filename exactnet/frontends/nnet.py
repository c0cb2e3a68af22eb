"""Networks in the text format NNet of the ACAS Xu networks: relu layers, with a normalisation of inputs and outputs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from flint import fmpq

from exactnet.errors import InputError
from exactnet.exact.rational import rational
from exactnet.model import Dense, Network, Relu

__all__ = ["network_from_nnet"]

_MAX_WIDTH = 100_000


class _Lines:
    """The lines that are no comments, as lists of numbers."""

    def __init__(self, text: str) -> None:
        lines = ((i, line.strip()) for i, line in enumerate(text.splitlines(), start=1))
        self._lines: Iterator[tuple[int, str]] = iter(
            [(i, line) for i, line in lines if line and not line.startswith("//")]
        )
        self._place = 0

    def numbers(self, count: int, what: str) -> list[fmpq]:
        """The next line: so many numbers (more are not read)."""
        found = next(self._lines, None)
        if found is None:
            raise InputError(f"the file ends where {what} should stand")
        self._place, line = found
        words = [word for word in line.split(",") if word.strip()]
        if len(words) < count:
            raise InputError(f"line {self._place}: expected {count} numbers ({what}), found {len(words)}")
        try:
            return [rational(word) for word in words[:count]]
        except InputError as error:
            raise InputError(f"line {self._place} ({what}): {error}") from None

    def widths(self, count: int, what: str) -> list[int]:
        """The same, for positive integers."""
        values = self.numbers(count, what)
        if any(x.q != 1 or not 1 <= x <= _MAX_WIDTH for x in values):
            raise InputError(f"line {self._place}: {what} must be integers from 1 to {_MAX_WIDTH}")
        return [int(x.p) for x in values]


def network_from_nnet(text: str) -> Network:
    """Read a network; its numbers are the exact decimals that stand in the file.

    The normalisation x -> (x - mean) / range of the inputs, and y -> range y + mean of the outputs, becomes part of the first and
    the last dense layer. The file's bounds on inputs are not part of the function: a domain says where inputs lie.

    Raises
    ------
    InputError
        With the line of the fault.

    Examples
    --------
    >>> text = '''// |x| about 10, in units of 2
    ... 2,1,1,2,
    ... 1,2,1,
    ... 0,
    ... 0,
    ... 20,
    ... 10,5,
    ... 2,3,
    ... 1,
    ... -1,
    ... 0,
    ... 0,
    ... 1,1,
    ... 0.5,'''
    >>> network_from_nnet(text)([12])  # |12 - 10| / 2 + 0.5 = 1.5, and 1.5 * 3 + 5
    (19/2,)
    """
    lines = _Lines(text)
    layers, inputs, outputs = lines.widths(3, "the numbers of layers, inputs and outputs")
    widths = lines.widths(layers + 1, "the widths")
    if (widths[0], widths[-1]) != (inputs, outputs):
        raise InputError(f"the widths {widths} do not begin with {inputs} inputs and end with {outputs} outputs")
    lines.numbers(0, "a flag")
    lines.numbers(inputs, "the least inputs")
    lines.numbers(inputs, "the largest inputs")
    means, ranges = (lines.numbers(inputs + 1, what) for what in ("the means", "the ranges"))
    if not all(ranges):
        raise InputError("a range is 0; inputs are divided by it")
    chain: list[Dense | Relu] = []
    for i, (entering, width) in enumerate(itertools.pairwise(widths), start=1):
        weight = [lines.numbers(entering, f"a row of the weights of layer {i}") for _ in range(width)]
        bias = [lines.numbers(1, f"a bias of layer {i}")[0] for _ in range(width)]
        dense = Dense.of(weight, bias)
        if i == 1:
            dense = dense.after(
                _diagonal([1 / r for r in ranges[:-1]], [-m / r for m, r in zip(means[:-1], ranges, strict=False)])
            )
        if i == layers:
            dense = _diagonal([ranges[-1]] * width, [means[-1]] * width).after(dense)
        chain += [dense] if i == layers else [dense, Relu()]
    return Network.of(inputs, chain)


def _diagonal(factors: list[fmpq], offsets: list[fmpq]) -> Dense:
    zero = fmpq(0)
    size = range(len(factors))
    return Dense.of([[factors[i] if i == j else zero for j in size] for i in size], offsets)
