"""Kneading theory: the growth number is the inverse of the least zero of a power series.

===============  ===============================================================
``orbits``       the orbits of the turning points, by enclosures
``straight``     piecewise-linear functions, as ``orbits`` wants them
``germs``        the intervals that the points beside a turning point visit
``series``       power series with integer coefficients
``determinant``  the kneading determinant
``zeros``        where it has no zero, and where it is negative
``proof``        the evidence as a whole
===============  ===============================================================
"""

from exactnet.check.kneading.orbits import read_precision
from exactnet.check.kneading.proof import KEYS, growth_by_kneading
from exactnet.check.kneading.straight import Straight

__all__ = ["KEYS", "Straight", "growth_by_kneading", "read_precision"]
