"""`exactnet stability`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

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
from exactnet.cli.text import decimal
from exactnet.compile.polyhedral import MAX_CELLS
from exactnet.topology import Stability

__all__ = ["stability"]


def stability(
    network: Annotated[Path, typer.Argument(help="A chain of dense and relu layers (*.net.json), at most six inputs.")],
    domain: BoundedPlace,
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
    """Whether a decision region {F <= c} stays as it is when the weights change a little, and how much they may.

    It is stable if no neuron, and not F - c, vanishes at a vertex of the cells that the neurons before it make (Ergen, Grillo 2023,
    Proposition 16). If one does, that is reported, and nothing is said of stability. The radius is certified: every network of
    the same shape, each of whose weights and biases is at most that far away, has the same faces and signs; so {F <= c} and
    {F < c}, >=, >, = are homeomorphic to those of this network. It need not be the largest such number.
    """
    return answer(
        lambda reporter: face.stability(
            read(network, quiet),
            domain,
            level,
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


def _show(found: Stability) -> None:
    for line in _lines(found):
        console().print(escape(line))


def _lines(found: Stability) -> list[str]:
    if found.failing is not None:
        return [found.region.text, "not known to be stable: a premise fails", found.failing.text]
    if found.radius is None:
        return [found.region.text, "stable: the network has no weights that could change"]
    return [
        found.region.text,
        "stable",
        f"radius {found.radius} ({decimal(found.radius)}): every weight may change by so much",
    ]
