"""The theorems: one file a paper, one small object a statement.

=============== ====================================================================
`bound`         `Bound`, `Premise`, `Status`: the declarative objects
`case`          a subject with everything measured on it, each thing once
`space`         what is measured of a network with several inputs
`quantities`    what bounds speak about, measured, with evidence
`combinatorics` sums of binomials, dimensions, ranks and supports
`gates`         semi-algebraic gates: pieces, degrees and predicates of layers
`steepness`     where a function with rational pieces is steep
`cycles`        a cycle of a telling period, and what it forces
`depth_width`   depths and widths excluded for approximating an iterate
`budgets`       a layer more, or units more, for the same number of units or parameters
`witnesses`     networks that show existence statements
`verdict`       `Proved`, `Refuted`, `NotApplicable`, `Unknown` (`NotAttempted`)
`premises`      premises that several papers share
`registry`      all bounds, in order
=============== ====================================================================

Papers: `arora2018`, `bianchini2014`, `bu2020`, `chatziafratis2020`, `ergen2023`, `feng2022`, `goujon2024`, `grigsby2022`,
`montufar`, `raghu2017`, `rieck2019`, `serra2018`, `telgarsky`, `xiong2020`, `yarotsky2017`, `zaslavsky`.

To add a theorem: write one `Bound` in the file of its paper, and its formula in the independent checker.
"""

from exactnet.bounds.bound import Bound, Premise, Status
from exactnet.bounds.case import Case
from exactnet.bounds.registry import REGISTRY, select
from exactnet.bounds.verdict import NotApplicable, NotAttempted, Proved, Refuted, Unknown, Verdict

__all__ = [
    "REGISTRY",
    "Bound",
    "Case",
    "NotApplicable",
    "NotAttempted",
    "Premise",
    "Proved",
    "Refuted",
    "Status",
    "Unknown",
    "Verdict",
    "select",
]
