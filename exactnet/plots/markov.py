"""Pictures of Markov graphs: what the image of each interval of a partition covers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.dynamics.coverings.partition import Partition
from exactnet.errors import InputError
from exactnet.exact.rational import counted
from exactnet.plots import style
from exactnet.plots.numbers import interval_formula

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["markov_figure"]

_SIDE = 4.8
_MOST_VERTICES = 12
_MOST_ROWS = 2000
_MOST_ARROWS = 40
_RISING, _FALLING, _FLAT = (style.FILLS[0], "o"), (style.FILLS[1], "s"), (style.CONSTANT, "D")
_WORDS = {_RISING: "$f$ rises", _FALLING: "$f$ falls", _FLAT: "$f$ is constant: covers nothing"}


def markov_figure(partition: Partition) -> Figure:
    """The covering graph of a partition: intervals as vertices, an arrow where the image of one covers another.

    Arrows are dashed where an interval is met, but not covered: there are none in a Markov partition. Beyond 12 intervals or 40
    arrows the picture is a matrix, with the covering interval on the horizontal axis, so that it looks like the graph of the map.

    Raises
    ------
    InputError
        If there are more than 2000 intervals.
    """
    count = len(partition.inner)
    if count > _MOST_ROWS:
        raise InputError(
            f"{count:,} intervals are too many to draw; the limit is {_MOST_ROWS:,} (try a smaller --depth)"
        )
    with style.styled():
        met = sum(stop - start for start, stop in partition.outer.pairs)
        few = count <= _MOST_VERTICES and met <= _MOST_ARROWS
        figure = _graph(partition) if few else _matrix(partition)
        axes = figure.axes[0]
        arrows = int((partition.inner.stop - partition.inner.start).sum())
        axes.set_title(f"{counted(count, 'interval')}, {counted(arrows, 'covering')}")
    return figure


def _kinds(partition: Partition) -> list[tuple[str, str]]:
    outer = partition.outer
    return [
        _RISING if rises else _FALLING if stop > start else _FLAT
        for rises, (start, stop) in zip(partition.rising.tolist(), outer.pairs, strict=True)
    ]


def _graph(partition: Partition) -> Figure:
    from matplotlib.lines import Line2D

    count = len(partition.inner)
    flat = count == 2
    figure, axes = style.blank(_SIDE, 0.4 * _SIDE if flat else _SIDE)
    axes.set_axis_off()
    axes.set_aspect("equal")
    # clockwise from the left: the order of the line
    angles = np.pi - 2 * np.pi * np.arange(count) / count
    places = np.stack((np.cos(angles), np.sin(angles)), axis=1) if count > 1 else np.zeros((1, 2))
    outwards = places if count > 1 else np.array([[0.0, 1.0]])
    axes.set_xlim(-1.75, 1.75)
    axes.set_ylim(*((-0.45, 0.45) if flat else (-1.6, 1.6)))
    for i, ((start, stop), (first, last)) in enumerate(zip(partition.inner.pairs, partition.outer.pairs, strict=True)):
        for j in range(first, last):
            _arrow(axes, places, outwards, i, j, start <= j < stop)
    kinds = _kinds(partition)
    for i, (fill, marker) in enumerate(kinds):
        axes.plot(
            *places[i], marker, color=fill, markersize=21, markeredgecolor=style.INK, markeredgewidth=0.9, zorder=4
        )
        axes.annotate(f"$J_{{{i + 1}}}$", places[i], ha="center", va="center", fontsize=10.5, zorder=5)
        _interval(axes, partition.points[i : i + 2], places[i], outwards[i], loop=_loops(partition, i))
    keys = [
        Line2D([], [], linestyle="none", marker=kind[1], color=kind[0], markeredgecolor=style.INK, label=word)
        for kind, word in _WORDS.items()
        if kind in kinds
    ]
    if not partition.is_markov:
        keys.append(Line2D([], [], color=style.ACCENT, linestyle="dashed", label="met, not covered"))
    style.legend(figure, keys)
    return figure


def _loops(partition: Partition, i: int) -> bool:
    start, stop = partition.outer.pairs[i]
    return start <= i < stop


def _interval(
    axes: Axes, ends: tuple[fmpq, ...], place: NDArray[np.float64], outwards: NDArray[np.float64], loop: bool
) -> None:
    x, y = place + (0.5 if loop else 0.23) * outwards
    axes.annotate(
        f"${interval_formula(*ends)}$",
        (x, y),
        ha="center" if abs(outwards[0]) < 0.3 else "left" if outwards[0] > 0 else "right",
        va="center" if abs(outwards[1]) < 0.95 else "bottom" if outwards[1] > 0 else "top",
        fontsize=9.5,
        color=style.NOTE,
        annotation_clip=False,
    )


def _arrow(
    axes: Axes, places: NDArray[np.float64], outwards: NDArray[np.float64], i: int, j: int, covered: bool
) -> None:
    """From vertex i to j: bent so that it leaves the one back free, little if that is outwards; a loop where they are the same."""
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    look: dict[str, Any] = {
        "arrowstyle": "-|>,head_length=4.5,head_width=1.7",
        "color": style.DEPTHS[0] if covered else style.ACCENT,
        "linestyle": "solid" if covered else (0, (3, 2)),
        "linewidth": 1.1,
        "zorder": 3,
    }
    if i == j:
        centre, side = places[i], np.array([-outwards[i][1], outwards[i][0]])
        near, far = centre + 0.11 * outwards[i], centre + 0.5 * outwards[i]
        corners = [near + 0.07 * side, far + 0.22 * side, far - 0.22 * side, near - 0.07 * side]
        axes.add_patch(FancyArrowPatch(path=Path(corners, [1, 4, 4, 4]), mutation_scale=1.25, **look))
        return
    middle, (dx, dy) = (places[i] + places[j]) / 2, places[j] - places[i]
    # a positive bend is to the side of (dy, -dx)
    outside = float(middle @ (dy, -dx))
    bend = 0.12 if abs(outside) < 1e-9 else 0.05 if outside > 0 else 0.2
    axes.add_patch(
        FancyArrowPatch(
            tuple(places[i]),
            tuple(places[j]),
            connectionstyle=f"arc3,rad={bend}",
            shrinkA=13,
            shrinkB=13,
            mutation_scale=1.25,
            **look,
        )
    )


def _matrix(partition: Partition) -> Figure:
    from matplotlib.colors import ListedColormap
    from matplotlib.patches import Patch
    from matplotlib.ticker import MaxNLocator

    count = len(partition.inner)
    met = np.zeros((count, count), dtype=np.uint8)
    for i, ((start, stop), (first, last)) in enumerate(zip(partition.inner.pairs, partition.outer.pairs, strict=True)):
        met[first:last, i] = 1
        met[start:stop, i] = 2
    figure, axes = style.blank(_SIDE, _SIDE)
    colours = (style.PAPER, style.FILLS[1], style.DEPTHS[0])
    axes.imshow(
        met,
        cmap=ListedColormap(colours),
        vmin=0,
        vmax=2,
        origin="lower",
        interpolation="none",
        extent=(0.5, count + 0.5, 0.5, count + 0.5),
    )
    if count <= 60:
        axes.set_xticks(np.arange(1, count) + 0.5, minor=True)
        axes.set_yticks(np.arange(1, count) + 0.5, minor=True)
        axes.tick_params(which="minor", length=0)
        axes.grid(which="minor", color=style.CONSTANT, linewidth=0.4)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(integer=True, nbins=6, min_n_ticks=3))
    axes.set_xlabel("$i$")
    axes.set_ylabel("$j$", rotation=0, ha="right", va="center")
    keys = [Patch(facecolor=colours[2], label="$f(J_i)$ covers $J_j$")]
    if not partition.is_markov:
        keys.append(Patch(facecolor=colours[1], label="meets it only"))
    style.legend(figure, keys)
    ends = (partition.points[0], partition.points[1], partition.points[-2], partition.points[-1])
    left, right = interval_formula(*ends[:2]), interval_formula(*ends[2:])
    style.caption(axes, rf"from $J_1 = {left}$ to $J_{{{count}}} = {right}$")
    return figure
