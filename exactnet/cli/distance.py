"""`exactnet distance`."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from exactnet import face
from exactnet.approximation import DISTANCE_DIGITS, CellDistance, Distance, DistanceValue, value_json
from exactnet.cli.options import Jobs, JsonFlag, MaxPieces, Out, Quiet, Seed, Timeout, index_pair
from exactnet.cli.session import Reporter, perform, read
from exactnet.cli.text import decimal, polynomial_text
from exactnet.compile.polyhedral import MAX_CELLS
from exactnet.compile.sweep import MAX_VERTICES
from exactnet.errors import InputError
from exactnet.exact import RealAlgebraic
from exactnet.exact.brackets import Bracket
from exactnet.exact.rational import number_text

__all__ = ["distance"]

_MOST_DIGITS = 2000

_LONGEST = 200
"""Characters of a number that are printed for people."""


class Norm(StrEnum):
    """Norms of a difference of functions."""

    L1 = "l1"
    LINF = "linf"


def distance(
    first: Annotated[Path, typer.Argument(help="A map or a network.")],
    second: Annotated[Path, typer.Argument(help="Another one.")],
    norm: Annotated[Norm, typer.Option(help="l1: integral of |f - g|; linf: largest |f - g|.")],
    domain: Annotated[
        str | None,
        typer.Option(
            metavar="box:LO,HI|box:LO1,HI1;..|polytope:..",
            help="Where; a polytope is written polytope:b,a_1,..,a_d;.. (b + a.x >= 0). \\[default: a map's own, box:0,1]",
        ),
    ] = None,
    outputs: Annotated[
        str | None,
        typer.Option(metavar="I,J", help="Several inputs: output I of the first, J of the second, from 0."),
    ] = None,
    iterates: Annotated[
        str, typer.Option(help="Of the M-th iterate of the first and the N-th of the second function.", metavar="M,N")
    ] = "1,1",
    digits: Annotated[
        int,
        typer.Option(
            min=1,
            max=_MOST_DIGITS,
            help="Significant digits, where the distance is no short number.",
            metavar="D",
        ),
    ] = DISTANCE_DIGITS,
    max_pieces: MaxPieces = MAX_VERTICES,
    max_cells: Annotated[
        int, typer.Option(min=1, help="Several inputs: stop (exit status 3) at more cells than this.")
    ] = MAX_CELLS,
    json: JsonFlag = False,
    out: Out = None,
    jobs: Jobs = 1,
    seed: Seed = 0,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Distance of two functions of one variable, of two of their iterates, or of two networks with the same inputs.

    In one variable, exact if both are piecewise linear, or if it is an algebraic number of moderate degree; else a certified
    bracket. With --iterates, what is iterated must map the interval into itself. Degrees grow like d^M, and are not expanded beyond
    32: then the bracket comes from cells on which both iterates are nearly polynomials.

    For piecewise-linear networks with two to six inputs, of whatever depths, on a box or a polytope, it is found by the cells on
    which both are affine and the difference has one sign. The largest |f - g| is exact, and the integral, too, unless it is a
    fraction of many thousand digits: then a certified bracket.
    """
    times = _pair(iterates)

    def work(reporter: Reporter) -> Distance | CellDistance:
        reporter.say("compiling")
        return face.distance(
            read(first, quiet),
            read(second, quiet),
            norm.value,
            domain=domain,
            outputs=index_pair(outputs, "two outputs"),
            iterates=times,
            digits=digits,
            max_pieces=max_pieces,
            max_cells=max_cells,
            progress=reporter.cells,
        )

    def show(found: Distance | CellDistance) -> None:
        name = {"l1": "L1", "linf": "L-infinity"}[norm.value]
        of = "" if times == (1, 1) else f" of iterates {times[0]} and {times[1]}"
        print(f"{name} distance{of} on {found.domain}: {_text(found.value, digits)}")

    return perform(
        work,
        show,
        document=lambda found: {**found.to_json(), "certificate": found.certificate.digest},
        certificates=lambda found: [found.certificate],
        json=json,
        out=out,
        timeout=timeout,
        quiet=quiet,
    )


def _pair(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"\s*([1-9][0-9]{0,8})\s*,\s*([1-9][0-9]{0,8})\s*", text)
    if found is None:
        raise InputError(f"--iterates {text} is no pair of positive integers; write M,N")
    return int(found[1]), int(found[2])


def _text(value: DistanceValue, digits: int) -> str:
    match value:
        case Bracket():
            low, high = (decimal(x, digits + 2) for x in (value.lower, value.upper))
            return f"between {low} and {high} (certified bracket)"
        case RealAlgebraic():
            low, high = value_json(value)["between"]
            near = decimal(value.enclosure(digits + 2)[0], digits)
            return f"the root of {polynomial_text(value.coefficients)} between {low} and {high}, exactly (about {near})"
        case _:
            text = number_text(value)
            shown = (
                text if len(text) <= _LONGEST else f"a fraction of {len(text)} characters, exactly (--json shows it)"
            )
            return f"{shown} (about {decimal(value, digits)})"
