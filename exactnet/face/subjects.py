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
from exactnet.frontends import Subject, network_from_state_dict, read_subject
from exactnet.model import Network

SubjectLike: TypeAlias = Subject | str | Path | Mapping[str, Any]

__all__ = ["SubjectLike", "domain_of", "from_state_dict", "function_of", "load", "network_on", "whole"]


def load(source: SubjectLike) -> Subject:
    """A network or interval map from a file or a parsed document.

    Raises
    ------
    InputError
        With one sentence that says what is wrong, and where.

    Examples
    --------
    >>> load({"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "1"], ["1", "0"]]})("1/8")
    1/4
    """
    if isinstance(source, Subject):
        return source
    if not isinstance(source, str | Path | Mapping):
        raise InputError(f"a network or map is read from a path or a parsed document, not from {type(source).__name__}")
    return read_subject(source)


def from_state_dict(
    state: Mapping[str, Any], activation: str | None = None, slope: Any = None, name: str | None = None
) -> Network:
    """A network from the tensors of linear layers in memory, such as ``model.state_dict()`` of PyTorch.

    Parameters
    ----------
    state
        Tensors or arrays named ``..weight``, with a row for every output, and ``..bias``, in the order of the layers.
    activation
        What stands between the layers: ``relu``, ``abs``, ``hard_tanh``, ``identity``, or ``leaky_relu`` with its ``slope``.
        By default relu, and a notice says so.

    Warns
    -----
    FloatNotice
        Once, if there are floats: each is read as the exact binary value that it is.

    Raises
    ------
    InputError
        Naming the tensor that is not of a linear layer, or that does not fit the one before.

    Examples
    --------
    >>> import numpy as np
    >>> tent = {"0.weight": np.array([[1], [2]]), "0.bias": np.array([0, -1]), "2.weight": np.array([[2, -2]])}
    >>> from_state_dict(tent, activation="relu", name="tent")("1/3")
    (2/3,)
    """
    if not isinstance(state, Mapping):
        raise InputError(f"a state dict is a mapping of names to tensors, not {type(state).__name__}")
    words = {"activation": activation, "slope": slope, "name": name}
    return network_from_state_dict(state, {key: word for key, word in words.items() if word is not None})


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
