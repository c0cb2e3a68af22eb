"""`exactnet sensitivity`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer
from rich.table import Table

from exactnet import face
from exactnet.cli.options import DrawSeed, End, Jobs, JsonFlag, MaxPieces, Out, Quiet, Start, Timeout, Via, number
from exactnet.cli.session import Reporter, console, path_points, perform, read, show_count
from exactnet.cli.text import decimal, short_number
from exactnet.compile.sweep import MAX_VERTICES
from exactnet.trajectories import Sensitivity
from exactnet.trajectories.trajectory import DEFAULT_DIGITS, MAX_DIGITS

__all__ = ["Noise", "NoisyDraws", "measured", "sensitivity"]

Noise: TypeAlias = Annotated[
    str,
    typer.Option(metavar="E", help="Largest change of a weight or bias; all are multiples of E/256.", parser=number),
]
NoisyDraws: TypeAlias = Annotated[int, typer.Option(min=1, help="Perturbations of each layer.", metavar="N")]


def sensitivity(
    network: Annotated[Path, typer.Argument(help="A network (*.net.json), any number of inputs.")],
    start: Start,
    end: End,
    noise: Noise,
    via: Via = None,
    draws: NoisyDraws = 1,
    digits: Annotated[
        int, typer.Option(min=1, max=MAX_DIGITS, help="Significant digits of the lengths.", metavar="D")
    ] = DEFAULT_DIGITS,
    max_pieces: MaxPieces = MAX_VERTICES,
    json: JsonFlag = False,
    out: Out = None,
    jobs: Jobs = 1,
    seed: DrawSeed = 0,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Perturb one layer after the other, and see what changes along a path: transitions, patterns, length and output, exactly.

    Each dense layer in turn gets noise that the seed, its number and the number of the draw determine. Layers are counted from 1;
    2.1 is the first one in the residual block that is layer 2. The change of the output is the largest of any output at any point
    of the path. With --out, certificates of the network and of every perturbed one: the changes are differences of what they
    certify.
    """
    return perform(
        lambda reporter: measured(
            network, start, end, via, noise, draws, seed, digits, max_pieces, jobs, quiet, reporter
        ),
        _show,
        document=Sensitivity.to_json,
        certificates=lambda found: found.certificates,
        tell=lambda written: show_count(written, out),
        json=json,
        out=out,
        timeout=timeout,
        quiet=quiet,
    )


def measured(
    network: Path,
    start: str,
    end: str,
    via: list[str] | None,
    noise: str,
    draws: int,
    seed: int,
    digits: int,
    max_pieces: int,
    jobs: int,
    quiet: bool,
    reporter: Reporter,
) -> Sensitivity:
    """Measure as the options say."""
    first, *between, last = path_points(start, end, via, quiet)
    return face.sensitivity(
        read(network, quiet),
        first,
        last,
        noise,
        seed=seed,
        draws=draws,
        via=between,
        digits=digits,
        max_pieces=max_pieces,
        jobs=jobs,
        progress=lambda done, total: reporter.say(f"sensitivity: {done} of {total} perturbed networks"),
    )


def _show(found: Sensitivity) -> None:
    original = found.original
    print(
        f"{original.network} along {original.path}, noise up to {short_number(found.noise)} in one layer (seed {found.seed})"
    )
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("layer")
    for name in ("transitions", "change", "patterns", "new", "length", "change", "output change"):
        table.add_column(name, justify="right")
    length = original.layers[-1].length
    middle = (length.lower + length.upper) / 2
    table.add_row(
        "no noise", str(len(original.transitions)), "", str(original.patterns), "", decimal(middle, 6), "", ""
    )
    for row in found.rows:
        after = row.trajectory.layers[-1].length
        table.add_row(
            row.place.number,
            str(len(row.trajectory.transitions)),
            f"{row.transitions_change:+d}",
            str(row.trajectory.patterns),
            str(row.new_patterns),
            decimal((after.lower + after.upper) / 2, 6),
            decimal((row.length_change[0] + row.length_change[1]) / 2, 4),
            decimal(row.output_change, 6),
        )
    console().print(table)
    console().print("[dim]new: patterns on the path that the network without noise does not have there[/]")
