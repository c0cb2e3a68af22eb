"""Pictures: exact descriptions drawn with matplotlib (``pip install 'exactnet[plot]'``), each function returns a Figure.

============= =================================================================
`regions`     the complex of a network with two inputs
`decision`    a decision region: signs, boundary, Betti numbers
`intervals`   the graph of a function of one variable, an orbit as a cobweb
`curves`      entropy against the parameter of a family
`markov`      what the images of the intervals of a partition cover
`growth`      a path layer by layer; random networks along one; noise in one layer
`comparisons` measured quantities against bounds
`layers`      Betti numbers of a region's image, layer by layer
`planar`      polygons, walls and level sets in the plane, exactly
`window`      the part of R^2 that is shown
`orbits`      orbits, exactly
`outlines`    what is drawn of a function of one variable
`numbers`     exact numbers as doubles to draw with, and as text; `colouring`: few colours
`style`       the look, and how a picture reaches a file
============= =================================================================

Nothing here decides anything: counts are exact and come from elsewhere, only their drawing is rounded.
"""

from exactnet.plots.comparisons import Comparison, comparison_figure
from exactnet.plots.curves import entropy_figure
from exactnet.plots.decision import decision_figure
from exactnet.plots.growth import ensemble_figure, sensitivity_figure, trajectory_figure
from exactnet.plots.intervals import cobweb_figure, graph_figure
from exactnet.plots.layers import betti_figure
from exactnet.plots.markov import markov_figure
from exactnet.plots.orbits import Orbit, orbit
from exactnet.plots.outlines import outline
from exactnet.plots.planar import require_plane
from exactnet.plots.regions import RegionColour, region_figure
from exactnet.plots.style import require_matplotlib, require_picture_file, save
from exactnet.plots.window import viewing_window

__all__ = [
    "Comparison",
    "Orbit",
    "RegionColour",
    "betti_figure",
    "cobweb_figure",
    "comparison_figure",
    "decision_figure",
    "ensemble_figure",
    "entropy_figure",
    "graph_figure",
    "markov_figure",
    "orbit",
    "outline",
    "region_figure",
    "require_matplotlib",
    "require_picture_file",
    "require_plane",
    "save",
    "sensitivity_figure",
    "trajectory_figure",
    "viewing_window",
]
