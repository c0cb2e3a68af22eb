"""`exactnet layers`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from exactnet import face
from exactnet.cli.options import (
    BoundedPlace,
    Classes,
    Jobs,
    JsonFlag,
    Level,
    MaxCells,
    Out,
    OutputIndex,
    Quiet,
    Seed,
    Timeout,
    index_pair,
)
from exactnet.cli.session import answer, console, read
from exactnet.compile.polyhedral import MAX_CELLS
from exactnet.topology.images import LayerImages

__all__ = ["layers"]


def layers(
    network: Annotated[Path, typer.Argument(help="A network (*.net.json) with at most six inputs.")],
    domain: BoundedPlace,
    relation: Annotated[
        str, typer.Option("--set", metavar="le|ge|eq", help="The points with F <= c, F >= c or F = c.")
    ] = "le",
    level: Level = "0",
    output: OutputIndex = None,
    classes: Classes = None,
    max_cells: MaxCells = MAX_CELLS,
    json: JsonFlag = False,
    out: Out = None,
    jobs: Jobs = 1,
    seed: Seed = 0,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Betti numbers of a decision region's image after every layer: how the network simplifies it.

    Row l is about the set of the values that the first l layers take on {F <= c}: exactly, over the integers; points that a
    layer maps to one point are one point from there on. Row 0 is the region itself. With --out, a certificate shows the
    cells, which of their images meet and which do not.
    """
    return answer(
        lambda reporter: face.layers(
            read(network, quiet),
            domain,
            relation,
            level,
            output=output,
            classes=index_pair(classes, "two classes"),
            max_cells=max_cells,
            progress=reporter.cells,
            image_progress=reporter.images,
        ),
        _show,
        json=json,
        out=out,
        timeout=timeout,
        quiet=quiet,
    )


def _show(found: LayerImages) -> None:
    console().print(escape(found.region.text))
    console().print(_table(found))


def _table(found: LayerImages) -> Table:
    table = Table(box=None, pad_edge=False)
    names = ["layer", "", "units", "dimension"]
    degrees = range(max(len(row.betti) for row in found.layers))
    for name in (*names, *(f"beta_{k}" for k in degrees), "euler", "cells", "pieces"):
        table.add_column(name, justify="left" if name == "" else "right")
    kinds = ("input", *found.kinds)
    for row in found.layers:
        groups = [_group(b, orders) for b, orders in zip(row.betti, row.torsion, strict=True)]
        pieces = len(row.cover.pieces)
        table.add_row(
            *(str(row.layer), f"[dim]{kinds[row.layer]}[/]", str(row.width), str(row.cover.dimension)),
            *(groups[k] if k < len(groups) else "" for k in degrees),
            *(str(row.euler), str(pieces + len(row.cover.inside)), f"[dim]{pieces}[/]"),
        )
    return table


def _group(rank: int, orders: tuple[int, ...]) -> str:
    return " + ".join([str(rank), *(f"Z/{order}" for order in orders)])
