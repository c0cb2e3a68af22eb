"""Questions put to maps of an interval into itself.

================= ======================================================
`laps`            laps and crossings of a map
`orbit_table`     order and images of orbits, all that counting needs
`walk`            counting along iterates, on such a table
`iterates`        laps, crossings and passages of the iterates
`lap_counts`      the same for any function of one variable, certified
`alternation`     swings of an iterate by more than an amount
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
`curves`          the same questions for polynomial and rational pieces
================= ======================================================
"""

from exactnet.dynamics.alternation import Alternation, alternation
from exactnet.dynamics.entropy import Entropy, entropy
from exactnet.dynamics.families import Family, document_family, tent_family
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
    "fixed_points",
    "iterate_counts",
    "iterate_passages",
    "lap_counts",
    "laps",
    "periodic_orbits",
    "run_sweep",
    "shape",
    "tent_family",
]
