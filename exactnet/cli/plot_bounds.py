"""`exactnet plot bounds`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exactnet import plots
from exactnet.cli.options import JsonFlag, Quiet, Timeout
from exactnet.cli.picture import Picture, plot, report, require
from exactnet.cli.session import progress, read, time_limit
from exactnet.face import pictures

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
    with progress(quiet) as reporter, time_limit(timeout):
        figure, found, compared = pictures.bounds(
            [read(path, quiet) for path in subjects],
            names,
            domain=domain,
            names=[path.name for path in subjects],
            progress=lambda name: reporter.say(f"verifying {name}"),
        )
        plots.save(figure, output)
    documents = [
        {"file": str(path), "rows": [row.to_json() for row in verified.rows]}
        for path, verified in zip(subjects, found, strict=True)
    ]
    drawn = sum(row is not None and row.drawable for row in compared)
    report(json, output, f"{drawn} of {len(compared)} rows", {"subjects": documents, "drawn": drawn})
    return 0
