"""Topology of decision regions: exact Betti numbers and torsion over the integers.

============== ==============================================================
`sets`         {F <= c} and its relatives as sets of faces
`chains`       their chain complexes, closed sets and (dually) open ones
`orientation`  incidence numbers from the face lattice alone
`forests`      spanning forests, breadth first in arrays
`matching`     acyclic matchings: which cells cancel
`morse`        the boundary between the cells that are left
`smith`        Smith's normal form with transformations
`betti`        the answer, `BettiNumbers`
`certificates` its certificate
============== ==============================================================
"""

from exactnet.topology.betti import BettiNumbers, betti_numbers
from exactnet.topology.certificates import betti_evidence
from exactnet.topology.sets import Output, Relation

__all__ = ["BettiNumbers", "Output", "Relation", "betti_evidence", "betti_numbers"]
