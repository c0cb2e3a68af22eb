"""Pictures of the complex of a network with two inputs."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.compile.box import Box
from exactnet.compile.polyhedral import MAX_CELLS, PolyhedralComplex, compile_complex
from exactnet.compile.polytope import Polytope
from exactnet.compile.refinement import CellProgress
from exactnet.complexes import RegionCounts
from exactnet.errors import InputError
from exactnet.exact.rational import counted
from exactnet.plots import style
from exactnet.plots.colouring import colour_classes
from exactnet.plots.numbers import double, doubles, place_formula, require_drawable
from exactnet.plots.planar import Planar, require_plane
from exactnet.plots.window import Window, viewing_window

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

__all__ = ["Picture", "RegionColour", "drawn_complex", "region_figure"]

_SIDE = 4.6  # inches, the longer side of the axes
_BANDS = 28
_SLENDER = 6  # beyond this, equal scales would leave a strip


class RegionColour(StrEnum):
    """What the colours of a picture of regions mean."""

    MAP = "map"
    VALUE = "value"
    LAYER = "layer"


def drawn_complex(
    complex_: PolyhedralComplex,
    view: Box | None = None,
    *,
    max_cells: int = MAX_CELLS,
    progress: CellProgress | None = None,
) -> tuple[PolyhedralComplex, Window | None]:
    """What is drawn of a complex: itself on a box; of one on R^2, the network's complex on a window.

    Raises
    ------
    InputError
        If the network has other than two inputs, a window is given for a box, or the window is too narrow to draw.
    """
    require_plane(complex_.network)
    if complex_.domain != Box(2, None):
        if view is not None:
            raise InputError("a window is chosen for all of R^2 (--domain all); other domains are shown as they are")
        return complex_, None
    window = Window.of(complex_, view or viewing_window(complex_))
    shown = compile_complex(complex_.network, window.box, max_cells=max_cells, progress=progress)
    return shown, window


def region_figure(
    counts: RegionCounts,
    *,
    color: str = "map",
    zero: bool = False,
    view: Box | None = None,
    inputs: tuple[str, str] = ("x_1", "x_2"),
    max_cells: int = MAX_CELLS,
    progress: CellProgress | None = None,
) -> Figure:
    """The cells of a network with two inputs, and its walls, thinner the deeper the layer.

    Parameters
    ----------
    counts
        As `exactnet.regions` returns them.
    color
        ``"map"``: cells of one affine map have one colour, maps that meet along an edge have different ones, constant maps are
        grey; ``"value"``: value of output 0; ``"layer"``: cells stay white, walls have the colours of their layers.
    zero
        Draw where the network (of one output) is zero.
    view
        The window onto R^2; by default a square with every vertex.
    inputs
        What the inputs are called, in LaTeX.

    Raises
    ------
    InputError
        If the network has other than two inputs, or the picture cannot be drawn.
    """
    meaning = _meaning(color)
    shown, window = drawn_complex(counts.complex, view, max_cells=max_cells, progress=progress)
    picture = Picture.of(shown)
    with style.styled():
        figure, axes = style.blank(*picture.size(meaning))
        _FILL[meaning](picture, figure, axes)
        style.legend(figure, picture.walls(axes, meaning), least=2)
        if zero:
            picture.zero_set(axes, style.INK if meaning is RegionColour.VALUE else style.ACCENT)
        picture.frame(axes, inputs)
        axes.set_title(_title(counts))
        if window is not None:
            style.caption(axes, window.caption)
    return figure


def _meaning(color: str) -> RegionColour:
    try:
        return RegionColour(color)
    except ValueError:
        raise InputError(f"the colours show map, value or layer, not {color!r}") from None


def _title(counts: RegionCounts) -> str:
    regions, maps = counted(counts.activation_regions, "activation region"), counted(counts.affine_maps, "affine map")
    return f"{regions}, {maps} on ${place_formula(counts.complex.domain)}$"


class Picture:
    """A planar complex in doubles."""

    def __init__(self, planar: Planar, sides: tuple[tuple[fmpq, fmpq], ...]) -> None:
        self.planar = planar
        self.points = doubles(planar.complex.points)
        self.bounds = [(double(lo), double(hi)) for lo, hi in sides]
        # walls take about the same share of the paper however many there are
        self.weight = float(np.clip(9.0 / max(1, len(planar.cycles)) ** 0.45, 0.12, 1.5))

    @classmethod
    def of(cls, complex_: PolyhedralComplex) -> Picture:
        """The picture of a complex on a bounded domain; InputError if it is too narrow to draw."""
        sides = (complex_.domain.box if isinstance(complex_.domain, Polytope) else complex_.domain).sides
        assert sides is not None
        for side in sides:
            require_drawable(*side)
        return cls(Planar(complex_), sides)

    @property
    def slenderness(self) -> float:
        """The longer side of the domain over the shorter."""
        (a, b), (c, d) = self.bounds
        return max(b - a, d - c) / min(b - a, d - c)

    def size(self, meaning: RegionColour) -> tuple[float, float]:
        """Inches."""
        (a, b), (c, d) = self.bounds
        longer = max(b - a, d - c)
        width, height = (max(1.6, _SIDE * x / longer) for x in (b - a, d - c))
        return width + 0.7 + (0.9 if meaning is RegionColour.VALUE else 0), height + 1.25

    def polygons(self) -> list[NDArray[np.float64]]:
        """Corners of every cell."""
        cycles = self.planar.cycles
        return np.split(self.points[cycles.items], cycles.start[1:-1])

    def add_polygons(self, axes: Axes, polygons: list[NDArray[np.float64]], colours: Any) -> None:
        """Polygons, each in its colour."""
        from matplotlib.collections import PolyCollection

        # edges in the colour of the face close the hairlines that renderers leave between polygons
        axes.add_collection(
            PolyCollection(polygons, facecolors=colours, edgecolors=colours, linewidths=0.25), autolim=False
        )

    def by_map(self, figure: Figure, axes: Axes) -> None:
        """One colour for each affine map."""
        from matplotlib.colors import to_rgba_array

        planar = self.planar
        classes = map_colours(planar)
        palette = np.concatenate((_extended(int(classes.max(initial=0)) + 1), to_rgba_array(style.CONSTANT)))
        self.add_polygons(axes, self.polygons(), palette[classes])

    def by_value(self, figure: Figure, axes: Axes) -> None:
        """Output 0 in bands of equal height; their borders are true level lines, since the output is affine on each cell."""
        from matplotlib.colors import CenteredNorm, Normalize
        from matplotlib.ticker import MaxNLocator
        from matplotlib.tri import Triangulation

        values = doubles(self.planar.complex.values[:, :2])[:, 0]
        low, high = float(values.min()), float(values.max())
        signed = low < 0 < high
        levels = MaxNLocator(_BANDS).tick_values(low, high) if low < high else np.array([low - 1, low + 1])
        x, y = self.points.T
        surface = axes.tricontourf(
            Triangulation(x, y, self._triangles()),
            values,
            levels=levels,
            cmap="RdBu_r" if signed else "YlGnBu",
            norm=CenteredNorm(0) if signed else Normalize(levels[0], levels[-1]),
        )
        # the border of a band in its own colour closes the hairlines between bands
        surface.set(edgecolor="face", linewidth=0.3)
        bar = figure.colorbar(surface, ax=axes, shrink=0.85, pad=0.03, aspect=28)
        bar.locator = MaxNLocator(7)
        bar.update_ticks()
        bar.outline.set_linewidth(0.6)
        name = "$f_0(x)$" if self.planar.complex.network.outputs > 1 else "$f(x)$"
        bar.ax.set_title(name, fontsize=11, pad=8)

    def _triangles(self) -> NDArray[np.int64]:
        """A fan of triangles for each cell, from its first corner."""
        items, start, counts = self.planar.cycles.items, self.planar.cycles.start, self.planar.cycles.counts
        first = np.repeat(start[:-1], counts - 2)
        step = np.arange(len(first)) - np.repeat(np.cumsum(counts - 2) - (counts - 2), counts - 2)
        return np.stack((items[first], items[first + step + 1], items[first + step + 2]), axis=1)

    def plain(self, figure: Figure, axes: Axes) -> None:
        """Cells stay white."""

    def walls(self, axes: Axes, meaning: RegionColour, layers: int | None = None) -> list[Line2D]:
        """The walls of each of the first layers, deepest first, so that earlier ones lie on top; returns the key to them."""
        from matplotlib.collections import LineCollection
        from matplotlib.lines import Line2D

        edge, _ = self.planar.shared
        depths = self.planar.depths
        present = [depth for depth in np.unique(depths[depths >= 0]).tolist() if layers is None or depth < layers]
        keys = []
        for depth in reversed(present):
            segments = self.points[self.planar.ends[edge[depths == depth]]]
            colour, weight = self._pen(meaning, depth)
            axes.add_collection(
                LineCollection(list(segments), colors=[colour], linewidths=weight, capstyle="round"), autolim=False
            )
            seen = max(weight, 1.2 * 0.7**depth)
            keys.append(Line2D([], [], color=colour, linewidth=seen, label=f"layer {depth + 1}"))
        return keys[::-1]

    def _pen(self, meaning: RegionColour, depth: int) -> tuple[Any, float]:
        """Colour and width of the walls of a layer."""
        if meaning is RegionColour.LAYER:
            return style.DEPTHS[depth % len(style.DEPTHS)], 1.5 * self.weight * 0.85**depth
        share = 0.6 if meaning is RegionColour.VALUE else 1.0
        return (*style.faded(style.INK, depth), share), self.weight * share * 0.62**depth

    def zero_set(self, axes: Axes, colour: str) -> None:
        """The zero level set: a line, and cells on which the network is zero altogether."""
        from matplotlib.collections import LineCollection, PolyCollection

        segments, cells = self.planar.zero_set()
        polygons = [polygon for polygon, zero in zip(self.polygons(), cells.tolist(), strict=True) if zero]
        axes.add_collection(PolyCollection(polygons, facecolors=colour, alpha=0.25, linewidths=0), autolim=False)
        lines = list(doubles(segments))
        for ink, width in ((style.PAPER, 3.2), (colour, 1.8)):  # on a white margin, to be seen on any colour
            axes.add_collection(LineCollection(lines, colors=ink, linewidths=width, capstyle="round"), autolim=False)

    def frame(self, axes: Axes, inputs: tuple[str, str]) -> None:
        """Limits, equal scales, names of the axes; the border of a domain that is no box."""
        if isinstance(self.planar.complex.domain, Polytope):
            self._border(axes)
        (left, right), (bottom, top) = self.bounds
        axes.set_xlim(left, right)
        axes.set_ylim(bottom, top)
        if self.slenderness <= _SLENDER:
            axes.set_aspect("equal")
        axes.locator_params(nbins=5)
        axes.set_xlabel(f"${inputs[0]}$")
        axes.set_ylabel(f"${inputs[1]}$", rotation=0, va="center", labelpad=8)

    def _border(self, axes: Axes) -> None:
        from matplotlib.collections import LineCollection

        inner = np.zeros(len(self.planar.ends), dtype=bool)
        inner[self.planar.shared[0]] = True
        lines = list(self.points[self.planar.ends[~inner]])
        axes.add_collection(LineCollection(lines, colors=style.INK, linewidths=0.8, capstyle="round"), autolim=False)


_FILL: dict[RegionColour, Callable[[Picture, Any, Any], None]] = {
    RegionColour.MAP: Picture.by_map,
    RegionColour.VALUE: Picture.by_value,
    RegionColour.LAYER: Picture.plain,
}


def map_colours(planar: Planar) -> NDArray[np.int64]:
    """For every cell, the colour class of its affine map; -1 for constant maps."""
    constant = np.unique(planar.maps[planar.constant])
    nodes = np.setdiff1d(planar.maps, constant)
    edges = planar.neighbours[~np.isin(planar.neighbours, constant).any(axis=1)]
    classes = np.full(int(planar.maps.max(initial=0)) + 1, -1, dtype=np.int64)
    for node, colour in colour_classes(nodes.tolist(), edges, len(style.FILLS)).items():
        classes[node] = colour
    return classes[planar.maps]


def _extended(count: int) -> NDArray[np.float64]:
    """The palette, then the same colours darker, and darker."""
    from matplotlib.colors import to_rgba_array

    number = np.arange(count)
    found = to_rgba_array(list(style.FILLS))[number % len(style.FILLS)]
    found[:, :3] *= 0.8 ** (number // len(style.FILLS))[:, None]
    return found
