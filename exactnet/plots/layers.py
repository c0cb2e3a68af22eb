"""Pictures of what layers do: Betti numbers of a region's image, layer by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exactnet.plots import style
from exactnet.plots.decision import set_formula
from exactnet.plots.numbers import place_formula
from exactnet.topology.images import LayerImages

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["betti_figure"]

_HEIGHT, _LEAST_WIDTH, _WIDTH_OF_A_LAYER = 3.6, 4.6, 0.62
_MARKERS = ("o", "s", "^", "D", "v", "P", "X")
_OFFSET = 0.09
"""By how much of a layer the series stand side by side, so that none hides another."""


def betti_figure(found: LayerImages) -> Figure:
    """The Betti numbers of the images of a region against the layer: a marker an exact integer, lines only guide the eye.

    Each degree has a colour and a marker of its own. Where a layer has too few units for a degree, there is no marker.
    """
    degrees = range(max(len(row.betti) for row in found.layers))
    with style.styled():
        width = max(_LEAST_WIDTH, 1.8 + _WIDTH_OF_A_LAYER * len(found.layers))
        figure, axes = style.blank(width, _HEIGHT)
        for k in degrees:
            _draw(axes, found, k, len(degrees))
        _dress(axes, found)
        axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0)
        axes.set_title("Betti numbers of the image after every layer")
        style.caption(axes, _caption(found))
    return figure


def _draw(axes: Axes, found: LayerImages, k: int, count: int) -> None:
    rows = [row for row in found.layers if k < len(row.betti)]
    place = (k - (count - 1) / 2) * _OFFSET
    colour = style.DEPTHS[k % len(style.DEPTHS)]
    axes.plot(
        [row.layer + place for row in rows],
        [row.betti[k] for row in rows],
        marker=_MARKERS[k % len(_MARKERS)],
        color=colour,
        markersize=6,
        markeredgecolor=style.PAPER,
        markeredgewidth=0.6,
        linewidth=1.1,
        label=rf"$\beta_{k}$",
        clip_on=False,
        zorder=4 + k,
    )
    for row in rows:
        if row.torsion[k]:
            axes.annotate(
                " + ".join(f"Z/{order}" for order in row.torsion[k]),
                (row.layer + place, row.betti[k]),
                xytext=(0, 7),
                textcoords="offset points",
                ha="center",
                fontsize=8,
                color=colour,
            )


def _dress(axes: Axes, found: LayerImages) -> None:
    from matplotlib.ticker import MaxNLocator

    layers = [row.layer for row in found.layers]
    kinds = ("input", *found.kinds)
    axes.set_xticks(layers, [f"{kinds[row.layer]}\n{row.width}" for row in found.layers])
    axes.tick_params(axis="x", labelsize=8.5)
    axes.set_xlim(min(layers) - 0.4, max(layers) + 0.4)
    top = max(b for row in found.layers for b in row.betti)
    axes.set_ylim(-0.05 * max(1, top), 1.08 * max(1, top))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    for y in range(max(1, top) + 1) if top <= 12 else ():
        axes.axhline(y, color=style.CONSTANT, linewidth=0.5, zorder=0)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _caption(found: LayerImages) -> str:
    where = rf" in ${place_formula(found.region.domain)}$" if found.network.inputs == 2 else ""
    return rf"of ${set_formula(found.region)}${where}, by layer and its number of units"
