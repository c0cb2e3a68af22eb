"""Semi-algebraic gates, after Telgarsky: how many pieces of which degree the layers of a network can make.

A gate is (s, a, b)-semi-algebraic if the signs of s polynomials of degree at most a decide which polynomial of degree at most b it
is. In all layers here a = 1.
"""

from __future__ import annotations

from exactnet.model import GateLayer, Maxout, Network, Piecewise, Product

__all__ = ["degree_before", "divides", "gate_inputs", "largest_degree", "layer_sizes", "most_laps", "predicates"]


def _gates(network: Network) -> list[tuple[GateLayer, int]]:
    """The layers that are not dense, with the widths that enter."""
    return [(layer, width) for layer, width in network.gates if layer.bending]


def _degree(layer: GateLayer) -> int:
    return max(1, layer.degree)


def divides(network: Network) -> bool:
    """Whether some layer has a piece with a denominator."""
    return any(isinstance(layer, Piecewise) and not layer.is_polynomial for layer, _ in network.gates)


def predicates(network: Network, number: int | None = None) -> int:
    """s of the number-th layer that is not dense, or the largest of all; at least 1."""
    layers = [layer for layer, _ in _gates(network)]
    chosen = layers if number is None else [layers[number - 1]]
    return max((layer.predicates() for layer in chosen), default=1) or 1


def largest_degree(network: Network) -> int:
    """The largest b of a layer."""
    return max((_degree(layer) for layer, _ in _gates(network)), default=1)


def degree_before(network: Network, number: int) -> int:
    """D_{i-1}: a bound for the degree of what enters the number-th layer that is not dense.

    Examples
    --------
    >>> square = Piecewise.polynomials([], [[0, 0, 1]])
    >>> degree_before(Network.of(1, [square, square, square]), 3)
    4
    """
    degree = 1
    for layer, _ in _gates(network)[: number - 1]:
        degree *= _degree(layer)
    return degree


def most_laps(network: Network) -> int:
    """T_L max(1, D_L): pieces times degree, T_i = T_{i-1} (1 + m_i s_i a_i D_{i-1}) and D_i = b_i D_{i-1}.

    Examples
    --------
    >>> from exactnet.model import Dense, Relu
    >>> cubic = Piecewise.polynomials([], [[0, -3, 0, 4]])
    >>> most_laps(Network.of(1, [cubic])), most_laps(Network.of(1, [cubic, Dense.of([[1], [2]], [0, 1]), Relu()]))
    (3, 21)
    """
    pieces = degree = 1
    for layer, width in _gates(network):
        pieces *= 1 + layer.outputs(width) * layer.predicates() * degree
        degree *= _degree(layer)
    return pieces * degree


def gate_inputs(network: Network, number: int) -> int:
    """How many functions a gate of the number-th layer that is not dense reads."""
    inputs, dense_between, seen = network.inputs, False, 0
    for layer, width in network.gates:
        if not layer.bending:
            dense_between = True
            continue
        seen += 1
        if seen == number:
            return inputs if dense_between else _read_directly(layer)
        inputs, dense_between = layer.outputs(width), False
    raise IndexError(f"the network has {seen} layers that are not dense, not {number}")


def _read_directly(layer: GateLayer) -> int:
    if isinstance(layer, Maxout):
        return layer.rank
    return 2 if isinstance(layer, Product) else 1


def layer_sizes(network: Network) -> list[int]:
    """Widths of the layers of gates: those that are not dense, and the last one in any case."""
    sizes = [layer.outputs(width) for layer, width in _gates(network)]
    last, width = network.gates[-1]
    return sizes if last.bending else [*sizes, last.outputs(width)]
