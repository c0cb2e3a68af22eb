"""The language of conjectures (docs/conjectures.md).

============== ======================================================
`syntax`       the tree of a statement, and faults with their places
`names`        which names there are, and what they want
`parser`       text to tree
`kinds`        types of expressions
`printing`     tree to text
`values`       intervals, logarithms, three truths
`evaluation`   the worth of a statement on one subject
`definedness`  what has no value whatever f is
`margin`       truth, and how far from false: a guide for searches
============== ======================================================
"""

from exactnet.conjectures.language.definedness import undefined_part, why_undefined
from exactnet.conjectures.language.evaluation import Architecture, Ask, Instance, evaluate, instance_of, settled
from exactnet.conjectures.language.kinds import quantities_in, require_truth
from exactnet.conjectures.language.margin import weigh
from exactnet.conjectures.language.parser import parse
from exactnet.conjectures.language.printing import text_of
from exactnet.conjectures.language.syntax import FaultError, Measured, Node, line_and_column

__all__ = [
    "Architecture",
    "Ask",
    "FaultError",
    "Instance",
    "Measured",
    "Node",
    "evaluate",
    "instance_of",
    "line_and_column",
    "parse",
    "quantities_in",
    "require_truth",
    "settled",
    "text_of",
    "undefined_part",
    "weigh",
    "why_undefined",
]
