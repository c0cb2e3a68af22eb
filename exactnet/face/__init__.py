"""The Python face: the commands as functions, same names, same meaning.

========== ==================================================
`subjects` what they are given: files, documents, domains
`line`     functions of one variable
`families` one-parameter families of them
`space`    networks of any number of inputs
`bounds`   published bounds
`tables`   certified tables
========== ==================================================
"""

from exactnet.face.bounds import verify
from exactnet.face.families import sweep
from exactnet.face.line import depth_width, distance, entropy, laps, orbits, shape
from exactnet.face.space import betti, each_region, jacobian_ranks, polyhedral_complex, regions, trajectory
from exactnet.face.subjects import SubjectLike, load
from exactnet.face.tables import table

__all__ = [
    "SubjectLike",
    "betti",
    "depth_width",
    "distance",
    "each_region",
    "entropy",
    "jacobian_ranks",
    "laps",
    "load",
    "orbits",
    "polyhedral_complex",
    "regions",
    "shape",
    "sweep",
    "table",
    "trajectory",
    "verify",
]
