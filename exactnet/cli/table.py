"""`exactnet table`."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as Listing

from exactnet.check.verdict import one_line
from exactnet.cli.options import Jobs, JsonFlag, Out, Quiet, Seed, Timeout
from exactnet.cli.session import console, print_json, require_folder, time_limit
from exactnet.errors import InputError, TimeLimitError
from exactnet.frontends import FloatNotice
from exactnet.printed import FORMATS, Review, review
from exactnet.printed.review import tables_in
from exactnet.tables import CONSTRUCTIONS, QUANTITIES, Plan, Table, build, read_plan

__all__ = ["table"]


def table(
    specs: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Specifications (*.toml). With --check: tables (*.json), or folders of them.",
            metavar="SPEC...",
            show_default=False,
        ),
    ] = None,
    formats: Annotated[
        str,
        typer.Option(
            "--format", metavar="|".join(FORMATS), help="What is printed; with --out also several, with commas."
        ),
    ] = "md",
    check: Annotated[
        bool, typer.Option("--check", help="Check tables by their certificates alone, through the independent checker.")
    ] = False,
    verify: Annotated[
        Path | None,
        typer.Option(
            "--verify",
            metavar="DIR",
            help="Rebuild, write nothing, and compare with the files in this folder.",
            show_default=False,
        ),
    ] = None,
    cache: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Where results are kept between runs. \\[default: beside the output]",
            show_default=False,
        ),
    ] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Keep no results, and use none.")] = False,
    list_all: Annotated[
        bool,
        typer.Option("--list", help="Instead: list quantities and constructions."),
    ] = False,
    json: JsonFlag = False,
    out: Out = None,
    jobs: Jobs = 1,
    seed: Seed = 0,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Make a table in which every cell is certified, or check one.

    A specification names rows (networks, maps, constructions, families) and columns (quantities, bounds): docs/tables.md.
    With --out DIR the table is written there as NAME.json, with certificates in NAME.certs and results kept in NAME.cache.sqlite:
    a run that was ended goes on, and after a change only what is new is computed.
    With --check, tables are read again, cell by cell: exactnet table --check tables
    """
    if list_all:
        _list(json)
        return 0
    given = specs or []
    if not given:
        raise InputError(
            "name a specification (*.toml), or with --check a table; --list shows what a specification may use"
        )
    if check:
        return _check(given, json, jobs, timeout, quiet)
    endings = [name.strip() for name in formats.split(",")]
    for ending in endings:
        if ending not in FORMATS:
            raise InputError(f"there is no format {ending!r}; known are {', '.join(FORMATS)}")
    if json:
        endings = ["json"]
    if len(given) > 1 and out is None and verify is None:
        raise InputError("several tables are written to a folder: --out DIR")
    if len({path.stem for path in given}) < len(given):
        raise InputError("two of the specifications have the same name; their tables would be one file")
    require_folder(out)
    status = 0
    for path in given:
        plan = _plan(path, quiet)
        kept = cache
        if kept is None and out is not None:
            kept = out / f"{plan.name}.cache.sqlite"
        with _bar(f"{plan.name}: cells", quiet) as bar, time_limit(timeout):
            made = _built(plan, None if no_cache or verify is not None else kept, jobs, bar)
        if verify is not None:
            status = max(status, _compare(made, verify))
            continue
        _give(made, out, endings, quiet or json)
        status = max(status, 1 if made.refuted else 0) or (3 if made.undecided else 0)
    return status


def _plan(path: Path, quiet: bool) -> Plan:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", FloatNotice)
        plan = read_plan(path)
    if not quiet:
        for text in dict.fromkeys(str(notice.message) for notice in caught):
            typer.echo(f"exactnet: note: {path}: {text}", err=True)
    return plan


def _built(plan: Plan, cache: Path | None, jobs: int, bar: Callable[[int, int], None]) -> Table:
    try:
        return build(plan, cache, jobs, bar)
    except TimeLimitError as error:
        kept = "" if cache is None else f"; what is done is kept in {cache}, run again to go on"
        raise TimeLimitError(f"{error}{kept}") from None


