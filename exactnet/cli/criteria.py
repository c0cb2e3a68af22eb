"""`exactnet criteria`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from flint import fmpq
from rich.table import Table

from exactnet import face
from exactnet.cli.options import Jobs, JsonFlag, MaxCells, Out, Quiet, Seed, Timeout
from exactnet.cli.session import answer, console, read
from exactnet.cli.text import short_number
from exactnet.compile.polyhedral import MAX_CELLS
from exactnet.complexes import Criteria, Spread

__all__ = ["criteria"]

_SHOWN = 16
"""Units of a layer that are listed for people."""


def criteria(
    network: Annotated[Path, typer.Argument(help="A network (*.net.json) with at most six inputs.")],
    domain: Annotated[
        str,
        typer.Option(
            metavar="box:LO,HI|box:LO1,HI1;..|all|polytope:..",
            help="Where. A polytope is written polytope:b,a_1,..,a_d;..; on all of R^d, sizes are not measured.",
        ),
    ] = "box:0,1",
    max_cells: MaxCells = MAX_CELLS,
    json: JsonFlag = False,
    out: Out = None,
    jobs: Jobs = 1,
    seed: Seed = 0,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Number, sizes and slope changes of the linear regions of a network, exactly, layer by layer and unit by unit.

    Regions after each layer that bends, and how many of those before it each of its units cuts (layers are those of the file,
    counted from 1; 2.1 is the first one in the residual block that is layer 2); lengths, areas, volumes of the linear regions;
    and between neighbours the change of the slope (squared: the sum of the squares of all entries). With --out, a certificate
    shows all of these but the sizes layer by layer and the single slope changes as vectors, which are exact, too (--json:
    "exact").
    """
    return answer(
        lambda reporter: face.criteria(read(network, quiet), domain, max_cells=max_cells, progress=reporter.cells),
        _show,
        json=json,
        out=out,
        timeout=timeout,
        quiet=quiet,
    )


def _show(found: Criteria) -> None:
    console().print(_layers(found))
    console().print(_summary(found))


def _layers(found: Criteria) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("layer", "regions", "sizes: least, mean, largest", "regions before it that each unit cuts"):
        table.add_column(heading)
    for (place, kind), layer in zip(found.places, found.layers, strict=True):
        more = f" .. ({len(layer.cuts)} units)" if len(layer.cuts) > _SHOWN else ""
        cuts = " ".join(map(str, layer.cuts[:_SHOWN])) + more
        table.add_row(f"{place} {kind.type_name}", str(layer.regions), _spread(layer.sizes), cuts)
    return table


def _summary(found: Criteria) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    n = found.linear_regions
    table.add_row("linear regions", str(n))
    for what, count in (("unit", found.units), ("parameter", found.parameters)):
        if count:
            table.add_row(f"  a {what}", f"{short_number(fmpq(n, count))} [dim]({count} {what}s)[/]")
    if found.sizes is not None:
        table.add_row("sizes", f"{_spread(Spread.of(list(found.sizes)))} [dim]least, mean, largest[/]")
    if found.changes:
        squares = _spread(Spread.of([change.squared for change in found.changes]))
        table.add_row("slope changes", f"{len(found.changes)} [dim]pairs of neighbours[/]")
        table.add_row("  squared", f"{squares} [dim]least, mean, largest[/]")
    return table


def _spread(sizes: Spread | None) -> str:
    if sizes is None:
        return "-"
    return ", ".join(map(short_number, (sizes.least, sizes.mean, sizes.largest)))
