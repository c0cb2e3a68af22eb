"""One-parameter families."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from exactnet.compile import Domain
from exactnet.compile.sweep import MAX_VERTICES
from exactnet.dynamics import (
    Family,
    Sweep,
    document_family,
    run_sweep,
)
from exactnet.dynamics.entropy import DEFAULT_DIGITS
from exactnet.dynamics.families import varied_by
from exactnet.errors import InputError
from exactnet.exact.rational import QLike
from exactnet.face.subjects import SubjectLike, domain_of, load, whole
from exactnet.frontends import FloatNotice, Subject, read_document

__all__ = ["sweep"]


def sweep(
    source: SubjectLike | Family | Callable[[Any], SubjectLike],
    vary: str | Iterable[QLike] | None = None,
    digits: int = DEFAULT_DIGITS,
    *,
    domain: str | Domain | None = None,
    clip: bool = False,
    also: Iterable[str] = (),
    jobs: int = 1,
    certificates: bool = False,
    max_pieces: int = MAX_VERTICES,
    progress: Callable[[int, int], None] | None = None,
) -> Sweep:
    """Certified entropy at exact values of one parameter (see `exactnet.dynamics.families`).

    Parameters
    ----------
    source
        A network or map, a function from a value of the parameter to one, or a family such as `dynamics.tent_family`.
    vary
        For a network or map ``"PATH=LO:HI:N"``; for a function its values, or ``"LO:HI:N"``.

    Examples
    --------
    >>> tent = {"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "1"], ["1", "0"]]}
    >>> [row.log_decimal for row in sweep(tent, "points.1.1=3/4:1:2").rows]
    ['0.4054651081', '0.6931471806']
    """
    family = _family(source, vary, domain_of(domain), bool(clip), whole(max_pieces, "max_pieces"))
    return run_sweep(
        family,
        whole(digits, "digits"),
        also=also,
        jobs=whole(jobs, "jobs"),
        certificates=certificates,
        progress=progress,
    )


def _family(source: Any, vary: str | Iterable[QLike] | None, domain: Domain | None, clip: bool, limit: int) -> Family:
    if isinstance(source, Family):
        if vary is not None or domain is not None or clip:
            raise InputError("a family has its values, its domain and its clipping already")
        return source
    if vary is None:
        raise InputError('say what varies: "PATH=LO:HI:N", or the values for a function')
    if callable(source) and not isinstance(source, Subject):
        return varied_by(source, vary, load=load, domain=domain, clip=clip, max_vertices=limit)
    if not isinstance(vary, str):
        raise InputError('what varies in a network or map is written "PATH=LO:HI:N"')
    document: Mapping[str, Any]
    if isinstance(source, str | Path):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FloatNotice)  # said when the document is read as a variation
            load(source)  # so that the file is named if it is malformed
        document = read_document(source)
    else:
        document = source if isinstance(source, Mapping) else load(source).to_json()
    return document_family(document, vary, domain=domain, clip=clip, max_vertices=limit)
