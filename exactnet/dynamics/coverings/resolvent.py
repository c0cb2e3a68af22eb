"""Solving (s - A) v = r for covering matrices in linear time, in balls whose midpoints are proposals.

Row i of A sums v over a range, so with the running sums S (S_0 = 0, v_i = S_{i+1} - S_i) it reads
``s (S_{i+1} - S_i) - e_i (S_{R_i} - S_{L_i}) = r_i``: L_i, R_i are the images of the ends of the i-th interval and e_i its
orientation. Along a run of intervals with one orientation and matching images, ``s S_k - e S_{image(k)} - (sum of r)`` is one
constant K. So every S_k inside a run follows from the S of its image, orbits end at the ends of runs (or close), and what
remains is a small dense system: S at the ends of runs, and one K a run. It is the kneading matrix in other clothes.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from flint import arb, arb_mat

__all__ = ["Resolvent"]

_MAX_RUNS = 64
Vector = list[arb]


@dataclass(frozen=True, eq=False)
class Resolvent:
    """The runs of a covering matrix given by ranges ``start[i] : stop[i]`` and orientations.

    Attributes
    ----------
    left, right
        Index of the image of the left and right end of each interval; equal where it covers nothing.
    runs
        First interval of each run, and the number of intervals as a last entry.
    """

    left: list[int]
    right: list[int]
    runs: list[int]

    @classmethod
    def of(cls, start: list[int], stop: list[int], rising: list[bool]) -> Resolvent:
        """Find the runs."""
        left = [a if up else b for a, b, up in zip(start, stop, rising, strict=True)]
        right = [b if up else a for a, b, up in zip(start, stop, rising, strict=True)]
        covers = [a != b for a, b in zip(start, stop, strict=True)]
        runs = [
            i
            for i in range(len(start))
            if i == 0 or not (covers[i] and covers[i - 1]) or rising[i] != rising[i - 1] or left[i] != right[i - 1]
        ]
        return cls(left, right, [*runs, len(start)])

    @property
    def feasible(self) -> bool:
        """Whether the dense system that remains is small."""
        return len(self.runs) - 1 <= _MAX_RUNS

    def solve(self, shift: arb, rhs: list[arb]) -> list[arb]:
        """v with (shift - A) v = rhs; ZeroDivisionError if the working precision does not suffice."""
        return _Elimination(self, shift, rhs).solution()


class _Elimination:
    """Every S_k as an affine form in the unknowns: (constant, S at the ends of runs, K of the runs)."""

    def __init__(self, system: Resolvent, shift: arb, rhs: list[arb]) -> None:
        self._system, self._rhs = system, rhs
        self._inverse = 1 / shift
        self._shift = shift
        self._count = len(system.runs) - 1
        self._forms: list[Vector | None] = [None] * (len(rhs) + 1)
        self._run_of: list[int] = []
        self._partial: list[arb] = []
        for g in range(self._count):
            total = arb(0)
            for i in range(system.runs[g], system.runs[g + 1]):
                self._run_of.append(g)
                self._partial.append(total)
                total = total + rhs[i]
        for g, k in enumerate(system.runs):
            self._forms[k] = self._unit(g)

    def _unit(self, index: int) -> Vector:
        # index g of a run end stands for S there; S_0 = 0 is no unknown
        form = [arb(0)] * (1 + 2 * self._count)
        if index:
            form[index] = arb(1)
        return form

    def _orientation(self, i: int) -> int:
        return 1 if self._system.left[i] < self._system.right[i] else -1

    def _form(self, k: int) -> Vector:
        """The affine form of S_k, following the orbit of k to a known form or once around a cycle."""
        chain: list[int] = []
        place: dict[int, int] = {}
        while self._forms[k] is None and k not in place:
            place[k] = len(chain)
            chain.append(k)
            k = self._system.left[k]
        if self._forms[k] is None:
            self._close_cycle(chain[place[k] :])
        for j in reversed(chain):
            if self._forms[j] is None:
                self._forms[j] = self._step(j, self._known(self._system.left[j]))
        return self._known(chain[0]) if chain else self._known(k)

    def _known(self, k: int) -> Vector:
        form = self._forms[k]
        assert form is not None
        return form

    def _step(self, k: int, image: Vector) -> Vector:
        """S_k = (K + partial sum of r + orientation * S_image) / shift."""
        factor = self._inverse * self._orientation(k)
        form = [x * factor for x in image]
        form[0] += self._partial[k] * self._inverse
        form[1 + self._count + self._run_of[k]] += self._inverse
        return form

    def _close_cycle(self, cycle: list[int]) -> None:
        zero = self._unit(0)
        form, factor = zero, arb(1)
        for j in reversed(cycle):
            form = self._step(j, form)
            factor = factor * self._inverse * self._orientation(j)
        scale = 1 / (1 - factor)
        self._forms[cycle[0]] = [x * scale for x in form]

    def solution(self) -> list[arb]:
        system, count = self._system, self._count
        equations: list[Vector] = []
        for g in range(count):
            first, end = system.runs[g], system.runs[g + 1]
            constant = 1 + count + g
            total = self._partial[end - 1] + self._rhs[end - 1]
            if system.left[first] == system.right[first]:
                # covers nothing: s (S_end - S_first) = r
                equations.append(self._difference(self._known(end), self._known(first), total))
                equations.append([arb(int(c == constant)) for c in range(1 + 2 * count)])
                continue
            orientation = self._orientation(first)
            for k, image, known in ((first, system.left[first], arb(0)), (end, system.right[end - 1], total)):
                form = [
                    self._shift * a - orientation * b for a, b in zip(self._known(k), self._form(image), strict=True)
                ]
                form[0] -= known
                form[constant] -= 1
                equations.append(form)
        matrix = arb_mat([row[1:] for row in equations])
        solved = matrix.solve(arb_mat(2 * count, 1, [-row[0] for row in equations]))
        unknowns = [arb(1), *(solved[i, 0].mid() for i in range(2 * count))]
        sums = [
            sum((a * x for a, x in zip(self._form(k), unknowns, strict=True)), arb(0)).mid()
            for k in range(len(self._rhs) + 1)
        ]
        return [b - a for a, b in itertools.pairwise(sums)]

    def _difference(self, upper: Vector, lower: Vector, total: arb) -> Vector:
        form = [self._shift * (a - b) for a, b in zip(upper, lower, strict=True)]
        form[0] -= total
        return form
