"""Growth (spectral radius) of covering matrices, from both sides, with weights that prove it.

For a non-negative matrix A and positive weights v, min (Av)_i / v_i <= rho on an irreducible block, and rho <= max (Av)_i / v_i
(Collatz-Wielandt). Weights are proposed by power iteration in doubles and inverse iteration in balls; the ratios are exact.
Blocks are the strongly connected components, so that a reducible matrix needs no limit.
"""

from __future__ import annotations

from itertools import accumulate

import networkx as nx
import numpy as np
from flint import arb, ctx, fmpq, fmpz, fmpz_mat, fmpz_poly
from numpy.typing import NDArray

from exactnet.dynamics.coverings.partition import Ranges
from exactnet.dynamics.coverings.resolvent import Resolvent

__all__ = ["Block", "CoveringMatrix"]

_POWER_STEPS = 512
_INVERSE_STEPS = 30
_MAX_DENSE = 400


def _floor(x: arb) -> int:
    whole = x.mid().floor().unique_fmpz()
    return 0 if whole is None else int(whole)


class Block:
    """Intervals that lead to one another, with weights and the growth they prove.

    Attributes
    ----------
    weights
        Positive integers, one an interval of the block.
    lower, upper
        Exact bounds of the block's growth that the weights prove.
    """

    weights: list[int]
    lower: fmpq
    upper: fmpq

    def __init__(self, start: list[int], stop: list[int], rising: list[bool]) -> None:
        self._start, self._stop, self._rising = start, stop, rising
        self._accept([1] * len(start))

    def _image(self, v: list[int]) -> list[int]:
        sums = [0, *accumulate(v)]
        return [sums[b] - sums[a] for a, b in zip(self._start, self._stop, strict=True)]

    def _accept(self, v: list[int]) -> None:
        ratios = dict.fromkeys(zip(self._image(v), v, strict=True))
        exact = [fmpq(a, b) for a, b in ratios]
        self.weights, self.lower, self.upper = v, min(exact), max(exact)

    def _offer(self, v: list[int], bits: int) -> None:
        """Take weights, with no more digits than they need, if they prove more than the present ones."""
        excess = max(0, min(v).bit_length() - bits)
        kept = self.weights, self.lower, self.upper
        self._accept([x >> excess for x in v])
        if self.upper - self.lower >= kept[2] - kept[1]:
            self.weights, self.lower, self.upper = kept

    def refine(self, width: fmpq) -> None:
        """Narrow the bounds to ``width`` if iteration can."""
        if self.upper - self.lower <= width:
            return
        estimate, proposal = self._power()
        if self.upper - self.lower <= width:
            return
        resolvent = Resolvent.of(self._start, self._stop, self._rising)
        if resolvent.feasible:
            self._inverse_iteration(resolvent, width, estimate, proposal)
        else:
            self._long_power(width)

    def _power(self) -> tuple[float, list[float]]:
        """Power iteration in doubles: an estimate of the growth, and weights, offered as well."""
        start, stop = np.array(self._start), np.array(self._stop)
        v = np.ones(len(start))
        sums = np.zeros(len(start) + 1)
        growth = 0.0
        for _ in range(_POWER_STEPS):
            np.cumsum(v, out=sums[1:])
            # the identity is added so that periodic blocks converge too
            v, total = v + sums[stop] - sums[start], v.sum()
            growth = v.sum() / total - 1
            v /= v.max()
        self._offer([int(x) + 1 for x in (v * 2.0**60).tolist()], 64)
        return growth, v.tolist()

    def _long_power(self, width: fmpq) -> None:
        """Power iteration in long integers: where laps are many, growth is large and a few steps go far."""
        bits = int((1 / width).ceil()).bit_length() + 32
        v = [1 << 3 * bits] * len(self._start)
        for step in range(1, _POWER_STEPS + 1):
            v = [a + b for a, b in zip(self._image(v), v, strict=True)]
            if step % 8 == 0:
                excess = max(0, max(v).bit_length() - 4 * bits)
                v = [(x >> excess) + 1 for x in v]
                self._offer(v, bits)
                if self.upper - self.lower <= width:
                    return

    def _inverse_iteration(self, resolvent: Resolvent, width: fmpq, estimate: float, proposal: list[float]) -> None:
        """Solve (s - A) v' = v with s just above the estimated growth; errors shrink by about (s - growth) each time."""
        bits = int((1 / width).ceil()).bit_length() + 32
        before = ctx.prec
        try:
            ctx.prec = 3 * bits + 64
            growth, v = arb(estimate), [arb(max(x, 1e-18)) for x in proposal]
            floor, margin = arb(width) / 1024, arb(estimate) / 2**20
            for _ in range(_INVERSE_STEPS):
                shift = growth + margin
                solved = self._solve(resolvent, shift, v)
                if solved is None:
                    margin *= 64  # below the growth: the solution is not positive
                    continue
                self._offer([_floor(x * arb(2) ** (2 * bits)) + 1 for x in solved[1]], bits)
                if self.upper - self.lower <= width:
                    return
                improved = (shift - sum(v, arb(0)) / solved[0]).mid()
                margin = (abs(improved - growth) * margin * 64 + floor).mid()
                growth, v = improved, solved[1]
        finally:
            ctx.prec = before

    @staticmethod
    def _solve(resolvent: Resolvent, shift: arb, v: list[arb]) -> tuple[arb, list[arb]] | None:
        """Sum of the solution, and the solution scaled to maximum 1, if it is positive."""
        try:
            solved = [x.mid() for x in resolvent.solve(shift.mid(), v)]
        except ZeroDivisionError:
            return None
        if not min(solved) > 0:
            return None
        largest = max(solved)
        return sum(solved, arb(0)), [(x / largest).mid() for x in solved]

    def accept_exact(self, growth: fmpq) -> None:
        """Take the exact eigenvector of a rational growth number, if it has one and the block is small enough."""
        n = len(self._start)
        if self.lower == self.upper or n > _MAX_DENSE:
            return
        table = fmpz_mat(n, n)
        for i, (a, b) in enumerate(zip(self._start, self._stop, strict=True)):
            for j in range(a, b):
                table[i, j] = growth.q
            table[i, i] -= growth.p
        kernel, nullity = table.nullspace()
        vector = [kernel[i, 0] for i in range(n)]
        if nullity and (all(x > 0 for x in vector) or all(x < 0 for x in vector)):
            common = fmpz(0)
            for x in vector:
                common = common.gcd(x)
            self._accept([int(abs(x) // common) for x in vector])


class CoveringMatrix:
    """The 0-1 matrix of a covering relation, decomposed into blocks.

    Intervals with equal rows are lumped into one class wherever that suffices: in the graph and in the characteristic
    polynomial.

    Attributes
    ----------
    block_of
        Block number of each interval; what an interval covers lies in the same or in later blocks.
    blocks
        Block number -> `Block` (only blocks with a cycle).
    """

    def __init__(self, ranges: Ranges, rising: NDArray[np.bool_]) -> None:
        rows = np.stack((ranges.start, ranges.stop), axis=1)
        self._distinct, classes = np.unique(rows, axis=0, return_inverse=True)
        self._class_of: NDArray[np.int64] = classes.ravel().astype(np.int64)
        components = _components(self._distinct, self._class_of)
        order = np.zeros(len(self._distinct), dtype=np.int64)
        for k, component in enumerate(components):
            order[component] = k
        self.block_of: NDArray[np.int64] = order[self._class_of]
        self.blocks: dict[int, Block] = {}
        self._members: dict[int, NDArray[np.intp]] = {}
        by_block = np.argsort(self.block_of, kind="stable")
        ends = np.searchsorted(self.block_of[by_block], np.arange(len(components) + 1))
        for k in range(len(components)):
            states = by_block[ends[k] : ends[k + 1]]
            local = np.searchsorted(states, rows[states])
            if (local[:, 0] < local[:, 1]).any():
                start, stop = local.T.tolist()
                self._members[k] = states
                self.blocks[k] = Block(start, stop, rising[states].tolist())

    def refine(self, width: fmpq) -> None:
        """Narrow the blocks that matter: those whose growth may be the largest."""
        floor = max((b.lower for b in self.blocks.values()), default=fmpq(0))
        for block in sorted(self.blocks.values(), key=lambda b: -b.upper):
            if block.upper > max(floor, fmpq(1)):
                block.refine(width)
                floor = max(floor, block.lower)

    @property
    def _leading(self) -> int | None:
        return max(self.blocks, key=lambda k: self.blocks[k].lower, default=None)

    @property
    def lower(self) -> fmpq:
        """A proved lower bound of the spectral radius."""
        return max((b.lower for b in self.blocks.values()), default=fmpq(0))

    @property
    def upper(self) -> fmpq:
        """A proved upper bound of the spectral radius."""
        return max((b.upper for b in self.blocks.values()), default=fmpq(0))

    def lower_weights(self) -> list[int]:
        """Weights v >= 0 of the intervals with A v >= lower * v: those of the leading block."""
        leading = self._leading
        return self._spread([] if leading is None else [leading], 0)

    def upper_weights(self) -> list[int]:
        """Weights w > 0 with, within each block, A w <= upper * w."""
        return self._spread(list(self.blocks), 1)

    def _spread(self, blocks: list[int], default: int) -> list[int]:
        weights = np.full(len(self.block_of), default, dtype=object)
        for k in blocks:
            weights[self._members[k]] = self.blocks[k].weights
        result: list[int] = weights.tolist()
        return result

    @property
    def classes(self) -> int:
        """Number of distinct rows."""
        return len(self._distinct)

    def characteristic_polynomial(self) -> fmpz_poly:
        """Characteristic polynomial of the lumped matrix; it annihilates the vector of ones under the full one."""
        table = fmpz_mat(self.classes, self.classes)
        for i, (start, stop) in enumerate(self._distinct.tolist()):
            members, counts = np.unique(self._class_of[start:stop], return_counts=True)
            for j, m in zip(members.tolist(), counts.tolist(), strict=True):
                table[i, j] = m
        return table.charpoly()

    def make_exact(self, growth: fmpq) -> None:
        """Use exact eigenvectors in every block whose growth may be this rational number."""
        for block in self.blocks.values():
            if block.lower <= growth <= block.upper:
                block.accept_exact(growth)


def _components(ranges: NDArray[np.int64], class_of: NDArray[np.int64]) -> list[list[int]]:
    """Strongly connected components of classes, each before those it leads to.

    A class leads to the classes in its range. A segment tree over runs of equal classes stands for the ranges, so that the
    graph has about (classes x log runs) edges however long the ranges are.
    """
    first = np.flatnonzero(np.concatenate(([True], class_of[1:] != class_of[:-1])))
    size = 1 << max(0, int(len(first) - 1).bit_length())
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(ranges)))
    # tree node t (root 1, leaf size + run) is node -t of the graph
    graph.add_edges_from((-t, -child) for t in range(1, size) for child in (2 * t, 2 * t + 1))
    graph.add_edges_from((-(size + i), int(class_of[j])) for i, j in enumerate(first.tolist()))
    runs = np.stack(
        (np.searchsorted(first, ranges[:, 0], side="right") - 1, np.searchsorted(first, ranges[:, 1])), axis=1
    )
    for c, (start, stop) in enumerate(ranges.tolist()):
        if start >= stop:
            continue
        low, high = runs[c].tolist()
        low, high = low + size, high + size
        while low < high:
            if low & 1:
                graph.add_edge(c, -low)
                low += 1
            if high & 1:
                high -= 1
                graph.add_edge(c, -high)
            low, high = low // 2, high // 2
    found = ([c for c in component if c >= 0] for component in nx.strongly_connected_components(graph))
    return [component for component in found if component][::-1]
