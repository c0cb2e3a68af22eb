"""Counterexamples to conjectures, certified, or an honest account of what was tried.

================== =====================================================================
`language`         statements: grammar, types, three-valued evaluation (docs/conjectures.md)
`examination`      the quantities of one subject, measured by the toolkit, with certificates
`certificates`     a refuted statement as a certificate
`polyline`         networks of one input in plain integers: the fast path
`words`            statements written in Python; `conjecture`: with what is searched
`classes`          finite classes of candidates
`networks`         all networks of an architecture on grids, up to symmetry
`judge`            candidates decided, by a statement or a published bound
`work`             units of work
`strategies`       how a class is gone through
`directed`         by Optuna
`solving`          by an SMT solver; `goals`: what refutes a statement, for it
`class_reader`     the table of a class; `usual`: where a published bound is attacked if nothing is said
`fields`           reading fields, with the place of a fault
`problem`          a search, completely described
`conjecture_file`  searches in TOML files (docs/search.md)
`executors`        here, in processes, on a cluster
`store`            finished units in a file
`shrink`           smaller counterexamples
`run`, `result`    a search as it runs, and what it comes to
================== =====================================================================
"""

from exactnet.conjectures.conjecture import Conjecture
from exactnet.conjectures.conjecture_file import read_problem
from exactnet.conjectures.fields import FieldError
from exactnet.conjectures.problem import Problem, printed_form
from exactnet.conjectures.result import Counterexample, SearchResult
from exactnet.conjectures.run import SearchRun
from exactnet.conjectures.store import Store

__all__ = [
    "Conjecture",
    "Counterexample",
    "FieldError",
    "Problem",
    "SearchResult",
    "SearchRun",
    "Store",
    "printed_form",
    "read_problem",
]
