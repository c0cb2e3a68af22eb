"""Pictures: a function for all kinds of `exactnet plot`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from exactnet.errors import InputError
from exactnet.face.ensembles import ensemble, sensitivity
from exactnet.face.pictures import betti, bounds, cobweb, entropy, graph, markov, regions
from exactnet.face.space import trajectory
from exactnet.plots import (
    ensemble_figure,
    require_matplotlib,
    require_picture_file,
    save,
    sensitivity_figure,
    trajectory_figure,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["plot"]


def _of(made: Callable[..., Any], drawn: Callable[[Any], Figure]) -> Callable[..., tuple[Figure, Any]]:
    @wraps(made)
    def picture(*arguments: Any, **options: Any) -> tuple[Figure, Any]:
        found = made(*arguments, **options)
        return drawn(found), found

    return picture


_KINDS: dict[str, Callable[..., tuple[Any, ...]]] = {
    "regions": regions,
    "betti": betti,
    "graph": graph,
    "cobweb": cobweb,
    "markov": markov,
    "entropy": entropy,
    "bounds": bounds,
    "trajectory": _of(trajectory, trajectory_figure),
    "ensemble": _of(ensemble, ensemble_figure),
    "sensitivity": _of(sensitivity, sensitivity_figure),
}


@overload
def plot(kind: str, *arguments: Any, output: None = None, **options: Any) -> Figure: ...
@overload
def plot(kind: str, *arguments: Any, output: str | Path, **options: Any) -> Path: ...


def plot(kind: str, *arguments: Any, output: str | Path | None = None, **options: Any) -> Figure | Path:
    """Draw a network or a map: a matplotlib figure, or a file.

    Parameters
    ----------
    kind
        ``"regions"`` (with ``set`` a decision region), ``"betti"``, ``"graph"``, ``"cobweb"``, ``"markov"``, ``"entropy"``,
        ``"bounds"``, ``"trajectory"``, ``"ensemble"`` or ``"sensitivity"``: the commands of ``exactnet plot``.
    *arguments, **options
        A network or map (for ``"bounds"`` also a list of them, for ``"ensemble"`` none), and the options of the command by
        their names, with ``start`` and ``end`` for ``--from`` and ``--to``. Paths are given as to `trajectory`, `ensemble` and
        `sensitivity`, values that vary as to `sweep`.
    output
        A file; .svg, .pdf or .png says the format. Equal pictures give equal bytes.

    Returns
    -------
    matplotlib.figure.Figure or Path
        The figure, tied to no window; with ``output`` the path of the file.

    Raises
    ------
    InputError
        If there is no such kind or option, matplotlib is missing, or the file cannot be written.

    Examples
    --------
    >>> tent = {"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "1"], ["1", "0"]]}
    >>> plot("graph", tent).axes[0].get_title()
    '2 affine pieces, 2 laps on $[0, 1]$'
    >>> plot("cobweb", tent)
    Traceback (most recent call last):
    exactnet.errors.InputError: plot cobweb: missing a required argument: 'start'
    """
    if not isinstance(kind, str) or kind not in _KINDS:
        raise InputError(f"there is no picture {kind!r}; there are {', '.join(_KINDS)}")
    if output is not None:
        require_picture_file(Path(output))
    require_matplotlib()
    try:
        signature(_KINDS[kind]).bind(*arguments, **options)
    except TypeError as error:
        raise InputError(f"plot {kind}: {error}") from None
    figure: Figure = _KINDS[kind](*arguments, **options)[0]
    return figure if output is None else save(figure, output)
