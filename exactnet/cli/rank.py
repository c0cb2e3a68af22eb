"""`exactnet rank`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from exactnet import face
from exactnet.cli.options import Jobs, JsonFlag, MaxCells, Out, PlaceOption, Quiet, Seed, Timeout
from exactnet.cli.session import answer, console, read
from exactnet.compile.polyhedral import MAX_CELLS
from exactnet.complexes import JacobianRanks

__all__ = ["rank"]


def rank(
    network: Annotated[Path, typer.Argument(help="A network (*.net.json) with at most six inputs.")],
    domain: PlaceOption = "all",
    max_cells: MaxCells = MAX_CELLS,
    json: JsonFlag = False,
    out: Out = None,
    jobs: Jobs = 1,
    seed: Seed = 0,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """The exact rank of every layer's Jacobian matrix, region by region: how fast a network forgets dimensions.

    For each layer, on how many activation regions the matrix of x -> output of that layer has which rank. It never
    increases with depth. Layers are those of the file, counted from 1 (a residual block is one). With --out, a certificate
    shows the regions, from which `exactnet check` counts again.
    """
    return answer(
        lambda reporter: face.rank(read(network, quiet), domain, max_cells=max_cells, progress=reporter.cells),
        _show,
        json=json,
        out=out,
        timeout=timeout,
        quiet=quiet,
    )


def _show(found: JacobianRanks) -> None:
    print("activation regions by rank")
    console().print(_table(found))


def _table(found: JacobianRanks) -> Table:
    """A row a layer, a column a rank."""
    ranks = range(int(found.ranks.max(initial=0)) + 1)
    table = Table(box=None, pad_edge=False)
    table.add_column("layer")
    for r in ranks:
        table.add_column(f"rank {r}", justify="right")
    for i, (layer, pairs) in enumerate(zip(found.complex.network.layers, found.distribution, strict=True), start=1):
        counts = dict(pairs)
        table.add_row(f"{i} {layer.type_name}", *(str(counts.get(r, "")) for r in ranks))
    return table
