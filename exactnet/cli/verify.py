"""`exactnet verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from exactnet.bounds import Case, select
from exactnet.bounds.case import VERIFY_DIGITS
from exactnet.bounds.quantities import Measured
from exactnet.cli.options import Jobs, JsonFlag, Line, MaxPieces, Out, Plane, Quiet, Seed, Timeout
from exactnet.cli.session import Reporter, console, perform, print_json, read, show_slice, sliced
from exactnet.cli.text import approximate, short_number
from exactnet.compile.places import parse_domain
from exactnet.compile.polyhedral import MAX_CELLS
from exactnet.compile.sweep import MAX_VERTICES
from exactnet.errors import InputError
from exactnet.exact.rational import counted
from exactnet.model import Network
from exactnet.verification import Row, Verification
from exactnet.verification import verify as verify_case

__all__ = ["verify"]

_COLOURS = {"proved": "green", "refuted": "bold red", "not_applicable": "dim", "unknown": "yellow"}


def verify(
    subject: Annotated[
        Path | None,
        typer.Argument(
            help="A network (*.net.json) or an interval map (*.map.json); none with --list.", show_default=False
        ),
    ] = None,
    bounds: Annotated[
        str | None, typer.Option(metavar="ID,..", help="Check these bounds only (see `--list`). \\[default: all]")
    ] = None,
    domain: Annotated[
        str | None,
        typer.Option(
            metavar="box:LO,HI|box:LO1,HI1;..|all",
            help="Where. \\[default: a map's own; box:0,1 for one input, all for several]",
        ),
    ] = None,
    plane: Plane = None,
    line: Line = None,
    digits: Annotated[
        int,
        typer.Option(
            min=1, help="Digits of entropy brackets to begin with; more are taken where a comparison needs them."
        ),
    ] = VERIFY_DIGITS,
    max_pieces: MaxPieces = MAX_VERTICES,
    max_cells: Annotated[
        int, typer.Option(min=1, help="Say unknown when a network of several inputs has more cells than this.")
    ] = MAX_CELLS,
    list_bounds: Annotated[
        bool,
        typer.Option("--list", help="Instead: list the bounds with their sources and statements."),
    ] = False,
    json: JsonFlag = False,
    out: Out = None,
    jobs: Jobs = 1,
    seed: Seed = 0,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Check every published bound that applies to a network or map: compile it exactly, measure, compare, certify.

    A row is proved or refuted by exact comparison; not_applicable names the premise that fails; unknown says why. What takes
    much effort (large witnesses; beyond six inputs, many regions) is done only if it is asked for by name in --bounds;
    otherwise it is listed apart, like what this program never attempts, and decides nothing.
    Status of a theorem: text = constants read in the source, derived = follows by a short argument, recalled = a claim only.
    """
    if list_bounds:
        _list(json)
        return 0
    if subject is None:
        raise InputError("name a network or an interval map to verify (--list lists the bounds)")
    chosen = None if bounds is None else [name.strip() for name in bounds.split(",") if name.strip()]
    select(chosen)  # an unknown id is refused before any work
    path = subject

    def work(reporter: Reporter) -> tuple[Verification, dict[str, Any]]:
        found, slice_ = sliced(plane, line, read(path, quiet), quiet)
        inputs = found.inputs if isinstance(found, Network) else 1
        case = Case(
            found,
            None if domain is None else parse_domain(domain, inputs),
            digits=digits,
            max_vertices=max_pieces,
            max_cells=max_cells,
            jobs=jobs,
            progress=reporter.layers,
            cell_progress=reporter.cells,
        )
        return verify_case(case, chosen, progress=lambda name: reporter.say(f"checking {name}")), slice_

    return perform(
        work,
        lambda result: _show(*result, path, named=chosen is not None),
        document=lambda result: {**_document(result[0], path), **result[1]},
        certificates=lambda result: result[0].certificates,
        tell=lambda written: _tell(out, len(written)),
        status=lambda result: 1 if result[0].refuted else 3 if result[0].undecided else 0,
        json=json,
        out=out,
        timeout=timeout,
        quiet=quiet,
    )


def _document(result: Verification, path: Path) -> dict[str, object]:
    case = result.case
    return {
        "subject": {"file": str(path), "sha256": case.subject.digest},
        "domain": case.domain.to_json(),
        "rows": [row.to_json() for row in result.rows],
        "skipped": [
            {"bound": row.bound.id, "source": row.bound.source, "status": str(row.bound.status), "reason": row.reason}
            for row in result.skipped
        ],
    }


def _show(result: Verification, slice_: dict[str, Any], path: Path, *, named: bool) -> None:
    show_slice(slice_)
    case = result.case
    screen = console()
    screen.print(f"[bold]{escape(str(path))}[/bold]  {escape(repr(case.subject))} on {escape(repr(case.domain))}")
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("bound", "status", "quantity"):
        table.add_column(name)
    table.add_column("measured", justify="right")
    table.add_column("")
    table.add_column("bound value", justify="right")
    table.add_column("verdict")
    # Half of the theorems speak of other subjects: a line for each premise says so, unless a bound was named.
    shown = [row for row in result.rows if named or row.verdict.word != "not_applicable"]
    for row in shown:
        table.add_row(*_cells(row))
    if shown:
        screen.print(table)
    for form, rows in (
        ("{}: {}", shown),
        ("not applicable ({}): {}", [row for row in result.rows if row not in shown]),
    ):
        because: dict[str, dict[str, None]] = {}
        for row in rows:
            if row.reason:
                because.setdefault(row.reason, {})[row.bound.id] = None
        for reason, names in because.items():
            screen.print(escape(form.format(reason, ", ".join(names))), style="dim")
    if result.skipped:
        skipped = ",".join(row.bound.id for row in result.skipped)
        screen.print(
            escape(f"not attempted (for the reasons: --json; to try all the same: --bounds {skipped})"), style="dim"
        )


def _tell(out: Path | None, written: int) -> None:
    if out is None:
        console().print("Certificates were not kept; --out DIR writes them.", style="dim")
    else:
        kept = counted(written, "certificate")
        console().print(f"{kept} in {escape(str(out))}; check them: exactnet check {escape(str(out))}")


def _cells(row: Row) -> list[str]:
    word = row.verdict.word
    parameters = ", ".join(f"{k}={v}" for k, v in row.parameters.items())
    name = row.bound.quantity + (f" ({parameters})" if parameters else "")
    sign = {"upper": "<=", "lower": ">="}[str(row.bound.side)]
    decided = row.measured is not None and row.value is not None
    return [
        row.bound.id,
        str(row.bound.status),
        name,
        "" if row.measured is None else _brief(row.measured),
        sign if decided and word == "proved" else "not " + sign if decided and word == "refuted" else "",
        "" if row.value is None else short_number(row.value),
        f"[{_COLOURS[word]}]{word}[/]",
    ]


def _brief(measured: Measured) -> str:
    if measured.lower == measured.upper:
        return short_number(measured.lower)
    return approximate(measured.lower, measured.upper)


def _list(json: bool) -> None:
    if json:
        rows = [
            {"bound": b.id, "status": str(b.status), "source": b.source, "statement": b.statement} for b in select()
        ]
        print_json({"bounds": rows})
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("bound", "status", "source", "statement"):
        table.add_column(name, overflow="fold")
    for bound in select():
        table.add_row(bound.id, str(bound.status), escape(bound.source), escape(bound.statement))
    console().print(table)
