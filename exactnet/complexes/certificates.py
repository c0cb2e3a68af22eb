"""Certificates of region counts (rule ``regions``)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise
from typing import Any

from exactnet.certs import Certificate, Fragment, canonical_bytes
from exactnet.compile.lattice import Rows
from exactnet.compile.places import Place
from exactnet.compile.polyhedral import PolyhedralComplex
from exactnet.exact.integers import IntArray
from exactnet.model import Network

__all__ = ["cell_evidence", "region_certificate"]


def region_certificate(network: Network, domain: Place, quantities: dict[str, Any], evidence: Fragment) -> Certificate:
    """The certificate of some counts."""
    claim = {"rule": "regions", "domain": domain.to_json(), "quantities": quantities}
    return Certificate(claim, network.certificate_subject, evidence)


def cell_evidence(complex_: PolyhedralComplex, more: Mapping[str, Any] | None = None) -> Fragment:
    """That the cells tile the domain: exact vertices, and the faces of every dimension by their facets.

    Its size is that of the face lattice. ``more`` are further keys of the evidence, with JSON values.

    Examples
    --------
    >>> from exactnet.compile.box import Box
    >>> from exactnet.compile.polyhedral import compile_complex
    >>> from exactnet.model import Abs
    >>> evidence = cell_evidence(compile_complex(Network.of(1, [Abs()]), Box.parse("box:-1,1", 1)))
    >>> evidence.value
    {'vertices': [[1, -1], [1, 1], [1, 0]], 'faces': [[[0, 2], [1, 2]]]}
    """
    return _Cells(complex_.points, complex_.lattice.facets, more or {})


class _Cells(Fragment):
    """Evidence that is written from arrays, level by level: as one Python object it would be many times as large."""

    def __init__(self, points: IntArray, facets: list[Rows], more: Mapping[str, Any]) -> None:
        self._points = points
        self._facets = facets
        self._more = more

    @cached_property
    def value(self) -> Any:
        return {"vertices": self._points.tolist(), "faces": [_lists(rows) for rows in self._facets], **self._more}

    @cached_property
    def canonical(self) -> bytes:
        parts = {key: canonical_bytes(value) for key, value in self._more.items()}
        parts["faces"] = b"[" + b",".join(_text(_lists(rows)) for rows in self._facets) + b"]"
        parts["vertices"] = _text(self._points.tolist())
        return b"{" + b",".join(canonical_bytes(key) + b":" + parts[key] for key in sorted(parts)) + b"}"


def _lists(rows: Rows) -> list[list[int]]:
    items = rows.items.tolist()
    return [items[start:stop] for start, stop in pairwise(rows.start.tolist())]


def _text(lists: list[list[int]]) -> bytes:
    return json.dumps(lists, separators=(",", ":")).encode("ascii")
