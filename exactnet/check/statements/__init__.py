"""Statements about functions, as rule ``conjecture`` wants them; nothing in them is ever executed.

================  =============================================================
``tokens``        a text cut into tokens
``grammar``       tokens to a list of nodes, operands before what they belong to
``names``         the names that there are, and what they take
``types``         every node has a type
``values``        intervals, and what is known of numbers, logarithms, truths
``formulas``      functions of integers, architectures
``evaluation``    the value of a statement
``shown``         what other certificates say of quantities
================  =============================================================
"""
