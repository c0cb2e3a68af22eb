"""Questions of the form "is there ..?", put to our own exact search or to SMT solvers.

What a solver finds is checked exactly before it is an answer; what it rules out is its word, unless the toolkit can prove it.

============== ====================================================================
`question`     what can be asked, what an answer is, and how it is come by
`reach`        a point with certain outputs: of a network, or of two
`period`       an orbit of a least period
`weights`      weights such that ..
`target`       the function, or two of them; `inputs`: where; `property`: what
`vnnlib`       properties from files; `inequality`: from one line
`script`       SMT-LIB text; `encoding`: networks and maps in it
`solvers`      z3, and cvc5 in a process of its own, `cvc5_worker`
`cases`        trees of cases, which prove that there is no point
`conditions`   their conditions; `unfolding`: functions as affine ones with relus
`tightening`   nearer bounds of units, by linear programs
`feasibility`  affine conditions, some of them strict, decided exactly
============== ====================================================================
"""

from exactnet.smt.inequality import parse_inequality
from exactnet.smt.inputs import InputSet
from exactnet.smt.period import Period
from exactnet.smt.property import Atom, Property
from exactnet.smt.question import METHODS, Answer, Question, solve
from exactnet.smt.reach import Reach
from exactnet.smt.target import Target
from exactnet.smt.vnnlib import VnnLib, parse_vnnlib, read_vnnlib
from exactnet.smt.weights import AtLeast, Goal, Orbit, Template, Violation, Weights

__all__ = [
    "METHODS",
    "Answer",
    "AtLeast",
    "Atom",
    "Goal",
    "InputSet",
    "Orbit",
    "Period",
    "Property",
    "Question",
    "Reach",
    "Target",
    "Template",
    "Violation",
    "VnnLib",
    "Weights",
    "parse_inequality",
    "parse_vnnlib",
    "read_vnnlib",
    "solve",
]
