"""The conditions of a tree of cases, as certificates number them, and how combinations of them are made constant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flint import fmpq

from exactnet.exact.rational import number_text
from exactnet.smt.inputs import InputSet
from exactnet.smt.property import Conjunction
from exactnet.smt.unfolding import Form, Unfolding, add_to

__all__ = ["Combination", "Conditions", "Upper", "rounded"]

Combination = dict[int, fmpq]
"""Multipliers y > 0 by the index of the condition."""

_ZERO, _ONE = fmpq(0), fmpq(1)
_WORTHWHILE = fmpq(9, 10)
"""Bounds are stated anew if their distance shrinks by this factor at least."""
_BITS = 24
"""Of stated bounds: they are rounded outwards, so that what is proved from them has short numbers."""


@dataclass(frozen=True)
class Upper:
    """What bounds a variable from above.

    Attributes
    ----------
    index
        The condition: ``-v``, ``u - v`` or the chord.
    phase
        0 or 1 where the unit is off or on (the first two); None for the chord.
    width
        hi - lo for the chord.
    mostly_on
        Whether the interval of the chord reaches farther up than down: then v >= u is the tighter half of v >= max(u, 0).
    """

    index: int
    phase: int | None
    width: fmpq = _ONE
    mostly_on: bool = False


class Conditions:
    """A stack of conditions g >= 0 in the inputs and the variables.

    Attributes
    ----------
    forms
        The conditions.
    strict
        Which are > 0.
    atoms
        Indices of the conjunction's atoms.
    upper
        What bounds each variable v_1, .., v_K from above, if anything does.
    """

    def __init__(self, unfolding: Unfolding, inputs: InputSet, conjunction: Conjunction) -> None:
        self._unfolding = unfolding
        self._inputs = inputs
        self._first = len(inputs.walls)
        self.forms: list[Form] = [{i: c for i, c in enumerate(row) if c != 0} for row in inputs.walls]
        for k, argument in enumerate(unfolding.arguments, start=1):
            variable = {inputs.dimension + k: _ONE}
            above = dict(variable)
            add_to(above, -1, argument)
            self.forms += [variable, above]
        first = len(self.forms)
        for atom in conjunction:
            form: Form = {} if atom.constant == 0 else {0: atom.constant}
            add_to(form, 1, {1 + i: a for i, a in enumerate(atom.inputs) if a != 0})
            for b, output in zip(atom.outputs, unfolding.outputs, strict=True):
                if b != 0:
                    add_to(form, b, output)
            self.forms.append(form)
        self.atoms = range(first, len(self.forms))
        self.strict = [i in self.atoms and conjunction[i - first].strict for i in range(len(self.forms))]
        self.upper: list[Upper | None] = [None] * len(unfolding.arguments)
        self._splits: list[tuple[int, int, Upper | None]] = []

    @property
    def dimension(self) -> int:
        """Number of inputs."""
        return self._inputs.dimension

    def not_negative(self, k: int) -> int:
        """The index of v_k."""
        return self._first + 2 * (k - 1)

    def _push(self, form: Form) -> int:
        self.forms.append(form)
        self.strict.append(False)
        return len(self.forms) - 1

    def _scaled(self, k: int, variable: fmpq, argument: fmpq, constant: fmpq = _ZERO) -> Form:
        form: Form = {} if constant == 0 else {0: constant}
        add_to(form, argument, self._unfolding.arguments[k - 1])
        if variable != 0:
            add_to(form, variable, {self.dimension + k: _ONE})
        return form

    def release(self, count: int) -> None:
        """Drop the last conditions, those of splits, so that this many are left."""
        del self.forms[count:]
        del self.strict[count:]
        while self._splits and self._splits[-1][1] >= count:
            k, _, before = self._splits.pop()
            self.upper[k - 1] = before

    def split(self, k: int, phase: int) -> None:
        """Demand u_k <= 0 (phase 0) or u_k >= 0 (phase 1)."""
        sign = self._push(self._scaled(k, _ZERO, fmpq(1 if phase else -1)))
        self._splits.append((k, sign, self.upper[k - 1]))
        self.upper[k - 1] = Upper(self._push(self._scaled(k, -_ONE, fmpq(phase))), phase)

    @property
    def split_signs(self) -> list[int]:
        """Indices of the conditions -u_k or u_k of the splits."""
        return [sign for _, sign, _ in self._splits]

    # -- combinations ------------------------------------------------------------------------------------------------------

    def cancel(self, total: Form, used: Combination) -> bool:
        """Add conditions to a form, in place, until it is constant; whether that was possible.

        The variables go from the last to the first, as arguments speak of earlier ones only, and then the inputs.
        """
        d = self.dimension
        for k in range(len(self._unfolding.arguments), 0, -1):
            r = total.get(d + k)
            if r is None:
                continue
            known = self.upper[k - 1]
            if r > 0:
                if known is None:
                    return False
                self._add(total, used, known.index, r / known.width)
            else:
                above = known is not None and (known.phase == 1 or known.mostly_on)
                self._add(total, used, self.not_negative(k) + above, -r)
        if self._inputs.sides is None:
            return not any(i in total for i in range(1, d + 1))
        for i in range(1, d + 1):
            r = total.get(i)
            if r is not None:
                self._add(total, used, 2 * (i - 1) + (r > 0), abs(r))
        return True

    def _add(self, total: Form, used: Combination, index: int, y: fmpq) -> None:
        add_to(total, y, self.forms[index])
        used[index] = used.get(index, _ZERO) + y

    def bound(self, k: int, proposed: tuple[Combination, Combination] | None = None) -> dict[str, Any] | None:
        """Bounds of u_k by cancelling, as a node of the tree; its conditions are added. None where there are none.

        Parameters
        ----------
        proposed
            Combinations to begin with, for the lower and the upper bound, where the unit has bounds already: then there is
            nothing unless the new ones are nearer to one another.
        """
        lower, upper = (self._extreme(k, sign, (proposed or ({}, {}))[sign > 0]) for sign in (-1, 1))
        if lower is None or upper is None:
            return None
        (least, below), (most, above) = lower, upper
        lo, hi = -rounded(-least, _BITS), rounded(most, _BITS)
        known = self.upper[k - 1]
        if known is not None and lo < 0 < hi and hi - lo > known.width * _WORTHWHILE:
            return None
        if hi <= 0:
            self._push(self._scaled(k, _ZERO, -_ONE, hi))
            self.upper[k - 1] = Upper(self._push(self._scaled(k, -_ONE, _ZERO)), 0)
            return {"unit": k, "lower": None, "upper": [number_text(hi), pairs(above)]}
        if lo >= 0:
            self._push(self._scaled(k, _ZERO, _ONE, -lo))
            self.upper[k - 1] = Upper(self._push(self._scaled(k, -_ONE, _ONE)), 1)
            return {"unit": k, "lower": [number_text(lo), pairs(below)], "upper": None}
        self._push(self._scaled(k, _ZERO, _ONE, -lo))
        self._push(self._scaled(k, _ZERO, -_ONE, hi))
        chord = self._push(self._scaled(k, lo - hi, hi, -hi * lo))
        self.upper[k - 1] = Upper(chord, None, hi - lo, bool(hi > -lo))
        return {
            "unit": k,
            "lower": [number_text(lo), pairs(below)],
            "upper": [number_text(hi), pairs(above)],
        }

    def _extreme(self, k: int, sign: int, proposed: Combination) -> tuple[fmpq, Combination] | None:
        """A bound of u_k from above (sign 1) or below (-1), with its combination."""
        total: Form = {}
        add_to(total, sign, self._unfolding.arguments[k - 1])
        used: Combination = {}
        for i, y in proposed.items():
            self._add(total, used, i, y)
        if not self.cancel(total, used):
            return None
        return sign * total.get(0, _ZERO), used


def rounded(x: fmpq, bits: int) -> fmpq:
    """A number a little >= x with about so many binary digits.

    Examples
    --------
    >>> rounded(fmpq(1, 3), 3), rounded(fmpq(-1, 3), 3), rounded(fmpq(7), 2)
    (3/8, -5/16, 7)
    """
    if x == 0:
        return x
    unit = fmpq(2) ** (bits - int(abs(x.p)).bit_length() + int(x.q).bit_length())
    return (x * unit).ceil() / unit


def pairs(combination: Combination) -> list[list[int | str]]:
    """A combination as certificates write it."""
    return [[i, number_text(y)] for i, y in sorted(combination.items())]
