"""The Python face: the commands as functions, same names, same meaning."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from exactnet.approximation import DISTANCE_DIGITS, Distance
from exactnet.approximation import distance as _distance
from exactnet.bounds import Case
from exactnet.bounds.case import VERIFY_DIGITS
from exactnet.bounds.depth_width import DEFAULT_DEPTH, DepthWidth
from exactnet.bounds.depth_width import depth_width as _depth_width
from exactnet.compile import Domain, IntervalFunction
from exactnet.compile.box import Box
from exactnet.compile.path import Path as Trail
from exactnet.compile.places import Place, parse_place
from exactnet.compile.polyhedral import MAX_CELLS, MAX_DIMENSION, PolyhedralComplex, compile_complex
from exactnet.compile.polytope import Polytope
from exactnet.compile.refinement import CellProgress
from exactnet.compile.semialgebraic.function import SemiAlgebraicFunction
from exactnet.compile.study import Function, study
from exactnet.compile.sweep import MAX_VERTICES, Progress
from exactnet.complexes import Region, RegionCounts, RegionSearch, count_regions, enumerate_regions, search_regions
from exactnet.complexes.depth_first import MAX_REGIONS
from exactnet.dynamics import (
    Entropy,
    Family,
    LapCounts,
    PeriodicOrbits,
    Shape,
    Sweep,
    document_family,
    lap_counts,
    periodic_orbits,
    run_sweep,
)
from exactnet.dynamics import entropy as _entropy
from exactnet.dynamics import shape as _shape
from exactnet.dynamics.covering_growth import Progress as EntropyProgress
from exactnet.dynamics.curves.certified import FunctionOrbits, function_orbits
from exactnet.dynamics.entropy import DEFAULT_DIGITS
from exactnet.dynamics.families import varied_by
from exactnet.dynamics.lap_counts import require_self_function
from exactnet.dynamics.orbits import MAX_POINTS
from exactnet.dynamics.orbits import Progress as OrbitProgress
from exactnet.errors import InputError
from exactnet.exact.rational import QLike
from exactnet.frontends import FloatNotice, Subject, read_document, read_subject
from exactnet.model import Network
from exactnet.trajectories import Trajectory
from exactnet.trajectories import trajectory as _trajectory
from exactnet.trajectories.trajectory import DEFAULT_DIGITS as LENGTH_DIGITS
from exactnet.verification import Verification
from exactnet.verification import verify as _verify

__all__ = [
    "depth_width",
    "distance",
    "each_region",
    "entropy",
    "laps",
    "load",
    "orbits",
    "polyhedral_complex",
    "regions",
    "shape",
    "sweep",
    "trajectory",
    "verify",
]

SubjectLike: TypeAlias = Subject | str | Path | Mapping[str, Any]


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


def _domain(domain: str | Domain | None) -> Domain | None:
    if domain is None or isinstance(domain, Domain):
        return domain
    if not isinstance(domain, str):
        raise InputError(f'a domain is written "box:LO,HI" or "all", not {domain!r}')
    return Domain.parse(domain)


def _whole(value: int, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise InputError(f"{name} must be an integer, not {value!r}")
    return value


def _function(
    source: SubjectLike,
    domain: str | Domain | None,
    clip: bool = False,
    max_pieces: int = MAX_VERTICES,
    progress: Progress | None = None,
) -> IntervalFunction:
    return IntervalFunction.of(
        load(source), _domain(domain), clip=bool(clip), max_vertices=max_pieces, progress=progress
    )


def _study(
    source: SubjectLike,
    domain: str | Domain | None,
    clip: bool = False,
    max_pieces: int = MAX_VERTICES,
    progress: Progress | None = None,
) -> Function:
    return study(load(source), _domain(domain), clip=bool(clip), max_vertices=max_pieces, progress=progress)


def shape(
    source: SubjectLike,
    domain: str | Domain | None = None,
    *,
    max_pieces: int = MAX_VERTICES,
    progress: Progress | None = None,
) -> Shape:
    """Pieces, activation regions, laps, crossings and extrema of a function of one variable.

    Examples
    --------
    >>> shape({"format": "exactnet-network/1", "inputs": 1, "layers": [{"type": "abs"}]}, "all").affine_pieces
    2
    """
    return _shape(_study(source, domain, False, max_pieces, progress))


def regions(
    source: SubjectLike,
    domain: str | Place = "all",
    *,
    max_cells: int = MAX_CELLS,
    jobs: int = 1,
    evidence: bool = True,
    progress: CellProgress | None = None,
) -> RegionCounts | RegionSearch:
    """The five exact region counts of a network and its face numbers; beyond six inputs, activation regions and affine maps.

    Beyond six inputs the regions are searched depth first, in ``jobs`` processes; ``progress`` is called with their number so far
    and zeros. Without ``evidence`` that search keeps less, and its result has no certificate.

    Examples
    --------
    >>> regions({"format": "exactnet-network/1", "inputs": 2, "layers": [{"type": "abs"}]}).faces
    (1, 4, 4)
    """
    network, where = _network_on(source, domain)
    if network.inputs > MAX_DIMENSION:
        return search_regions(
            network,
            where,
            max_regions=max_cells,
            jobs=_whole(jobs, "jobs"),
            evidence=evidence,
            progress=None if progress is None else partial(_regions_so_far, progress),
        )
    return count_regions(compile_complex(network, where, max_cells=max_cells, progress=progress))


def polyhedral_complex(
    source: SubjectLike,
    domain: str | Place = "all",
    *,
    max_cells: int = MAX_CELLS,
    progress: CellProgress | None = None,
) -> PolyhedralComplex:
    """The exact polyhedral complex of a network with at most six inputs.

    Examples
    --------
    >>> network = {"format": "exactnet-network/1", "inputs": 2, "layers": [{"type": "abs"}]}
    >>> polyhedral_complex(network, "box:-1,1").lattice.count(2)
    4
    """
    network, where = _network_on(source, domain)
    return compile_complex(network, where, max_cells=max_cells, progress=progress)


def each_region(source: SubjectLike, domain: str | Place = "all", *, limit: int = MAX_REGIONS) -> Iterator[Region]:
    """The activation regions of a network one by one, in bounded memory, whatever the number of inputs.

    Examples
    --------
    >>> network = {"format": "exactnet-network/1", "inputs": 9, "layers": [{"type": "relu"}]}
    >>> next(iter(each_region(network))).pattern.hex()
    '000000000000000000'
    """
    network, where = _network_on(source, domain)
    return enumerate_regions(network, where, limit=limit)


def _network_on(source: SubjectLike, domain: str | Place) -> tuple[Network, Place]:
    network = load(source)
    if not isinstance(network, Network):
        raise InputError("regions are counted for networks; an interval map has pieces and laps")
    where = parse_place(domain, network.inputs) if isinstance(domain, str) else domain
    if where.dimension != network.inputs:
        raise InputError(f"the domain has dimension {where.dimension} but the network has {network.inputs} inputs")
    return network, where


def _regions_so_far(progress: CellProgress, regions: int) -> None:
    progress(regions, 0, 0, 0)


def laps(
    source: SubjectLike,
    iterate: int = 1,
    *,
    domain: str | Domain | None = None,
    level: QLike = "1/2",
    clip: bool = False,
    max_pieces: int = MAX_VERTICES,
    progress: Progress | None = None,
) -> LapCounts:
    """Laps and crossings of f, f^2, .., f^iterate (see `exactnet.dynamics.iterates`).

    Raises
    ------
    InputError
        If a map of an interval, or a network that is to be iterated, leaves its interval (and `clip` is not set).
    """
    function = _study(source, domain, clip, max_pieces, progress)
    if not isinstance(function.subject, Network):
        require_self_function(function)  # its file promises a map of the interval into itself
    return lap_counts(function, _whole(iterate, "iterate"), level)


def entropy(
    source: SubjectLike,
    digits: int = DEFAULT_DIGITS,
    *,
    domain: str | Domain | None = None,
    clip: bool = False,
    method: str = "auto",
    max_pieces: int = MAX_VERTICES,
    progress: EntropyProgress | None = None,
) -> Entropy:
    """Certified topological entropy (see `exactnet.dynamics.entropy`)."""
    function = _study(source, domain, clip, max_pieces)
    return _entropy(function, _whole(digits, "digits"), method=method, progress=progress)


def orbits(
    source: SubjectLike,
    max_period: int,
    *,
    domain: str | Domain | None = None,
    clip: bool = False,
    max_points: int = MAX_POINTS,
    max_pieces: int = MAX_VERTICES,
    progress: OrbitProgress | None = None,
) -> PeriodicOrbits | FunctionOrbits:
    """All periodic orbits of least period at most ``max_period`` (see `exactnet.dynamics.orbits`).

    Examples
    --------
    >>> orbits({"format": "exactnet-map/1", "points": [["0", "1"], ["1", "0"]]}, 3).least_periods
    (1, 2)
    """
    function = _study(source, domain, clip, max_pieces)
    period, limit = _whole(max_period, "max_period"), _whole(max_points, "max_points")
    if isinstance(function, SemiAlgebraicFunction):
        return function_orbits(function, period, max_cells=limit, progress=progress)
    return periodic_orbits(function, period, max_points=limit, progress=progress)


def depth_width(
    source: SubjectLike,
    iterate: int = 1,
    tolerance: QLike = 0,
    *,
    max_depth: int = DEFAULT_DEPTH,
    max_width: int | None = None,
    domain: str | Domain | None = None,
    clip: bool = False,
    max_pieces: int = MAX_VERTICES,
    progress: Progress | None = None,
) -> DepthWidth:
    """Depths and widths excluded for relu networks within a tolerance of f^iterate (see `exactnet.bounds.depth_width`).

    Examples
    --------
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    >>> depth_width(tent, 10, "1/4", max_depth=3).excluded
    ((1, 1022), (2, 30), (3, 9))
    """
    return _depth_width(
        _function(source, domain, clip, max_pieces, progress),
        _whole(iterate, "iterate"),
        tolerance,
        max_depth=_whole(max_depth, "max_depth"),
        max_width=None if max_width is None else _whole(max_width, "max_width"),
    )


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
    family = _family(source, vary, _domain(domain), bool(clip), _whole(max_pieces, "max_pieces"))
    return run_sweep(
        family,
        _whole(digits, "digits"),
        also=also,
        jobs=_whole(jobs, "jobs"),
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


def trajectory(
    source: SubjectLike,
    start: QLike | Sequence[QLike],
    end: QLike | Sequence[QLike],
    arc: bool = False,
    *,
    via: Iterable[QLike | Sequence[QLike]] = (),
    turn: bool = False,
    digits: int = LENGTH_DIGITS,
    max_pieces: int = MAX_VERTICES,
    progress: Progress | None = None,
) -> Trajectory:
    """Transitions, patterns and lengths of a network along a path (see `exactnet.trajectories`).

    Parameters
    ----------
    start, via, end
        The points of the path; for a network of one input also bare numbers.
    arc
        From each point p to the next one q along ``p cos(a) + q sin(a)``, a from 0 to a right angle, not straight.
    turn
        With ``arc``: go on to -p, -q and back to p, the whole ellipse.
    digits
        Significant digits of the lengths.

    Examples
    --------
    >>> network = {"format": "exactnet-network/1", "inputs": 2, "layers": [{"type": "relu"}]}
    >>> straight = trajectory(network, [-1, 2], [1, -1])
    >>> straight.transitions, straight.layers[0].length.radicals
    ((1/2, 2/3), ((13/6, 1), (1/6, 13)))
    >>> trajectory(network, [1, 0], [0, 1], arc=True, turn=True).patterns
    4
    """
    network = load(source)
    if not isinstance(network, Network):
        raise InputError("trajectories are those of networks; an interval map has pieces and laps")
    points: list[Any] = [x if isinstance(x, list | tuple) else [x] for x in (start, *via, end)]
    path = Trail.through(points, arcs=bool(arc), turn=bool(turn))
    return _trajectory(network, path, _whole(digits, "digits"), max_vertices=max_pieces, progress=progress)


def distance(
    first: SubjectLike,
    second: SubjectLike,
    norm: str = "linf",
    *,
    domain: str | Domain | None = None,
    digits: int = DISTANCE_DIGITS,
    max_pieces: int = MAX_VERTICES,
) -> Distance:
    """L1 or L-infinity distance (see `exactnet.approximation`); the default domain is that of a map among the two, else [0, 1].

    Examples
    --------
    >>> square = {"format": "exactnet-network/1", "inputs": 1, "layers": [{"type": "relu_power", "power": 2}]}
    >>> identity = {"format": "exactnet-map/1", "points": [["0", "0"], ["1", "1"]]}
    >>> distance(square, identity, "l1").value
    1/6

    Raises
    ------
    InputError
        If the two have no bounded domain in common, or several inputs or outputs.
    """
    subjects = [load(first), load(second)]
    where = _domain(domain)
    if where is None:
        found = {s.domain for s in subjects if not isinstance(s, Network)} or {Domain.of(0, 1)}
        if len(found) > 1:
            raise InputError(f"the maps have different intervals, {subjects[0]} and {subjects[1]}; give a domain")
        (where,) = found
    f, g = (_study(s, where, False, max_pieces) for s in subjects)
    return _distance(f, g, norm, _whole(digits, "digits"))


def verify(
    source: SubjectLike,
    bounds: Iterable[str] | None = None,
    *,
    domain: str | Domain | Place | None = None,
    digits: int = VERIFY_DIGITS,
    max_cells: int = MAX_CELLS,
) -> Verification:
    """Check published bounds on a network or map (see `exactnet.verification`).

    The default domain is a map's own interval, [0, 1] for a network of one input, R^d for one of several.

    Examples
    --------
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    >>> verify(tent, ["entropy.lipschitz"]).rows[0].verdict.word
    'proved'
    """
    subject = load(source)
    if isinstance(subject, Network) and subject.inputs > 1 and isinstance(domain, str):
        domain = parse_place(domain, subject.inputs)
    where = domain if isinstance(domain, Box | Polytope) else _domain(domain)
    case = Case(subject, where, digits=_whole(digits, "digits"), max_cells=_whole(max_cells, "max_cells"))
    return _verify(case, bounds)
