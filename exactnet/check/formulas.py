"""The published bounds on functions of one variable, and the table of all: premises, quantity, value."""

from __future__ import annotations

from fractions import Fraction
from math import prod

from exactnet.check.instance import HALF, Bound, Instance, widths
from exactnet.check.iterates import laps_and_crossings
from exactnet.check.region_formulas import REGION_BOUNDS
from exactnet.check.subject import Clip, Dense, Gate, Layer, Maxout, Network, Relu, Residual
from exactnet.check.verdict import require


def _bends(gate: Gate) -> int:
    if isinstance(gate, Maxout):
        return sum(len(group) - 1 for group in gate.groups)
    return 2 * gate.width if isinstance(gate, Clip) else gate.width


def _product_of_bends(instance: Instance) -> int:
    return prod(1 + _bends(gate) for gate in instance.network.gates())


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
    layers = instance.network.layers
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
    layers = instance.network.layers
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


def _serra_theorem5(instance: Instance) -> int:
    return prod(n + 1 for n in widths(instance.network))


def _wide(network: Network) -> bool:
    return min(widths(network), default=0) >= 3 and isinstance(network.layers[-1], Dense)


def _one_layer(network: Network) -> bool:
    return len(widths(network)) == 1


def _next_to_width(instance: Instance) -> int:
    return 1 + widths(instance.network)[0]


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
    "serra2018.theorem5": Bound(
        "affine_pieces", "upper", _serra_theorem5, network=True, kinds=(Dense, Relu), layers=_wide
    ),
    "arora2018.pieces": Bound(
        "affine_pieces", "upper", _next_to_width, network=True, kinds=(Dense, Relu), layers=_one_layer
    ),
    **REGION_BOUNDS,
}
