"""The Python face: the commands as functions, same names, same meaning.

========== ==================================================
`subjects` what they are given: files, documents, domains
`line`     functions of one variable
`families` one-parameter families of them
`space`    networks of any number of inputs
`bounds`   published bounds
`search`   counterexamples to conjectures
========== ==================================================
"""

from exactnet.face.bounds import verify
from exactnet.face.families import sweep
from exactnet.face.line import depth_width, distance, entropy, laps, orbits, shape
from exactnet.face.search import search
from exactnet.face.space import betti, each_region, polyhedral_complex, regions, trajectory
from exactnet.face.subjects import SubjectLike, load

__all__ = [
    "SubjectLike",
    "betti",
    "depth_width",
    "distance",
    "each_region",
    "entropy",
    "laps",
    "load",
    "orbits",
    "polyhedral_complex",
    "regions",
    "search",
    "shape",
    "sweep",
    "trajectory",
    "verify",
]
