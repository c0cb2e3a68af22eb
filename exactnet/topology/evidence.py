"""Evidence for Betti numbers (rule ``betti``)."""

from __future__ import annotations

from collections.abc import Sequence

from exactnet.certs import Fragment
from exactnet.compile.polyhedral import PolyhedralComplex
from exactnet.complexes import cell_evidence
from exactnet.topology.matching import ALONE, Matching
from exactnet.topology.smith import Smith

__all__ = ["betti_evidence", "steps_json"]


def betti_evidence(complex_: PolyhedralComplex, matching: Matching, smith: Sequence[Smith]) -> Fragment:
    """The cells, the steps of the matching, and Smith's forms."""
    more = {"steps": steps_json(matching), "smith": [form.to_json() for form in smith]}
    return cell_evidence(complex_, more)


def steps_json(matching: Matching) -> list[list[int]]:
    """The steps of a matching, each a face by dimension and number, or a face and one of its facets."""
    basis, found = matching.basis, []
    numbers = [faces.tolist() for faces in basis.faces]
    for n, cell, partner in matching.steps.tolist():
        if partner == ALONE:
            found.append([basis.dimension(n), numbers[n][cell]])
        elif basis.is_dual:
            found.append([basis.dimension(n), numbers[n][cell], numbers[n + 1][partner]])
        else:
            found.append([basis.dimension(n + 1), numbers[n + 1][partner], numbers[n][cell]])
    return found
