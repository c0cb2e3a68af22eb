"""What a statement is made of: a tree of small frozen nodes.

A class of nodes says all there is to know of it: what stands below, which type it has, how it is written, what it is worth. To add
one, write it here, and its rule in `parser`. The place of a node (its offset in the text) is not part of it.

======= ===========================================
`node`  what all of them have
`atoms` numbers, names and lists
`calls` functions and quantities
`signs` what stands under signs and between them
======= ===========================================
"""

from exactnet.conjectures.language.nodes.atoms import Constant, Entry, ListOf, Literal, Name
from exactnet.conjectures.language.nodes.calls import Call, Measured, instance_of
from exactnet.conjectures.language.nodes.node import Node
from exactnet.conjectures.language.nodes.signs import Binary, Comparison, Connective, Negative, Not, Operation, Power

__all__ = [
    "Binary",
    "Call",
    "Comparison",
    "Connective",
    "Constant",
    "Entry",
    "ListOf",
    "Literal",
    "Measured",
    "Name",
    "Negative",
    "Node",
    "Not",
    "Operation",
    "Power",
    "instance_of",
]
