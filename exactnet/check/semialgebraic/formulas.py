"""The bounds on semi-algebraic functions of one variable: premises, quantity, value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import TypedDict

from exactnet.check.algebra.numbers import Element, Number, enclose
from exactnet.check.algebra.points import Exact
from exactnet.check.cycles import crossings, odd_part
from exactnet.check.layers import Clip, CurvedGate, CurvedLayer, Dense, Maxout, Piecewise, Product
from exactnet.check.semialgebraic.description import Description
from exactnet.check.semialgebraic.graph import Graph
from exactnet.check.subject import Curved, CurvedNetwork
from exactnet.check.targets import three_cycle_laps
from exactnet.check.verdict import Rejected, require


@dataclass(frozen=True, slots=True)
class Instance:
    """Everything a formula may depend on.

    ``parameter`` is the value of the parameter (0 if the bound has none); ``laps`` counts those of an iterate;
    ``orbit`` are numbers in the order of the points of a cycle, if the evidence shows one.
    """

    function: Curved
    parameter: Fraction
    description: Description
    graph: Graph
    laps: Callable[[int], int]
    orbit: list[Fraction]

    @property
    def network(self) -> CurvedNetwork:
        """The subject, which has to be a network."""
        if not isinstance(self.function, CurvedNetwork):
            raise Rejected("premise", "the bound is about networks")
        return self.function


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound.

    Attributes
    ----------
    quantity, side, parameter
        What it bounds, from which side, and the name of its parameter.
    value : callable
        The formula.
    network, plain, one_output, dynamical : bool
        Premises: the subject is a network, has no residual layer, one output, maps its domain into itself.
    polynomial : bool
        Whether the layers must not have denominators.
    fits : callable
        A premise about the network and the parameter.
    witness : bool
        Whether the value may be less than that of the statement: then it can be proved only.
    cycle : bool
        Whether the evidence has to show a cycle; a parameter ``period`` is its least period.
    """

    quantity: str
    side: str
    value: Callable[[Instance], Fraction | int]
    parameter: str | None = None
    network: bool = True
    plain: bool = False
    one_output: bool = True
    dynamical: bool = False
    polynomial: bool = True
    fits: Callable[[CurvedNetwork, int], bool] | None = None
    witness: bool = False
    cycle: bool = False

    def check_premises(self, function: Curved, parameter: Fraction) -> None:
        """Check what the bound presupposes of the subject and of the parameter."""
        if self.one_output:
            require(function.outputs == 1, "premise", "the bound is about functions with one output")
        if self.parameter == "period":
            require(odd_part(int(parameter)) >= 3, "premise", "the period is a power of 2")
        if isinstance(function, CurvedNetwork):
            require(function.inputs == 1, "premise", "the bound is about networks of one input")
            require(function.plain or not self.plain, "premise", "the network has a residual layer")
            if self.polynomial:
                smooth = all(map(_has_no_denominator, function.gates()))
                require(smooth, "premise", "a layer has a denominator")
            if self.fits is not None:
                require(self.fits(function, int(parameter)), "premise", "the network is not as the bound wants")
            if self.parameter == "layer":
                require(parameter <= len(function.gates()), "premise", "there is no such layer")
        else:
            require(not self.network, "premise", "the bound is about networks")


def _has_no_denominator(gate: CurvedGate) -> bool:
    return not isinstance(gate, Piecewise) or all(len(lower) == 1 for _, lower in gate.pieces)


