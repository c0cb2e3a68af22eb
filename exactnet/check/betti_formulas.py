"""The published bounds on Betti numbers and bounded components of {F <= 0}, for two to six inputs."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import comb

from exactnet.check.instance import Bound, Instance, widths
from exactnet.check.layers import Dense, Relu
from exactnet.check.linear import rank
from exactnet.check.region_formulas import count_by_dimension, weight_ranks
from exactnet.check.shells import read_shells
from exactnet.check.subject import Network
from exactnet.check.verdict import Rejected

_RELU = (Dense, Relu)


def _regions(network: Network) -> int:
    """Give r, the largest number of activation regions by ``serra2018.upper``."""
    return count_by_dimension(widths(network), widths(network), network.inputs)


def _nerve(instance: Instance) -> int:
    return comb(_regions(instance.network), instance.parameter + 1)


def _proposition18(instance: Instance) -> int:
    network, k = instance.network, instance.parameter
    if k == 0:
        return _regions(network)
    # d - k - s, with s = d - min(d, r_1).
    size = min(network.inputs, weight_ranks(network)[0]) - k
    return comb(_regions(network), size) if size >= 0 else 0


def _shells(instance: Instance) -> tuple[int, list[int]]:
    """Give M / 2 and w_1, .., w_(d-1)."""
    found = read_shells(instance.network)
    if found is None:
        raise Rejected("premise", "the network is not one of shells")
    folds, sizes = found
    return folds // 2, sizes


def _theorem13(instance: Instance) -> int:
    half, sizes = _shells(instance)
    k = instance.parameter
    if k == 0:
        value: int = sum(half**j * (half + 1) * (w // 2) for j, w in enumerate(sizes, 1))
    else:
        value = half**k * (half - 1) * (sizes[k - 1] // 2)
    return value


def _theorem13_printed(instance: Instance) -> int:
    half, sizes = _shells(instance)
    k = instance.parameter
    value: int = half ** (k - 1) * (half - 1) * -(-sizes[k - 2] // 2)
    return value


def _some(network: Network) -> bool:
    return 2 <= network.inputs <= 6 and len(widths(network)) > 0


def _is_shells(network: Network) -> bool:
    return _some(network) and read_shells(network) is not None


def _narrow(network: Network) -> bool:
    return _some(network) and max(widths(network)) <= network.inputs


def _general(network: Network) -> bool:
    """Tell whether there is one layer of d + 1 hyperplanes in general position."""
    d = network.inputs
    if not _some(network) or widths(network) != [d + 1]:
        return False
    first = network.layers[0]
    # The hyperplanes are those of the relu layer, so no other layer stands between.
    if not isinstance(first, Dense) or not isinstance(network.layers[1], Relu):
        return False
    rows = [[b, *a] for a, b in zip(first.weight, first.bias, strict=True)]
    return rank(rows) == d + 1 and all(rank(some) == d for some in combinations(first.weight, d))


def _betti(
    side: str, value: Callable[[Instance], int], layers: Callable[[Network], bool] = _some, *,
    least: int = 0, cube: bool = False, space: bool = False,
) -> Bound:  # fmt: skip
    return Bound(
        "betti", side, value, parameter="k", least=least, network=True, one_output=True, several_inputs=True, several_only=True,
        kinds=_RELU, layers=layers, fits=lambda network, k: k < network.inputs, unit_cube=cube, whole_space=space,
    )  # fmt: skip


def _bounded(value: int, layers: Callable[[Network], bool]) -> Bound:
    return Bound(
        "bounded_components", "upper", lambda instance: value, network=True, one_output=True,
        several_inputs=True, several_only=True, kinds=_RELU, layers=layers, whole_space=True, transversal=True,
    )  # fmt: skip


BETTI_BOUNDS: dict[str, Bound] = {
    "ergen2023.proposition16": Bound(
        "stable",
        "lower",
        lambda instance: 1,
        parameter="radius",
        network=True,
        one_output=True,
        several_inputs=True,
        several_only=True,
        kinds=_RELU,
        layers=_some,
        bounded=True,
    ),
    "ergen2023.theorem13_least": _betti("lower", _theorem13, _is_shells, cube=True),
    "ergen2023.theorem13_most": _betti("upper", _theorem13, _is_shells, cube=True),
    "ergen2023.theorem13_printed_least": _betti("lower", _theorem13_printed, _is_shells, least=2, cube=True),
    "ergen2023.theorem13_printed_most": _betti("upper", _theorem13_printed, _is_shells, least=2, cube=True),
    "ergen2023.proposition18": _betti("upper", _proposition18, space=True),
    "ergen2023.nerve": _betti("upper", _nerve),
    "grigsby2022.bounded": _bounded(1, _general),
    "johnson2019.narrow": _bounded(0, _narrow),
}
