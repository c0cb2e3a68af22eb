"""Certificates: canonical JSON, the document, its published schema (`schema/certificate-1.schema.json`)."""

from exactnet.certs.canonical import Fragment, canonical_bytes, digest
from exactnet.certs.certificate import Certificate

__all__ = ["Certificate", "Fragment", "canonical_bytes", "digest"]
