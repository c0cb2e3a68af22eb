"""`exactnet distance`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from exactnet import face
from exactnet.cli.options import Jobs, JsonFlag, MaxPieces, Out, Quiet, Seed, Timeout
from exactnet.cli.session import print_json, progress, read, require_folder, time_limit, write_certificates
from exactnet.cli.text import decimal
from exactnet.compile.sweep import MAX_VERTICES
from exactnet.exact.rational import number_text

__all__ = ["distance"]


class Norm(StrEnum):
    """Norms of a difference of functions."""

    L1 = "l1"
    LINF = "linf"


def distance(
    first: Annotated[Path, typer.Argument(help="A map or a network.")],
    second: Annotated[Path, typer.Argument(help="Another one.")],
    norm: Annotated[Norm, typer.Option(help="l1: integral of |f - g|; linf: largest |f - g|.")],
    domain: Annotated[
        str | None, typer.Option(metavar="box:LO,HI", help="Where. [default: a map's own, box:0,1]")
    ] = None,
    max_pieces: MaxPieces = MAX_VERTICES,
    json: JsonFlag = False,
    out: Out = None,
    jobs: Jobs = 1,
    seed: Seed = 0,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Exact distance of two functions of one variable on an interval (default: a map's own interval, else [0, 1])."""
    require_folder(out)
    with progress(quiet) as reporter, time_limit(timeout):
        reporter.say("compiling")
        found = face.distance(read(first, quiet), read(second, quiet), norm.value, domain=domain, max_pieces=max_pieces)
    written = write_certificates(out, [found.certificate])
    if json:
        print_json(
            {
                "value": number_text(found.value),
                "norm": norm.value,
                "domain": found.first.domain.to_json(),
                "certificate": found.certificate.digest,
            }
        )
        return 0
    name = {"l1": "L1", "linf": "L-infinity"}[norm.value]
    print(f"{name} distance on {found.first.domain}: {found.value} (about {decimal(found.value)})")
    for path in written:
        print(f"certificate: {path}")
    return 0
