"""How networks and maps get in: `json_files` reads `*.net.json` and `*.map.json`."""

from exactnet.frontends.json_files import FloatNotice, Subject, read_subject

__all__ = ["FloatNotice", "Subject", "read_subject"]
