"""`exactnet persistence`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from exactnet import face
from exactnet.cli.options import Jobs, JsonFlag, Out, Quiet, Seed, Timeout
from exactnet.cli.session import Reporter, answer, console, read
from exactnet.cli.text import decimal, short_number
from exactnet.topology.persistence import MOST_POWER, GraphPersistence, Persistence

__all__ = ["persistence"]


def persistence(
    network: Annotated[Path, typer.Argument(help="A network (*.net.json) with any number of inputs.")],
    p: Annotated[int, typer.Option("--p", min=1, max=MOST_POWER, help="Which norm of the persistence diagram.")] = 2,
    json: JsonFlag = False,
    out: Out = None,
    jobs: Jobs = 1,
    seed: Seed = 0,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Neural persistence of every dense layer, and of the network as one graph: exact p-th powers, roots in decimals.

    Dense layers are numbered 1, 2, .., those of residual blocks in their places; other layers do not count. Weights are compared
    with the largest one of the network; weights 0 are edges too, of value 0. Normalised: divided by the most it can be for so
    many units and this smallest weight.
    """

    def work(reporter: Reporter) -> Persistence:
        subject = read(network, quiet)
        reporter.say("spanning trees")
        return face.persistence(subject, p)

    return answer(
        work,
        lambda found: _show(found, p, quiet),
        json=json,
        out=out,
        timeout=timeout,
        quiet=quiet,
    )


def _show(found: Persistence, p: int, quiet: bool) -> None:
    table = Table(box=None, pad_edge=False)
    for name in ("dense layer", "units", f"NP^{p}", "NP", f"normalised^{p}"):
        table.add_column(name, justify="right")
    for k, graph in enumerate(found.layers, start=1):
        table.add_row(str(k), *_cells(graph))
    if found.network is not None:
        table.add_row("network", *_cells(found.network))
    console().print(table)
    if found.network is None and not quiet:
        console().print(
            "[dim]units do not pass residual, maxout and product layers one by one: no graph of the network[/]"
        )


def _cells(graph: GraphPersistence) -> tuple[str, str, str, str]:
    normalised = graph.normalised
    return (
        str(graph.units),
        short_number(graph.value),
        f"~{graph.root}",
        "" if normalised is None else f"~{decimal(normalised)}",
    )
