"""Linear programs over the rationals, solved exactly.

The polyhedron is ``{x : b + a.x >= 0 for every row (b, a)}`` with integer rows, and a point strictly inside is known. The simplex
method starts from that point: the coordinates are free variables of the first dictionary, whose slacks are all positive, so there
is no first phase, and linealities, zero objectives and fewer conditions than coordinates are nothing special. A float solver may
propose which conditions are tight at the optimum; that choice is solved in integers and accepted only if it proves itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from flint import fmpq, fmpz_mat
from numpy.typing import NDArray

from exactnet.errors import InputError
from exactnet.exact.highs import FloatProgram
from exactnet.exact.integers import IntArray, integer_array

__all__ = ["Multipliers", "Optimum", "Unbounded", "float_rows", "maximise", "tight_multipliers"]

Multipliers = tuple[tuple[int, fmpq], ...]
Row = Sequence[int]


@dataclass(frozen=True)
class Optimum:
    """The largest value of an objective on a polyhedron.

    Attributes
    ----------
    value
        The maximum.
    point
        Where it is attained.
    multipliers
        Pairs (i, y_i) with y_i > 0 and ``value - objective = sum of y_i (row i)`` as affine functions: the proof.
    pivots
        Number of exact pivots it took.
    """

    value: fmpq
    point: tuple[fmpq, ...]
    multipliers: Multipliers
    pivots: int = 0


@dataclass(frozen=True)
class Unbounded:
    """The objective has no bound: it increases along a ray of the polyhedron.

    Attributes
    ----------
    point
        A point of the polyhedron.
    ray
        A direction that stays in it.
    pivots
        Number of exact pivots it took.
    """

    point: tuple[fmpq, ...]
    ray: tuple[fmpq, ...]
    pivots: int = 0


def maximise(rows: Sequence[Row], objective: Row, interior: Row, *, floats: bool = True) -> Optimum | Unbounded:
    """Maximise an affine function on a polyhedron with a known interior point.

    Parameters
    ----------
    rows
        Integer rows (b, a_1, .., a_d), the conditions b + a.x >= 0.
    objective
        Integer row (c_0, c_1, .., c_d).
    interior
        Integers (w, x_1, .., x_d), w > 0: the point x/w, strictly inside.
    floats
        Let HiGHS propose a basis, if it is installed. The value does not depend on it (the point and the multipliers may, where
        several are right).

    Raises
    ------
    InputError
        If the point is not strictly inside.

    Examples
    --------
    >>> triangle = [[0, 1, 0], [0, 0, 1], [3, -2, -1]]
    >>> best = maximise(triangle, [0, 1, 1], [4, 1, 1])
    >>> best.value, best.point, best.multipliers
    (3, (0, 3), ((0, 1), (2, 1)))
    >>> maximise(triangle[:2], [0, 1, -1], [1, 1, 1]).ray
    (1, 0)
    """
    w, *x = interior
    if w <= 0 or any(b * w + sum(p * q for p, q in zip(a, x, strict=True)) <= 0 for b, *a in rows):
        raise InputError("the point is not strictly inside of the polyhedron")
    if floats and rows and (tight := _proposed(rows, objective)) is not None:
        found = _confirmed(rows, objective, *tight)
        if found is not None:
            return found
        simplex = _Dictionary(rows, objective, interior)
        if simplex.enter(tight[0]):
            return simplex.run()
    return _Dictionary(rows, objective, interior).run()


def tight_multipliers(rows: Sequence[Row], objective: Row, columns: Sequence[int]) -> tuple[fmpq, Multipliers] | None:
    """The bound that conditions prove if all of them are tight: value and multipliers, or None if they prove none.

    Parameters
    ----------
    rows, objective
        As many rows as `columns`; see `maximise`.
    columns
        Coordinates (from 1) on which the rows are independent; in the others, the identity is verified.

    Examples
    --------
    >>> tight_multipliers([[0, 1, 0], [3, -2, -1]], [0, 1, 1], [1, 2])
    (3, ((0, 1), (1, 1)))
    """
    k = len(columns)
    if len(rows) != k:
        return None
    y: list[fmpq] = []
    if k:
        matrix = fmpz_mat(k, k, [row[j] for j in columns for row in rows])
        try:
            y = matrix.solve(fmpz_mat(k, 1, [-objective[j] for j in columns])).entries()
        except ZeroDivisionError:
            return None
    if any(value < 0 for value in y):
        return None
    chosen = set(columns)
    for j in range(1, len(objective)):
        if j not in chosen and sum((v * row[j] for v, row in zip(y, rows, strict=True)), fmpq(objective[j])) != 0:
            return None
    value = sum((v * row[0] for v, row in zip(y, rows, strict=True)), fmpq(objective[0]))
    return value, tuple((i, v) for i, v in enumerate(y) if v != 0)


def _proposed(rows: Sequence[Row], objective: Row) -> tuple[list[int], list[int]] | None:
    """Tight rows and basic columns of an optimum in floats."""
    program = FloatProgram.open(len(objective) - 1)
    if program is None:
        return None
    scaled = float_rows(integer_array([*rows, objective]))
    program.add(scaled[:-1])
    for i in range(len(rows)):
        program.demand(i, 1)
    found = program.maximise(scaled[-1, 1:])
    return None if found is None else (found.tight, found.columns)


def _confirmed(rows: Sequence[Row], objective: Row, tight: list[int], columns: list[int]) -> Optimum | None:
    """The optimum at which these rows are tight, if it is one."""
    dual = tight_multipliers([rows[i] for i in tight], objective, columns)
    if dual is None:
        return None
    point = [fmpq(0)] * (len(objective) - 1)
    if tight:
        k = len(columns)
        matrix = fmpz_mat(k, k, [rows[i][j] for i in tight for j in columns])
        for j, value in zip(columns, matrix.solve(fmpz_mat(k, 1, [-rows[i][0] for i in tight])).entries(), strict=True):
            point[j - 1] = value
    for b, *a in rows:
        if sum((p * q for p, q in zip(point, a, strict=True)), fmpq(b)) < 0:
            return None
    return Optimum(dual[0], tuple(point), tuple((tight[i], y) for i, y in sorted(dual[1], key=lambda e: tight[e[0]])))


def float_rows(rows: IntArray) -> NDArray[np.float64]:
    """Rows in doubles, each divided by the sum of its absolute coefficients (constant term aside) if that is not 0."""
    try:
        result: NDArray[np.float64] = rows.astype(np.float64)
    except OverflowError:
        shift = max(int(abs(x)).bit_length() for x in rows.ravel()) - 900
        result = (rows >> shift).astype(np.float64)
    sums = np.abs(result[:, 1:]).sum(axis=1, keepdims=True)
    np.divide(result, sums, out=result, where=sums > 0)
    return result


class _Dictionary:
    """A simplex dictionary in integers over one denominator, in coordinates z = w x - (interior point).

    Variables: 0, .., d-1 the coordinates (free), d + i the slack of row i. The table has one row for each basic variable, and the
    objective last; its first column is the constant term, the others belong to the nonbasic variables. Fraction-free pivots.
    """

    def __init__(self, rows: Sequence[Row], objective: Row, interior: Row) -> None:
        self._interior = interior
        self._d = len(objective) - 1
        table = np.array([list(row) for row in (*rows, objective)], dtype=object)
        table[:, 0] = table @ np.array([int(x) for x in interior], dtype=object)
        self._table: IntArray = table
        self._denominator = 1
        self._basic = [self._d + i for i in range(len(rows))]
        self._nonbasic = list(range(self._d))
        self._pivots = 0

    def enter(self, tight: Sequence[int]) -> bool:
        """Make these rows tight, as far as they are independent; whether the vertex is feasible."""
        for i in tight:
            place = self._basic.index(self._d + i)
            entries = self._table[place, 1:]
            free = [c for c, name in enumerate(self._nonbasic) if name < self._d and entries[c] != 0]
            if free:
                self._pivot(place, free[0])
        return all(self._table[r, 0] >= 0 for r, name in enumerate(self._basic) if name >= self._d)

    def run(self) -> Optimum | Unbounded:
        """Pivot to the end: the largest reduced cost, but Bland's rule from a step of length zero until one that is not."""
        careful = False
        while (choice := self._entering(careful)) is not None:
            column, direction = choice
            place = self._leaving(column, direction)
            if place is None:
                return Unbounded(self._point(), self._ray(column, direction), self._pivots)
            careful = self._table[place, 0] == 0
            self._pivot(place, column)
        value = fmpq(int(self._table[-1, 0]), self._denominator * int(self._interior[0]))
        reduced = self._table[-1, 1:]
        multipliers = sorted(
            (name - self._d, fmpq(-int(reduced[c]), self._denominator))
            for c, name in enumerate(self._nonbasic)
            if reduced[c] != 0
        )
        return Optimum(value, self._point(), tuple(multipliers), self._pivots)

    def _entering(self, careful: bool) -> tuple[int, int] | None:
        reduced = self._table[-1, 1:]
        best: tuple[int, int] | None = None
        for c, name in enumerate(self._nonbasic):
            if name < self._d and reduced[c] != 0:
                return c, 1 if reduced[c] > 0 else -1  # it enters once and stays, so this costs no termination
            if name >= self._d and reduced[c] > 0:
                better = best is None or (name < self._nonbasic[best[0]] if careful else reduced[c] > reduced[best[0]])
                if better:
                    best = c, 1
        return best

    def _leaving(self, column: int, direction: int) -> int | None:
        best: int | None = None
        constants = self._table[:, 0].tolist()
        rates = (-direction * self._table[:, 1 + column]).tolist()
        for r, name in enumerate(self._basic):
            if name >= self._d and rates[r] > 0:
                if best is not None:
                    # the shortest step, the smallest name among equals
                    ahead = constants[r] * rates[best] - constants[best] * rates[r]
                    if ahead > 0 or (ahead == 0 and name > self._basic[best]):
                        continue
                best = r
        return best

    def _pivot(self, place: int, column: int) -> None:
        table, c = self._table, 1 + column
        pivot = table[place, c]
        # exact: all entries are minors of the first table
        result = (table * pivot - np.multiply.outer(table[:, c], table[place])) // self._denominator
        result[:, c] = table[:, c]
        result[place] = -table[place]
        result[place, c] = self._denominator
        self._table = result if pivot > 0 else -result
        self._denominator = abs(int(pivot))
        self._basic[place], self._nonbasic[column] = self._nonbasic[column], self._basic[place]
        self._pivots += 1

    def _point(self) -> tuple[fmpq, ...]:
        w, *x = (int(v) for v in self._interior)
        moved = {name: int(self._table[r, 0]) for r, name in enumerate(self._basic)}
        return tuple(fmpq(x[j] * self._denominator + moved.get(j, 0), w * self._denominator) for j in range(self._d))

    def _ray(self, column: int, direction: int) -> tuple[fmpq, ...]:
        rates = {name: direction * int(self._table[r, 1 + column]) for r, name in enumerate(self._basic)}
        rates[self._nonbasic[column]] = direction * self._denominator
        return tuple(fmpq(rates.get(j, 0), self._denominator) for j in range(self._d))
