"""What a network does along a path: transitions, patterns, and the length of the image, layer by layer.

============== ==============================================================
`trajectory`   `Trajectory`: the measurements, and their certificate
`length`       `Length`: an exact or certified length
`polylines`    lengths of polylines: sums of square roots
`ellipses`     lengths of elliptic arcs: elliptic integrals in balls
============== ==============================================================
"""

from exactnet.trajectories.length import Length
from exactnet.trajectories.trajectory import LayerImage, Trajectory, trajectory

__all__ = ["LayerImage", "Length", "Trajectory", "trajectory"]
