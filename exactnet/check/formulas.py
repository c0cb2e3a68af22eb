"""The published bounds on functions of one variable, and the table of all: premises, quantity, value."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TypedDict

from exactnet.check.betti_formulas import BETTI_BOUNDS
from exactnet.check.cycles import crossings
from exactnet.check.instance import HALF, Bound, Instance, widths
from exactnet.check.iterates import laps_and_crossings
from exactnet.check.layers import Clip, Dense, Gate, Layer, Maxout, Relu, Residual
from exactnet.check.region_formulas import REGION_BOUNDS
from exactnet.check.subject import Network
from exactnet.check.targets import dyadic, off_the_tent, three_cycle_laps
from exactnet.check.verdict import require


def _bends(gate: Gate) -> int:
    if isinstance(gate, Maxout):
        return sum(len(group) - 1 for group in gate.groups)
    return 2 * gate.width if isinstance(gate, Clip) else gate.width


def piece_product(instance: Instance) -> int:
    """Multiply 1 + the number of bends over the layers."""
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


def _gate_layers(network: Network) -> list[Layer]:
    """List the layers that are not dense, and the last one in any case."""
    layers = network.layers
    counted: list[Layer] = [layer for layer in layers if not isinstance(layer, Dense)]
    if layers and isinstance(layers[-1], Dense):
        counted.append(layers[-1])
    return counted


def _network_value(instance: Instance) -> Fraction:
    counted = _gate_layers(instance.network)
    require(len(counted) > 0, "premise", "the network has no layer")
    m, depth = sum(layer.width for layer in counted), len(counted)
    s = max(map(_semialgebraic, counted))
    return 2 * Fraction(2 * s * m, depth) ** depth


def _classifies(network: Network, k: int) -> bool:
    """Tell whether 8 (2 m)^l <= 2^k for the l layers of at most m units."""
    counted = _gate_layers(network)
    pieces: int = (2 * max(layer.width for layer in counted)) ** len(counted)
    return (8 * pieces - 1).bit_length() <= k


def _classification(instance: Instance) -> Fraction:
    # As in _alternation: no power is computed that the claimed value does not reach.
    plausible = instance.parameter <= int(6 * abs(instance.stated)).bit_length()
    require(plausible, "bound_value", "the claimed value is less than 2^k/6")
    return Fraction(1 << instance.parameter, 6)


def _separates(network: Network, k: int) -> bool:
    """Tell whether k = j^3 + 4 with at most j layers and s m <= 2^j."""
    counted = _gate_layers(network)
    depth = next((j for j in (1, 2) if j**3 + 4 == k), 0)
    cost = max(map(_semialgebraic, counted), default=1) * sum(layer.width for layer in counted)
    return len(counted) <= depth and cost <= 2**depth


def _mismatch(instance: Instance) -> Fraction:
    twice = 2 * instance.crossings()
    rest = 1 - 2 * instance.stated
    # rest is to be twice / (2^k + 1)
    plausible = rest > 0 and instance.parameter <= int(twice / rest).bit_length()
    require(plausible, "bound_value", "k does not belong to the claimed value")
    return (1 - Fraction(twice, (1 << instance.parameter) + 1)) / 2


def _horseshoe(instance: Instance) -> int:
    size = dyadic(instance)
    near = max(map(abs, off_the_tent(instance))) * size <= 1
    require(near, "premise", "the network is not within 2^-k of T^k")
    return size - 2


def _crossings_forced(instance: Instance) -> int:
    return crossings(instance.orbit, instance.parameter)


def _plausible_iterate(instance: Instance) -> int:
    t = instance.parameter
    require(t <= len(instance.description.points), "breakpoints", "there are fewer than the target has")
    return t


def _three_cycle_linf(instance: Instance) -> Fraction:
    fewer = instance.description.graph().laps() < three_cycle_laps(_plausible_iterate(instance))
    require(fewer, "premise", "the function has as many laps as the target")
    return Fraction(1, 4)


def _three_cycle_l1(instance: Instance) -> Fraction:
    t = _plausible_iterate(instance)
    excess = three_cycle_laps(t) + 1 - 2 * instance.description.graph().crossings(Fraction(3, 4))
    require(excess > 0, "premise", "the function crosses 3/4 too often")
    return Fraction(excess, 64 << t)


def _alternation(instance: Instance) -> int:
    crossings, k = instance.crossings(), instance.parameter
    # 2^k is not computed before the claimed value shows that it has a chance: k may be any number.
    big = k > (2 * abs(int(instance.stated)) + 2 + crossings).bit_length()
    require(not big, "bound_value", "the claimed value is less than (2^k - crossings)/2")
    return max(0, ((1 << k) - crossings + 1) // 2)


def _l1(instance: Instance) -> Fraction:
    return Fraction(1, 16) * (1 - Fraction(2 * instance.crossings() - 1, dyadic(instance)))


def _serra_theorem5(instance: Instance) -> int:
    return prod(n + 1 for n in widths(instance.network))


def _wide(network: Network) -> bool:
    return min(widths(network), default=0) >= 3 and isinstance(network.layers[-1], Dense)


def _one_layer(network: Network) -> bool:
    return len(widths(network)) == 1


def _square(instance: Instance, pieces: int) -> Fraction:
    points = instance.description.points
    return (points[-1] - points[0]) ** 2 / (8 * pieces * pieces)


def _next_to_width(instance: Instance) -> int:
    return 1 + widths(instance.network)[0]


def _some_relu(network: Network) -> bool:
    return len(widths(network)) > 0


def _zero(instance: Instance) -> int:
    return 0


class _Cycle(TypedDict):
    one_output: bool
    dynamical: bool
    cycle: bool


_CYCLE = _Cycle(one_output=True, dynamical=True, cycle=True)

BOUNDS: dict[str, Bound] = {
    "bu2020.pieces": Bound("affine_pieces", "upper", piece_product, network=True),
    "bu2020.entropy": Bound("growth", "upper", piece_product, network=True, one_output=True, dynamical=True),
    "bu2020.robust_horseshoe": Bound(
        "piece_product", "lower", _horseshoe, parameter="k", network=True, one_output=True, unit_domain=True
    ),
    "entropy.lipschitz": Bound("growth", "upper", _lipschitz, one_output=True, dynamical=True),
    "entropy.laps": Bound("growth", "upper", _laps, parameter="n", one_output=True, dynamical=True),
    "chatziafratis2020.period": Bound("growth_sign", "lower", _zero, parameter="period", **_CYCLE),
    "chatziafratis2020.lipschitz": Bound("lipschitz_sign", "lower", _zero, parameter="period", **_CYCLE),
    "chatziafratis2020.crossings": Bound("laps", "lower", _crossings_forced, parameter="n", **_CYCLE),
    "chatziafratis2020.linf": Bound(
        "linf_to_three_cycle", "lower", _three_cycle_linf, parameter="t", one_output=True, unit_domain=True
    ),
    "chatziafratis2020.l1": Bound(
        "l1_to_three_cycle", "lower", _three_cycle_l1, parameter="t", one_output=True, unit_domain=True
    ),
    "bowen1976.period": Bound("cycle_growth", "lower", lambda instance: 2, parameter="period", **_CYCLE),
    "telgarsky2016.pieces": Bound("crossings", "upper", _twice_pieces, one_output=True),
    "telgarsky2016.gate": Bound("unit_pieces", "upper", _gate, parameter="layer", network=True, plain=True),
    "telgarsky2016.network": Bound("crossings", "upper", _network_value, network=True, plain=True, one_output=True),
    "telgarsky2016.alternation": Bound(
        "alternation_errors", "lower", _alternation, parameter="k", one_output=True, unit_domain=True
    ),
    "telgarsky2015.classification": Bound(
        "alternation_errors",
        "lower",
        _classification,
        parameter="k",
        network=True,
        one_output=True,
        unit_domain=True,
        kinds=(Dense, Relu),
        layers=_some_relu,
        fits=_classifies,
    ),
    "telgarsky2016.mismatch": Bound(
        "tent_mismatch", "lower", _mismatch, parameter="k", one_output=True, unit_domain=True
    ),
    "telgarsky2016.separation": Bound(
        "l1_to_tent",
        "lower",
        lambda instance: Fraction(1, 64),
        parameter="k",
        network=True,
        plain=True,
        one_output=True,
        unit_domain=True,
        fits=_separates,
    ),
    "telgarsky2016.l1": Bound("l1_to_tent", "lower", _l1, parameter="k", one_output=True, unit_domain=True),
    "serra2018.theorem5": Bound(
        "affine_pieces", "upper", _serra_theorem5, network=True, kinds=(Dense, Relu), layers=_wide
    ),
    "arora2018.pieces": Bound(
        "affine_pieces", "upper", _next_to_width, network=True, kinds=(Dense, Relu), layers=_one_layer
    ),
    "raghu2017.segment": Bound("activation_regions", "upper", piece_product, network=True),
    "yarotsky2017.square": Bound(
        "linf_to_square", "lower", lambda i: _square(i, piece_product(i)), network=True, one_output=True, bounded=True
    ),
    "yarotsky2017.square_pieces": Bound(
        "linf_to_square", "lower", lambda i: _square(i, i.description.affine_pieces()), one_output=True, bounded=True
    ),
    **REGION_BOUNDS,
    **BETTI_BOUNDS,
}
