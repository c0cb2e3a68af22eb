"""Check certificates; this package needs nothing but the standard library and trusts nothing but its own arithmetic.

It is meant to be read in this order:

=====================  ===========================================================
``verdict``            the three answers, and how a failing step leaves the checker
``reader``             strict JSON; ``stated``: values that a claim states
``polynomials``        roots in an interval by Descartes' rule
``algebra``            numbers, polynomials and points beyond the rationals
``packed``             the product of a matrix with many vectors
``layers``             the layers of networks
``ensembles``          all relu networks with weights +-1
``subject``            networks, maps and pairs; ``values``: at a point
``forward``            one exact forward pass, at a point or along a ray
``description``        a function between its breakpoints, and what is read off it
``iterates``           laps and crossings of f, f^2, .., f^N; ``straight_iterates``: at given points
``growth``             the growth number: what is proved, what is claimed
``partition``          bounds on it by partitions
``kneading``           bounds on it by power series
``traces``             closed walks of a 0-1 matrix
``words``              the intervals that periodic points pass
``periodic``           their orbits
``cycles``             cycles of functions, and the growth that they force
``linear``             ranks and linear maps over the integers
``areas``              domains in any dimension
``signs``              the signs of all walls in one integer
``cells``              vertices and faces, their boundaries and dimensions
``tiling``             cells that tile a domain
``counts``             what is counted on them; ``ranks``: of Jacobian matrices
``simplices``          volumes and integrals; ``sizes``: layer by layer; ``cell_distance``: of two networks
``homology``           Betti numbers and torsion of decision regions, on such cells
``stability``          how far weights may change until such a region does
``persistence``        neural persistence
``affine``             layers as affine functions of the input
``tree``               a tree of cases
``unfolding``          functions as affine ones of x and max(u, 0); ``refutation``: no point of them satisfies conditions
``quadratics``         integer quadratics and their irrational roots
``paths``              paths in any dimension, and breakpoints on them
``integrals``          enclosures of integrals that give lengths of pieces of ellipses
``lengths``            enclosures of lengths of their images; ``claimed_lengths``: as certificates claim them
``instance``           what a published bound is
``targets``            functions that are hard to approximate, and the distance to them
``region_formulas``    the bounds on activation regions
``shells``             networks of many folds and shells
``betti_formulas``     the bounds on Betti numbers and bounded components
``formulas``           the bounds on functions of one variable, and the table of all
``semialgebraic``      functions with polynomial and rational pieces, for every rule
``statements``         statements about functions, which certificates refute
``rules``              the rules, one file each
``certificate``        the frame: format, claim, subject, evidence
``files``              files and folders of certificates
``cli``                the command
=====================  ===========================================================

The format is described in ``docs/certificates.md``; why each rule proves its claims, in ``proofs``.
"""

import sys

from exactnet.check.certificate import check_file, check_text
from exactnet.check.cli import main
from exactnet.check.files import CheckerPackage, certificate_files
from exactnet.check.verdict import Verdict

__all__ = ["Verdict", "certificate_files", "check_file", "check_text", "main"]

# Python binds a package to its name in the parent, so `exactnet.check` can be a function only if the package is one.
sys.modules[__name__].__class__ = CheckerPackage
