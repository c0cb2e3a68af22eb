"""Pictures of functions of one variable: the graph, and an orbit as a cobweb."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from exactnet.compile.study import Function
from exactnet.errors import InputError
from exactnet.exact.rational import counted
from exactnet.plots import style
from exactnet.plots.numbers import double, formula, interval_formula
from exactnet.plots.orbits import Orbit
from exactnet.plots.outlines import Outline, outline

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["cobweb_figure", "graph_figure"]

_WIDTH, _HEIGHT, _SIDE = 6.2, 3.9, 4.8
_MANY_MARKS = 400


def graph_figure(function: Function) -> Figure:
    """The graph of a function with one output: ends of pieces as dots, every other lap shaded.

    A function on the whole line is shown from before its first breakpoint to behind its last.

    Raises
    ------
    InputError
        If the function has several outputs, or cannot be drawn.
    """
    seen = outline(function)
    with style.styled():
        figure, axes = style.blank(_WIDTH, _HEIGHT)
        axes.set_xlim(double(seen.lower), double(seen.upper))
        _shade_laps(axes, seen.turns)
        _draw(axes, seen)
        if len(seen.bends) <= _MANY_MARKS:
            size = 4.5 if len(seen.bends) <= 40 else 2.5
            dots = seen.bends.T
            axes.plot(*dots, "o", color=style.PAPER, markeredgecolor=style.INK, markersize=size, markeredgewidth=0.9)
        axes.margins(y=0.06)
        axes.set_xlabel("$x$")
        axes.set_ylabel("$f(x)$", rotation=0, ha="right", va="center")
        place = interval_formula(seen.lower, seen.upper) if seen.bounded else r"\mathbf{R}"
        axes.set_title(f"{counted(seen.pieces, seen.noun)}, {counted(seen.laps, 'lap')} on ${place}$")
        if not seen.bounded:
            style.caption(axes, r"$\mathbf{R}$; the window contains every breakpoint")
    return figure


def cobweb_figure(function: Function, path: Orbit) -> Figure:
    """An orbit of an interval map as a cobweb: up to the graph, across to the diagonal, early steps light, late ones dark.

    Raises
    ------
    InputError
        If the function is not a map of an interval with one output, or cannot be drawn.
    """
    if function.domain.lower is None:
        raise InputError("a cobweb needs a map of a bounded interval; give one with --domain box:LO,HI")
    seen = outline(function)
    left, right = double(seen.lower), double(seen.upper)
    heights = seen.line[:, 1]
    low, high = min(left, float(heights.min())), max(right, float(heights.max()))
    xs = np.array([double(x) for x in path.points])
    with style.styled():
        figure, axes = style.blank(_SIDE, _SIDE * min(2.5, max(1.0, (high - low) / (right - left))) + 0.4)
        axes.plot([left, right], [left, right], color="#9a9aa8", linewidth=0.8, zorder=1)
        _draw(axes, seen)
        _web(axes, xs, low)
        axes.set_xlim(left, right)
        axes.set_ylim(low, high)
        axes.set_aspect("equal")
        axes.locator_params(nbins=5)
        axes.set_xlabel("$x$")
        axes.set_ylabel("$f(x)$", rotation=0, ha="right", va="center")
        axes.set_title(f"orbit of ${formula(path.points[0])}$, {counted(path.steps, 'step')}")
        if path.note:
            style.caption(axes, path.note)
    return figure


def _web(axes: Axes, xs: NDArray[np.float64], floor: float) -> None:
    from matplotlib.collections import LineCollection
    from matplotlib.colors import LinearSegmentedColormap

    # (x, x) -> (x, f(x)) -> (f(x), f(x)); the first leg starts on the axis
    corners = np.empty((2 * len(xs) - 1, 2))
    corners[0::2] = xs[:, None]
    corners[1::2, 0], corners[1::2, 1] = xs[:-1], xs[1:]
    corners[0, 1] = floor
    legs = np.stack((corners[:-1], corners[1:]), axis=1)
    scale = LinearSegmentedColormap.from_list("steps", ["#f2b8a0", style.ACCENT, "#7a1500"])
    weight = float(np.clip(12 / max(1, len(legs)) ** 0.5, 0.25, 1.2))
    lines = LineCollection(
        list(legs), colors=scale(np.linspace(0, 1, len(legs))), linewidths=weight, capstyle="round", zorder=3
    )
    axes.add_collection(lines, autolim=False)
    axes.plot(xs[:1], [floor], "o", color=style.ACCENT, markersize=5, clip_on=False, zorder=5)


def _draw(axes: Axes, seen: Outline) -> None:
    # smooth curves have many points, and only few corners
    corners = min(len(seen.line), 2 + len(seen.bends) + 4 * len(seen.turns))
    weight = float(np.clip(120 / corners, 0.12, 1.5))
    axes.plot(*seen.line.T, color=style.INK, linewidth=weight, solid_joinstyle="round", zorder=2)


def _shade_laps(axes: Axes, turns: NDArray[np.float64]) -> None:
    from matplotlib.collections import PolyCollection

    left, right = axes.get_xlim()
    stops = np.concatenate(([left], turns, [right]))
    bands = [[(a, 0), (b, 0), (b, 1), (a, 1)] for a, b in zip(stops[1::2], stops[2::2], strict=False)]
    axes.add_collection(
        PolyCollection(bands, facecolors=style.SHADE, linewidths=0, zorder=0, transform=axes.get_xaxis_transform()),
        autolim=False,
    )
