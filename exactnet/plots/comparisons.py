"""Pictures of measured quantities against published bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING, Any

from flint import fmpq

from exactnet.errors import InputError
from exactnet.exact.rational import counted
from exactnet.plots import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Comparison", "comparison_figure"]

_WIDTH = 6.2
_ROW = 0.2
_MOST_ROWS = 200
_FEW = 2  # decades
_UPPER, _LOWER = 4, 5  # matplotlib's wedges that point to the left and to the right, their tips in place
_HELD, _BROKEN = style.DEPTHS[0], style.ACCENT


@dataclass(frozen=True)
class Comparison:
    """A measured quantity and the value of a bound on it.

    Attributes
    ----------
    subject, label
        What was measured, and which bound is compared.
    lower, upper
        A bracket of the measured quantity.
    value
        The bound.
    above
        Whether the bound is an upper one.
    holds
        Whether the bound was proved; else it was refuted.
    """

    subject: str
    label: str
    lower: fmpq
    upper: fmpq
    value: fmpq
    above: bool
    holds: bool

    @property
    def drawable(self) -> bool:
        """Whether the scale has a place for it: a logarithmic one, beside it one for 0."""
        return self.lower >= 0 and self.value >= 0


def comparison_figure(comparisons: Sequence[Comparison], left_out: int = 0) -> Figure:
    """Measured against bound, a row each, on a logarithmic scale: a dot, and a wedge whose tip is the bound.

    Rows come subject by subject. 0 has a place of its own, on the left. Rows with a negative number have none; they are counted
    below, together with the ``left_out`` rows that the caller knows of.

    Raises
    ------
    InputError
        If nothing can be drawn, or there are too many rows.
    """
    shown = [c for c in comparisons if c.drawable]
    missing = len(comparisons) - len(shown) + left_out
    if not shown:
        raise InputError("there is nothing to draw: no row is decided, with numbers that are not negative")
    if len(shown) > _MOST_ROWS:
        raise InputError(f"{len(shown)} rows are too many for a picture; choose some of them with --bounds")
    subjects = list(dict.fromkeys(c.subject for c in shown))
    heads = len(subjects) if len(subjects) > 1 else 0
    with style.styled():
        figure, axes = style.blank(_WIDTH, 1.25 + _ROW * (len(shown) + heads))
        ticks: list[tuple[float, str]] = []
        y = 0.0
        scale = _Scale.of(shown)
        for subject in subjects:
            if heads:
                ticks.append((y, subject))
                y += 1
            for c in shown:
                if c.subject == subject:
                    _draw(axes, y, c, scale)
                    ticks.append((y, c.label))
                    y += 1
        scale.draw(axes)
        _label(axes, ticks, set(subjects) if heads else set())
        axes.set_ylim(y - 0.4, -0.6)
        axes.set_title("measured quantities and published bounds" + ("" if heads else f"\n{_plain(subjects[0])}"))
        style.legend(figure, _keys(shown))
        if missing:
            note = f"without {counted(missing, 'row')} not decided, or with a negative number"
            axes.set_xlabel(note, fontsize=9.5, color=style.NOTE)
    return figure


def _log(value: fmpq) -> float:
    # of the integers, which may be beyond all doubles
    return log10(int(value.p)) - log10(int(value.q))


@dataclass(frozen=True)
class _Scale:
    """Where numbers stand: from the least logarithm to the largest, and 0, if there is one, to the left of them."""

    low: float
    high: float
    zero: float | None

    @classmethod
    def of(cls, shown: Sequence[Comparison]) -> _Scale:
        numbers = [x for c in shown for x in (c.lower, c.upper, c.value)]
        logs = [_log(x) for x in numbers if x > 0] or [0.0]
        low, high = min(logs), max(logs)
        gap = max(0.5, 0.12 * (high - low))
        return cls(low, high, low - gap if 0 in numbers else None)

    def place(self, value: fmpq) -> float:
        """Where a number stands."""
        if value > 0:
            return _log(value)
        assert self.zero is not None
        return self.zero

    def draw(self, axes: Axes) -> None:
        """Limits and ticks: powers of ten, and numbers between them where there are few."""
        left = self.low if self.zero is None else self.zero
        margin = 0.05 * (self.high - left) or 0.5
        axes.set_xlim(left - margin, self.high + margin)
        if self.high - self.low < _FEW:
            ticks = [(x, f"{10**x:.4g}") for x in _between(self.low - margin, self.high + margin)]
        else:
            first, last = ceil(self.low - margin), floor(self.high + margin)
            ticks = [(k, f"$10^{{{k}}}$") for k in range(first, last + 1, max(1, ceil((last - first + 1) / 8)))]
        if self.zero is not None:
            ticks = [(self.zero, "0"), *((x, label) for x, label in ticks if x > self.zero + margin)]
            axes.axvline((self.zero + self.low) / 2, color=style.NOTE, linewidth=0.6, linestyle=(0, (2, 3)))
        axes.set_xticks([x for x, _ in ticks], [label for _, label in ticks])
        axes.grid(axis="x", color=style.CONSTANT, linewidth=0.5)
        axes.set_axisbelow(True)


def _between(low: float, high: float) -> list[float]:
    """Logarithms of 1, 2 and 5 times powers of ten."""
    places = [k + log10(m) for k in range(floor(low), ceil(high) + 1) for m in (1, 2, 5)]
    return [x for x in places if low <= x <= high]


def _draw(axes: Axes, y: float, c: Comparison, scale: _Scale) -> None:
    colour = _HELD if c.holds else _BROKEN
    low, high, bound = scale.place(c.lower), scale.place(c.upper), scale.place(c.value)
    middle = (low + high) / 2
    axes.plot([middle, bound], [y, y], color=colour, linewidth=0.9, alpha=0.55, zorder=2)
    axes.plot([low, high], [y, y], color=colour, linewidth=3, solid_capstyle="butt", zorder=3)
    axes.plot(
        bound,
        y,
        marker=_UPPER if c.above else _LOWER,
        color=style.PAPER,
        markeredgecolor=colour,
        markersize=6.5,
        zorder=4,
    )
    axes.plot(middle, y, marker="o" if c.holds else "X", color=colour, markersize=4.5 if c.holds else 6, zorder=5)


def _label(axes: Axes, ticks: list[tuple[float, str]], heads: set[str]) -> None:
    axes.set_yticks([y for y, _ in ticks], [_plain(text) for _, text in ticks])
    axes.tick_params(axis="y", length=0, labelsize=8.5)
    for label, (_, text) in zip(axes.get_yticklabels(), ticks, strict=True):
        if text in heads:
            label.set_fontweight("bold")
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _plain(text: str) -> str:
    return text.replace("$", r"\$")


def _keys(shown: Sequence[Comparison]) -> list[object]:
    from matplotlib.lines import Line2D

    def key(marker: Any, colour: str, label: str, hollow: bool = False) -> Line2D:
        fill = style.PAPER if hollow else colour
        return Line2D([], [], linestyle="none", marker=marker, color=fill, markeredgecolor=colour, label=label)

    keys: list[object] = [key("o", _HELD, "measured")]
    keys += [key(_UPPER, _HELD, "upper bound", True)] if any(c.above for c in shown) else []
    keys += [key(_LOWER, _HELD, "lower bound", True)] if any(not c.above for c in shown) else []
    keys += [key("X", _BROKEN, "measured, bound refuted")] if any(not c.holds for c in shown) else []
    return keys
