"""Networks and interval maps as assertions: a constant for every unit, numbers exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from flint import fmpq

from exactnet.compile import PiecewiseLinearMap, PiecewiseMap
from exactnet.errors import InputError
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.numbers import Number
from exactnet.exact.rational_functions import RationalFunction
from exactnet.frontends import Subject
from exactnet.model import Dense, Layer, Maxout, Network, Piecewise, Pointwise, Product, Residual
from exactnet.smt.script import Script, apply, number, plus, times
from exactnet.smt.target import Target

__all__ = ["Encoder"]


@dataclass
class Encoder:
    """Adds functions to a script.

    Attributes
    ----------
    script
        Where to.
    weights
        Names of the numbers of dense layers that are unknowns, by their place in the document (``layers.0.weight.1.0``).
    grids
        The finitely many values of an unknown, by its name, where it has such: products with it are told apart by cases, so that
        nothing is multiplied.

    Examples
    --------
    >>> from exactnet.model import Relu
    >>> script = Script()
    >>> x = script.want("x")
    >>> Encoder(script).function(Network.of(1, [Dense.of([[2]], [-1]), Relu()]), [x], "f")
    ['f_1_0']
    >>> script.assertions
    ['(= f_0_0 (+ (* 2 x) (- 1)))', '(= f_1_0 (ite (>= f_0_0 0) f_0_0 0))']
    """

    script: Script
    weights: Mapping[str, str] = field(default_factory=dict)
    grids: Mapping[str, Sequence[fmpq]] = field(default_factory=dict)

    def target(self, target: Target, x: Sequence[str], name: str) -> list[str]:
        """All outputs at x."""
        if len(target.parts) == 1:
            return self.function(target.parts[0], x, name)
        return [y for i, part in enumerate(target.parts) for y in self.function(part, x, f"{name}{'ab'[i]}")]

    def function(self, subject: Subject, x: Sequence[str], name: str) -> list[str]:
        """The outputs of one function at x; names of new constants begin with ``name``."""
        if isinstance(subject, Network):
            return self._layers(subject.layers, list(x), "layers", name)
        if isinstance(subject, PiecewiseLinearMap):
            return [self._polyline(subject, x[0], name)]
        return [self._curve(subject, x[0], name)]

    # -- networks ----------------------------------------------------------------------------------------------------------

    def _layers(self, layers: Sequence[Layer], units: list[str], place: str, name: str) -> list[str]:
        for i, layer in enumerate(layers):
            units = self._layer(layer, units, f"{place}.{i}", f"{name}_{i}")
        return units

    def _layer(self, layer: Layer, units: list[str], place: str, name: str) -> list[str]:
        define = self.script.define
        match layer:
            case Dense():
                return [define(f"{name}_{j}", self._affine(layer, units, place, j)) for j in range(len(layer.weight))]
            case Pointwise():
                return [define(f"{name}_{j}", _bent(layer, u)) for j, u in enumerate(units)]
            case Maxout():
                return [self._maximum([units[i] for i in g], f"{name}_{j}") for j, g in enumerate(layer.groups)]
            case Residual():
                inner = self._layers(layer.layers, units, f"{place}.layers", f"{name}_r")
                return [define(f"{name}_{j}", plus([u, v])) for j, (u, v) in enumerate(zip(units, inner, strict=True))]
            case Product():
                self.script.linear = False
                return [define(f"{name}_{p}", apply("*", units[i], units[j])) for p, (i, j) in enumerate(layer.pairs)]
            case Piecewise():
                return [self._pieces(layer, u, f"{name}_{j}") for j, u in enumerate(units)]
            case _:
                raise InputError(f"there is no encoding of a {type(layer).__name__} layer")

    def _affine(self, layer: Dense, units: Sequence[str], place: str, j: int) -> str:
        terms = []
        for i, (w, u) in enumerate(zip(layer.weight[j], units, strict=True)):
            unknown = self.weights.get(f"{place}.weight.{j}.{i}")
            terms.append(times(number(w), u) if unknown is None else self._product(unknown, u))
        return plus([*terms, self.weights.get(f"{place}.bias.{j}") or number(layer.bias[j])])

    def _product(self, unknown: str, u: str) -> str:
        if unknown not in self.grids:
            self.script.linear = False
            return times(unknown, u)
        *others, last = self.grids[unknown]
        term = times(number(last), u)
        for value in others:
            term = apply("ite", apply("=", unknown, number(value)), times(number(value), u), term)
        return term

    def _maximum(self, units: Sequence[str], name: str) -> str:
        best = units[0]
        for i, u in enumerate(units[1:]):
            best = self.script.define(f"{name}_{i}", apply("ite", apply(">=", best, u), best, u))
        return best if len(units) > 1 else self.script.define(name, best)

    def _pieces(self, layer: Piecewise, u: str, name: str) -> str:
        """Polynomial pieces by cases; a quotient as what gives the numerator when multiplied with the denominator."""
        value = self.script.declare(name)
        if layer.degree > 1:
            self.script.linear = False
        for piece, case in zip(layer.pieces, _cases(layer.breakpoints, u), strict=True):
            self.script.demand(_if(case, self._quotient(piece, u, value)))
        return value

    def _quotient(self, piece: RationalFunction, u: str, value: str) -> str:
        above, below = ([fmpq(c) for c in polynomial.coeffs()] for polynomial in (piece.numerator, piece.denominator))
        if len(below) > 1:
            self.script.linear = False
        return apply("=", times(_horner(list(map(number, below)), u), value), _horner(list(map(number, above)), u))

    # -- maps --------------------------------------------------------------------------------------------------------------

    def _polyline(self, f: PiecewiseLinearMap, x: str, name: str) -> str:
        slopes = [fmpq(rise, run) for rise, run in f.slopes.tolist()]
        term = ""
        for slope, a, b, y in reversed(list(zip(slopes, f.breakpoints, f.breakpoints[1:], f.values, strict=False))):
            piece = plus([times(number(slope), x), number(y - slope * a)])
            term = apply("ite", apply("<=", x, number(b)), piece, term) if term else piece
        return self.script.define(name, term)

    def _curve(self, f: PiecewiseMap, x: str, name: str) -> str:
        value = self.script.declare(name)
        ends = [self.number(t, f"{name}_t{i}") for i, t in enumerate(f.breakpoints[1:-1])]
        for i, (polynomial, case) in enumerate(zip(f.polynomials, _cases(ends, x), strict=True)):
            if len(polynomial) > 2:
                self.script.linear = False
            coefficients = [self.number(c, f"{name}_c{i}_{k}") for k, c in enumerate(polynomial)]
            self.script.demand(_if(case, apply("=", value, _horner(coefficients, x))))
        return value

    def number(self, x: Number, name: str) -> str:
        """A rational, or an algebraic number as a constant: the one root of its polynomial between two rationals."""
        if not isinstance(x, RealAlgebraic):
            return number(x)
        if x.is_rational:
            return number(x.lower)
        self.script.linear = False
        name = self.script.declare(name)
        self.script.demand(apply("=", _horner([number(fmpq(c)) for c in x.coefficients], name), "0"))
        self.script.demand(apply("<", number(x.lower), name, number(x.upper)))
        return name


def _bent(layer: Pointwise, u: str) -> str:
    """Nested cases, the last piece innermost."""
    *pieces, last = [plus([times(number(slope), u), number(offset)]) for slope, offset in layer.pieces]
    term = last
    for t, piece in zip(reversed(layer.breakpoints), reversed(pieces), strict=True):
        term = apply("ite", apply(">=", u, number(t)), term, piece)
    return term


def _cases(ends: Sequence[fmpq | str], u: str) -> list[str]:
    """The conditions of the pieces; neighbours agree where they meet."""
    texts = [end if isinstance(end, str) else number(end) for end in ends]
    if not texts:
        return [""]
    between = [apply("<=", a, u, b) for a, b in pairwise(texts)]
    return [apply("<=", u, texts[0]), *between, apply(">=", u, texts[-1])]


def _if(case: str, term: str) -> str:
    return apply("=>", case, term) if case else term


def _horner(coefficients: Sequence[str], u: str) -> str:
    """A polynomial, lowest degree first.

    Examples
    --------
    >>> _horner(["0", "4", "(- 4)"], "x")
    '(* (+ 4 (* (- 4) x)) x)'
    """
    term = "0"
    for c in reversed(coefficients):
        term = plus([c, times(term, u)])
    return term
