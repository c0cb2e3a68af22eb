"""`exactnet plot`: networks of several inputs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exactnet import plots
from exactnet.cli.options import (
    BoundedPlace,
    Classes,
    JsonFlag,
    Level,
    MaxCells,
    Plane,
    Quiet,
    Timeout,
    index_pair,
    number,
)
from exactnet.cli.picture import Picture, plot, report, require
from exactnet.cli.session import progress, read, show_slice, sliced, time_limit
from exactnet.complexes import RegionCounts
from exactnet.exact.rational import counted
from exactnet.face import pictures
from exactnet.face.pictures import MAX_CELLS

__all__ = ["betti", "regions"]


@plot.command(
    epilog="Example: exactnet plot regions examples/classifier-2d.net.json --domain box:-3,3 -o regions.svg",
)
def regions(
    network: Annotated[
        Path, typer.Argument(help="A network (*.net.json) with two inputs, or any number with --plane.")
    ],
    output: Picture,
    domain: Annotated[
        str, typer.Option(metavar="box:LO,HI|box:LO1,HI1;LO2,HI2|all|polytope:..", help="Where.")
    ] = "all",
    plane: Plane = None,
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
    with progress(quiet) as reporter, time_limit(timeout):
        subject, slice_ = sliced(plane, None, read(network, quiet), quiet)
        figure, found, window = pictures.regions(
            subject,
            domain,
            view=view,
            color=color,
            zero=zero,
            set=relation,
            level=level,
            unit=unit,
            classes=index_pair(classes, "two classes"),
            inputs=("s", "t") if slice_ else None,
            max_cells=max_cells,
            progress=reporter.cells,
        )
        plots.save(figure, output)
    drawn = {**slice_, **found.to_json(), "window": None if window is None else window.to_json()}
    if isinstance(found, RegionCounts):
        text = f"{counted(found.activation_regions, 'activation region')}, {counted(found.affine_maps, 'affine map')}"
        drawn |= {"color": color.value, "zero": zero}
    else:
        text = f"Betti numbers ({', '.join(map(str, found.betti))}) of {found.region.text}"
    if not json:
        show_slice(slice_)
    report(json, output, text, drawn)
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
        figure, found = pictures.betti(
            *(read(network, quiet), domain, relation, level),
            unit=unit,
            classes=index_pair(classes, "two classes"),
            max_cells=max_cells,
            progress=reporter.cells,
            image_progress=reporter.images,
        )
        plots.save(figure, output)
    text = f"images of {found.region.text} after {counted(len(found.layers) - 1, 'layer')}"
    report(json, output, text, found.to_json())
    return 0
