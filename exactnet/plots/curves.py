"""Pictures of families: certified entropy against the parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from flint import fmpq

from exactnet.dynamics.sweeps import Row, Sweep
from exactnet.errors import InputError
from exactnet.exact.balls import log_bracket
from exactnet.exact.rational import counted
from exactnet.plots import style
from exactnet.plots.numbers import double, require_drawable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["entropy_figure"]

_WIDTH, _HEIGHT = 6.2, 3.9
_PLACES = 16
_VISIBLE = 0.004
"""Share of the picture's height from which a bracket is drawn as a bar with caps."""


def entropy_figure(sweep: Sweep) -> Figure:
    """Brackets of the entropy at the values of a parameter: a dot where it is narrow, a bar from end to end where it is not.

    Between two values nothing is drawn, unless the family is monotone: then a band, a rectangle between each two, that is
    certified too. Values without a map of an interval into itself are crossed out in grey.

    Raises
    ------
    InputError
        If nothing can be drawn.
    """
    rows = [row for row in sweep.rows if row.growth is not None]
    if not rows:
        raise InputError("there is no bracket to draw; every row has a reason instead")
    values = [row.parameter for row in sweep.rows]
    if len(values) > 1:
        require_drawable(values[0], values[-1])
    with style.styled():
        figure, axes = style.blank(_WIDTH, _HEIGHT)
        xs = np.array([double(row.parameter) for row in rows])
        ends = np.array([_log_ends(*(row.growth or (fmpq(1), fmpq(1)))) for row in rows])
        top = float(ends[:, 1].max()) or 1.0
        axes.set_ylim(-0.03 * top, 1.06 * top)
        _span(axes, [double(x) for x in values])
        _draw_bands(axes, sweep)
        _draw_brackets(axes, xs, ends, 1.09 * top, len(values))
        _mark_missing(axes, sweep.rows)
        axes.set_xlabel(_label(sweep.family.label))
        axes.set_ylabel("$h$", rotation=0, ha="right", va="center")
        axes.set_title(f"topological entropy, certified at {counted(len(rows), 'value')}")
        style.caption(axes, _caption(sweep, ends))
    return figure


def _log_ends(lower: fmpq, upper: fmpq) -> tuple[float, float]:
    low, high = log_bracket(lower, upper, _PLACES)
    return float(low), float(high)


def _span(axes: Axes, xs: list[float]) -> None:
    margin = 0.025 * (xs[-1] - xs[0]) or 0.5
    axes.set_xlim(xs[0] - margin, xs[-1] + margin)


def _draw_bands(axes: Axes, sweep: Sweep) -> None:
    from matplotlib.collections import PolyCollection

    boxes = []
    for band in sweep.bands:
        left, right = double(band.start), double(band.stop)
        low, high = _log_ends(band.growth_lower, band.growth_upper)
        boxes.append([(left, low), (right, low), (right, high), (left, high)])
    if boxes:
        axes.add_collection(
            PolyCollection(boxes, facecolors=style.FILLS[0], edgecolors=style.FILLS[0], linewidths=0.4, zorder=1),
            autolim=False,
        )


def _draw_brackets(axes: Axes, xs: np.ndarray, ends: np.ndarray, height: float, count: int) -> None:
    size = float(np.clip(260 / count, 1.2, 4.2))
    wide = ends[:, 1] - ends[:, 0] > _VISIBLE * height
    axes.plot(
        xs[~wide],
        ends[~wide].mean(axis=1),
        "o",
        color=style.DEPTHS[0],
        markersize=size,
        markeredgewidth=0,
        clip_on=False,
        zorder=4,
    )
    if wide.any():
        middle = ends[wide].mean(axis=1)
        axes.errorbar(
            xs[wide],
            middle,
            yerr=np.abs(ends[wide].T - middle),
            fmt="none",
            ecolor=style.ACCENT,
            elinewidth=1.0,
            capsize=2.0,
            zorder=3,
        )


def _mark_missing(axes: Axes, rows: tuple[Row, ...]) -> None:
    xs = [double(row.parameter) for row in rows if row.growth is None]
    if not xs:
        return  # an empty line that is not clipped would count as one at the figure's corner
    weight = float(np.clip(120 / len(rows), 0.15, 1.2))
    for x in xs:
        axes.axvline(x, color=style.CONSTANT, linewidth=weight, zorder=0)
    # on the lower edge, where no one reads them as h = 0
    edge = axes.get_xaxis_transform()
    axes.plot(
        xs,
        [0] * len(xs),
        "x",
        color="#8a8a98",
        markersize=4,
        markeredgewidth=1,
        transform=edge,
        clip_on=False,
        zorder=5,
    )


def _label(name: str) -> str:
    return f"${name}$" if len(name) == 1 and name.isalpha() else name.replace("$", r"\$")


def _caption(sweep: Sweep, ends: np.ndarray) -> str:
    parts = [f"widest bracket {_size(float((ends[:, 1] - ends[:, 0]).max()))}"]
    if sweep.family.monotone:
        parts.append("band: certified in between, by monotonicity")
    else:
        parts.append("nothing is claimed between values")
    missing = sum(row.growth is None for row in sweep.rows)
    if missing:
        parts.append(f"crossed out: {counted(missing, 'value')} without a self-map or bracket")
    return "; ".join(parts[:2]) + "".join(f"\n{part}" for part in parts[2:])


def _size(width: float) -> str:
    # the ends are decimals rounded outwards, so a width of a few units is that of the rounding
    if width <= 4 * 10.0**-_PLACES:
        return rf"$< 10^{{-{_PLACES - 1}}}$"
    mantissa, exponent = f"{width:.1e}".split("e")
    return rf"${mantissa} \cdot 10^{{{int(exponent)}}}$"
