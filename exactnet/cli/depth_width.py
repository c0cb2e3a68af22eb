"""`exactnet depth-width`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from flint import fmpq
from rich.markup import escape
from rich.table import Table

from exactnet import face
from exactnet.bounds.depth_width import DEFAULT_DEPTH, THEOREM, DepthWidth
from exactnet.cli.options import Clip, DomainOption, Jobs, JsonFlag, MaxPieces, Out, Quiet, Seed, Timeout, number
from exactnet.cli.session import console, perform, read, show_paths
from exactnet.cli.text import short_number
from exactnet.compile.sweep import MAX_VERTICES
from exactnet.dynamics.alternation import MOST_ITERATES
from exactnet.exact.rational import counted, number_text, rational

__all__ = ["depth_width"]


def depth_width(
    subject: Annotated[Path, typer.Argument(help="An interval map (*.map.json) or a network (*.net.json).")],
    iterate: Annotated[int, typer.Option(min=1, help="The target is f^T.", metavar="T")] = 1,
    tolerance: Annotated[
        str, typer.Option(help="Largest |g - f^T| allowed (L-infinity); 0: f^T itself.", metavar="E", parser=number)
    ] = "0",
    max_depth: Annotated[
        int, typer.Option(min=1, max=10_000, help="Largest depth listed.", metavar="L")
    ] = DEFAULT_DEPTH,
    max_width: Annotated[
        int | None, typer.Option(min=1, help="Largest width listed; any by default.", metavar="M")
    ] = None,
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
    """Exclude depths and widths of relu networks g (L layers of u units, affine output) with |g - f^T| <= E.

    If f^T rises and falls in turn by more than 2E, N times in all, g rises and falls there too, and (u + 1)^L >= N. Pairs with
    (u + 1)^L < N are excluded, strictly: ties are not. For E = 0, N is the number of laps of f^T. --out certifies N.
    """
    error = rational(tolerance)
    return perform(
        lambda reporter: face.depth_width(
            read(subject, quiet),
            iterate,
            error,
            max_depth=max_depth,
            max_width=max_width,
            domain=domain,
            clip=clip,
            max_pieces=max_pieces,
            progress=reporter.layers,
        ),
        _show,
        document=lambda found: _document(found, subject),
        certificates=lambda found: [] if found.certificate is None else [found.certificate],
        tell=lambda written: _tell(written, out),
        json=json,
        out=out,
        timeout=timeout,
        quiet=quiet,
    )


def _document(found: DepthWidth, path: Path) -> dict[str, Any]:
    certificate = found.certificate
    return {
        "target": {"file": str(path), "sha256": found.function.subject.digest},
        "domain": found.function.domain.to_json(),
        "clip": found.function.clip,
        "iterate": found.iterate,
        "tolerance": number_text(found.tolerance),
        "required_laps": found.required_laps,
        "excluded": [{"depth": depth, "max_width_excluded": width} for depth, width in found.excluded],
        "theorem": THEOREM,
        "certificate": None if certificate is None else certificate.digest,
    }


def _show(found: DepthWidth) -> None:
    screen = console()
    near = "equal to" if found.tolerance == 0 else f"within {number_text(found.tolerance)} of"
    power = "f" if found.iterate == 1 else f"f^{found.iterate}"
    screen.print(f"a function {near} {power} has at least {counted(found.required_laps, 'lap')}")
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("depth", "widths excluded"):
        table.add_column(name, justify="right", overflow="fold")
    for depth, width in found.excluded:
        table.add_row(str(depth), f"<= {short_number(fmpq(width))}" if width else "none")
    screen.print(table)
    screen.print(escape(THEOREM), style="dim")


def _tell(written: list[Path], out: Path | None) -> None:
    show_paths(written)
    if out is not None and not written:
        console().print(f"Certificates of swings go up to f^{MOST_ITERATES:,} only.", style="dim")
