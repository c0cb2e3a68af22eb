"""Trees of cases: does a piecewise-linear function have certain outputs somewhere? A point, or a proof that there is none.

Every unit that bends is relaxed at first: its value lies below a chord and above both of its pieces. A linear program decides the
relaxation: floats propose, and what they propose is made exact by cancelling. If a point is left, the units' bounds are made nearer
(see `tightening`); from then on the unit that holds the program up the most is split. Once no unit is relaxed, an exact linear
program decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.errors import UndecidedError
from exactnet.exact.highs import FloatProgram
from exactnet.smt.conditions import Combination, Conditions, pairs
from exactnet.smt.feasibility import Contradiction, decide
from exactnet.smt.inputs import InputSet
from exactnet.smt.property import Conjunction
from exactnet.smt.target import Target
from exactnet.smt.tightening import tightened
from exactnet.smt.unfolding import Form, add_to, unfold

__all__ = ["MAX_NODES", "Found", "Refuted", "refute"]

MAX_NODES = 200_000
"""Default limit on linear programs."""

Progress = Callable[[int, int], None]
"""Called with (linear programs so far, splits that wait)."""

_ZERO = fmpq(0)
_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Found:
    """A point with the outputs that were looked for."""

    point: tuple[fmpq, ...]


@dataclass(frozen=True, eq=False)
class Refuted:
    """There is none: the tree, in preorder, as certificates write it."""

    tree: list[Any]


def refute(
    target: Target,
    inputs: InputSet,
    conjunction: Conjunction,
    *,
    max_nodes: int = MAX_NODES,
    floats: bool = True,
    progress: Progress | None = None,
) -> Found | Refuted:
    """Decide whether all atoms of a conjunction hold at some input.

    Parameters
    ----------
    max_nodes
        Largest number of linear programs.
    floats
        Let floats propose, by HiGHS if it is installed; the answer does not depend on it.

    Raises
    ------
    UndecidedError
        If more linear programs would be needed.

    Examples
    --------
    >>> from exactnet.model import Abs, Network
    >>> from exactnet.smt.property import Atom
    >>> target, box = Target.of(Network.of(1, [Abs()])), InputSet.box([(fmpq(-1), fmpq(2))])
    >>> refute(target, box, [Atom.of(-2, [0], [1])])
    Found(point=(2,))
    >>> [list(node) for node in refute(target, box, [Atom.of(-3, [0], [1])]).tree]
    [['unit', 'lower', 'upper'], ['contradiction']]
    """
    return _Search(target, inputs, tuple(conjunction), max_nodes, floats, progress).run()


class _Search:
    def __init__(
        self,
        target: Target,
        inputs: InputSet,
        conjunction: Conjunction,
        max_nodes: int,
        floats: bool,
        progress: Progress | None,
    ) -> None:
        self._target = target
        self._inputs = inputs
        self._atoms = conjunction
        self._unfolding = unfold(target)
        self._conditions = Conditions(self._unfolding, inputs, conjunction)
        self._max_nodes = max_nodes
        self._floats = floats
        self._progress = progress
        d, arguments = inputs.dimension, self._unfolding.arguments
        self._arguments = _dense(arguments, 1 + d + len(arguments))
        self._known: dict[int, _Floats] = {}
        self._root = 0
        self.nodes: list[Any] = []

    def run(self) -> Found | Refuted:
        """Depth first, from the root on."""
        conditions, sides = self._conditions, self._inputs.sides
        centre = [_ZERO] * self._inputs.dimension if sides is None else [(low + high) / 2 for low, high in sides]
        if self._holds(centre):
            return Found(tuple(centre))
        for k in range(1, len(self._unfolding.arguments) + 1):
            node = conditions.bound(k)
            if node is not None:
                self.nodes.append(node)
        self._root = len(conditions.forms)
        pending: list[tuple[int, int, int]] = []
        for programs in range(1, self._max_nodes + 1):
            found = self._decide()
            if isinstance(found, Found):
                return found
            if isinstance(found, int) and programs == 1 and self._tighten():
                continue
            if isinstance(found, int):
                self.nodes.append({"split": found})
                # the side that the point of the relaxation is not on is refuted later
                pending.append((len(conditions.forms), found, 1))
                conditions.split(found, 0)
            else:
                self.nodes.append({"contradiction": pairs(found)})
                if not pending:
                    return Refuted(self.nodes)
                count, k, phase = pending.pop()
                conditions.release(count)
                conditions.split(k, phase)
            if self._progress is not None:
                self._progress(programs, len(pending))
        raise UndecidedError(f"{self._max_nodes} linear programs were not enough; allow more, or make the inputs fewer")

    def _tighten(self) -> bool:
        """State nearer bounds, before anything is split; whether there were any."""
        if not self._floats or not np.isfinite(self._arguments).all():
            return False
        count = len(self.nodes)
        self.nodes += tightened(self._conditions, self._arguments, self._float_form, len(self._inputs.walls))
        self._root = len(self._conditions.forms)
        return len(self.nodes) > count

    # -- one node ----------------------------------------------------------------------------------------------------------

    def _decide(self) -> Found | Combination | int:
        """A point, a contradiction, or the unit to split."""
        free = [k for k, known in enumerate(self._conditions.upper, start=1) if known is None or known.phase is None]
        if self._floats:
            try:
                proposed = self._propose(free)
            except OverflowError:
                proposed = None  # numbers beyond the doubles
            if proposed is not None:
                return proposed
        return self._decide_exactly(free)

    def _propose(self, free: list[int]) -> Found | Combination | int | None:
        """What floats propose, if it can be confirmed."""
        indices, rows = self._float_rows(free)
        program = FloatProgram.open(rows.shape[1])
        if program is None or not np.isfinite(rows).all():
            return None
        # every condition is to exceed t, and t is at most 1
        last = np.zeros((1, rows.shape[1] + 1))
        last[0, [0, -1]] = 1, -1
        program.add(np.concatenate((np.column_stack((rows, -np.ones(len(rows)))), last)))
        for i in range(len(rows) + 1):
            program.demand(i, 1)
        objective = np.zeros(rows.shape[1])
        objective[-1] = 1
        proposal = program.maximise(objective)
        if proposal is None:
            return None
        if proposal.value < 1e-7:
            found = self._confirmed(indices, proposal.duals[:-1])
            if found is not None:
                return found
            if proposal.value < -1e-9:
                return None
        if proposal.value > -1e-7:
            x = self._near(proposal.point[: self._inputs.dimension])
            if x is not None:
                return Found(x)
        if not free:
            return None
        multipliers = {i: y * factor for (i, factor), y in zip(indices, proposal.duals[:-1], strict=True)}
        return self._to_split(proposal.point, free, multipliers)

    def _float_rows(self, free: list[int]) -> tuple[list[tuple[int, float]], _Floats]:
        """Conditions in floats, decided variables replaced, scaled; with their indices and the factors that undo the scaling."""
        d, conditions = self._inputs.dimension, self._conditions
        expressions = np.zeros((1 + d + len(self._arguments), 1 + d + len(free)))
        expressions[: 1 + d, : 1 + d] = np.eye(1 + d)
        place = {k: 1 + d + i for i, k in enumerate(free)}
        for k in range(1, len(self._arguments) + 1):
            if k in place:
                expressions[d + k, place[k]] = 1
            elif (known := conditions.upper[k - 1]) is not None and known.phase == 1:
                expressions[d + k] = self._arguments[k - 1] @ expressions
        chosen = self._relevant(free)
        rows = np.stack([self._float_form(i) for i in chosen]) @ expressions
        sizes = np.abs(rows).sum(axis=1)
        kept = sizes > 0
        factors = 1 / sizes[kept]
        indices = [(i, f) for i, f in zip(np.array(chosen)[kept].tolist(), factors.tolist(), strict=True)]
        scaled: _Floats = rows[kept] * factors[:, None]
        return indices, scaled

    def _float_form(self, i: int) -> _Floats:
        """A condition in floats; those of the root are kept."""
        known = self._known.get(i)
        if known is None:
            (known,) = _dense([self._conditions.forms[i]], self._arguments.shape[1])
            if i < self._root:
                self._known[i] = known
        return known

    def _relevant(self, free: list[int]) -> list[int]:
        """Indices of the conditions that restrict inputs and free variables."""
        conditions = self._conditions
        chosen = [*range(len(self._inputs.walls)), *conditions.atoms]
        for k in free:
            known = conditions.upper[k - 1]
            first = conditions.not_negative(k)
            chosen += [first, first + 1] if known is None else [first, first + 1, known.index]
        # where a unit is split, the sign of its argument
        return chosen + conditions.split_signs

    def _confirmed(self, indices: list[tuple[int, float]], duals: list[float]) -> Combination | None:
        """A contradiction from multipliers in floats: rounded, and what that leaves over cancelled."""
        weights = [(i, y * factor) for (i, factor), y in zip(indices, duals, strict=True) if y > 1e-12]
        largest = max((y for _, y in weights), default=0.0)
        if not 0 < largest < np.inf:
            return None
        for bits in (12, 30):
            unit = fmpq(2) ** (bits - int(np.frexp(largest)[1]))
            used: Combination = {}
            total: Form = {}
            for i, y in weights:
                exact = fmpq(*y.as_integer_ratio()) * unit
                whole = fmpq((exact + fmpq(1, 2)).floor())
                if whole > 0:
                    used[i] = used.get(i, _ZERO) + whole
                    add_to(total, whole, self._conditions.forms[i])
            if self._conditions.cancel(total, used) and total.get(0, _ZERO) < 0:
                return used
        return None

    def _near(self, point: _Floats) -> tuple[fmpq, ...] | None:
        """The inputs near a point in floats, if they have the outputs that are looked for."""
        sides = self._inputs.sides
        for bits in (6, 40):
            x = [fmpq(round(value * 2**bits), 2**bits) for value in point.tolist()]
            if sides is not None:
                x = [min(max(a, low), high) for a, (low, high) in zip(x, sides, strict=True)]
            if self._holds(x):
                return tuple(x)
        return None

    def _holds(self, x: list[fmpq]) -> bool:
        if not self._inputs.contains(x):
            return False
        y = self._target.values(x)
        return all(atom.holds(x, y) for atom in self._atoms)

    def _to_split(self, point: _Floats, free: list[int], multipliers: Mapping[int, float]) -> int:
        """The free unit that holds the program up the most.

        That is the multiplier of its chord, times how far its variable is from the value that it stands for; where nothing is held
        up by chords, only how far.
        """
        d, upper = self._inputs.dimension, self._conditions.upper
        values = np.zeros(1 + d + len(self._arguments))
        values[0], values[1 : 1 + d] = 1, point[:d]
        place = {k: d + i for i, k in enumerate(free)}
        best = (-1.0, -1.0, 0)
        for k, known in enumerate(upper, start=1):
            value = max(float(self._arguments[k - 1] @ values), 0.0)
            if k in place:
                values[d + k] = point[place[k]]
                gap = abs(values[d + k] - value)
                held = 0.0 if known is None else multipliers.get(known.index, 0.0) * float(known.width) * gap
                best = max(best, (held if held > 1e-12 else 0.0, gap, -k))
            else:
                values[d + k] = value if known is not None and known.phase == 1 else 0.0
        return -best[2]

    # -- exactly -----------------------------------------------------------------------------------------------------------

    def _decide_exactly(self, free: list[int]) -> Found | Combination | int:
        """The same by an exact linear program."""
        conditions, d = self._conditions, self._inputs.dimension
        expressions: dict[int, Form] = {i: {i: fmpq(1)} for i in range(1 + d)}
        for k, argument in enumerate(self._unfolding.arguments, start=1):
            known = conditions.upper[k - 1]
            if k in free:
                expressions[d + k] = {d + k: fmpq(1)}
            else:
                expressions[d + k] = _replaced(argument, expressions) if known is not None and known.phase else {}
        columns = [*range(1 + d), *(d + k for k in free)]
        chosen = self._relevant(free)
        rows = []
        for i in chosen:
            form = _replaced(conditions.forms[i], expressions)
            rows.append([form.get(j, _ZERO) for j in columns])
        found = decide(rows, [conditions.strict[i] for i in chosen])
        if isinstance(found, Contradiction):
            used = {i: y for i, y in zip(chosen, found.multipliers, strict=True) if y > 0}
            total: Form = {}
            for i, y in used.items():
                add_to(total, y, conditions.forms[i])
            if not conditions.cancel(total, used):
                raise AssertionError("only decided variables are left")
            return used
        x = list(found[:d])
        if self._holds(x):
            return Found(tuple(x))
        return self._to_split(np.array([int(a.p) / int(a.q) for a in found]), free, {})


def _dense(forms: Sequence[Form], columns: int) -> _Floats:
    """Forms in floats, a row each; infinite where they are beyond the doubles."""
    table = np.zeros((len(forms), columns))
    for row, form in zip(table, forms, strict=True):
        for i, c in form.items():
            try:
                row[i] = int(c.p) / int(c.q)
            except OverflowError:
                row[i] = np.inf
    return table


def _replaced(form: Form, expressions: dict[int, Form]) -> Form:
    found: Form = {}
    for i, c in form.items():
        add_to(found, c, expressions[i])
    return found
