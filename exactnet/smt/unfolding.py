"""Piecewise-linear functions as affine ones with one new variable for every bend: v = max(u, 0).

Whatever bends does so by relus: |u| = 2 max(u, 0) - u, max(a, b) = a + max(b - a, 0), and so on. So there is one kind of
non-linearity, one order of variables, and all arguments u and outputs are affine functions that never change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from flint import fmpq

from exactnet.compile import PiecewiseLinearMap
from exactnet.errors import InputError
from exactnet.exact.rational import QLike
from exactnet.model import Block, Dense, Maxout, Network, Pointwise
from exactnet.smt.target import Target

__all__ = ["Form", "Unfolding", "add_to", "unfold"]

Form = dict[int, fmpq]
"""Coefficients that are not 0: 0 the constant term, 1, .., d the inputs, d + k the variable v_k."""

_ZERO = fmpq(0)


@dataclass
class Unfolding:
    """A function with its variables.

    Attributes
    ----------
    inputs
        d.
    arguments
        u_1, .., u_K.
    outputs
        The outputs, once all layers are passed.

    Examples
    --------
    >>> from exactnet.model import Abs
    >>> unfold(Target.of(Network.of(1, [Abs()])))
    Unfolding(inputs=1, arguments=[{1: 1}], outputs=[{1: -1, 2: 2}])
    """

    inputs: int
    arguments: list[Form] = field(default_factory=list)
    outputs: list[Form] = field(default_factory=list)

    def bend(self, argument: Form) -> Form:
        """A new variable."""
        self.arguments.append(argument)
        return {self.inputs + len(self.arguments): fmpq(1)}

    def values(self, x: Sequence[fmpq]) -> list[fmpq]:
        """1, the inputs and all variables at a point."""
        found = [fmpq(1), *x]
        for argument in self.arguments:
            value = sum((c * found[i] for i, c in argument.items()), _ZERO)
            found.append(value if value > 0 else _ZERO)
        return found


def add_to(form: Form, factor: QLike, other: Mapping[int, fmpq]) -> None:
    """Add a multiple of a form, in place.

    Examples
    --------
    >>> form = {0: fmpq(1), 1: fmpq(2)}
    >>> add_to(form, 2, {1: fmpq(-1), 2: fmpq(1)})
    >>> form
    {0: 1, 2: 2}
    """
    for i, c in other.items():
        total = form.get(i, _ZERO) + factor * c
        if total == 0:
            form.pop(i, None)
        else:
            form[i] = total


def _sum(terms: Iterable[tuple[QLike, Mapping[int, fmpq]]], constant: fmpq = _ZERO) -> Form:
    form: Form = {} if constant == 0 else {0: constant}
    for factor, other in terms:
        if factor != 0:
            add_to(form, factor, other)
    return form


def unfold(target: Target) -> Unfolding:
    """The unfolding of a piecewise-linear function, in the order of certificates.

    Raises
    ------
    InputError
        If it is not piecewise linear.
    """
    found = Unfolding(target.inputs)
    for part in target.parts:
        if isinstance(part, Network):
            found.outputs += _network(found, part)
        elif isinstance(part, PiecewiseLinearMap):
            found.outputs.append(_map(found, part))
        else:
            raise InputError("trees of cases are for piecewise-linear functions with rational numbers")
    return found


def _network(found: Unfolding, network: Network) -> list[Form]:
    units: list[Form] = [{1 + i: fmpq(1)} for i in range(found.inputs)]
    entered: list[list[Form]] = []
    for step in network.elementary_steps:
        match step:
            case Block.ENTER:
                entered.append(units)
            case Block.LEAVE:
                units = [_sum([(1, u), (1, v)]) for u, v in zip(units, entered.pop(), strict=True)]
            case Dense():
                units = [_sum(zip(row, units, strict=True), b) for row, b in zip(step.weight, step.bias, strict=True)]
            case Maxout():
                units = [_maximum(found, [units[i] for i in group]) for group in step.groups]
            case Pointwise():
                units = [_bent(found, step, u) for u in units]
            case _:
                raise TypeError(f"no unfolding of a {type(step).__name__}")
    return units


def _bent(found: Unfolding, layer: Pointwise, u: Form) -> Form:
    """slope u + offset on the left, and a relu for every bend."""
    (slope, offset), *_ = layer.pieces
    terms: list[tuple[QLike, Form]] = [(slope, u)]
    for t, ((before, _), (after, _)) in zip(layer.breakpoints, pairwise(layer.pieces), strict=True):
        terms.append((after - before, found.bend(_sum([(1, u)], -t))))
    return _sum(terms, offset)


def _maximum(found: Unfolding, units: Sequence[Form]) -> Form:
    best = units[0]
    for u in units[1:]:
        best = _sum([(1, best), (1, found.bend(_sum([(1, u), (-1, best)])))])
    return best


def _map(found: Unfolding, f: PiecewiseLinearMap) -> Form:
    slopes = [fmpq(rise, run) for rise, run in f.slopes.tolist()]
    x: Form = {1: fmpq(1)}
    terms: list[tuple[QLike, Form]] = [(slopes[0], x)]
    for t, (before, after) in zip(f.breakpoints[1:-1], pairwise(slopes), strict=True):
        terms.append((after - before, found.bend(_sum([(1, x)], -t))))
    return _sum(terms, f.values[0] - slopes[0] * f.breakpoints[0])
