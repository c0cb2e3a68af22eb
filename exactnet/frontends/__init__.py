"""How networks and maps get in.

============ ==============================================
`json_files` `*.net.json` and `*.map.json`
`nnet`       `*.nnet`
`variation`  numbers in a document that are a parameter
============ ==============================================
"""

from exactnet.frontends.json_files import FloatNotice, Subject, read_document, read_points, read_subject
from exactnet.frontends.variation import Variation

__all__ = ["FloatNotice", "Subject", "Variation", "read_document", "read_points", "read_subject"]
