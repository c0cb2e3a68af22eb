"""Distances of two functions of one variable, or of two networks of several inputs."""

from __future__ import annotations

from collections.abc import Sequence

from exactnet.approximation import DISTANCE_DIGITS, CellDistance, Distance, cell_distance
from exactnet.approximation import distance as _distance
from exactnet.compile import Domain
from exactnet.compile.box import Box
from exactnet.compile.places import Place
from exactnet.compile.polyhedral import MAX_CELLS
from exactnet.compile.polytope import Polytope
from exactnet.compile.refinement import CellProgress
from exactnet.compile.sweep import MAX_VERTICES
from exactnet.errors import InputError
from exactnet.face.subjects import SubjectLike, domain_of, function_of, load, network_on, whole
from exactnet.frontends import Subject
from exactnet.model import Network

__all__ = ["distance"]


def distance(
    first: SubjectLike,
    second: SubjectLike,
    norm: str = "linf",
    *,
    domain: str | Domain | Place | None = None,
    outputs: Sequence[int] | None = None,
    iterates: tuple[int, int] = (1, 1),
    digits: int = DISTANCE_DIGITS,
    max_pieces: int = MAX_VERTICES,
    max_cells: int = MAX_CELLS,
    progress: CellProgress | None = None,
) -> Distance | CellDistance:
    """L1 or L-infinity distance (see `exactnet.approximation`).

    Parameters
    ----------
    domain
        By default that of a map among the two, else [0, 1] or, for several inputs, the unit cube.
    outputs
        For networks of several inputs: which output of the first is compared with which of the second; may be left out if
        each has one.
    iterates
        Of one variable: (m, n) for the distance of f^m and g^n.

    Raises
    ------
    InputError
        If the two have no bounded domain in common, different inputs, or several outputs of which none is chosen.

    Examples
    --------
    >>> square = {"format": "exactnet-network/1", "inputs": 1, "layers": [{"type": "relu_power", "power": 2}]}
    >>> identity = {"format": "exactnet-map/1", "points": [["0", "0"], ["1", "1"]]}
    >>> distance(square, identity, "l1").value, distance(square, identity, "l1", iterates=(2, 1)).value
    (1/6, 3/10)
    >>> plane = {"format": "exactnet-network/1", "inputs": 2, "layers": [{"type": "maxout", "groups": [[0, 1]]}]}
    >>> first = {**plane, "layers": [{"type": "maxout", "groups": [[0]]}]}
    >>> distance(plane, first, "l1").value
    1/6
    """
    subjects = load(first), load(second)
    first_times, second_times = (whole(n, "iterates") for n in iterates)
    if any(isinstance(s, Network) and s.inputs > 1 for s in subjects):
        if isinstance(domain, Domain):
            raise InputError(
                f"the domain {domain} is an interval, but there are several inputs; give a box or a polytope"
            )
        if (first_times, second_times) != (1, 1):
            raise InputError("iterates are those of functions of one variable")
        where = "box:0,1" if domain is None else domain
        refusal = "an interval map has one variable, but the other function has several"
        pair = [network_on(subject, where, refusal) for subject in subjects]
        return cell_distance(
            pair[0][0],
            pair[1][0],
            pair[0][1],
            norm,
            outputs,
            digits=whole(digits, "digits"),
            max_cells=whole(max_cells, "max_cells"),
            progress=progress,
        )
    if outputs is not None:
        raise InputError("outputs are chosen for networks of several inputs; functions of one variable have one output")
    if isinstance(domain, Box | Polytope):
        raise InputError(f"the domain {domain} has no use for functions of one variable; give an interval")
    interval = _interval(subjects) if domain is None else domain_of(domain)
    f, g = (function_of(s, interval, False, max_pieces) for s in subjects)
    return _distance(f, g, norm, whole(digits, "digits"), iterates=(first_times, second_times))


def _interval(subjects: tuple[Subject, Subject]) -> Domain:
    found = {s.domain for s in subjects if not isinstance(s, Network)} or {Domain.of(0, 1)}
    if len(found) > 1:
        raise InputError(f"the maps have different intervals, {subjects[0]} and {subjects[1]}; give a domain")
    (interval,) = found
    return interval
