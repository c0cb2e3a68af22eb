"""Questions put to maps of an interval into itself.

================= ======================================================
`laps`            laps and crossings of a map and of its iterates
`fixed_points`    points and intervals with f(x) = x
`entropy`         topological entropy, certified, by one of two routes
`growth`          what is known of a growth number exp(h)
`covering_growth` the first route: horseshoes and over-counts
`partition`       partitions by orbits of turning points, and their coverings
`spectral`        growth of covering matrices, from both sides
`resolvent`       linear systems of covering matrices in linear time
`kneading_growth` the second route: the zero of the kneading determinant
`kneading`        kneading increments, determinant, numerator
`first_zero`      first zeros of power series, with proof
`itineraries`     which laps the one-sided limits of turning points visit
`turning`         what kneading asks of a map: orbits of turning points
`enclosed_orbit`  such orbits by enclosures of growing precision
`linear_turning`  those of piecewise-linear maps
`traps`           intervals around attracting cycles
`words`           closed words of covering graphs, counted and listed
`cover`           the partition on which orbits are looked for
`candidates`      what closed words say about periodic points
`orbit`           one periodic orbit
`orbits`          all periodic orbits up to a period, certified
`permutations`    cyclic permutations, forced periods, forced growth
`families`        one-parameter families of maps
`sweeps`          entropy along them
`shape`           counts and extrema of one function as certified results
================= ======================================================
"""

from exactnet.dynamics.entropy import Entropy, entropy
from exactnet.dynamics.families import Family, document_family, tent_family
from exactnet.dynamics.fixed_points import fixed_points
from exactnet.dynamics.growth import Growth
from exactnet.dynamics.laps import IterateCounts, crossing_passages, crossings, iterate_counts, laps
from exactnet.dynamics.orbit import PeriodicOrbit
from exactnet.dynamics.orbits import PeriodicOrbits, periodic_orbits
from exactnet.dynamics.shape import LapCounts, Shape, lap_counts, shape
from exactnet.dynamics.sweeps import Row, Sweep, run_sweep

__all__ = [
    "Entropy",
    "Family",
    "Growth",
    "IterateCounts",
    "LapCounts",
    "PeriodicOrbit",
    "PeriodicOrbits",
    "Row",
    "Shape",
    "Sweep",
    "crossing_passages",
    "crossings",
    "document_family",
    "entropy",
    "fixed_points",
    "iterate_counts",
    "lap_counts",
    "laps",
    "periodic_orbits",
    "run_sweep",
    "shape",
    "tent_family",
]