def _give(made: Table, out: Path | None, endings: list[str], quiet: bool) -> None:
    if out is None:
        if len(endings) > 1:
            raise InputError("several formats are written to a folder: --out DIR")
        print(made.text(endings[0]), end="")
        if not quiet:
            typer.echo("exactnet: note: certificates were not kept; --out DIR writes them with the table", err=True)
        return
    try:
        paths = made.write(out, endings)
    except OSError as error:
        raise InputError(f"--out {out}: {error.strerror or error}") from None
    if endings == ["json"] and quiet:
        print(made.text("json"), end="")
        return
    if not quiet:
        names = ", ".join(path.name for path in paths)
        print(f"{made.name}: {len(made.rows)} rows; {names} and {len(made.certificates)} certificates in {out}")


def _compare(made: Table, folder: Path) -> int:
    """Whether the files in a folder are those of a table made anew; formats count if they are there."""
    if not folder.is_dir():
        raise InputError(f"--verify {folder}: there is no such folder")
    endings = [ending for ending in FORMATS if (folder / f"{made.name}.{ending}").is_file()]
    files = made.files(endings)
    there = {path.relative_to(folder).as_posix() for path in (folder / f"{made.name}.certs").glob("*")}
    wrong = [name for name in files if not (folder / name).is_file() or (folder / name).read_bytes() != files[name]]
    for name in wrong:
        print(f"{made.name}: {name}: {'differs' if (folder / name).exists() else 'is missing'}")
    for name in sorted(there - files.keys()):
        print(f"{made.name}: {name}: belongs to no cell")
    if wrong or there - files.keys():
        return 1
    print(f"{made.name}: {len(files)} files rebuilt, byte for byte the same")
    return 0


def _check(given: list[Path], json: bool, jobs: int, timeout: float | None, quiet: bool) -> int:
    paths = [path for place in given for path in _tables(place)]
    reviews: list[Review] = []
    for path in paths:
        with _bar(f"{path.stem}: certificates", quiet) as bar, time_limit(timeout):
            found = review(path, jobs, bar)
        reviews.append(found)
        if not json:
            _show(found, quiet)
    if json:
        print_json({"tables": [_entry(found) for found in reviews]})
    statuses = [found.status for found in reviews]
    return 1 if 1 in statuses else max(statuses)


def _tables(place: Path) -> list[Path]:
    if place.is_dir():
        if found := list(tables_in(place)):
            return found
        raise InputError(f"{place}: there is no table (NAME.json beside NAME.certs) in this folder")
    if not place.exists():
        raise InputError(f"{place}: there is no such file")
    return [place]


def _show(found: Review, quiet: bool) -> None:
    name = one_line(str(found.path))
    for finding in found.findings:
        print(f"{name}: {'holey' if finding.holey else 'wrong'}: {one_line(str(finding))}")
    if not found.findings and not quiet:
        silent = f"; {found.silent} cells claim nothing" if found.silent else ""
        print(f"{name}: valid: {found.cells} cells follow from {found.certificates} certificates{silent}")


def _entry(found: Review) -> dict[str, Any]:
    return {
        "file": str(found.path),
        "verdict": {0: "valid", 1: "invalid", 3: "holey"}[found.status],
        "cells": found.cells,
        "silent": found.silent,
        "certificates": found.certificates,
        "findings": [
            {"row": f.row or None, "column": f.column or None, "step": f.step, "reason": f.reason, "holey": f.holey}
            for f in found.findings
        ],
    }


@contextmanager
def _bar(title: str, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, if that is a terminal."""
    screen = Console(stderr=True)
    if quiet or not screen.is_terminal:
        yield lambda done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True) as shown:
        task = shown.add_task(title, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def _list(json: bool) -> None:
    known: dict[str, dict[str, tuple[str, dict[str, Any]]]] = {
        "quantity": {name: (q.text, {**q.options, **q.places}) for name, q in QUANTITIES.items()},
        "construction": {name: (c.text, dict(c.parameters)) for name, c in CONSTRUCTIONS.items()},
    }
    if json:
        print_json(
            {
                title: {
                    name: {"text": text, "options": {key: option.text for key, option in options.items()}}
                    for name, (text, options) in entries.items()
                }
                for title, entries in known.items()
            }
        )
        return
    for title, entries in known.items():
        listing = Listing(box=None, header_style="bold", pad_edge=False)
        for heading in (title, "what it is", "options"):
            listing.add_column(heading, overflow="fold")
        for name, (text, options) in entries.items():
            told = "\n".join(f"{key}: {option.text}{_default(option.default)}" for key, option in options.items())
            listing.add_row(name, text, told)
        console().print(listing, markup=False)
        print()
    print("bounds: exactnet verify --list")


def _default(value: Any) -> str:
    return "" if value is None else f" [{value}]"
