"""Questions put to maps of an interval into itself.

============== ==========================================================
`laps`         laps and crossings of a map
`orbit_table`  order and images of orbits, all that counting needs
`walk`         counting along iterates, on such a table
`iterates`     laps, crossings and passages of the iterates
`alternation`  swings of an iterate by more than an amount
`fixed_points` points and intervals with f(x) = x
`partition`    partitions by orbits of turning points, and their coverings
`spectral`     growth of covering matrices, from both sides
`resolvent`    linear systems of covering matrices in linear time
`entropy`      topological entropy, certified
`words`        closed words of covering graphs, counted and listed
`cover`        the partition on which orbits are looked for
`candidates`   what closed words say about periodic points
`orbit`        one periodic orbit
`orbits`       all periodic orbits up to a period, certified
`find_orbit`   one orbit of one of several periods
`permutations` cyclic permutations, forced periods, forced growth
`itineraries`  which laps the one-sided limits of turning points visit
`kneading`     entropy once more, from the kneading determinant
`series_zeros` smallest zeros of power series, with proof
`families`     one-parameter families of maps
`sweeps`       entropy along them
`shape`        counts and extrema of one function as certified results
============== ==========================================================
"""

from exactnet.dynamics.alternation import Alternation, alternation
from exactnet.dynamics.entropy import Entropy, entropy
from exactnet.dynamics.families import Family, document_family, tent_family
from exactnet.dynamics.find_orbit import OrbitSearch, find_orbit
from exactnet.dynamics.fixed_points import fixed_points
from exactnet.dynamics.iterates import IterateCounts, iterate_counts, iterate_passages
from exactnet.dynamics.kneading import KneadingGrowth, kneading_data, kneading_growth
from exactnet.dynamics.laps import crossing_passages, crossings, laps
from exactnet.dynamics.orbit import PeriodicOrbit
from exactnet.dynamics.orbits import PeriodicOrbits, periodic_orbits
from exactnet.dynamics.shape import LapCounts, Shape, lap_counts, shape
from exactnet.dynamics.sweeps import Row, Sweep, run_sweep

__all__ = [
    "Alternation",
    "Entropy",
    "Family",
    "IterateCounts",
    "KneadingGrowth",
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
    "kneading_data",
    "kneading_growth",
    "lap_counts",
    "laps",
    "periodic_orbits",
    "run_sweep",
    "shape",
    "tent_family",
]
