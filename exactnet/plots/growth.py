"""Pictures of networks along a path: one network, random ones, and the change that noise in one layer makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.errors import InputError
from exactnet.exact.rational import counted
from exactnet.plots import style
from exactnet.plots.numbers import double, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from exactnet.trajectories import EnsembleTrajectory, Sensitivity, Trajectory

__all__ = ["ensemble_figure", "sensitivity_figure", "trajectory_figure"]

_WIDTH, _HEIGHT = 6.2, 3.9
_MANY = 200
_MOST_TICKS = 12
_MOST_NUMBERS = 24
_LARGE = 50
"""Counts beyond this get a scale that is logarithmic above 1."""
_PALE = "#9fb3ca"


def trajectory_figure(found: Trajectory) -> Figure:
    """Length of the image, and transitions and patterns, after every layer: exact numbers, lengths certified to many digits.

    The scale of lengths is logarithmic unless the image of the path is a point.
    """
    lengths = np.array([_middle(x.lower, x.upper) for x in (found.path_length, *(y.length for y in found.layers))])
    depths = np.arange(len(lengths))
    with style.styled():
        figure, (above, below) = style.stacked(
            float(np.clip(1.6 + 0.5 * len(depths), _WIDTH - 1.2, _WIDTH + 1)), 4.6, 2
        )
        above.plot(depths, lengths, "o-", color=style.DEPTHS[0], markersize=5, linewidth=1.3)
        if lengths.min() > 0:
            above.set_yscale("log")
            _tick_decades(above, lengths)
        else:
            _from_zero(above, lengths)
        above.set_ylabel("length of the image")
        for name, colour, mark, shift in (("transitions", 1, "s", -0.06), ("patterns", 2, "^", 0.06)):
            counts = [getattr(layer, name) for layer in found.layers]
            below.plot(
                *(depths[1:] + shift, counts, f"{mark}-"),
                color=style.DEPTHS[colour],
                markersize=5,
                linewidth=1.1,
                label=f"{name}",
            )
        _count_axis(below, max(max(layer.transitions, layer.patterns) for layer in found.layers))
        below.set_ylabel("up to the layer")
        names = ["path", *(f"{layer.kind.replace('_', ' ')}" for layer in found.layers)]
        widths = [found.path.dimension, *(layer.width for layer in found.layers)]
        shown = depths[:: -(-len(depths) // _MOST_TICKS)]
        below.set_xticks(shown, [f"{names[d]}\n{widths[d]}" for d in shown])
        below.tick_params(axis="x", labelsize=8.5)
        below.set_xlim(-0.4, depths[-1] + 0.4)
        below.legend(loc="best")
        above.set_title(
            f"{counted(len(found.transitions), 'transition')}, {counted(found.patterns, 'pattern')} along the path"
        )
        style.caption(below, "by layer and its number of units")
    return figure


def ensemble_figure(found: EnsembleTrajectory) -> Figure:
    """Length of the image over that of the path against depth: every draw pale, their mean, and the published growth beside it.

    Raises
    ------
    InputError
        If every draw maps the path to a point at once.
    """
    path = double((found.path_length.lower + found.path_length.upper) / 2)
    draws = np.array([[1.0, *(_middle(x.length.lower, x.length.upper) / path for x in d.layers)] for d in found.draws])
    means = np.array([1.0, *(_middle(x.stretch_lower, x.stretch_upper) for x in found.layers)])
    if not means[1]:
        raise InputError("every draw maps the path to a point; there is no growth to draw")
    errors = np.array([0.0, *(x.stretch_error or 0.0 for x in found.layers)])
    depths = np.arange(len(means))
    base = found.ensemble.base
    with style.styled():
        figure, axes = style.blank(_WIDTH, _HEIGHT)
        axes.set_yscale("log")
        _lines(axes, depths, draws)
        seen = means > 0
        axes.errorbar(
            *(depths[seen], means[seen], _downwards(means[seen], errors[seen])),
            color=style.DEPTHS[0],
            marker="o",
            markersize=4.5,
            linewidth=1.4,
            elinewidth=1.0,
            capsize=2.5,
            label="mean of the draws, with its standard error",
            zorder=4,
        )
        axes.plot(
            *(depths, base**depths),
            color=style.ACCENT,
            linestyle=(0, (5, 2.5)),
            linewidth=1.3,
            label=rf"published base$^d$, base $\approx {base:.4g}$",
            zorder=3,
        )
        axes.set_xticks(depths if len(depths) <= 16 else depths[:: len(depths) // 8])
        axes.set_xlabel("layer $d$")
        axes.set_ylabel("length / length of the path")
        shape = found.ensemble
        kind = shape.activation.replace("_", "-")
        axes.set_title(f"{counted(len(found.draws), f'random {kind} network')} of width {shape.width}")
        axes.legend(loc="best")
        style.caption(
            axes,
            rf"$\sigma_w = {text(shape.sigma_w)}$, $\sigma_b = {text(shape.sigma_b)}$, {shape.weights} weights, seed {found.seed}; "
            "pale: the draws, exactly"
            "\nthe published growth is a lower bound up to a constant left open",
        )
    return figure


def sensitivity_figure(found: Sensitivity) -> Figure:
    """Change of output, length, transitions and patterns, layer by layer: a dot a perturbation, a bar their mean."""
    length = found.original.layers[-1].length
    whole = _middle(length.lower, length.upper)
    with style.styled():
        figure, (above, middle, below) = style.stacked(_WIDTH, 6.2, 3)
        layers = np.array([found.places.index(row.place) for row in found.rows])
        output = np.array([double(row.output_change) for row in found.rows])
        change = np.array([abs(_middle(*row.length_change)) for row in found.rows])
        relative = 100 * change / whole if whole else change
        for axes, values, colour in ((above, output, style.DEPTHS[0]), (middle, relative, style.ACCENT)):
            _dots(axes, layers, values, colour)
            _from_zero(axes, values)
        for name, shade, mark, shift in (("transitions", 1, "s", -0.1), ("patterns", 2, "^", 0.1)):
            counts = np.array([getattr(row, f"{name}_change") for row in found.rows])
            _dots(below, layers + shift, counts, style.DEPTHS[shade], mark, 0.1, name)
        _signed_axis(below, max(abs(row.transitions_change) for row in found.rows))
        below.legend(loc="best")
        above.set_ylabel("change of the output")
        middle.set_ylabel("change of the length" + (", %" if whole else ""))
        below.set_ylabel("more or fewer")
        shown = range(0, len(found.places), -(-len(found.places) // _MOST_NUMBERS))
        below.set_xticks(shown, [found.places[i].number for i in shown])
        below.set_xlabel("perturbed layer, counted from 1")
        above.set_title(f"noise up to ${text(found.noise)}$ in one layer, {counted(found.draws, 'draw')} each")
        style.caption(below, "dots: exact changes along the path; bars: their means")
    return figure


def _tick_decades(axes: Axes, values: NDArray[np.float64]) -> None:
    """Ticks within decades, too, where there are few of those."""
    from matplotlib.ticker import LogFormatterSciNotation, LogLocator, NullFormatter

    few = values.max() < 100 * values.min()
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5) if few else (1,)))
    axes.yaxis.set_major_formatter("{x:g}" if few and values.min() >= 1e-3 else LogFormatterSciNotation())
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.margins(y=0.12)


def _from_zero(axes: Axes, values: NDArray[np.float64]) -> None:
    """A scale from 0 on, with room for the markers there."""
    top = float(values.max()) or 1.0
    axes.set_ylim(-0.05 * top, 1.1 * top)


def _count_axis(axes: Axes, top: int) -> None:
    from matplotlib.ticker import MaxNLocator

    if top > _LARGE:
        axes.set_yscale("symlog", linthresh=1)
        axes.set_ylim(-0.3, 2 * top)
        return
    axes.set_ylim(-0.05 * max(1, top), 1.1 * max(1, top))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))


def _signed_axis(axes: Axes, largest: int) -> None:
    """Whole numbers about 0, which is always in sight."""
    from matplotlib.ticker import MaxNLocator

    axes.axhline(0, color=style.CONSTANT, linewidth=1.0, zorder=1)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    if largest == 0:
        axes.set_ylim(-1, 1)


def _lines(axes: Axes, depths: NDArray[np.int64], draws: NDArray[np.float64]) -> None:
    weight = float(np.clip(16 / len(draws), 0.3, 0.9))
    for i, draw in enumerate(draws[:_MANY]):
        # a point has no place on a logarithmic scale: the line ends there
        shown = np.where(draw > 0, draw, np.nan)
        axes.plot(depths, shown, color=_PALE, linewidth=weight, zorder=1, label="draws" if i == 0 else None)


def _downwards(means: NDArray[np.float64], errors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Errors below and above, cut off before 0."""
    return np.stack((np.minimum(errors, 0.9 * means), errors))


def _dots(
    axes: Axes,
    places: NDArray[np.float64],
    values: NDArray[np.float64],
    colour: str,
    mark: str = "o",
    reach: float = 0.22,
    label: str = "_",
) -> None:
    axes.plot(places, values, mark, color=colour, markersize=4, markeredgewidth=0, alpha=0.55, zorder=3, label=label)
    for place in np.unique(places):
        mean = values[places == place].mean()
        axes.plot([place - reach, place + reach], [mean, mean], color=colour, linewidth=1.8, zorder=4)
    axes.set_xlim(-0.6, places.max() + 0.6)
    axes.grid(axis="y", color=style.CONSTANT, linewidth=0.6, zorder=0)


def _middle(lower: fmpq, upper: fmpq) -> float:
    return double((lower + upper) / 2)
