"""The language of conjectures (docs/conjectures.md).

============== ======================================================
`faults`       what is wrong with a text, and where
`values`       intervals, logarithms, three truths
`operators`    what signs do to values
`names`        names of the architecture and of quantities, and what they want
`functions`    functions: what they take, give and are worth
`world`        what a statement is evaluated on
`nodes`        the tree of a statement: types, texts and worth of its nodes
`trees`        what is asked of whole trees
`parser`       text to tree
`definedness`  what has no value whatever f is
`margin`       truth, and how far from false: a guide for searches
============== ======================================================
"""

from exactnet.conjectures.language.definedness import undefined_part, why_undefined
from exactnet.conjectures.language.faults import FaultError, line_and_column
from exactnet.conjectures.language.margin import weigh
from exactnet.conjectures.language.nodes import Measured, Node, instance_of
from exactnet.conjectures.language.parser import parse
from exactnet.conjectures.language.trees import evaluate, quantities_in, require_truth, settled, text_of
from exactnet.conjectures.language.world import Architecture, Ask, Instance

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
