"""`exactnet solve`."""

from __future__ import annotations

from json import dumps
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from exactnet import face
from exactnet.cli.options import Clip, Jobs, JsonFlag, Out, Quiet, Seed, Timeout, number
from exactnet.cli.session import Reporter, console, perform, read, time_limit
from exactnet.errors import InputError, TimeLimitError
from exactnet.smt import METHODS, Answer
from exactnet.smt.cases import MAX_NODES

__all__ = ["solve"]

_ASKED = "What is asked (one of these)"
_WEIGHTS = "What is asked of weights (with --weights; also --period)"


def solve(
    subject: Annotated[Path, typer.Argument(help="A network (*.net.json) or an interval map (*.map.json).")],
    reach: Annotated[
        str | None,
        typer.Option(
            metavar="'F<=C'",
            help="A point where this holds: a linear inequality in F (the only output), or outputs Y_j and inputs X_i.",
            rich_help_panel=_ASKED,
        ),
    ] = None,
    property_: Annotated[
        Path | None,
        typer.Option(
            "--property", metavar="FILE.vnnlib", help="A point with a VNN-LIB property.", rich_help_panel=_ASKED
        ),
    ] = None,
    differs: Annotated[
        Path | None,
        typer.Option(metavar="OTHER", help="A point where OTHER differs by more than --eps.", rich_help_panel=_ASKED),
    ] = None,
    eps: Annotated[
        str | None,
        typer.Option(metavar="E", help="For --differs. \\[default: 0]", rich_help_panel=_ASKED, parser=number),
    ] = None,
    period: Annotated[
        int | None, typer.Option(metavar="P", help="An orbit of least period P.", rich_help_panel=_ASKED)
    ] = None,
    region: Annotated[
        str | None,
        typer.Option(
            metavar="box:LO,HI", help="For --period: all points of the orbit lie here.", rich_help_panel=_ASKED
        ),
    ] = None,
    weights: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH=LO:HI",
            help="Free numbers of dense layers: layers.0.weight.1.0, or all below a path (layers.0, layers). Repeatable.",
            rich_help_panel=_WEIGHTS,
        ),
    ] = None,
    laps: Annotated[int | None, typer.Option(metavar="R", help="At least R laps.", rich_help_panel=_WEIGHTS)] = None,
    pieces: Annotated[
        int | None, typer.Option(metavar="R", help="At least R affine pieces.", rich_help_panel=_WEIGHTS)
    ] = None,
    crossings: Annotated[
        int | None, typer.Option(metavar="R", help="At least R crossings of 1/2.", rich_help_panel=_WEIGHTS)
    ] = None,
    violates: Annotated[
        str | None, typer.Option(metavar="BOUND", help="A published bound fails.", rich_help_panel=_WEIGHTS)
    ] = None,
    domain: Annotated[
        str | None,
        typer.Option(
            metavar="box:LO,HI|box:LO1,HI1;..|all|polytope:..",
            help="Where inputs lie. \\[default: a map's own; box:0,1 for one input]",
        ),
    ] = None,
    clip: Clip = False,
    solver: Annotated[
        str,
        typer.Option(
            metavar="|".join(METHODS),
            help="exact: our own search, which proves; z3, cvc5: asked first, then checked; auto: exact where it can, else z3.",
        ),
    ] = "auto",
    emit: Annotated[
        Path | None, typer.Option(metavar="FILE.smt2", help="Write the question as SMT-LIB 2 text as well.")
    ] = None,
    max_programs: Annotated[
        int, typer.Option(min=1, help="Stop the exact search after this many linear programs a case (exit status 3).")
    ] = MAX_NODES,
    json: JsonFlag = False,
    out: Out = None,
    jobs: Jobs = 1,
    seed: Seed = 0,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Is there a point, an orbit, a choice of weights ..? Exactly, with a certificate; or on a solver's word, and then it says so.

    What a solver finds is checked exactly before it counts. That there is nothing is shown by our own tree of cases (--reach,
    --property, --differs on piecewise-linear networks) or by the list of all orbits (--period); else the certificate has a hole,
    or, of weights, there is none.

    Exit status 0: shown by exactnet itself; 3: unknown, or no more than a solver's word.
    """

    def work(reporter: Reporter) -> Answer:
        try:
            with time_limit(timeout):
                asked = face.question(
                    read(subject, quiet),
                    reach=reach,
                    property=property_,
                    differs=None if differs is None else read(differs, quiet),
                    eps=_eps(eps, differs),
                    period=period,
                    laps=laps,
                    pieces=pieces,
                    crossings=crossings,
                    violates=violates,
                    weights=weights or (),
                    region=region,
                    domain=domain,
                    clip=clip,
                    max_programs=max_programs,
                )
                if emit is not None:
                    _write(emit, asked.script.text)
                return face.solve(asked, solver=solver, timeout=timeout, say=reporter.say)
        except TimeLimitError as error:
            return Answer("unknown", reason=str(error), solver=solver)

    return perform(
        work,
        _show,
        document=Answer.to_json,
        certificates=lambda found: [] if found.certificate is None else [found.certificate],
        status=lambda found: 0 if found.decided else 3,
        json=json,
        out=out,
        timeout=None,
        quiet=quiet,
    )


def _eps(eps: str | None, differs: Path | None) -> str:
    if eps is not None and differs is None:
        raise InputError("--eps says by how much another network differs; it goes with --differs")
    return "0" if eps is None else eps


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="ascii")
    except OSError as error:
        raise InputError(f"--emit {path}: {error.strerror or error}") from None


def _show(found: Answer) -> None:
    words = {"own": "shown by exactnet", "solver": f"on the word of {found.solver}", None: ""}
    print(f"{found.status}  {words[found.evidence]}".rstrip())
    for name, value in (found.witness or {}).items():
        console().print(f"{name}: {escape(_shown(value))}", soft_wrap=True)
    if found.reason is not None:
        console().print(escape(found.reason), style="dim", soft_wrap=True)


def _shown(value: Any) -> str:
    """A point as its numbers, brackets of numbers as intervals, a network as a document."""
    if isinstance(value, list):
        return " ".join(f"[{', '.join(x)}]" if isinstance(x, list) else str(x) for x in value)
    return value if isinstance(value, str) else dumps(value)
