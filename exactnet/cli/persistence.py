"""`exactnet persistence`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from exactnet import face
from exactnet.cli.options import Jobs, JsonFlag, Out, Quiet, Seed, Timeout
from exactnet.cli.session import console, print_json, progress, read, require_folder, time_limit, write_certificates
from exactnet.cli.text import decimal, short_number
from exactnet.topology.persistence import MOST_POWER, GraphPersistence

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

    Weights are compared with the largest one of the network; weights 0 are edges too, of value 0. Normalised: divided by the most
    it can be for so many units and this smallest weight.
    """
    require_folder(out)
    with progress(quiet) as reporter, time_limit(timeout):
        subject = read(network, quiet)
        reporter.say("spanning trees")
        found = face.persistence(subject, p)
        written = write_certificates(out, [found.certificate] if out is not None else [])
    if json:
        print_json({**found.to_json(), "certificate": None if out is None else found.certificate.digest})
        return 0
    table = Table(box=None, pad_edge=False)
    for name in ("layer", "units", f"NP^{p}", "NP", f"normalised^{p}"):
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
    for path in written:
        console().print(f"certificate: {escape(str(path))}", style="dim", overflow="ignore", no_wrap=True)
    return 0


def _cells(graph: GraphPersistence) -> tuple[str, str, str, str]:
    normalised = graph.normalised
    return (
        str(graph.units),
        short_number(graph.value),
        f"~{graph.root}",
        "" if normalised is None else f"~{decimal(normalised)}",
    )
