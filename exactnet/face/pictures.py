"""What every kind of picture shows: each function gives the figure, and then what it was drawn from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exactnet.compile import Domain, IntervalFunction
from exactnet.compile.box import Box
from exactnet.compile.places import Place
from exactnet.compile.refinement import CellProgress
from exactnet.compile.study import Function
from exactnet.compile.sweep import MAX_VERTICES, Progress
from exactnet.complexes import RegionCounts, count_regions
from exactnet.dynamics import Family, Sweep, logistic_family, tent_family
from exactnet.dynamics.coverings.partition import Partition, markov_partition
from exactnet.dynamics.entropy import DEFAULT_DIGITS
from exactnet.dynamics.families import parse_grid
from exactnet.dynamics.laps import require_self_map
from exactnet.errors import InputError, UndecidedError
from exactnet.exact.rational import QLike, counted
from exactnet.face.bounds import verify
from exactnet.face.families import sweep
from exactnet.face.layers import layers
from exactnet.face.space import betti as betti_of
from exactnet.face.space import polyhedral_complex, sliced
from exactnet.face.subjects import SubjectLike, function_of, load, whole
from exactnet.model import Network
from exactnet.plots import (
    Comparison,
    Orbit,
    betti_figure,
    cobweb_figure,
    comparison_figure,
    decision_figure,
    entropy_figure,
    graph_figure,
    markov_figure,
    orbit,
    region_figure,
    require_plane,
    viewing_window,
)
from exactnet.topology import BettiNumbers
from exactnet.topology.images import LayerImages
from exactnet.topology.images.layers import ImageProgress
from exactnet.verification import Row, Verification

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["MAX_CELLS", "betti", "bounds", "cobweb", "entropy", "entropy_drawn", "graph", "markov", "regions"]

MAX_CELLS = 200_000
"""Default limit on cells: more are not told apart in a picture."""


def regions(
    source: SubjectLike,
    domain: str | Place = "all",
    *,
    plane: Sequence[Sequence[QLike]] | None = None,
    view: str | Box | None = None,
    color: str = "map",
    zero: bool = False,
    set: str | None = None,  # noqa: A002  # the word of the command
    level: QLike | None = None,
    unit: int | None = None,
    classes: tuple[int, int] | None = None,
    inputs: tuple[str, str] | None = None,
    max_cells: int = MAX_CELLS,
    progress: CellProgress | None = None,
) -> tuple[Figure, RegionCounts | BettiNumbers, Box | None]:
    """The regions of a network with two inputs, or with ``set`` a decision region; and the window, if there is one.

    The ``inputs`` are called s and t on a plane, else x_1 and x_2, if nothing else is said.
    """
    window = view if view is None or isinstance(view, Box) else _window(view)
    if set is not None and (zero or color != "map"):
        raise InputError("a decision region (set) has colours and a boundary of its own; leave out color and zero")
    if set is None and any(given is not None for given in (level, unit, classes)):
        raise InputError("level, unit and classes say which decision region is drawn; they want set")
    names = inputs or (("x_1", "x_2") if plane is None else ("s", "t"))
    subject = load(sliced(source, plane, None))
    if isinstance(subject, Network):
        require_plane(subject)
    if set is None:
        counts = count_regions(polyhedral_complex(subject, domain, max_cells=max_cells, progress=progress))
        if window is None and counts.complex.domain == Box(2, None):
            window = viewing_window(counts.complex)
        figure = region_figure(
            counts, color=color, zero=zero, view=window, inputs=names, max_cells=max_cells, progress=progress
        )
        return figure, counts, window
    chosen = 0 if level is None else level
    found = betti_of(
        *(subject, set, chosen, domain), output=unit, classes=classes, max_cells=max_cells, progress=progress
    )
    if window is None and found.region.domain == Box(2, None):
        window = viewing_window(found.complex)
    figure = decision_figure(found, view=window, inputs=names, max_cells=max_cells, progress=progress)
    return figure, found, window


def _window(view: str) -> Box:
    try:
        return Box.parse(f"box:{view}", 2)
    except InputError:
        raise InputError(f"view {view!r} is no window; write LO,HI or LO1,HI1;LO2,HI2 with LO below HI") from None


def betti(
    source: SubjectLike,
    domain: str | Place,
    set: str = "le",  # noqa: A002  # the word of the command
    level: QLike = 0,
    *,
    unit: int | None = None,
    classes: tuple[int, int] | None = None,
    max_cells: int = MAX_CELLS,
    progress: CellProgress | None = None,
    image_progress: ImageProgress | None = None,
) -> tuple[Figure, LayerImages]:
    """The Betti numbers of a decision region's image after every layer."""
    found = layers(
        *(source, domain, set, level),
        output=unit,
        classes=classes,
        max_cells=max_cells,
        progress=progress,
        image_progress=image_progress,
    )
    return betti_figure(found), found


