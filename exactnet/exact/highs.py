"""Linear programs in floats, by HiGHS if it is installed: they propose, and decide nothing.

Rows stay in the model while they do not restrict it, so that a search which adds and drops conditions changes bounds only and every
program starts from the last basis.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["FloatProgram", "Proposal", "available"]

Floats = NDArray[np.float64]


@cache
def _module() -> Any:
    with _signals_held():
        try:
            import highspy
        except ImportError:
            return None
    return highspy


@contextmanager
def _signals_held() -> Iterator[None]:
    """Have time limits and interrupts wait: what a signal raises while an extension is loaded is lost in an ImportError."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are handled elsewhere
        return
    arrived: list[int] = []
    held = [getattr(signal, name) for name in ("SIGALRM", "SIGINT") if hasattr(signal, name)]
    before = {number: signal.signal(number, lambda number, _: arrived.append(number)) for number in held}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        for number in arrived:
            signal.raise_signal(number)


def available() -> bool:
    """Whether HiGHS is installed (the extra ``highs``)."""
    return _module() is not None


@dataclass(frozen=True, eq=False)
class Proposal:
    """What floats believe to be an optimum.

    Attributes
    ----------
    value, point
        The objective without its constant term, and where.
    duals
        A multiplier for every row of the model, >= 0.
    basis
        What HiGHS says about the basis.
    """

    value: float
    point: Floats
    duals: list[float]
    basis: Any

    @cached_property
    def tight(self) -> list[int]:
        """Rows that are tight and determine the point, together with the bounds of the other coordinates."""
        basic = _module().HighsBasisStatus.kBasic
        return [i for i, status in enumerate(self.basis.row_status) if status != basic]

    @cached_property
    def columns(self) -> list[int]:
        """The coordinates, from 1, that those rows determine: as many as `tight`."""
        basic = _module().HighsBasisStatus.kBasic
        return [1 + j for j, status in enumerate(self.basis.col_status) if status == basic]


class FloatProgram:
    """One model: coordinates, free or in a box, and rows b + a.x of which some are demanded to be >= 0 or <= 0."""

    def __init__(self, module: Any, dimension: int, box: tuple[Floats, Floats] | None) -> None:
        self._module = module
        self._infinity = float(module.kHighsInf)
        model = module.Highs()
        for option, value in (
            ("output_flag", False),
            ("presolve", "off"),
            ("solver", "simplex"),
            ("simplex_strategy", 4),  # primal: the last vertex stays feasible when only the objective changes
            ("simplex_scale_strategy", 0),  # rows come scaled
            ("parallel", "off"),
            ("threads", 1),
            ("primal_feasibility_tolerance", 1e-9),
            ("dual_feasibility_tolerance", 1e-9),
        ):
            model.setOptionValue(option, value)
        free = np.full(dimension, self._infinity)
        lower, upper = box if box is not None else (-free, free)
        model.addVars(dimension, lower, upper)
        model.changeObjectiveSense(module.ObjSense.kMaximize)
        # the methods of the base class: the wrapper's own would redraw and check what needs neither
        self._base = model
        self._columns = np.arange(dimension, dtype=np.int32)
        self._shift: list[float] = []

    @classmethod
    def open(cls, dimension: int, box: tuple[Floats, Floats] | None = None) -> FloatProgram | None:
        """An empty model; None without HiGHS."""
        module = _module()
        return None if module is None else cls(module, dimension, box)

    def add(self, rows: Floats) -> None:
        """Add rows (b, a), not demanded yet."""
        n, terms = rows.shape
        free = np.full(n, self._infinity)
        starts = np.arange(0, n * (terms - 1), terms - 1, dtype=np.int32)
        indices = np.tile(self._columns, n)
        self._base.addRows(n, -free, free, len(indices), starts, indices, np.ascontiguousarray(rows[:, 1:]).ravel())
        self._shift += rows[:, 0].tolist()

    def drop(self, count: int) -> None:
        """Remove the last rows."""
        if count:
            last = len(self._shift)
            self._base.deleteRows(count, np.arange(last - count, last, dtype=np.int32))
            del self._shift[last - count :]

    def demand(self, row: int, sign: int) -> None:
        """Demand sign (b + a.x) >= 0."""
        level = -self._shift[row]
        if sign > 0:
            self._base.changeRowBounds(row, level, self._infinity)
        else:
            self._base.changeRowBounds(row, -self._infinity, level)

    def release(self, row: int) -> None:
        """Demand nothing of a row any more."""
        self._base.changeRowBounds(row, -self._infinity, self._infinity)

    def limit(self, row: int, sign: int, most: float) -> None:
        """Demand sign (b + a.x) <= most (until `release`)."""
        level = sign * most - self._shift[row]
        if sign > 0:
            self._base.changeRowBounds(row, -self._infinity, level)
        else:
            self._base.changeRowBounds(row, level, self._infinity)

    def maximise(self, cost: Floats) -> Proposal | None:
        """Maximise cost.x; None if HiGHS finds no optimum."""
        model, module = self._base, self._module
        model.changeColsCost(len(cost), self._columns, cost)
        model.run()
        if model.getModelStatus() != module.HighsModelStatus.kOptimal:
            return None
        solution = model.getSolution()
        point = np.array(solution.col_value)
        return Proposal(float(cost @ point), point, [abs(y) for y in solution.row_dual], model.getBasis())
