"""`exactnet sweep`."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from exactnet import face
from exactnet.cli.options import (
    Clip,
    DomainOption,
    Jobs,
    JsonFlag,
    Logistic,
    MaxPieces,
    Out,
    Quiet,
    Seed,
    Tent,
    Timeout,
    Varied,
    VariedSubject,
)
from exactnet.cli.session import Reporter, console, perform, read, show_count, time_limit
from exactnet.cli.text import approximate, short_number
from exactnet.compile import Domain
from exactnet.compile.sweep import MAX_VERTICES
from exactnet.dynamics import Family, Row, Sweep, document_family, logistic_family, tent_family
from exactnet.dynamics.entropy import DEFAULT_DIGITS
from exactnet.dynamics.families import parse_grid
from exactnet.dynamics.sweeps import QUANTITIES
from exactnet.errors import InputError
from exactnet.exact.rational import number_json
from exactnet.frontends import FloatNotice, read_document

__all__ = ["chosen_family", "sweep"]


def sweep(
    subject: VariedSubject = None,
    vary: Varied = None,
    tent: Tent = None,
    logistic: Logistic = None,
    digits: Annotated[int, typer.Option(min=1, max=2000, help="Decimal places.", metavar="D")] = DEFAULT_DIGITS,
    also: Annotated[
        list[str] | None,
        typer.Option(metavar="|".join(QUANTITIES), help="More columns, exact (crossings: at 1/2). May be repeated."),
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
    """Entropy and laps of a map or network in which one number varies, certified at every value.

    Values at which there is no map of an interval into itself are listed with the reason, and so are those that a time limit
    leaves (exit status 3). Between two values nothing is certified, except for tents, whose entropy is max(0, log s), and logistic
    maps, whose entropy never falls.
    """
    family = chosen_family(subject, vary, tent, logistic, domain, clip, max_pieces, quiet)

    def work(reporter: Reporter) -> Sweep:
        with time_limit(timeout):  # what is reached in time is certified afterwards
            return face.sweep(
                family,
                digits=digits,
                also=also or (),
                jobs=jobs,
                certificates=out is not None,
                progress=lambda done, total: reporter.say(f"sweep: {done} of {total} values"),
            )

    return perform(
        work,
        lambda found: _show(found, also or []),
        document=Sweep.to_json,
        certificates=lambda found: found.certificates,
        tell=lambda written: show_count(written, out),
        status=lambda found: 0 if found.decided else 3,
        json=json,
        out=out,
        timeout=None,
        quiet=quiet,
    )


def chosen_family(
    subject: Path | None,
    vary: str | None,
    tent: str | None,
    logistic: str | None,
    domain: str | None,
    clip: bool,
    limit: int,
    quiet: bool,
) -> Family:
    """The family that the options name.

    Raises
    ------
    InputError
        Unless they name just one.
    """
    known = {"--tent": (tent, tent_family), "--logistic": (logistic, logistic_family)}
    for option, (values, family) in known.items():
        if values is None:
            continue
        others = (subject, vary, domain, *(text for name, (text, _) in known.items() if name != option))
        if clip or any(other is not None for other in others):
            raise InputError(
                f"{option} is a family of its own; it goes with no file, other family, --vary, --domain or --clip"
            )
        return family(parse_grid(values))
    if subject is None or vary is None:
        raise InputError(
            "name a file and what varies in it, --vary PATH=LO:HI:N, or --tent LO:HI:N or --logistic LO:HI:N"
        )
    read(subject, quiet)
    where = None if domain is None else Domain.parse(domain)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FloatNotice)  # said already
            return document_family(read_document(subject), vary, domain=where, clip=clip, max_vertices=limit)
    except InputError as error:
        raise InputError(f"--vary: {error}") from None


def _show(found: Sweep, also: list[str]) -> None:
    table = Table(box=None, pad_edge=False)
    for name in (found.family.label, "h", "exp(h)", "laps", *dict.fromkeys(also)):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", overflow="fold")
    for row in found.rows:
        cells = [
            short_number(row.parameter),
            _entropy(found, row),
            _growth(row),
            "" if row.laps is None else str(row.laps),
        ]
        for name in dict.fromkeys(also):
            value = (row.quantities or {}).get(name)
            cells.append("" if value is None else str(number_json(value)))
        table.add_row(*cells, row.reason or "")
    console().print(table)
    print(_reach(found))
    if found.missing:
        print(f"{len(found.missing)} of {len(found.rows)} values are missing: {found.stopped}")


def _reach(found: Sweep) -> str:
    """Where the rows prove something."""
    bands = found.bands
    if not bands:
        return "certified at these values; nothing is claimed between them"
    low, high = short_number(bands[0].start), short_number(bands[-1].stop)
    return f"certified at these values, and from {low} to {high} between them by monotonicity"


def _entropy(found: Sweep, row: Row) -> str:
    if row.log_decimal is not None:
        return row.log_decimal
    bracket = found.log_bracket(row)
    return "" if bracket is None else " .. ".join(bracket)


def _growth(row: Row) -> str:
    if row.growth is None:
        return ""
    lower, upper = row.growth
    return short_number(lower) if lower == upper else approximate(lower, upper)
