"""`exactnet plot bounds`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exactnet import face, plots
from exactnet.cli.options import JsonFlag, Quiet, Timeout
from exactnet.cli.picture import Picture, plot, report, require
from exactnet.cli.session import progress, read, time_limit
from exactnet.verification import Row

__all__ = ["bounds"]


@plot.command(epilog="Example: exactnet plot bounds examples/tent-1.net.json examples/tent-3.net.json -o bounds.svg")
def bounds(
    subjects: Annotated[
        list[Path], typer.Argument(help="Networks (*.net.json) or interval maps (*.map.json).", metavar="SUBJECT...")
    ],
    output: Picture,
    chosen: Annotated[
        str | None,
        typer.Option("--bounds", metavar="ID,..", help="These bounds only (see exactnet verify --list)."),
    ] = None,
    domain: Annotated[
        str | None, typer.Option(metavar="box:LO,HI|all", help="Where, for all of them. \\[default: as for verify]")
    ] = None,
    json: JsonFlag = False,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Draw measured quantities against published bounds on a logarithmic scale: the decided rows of exactnet verify.

    Rows that are not decided, and those with a negative number, are left out and counted below the picture.
    """
    require(output)
    names = None if chosen is None else [name.strip() for name in chosen.split(",") if name.strip()]
    compared, left_out, documents = [], 0, []
    with progress(quiet) as reporter, time_limit(timeout):
        for path in subjects:
            reporter.say(f"verifying {path}")
            found = face.verify(read(path, quiet), names, domain=domain)
            rows = [_comparison(path.name, row) for row in found.rows]
            compared += [row for row in rows if row is not None]
            left_out += rows.count(None)
            documents.append({"file": str(path), "rows": [row.to_json() for row in found.rows]})
        plots.save(plots.comparison_figure(compared, left_out), output)
    drawn = sum(row.drawable for row in compared)
    report(json, output, f"{drawn} of {len(compared) + left_out} rows", {"subjects": documents, "drawn": drawn})
    return 0


def _comparison(subject: str, row: Row) -> plots.Comparison | None:
    if row.certificate is None or row.measured is None or row.value is None:
        return None
    parameters = ", ".join(f"{k}={v}" for k, v in row.parameters.items())
    return plots.Comparison(
        subject,
        f"{row.bound.id}: {row.bound.quantity}" + (f" ({parameters})" if parameters else ""),
        row.measured.lower,
        row.measured.upper,
        row.value,
        above=row.bound.side == "upper",
        holds=row.verdict.word == "proved",
    )
