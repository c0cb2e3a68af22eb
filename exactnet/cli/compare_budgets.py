"""`exactnet compare-budgets`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer
from flint import fmpq
from rich.table import Table

from exactnet import face
from exactnet.bounds.budgets import BUILT_REGIONS, DEFAULT_DEPTH, Budget, BudgetRow
from exactnet.cli.options import Jobs, JsonFlag, Out, Quiet, Seed, Timeout
from exactnet.cli.session import console, perform
from exactnet.cli.text import short_number

__all__ = ["compare_budgets"]


class Kind(StrEnum):
    """What is spent."""

    UNITS = "units"
    PARAMETERS = "parameters"


class Sort(StrEnum):
    """By which column rows are sorted."""

    DEPTH = "depth"
    REGIONS = "regions"
    UPPER = "upper"
    ERROR = "error"


def compare_budgets(
    inputs: Annotated[int, typer.Option(min=1, metavar="D", help="Number of inputs.")],
    budget: Annotated[int, typer.Option(min=1, metavar="N", help="How many units or parameters there are to spend.")],
    by: Annotated[Kind, typer.Option(help="What is spent.")] = Kind.UNITS,
    sort: Annotated[
        Sort,
        typer.Option(
            help="depth; regions: most reached first; upper: most possible first; error (one input): least first."
        ),
    ] = Sort.DEPTH,
    max_depth: Annotated[int, typer.Option(min=1, max=1000, metavar="L", help="Largest depth listed.")] = DEFAULT_DEPTH,
    build: Annotated[
        int, typer.Option(min=0, metavar="R", help="Build and count networks of up to so many regions.")
    ] = BUILT_REGIONS,
    json: JsonFlag = False,
    out: Out = None,
    jobs: Jobs = 1,
    seed: Seed = 0,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Add a layer or add units? What relu networks of each depth can do with a budget of units or of parameters.

    For each depth: the most regions N that any network of these widths has (Serra, Tjandraatmadja, Ramalingam 2018); the most that
    a known construction promises, and what it has, built, in all of R^d. For one input also the least error to x^2 on [0, 1] that N
    pieces allow, 1/(8 N^2), and that of the network after Yarotsky. --out certifies the networks that were built.
    """
    return perform(
        lambda reporter: face.compare_budgets(
            inputs,
            budget,
            by.value,
            sort=sort.value,
            max_depth=max_depth,
            built_regions=build,
            progress=reporter.say,
        ),
        lambda found: console().print(_table(found)),
        document=lambda found: _document(found, out is not None),
        certificates=lambda found: found.certificates,
        json=json,
        out=out,
        timeout=timeout,
        quiet=quiet,
    )


def _document(found: Budget, certified: bool) -> dict[str, Any]:
    document = found.to_json()
    names = ([c.digest for c in row.certificates] if certified else [] for row in found.rows)
    rows = [{**row, "certificates": digests} for row, digests in zip(document["rows"], names, strict=True)]
    return {**document, "rows": rows}


def _table(found: Budget) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("widths", "units", "parameters", "regions at most", "known", "by", "built has"):
        table.add_column(heading, justify="left" if heading in ("widths", "by") else "right")
    if found.inputs == 1:
        for heading in ("x^2: error at least", "reached", "built has"):
            table.add_column(heading, justify="right")
    for row in found.rows:
        measured = None if row.built_square is None else row.built_square.error
        errors = (row.least_error, row.reached_error, measured)
        table.add_row(*_counts(row), *(_shown(x) for x in errors if found.inputs == 1))
    return table


def _counts(row: BudgetRow) -> list[str]:
    known, built = row.construction, row.built
    return [
        _widths(row.widths),
        str(row.units),
        str(row.parameters),
        f"{row.upper:,}",
        "-" if known is None else f"{known.regions:,}",
        "-" if known is None else known.bound,
        "-" if built is None else f"{built.activation_regions:,}",
    ]


def _widths(widths: tuple[int, ...]) -> str:
    """Runs of layers of one width: 5 x 2, 4 x 3."""
    runs = sorted({width: widths.count(width) for width in widths}.items(), reverse=True)
    return ", ".join(f"{width}" if count == 1 else f"{width} x {count}" for width, count in runs)


def _shown(value: fmpq | None) -> str:
    return "-" if value is None else short_number(value)
