"""Questions put to maps of an interval into itself.

============== ===================================================================
`laps`         laps, crossings, turning points of one map
`walk`         the same along its iterates, by `orbit_table`; `iterates`, `extrema`
`lap_counts`   the answer for any function, `LapCounts`; `shape`: of f alone
`alternation`  how often an iterate rises and falls by more than some amount
`coverings`    partitions, and what their intervals cover
`kneading`     itineraries of turning points, and power series made of them
`entropy`      by the better of both, `Entropy`; what is known: `growth`
`orbits`       all periodic orbits; `orbit`: one, `orbit_list`: of any kind
`candidates`   what closed words say of them, on the partition of `cover`
`find_orbit`   one orbit at little cost; `fixed_points`
`permutations` what periods and permutations of orbits force
`families`     maps that depend on a parameter; `sweeps` along it
`curves`       all this for polynomial and rational pieces
============== ===================================================================
"""

from exactnet.dynamics.alternation import Alternation, alternation
from exactnet.dynamics.entropy import Entropy, entropy
from exactnet.dynamics.families import Family, document_family, logistic_family, tent_family
from exactnet.dynamics.find_orbit import OrbitSearch, find_orbit
from exactnet.dynamics.fixed_points import fixed_points
from exactnet.dynamics.growth import Growth
from exactnet.dynamics.iterates import IterateCounts, iterate_counts, iterate_passages
from exactnet.dynamics.lap_counts import LapCounts, lap_counts
from exactnet.dynamics.laps import crossing_passages, crossings, laps
from exactnet.dynamics.orbit import PeriodicOrbit
from exactnet.dynamics.orbits import PeriodicOrbits, periodic_orbits
from exactnet.dynamics.shape import Shape, shape
from exactnet.dynamics.sweeps import Row, Sweep, run_sweep

__all__ = [
    "Alternation",
    "Entropy",
    "Family",
    "Growth",
    "IterateCounts",
    "LapCounts",
    "OrbitSearch",
    "PeriodicOrbit",
    "PeriodicOrbits",
    "Row",
    "Shape",
    "Sweep",
    "alternation",
    "crossing_passages",
    "crossings",
    "document_family",
    "entropy",
    "find_orbit",
    "fixed_points",
    "iterate_counts",
    "iterate_passages",
    "lap_counts",
    "laps",
    "logistic_family",
    "periodic_orbits",
    "run_sweep",
    "shape",
    "tent_family",
]
