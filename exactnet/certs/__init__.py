"""What certificates are.

============= ===============================================================
`canonical`   canonical JSON, and digests of it
`certificate` the document; `schema/certificate-1.schema.json`: its form, published
============= ===============================================================
"""

from exactnet.certs.canonical import Fragment, canonical_bytes, digest
from exactnet.certs.certificate import Certificate

__all__ = ["Certificate", "Fragment", "canonical_bytes", "digest"]
