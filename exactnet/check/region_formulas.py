"""The published bounds on activation regions, for any number of inputs."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from math import comb, prod

from exactnet.check.instance import Bound, widths
from exactnet.check.layers import Abs, Clip, Dense, Layer, Leaky, Maxout, Relu
from exactnet.check.linear import product, rank
from exactnet.check.subject import Network

_MOST_SUPPORTS = 8
_MOST_CHOICES = 100_000


def most_regions(hyperplanes: int, dimension: int) -> int:
    """Give Z(n, d), the largest number of regions of n hyperplanes in R^d.

    >>> most_regions(3, 2)
    7
    """
    return sum(comb(hyperplanes, j) for j in range(min(hyperplanes, dimension) + 1))


def narrowest(network: Network) -> list[int]:
    """List d_l, the least of the number of inputs and the first l widths of layers that are not dense."""
    return list(accumulate(widths(network), min, initial=network.inputs))[1:]


def weight_ranks(network: Network) -> list[int]:
    """List r_l, the rank of what stands between layer l - 1 and layer l of those that are not dense.

    >>> weight_ranks(Network((Dense(2, ((1, 1), (2, 2)), (0, 0), 1), Relu(2), Relu(2)), 2, 2))
    [1, 2]
    """
    ranks: list[int] = []
    matrix: list[list[int]] | None = None
    for layer in network.layers:
        if isinstance(layer, Dense):
            weight = [list(row) for row in layer.weight]
            matrix = weight if matrix is None else product(weight, matrix)
        else:
            ranks.append(layer.width if matrix is None else rank(matrix))
            matrix = None
    return ranks


def count_by_dimension(sizes: list[int], ranks: list[int], dimension: int) -> int:
    """Evaluate Q(1, d) with Q(l, e) = sum over j <= min(r_l, e) of C(n_l, j) Q(l+1, min(e, n_l - j)), Q(L+1, .) = 1.

    >>> count_by_dimension([3, 3], [3, 3], 1)
    16
    """
    later = [1]  # Q(l+1, e) for e = 0, 1, ..; the last one holds for all larger e as well
    for n, r in zip(reversed(sizes), reversed(ranks), strict=True):
        choices = [comb(n, j) for j in range(min(r, dimension) + 1)]
        last = len(later) - 1
        # From e = n on, nothing changes.
        later = [
            sum(choices[j] * later[min(e, n - j, last)] for j in range(min(r, e) + 1))
            for e in range(min(n, dimension) + 1)
        ]
    return later[-1]


def _upper(network: Network) -> int:
    return count_by_dimension(widths(network), widths(network), network.inputs)


def _rank(network: Network) -> int:
    return count_by_dimension(widths(network), weight_ranks(network), network.inputs)


def _maxout(network: Network) -> int:
    k = _group_size(network)
    pairs = k * (k - 1) // 2
    return prod(most_regions(pairs * n, d) for n, d in zip(widths(network), narrowest(network), strict=True))


def _group_size(network: Network) -> int:
    """Give the size of all groups; 0 if they are not all of one size."""
    sizes = {len(group) for gate in network.gates() if isinstance(gate, Maxout) for group in gate.groups}
    return sizes.pop() if len(sizes) == 1 else 0


def _folded(network: Network, fold: Callable[[int, int], int]) -> int:
    """Multiply what all relu layers but the last fold, and the regions of the last."""
    *first, last = widths(network)
    d = network.inputs
    value: int = prod(fold(n, d) for n in first)
    return value * most_regions(last, d)


def _serra_lower(network: Network) -> int:
    return _folded(network, lambda n, d: (n // d + 1) ** d)


def _montufar_lower(network: Network) -> int:
    return _folded(network, lambda n, d: (n // d) ** d)


def _pascanu_lower(network: Network) -> int:
    return _folded(network, lambda n, d: n // d)


def _serra_size(network: Network) -> int:
    first, w, *more = widths(network)
    power: int = (w + 1) ** (1 + len(more))
    return 2 * most_regions(first // 2 - 1, network.inputs - 1) * power


def _size_fits(network: Network) -> bool:
    first, *others = widths(network) or [1]
    return first % 2 == 0 and len(set(others)) == 1 and others[0] >= 3


def _montufar_upper(network: Network) -> int:
    return prod(most_regions(n, d) for n, d in zip(widths(network), narrowest(network), strict=True))


def _goujon(network: Network) -> int:
    value = 1
    for gate, d in zip(network.gates(), narrowest(network), strict=True):
        bends = 2 if isinstance(gate, Clip) else 1
        value *= sum(comb(gate.width, j) * bends**j for j in range(min(d, gate.width) + 1))
    return value


def _one_width(network: Network) -> bool:
    return len(set(widths(network))) == 1


def _raghu_relu(network: Network) -> int:
    power: int = most_regions(widths(network)[0], network.inputs) ** len(widths(network))
    return power


def _raghu_hard_tanh(network: Network) -> int:
    k = widths(network)[0]
    power: int = sum(comb(k, j) << j for j in range(min(k, network.inputs) + 1)) ** len(widths(network))
    return power


def _supports(network: Network) -> dict[frozenset[int], int]:
    """Count the units of the relu layer by the set of inputs on which they depend, without those that are constant."""
    matrix: list[list[int]] = []
    for layer in network.layers:
        if not isinstance(layer, Dense):
            break
        weight = [list(row) for row in layer.weight]
        matrix = product(weight, matrix) if matrix else weight
    counts: dict[frozenset[int], int] = {}
    for row in matrix:
        support = frozenset(i for i, x in enumerate(row) if x)
        if support:
            counts[support] = counts.get(support, 0) + 1
    return counts


def _few_supports(network: Network) -> bool:
    if len(widths(network)) != 1 or not isinstance(network.layers[0], Dense):
        return False
    counts = _supports(network)
    # Both bound the number of vectors t that are summed over.
    box = prod(1 + min(count, len(support)) for support, count in counts.items())
    choices = min(box, comb(len(frozenset().union(*counts)) + len(counts), len(counts)))
    return len(counts) <= _MOST_SUPPORTS and choices <= _MOST_CHOICES


def _xiong(network: Network) -> int:
    counts = _supports(network)
    return count_choices(list(counts), list(counts.values()))


def count_choices(supports: list[frozenset[int]], counts: list[int]) -> int:
    """Sum prod C(c_i, t_i) over the t with sum_{i in J} t_i <= |union of S_i, i in J| for every set J.

    The supports are passed one after the other. What the choices so far leave of the conditions is, for every set J of
    later supports, how large the sum over J may become; choices that leave the same are counted together.

    >>> count_choices([frozenset({0}), frozenset({0, 1})], [2, 2])
    10
    """
    size = len(supports)
    # Bit i of an index says that support i is in J.
    unions = [frozenset[int]()] * (1 << size)
    most = [0] * (1 << size)
    for i in range(size):
        for j in range(1 << i):
            unions[j | 1 << i] = unions[j] | supports[i]
            most[j | 1 << i] = most[j] + counts[i]
    states = {tuple(min(len(union), m) for union, m in zip(unions, most, strict=True)): 1}
    for count in counts:
        # Bit 0 is the support that is passed; more than all units of the others can never be needed of them.
        most = most[::2]
        after: dict[tuple[int, ...], int] = {}
        for room, ways in states.items():
            for t in range(min(count, room[1]) + 1):
                left = tuple(
                    min(without, with_ - t, m) for without, with_, m in zip(room[::2], room[1::2], most, strict=True)
                )
                after[left] = after.get(left, 0) + ways * comb(count, t)
        states = after
    return sum(states.values())


def _zaslavsky(network: Network) -> int:
    return most_regions(widths(network)[0], network.inputs)


def _zaslavsky_rank(network: Network) -> int:
    return most_regions(widths(network)[0], weight_ranks(network)[0])


def _some(network: Network) -> bool:
    return len(widths(network)) > 0


def _one(network: Network) -> bool:
    return len(widths(network)) == 1


def _wide(times: int) -> Callable[[Network], bool]:
    return lambda network: _some(network) and min(widths(network)) >= times * network.inputs


_RELU: tuple[type[Layer], ...] = (Dense, Relu)


def _upper_bound(
    value: Callable[[Network], int], layers: Callable[[Network], bool], kinds: tuple[type[Layer], ...] = _RELU
) -> Bound:
    return Bound(
        "activation_regions", "upper", lambda instance: value(instance.network),
        network=True, several_inputs=True, kinds=kinds, layers=layers,
    )  # fmt: skip


def _witness(value: Callable[[Network], int], layers: Callable[[Network], bool]) -> Bound:
    return Bound(
        "activation_regions", "lower", lambda instance: value(instance.network),
        network=True, several_inputs=True, witness=True, kinds=_RELU, layers=layers,
    )  # fmt: skip


REGION_BOUNDS: dict[str, Bound] = {
    "serra2018.upper": _upper_bound(_upper, _some),
    "serra2018.rank": _upper_bound(_rank, _some),
    "serra2018.maxout": _upper_bound(_maxout, lambda network: _group_size(network) >= 2, (Dense, Maxout)),
    "serra2018.lower": _witness(_serra_lower, _wide(3)),
    "serra2018.lower_size": _witness(_serra_size, _size_fits),
    "montufar2014.lower": _witness(_montufar_lower, _wide(1)),
    "pascanu2013.lower": _witness(_pascanu_lower, _wide(1)),
    "montufar2017.upper": _upper_bound(_montufar_upper, _some),
    "goujon2024.upper": _upper_bound(_goujon, _some, (Dense, Relu, Leaky, Abs, Clip)),
    "raghu2017.relu": _upper_bound(_raghu_relu, _one_width),
    "raghu2017.hard_tanh": _upper_bound(_raghu_hard_tanh, _one_width, (Dense, Clip)),
    "xiong2020.supports": _upper_bound(_xiong, _few_supports),
    "feng2022.rank": Bound(
        "rank_increase",
        "upper",
        lambda instance: 0,
        network=True,
        several_inputs=True,
        several_only=True,
        layers=lambda network: bool(network.layers),
    ),
    "rieck2019.persistence": Bound(
        "persistence",
        "upper",
        lambda instance: 0,
        parameter="layer",
        network=True,
        several_inputs=True,
    ),
    "zaslavsky": _upper_bound(_zaslavsky, _one),
    "zaslavsky.rank": _upper_bound(_zaslavsky_rank, _one),
}
