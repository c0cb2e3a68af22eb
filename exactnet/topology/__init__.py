"""Topology of decision regions: exact Betti numbers and torsion over the integers; stability under changes of the weights.

============== ==============================================================
`sets`         {F <= c} and its relatives as sets of faces
`decision_set` one with its text and its claim, `DecisionSet`
`chains`       their chain complexes, closed sets and (dually) open ones
`orientation`  incidence numbers from the face lattice alone
`forests`      spanning forests, breadth first in arrays
`matching`     acyclic matchings: which cells cancel
`morse`        the boundary between the cells that are left
`smith`        Smith's normal form with transformations
`betti`        the answer, `BettiNumbers`
`evidence`     what a certificate shows of it
`components`   which components are bounded
`premises`     whether the walls are in general position
`perturbation` how far weights may move before a wall passes a vertex
`stability`    whether a decision region withstands that, `Stability`
`transversal`  whether a level is one at which F is constant on a face
`images`       the homology of a region's image after every layer
`persistence`  neural persistence of the weights
============== ==============================================================
"""

from exactnet.topology.betti import BettiNumbers, betti_numbers
from exactnet.topology.components import bounded_components
from exactnet.topology.decision_set import DecisionSet
from exactnet.topology.sets import Output, Relation, chosen_output
from exactnet.topology.stability import Stability, stability, stability_of
from exactnet.topology.transversal import is_transversal

__all__ = [
    "BettiNumbers",
    "DecisionSet",
    "Output",
    "Relation",
    "Stability",
    "betti_numbers",
    "bounded_components",
    "chosen_output",
    "is_transversal",
    "stability",
    "stability_of",
]
