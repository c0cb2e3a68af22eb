"""`exactnet trajectory`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from flint import fmpq
from rich.table import Table

from exactnet import face
from exactnet.cli.options import Arc, End, Jobs, JsonFlag, MaxPieces, Out, Quiet, Seed, Start, Timeout, Turn, Via
from exactnet.cli.session import Reporter, console, path_points, perform, read
from exactnet.cli.text import decimal, short_number
from exactnet.compile.sweep import MAX_VERTICES
from exactnet.errors import InputError
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.rational import counted
from exactnet.trajectories import Length, Trajectory
from exactnet.trajectories.trajectory import DEFAULT_DIGITS, MAX_DIGITS

__all__ = ["trajectory"]

_SHOWN = 24


def trajectory(
    network: Annotated[Path, typer.Argument(help="A network (*.net.json), any number of inputs.")],
    start: Start,
    end: End,
    via: Via = None,
    arc: Arc = False,
    turn: Turn = False,
    patterns: Annotated[bool, typer.Option("--patterns", help="With --json: the patterns themselves, too.")] = False,
    digits: Annotated[
        int, typer.Option(min=1, max=MAX_DIGITS, help="Significant digits of the lengths.", metavar="D")
    ] = DEFAULT_DIGITS,
    max_pieces: MaxPieces = MAX_VERTICES,
    json: JsonFlag = False,
    out: Out = None,
    jobs: Jobs = 1,
    seed: Seed = 0,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Follow a network along a path: where its activation pattern changes, which patterns occur, how long the image is.

    The path is a polyline, or a chain of quarters of circles (or ellipses) about 0 with --arc; t runs from 0 to the number of its
    parts. Transitions are exact: rationals on segments, roots of quadratics on arcs, where u = tan(a/2) is the place on the arc.
    Lengths are exact where they are short sums of square roots, else certified to D digits. Layers are those of the file, counted
    from 1 (a residual block is one); each row is about the network up to there.
    """
    if patterns and not json:
        raise InputError("--patterns adds the patterns to the JSON document; it goes with --json")

    def work(reporter: Reporter) -> Trajectory:
        first, *between, last = path_points(start, end, via, quiet)
        return face.trajectory(
            read(network, quiet),
            first,
            last,
            arc,
            via=between,
            turn=turn,
            digits=digits,
            max_pieces=max_pieces,
            progress=reporter.layers,
        )

    return perform(
        work,
        _show,
        document=lambda found: {
            **found.to_json(),
            **({"pattern_words": found.pattern_words} if patterns else {}),
            "digits": digits,
            "certificate": found.certificate.digest,
        },
        certificates=lambda found: [found.certificate],
        json=json,
        out=out,
        timeout=timeout,
        quiet=quiet,
    )


def _show(found: Trajectory) -> None:
    pieces = "" if found.path.arcs else f", {counted(found.affine_pieces, 'affine piece')}"
    again = counted(found.recurrences, "recurrence") if found.recurrences else "none recurs"
    print(f"{found.network} along {found.path}")
    print(f"{counted(len(found.transitions), 'transition')}, {counted(found.patterns, 'pattern')} ({again}){pieces}")
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("layer", "type", "width", "transitions", "patterns", "length", "growth"):
        table.add_column(name, justify="left" if name in ("type", "length") else "right")
    table.add_row("", "path", str(found.path.dimension), "", "", _length(found.path_length, found.digits), "")
    for i, (layer, growth) in enumerate(zip(found.layers, found.growth, strict=True), start=1):
        counts = (f"{layer.width:,}", f"{layer.transitions:,}", f"{layer.patterns:,}")
        ratio = "" if growth is None else decimal((growth[0] + growth[1]) / 2, 5)
        table.add_row(str(i), layer.kind, *counts, _length(layer.length, found.digits), ratio)
    console().print(table)
    if found.transitions:
        shown = " ".join(_place(t) for t in found.transitions[:_SHOWN])
        more = len(found.transitions) - _SHOWN
        print(f"t = {shown}" + (f" .. ({more:,} more; --json prints all)" if more > 0 else ""))


def _length(length: Length, digits: int) -> str:
    """Exactly, if that is short; else the digits that the bracket has."""
    terms = [_term(c, r) for c, r in length.radicals or ()]
    text = " + ".join(terms) if terms else "0"
    if length.radicals is not None and len(text) <= 40:
        return text
    return f"~{decimal((length.lower + length.upper) / 2, digits)}"


def _term(coefficient: fmpq, radicand: int) -> str:
    if radicand == 1:
        return short_number(coefficient)
    return f"sqrt({radicand})" if coefficient == 1 else f"{short_number(coefficient)} sqrt({radicand})"


def _place(t: fmpq | RealAlgebraic) -> str:
    if isinstance(t, fmpq):
        return short_number(t)
    return short_number(t.lower) if t.is_rational else f"~{decimal(t.lower)}"
