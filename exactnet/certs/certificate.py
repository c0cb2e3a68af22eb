"""The certificate document."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from exactnet._version import __version__
from exactnet.certs.canonical import canonical_bytes

__all__ = ["Certificate"]


@dataclass(frozen=True)
class Certificate:
    """A claim about a subject, with the evidence from which the independent checker accepts it.

    Attributes
    ----------
    claim, subject, evidence
        JSON values as the format prescribes (`docs/certificates.md`): integers and strings, no floats.

    Examples
    --------
    >>> certificate = Certificate({"rule": "interval"}, {"type": "map"}, {})
    >>> certificate.document()["format"], len(certificate.digest)
    ('exactnet-certificate/1', 64)
    """

    claim: Mapping[str, Any]
    subject: Mapping[str, Any]
    evidence: Mapping[str, Any]

    def document(self) -> dict[str, Any]:
        """The whole document as JSON values."""
        return {
            "format": "exactnet-certificate/1",
            "claim": dict(self.claim),
            "subject": dict(self.subject),
            "evidence": dict(self.evidence),
            "producer": {"name": "exactnet", "version": __version__},
        }

    @cached_property
    def canonical(self) -> bytes:
        """The canonical bytes, which the digest addresses."""
        return canonical_bytes(self.document())

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical bytes."""
        return hashlib.sha256(self.canonical).hexdigest()

    def write(self, folder: Path) -> Path:
        """Write ``<digest>.cert.json`` into a folder (made if missing), whole or not at all; return its path."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.digest}.cert.json"
        draft = path.with_suffix(".part")
        draft.write_bytes(self.canonical)
        draft.replace(path)
        return path

    def __repr__(self) -> str:
        return f"Certificate({self.claim.get('rule')}, {self.digest[:12]})"
