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
``runs``          iterates between the points at which they change
``series``        functions that are nearly polynomials; ``integrals``, ``slopes``: of them
``zeros``         where f^n(x) = x: ``cells``, their ``nodes``, ``bands``
``word``          cells by the word that they follow
``returning``     points of the description that return
``turning``       orbits of turning points
``formulas``      the bounds on such functions; ``measures``: what they speak of
``interval`` ..   ``laps``, ``alternation``, ``entropy``, ``orbits``, ``cycle``, ``distance`` (of iterates: ``iterated_distance``),
                  ``bound``: what the rules want, one file a rule
================  =============================================================
"""
