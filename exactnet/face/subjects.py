"""What the functions of the face are given: subjects, domains, whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from exactnet.compile import Domain
from exactnet.compile.box import Box
from exactnet.compile.places import Place, parse_place
from exactnet.compile.polytope import Polytope
from exactnet.compile.study import Function, study
from exactnet.compile.sweep import MAX_VERTICES, Progress
from exactnet.errors import InputError
from exactnet.exact.whole import whole
from exactnet.frontends import Subject, read_subject
from exactnet.model import Network

SubjectLike: TypeAlias = Subject | str | Path | Mapping[str, Any]

__all__ = ["SubjectLike", "domain_of", "function_of", "load", "network_on", "whole"]


def load(source: SubjectLike) -> Subject:
    """A network or interval map from a file or a parsed document.

    Raises
    ------
    InputError
        With one sentence that says what is wrong, and where.
    """
    if isinstance(source, Subject):
        return source
    if not isinstance(source, str | Path | Mapping):
        raise InputError(f"a network or map is read from a path or a parsed document, not from {type(source).__name__}")
    return read_subject(source)


def domain_of(domain: str | Domain | None) -> Domain | None:
    if domain is None or isinstance(domain, Domain):
        return domain
    if not isinstance(domain, str):
        raise InputError(f'a domain is written "box:LO,HI" or "all", not {domain!r}')
    return Domain.parse(domain)


def function_of(
    source: SubjectLike,
    domain: str | Domain | None,
    clip: bool = False,
    max_pieces: int = MAX_VERTICES,
    progress: Progress | None = None,
) -> Function:
    return study(load(source), domain_of(domain), clip=bool(clip), max_vertices=max_pieces, progress=progress)


def network_on(
    source: SubjectLike,
    domain: str | Place,
    refusal: str = "regions are counted for networks; an interval map has pieces and laps",
) -> tuple[Network, Place]:
    network = load(source)
    if not isinstance(network, Network):
        raise InputError(refusal)
    where = parse_place(domain, network.inputs) if isinstance(domain, str) else domain
    if not isinstance(where, Box | Polytope):
        raise InputError(f'a domain is written "box:LO,HI", "all" or "polytope:..", not {domain!r}')
    if where.dimension != network.inputs:
        raise InputError(f"the domain has dimension {where.dimension} but the network has {network.inputs} inputs")
    return network, where
