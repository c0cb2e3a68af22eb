"""Piecewise-linear functions unfolded: affine functions of x and of variables v that stand for max(u, 0).

A form is a mapping from places to coefficients that are not 0: place 0 is the constant, 1, .., d are x, d + k is v_k.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from exactnet.check.layers import Abs, Clip, Dense, Layer, Leaky, Maxout, Relu
from exactnet.check.subject import Function, Map
from exactnet.check.verdict import require

Form = Mapping[int, Fraction]

ONE = Fraction(1)

_MOST_WORK = 4_000_000


def combine(terms: Iterable[tuple[Fraction | int, Form]]) -> dict[int, Fraction]:
    """Add multiples of forms.

    >>> combine([(2, {0: Fraction(1), 1: Fraction(3)}), (-6, {1: Fraction(1)})])
    {0: Fraction(2, 1)}
    """
    total: dict[int, Fraction] = {}
    for factor, form in terms:
        if factor:
            for place, coefficient in form.items():
                total[place] = total.get(place, Fraction(0)) + factor * coefficient
    return {place: coefficient for place, coefficient in total.items() if coefficient}


@dataclass(slots=True)
class Unfolding:
    """The variables that have been introduced so far.

    Attributes
    ----------
    inputs : int
        d, the number of x.
    arguments : list of Form
        u_1, u_2, ..; v_k stands for max(u_k, 0).
    """

    inputs: int
    arguments: list[Form] = field(default_factory=list)
    _work: int = 0

    def outputs(self, function: Function) -> list[Form]:
        """Unfold a function of x; give its outputs.

        >>> unfolding = Unfolding(1)
        >>> unfolding.outputs(Map([Fraction(0), Fraction(1), Fraction(2)], [Fraction(0), Fraction(1), Fraction(0)]))
        [{1: Fraction(1, 1), 2: Fraction(-2, 1)}]
        >>> unfolding.arguments
        [{1: Fraction(1, 1), 0: Fraction(-1, 1)}]
        """
        if isinstance(function, Map):
            return [self._map(function)]
        return self._chain(function.layers, [{i: ONE} for i in range(1, self.inputs + 1)])

    def variable(self, k: int) -> Form:
        """Give v_k as a form, k = 1, 2, ..."""
        return {self.inputs + k: ONE}

    def _new(self, argument: Form) -> Form:
        self.arguments.append(argument)
        return self.variable(len(self.arguments))

    def _sum(self, terms: Iterable[tuple[Fraction | int, Form]]) -> dict[int, Fraction]:
        """Add multiples of forms, as long as that has not become too much: a maximum of n units takes n^2 additions."""
        chosen = [(factor, form) for factor, form in terms if factor]
        self._work += sum(len(form) for _, form in chosen)
        require(self._work <= _MOST_WORK, "subject", "there is too much to unfold")
        return combine(chosen)

    def _map(self, function: Map) -> Form:
        points = list(zip(function.xs, function.ys, strict=True))
        slopes = [(v - y) / (u - x) for (x, y), (u, v) in pairwise(points)]
        x0, y0 = points[0]
        terms: list[tuple[Fraction, Form]] = [(ONE, {0: y0 - slopes[0] * x0}), (slopes[0], {1: ONE})]
        for (x, _), (before, after) in zip(points[1:-1], pairwise(slopes), strict=True):
            terms.append((after - before, self._new(self._sum([(1, {1: ONE}), (-x, {0: ONE})]))))
        return self._sum(terms)

    def _chain(self, layers: Sequence[Layer], forms: list[Form]) -> list[Form]:
        for layer in layers:
            forms = self._layer(layer, forms)
        return forms

    def _layer(self, layer: Layer, u: list[Form]) -> list[Form]:
        if isinstance(layer, Dense):
            rows = zip(layer.weight, layer.bias, strict=True)
            scaled = ([Fraction(b, layer.den), *(Fraction(w, layer.den) for w in row)] for row, b in rows)
            return [self._sum(zip(row, [{0: ONE}, *u], strict=True)) for row in scaled]
        if isinstance(layer, Relu):
            return [self._new(form) for form in u]
        if isinstance(layer, Leaky):
            slope = Fraction(layer.num, layer.den)
            return [self._sum([(slope, form), (1 - slope, self._new(form))]) for form in u]
        if isinstance(layer, Abs):
            return [self._sum([(2, self._new(form)), (-1, form)]) for form in u]
        if isinstance(layer, Clip):
            return [self._clip(form, Fraction(layer.low, layer.den), Fraction(layer.high, layer.den)) for form in u]
        if isinstance(layer, Maxout):
            return [self._largest([u[i] for i in group]) for group in layer.groups]
        return [
            self._sum([(1, form), (1, before)]) for form, before in zip(self._chain(layer.layers, u), u, strict=True)
        ]

    def _clip(self, form: Form, low: Fraction, high: Fraction) -> Form:
        above_low = self._new(self._sum([(1, form), (-low, {0: ONE})]))
        above_high = self._new(self._sum([(1, form), (-high, {0: ONE})]))
        return self._sum([(low, {0: ONE}), (1, above_low), (-1, above_high)])

    def _largest(self, units: list[Form]) -> Form:
        largest, *others = units
        for unit in others:
            largest = self._sum([(1, largest), (1, self._new(self._sum([(1, unit), (-1, largest)])))])
        return largest
