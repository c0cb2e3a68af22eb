"""Semi-algebraic functions of one variable: networks with polynomial or rational layers, maps by pieces.

================  =============================================================
``setting``       the field of the evidence, and its points
``functions``     rational functions
``symbolic``      a forward pass of a network with functions in place of numbers
``maps``          maps as rational functions between their ends
``description``   a subject between the points of the evidence
``graph``         a function with one output, monotone between the points
``enclosures``    its values at some precision
``trail``         exact orbits
``dynamics``      what evidence by kneading wants
``interval`` ..   what the rules want, one file a rule
================  =============================================================
"""
