"""Stability of decision regions under changes of the weights (Ergen, Grillo 2023, Proposition 16), with certificates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat

from exactnet.certs import Certificate
from exactnet.compile.places import Place
from exactnet.compile.polyhedral import MAX_CELLS, PolyhedralComplex, compile_complex
from exactnet.compile.polytope import Polytope
from exactnet.compile.refinement import CellProgress
from exactnet.complexes import cell_evidence
from exactnet.display import Displayed
from exactnet.errors import InputError
from exactnet.exact.rational import QLike, number_text, rational
from exactnet.model import Dense, Network
from exactnet.topology.decision_set import DecisionSet
from exactnet.topology.perturbation import Corner, Forms, Row, Steps, largest_radius
from exactnet.topology.premises import Meeting, first_meeting
from exactnet.topology.sets import Output, Relation, with_level

__all__ = ["Stability", "is_bounded", "stability", "stability_of"]


@dataclass(frozen=True, eq=False)
class Stability(Displayed):
    """Whether {F <= c} and its relatives stay as they are when the weights change a little.

    Attributes
    ----------
    network, region
        The set {F <= c}.
    failing
        Where a premise fails: a wall that passes through a vertex of the complex of the walls before it; None if none does.
    radius
        Every network of the same shape, none of whose weights and biases differs from those of this one by more, has a complex with
        the same faces and the same signs. None where a premise fails, and where there are no weights.
    complex
        The cells, cut along F = c as well.
    """

    network: Network
    region: DecisionSet
    failing: Meeting | None
    radius: fmpq | None
    complex: PolyhedralComplex = field(repr=False)

    @property
    def premises(self) -> bool:
        """Whether all walls are in general position."""
        return self.failing is None

    @property
    def stable(self) -> bool | None:
        """True if the premises hold; None if not: then the region may be stable or not."""
        return True if self.premises else None

    @cached_property
    def claim(self) -> dict[str, Any]:
        """What is certified: of the set, and of its relatives alike."""
        region = {key: value for key, value in self.region.claim.items() if key != "set"}
        return {
            "rule": "stability",
            **region,
            "premises": self.premises,
            "radius": None if self.radius is None else number_text(self.radius),
        }

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of `claim`."""
        return Certificate(self.claim, self.network.certificate_subject, cell_evidence(self.complex))

    def to_json(self) -> dict[str, Any]:
        """JSON values: the claim, the conclusion, and what fails."""
        claim = {key: value for key, value in self.claim.items() if key != "rule"}
        failing = None if self.failing is None else self.failing.to_json()
        return {**claim, "stable": self.stable, "failing": failing}

    def __repr__(self) -> str:
        what = f"radius {self.radius}" if self.premises else str(self.failing and self.failing.text)
        return f"Stability({self.region.text}: {what})"


def is_bounded(domain: Place) -> bool:
    """Whether a domain is a box or a polytope."""
    return isinstance(domain, Polytope) or domain.sides is not None


def stability(
    network: Network,
    domain: Place,
    level: QLike = 0,
    output: Output = (0,),
    *,
    max_cells: int = MAX_CELLS,
    progress: CellProgress | None = None,
) -> Stability:
    """Whether the premises of stability hold on a bounded domain, exactly; and a radius for the weights.

    Raises
    ------
    InputError
        If the network is not a chain of dense and relu layers, has more than six inputs, or the domain is unbounded.
    UndecidedError
        If more than ``max_cells`` cells appear.

    Examples
    --------
    >>> from exactnet.compile.box import Box
    >>> from exactnet.model import Relu
    >>> hat = Network.of(1, [Dense.of([[1], [2]], [0, -1]), Relu(), Dense.of([[2, -2]], ["-1/3"])])
    >>> stability(hat, Box.parse("box:0,1", 1)).failing.text
    'neuron 1 of hidden layer 1 vanishes at (0), a vertex of the cell around (1/12)'
    >>> stability(hat, Box.parse("box:-1/2,2", 1)).radius
    13469/131072
    """
    if not network.is_relu_network:
        raise InputError("stability is decided for chains of dense and relu layers; this network has others")
    if not is_bounded(domain):
        raise InputError(
            "stability is decided on bounded domains, where no vertex is at infinity; give --domain box:.. or polytope:.."
        )
    exact = rational(level)
    complex_ = compile_complex(with_level(network, output, exact), domain, max_cells=max_cells, progress=progress)
    return stability_of(complex_, network, exact, output)


def stability_of(complex_: PolyhedralComplex, network: Network, level: fmpq, output: Output) -> Stability:
    """The same from the complex of the network `with_level`."""
    failing = first_meeting(complex_, network)
    radius = None
    if failing is None and any(isinstance(layer, Dense) for layer in network.layers):
        radius = largest_radius(_corners(complex_)).value
    region = DecisionSet(output, Relation.LE, level, complex_.domain)
    return Stability(network, region, failing, radius, complex_)


def _corners(complex_: PolyhedralComplex) -> Iterator[Corner]:
    """All vertices, those of the domain first: the walls of the network are in general position."""
    network, sides = complex_.network, complex_.box_walls
    steps = Steps(network)
    signs = complex_.signs
    domain = [[fmpq(x) for x in row] for row in complex_.domain.start().walls.tolist()]
    cuts = np.cumsum(network.widths)[:-1]
    known: dict[bytes, Forms] = {}
    for vertex in np.argsort((signs[:, sides:] == 0).sum(axis=1), kind="stable").tolist():
        own = signs[vertex, sides:]
        on = own[:-1] > 0
        if on.tobytes() not in known:
            pattern = tuple(tuple(part.tolist()) for part in np.split(own > 0, cuts)[:-1])
            known[on.tobytes()] = Forms(steps, pattern)
        zero = np.flatnonzero(own == 0).tolist()
        meeting = [domain[i] for i in np.flatnonzero(signs[vertex, :sides] == 0).tolist()]
        fixed = _independent(meeting, network.inputs - len(zero))
        yield Corner(complex_.vertex(vertex), fixed, known[on.tobytes()], zero)


def _independent(rows: list[Row], count: int) -> list[Row]:
    """The first so many rows that are independent of those before."""
    found: list[Row] = []
    for row in rows:
        if len(found) < count and fmpq_mat([*found, row]).rank() > len(found):
            found.append(row)
    return found
