"""Questions put to maps of an interval into itself.

============== ==========================================================
`laps`         laps and crossings of a map and of its iterates
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
`permutations` cyclic permutations, forced periods, forced growth
`shape`        counts and extrema of one function as certified results
============== ==========================================================
"""

from exactnet.dynamics.entropy import Entropy, entropy
from exactnet.dynamics.fixed_points import fixed_points
from exactnet.dynamics.laps import IterateCounts, crossing_passages, crossings, iterate_counts, laps
from exactnet.dynamics.orbit import PeriodicOrbit
from exactnet.dynamics.orbits import PeriodicOrbits, periodic_orbits
from exactnet.dynamics.shape import LapCounts, Shape, lap_counts, shape

__all__ = [
    "Entropy",
    "IterateCounts",
    "LapCounts",
    "PeriodicOrbit",
    "PeriodicOrbits",
    "Shape",
    "crossing_passages",
    "crossings",
    "entropy",
    "fixed_points",
    "iterate_counts",
    "lap_counts",
    "laps",
    "periodic_orbits",
    "shape",
]
