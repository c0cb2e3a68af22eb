"""What a network does along a path: transitions, patterns, and the length of the image, layer by layer.

================= ===========================================================
`trajectory`      `Trajectory`: the measurements, and their certificate
`length`          `Length`: an exact or certified length
`polylines`       lengths of polylines: sums of square roots
`ellipses`        lengths of elliptic arcs: elliptic integrals in balls
`random_networks` ensembles, drawn from a seed
`ensemble`        the draws along a path, and their means
`signs`           the mean over all networks with weights 1 and -1
`sensitivity`     what noise in one layer changes
`sharing`         the work shared out among processes
================= ===========================================================
"""

from exactnet.trajectories.ensemble import EnsembleTrajectory
from exactnet.trajectories.length import Length
from exactnet.trajectories.random_networks import Ensemble
from exactnet.trajectories.sensitivity import Sensitivity, sensitivity
from exactnet.trajectories.signs import SignEnsemble, SignMean, sign_mean
from exactnet.trajectories.trajectory import LayerImage, Trajectory, trajectory

__all__ = [
    "Ensemble",
    "EnsembleTrajectory",
    "LayerImage",
    "Length",
    "Sensitivity",
    "SignEnsemble",
    "SignMean",
    "Trajectory",
    "sensitivity",
    "sign_mean",
    "trajectory",
]
