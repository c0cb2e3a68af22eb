"""Certified tables, from a specification in TOML: rows are subjects, columns quantities and bounds, cells have certificates.

============== ======================================================================
`options`      the kinds of values that a specification gives
`quantities`   the quantities that may be columns: one object each
`subjects`     networks, maps and constructions, and families of them
`columns`      a column of a specification, and what its cells must claim
`spec`         the specification, read with the place of every mistake
`tasks`        one computation: a quantity or bound of one subject
`cache`        results kept by content
`run`          all computations of a table, in several processes
`table`        the finished table
============== ======================================================================

What a table is as a document, how it is printed and how it is checked: `exactnet.printed`, which knows nothing of this package.
"""

from exactnet.tables.columns import Column
from exactnet.tables.quantities import QUANTITIES, Quantity
from exactnet.tables.spec import Plan, RowPlan, read_plan
from exactnet.tables.subjects import CONSTRUCTIONS, Construction
from exactnet.tables.table import Table, build

__all__ = [
    "CONSTRUCTIONS",
    "QUANTITIES",
    "Column",
    "Construction",
    "Plan",
    "Quantity",
    "RowPlan",
    "Table",
    "build",
    "read_plan",
]
