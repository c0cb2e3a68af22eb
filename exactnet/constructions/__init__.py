"""Networks made to order.

============== ===================================================================
`claimed`      networks of the literature, with the numbers claimed of them
`arrangements` as many regions as folds and one layer of walls can make
`folds`        the cube folded onto itself, coordinate by coordinate
`line`         folds of an interval, maps with a prescribed cycle
`shells`       Ergen and Grillo: many spheres of all dimensions in the cube
`planar`       any Betti numbers in the plane, with one hidden layer
`square`       x^2 on [0, 1]: Yarotsky's networks, and those with fewest units
`simplicial`   any simplicial complex as a decision region in a simplex
============== ===================================================================
"""

from exactnet.constructions.claimed import Construction, ergen_grillo, montufar, with_betti
from exactnet.constructions.planar import planar_network
from exactnet.constructions.shells import ShellParameters, shell_network, shell_parameters
from exactnet.constructions.simplicial import simplicial_network, standard_simplex
from exactnet.constructions.square import chord_network, square_network, yarotsky

__all__ = [
    "Construction",
    "ShellParameters",
    "chord_network",
    "ergen_grillo",
    "montufar",
    "planar_network",
    "shell_network",
    "shell_parameters",
    "simplicial_network",
    "square_network",
    "standard_simplex",
    "with_betti",
    "yarotsky",
]
