"""Evidence of region counts."""

from __future__ import annotations

from exactnet.certs import Fragment
from exactnet.compile.polyhedral import PolyhedralComplex

__all__ = ["cell_evidence"]


def cell_evidence(complex_: PolyhedralComplex) -> Fragment:
    """Evidence by cells (see `docs/certificates.md`)."""
    raise NotImplementedError
