"""Betti numbers and torsion of decision regions, over the integers, with certificates."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from exactnet.certs import Certificate, Fragment
from exactnet.compile.places import Place
from exactnet.compile.polyhedral import MAX_CELLS, PolyhedralComplex, compile_complex
from exactnet.compile.refinement import CellProgress
from exactnet.display import Displayed
from exactnet.exact.rational import QLike, rational
from exactnet.model import Network
from exactnet.topology.chains import ChainBasis
from exactnet.topology.decision_set import DecisionSet
from exactnet.topology.evidence import betti_evidence
from exactnet.topology.matching import Matching, match
from exactnet.topology.morse import critical_boundary
from exactnet.topology.sets import Output, Relation, faces_in_set, with_level
from exactnet.topology.smith import Smith, smith_form

__all__ = ["BettiNumbers", "betti_numbers", "homology"]


@dataclass(frozen=True, eq=False)
class BettiNumbers(Displayed):
    """The integer homology of a decision region.

    Attributes
    ----------
    network, region
        The set.
    betti
        beta_0, .., beta_{d-1}: ranks of H_0, .., H_{d-1}. (H_d is 0.)
    torsion
        For each of them the orders t_1, t_2, .. of the cyclic torsion groups, each of which divides the next.
    complex, matching, smith
        The cells, cut along F = c as well; how those in the set cancel; and Smith's forms of what is left.
    """

    network: Network
    region: DecisionSet
    betti: tuple[int, ...]
    torsion: tuple[tuple[int, ...], ...]
    complex: PolyhedralComplex = field(repr=False)
    matching: Matching = field(repr=False)
    smith: tuple[Smith, ...] = field(repr=False)

    @cached_property
    def euler(self) -> int:
        """The Euler characteristic: the alternating sum of the Betti numbers."""
        return sum((-1) ** k * b for k, b in enumerate(self.betti))

    @cached_property
    def claim(self) -> dict[str, Any]:
        """What is certified."""
        return {
            "rule": "betti",
            **self.region.claim,
            "betti": list(self.betti),
            "torsion": [list(orders) for orders in self.torsion],
            "euler": self.euler,
        }

    @cached_property
    def evidence(self) -> Fragment:
        """The cells, how they cancel, and the invariant factors of what is left."""
        return betti_evidence(self.complex, self.matching, self.smith)

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of `claim`."""
        return Certificate(self.claim, self.network.certificate_subject, self.evidence)

    def to_json(self) -> dict[str, Any]:
        """JSON values: the claim, and how large the computation was."""
        basis = self.matching.basis
        cells = [basis.count(n) for n in range(basis.top + 1)]
        claim = {key: value for key, value in self.claim.items() if key != "rule"}
        return {**claim, "effort": {"cells": cells, "critical": self.matching.critical_counts}}

    def __repr__(self) -> str:
        return f"BettiNumbers({self.region.text}: {self.betti})"


def betti_numbers(
    network: Network,
    domain: Place,
    relation: Relation = Relation.LE,
    level: QLike = 0,
    output: Output = (0,),
    *,
    max_cells: int = MAX_CELLS,
    progress: CellProgress | None = None,
) -> BettiNumbers:
    """The integer homology of a decision region, exactly.

    Raises
    ------
    InputError
        If the network has more inputs than six.
    UndecidedError
        If more than ``max_cells`` cells appear.

    Examples
    --------
    >>> from exactnet.compile.box import Box
    >>> from exactnet.model import Abs, Dense
    >>> cross = Network.of(2, [Abs(), Dense.of([[1, -1]], [0])])
    >>> betti_numbers(cross, Box.parse("all", 2), Relation.LT).betti
    (2, 0)
    """
    exact = rational(level)
    complex_ = compile_complex(with_level(network, output, exact), domain, max_cells=max_cells, progress=progress)
    basis = ChainBasis(complex_.lattice, faces_in_set(complex_, relation), is_dual=not relation.is_closed)
    matching = match(basis)
    betti, torsion, smith = homology(matching)
    return BettiNumbers(
        network,
        DecisionSet(output, relation, exact, domain),
        betti[:-1],
        torsion[:-1],
        complex_,
        matching,
        smith,
    )


def homology(matching: Matching) -> tuple[tuple[int, ...], tuple[tuple[int, ...], ...], tuple[Smith, ...]]:
    """Betti numbers and torsion of a matched complex in degrees 0 to the top, and Smith's forms of its critical boundaries."""
    critical = matching.critical_counts
    top = matching.basis.top
    smith = tuple(smith_form(critical_boundary(matching, n)) for n in range(1, top + 1))
    ranks = [0, *(form.rank for form in smith), 0]
    betti = tuple(critical[n] - ranks[n] - ranks[n + 1] for n in range(top + 1))
    torsion = tuple(tuple(f for f in form.factors if f > 1) for form in smith)
    return betti, (*torsion, ()), smith
