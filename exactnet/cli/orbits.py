"""`exactnet orbits`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from flint import fmpq
from rich.markup import escape
from rich.table import Table

from exactnet import face
from exactnet.certs import Certificate
from exactnet.cli.options import Clip, DomainOption, Jobs, JsonFlag, MaxPieces, Out, Quiet, Seed, Timeout
from exactnet.cli.session import console, perform, read
from exactnet.cli.text import approximate, short_number
from exactnet.compile.sweep import MAX_VERTICES
from exactnet.dynamics import PeriodicOrbit, PeriodicOrbits
from exactnet.dynamics.curves.bands import IntervalCycle
from exactnet.dynamics.curves.certified import FunctionOrbits
from exactnet.dynamics.curves.cycles import Cycle
from exactnet.dynamics.orbits import MAX_POINTS
from exactnet.errors import InputError

__all__ = ["orbits"]

_SHOWN_ORBITS = 24
_SHOWN_POINTS = 6


def orbits(
    subject: Annotated[Path, typer.Argument(help="An interval map (*.map.json) or a network (*.net.json).")],
    max_period: Annotated[int, typer.Option(min=1, help="List orbits of least period up to P.", metavar="P")],
    max_points: Annotated[
        int, typer.Option(min=1, help="Stop (exit status 3) when the orbits have more points than this.")
    ] = MAX_POINTS,
    each: Annotated[
        bool, typer.Option("--each", help="With --out: a certificate for every orbit of points by itself as well.")
    ] = False,
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
    """List all periodic orbits of a map of an interval into itself up to a period, exactly.

    A period is always the least one. Where all points of an interval are periodic, the interval is listed instead of them.
    Itineraries number the affine pieces of the map from 0 (with polynomial pieces: the monotone intervals); a breakpoint belongs to
    the piece on its right. Neutral orbits of maps with polynomial or rational pieces are found where the iterate
    has a small degree.
    """
    if each and out is None:
        raise InputError("--each writes a certificate for every orbit; say where with --out DIR")
    return perform(
        lambda reporter: face.orbits(
            read(subject, quiet),
            max_period,
            domain=domain,
            clip=clip,
            max_points=max_points,
            max_pieces=max_pieces,
            progress=reporter.orbits,
        ),
        _show,
        document=lambda found: {
            **found.to_json(),
            "max_period": found.max_period,
            "domain": found.function.domain.to_json(),
            "clip": clip,
            "certificate": found.certificate.digest,
        },
        certificates=lambda found: [found.certificate, *(_each(found) if each else [])],
        json=json,
        out=out,
        timeout=timeout,
        quiet=quiet,
    )


def _each(found: PeriodicOrbits | FunctionOrbits) -> list[Certificate]:
    if isinstance(found, FunctionOrbits):
        return [found.certificate_of(orbit) for orbit in found.orbits if isinstance(orbit, Cycle)]
    return [found.certificate_of(orbit) for orbit in found.orbits if orbit.points]


def _show(found: PeriodicOrbits | FunctionOrbits) -> None:
    kinds: dict[int, Counter[str]] = {}
    for orbit in found.orbits:
        kinds.setdefault(orbit.period, Counter())[orbit.kind] += 1
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("period", justify="right")
    table.add_column("orbits", justify="right")
    table.add_column("kinds")
    for period, counts in kinds.items():
        table.add_row(str(period), f"{counts.total():,}", ", ".join(f"{n:,} {kind}" for kind, n in counts.items()))
    console().print(table)
    print()
    details = Table(box=None, header_style="bold", pad_edge=False)
    for name, justify in (("period", "right"), ("kind", "left"), ("multiplier", "right"), ("itinerary", "left")):
        details.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    details.add_column("points", overflow="fold")
    for orbit in found.orbits[:_SHOWN_ORBITS]:
        slope = orbit.multiplier
        multiplier = "-" if slope is None else _number(slope)
        details.add_row(str(orbit.period), orbit.kind, multiplier, _first(orbit.itinerary), escape(_places(orbit)))
    console().print(details)
    if len(found.orbits) > _SHOWN_ORBITS:
        print(f"({len(found.orbits) - _SHOWN_ORBITS:,} more orbits; --json prints all)")
    print(f"least periods: {', '.join(map(str, found.least_periods))}")


def _places(orbit: PeriodicOrbit | Cycle | IntervalCycle) -> str:
    if isinstance(orbit, IntervalCycle):
        return _first([f"[{_number(a)}, {_number(b)}]" for a, b in orbit.intervals])
    if orbit.intervals:
        return _first([f"[{short_number(a)}, {short_number(b)}]" for a, b in orbit.intervals])
    if isinstance(orbit, Cycle):
        pairs = zip(orbit.points, orbit.brackets, strict=True)
        return _first([approximate(*close) if isinstance(x, tuple) else short_number(x) for x, close in pairs])
    return _first([short_number(x) for x in orbit.points])


def _number(x: fmpq | tuple[fmpq, fmpq]) -> str:
    """A rational, or a number in a narrow interval."""
    low, high = x if isinstance(x, tuple) else (x, x)
    return short_number(low) if low == high else approximate(low, high)


def _first(items: list[str] | tuple[int, ...]) -> str:
    shown = " ".join(map(str, items[:_SHOWN_POINTS]))
    return shown if len(items) <= _SHOWN_POINTS else f"{shown} .."
