"""A forward pass with functions in place of numbers, on an interval on which no wall changes sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

from exactnet.check.algebra.numbers import Number, sign
from exactnet.check.algebra.polynomials import Poly
from exactnet.check.layers import (
    Clip,
    CurvedGate,
    CurvedLayer,
    Dense,
    Leaky,
    Maxout,
    Piecewise,
    Product,
    Relu,
    Residual,
)
from exactnet.check.semialgebraic.functions import Quotient

ZERO, NOTHING = Quotient([]), Fraction(0)


@dataclass(slots=True)
class Local:
    """A function near a point, between walls.

    Attributes
    ----------
    sample : Fraction
        The point.
    outputs : list of Quotient
        The outputs.
    walls : list of Poly
        Their numerators.
    gates : list of list of Quotient
        The output units of every layer that is neither dense nor residual.
    pattern : list of int
        The activation pattern.
    """

    sample: Fraction
    outputs: list[Quotient]
    walls: list[Poly] = field(default_factory=list)
    gates: list[list[Quotient]] = field(default_factory=list)
    pattern: list[int] = field(default_factory=list)

    def side(self, function: Quotient, level: Number) -> int:
        """Note the wall function - level, and tell on which side of it the point lies."""
        self.walls.append(function.above(level))
        return sign(function.at(self.sample) - level)

    def clip(self, low: Number, high: Number) -> None:
        """Cut the outputs off at two levels."""
        self.outputs = [_between(low, high, unit, self)[0] for unit in self.outputs]


def follow(layers: Sequence[CurvedLayer], sample: Fraction) -> Local:
    """Push the identity through a network, with the pieces that act at a point.

    >>> done = follow([Dense(1, ((2,),), (-1,), 1), Relu(1), Product(1, ((0, 0),))], Fraction(1))
    >>> done.outputs, done.walls
    ([Quotient(upper=[1, -4, 4], lower=[1])], [[-1, 2]])
    """
    done = Local(sample, [Quotient([0, 1])])
    _run(layers, done)
    return done


def _run(layers: Sequence[CurvedLayer], done: Local) -> None:
    for layer in layers:
        if isinstance(layer, Dense):
            done.outputs = _dense(layer, done.outputs)
        elif isinstance(layer, Residual):
            before = done.outputs
            _run(layer.layers, done)
            done.outputs = [u.plus(v) for u, v in zip(before, done.outputs, strict=True)]
        else:
            done.outputs = _gate(layer, done)
            done.gates.append(done.outputs)


def _dense(layer: Dense, units: Sequence[Quotient]) -> list[Quotient]:
    result = []
    for weights, bias in zip(layer.weight, layer.bias, strict=True):
        total = Quotient([bias] if bias else [])
        for weight, unit in zip(weights, units, strict=True):
            if weight:
                total = total.plus(unit.times(Quotient([weight])))
        result.append(total.times(Quotient([1], [layer.den])))
    return result


def _gate(gate: CurvedGate, done: Local) -> list[Quotient]:
    units = done.outputs
    if isinstance(gate, Product):
        return [units[i].times(units[j]) for i, j in gate.pairs]
    if isinstance(gate, Maxout):
        return [_largest([units[i] for i in group], done) for group in gate.groups]
    if isinstance(gate, Piecewise):
        return [_piece(gate, unit, done) for unit in units]
    if isinstance(gate, Clip):
        return [_clip(gate, unit, done) for unit in units]
    sides = [done.side(unit, NOTHING) for unit in units]
    done.pattern += [int(side > 0) for side in sides]
    off = Quotient([gate.num] if gate.num else [], [gate.den]) if isinstance(gate, Leaky) else Quotient([-1])
    below = [ZERO if isinstance(gate, Relu) else unit.times(off) for unit in units]
    return [unit if side > 0 else low for unit, side, low in zip(units, sides, below, strict=True)]


def _largest(units: Sequence[Quotient], done: Local) -> Quotient:
    """Give the first of the largest ones."""
    best = 0
    larger = {(i, k): done.side(units[k].minus(units[i]), NOTHING) > 0 for i, k in combinations(range(len(units)), 2)}
    for other in range(1, len(units)):
        if larger[best, other]:
            best = other
    done.pattern.append(best)
    return units[best]


def _clip(gate: Clip, unit: Quotient, done: Local) -> Quotient:
    result, sides = _between(Fraction(gate.low, gate.den), Fraction(gate.high, gate.den), unit, done)
    done.pattern += [int(side > 0) for side in sides]
    return result


def _between(low: Number, high: Number, unit: Quotient, done: Local) -> tuple[Quotient, tuple[int, int]]:
    """Give min(max(unit, low), high), and on which sides of low and high the unit lies."""
    sides = done.side(unit, low), done.side(unit, high)
    if sides[0] > 0 >= sides[1]:
        return unit, sides
    return Quotient.of([high if sides[1] > 0 else low]), sides


def _piece(gate: Piecewise, unit: Quotient, done: Local) -> Quotient:
    number = sum(done.side(unit, t) > 0 for t in gate.breakpoints)
    done.pattern.append(number)
    return unit.compose(*gate.pieces[number])
