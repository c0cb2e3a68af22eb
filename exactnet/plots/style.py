"""The look of all pictures, and how they reach a file. matplotlib is imported here only, and only when a picture is drawn."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exactnet.errors import InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "ACCENT",
    "CONSTANT",
    "DEPTHS",
    "FILLS",
    "INK",
    "NOTE",
    "PAPER",
    "SHADE",
    "SUFFIXES",
    "blank",
    "caption",
    "faded",
    "legend",
    "require_matplotlib",
    "require_picture_file",
    "save",
    "stacked",
    "styled",
]

SUFFIXES = (".svg", ".pdf", ".png")
"""Formats, by the suffix of the file."""

# fills after Paul Tol's light scheme and lines after his bright one: told apart in all common forms of colour blindness
FILLS = ("#99ccee", "#f4a582", "#f2e3a0", "#88ccbb", "#f7c5cc", "#c5cf6d", "#b8b4dc", "#c7ecec")
CONSTANT = "#e4e4e4"
DEPTHS = ("#33608f", "#dd5566", "#228833", "#b8a030", "#4ab5d8", "#aa3377")
INK = "#1a1a2e"
ACCENT = "#cc3311"
PAPER = "#ffffff"
SHADE = "#eaf1f8"
NOTE = "#555566"

_STYLE = {
    "font.family": "STIXGeneral",
    "mathtext.fontset": "stix",
    "font.size": 11,
    "axes.titlesize": 12,
    "axes.titlepad": 9,
    "axes.labelsize": 12,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.8,
    "axes.unicode_minus": True,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "xtick.direction": "out",
    "ytick.direction": "out",
    "xtick.major.width": 0.8,
    "ytick.major.width": 0.8,
    "xtick.major.size": 3,
    "ytick.major.size": 3,
    "legend.frameon": False,
    "legend.fontsize": 10,
    "svg.hashsalt": "exactnet",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "savefig.dpi": 300,
}

_MOST_KEYS = 4
"""Entries of a key in one row: more would be wider than the picture, and squeeze it."""

_METADATA = {
    ".svg": {"Date": None, "Creator": "exactnet"},
    ".pdf": {"CreationDate": None, "Creator": "exactnet"},
    ".png": {"Software": "exactnet"},
}


def require_matplotlib() -> None:
    """Raise InputError where matplotlib is missing."""
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        raise InputError("pictures need matplotlib: pip install 'exactnet[plot]'") from None


@contextmanager
def styled() -> Iterator[None]:
    """The settings of all pictures, whatever the user's own are; those come back afterwards."""
    require_matplotlib()
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        settings: Any = matplotlib.rcParams  # newer stubs list every key
        settings.update(_STYLE)
        yield


def blank(width: float, height: float) -> tuple[Figure, Axes]:
    """An empty figure of this size in inches, tied to no window, and its axes; to be called inside `styled`."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained", facecolor=PAPER)
    return figure, figure.add_subplot()


def stacked(width: float, height: float, count: int) -> tuple[Figure, list[Axes]]:
    """The same with several axes, one above the other, that share what is to the right."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained", facecolor=PAPER)
    return figure, list(figure.subplots(count, 1, sharex=True))


def caption(axes: Axes, text: str) -> None:
    """A small line below the picture."""
    axes.annotate(
        text,
        (0.5, 0),
        xytext=(0, -36),
        xycoords="axes fraction",
        textcoords="offset points",
        ha="center",
        va="top",
        fontsize=9.5,
        color=NOTE,
    )


def legend(figure: Figure, keys: list[Any], least: int = 1) -> None:
    """A key below the picture, if there are so many entries."""
    if len(keys) >= least:
        rows = -(-len(keys) // _MOST_KEYS)
        figure.legend(handles=keys, loc="outside lower center", ncols=-(-len(keys) // rows), handlelength=1.6)


def faded(colour: str, step: int) -> tuple[float, float, float]:
    """A colour on its way to white, a quarter of what is left each step."""
    from matplotlib.colors import to_rgb

    r, g, b = (1 - (1 - c) * 0.75 ** min(step, 3) for c in to_rgb(colour))
    return r, g, b


def require_picture_file(path: Path) -> None:
    """Refuse, before any work, a file that cannot become a picture.

    Raises
    ------
    InputError
        For an unknown suffix, a folder that is missing or cannot be written to, or a folder in the file's place.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"{path}: the suffix says the format; use .svg, .pdf or .png")
    if path.is_dir():
        raise InputError(f"{path} is a folder; a picture goes into a file")
    if not path.parent.is_dir():
        raise InputError(f"{path}: there is no folder {path.parent}")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise InputError(f"{path}: the folder {path.parent} cannot be written to")


def save(figure: Figure, path: str | Path) -> Path:
    """Write a picture in the format of the suffix, whole or not at all; equal pictures give equal bytes.

    Raises
    ------
    InputError
        If the file cannot be written, or its suffix names no format.
    """
    target = Path(path)
    require_picture_file(target)
    suffix = target.suffix.lower()
    content = io.BytesIO()
    with styled():
        figure.savefig(content, format=suffix[1:], metadata=_METADATA[suffix], bbox_inches="tight", pad_inches=0.08)
    draft = target.with_name(f".{os.getpid()}.part")
    try:
        draft.write_bytes(content.getvalue())
        draft.replace(target)
    except OSError as error:
        raise InputError(f"{target}: {error.strerror or error}") from None
    finally:
        draft.unlink(missing_ok=True)
    return target
