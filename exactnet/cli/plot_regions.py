"""`exactnet plot`: networks of several inputs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exactnet import face, plots
from exactnet.cli.options import BoundedPlace, Classes, JsonFlag, Level, MaxCells, Quiet, Timeout, index_pair, number
from exactnet.cli.picture import Picture, plot, report, require
from exactnet.cli.session import progress, read, time_limit
from exactnet.compile.box import Box
from exactnet.complexes import count_regions
from exactnet.errors import InputError
from exactnet.exact.rational import counted
from exactnet.model import Network

__all__ = ["betti", "regions"]

MAX_CELLS = 200_000
"""Default limit on cells: more are not told apart in a picture."""


@plot.command(
    epilog="Example: exactnet plot regions examples/classifier-2d.net.json --domain box:-3,3 -o regions.svg",
)
def regions(
    network: Annotated[Path, typer.Argument(help="A network (*.net.json) with two inputs.")],
    output: Picture,
    domain: Annotated[
        str, typer.Option(metavar="box:LO,HI|box:LO1,HI1;LO2,HI2|all|polytope:..", help="Where.")
    ] = "all",
    view: Annotated[
        str | None,
        typer.Option(
            metavar="LO,HI|LO1,HI1;LO2,HI2",
            help="Window onto the plane, with --domain all. \\[default: a square with every vertex]",
        ),
    ] = None,
    color: Annotated[
        plots.RegionColour,
        typer.Option(
            help="map: a colour an affine map, grey if constant; value: of the first output; layer: walls by layer."
        ),
    ] = plots.RegionColour.MAP,
    zero: Annotated[bool, typer.Option("--zero", help="Draw where the network's one output is zero.")] = False,
    relation: Annotated[
        str | None,
        typer.Option(
            "--set",
            metavar="le|lt|ge|gt|eq",
            help="Draw the decision region F <= c, <, >=, > or = instead: cells by the sign of F - c, the boundary as a strong "
            "line (dashed if it does not belong to the set), Betti numbers in the title.",
        ),
    ] = None,
    level: Annotated[
        str | None, typer.Option(metavar="C", help="With --set: the level c. \\[default: 0]", parser=number)
    ] = None,
    unit: Annotated[
        int | None, typer.Option(metavar="I", help="With --set: F is output I, from 0. \\[default: the only one]")
    ] = None,
    classes: Annotated[
        str | None, typer.Option(metavar="I,J", help="With --set: F is output I minus output J.")
    ] = None,
    max_cells: MaxCells = MAX_CELLS,
    json: JsonFlag = False,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Draw the linear regions of a network with two inputs, and the walls between them, thinner the deeper their layer.

    Maps that meet along an edge have different colours; cells of one map have one colour. The title counts what lies in the
    domain, whatever the window shows.
    """
    require(output)
    window = None if view is None else _window(view)
    if relation is not None:
        if zero or color is not plots.RegionColour.MAP:
            raise InputError("--set has colours and a boundary of its own; leave out --color and --zero")
        region = (relation, level or "0", unit, index_pair(classes, "two classes"))
        return _decision(network, output, domain, window, region, max_cells, json, timeout, quiet)
    if level is not None or unit is not None or classes is not None:
        raise InputError("--level, --unit and --classes say which decision region is drawn; they want --set")
    with progress(quiet) as reporter, time_limit(timeout):
        subject = read(network, quiet)
        if isinstance(subject, Network):
            plots.require_plane(subject)
        found = count_regions(face.polyhedral_complex(subject, domain, max_cells=max_cells, progress=reporter.cells))
        if window is None and found.complex.domain == Box(2, None):
            window = plots.viewing_window(found.complex)
        reporter.say("drawing")
        figure = plots.region_figure(
            found, color=color, zero=zero, view=window, max_cells=max_cells, progress=reporter.cells
        )
        plots.save(figure, output)
    summary = f"{counted(found.activation_regions, 'activation region')}, {counted(found.affine_maps, 'affine map')}"
    shown = None if window is None else window.to_json()
    report(json, output, summary, {**found.to_json(), "window": shown, "color": color.value, "zero": zero})
    return 0


def _decision(
    network: Path,
    output: Path,
    domain: str,
    window: Box | None,
    region: tuple[str, str, int | None, tuple[int, int] | None],
    max_cells: int,
    json: bool,
    timeout: float | None,
    quiet: bool,
) -> int:
    """`plot regions --set`."""
    relation, level, unit, classes = region
    with progress(quiet) as reporter, time_limit(timeout):
        subject = read(network, quiet)
        if isinstance(subject, Network):
            plots.require_plane(subject)
        found = face.betti(
            subject,
            relation,
            level,
            domain,
            output=unit,
            classes=classes,
            max_cells=max_cells,
            progress=reporter.cells,
        )
        if window is None and found.region.domain == Box(2, None):
            window = plots.viewing_window(found.complex)
        reporter.say("drawing")
        figure = plots.decision_figure(found, view=window, max_cells=max_cells, progress=reporter.cells)
        plots.save(figure, output)
    shown = None if window is None else window.to_json()
    betti = ", ".join(map(str, found.betti))
    report(json, output, f"Betti numbers ({betti}) of {found.region.text}", {**found.to_json(), "window": shown})
    return 0


@plot.command(
    epilog="Example: exactnet plot betti examples/classifier-2d.net.json --domain box:-3,3 --level 4 -o betti.svg",
)
def betti(
    network: Annotated[Path, typer.Argument(help="A network (*.net.json) with at most six inputs.")],
    output: Picture,
    domain: BoundedPlace,
    relation: Annotated[
        str, typer.Option("--set", metavar="le|ge|eq", help="The points with F <= c, F >= c or F = c.")
    ] = "le",
    level: Level = "0",
    unit: Annotated[
        int | None, typer.Option("--unit", metavar="I", help="F is output unit I, from 0. \\[default: the only one]")
    ] = None,
    classes: Classes = None,
    max_cells: MaxCells = MAX_CELLS,
    json: JsonFlag = False,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Draw the Betti numbers of a decision region's image after every layer: how the network simplifies it.

    Every marker is an exact integer (see exactnet layers, which certifies them).
    """
    require(output)
    with progress(quiet) as reporter, time_limit(timeout):
        found = face.layers(
            read(network, quiet),
            domain,
            relation,
            level,
            output=unit,
            classes=index_pair(classes, "two classes"),
            max_cells=max_cells,
            progress=reporter.cells,
            image_progress=reporter.images,
        )
        plots.save(plots.betti_figure(found), output)
    text = f"images of {found.region.text} after {counted(len(found.layers) - 1, 'layer')}"
    report(json, output, text, found.to_json())
    return 0


def _window(view: str) -> Box:
    try:
        return Box.parse(f"box:{view}", 2)
    except InputError:
        raise InputError(f"--view {view} is no window; write LO,HI or LO1,HI1;LO2,HI2 with LO below HI") from None
