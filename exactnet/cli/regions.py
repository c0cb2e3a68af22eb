"""`exactnet regions`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer
from rich.table import Table

from exactnet import face
from exactnet.cli.options import Jobs, JsonFlag, Line, MaxCells, Out, PlaceOption, Plane, Quiet, Seed, Timeout
from exactnet.cli.session import Reporter, console, perform, read, show_slice, sliced
from exactnet.compile.polyhedral import MAX_CELLS
from exactnet.complexes import RegionCounts, RegionSearch

__all__ = ["regions"]

_Counts: TypeAlias = RegionCounts | RegionSearch

_MEANINGS = {
    "activation_regions": "strict activation patterns with interior",
    "activation_patterns": "patterns h > 0 / h <= 0 that occur at some point",
    "affine_maps": "distinct affine maps",
    "linear_regions": "cells of one map, connected through facets",
    "linear_regions_contact": "cells of one map, connected through any point",
}


def regions(
    network: Annotated[Path, typer.Argument(help="A network (*.net.json).")],
    domain: PlaceOption = "all",
    plane: Plane = None,
    line: Line = None,
    max_cells: MaxCells = MAX_CELLS,
    json: JsonFlag = False,
    out: Out = None,
    jobs: Jobs = 1,
    seed: Seed = 0,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Count the linear regions of a network exactly, by each of the five definitions in use, with the face numbers.

    Beyond six inputs, activation regions and affine maps are counted, by exact linear programs (in several processes with --jobs);
    with the extra "highs" installed, floats propose their solutions, which is faster.

    Nothing is decided by a tolerance, degenerate networks included; R^d is meant literally. With --out, a certificate shows that
    the cells tile the domain (beyond six inputs: a tree of cases), from which `exactnet check` counts again.
    """

    def work(reporter: Reporter) -> tuple[_Counts, dict[str, Any]]:
        subject, slice_ = sliced(plane, line, read(network, quiet), quiet)
        found = face.regions(
            subject, domain, max_cells=max_cells, jobs=jobs, evidence=out is not None, progress=reporter.cells
        )
        return found, slice_

    def document(result: tuple[_Counts, dict[str, Any]]) -> dict[str, Any]:
        found, slice_ = result
        return {**slice_, **found.to_json(), "certificate": None if out is None else found.certificate.digest}

    return perform(
        work,
        lambda result: _show(*result, quiet),
        document=document,
        certificates=lambda result: [result[0].certificate],
        json=json,
        out=out,
        timeout=timeout,
        quiet=quiet,
    )


def _show(found: _Counts, slice_: dict[str, Any], quiet: bool) -> None:
    show_slice(slice_)
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, meaning in _MEANINGS.items():
        if getattr(found, name) is not None:
            table.add_row(name, str(getattr(found, name)), f"[dim]{meaning}[/]")
    if found.faces is not None:
        table.add_row("faces", " ".join(map(str, found.faces)), "[dim]f_0 .. f_d, by sign vector[/]")
    console().print(table)
    if quiet:
        return
    console().print(found.effort, style="dim")
    if found.faces is None:
        console().print(
            "[dim]beyond six inputs, linear regions, patterns of lower dimension and faces are not counted[/]"
        )
