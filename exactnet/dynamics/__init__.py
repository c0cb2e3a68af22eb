"""Questions put to maps of an interval into itself.

============== ==========================================================
`laps`         laps and crossings of a map and of its iterates
`fixed_points` points and intervals with f(x) = x
`partition`    partitions by orbits of turning points, and their coverings
`spectral`     growth of covering matrices, from both sides
`entropy`      topological entropy, certified
============== ==========================================================
"""

from exactnet.dynamics.entropy import Entropy, entropy
from exactnet.dynamics.fixed_points import fixed_points
from exactnet.dynamics.laps import IterateCounts, crossing_passages, crossings, iterate_counts, laps

__all__ = ["Entropy", "IterateCounts", "crossing_passages", "crossings", "entropy", "fixed_points", "iterate_counts", "laps"]
