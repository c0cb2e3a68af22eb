"""The Python face: the commands as functions, same names, same meaning.

=========== ==================================================
`subjects`  what they are given: files, documents, domains
`line`      functions of one variable
`families`  one-parameter families of them
`space`     networks of any number of inputs
`distances` distances of two functions
`bounds`    published bounds
=========== ==================================================
"""

from exactnet.face.bounds import compare_budgets, verify
from exactnet.face.distances import distance
from exactnet.face.families import sweep
from exactnet.face.line import depth_width, entropy, laps, orbits, shape
from exactnet.face.space import betti, criteria, each_region, polyhedral_complex, regions, trajectory
from exactnet.face.subjects import SubjectLike, load

__all__ = [
    "SubjectLike",
    "betti",
    "compare_budgets",
    "criteria",
    "depth_width",
    "distance",
    "each_region",
    "entropy",
    "laps",
    "load",
    "orbits",
    "polyhedral_complex",
    "regions",
    "shape",
    "sweep",
    "trajectory",
    "verify",
]
