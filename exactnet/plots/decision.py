"""Pictures of decision regions in the plane: the sign of F - c on the cells, and the boundary between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from exactnet.compile.box import Box
from exactnet.compile.lattice import Index
from exactnet.compile.polyhedral import MAX_CELLS, PolyhedralComplex
from exactnet.compile.refinement import CellProgress
from exactnet.plots import style
from exactnet.plots.numbers import formula, place_formula
from exactnet.plots.regions import Picture, RegionColour, drawn_complex
from exactnet.topology import BettiNumbers, DecisionSet, Relation

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

__all__ = ["boundary", "decision_figure", "set_formula"]

_SYMBOL = {
    Relation.LE: r"\leq",
    Relation.LT: "<",
    Relation.GE: r"\geq",
    Relation.GT: ">",
    Relation.EQ: "=",
}
_BELOW, _ABOVE, _ON = style.FILLS[0], style.FILLS[1], style.CONSTANT


@dataclass(frozen=True)
class _Line:
    """How the boundary is drawn: solid if it belongs to the set."""

    width: float
    solid: bool

    @property
    def dashes(self) -> Any:
        return "solid" if self.solid else (0, (2.2, 1.4))

    @property
    def cap(self) -> Any:
        return "round" if self.solid else "butt"

    @property
    def key(self) -> Line2D:
        from matplotlib.lines import Line2D

        return Line2D([], [], color=style.INK, linewidth=self.width, linestyle=self.dashes, label="boundary")


def boundary(complex_: PolyhedralComplex) -> tuple[Index, Index]:
    """Where F = c, apart from the inside of cells on which this holds altogether.

    Returns
    -------
    edges
        The edges on which F = c, with a cell beside them on which it is not.
    points
        The vertices at which F = c that lie on no edge with F = c.
    """
    level = complex_.signs[:, -1]
    ends = complex_.lattice.facets[0].items.reshape(-1, 2)
    on = (level[ends] == 0).all(axis=1)
    cells = complex_.lattice.facets[1]
    beside = np.zeros(len(ends), dtype=bool)
    beside[cells.items[np.repeat(complex_.wall_signs[:, -1] != 0, cells.counts)]] = True
    alone = level == 0
    alone[ends[on]] = False
    return np.flatnonzero(on & beside), np.flatnonzero(alone)


def decision_figure(
    found: BettiNumbers,
    *,
    view: Box | None = None,
    inputs: tuple[str, str] = ("x_1", "x_2"),
    max_cells: int = MAX_CELLS,
    progress: CellProgress | None = None,
) -> Figure:
    """A decision region of a network with two inputs: cells by the sign of F - c, the decision boundary, Betti numbers.

    Parameters
    ----------
    found
        As `exactnet.betti` returns it. The boundary is drawn solid if it belongs to the set, dashed if not.
    view
        The window onto R^2; by default a square with every vertex.
    inputs
        What the inputs are called, in LaTeX.

    Raises
    ------
    InputError
        If the network has other than two inputs, or the picture cannot be drawn.
    """
    shown, window = drawn_complex(found.complex, view, max_cells=max_cells, progress=progress)
    picture = Picture.of(shown)
    with style.styled():
        figure, axes = style.blank(*picture.size(RegionColour.MAP))
        line = _Line(float(np.clip(2.6 * picture.weight, 0.9, 2.4)), found.region.relation.is_closed)
        signs = shown.wall_signs[:, -1]
        picture.add_polygons(axes, picture.polygons(), _fills(signs))
        # the last layer of the complex is F = c itself
        keys = picture.walls(axes, RegionColour.VALUE, layers=len(shown.network.bending_layers) - 1)
        edges, points = boundary(shown)
        _draw_boundary(picture, axes, edges, points, line)
        picture.frame(axes, inputs)
        axes.set_title(_title(found))
        fills = _fill_keys(found, signs)
        lines = [line.key] if len(edges) or len(points) else []
        style.legend(figure, [*fills, *lines, *(keys if len(keys) > 1 else [])])
        if window is not None:
            style.caption(axes, window.caption)
    return figure


def _fills(signs: NDArray[np.int8]) -> NDArray[np.float64]:
    from matplotlib.colors import to_rgba_array

    fills: NDArray[np.float64] = to_rgba_array((_BELOW, _ON, _ABOVE))[signs.astype(np.int64) + 1]
    return fills


def _draw_boundary(picture: Picture, axes: Axes, edges: Index, points: Index, line: _Line) -> None:
    from matplotlib.collections import LineCollection

    lines = list(picture.points[picture.planar.ends[edges]])
    x, y = picture.points[points].T
    # on a margin of paper, to be seen on walls
    for ink, width, dashes in ((style.PAPER, 1.5 * line.width, "solid"), (style.INK, line.width, line.dashes)):
        axes.add_collection(
            LineCollection(lines, colors=ink, linewidths=width, capstyle=line.cap, linestyles=dashes), autolim=False
        )
        if len(points):  # an empty line that is not clipped would count as one at the figure's corner
            axes.plot(x, y, linestyle="none", marker="o", markersize=2.2 * width, color=ink, zorder=3, clip_on=False)


def set_formula(region: DecisionSet) -> str:
    """A decision region as LaTeX, without its domain."""
    return rf"\{{{_units(region)} {_SYMBOL[region.relation]} {formula(region.level)}\}}"


def _units(region: DecisionSet) -> str:
    return " - ".join(f"u_{{{i}}}" for i in region.output)


def _fill_keys(found: BettiNumbers, signs: NDArray[np.int8]) -> list[Patch]:
    from matplotlib.patches import Patch

    names = ((-1, _BELOW, "<"), (1, _ABOVE, ">"), (0, _ON, "="))
    units, level = _units(found.region), formula(found.region.level)
    present = [(colour, symbol) for sign, colour, symbol in names if (signs == sign).any()]
    return [Patch(facecolor=colour, label=f"${units} {symbol} {level}$") for colour, symbol in present]


def _title(found: BettiNumbers) -> str:
    betti = ", ".join(map(str, found.betti))
    return rf"$\beta = ({betti})$ of ${set_formula(found.region)}$ in ${place_formula(found.region.domain)}$"
