"""The certificate document."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from exactnet._version import __version__
from exactnet.certs.canonical import Fragment, canonical_bytes
from exactnet.check import Verdict, check_text
from exactnet.display import Displayed, Sheet, latex_words

__all__ = ["FORMAT", "Certificate"]

FORMAT = "exactnet-certificate/1"
_PRODUCER = {"name": "exactnet", "version": __version__}


@dataclass(frozen=True, eq=False)
class Certificate(Displayed):
    """A claim about a subject, with the evidence from which the independent checker accepts it.

    Attributes
    ----------
    claim, subject, evidence
        JSON values as the format prescribes (`docs/certificates.md`): integers and strings, no floats. Subject and
        evidence are fragments, as several certificates share them.

    Examples
    --------
    >>> certificate = Certificate({"rule": "interval"}, Fragment({"type": "map"}), Fragment({}))
    >>> certificate.document()["format"], len(certificate.digest)
    ('exactnet-certificate/1', 64)
    """

    claim: Mapping[str, Any]
    subject: Fragment
    evidence: Fragment

    def document(self) -> dict[str, Any]:
        """The whole document as JSON values."""
        return {
            "format": FORMAT,
            "claim": dict(self.claim),
            "subject": self.subject.value,
            "evidence": self.evidence.value,
            "producer": _PRODUCER,
        }

    @property
    def canonical(self) -> bytes:
        """The canonical bytes, which the digest addresses."""
        parts = {
            "claim": canonical_bytes(dict(self.claim)),
            "evidence": self.evidence.canonical,
            "format": canonical_bytes(FORMAT),
            "producer": canonical_bytes(_PRODUCER),
            "subject": self.subject.canonical,
        }
        return b"{" + b",".join(canonical_bytes(key) + b":" + part for key, part in parts.items()) + b"}"

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical bytes."""
        return hashlib.sha256(self.canonical).hexdigest()

    def write(self, folder: str | Path) -> Path:
        """Write ``<digest>.cert.json`` into a folder (made if missing), whole or not at all; return its path."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.digest}.cert.json"
        draft = folder / f".{self.digest}.{os.getpid()}.part"
        try:
            draft.write_bytes(self.canonical)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        return path

    def check(self) -> Verdict:
        """What the independent checker says of the certificate.

        Examples
        --------
        >>> print(Certificate({"rule": "none"}, Fragment({}), Fragment({})).check().word)
        invalid
        """
        return check_text(self.canonical.decode())

    def _sheet(self) -> Sheet:
        claim = Sheet.of("", dict(self.claim))
        facts = {
            **claim.facts,
            "subject": self.subject.value.get("type"),
            "SHA-256": self.digest,
            "size": f"{len(self.canonical):,} bytes",
            "checker": "asked by .check()",
        }
        return Sheet("Certificate", facts, claim.tables)

    def _repr_latex_(self) -> str:
        return rf"${latex_words(str(self.claim.get('rule')))}\ \texttt{{{self.digest[:12]}}}$"

    def __repr__(self) -> str:
        return f"Certificate({self.claim.get('rule')}, {self.digest[:12]})"