def _predicates(layer: CurvedLayer) -> int:
    """Give s, the number of polynomials that a gate of the layer compares."""
    if isinstance(layer, Piecewise):
        return len(layer.breakpoints)
    if isinstance(layer, Maxout):
        g = max(map(len, layer.groups))
        return max(1, g * (g - 1) // 2)
    if isinstance(layer, Product | Dense):
        return 0
    return 2 if isinstance(layer, Clip) else 1


def _degree(layer: CurvedLayer) -> int:
    """Give b, the degree of a gate of the layer."""
    if isinstance(layer, Piecewise):
        return max(1, *(len(upper) - 1 for upper, _ in layer.pieces))
    return 2 if isinstance(layer, Product) else 1


def _laps_bound(instance: Instance) -> int:
    """T_L max(1, D_L): pieces and degrees grow from layer to layer."""
    pieces = degree = 1
    for gate in instance.network.gates():
        pieces *= 1 + gate.width * _predicates(gate) * degree
        degree *= _degree(gate)
    return pieces * degree


def _crossings_bound(instance: Instance) -> int:
    outputs = [local.outputs[0] for local in instance.description.pieces]
    return instance.description.count() * (1 + max(f.degree for f in outputs))


def _gate_bound(instance: Instance) -> int:
    layers = instance.network.layers
    positions = [p for p, layer in enumerate(layers) if not isinstance(layer, Dense)]
    number = int(instance.parameter)
    here = positions[number - 1]
    layer, first = layers[here], number == 1
    before = -1 if first else positions[number - 2]
    pieces = 1 if first else instance.description.unit_pieces()[number - 2]
    degree = prod(_degree(layers[p]) for p in positions[: number - 1])
    if here - before > 1:
        read = 1 if first else layers[before].width
    elif isinstance(layer, Product):
        read = 2
    else:
        read = max(map(len, layer.groups)) if isinstance(layer, Maxout) else 1
    return max(1, _predicates(layer)) * pieces * read * (1 + degree)


@dataclass(frozen=True, slots=True)
class _Size:
    """Layers l, nodes m, and the largest s and b of the gates."""

    layers: int
    nodes: int
    predicates: int
    degree: int


def _size(network: CurvedNetwork) -> _Size:
    layers = network.layers
    counted: list[CurvedLayer] = [layer for layer in layers if not isinstance(layer, Dense)]
    if isinstance(layers[-1], Dense):
        counted.append(layers[-1])
    nodes = sum(layer.width for layer in counted)
    return _Size(len(counted), nodes, max(1, *map(_predicates, counted)), max(map(_degree, counted)))


def _network_bound(instance: Instance) -> Fraction:
    size = _size(instance.network)
    depth = size.layers
    value: Fraction = 2 * Fraction(2 * size.predicates * size.nodes, depth) ** depth * size.degree ** (depth * depth)
    return value


def _separates(network: CurvedNetwork, k: int) -> bool:
    """Tell whether k = j^3 + 4 with at most j layers and s m b <= 2^j."""
    size = _size(network)
    depth = next((j for j in (1, 2) if j**3 + 4 == k), 0)
    return size.layers <= depth and size.predicates * size.nodes * size.degree <= 2**depth


def _is_polynomial_chain(network: CurvedNetwork, _: int) -> bool:
    smooth = [layer for layer in network.layers if isinstance(layer, Piecewise) and not layer.breakpoints]
    return len(smooth) > 0 and all(isinstance(layer, Dense) or layer in smooth for layer in network.layers)


def _components_bound(instance: Instance) -> Fraction:
    return Fraction(2 + prod(_degree_exactly(layer) for layer in instance.network.gates()), 2)


def _degree_exactly(layer: CurvedLayer) -> int:
    return max(len(upper) - 1 for upper, _ in layer.pieces) if isinstance(layer, Piecewise) else 1


def slope_at(graph: Graph, x: Fraction, step: str = "premise") -> Number:
    """Give the derivative at a rational that is no point of the description."""
    inside = graph.points[0].compare(x) < 0 < graph.points[-1].compare(x)
    apart = all(point.compare(x) for point in graph.points)
    require(inside and apart, step, "`at` is not inside the domain, or is one of the points")
    return graph.functions[graph.piece_of(Exact(x))].derivative().at(x)


def _steepness(instance: Instance) -> Fraction:
    slope = slope_at(instance.graph, instance.parameter)
    value = slope.rational if isinstance(slope, Element) else slope
    return max(Fraction(1), _rounded_down(slope) if value is None else abs(value))


def _crossings_forced(instance: Instance) -> int:
    return crossings(instance.orbit, int(instance.parameter))


def _three_cycle_linf(instance: Instance) -> Fraction:
    fewer = instance.graph.laps() < three_cycle_laps(int(instance.parameter))
    require(fewer, "premise", "the function has as many laps as the target")
    return Fraction(1, 4)


def _three_cycle_l1(instance: Instance) -> Fraction:
    t = int(instance.parameter)
    excess = three_cycle_laps(t) + 1 - 2 * instance.graph.crossings(Exact(Fraction(3, 4)))
    require(excess > 0, "premise", "the function crosses 3/4 too often")
    return Fraction(excess, 64 << t)


def _rounded_down(x: Element | Fraction) -> Fraction:
    """Round the absolute value of an irrational number down to a multiple of 2^-32."""
    for bits in (64, 256, 1024, 4096):
        low, high = enclose(x, bits)
        ends = sorted((abs(low), abs(high)))
        if low * high > 0 and ends[0] >> (bits - 32) == ends[1] >> (bits - 32):
            return Fraction(ends[0] >> (bits - 32), 1 << 32)
    raise Rejected("bound_value", "the derivative is too close to a multiple of 2^-32")


def _zero(instance: Instance) -> int:
    return 0


class _Cycle(TypedDict):
    network: bool
    polynomial: bool
    dynamical: bool
    cycle: bool


_CYCLE = _Cycle(network=False, polynomial=False, dynamical=True, cycle=True)

CURVED_BOUNDS: dict[str, Bound] = {
    "bu2020.entropy_sa": Bound("growth", "upper", _laps_bound, dynamical=True),
    "bu2020.laps_sa": Bound("laps", "upper", _laps_bound),
    "telgarsky2016.pieces_sa": Bound("crossings", "upper", _crossings_bound, network=False, polynomial=False),
    "telgarsky2016.gate_sa": Bound(
        "unit_pieces", "upper", _gate_bound, parameter="layer", plain=True, one_output=False
    ),
    "telgarsky2016.network_sa": Bound("crossings", "upper", _network_bound, plain=True),
    "telgarsky2016.separation_sa": Bound(
        "l1_to_tent", "lower", lambda instance: Fraction(1, 64), parameter="k", plain=True, fits=_separates
    ),
    "bianchini2014.components": Bound("components", "upper", _components_bound, fits=_is_polynomial_chain),
    "entropy.laps_sa": Bound(
        "growth",
        "upper",
        lambda instance: instance.laps(int(instance.parameter)),
        parameter="n",
        network=False,
        dynamical=True,
        polynomial=False,
    ),
    "entropy.lipschitz_sa": Bound(
        "growth",
        "upper",
        _steepness,
        parameter="at",
        network=False,
        dynamical=True,
        polynomial=False,
        witness=True,
    ),
    "chatziafratis2020.period_sa": Bound("growth_sign", "lower", _zero, parameter="period", **_CYCLE),
    "chatziafratis2020.lipschitz_sa": Bound("lipschitz_sign", "lower", _zero, parameter="period", **_CYCLE),
    "chatziafratis2020.crossings_sa": Bound("laps", "lower", _crossings_forced, parameter="n", **_CYCLE),
    "bowen1976.period_sa": Bound("cycle_growth", "lower", lambda instance: 2, parameter="period", **_CYCLE),
    "chatziafratis2020.linf_sa": Bound(
        "linf_to_three_cycle", "lower", _three_cycle_linf, parameter="t", network=False, polynomial=False
    ),
    "chatziafratis2020.l1_sa": Bound(
        "l1_to_three_cycle", "lower", _three_cycle_l1, parameter="t", network=False, polynomial=False
    ),
}
