"""Pictures: exact descriptions drawn with matplotlib (``pip install 'exactnet[plot]'``), each function returns a Figure.

=========== =================================================================
`regions`   the complex of a network with two inputs
`intervals` the graph of a function of one variable, an orbit as a cobweb
`curves`    entropy against the parameter of a family
`planar`    polygons, walls and level sets in the plane, exactly
`window`    the part of R^2 that is shown
`orbits`    orbits, exactly
`outlines`  what is drawn of a function of one variable
`style`     the look, and how a picture reaches a file
=========== =================================================================

Nothing here decides anything: counts are exact and come from elsewhere, only their drawing is rounded.
"""

from exactnet.plots.curves import entropy_figure
from exactnet.plots.intervals import cobweb_figure, graph_figure
from exactnet.plots.orbits import Orbit, orbit
from exactnet.plots.outlines import outline
from exactnet.plots.planar import require_plane
from exactnet.plots.regions import RegionColour, region_figure
from exactnet.plots.style import require_matplotlib, require_picture_file, save
from exactnet.plots.window import viewing_window

__all__ = [
    "Orbit",
    "RegionColour",
    "cobweb_figure",
    "entropy_figure",
    "graph_figure",
    "orbit",
    "outline",
    "region_figure",
    "require_matplotlib",
    "require_picture_file",
    "require_plane",
    "save",
    "viewing_window",
]
