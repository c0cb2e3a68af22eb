"""Networks of any number of inputs: regions and their sizes, decision regions, trajectories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from exactnet.compile.path import Path as Trail
from exactnet.compile.places import Place
from exactnet.compile.polyhedral import MAX_CELLS, MAX_DIMENSION, PolyhedralComplex, compile_complex
from exactnet.compile.refinement import CellProgress
from exactnet.compile.slices import on_line, on_plane
from exactnet.compile.sweep import MAX_VERTICES, Progress
from exactnet.complexes import (
    Criteria,
    JacobianRanks,
    Region,
    RegionCounts,
    RegionSearch,
    count_regions,
    enumerate_regions,
    region_criteria,
    search_regions,
)
from exactnet.complexes import jacobian_ranks as _jacobian_ranks
from exactnet.complexes.depth_first import MAX_REGIONS
from exactnet.errors import InputError
from exactnet.exact.rational import QLike
from exactnet.face.subjects import SubjectLike, load, network_on, whole
from exactnet.model import Network
from exactnet.topology import BettiNumbers, Relation, Stability, betti_numbers, chosen_output
from exactnet.topology import stability as _stability
from exactnet.trajectories import Trajectory
from exactnet.trajectories import trajectory as _trajectory
from exactnet.trajectories.trajectory import DEFAULT_DIGITS as LENGTH_DIGITS

__all__ = [
    "betti",
    "criteria",
    "each_region",
    "line_of",
    "plane_of",
    "polyhedral_complex",
    "rank",
    "regions",
    "stability",
    "trajectory",
]


def regions(
    source: SubjectLike,
    domain: str | Place = "all",
    *,
    plane: Sequence[Sequence[QLike]] | None = None,
    line: Sequence[Sequence[QLike]] | None = None,
    max_cells: int = MAX_CELLS,
    jobs: int = 1,
    evidence: bool = True,
    progress: CellProgress | None = None,
) -> RegionCounts | RegionSearch:
    """The five exact region counts of a network and its face numbers; beyond six inputs, activation regions and affine maps.

    Beyond six inputs the regions are searched depth first, in ``jobs`` processes; ``progress`` is called with their number so far
    and zeros. Without ``evidence`` that search keeps less, and its result has no certificate.

    With three points p, q, r as ``plane``, those of the network on the plane through them, with coordinates s, t for the point
    p + s (q - p) + t (r - p): the domain is one of these, and the subject of the certificate is the network behind that layer.
    With two points p, q as ``line``, likewise those on the line of the points p + t (q - p).

    Examples
    --------
    >>> regions({"format": "exactnet-network/1", "inputs": 2, "layers": [{"type": "abs"}]}).faces
    (1, 4, 4)
    >>> many = {"format": "exactnet-network/1", "inputs": 9, "layers": [{"type": "abs"}]}
    >>> regions(many, plane=[[1] * 9, [2] + [1] * 8, [1, 2] + [1] * 7]).activation_regions
    4
    """
    network, where = network_on(sliced(source, plane, line), domain)
    if network.inputs > MAX_DIMENSION:
        return search_regions(
            network,
            where,
            max_regions=max_cells,
            jobs=whole(jobs, "jobs"),
            evidence=evidence,
            progress=None if progress is None else partial(_regions_so_far, progress),
        )
    return count_regions(compile_complex(network, where, max_cells=max_cells, progress=progress))


def plane_of(source: SubjectLike, points: Sequence[Sequence[QLike]]) -> Network:
    """The restriction of a network to the plane through three points (see `exactnet.compile.slices`)."""
    network = load(source)
    if not isinstance(network, Network):
        raise InputError("planes are cut out of the inputs of networks; an interval map has one input")
    if not isinstance(points, list | tuple) or not all(isinstance(point, list | tuple) for point in points):
        raise InputError("a plane is a list of three points, each a list of coordinates")
    return on_plane(network, points)


def line_of(source: SubjectLike, points: Sequence[Sequence[QLike]]) -> Network:
    """The restriction of a network to the line through two points (see `exactnet.compile.slices`)."""
    network = load(source)
    if not isinstance(network, Network):
        raise InputError("lines are drawn in the input space of networks; an interval map has its own")
    if not isinstance(points, list | tuple) or not all(isinstance(point, list | tuple) for point in points):
        raise InputError("a line is a list of two points, each a list of coordinates")
    return on_line(network, points)


def sliced(
    source: SubjectLike, plane: Sequence[Sequence[QLike]] | None, line: Sequence[Sequence[QLike]] | None
) -> SubjectLike:
    """The subject, or its restriction to the plane or the line that is given."""
    if plane is not None and line is not None:
        raise InputError("plane and line are two restrictions; give one")
    if plane is not None:
        return plane_of(source, plane)
    return source if line is None else line_of(source, line)


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
    network, where = network_on(source, domain)
    return compile_complex(network, where, max_cells=max_cells, progress=progress)


def rank(
    source: SubjectLike,
    domain: str | Place = "all",
    *,
    max_cells: int = MAX_CELLS,
    progress: CellProgress | None = None,
) -> JacobianRanks:
    """The rank of the Jacobian matrix of every layer on every activation region (networks with at most six inputs).

    Examples
    --------
    >>> network = {"format": "exactnet-network/1", "inputs": 2, "layers": [{"type": "relu"}]}
    >>> rank(network).distribution
    (((0, 1), (1, 2), (2, 1)),)
    """
    return _jacobian_ranks(polyhedral_complex(source, domain, max_cells=max_cells, progress=progress))


def each_region(source: SubjectLike, domain: str | Place = "all", *, limit: int = MAX_REGIONS) -> Iterator[Region]:
    """The activation regions of a network one by one, in bounded memory, whatever the number of inputs.

    Examples
    --------
    >>> network = {"format": "exactnet-network/1", "inputs": 9, "layers": [{"type": "relu"}]}
    >>> next(iter(each_region(network))).pattern.hex()
    '000000000000000000'
    """
    network, where = network_on(source, domain)
    return enumerate_regions(network, where, limit=limit)


def criteria(
    source: SubjectLike,
    domain: str | Place = "box:0,1",
    *,
    max_cells: int = MAX_CELLS,
    progress: CellProgress | None = None,
) -> Criteria:
    """Number, sizes and slope changes of the linear regions of a network with at most six inputs, layer by layer, unit by unit.

    Examples
    --------
    >>> found = criteria({"format": "exactnet-network/1", "inputs": 2, "layers": [{"type": "relu"}]}, "box:-1,2")
    >>> found.sizes, found.layers[0].cuts, [change.squared for change in found.changes]
    ((1, 2, 2, 4), (1, 1), [1, 1, 1, 1])
    """
    network, where = network_on(source, domain)
    return region_criteria(compile_complex(network, where, max_cells=max_cells, progress=progress))


def _regions_so_far(progress: CellProgress, regions: int) -> None:
    progress(regions, 0, 0, 0)


def betti(
    source: SubjectLike,
    set: str = "le",  # noqa: A002  # the word of the command
    level: QLike = 0,
    domain: str | Place = "all",
    *,
    output: int | None = None,
    classes: tuple[int, int] | None = None,
    max_cells: int = MAX_CELLS,
    progress: CellProgress | None = None,
) -> BettiNumbers:
    """Betti numbers and torsion of the points of a domain at which an output is at most a level, over the integers.

    Parameters
    ----------
    set
        ``"le"``, ``"lt"``, ``"ge"``, ``"gt"`` or ``"eq"``: how the output compares with the level.
    output
        Which output, from 0; may be left out if there is only one.
    classes
        Instead, (i, j): the difference of outputs i and j.

    Raises
    ------
    InputError
        If the output is not said or does not exist, or the network has more than six inputs.

    Examples
    --------
    >>> betti({"format": "exactnet-network/1", "inputs": 1, "layers": [{"type": "abs"}]}, "ge", 1).betti
    (2,)
    """
    network, where = network_on(source, domain, "Betti numbers are those of networks")
    return betti_numbers(
        network,
        where,
        Relation.parse(set),
        level,
        chosen_output(network, output, classes),
        max_cells=whole(max_cells, "max_cells"),
        progress=progress,
    )


def stability(
    source: SubjectLike,
    domain: str | Place,
    level: QLike = 0,
    *,
    output: int | None = None,
    classes: tuple[int, int] | None = None,
    max_cells: int = MAX_CELLS,
    progress: CellProgress | None = None,
) -> Stability:
    """Whether a decision region {F <= level} stays as it is when the weights change a little, and how much they may.

    The radius is certified: every network of the same shape, no weight or bias of which differs by more, has the same faces and
    the same signs on the domain. The parameters are those of `betti`.

    Raises
    ------
    InputError
        Also if the domain is unbounded, or a layer is neither dense nor relu.

    Examples
    --------
    >>> ramp = {"type": "dense", "weight": [["1", "2"]], "bias": ["-1"]}
    >>> network = {"format": "exactnet-network/1", "inputs": 2, "layers": [ramp]}
    >>> found = stability(network, "box:-2,2")
    >>> found.stable, found.radius
    (True, 13107/65536)
    >>> stability(network, "box:0,1").failing.text
    'F - c vanishes at (1, 0), a vertex of the cell around (1/3, 1/6)'
    """
    network, where = network_on(source, domain, "stability is that of networks")
    return _stability(
        network,
        where,
        level,
        chosen_output(network, output, classes),
        max_cells=whole(max_cells, "max_cells"),
        progress=progress,
    )


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
    return _trajectory(network, path, whole(digits, "digits"), max_vertices=max_pieces, progress=progress)
