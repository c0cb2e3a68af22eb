"""The Python face: the commands as functions, same names, same meaning.

=========== ====================================================
`subjects`  what they are given: files, documents, domains
`line`      functions of one variable
`families`  one-parameter families of them
`space`     networks of any number of inputs
`layers`    networks layer by layer
`ensembles` random networks, and networks with noise
`distances` how far two functions or networks are apart
`bounds`    published bounds, budgets
`questions` questions put to solvers
`search`    counterexamples to conjectures
`pictures`  what every kind of picture shows
`plot`      pictures of all kinds
`tables`    certified tables
=========== ====================================================
"""

from exactnet.face.bounds import compare_budgets, verify
from exactnet.face.distances import distance
from exactnet.face.ensembles import ensemble, sensitivity, sign_ensemble
from exactnet.face.families import sweep
from exactnet.face.layers import layers, persistence
from exactnet.face.line import depth_width, entropy, laps, orbits, shape
from exactnet.face.plot import plot
from exactnet.face.questions import question, solve
from exactnet.face.search import search
from exactnet.face.space import (
    betti,
    criteria,
    each_region,
    polyhedral_complex,
    rank,
    regions,
    stability,
    trajectory,
)
from exactnet.face.subjects import SubjectLike, from_state_dict, load
from exactnet.face.tables import table

__all__ = [
    "SubjectLike",
    "betti",
    "compare_budgets",
    "criteria",
    "depth_width",
    "distance",
    "each_region",
    "ensemble",
    "entropy",
    "from_state_dict",
    "laps",
    "layers",
    "load",
    "orbits",
    "persistence",
    "plot",
    "polyhedral_complex",
    "question",
    "rank",
    "regions",
    "search",
    "sensitivity",
    "shape",
    "sign_ensemble",
    "solve",
    "stability",
    "sweep",
    "table",
    "trajectory",
    "verify",
]
