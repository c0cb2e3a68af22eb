"""`exactnet laps`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from exactnet import face
from exactnet.cli.options import Clip, DomainOption, Jobs, JsonFlag, MaxPieces, Out, Quiet, Seed, Timeout, number
from exactnet.cli.session import console, perform, read
from exactnet.cli.text import approximate, short_number
from exactnet.compile.sweep import MAX_VERTICES
from exactnet.dynamics import LapCounts
from exactnet.dynamics.extrema import Extremum, extremum_json
from exactnet.exact import RealAlgebraic
from exactnet.exact.brackets import Bracket
from exactnet.exact.numbers import number_name
from exactnet.exact.rational import number_text, rational

__all__ = ["laps"]

_MOST_SHOWN = 12
"""So many turning points are printed for people; all of them are in the JSON."""


def laps(
    subject: Annotated[Path, typer.Argument(help="An interval map (*.map.json) or a network (*.net.json).")],
    iterate: Annotated[int, typer.Option(min=1, help="Count for f, f^2, .., f^N.", metavar="N")] = 1,
    level: Annotated[str, typer.Option(help="Level of the crossings.", metavar="C", parser=number)] = "1/2",
    domain: DomainOption = None,
    clip: Clip = False,
    max_pieces: MaxPieces = MAX_VERTICES,
    json: JsonFlag = False,
    out: Out = None,
    jobs: Jobs = 1,
    seed: Seed = 0,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Count the laps (maximal intervals of monotonicity) of a map and of its iterates, exactly, in polynomial time, with extrema.

    A flat piece is no lap of its own: it joins the lap on its left. Crossings are Telgarsky's Cr: the number of maximal
    intervals on which f^n(x) >= level is constantly true or false, isolated points included. The least and the largest value of f^n
    are exact; where they take too long to write down, they are enclosed to twenty decimal places.
    """
    threshold = rational(level)
    return perform(
        lambda reporter: face.laps(
            read(subject, quiet),
            iterate,
            domain=domain,
            level=threshold,
            clip=clip,
            max_pieces=max_pieces,
            progress=reporter.layers,
        ),
        lambda found: _show(found, quiet),
        document=lambda found: {**_document(found), "clip": clip, "certificate": found.certificate.digest},
        certificates=lambda found: [found.certificate],
        json=json,
        out=out,
        timeout=timeout,
        quiet=quiet,
    )


def _document(found: LapCounts) -> dict[str, Any]:
    return {
        "laps": list(found.laps),
        "crossings": list(found.crossings),
        "minima": list(map(extremum_json, found.minima)),
        "maxima": list(map(extremum_json, found.maxima)),
        "turning_points": list(map(extremum_json, found.turning_points)),
        "level": number_text(found.level),
        "domain": found.function.domain.to_json(),
    }


def _show(found: LapCounts, quiet: bool) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("n", "laps of f^n", f"crossings of {number_text(found.level)}", "least value", "largest"):
        table.add_column(name, justify="right", overflow="fold")
    for n, (lap, crossing, ends) in enumerate(zip(found.laps, found.crossings, found.extremes, strict=True), start=1):
        table.add_row(str(n), str(lap), str(crossing), *map(_text, ends))
    console().print(table)
    if found.turning_points and len(found.turning_points) <= _MOST_SHOWN and not quiet:
        console().print("f turns at " + ", ".join(map(_text, found.turning_points)))


def _text(value: Extremum) -> str:
    match value:
        case Bracket():
            return approximate(value.lower, value.upper)
        case RealAlgebraic():
            return number_name(value)
        case _:
            return short_number(value)
