"""L1 and L-infinity distance of two piecewise-linear networks with several inputs, exactly, over the cells of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import factorial
from typing import Any

from flint import fmpq

from exactnet.approximation.curves import DEFAULT_DIGITS, DistanceValue, value_json
from exactnet.certs import Certificate, Fragment, digest
from exactnet.compile.places import Place
from exactnet.compile.polyhedral import MAX_CELLS, PolyhedralComplex, compile_complex
from exactnet.compile.refinement import CellProgress
from exactnet.complexes import Simplices, cell_evidence
from exactnet.display import Displayed
from exactnet.errors import InputError
from exactnet.exact.brackets import Bracket
from exactnet.exact.integers import IntArray, products
from exactnet.exact.rational import balanced_sum
from exactnet.model import Dense, Layer, Network, Relu, Residual
from exactnet.model.evaluation import push

__all__ = ["NORMS", "CellDistance", "Outputs", "cell_distance", "gap_network"]

NORMS = ("l1", "linf")

Outputs = tuple[int, int]
"""An output of the first network, and one of the second, counted from 0."""

_MOST_BITS = 2**16
"""Of the denominator of an integral that is given as a number, not in a bracket."""


@dataclass(frozen=True, eq=False)
class CellDistance(Displayed):
    """A distance of two networks, exact or in a certified bracket.

    Attributes
    ----------
    first, second, outputs
        The functions: an output of each network.
    domain
        A box or a polytope.
    norm
        ``"l1"`` or ``"linf"``.
    value
        The distance.
    complex
        The cells on which both are affine and their difference has one sign.
    precision
        That of the terms of an integral in a bracket.
    """

    first: Network
    second: Network
    outputs: Outputs
    domain: Place
    norm: str
    value: DistanceValue
    complex: PolyhedralComplex = field(repr=False)
    precision: int | None = None

    def to_json(self) -> dict[str, Any]:
        """JSON values."""
        return {
            "value": value_json(self.value),
            "norm": self.norm,
            "domain": self.domain.to_json(),
            "outputs": list(self.outputs),
        }

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of this value."""
        subjects = [network.certificate_subject.value for network in (self.first, self.second)]
        pair = {"type": "pair", "sha256": digest([s["sha256"] for s in subjects])}
        return Certificate(
            {"rule": "distance", **self.to_json()},
            Fragment({**pair, "first": subjects[0], "second": subjects[1]}),
            cell_evidence(self.complex, None if self.precision is None else {"precision": self.precision}),
        )

    def __repr__(self) -> str:
        return f"CellDistance({self.norm}: {self.value})"


def gap_network(first: Network, second: Network, outputs: Outputs) -> Network:
    """The network relu(F - G), F and G outputs of two networks with the same inputs, of whatever depths and layers.

    The state is (x, u): a residual block adds F(x) to u, the next one takes G(x) away. So its walls are those of the first
    network, those of the second, and F - G.

    Examples
    --------
    >>> from exactnet.model import Abs
    >>> square = Network.of(2, [Abs()])
    >>> gap_network(square, Network.of(2, [Dense.of([[1, 1]], [0]), Abs()]), (1, 0))(["-1/2", 2])
    (1/2,)
    """
    d = first.inputs
    if second.inputs != d:
        raise InputError(
            f"the networks have {d} and {second.inputs} inputs; a distance is one of functions of the same inputs"
        )
    unit = [[int(i == j) for j in range(d)] for i in range(d)]
    inputs = Dense.of([[*row, 0] for row in unit], [0] * d)

    def adding(network: Network, output: int, sign: int) -> Residual:
        place = [[0] * network.outputs for _ in range(d + 1)]
        place[d][output] = sign
        layers: list[Layer] = [inputs, *network.layers, Dense.of(place, [0] * (d + 1))]
        return Residual(tuple(layers))

    return Network.of(
        d,
        [
            Dense.of([*unit, [0] * d], [0] * (d + 1)),
            adding(first, outputs[0], 1),
            adding(second, outputs[1], -1),
            Dense.of([[*[0] * d, 1]], [0]),
            Relu(),
        ],
    )


