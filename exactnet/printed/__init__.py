"""Certified tables as documents: how they are read, checked and written out. Nothing here makes a table.

========== ====================================================================
`document` the JSON document, read strictly
`reading`  how a cell follows from the claim of a certificate
`review`   the check of a whole table by its certificates
`numbers`  numbers as text
`layout`   a table as rows of text
`formats`  Markdown, CSV, JSON
`latex`    LaTeX (booktabs)
`html`     HTML
========== ====================================================================

It needs the independent checker and the standard library only. The document is described in ``docs/tables.md``.
"""

from exactnet.printed.document import FORMAT, read_table, sealed
from exactnet.printed.formats import FORMATS, document_bytes, written
from exactnet.printed.reading import value_of
from exactnet.printed.review import Finding, Review, review

__all__ = [
    "FORMAT",
    "FORMATS",
    "Finding",
    "Review",
    "document_bytes",
    "read_table",
    "review",
    "sealed",
    "value_of",
    "written",
]