def graph(
    source: SubjectLike,
    domain: str | Domain | None = None,
    *,
    clip: bool = False,
    max_pieces: int = MAX_VERTICES,
    progress: Progress | None = None,
) -> tuple[Figure, Function]:
    """The graph of a function of one variable."""
    function = function_of(source, domain, clip, max_pieces, progress)
    return graph_figure(function), function


def cobweb(
    source: SubjectLike,
    start: QLike,
    steps: int = 50,
    *,
    domain: str | Domain | None = None,
    clip: bool = False,
    max_pieces: int = MAX_VERTICES,
    progress: Progress | None = None,
) -> tuple[Figure, Orbit, Function]:
    """An orbit of a map of an interval as a cobweb."""
    function = function_of(source, domain, clip, max_pieces, progress)
    inner = function.map if isinstance(function, IntervalFunction) else function.curve
    path = orbit(inner, start, whole(steps, "steps"))
    return cobweb_figure(function, path), path, function


def markov(
    source: SubjectLike,
    depth: int = 16,
    *,
    domain: str | Domain | None = None,
    clip: bool = False,
    max_pieces: int = MAX_VERTICES,
    progress: Progress | None = None,
) -> tuple[Figure, Partition]:
    """The Markov graph of a piecewise-linear map."""
    function = function_of(source, domain, clip, max_pieces, progress)
    if not isinstance(function, IntervalFunction):
        raise InputError("the Markov graph is drawn of piecewise-linear maps; this one has curved pieces")
    require_self_map(function.map)
    found = markov_partition(function.map, whole(depth, "depth"))
    return markov_figure(found), found


def entropy(
    source: SubjectLike | Family | Callable[[Any], SubjectLike] | None = None,
    vary: str | Iterable[QLike] | None = None,
    digits: int = DEFAULT_DIGITS,
    *,
    tent: str | None = None,
    logistic: str | None = None,
    domain: str | Domain | None = None,
    clip: bool = False,
    max_pieces: int = MAX_VERTICES,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Figure, Sweep]:
    """The entropy of maps in which one number varies; a family as `sweep` takes it, or of tents or logistic maps."""
    if sum(given is not None for given in (source, tent, logistic)) != 1:
        raise InputError("give one family: a subject with what varies in it, or tent or logistic with LO:HI:N")
    family = source
    if tent is not None:
        family = tent_family(parse_grid(tent))
    elif logistic is not None:
        family = logistic_family(parse_grid(logistic))
    assert family is not None
    found = sweep(
        *(family, vary, digits), domain=domain, clip=clip, max_pieces=max_pieces, jobs=jobs, progress=progress
    )
    return entropy_drawn(found), found


def entropy_drawn(found: Sweep) -> Figure:
    """What a sweep found, unless it found nothing in time."""
    if found.stopped is not None and all(row.growth is None for row in found.rows):
        raise UndecidedError(found.stopped)
    return entropy_figure(found)


def bounds(
    source: SubjectLike | Sequence[SubjectLike],
    bounds: str | Iterable[str] | None = None,
    *,
    domain: str | Domain | Place | None = None,
    names: Sequence[str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> tuple[Figure, list[Verification], list[Comparison | None]]:
    """Measured quantities against bounds, of one subject or a list of them; None for every row that is not decided.

    The subjects are called by their ``names``; by default those of their files, or their numbers.
    """
    subjects: list[Any] = list(source) if isinstance(source, list | tuple) else [source]
    called = [_name(x, i) for i, x in enumerate(subjects, start=1)] if names is None else list(names)
    if len(called) != len(subjects):
        raise InputError(f"names are given to {counted(len(subjects), 'subject')}, but there are {len(called)}")
    chosen = bounds if bounds is None or isinstance(bounds, str) else list(bounds)
    found, compared = [], []
    for name, subject in zip(called, subjects, strict=True):
        if progress is not None:
            progress(name)
        found.append(verify(subject, chosen, domain=domain))
        compared += [_comparison(name, row) for row in found[-1].rows]
    decided = [row for row in compared if row is not None]
    return comparison_figure(decided, len(compared) - len(decided)), found, compared


def _name(source: SubjectLike, number: int) -> str:
    return Path(source).name if isinstance(source, str | Path) else f"subject {number}"


def _comparison(subject: str, row: Row) -> Comparison | None:
    if row.certificate is None or row.measured is None or row.value is None:
        return None
    parameters = ", ".join(f"{k}={v}" for k, v in row.parameters.items())
    return Comparison(
        subject,
        f"{row.bound.id}: {row.bound.quantity}" + (f" ({parameters})" if parameters else ""),
        row.measured.lower,
        row.measured.upper,
        row.value,
        above=row.bound.side == "upper",
        holds=row.verdict.word == "proved",
    )