def cell_distance(
    first: Network,
    second: Network,
    domain: Place,
    norm: str,
    outputs: Sequence[int] | None = None,
    *,
    digits: int = DEFAULT_DIGITS,
    max_cells: int = MAX_CELLS,
    progress: CellProgress | None = None,
) -> CellDistance:
    """Distance of an output of one network to one of another on a box or a polytope, exactly.

    An integral whose denominator would be very long is given in a bracket, good to so many significant digits.

    Raises
    ------
    InputError
        If the inputs differ or are more than six, an output does not exist, or the domain is R^d.
    UndecidedError
        If there are more than ``max_cells`` cells, or more simplices than `exactnet.complexes.MAX_SIMPLICES`.

    Examples
    --------
    >>> from exactnet.compile.box import Box
    >>> from exactnet.model import Abs
    >>> sum_of_sizes = Network.of(2, [Abs(), Dense.of([[1, 1]], [0])])
    >>> size_of_sum = Network.of(2, [Dense.of([[1, 1]], [0]), Abs()])
    >>> cell_distance(sum_of_sizes, size_of_sum, Box.parse("box:-1,1", 2), "l1").value
    4/3
    """
    if norm not in NORMS:
        raise InputError(f"the norm {norm!r} is unknown; choose one of {', '.join(NORMS)}")
    if domain.to_json() == "all":
        raise InputError("a distance needs a bounded domain, a box or a polytope, not all of R^d")
    for network in (first, second):
        network.require_piecewise_linear("distances in several inputs are computed")
    chosen = _chosen(first, second, outputs)
    network = gap_network(first, second, chosen)
    complex_ = compile_complex(network, domain, max_cells=max_cells, progress=progress)
    rows = push(complex_.points, network.elementary_steps[:-1])
    found = _Gap(complex_, abs(rows[:, 1]), int(rows[0, 0]) // int(complex_.points[0, 0]))
    precision = None
    value: DistanceValue
    if norm == "linf":
        value = found.largest
    elif int(found.integral.q).bit_length() <= _MOST_BITS:
        value = found.integral
    else:
        value, precision = found.bracket(digits)
    return CellDistance(first, second, chosen, domain, norm, value, complex_, precision)


def _chosen(first: Network, second: Network, outputs: Sequence[int] | None) -> Outputs:
    if outputs is None:
        for network in (first, second):
            if network.outputs != 1:
                raise InputError(
                    f"a network has {network.outputs} outputs; say which are compared, one of each (--units I,J, from 0)"
                )
        return 0, 0
    if not isinstance(outputs, Sequence) or len(outputs) != 2:
        raise InputError(f"two outputs are compared, one of each network, not {outputs!r}")
    for index, network in zip(outputs, (first, second), strict=True):
        if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < network.outputs:
            known = "only output 0" if network.outputs == 1 else f"outputs 0 to {network.outputs - 1}"
            raise InputError(f"there is no output {index}; the network has {known}")
    return outputs[0], outputs[1]


class _Gap:
    """|F - G| on cells on which it is affine: |F - G| = height / (multiplier w) at the vertices (w, x)."""

    def __init__(self, complex_: PolyhedralComplex, heights: IntArray, multiplier: int) -> None:
        self._complex = complex_
        self._heights = heights
        self._multiplier = multiplier

    @property
    def largest(self) -> fmpq:
        """An affine function takes its largest value on a cell at a vertex."""
        weights = self._complex.points[:, 0].tolist()
        top = max(fmpq(h, w) for h, w in zip(self._heights.tolist(), weights, strict=True))
        return top / self._multiplier

    @cached_property
    def _simplices(self) -> Simplices:
        return Simplices(self._complex)

    @cached_property
    def _terms(self) -> tuple[list[int], list[int]]:
        """The integral over each simplex: numerators, and denominators without the `_factor` that all have.

        It is |det| / (d! w_0 .. w_d) times the mean of h_i / (multiplier w_i): with W the product of the w_i,
        |det| sum of h_i W / w_i over W^2, and d! (d + 1) multiplier.
        """
        simplices = self._simplices
        weights = simplices.weights.astype(object)
        heights = self._heights[simplices.corners].astype(object)
        whole = products(weights).astype(object)
        mean = (heights * (whole[:, None] // weights)).sum(axis=1)
        return (simplices.determinants.astype(object) * mean).tolist(), (whole * whole).tolist()

    @property
    def _factor(self) -> int:
        return factorial(self._complex.lattice.dimension + 1) * self._multiplier

    @cached_property
    def integral(self) -> fmpq:
        """The sum over all simplices."""
        return balanced_sum([fmpq(p, q) for p, q in zip(*self._terms, strict=True)]) / self._factor

    def bracket(self, digits: int) -> tuple[Bracket, int]:
        """The integral to so many digits, and a precision at which the integrals over the simplices, rounded, show it."""
        value = self.integral
        found = Bracket.rounded(value, value, digits)
        assert found is not None  # a sum with a long denominator is not 0
        room = min(value - found.lower, found.upper - value) / len(self._simplices.cell)
        return found, max(1, int(room.q).bit_length() - int(room.p).bit_length() + 1)
