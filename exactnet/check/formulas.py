"""The published bounds: for each ID its premises, the quantity it bounds, and its value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from exactnet.check.description import Description
from exactnet.check.iterates import laps_and_crossings
from exactnet.check.subject import Clip, Dense, Domain, Function, Gate, Layer, Map, Maxout, Network, Relu, Residual
from exactnet.check.verdict import Rejected, require

HALF = Fraction(1, 2)

# The only number in a certificate that its length does not bound. Time grows with its square, and with the digits of
# the orbits, which grow with it.
_MOST_ITERATES = 256


@dataclass(frozen=True, slots=True)
class Instance:
    """Everything a formula may depend on.

    ``description`` is the checked description of the function, ``parameter`` the value of the parameter (0 if the
    bound has none), ``stated`` the value that the claim gives.
    """

    function: Function
    parameter: int
    description: Description
    stated: Fraction

    def crossings(self) -> int:
        """Count the crossings at level 1/2."""
        return self.description.graph().crossings(HALF)


@dataclass(frozen=True, slots=True)
class Bound:
    """A published bound.

    Attributes
    ----------
    quantity, side, parameter
        What it bounds, from which side, and the name of its parameter.
    value : callable
        The formula.
    network, plain, one_output, unit_domain : bool
        Premises: the subject is a network, has no residual layer, one output; the domain is [0, 1].
    relu : callable
        A premise about the widths of the relu layers of a ReLU network, which the subject then has to be.
    """

    quantity: str
    side: str
    value: Callable[[Instance], Fraction | int]
    parameter: str | None = None
    network: bool = False
    plain: bool = False
    one_output: bool = False
    unit_domain: bool = False
    relu: Callable[[Network, list[int]], bool] | None = None

    def check_premises(self, function: Function, domain: Domain, parameter: int) -> None:
        """Check what the bound presupposes of subject and domain; dynamical premises are checked with the evidence."""
        if self.network:
            require(isinstance(function, Network), "premise", "the bound is about networks")
        if self.plain:
            require(isinstance(function, Network) and function.plain, "premise", "the network has a residual layer")
        if self.one_output:
            require(function.outputs == 1, "premise", "the bound is about functions with one output")
        if self.unit_domain:
            require(domain == (Fraction(0), Fraction(1)), "premise", "the domain must be [0, 1]")
        if self.relu is not None and isinstance(function, Network):
            require(self.relu(function, relu_widths(function)), "premise", "the relu layers are not as the bound wants")
        if self.parameter == "n":
            require(parameter <= _MOST_ITERATES, "premise", f"n is more than {_MOST_ITERATES}, too large to check")
        if self.parameter == "layer" and isinstance(function, Network):
            require(parameter <= len(function.gates()), "premise", "there is no such layer")


def relu_widths(network: Network) -> list[int]:
    """List the widths of the relu layers of a ReLU network; reject other networks."""
    for layer in network.layers:
        require(isinstance(layer, Dense | Relu), "premise", "not a chain of dense and relu layers")
    return [layer.width for layer in network.layers if isinstance(layer, Relu)]


def _bends(gate: Gate) -> int:
    if isinstance(gate, Maxout):
        return sum(len(group) - 1 for group in gate.groups)
    return 2 * gate.width if isinstance(gate, Clip) else gate.width


def _product_of_bends(instance: Instance) -> int:
    return prod(1 + _bends(gate) for gate in _network(instance).gates())


def _lipschitz(instance: Instance) -> Fraction:
    return max(Fraction(1), instance.description.graph().lipschitz())


def _laps(instance: Instance) -> int:
    return laps_and_crossings(instance.description.graph(), HALF, instance.parameter)[0][-1]


def _twice_pieces(instance: Instance) -> int:
    return 2 * instance.description.affine_pieces()


def _semialgebraic(layer: Layer) -> int:
    """Give s, the number of polynomials that a gate of the layer compares."""
    if isinstance(layer, Maxout):
        g = max(map(len, layer.groups))
        return max(1, g * (g - 1) // 2)
    return 2 if isinstance(layer, Clip) else 1


def _gate(instance: Instance) -> int:
    layers = _network(instance).layers
    positions = [p for p, layer in enumerate(layers) if not isinstance(layer, Dense | Residual)]
    here = positions[instance.parameter - 1]
    layer = layers[here]
    first = instance.parameter == 1
    before = -1 if first else positions[instance.parameter - 2]
    t = 1 if first else instance.description.unit_pieces()[instance.parameter - 2]
    if here - before > 1:
        k = 1 if first else layers[before].width
    else:
        k = max(map(len, layer.groups)) if isinstance(layer, Maxout) else 1
    return 2 * _semialgebraic(layer) * t * k


def _network_value(instance: Instance) -> Fraction:
    layers = _network(instance).layers
    counted: list[Layer] = [layer for layer in layers if not isinstance(layer, Dense)]
    if layers and isinstance(layers[-1], Dense):
        counted.append(layers[-1])
    require(len(counted) > 0, "premise", "the network has no layer")
    m, depth = sum(layer.width for layer in counted), len(counted)
    s = max(map(_semialgebraic, counted))
    return 2 * Fraction(2 * s * m, depth) ** depth


def _alternation(instance: Instance) -> int:
    crossings, k = instance.crossings(), instance.parameter
    # 2^k is not computed before the claimed value shows that it has a chance: k may be any number.
    big = k > (2 * abs(int(instance.stated)) + 2 + crossings).bit_length()
    require(not big, "bound_value", "the claimed value is less than (2^k - crossings)/2")
    return max(0, ((1 << k) - crossings + 1) // 2)


def _l1(instance: Instance) -> Fraction:
    return Fraction(1, 16) * (1 - Fraction(2 * instance.crossings() - 1, dyadic(instance)))


def dyadic(instance: Instance) -> int:
    """Give 2^k after checking that every j / 2^k is a breakpoint."""
    there, k = set(instance.description.points), instance.parameter
    require(k < len(there).bit_length(), "breakpoints", "there are fewer than 2^k + 1")
    size = 1 << k
    require(all(Fraction(j, size) in there for j in range(size + 1)), "breakpoints", "some j/2^k is not among them")
    return size


def _serra(instance: Instance) -> int:
    # R(l, 1) and R(l, 0) from the last layer to the first; R(., 0) = 1, for C(n, 0) is all that is left of the sum.
    value = 1
    for n in reversed(relu_widths(_network(instance))):
        value = value + n * (value if n > 1 else 1)
    return value


def _serra_theorem5(instance: Instance) -> int:
    return prod(n + 1 for n in relu_widths(_network(instance)))


def _zaslavsky(instance: Instance) -> int:
    return 1 + relu_widths(_network(instance))[0]


def _network(instance: Instance) -> Network:
    if isinstance(instance.function, Map):
        raise Rejected("premise", "the bound is about networks")
    return instance.function


def _wide(network: Network, widths: list[int]) -> bool:
    return len(widths) > 0 and min(widths) >= 3 and isinstance(network.layers[-1], Dense)


BOUNDS: dict[str, Bound] = {
    "bu2020.pieces": Bound("affine_pieces", "upper", _product_of_bends, network=True),
    "bu2020.entropy": Bound("growth", "upper", _product_of_bends, network=True, one_output=True),
    "entropy.lipschitz": Bound("growth", "upper", _lipschitz, one_output=True),
    "entropy.laps": Bound("growth", "upper", _laps, parameter="n", one_output=True),
    "telgarsky2016.pieces": Bound("crossings", "upper", _twice_pieces, one_output=True),
    "telgarsky2016.gate": Bound("unit_pieces", "upper", _gate, parameter="layer", network=True, plain=True),
    "telgarsky2016.network": Bound("crossings", "upper", _network_value, network=True, plain=True, one_output=True),
    "telgarsky2016.alternation": Bound(
        "alternation_errors", "lower", _alternation, parameter="k", one_output=True, unit_domain=True
    ),
    "telgarsky2016.l1": Bound("l1_to_tent", "lower", _l1, parameter="k", one_output=True, unit_domain=True),
    "serra2018.theorem5": Bound("affine_pieces", "upper", _serra_theorem5, network=True, relu=_wide),
    "serra2018.upper": Bound("activation_regions", "upper", _serra, network=True, relu=lambda _, n: len(n) > 0),
    "zaslavsky": Bound("activation_regions", "upper", _zaslavsky, network=True, relu=lambda _, n: len(n) == 1),
}
