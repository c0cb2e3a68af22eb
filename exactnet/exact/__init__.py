"""Where numbers are born.

===================== ==============================================================
`rational`            `Q` (python-flint), reading and writing exact rationals
`integers`            integer matrices over a common denominator, int64 where it fits
`order`               sorting fractions: floats propose, integers decide
`linear`              linear programs over the rationals, with proofs
`highs`               linear programs in floats, which propose (optional)
`integer_polynomials` signs, numbers of roots, common factors
`algebraic`           `RealAlgebraic`: polynomial and isolating interval
`numbers`             rational or real algebraic, in one form each
`fields`              real number fields, and their elements
`field_polynomials`   polynomials over them
`embeddings`          from one field into a larger one; `membership`: is a number in a field?
`rational_functions`  quotients of polynomials, in one form each
`points`              `Point`: a scalar, or a root of a polynomial over a field
`narrowing`           narrower intervals about roots
`norms`               from roots over a field to roots over Q
`balls`               rational brackets of arb balls, certified decimals
`brackets`            numbers known between two rationals only
`quadratic`           roots of quadratics, by integer square roots
`names`               rows of an array by name: equal rows, equal numbers
`whole`               whole numbers as arguments
===================== ==============================================================
"""

from exactnet.exact.algebraic import RealAlgebraic, real_roots
from exactnet.exact.rational import Q, number_text, rational

__all__ = ["Q", "RealAlgebraic", "number_text", "rational", "real_roots"]
