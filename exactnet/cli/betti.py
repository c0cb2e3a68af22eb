"""`exactnet betti`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from exactnet import face
from exactnet.cli.options import Classes, Jobs, JsonFlag, Level, Out, OutputIndex, Quiet, Seed, Timeout, index_pair
from exactnet.cli.session import answer, console, read
from exactnet.compile.polyhedral import MAX_CELLS
from exactnet.topology import BettiNumbers

__all__ = ["betti"]


def betti(
    network: Annotated[Path, typer.Argument(help="A network (*.net.json) with at most six inputs.")],
    relation: Annotated[
        str,
        typer.Option("--set", metavar="le|lt|ge|gt|eq", help="The points with F <= c, F < c, F >= c, F > c or F = c."),
    ] = "le",
    level: Level = "0",
    output: OutputIndex = None,
    classes: Classes = None,
    domain: Annotated[
        str,
        typer.Option(
            metavar="box:LO,HI|box:LO1,HI1;..|all|polytope:..",
            help="Where. A polytope is written polytope:b,a_1,..,a_d;.., the points with b + a.x >= 0 in every row.",
        ),
    ] = "all",
    max_cells: Annotated[int, typer.Option(min=1, help="Stop (exit status 3) at more cells than this.")] = MAX_CELLS,
    json: JsonFlag = False,
    out: Out = None,
    jobs: Jobs = 1,
    seed: Seed = 0,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Betti numbers and torsion of a decision region {F <= c}, exactly, over the integers.

    Open and closed sets, levels at which F is constant on whole regions, and unbounded sets are all meant literally.
    With --out, a certificate shows the cells, how they cancel, and what is left.
    """
    return answer(
        lambda reporter: face.betti(
            read(network, quiet),
            relation,
            level,
            domain,
            output=output,
            classes=index_pair(classes, "two classes"),
            max_cells=max_cells,
            progress=reporter.cells,
        ),
        _show,
        json=json,
        out=out,
        timeout=timeout,
        quiet=quiet,
    )


def _show(found: BettiNumbers) -> None:
    console().print(escape(found.region.text))
    console().print(_table(found))


def _table(found: BettiNumbers) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    meanings = ("components", "holes" if found.network.inputs == 2 else "independent loops", "cavities")
    for k, (number, torsion) in enumerate(zip(found.betti, found.torsion, strict=True)):
        meaning = meanings[k] if k < len(meanings) else ""
        groups = " + ".join(f"Z/{order}" for order in torsion)
        table.add_row(f"beta_{k}", str(number), f"[dim]{meaning}[/]", f"torsion {groups}" if groups else "")
    table.add_row("euler", str(found.euler), "[dim]their alternating sum[/]", "")
    return table
