"""`exactnet table`."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from json import dumps as as_json
from pathlib import Path
from time import monotonic
from typing import Annotated, Any

import typer

from exactnet.cli.options import Jobs, JsonFlag, Out, Quiet, Seed, Timeout
from exactnet.cli.session import require_folder, time_limit
from exactnet.cli.table_check import bar, check_tables
from exactnet.cli.table_list import list_all as print_list
from exactnet.errors import InputError, TimeLimitError
from exactnet.frontends import FloatNotice
from exactnet.printed import FORMATS
from exactnet.tables import Plan, Table, build, read_plan

__all__ = ["table"]


def table(
    specs: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Specifications (*.toml). With --check: tables (*.json, or a text beside it), or folders of them.",
            metavar="SPEC...",
            show_default=False,
        ),
    ] = None,
    formats: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="|".join(FORMATS),
            help="What is printed; with --out also several, with commas. \\[default: md]",
            show_default=False,
        ),
    ] = None,
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
        print_list(json)
        return 0
    given = specs or []
    if not given:
        raise InputError(
            "name a specification (*.toml), or with --check a table; --list shows what a specification may use"
        )
    if check:
        return check_tables(given, json, jobs, timeout, quiet)
    endings = _endings(formats, json, out)
    if len(given) > 1 and out is None and verify is None and not json:
        raise InputError("several tables are written to a folder: --out DIR")
    if len({path.stem for path in given}) < len(given):
        raise InputError("two of the specifications have the same name; their tables would be one file")
    if verify is not None and not verify.is_dir():
        raise InputError(f"--verify {verify}: there is no such folder")
    require_folder(out)
    statuses, documents, end = [], [], None if timeout is None else monotonic() + timeout
    for path in given:
        kept = cache
        if kept is None and out is not None:
            kept = out / f"{path.stem}.cache.sqlite"
        if no_cache or verify is not None:
            kept = None
        done = _Done()
        left = None if end is None else max(0.001, end - monotonic())
        with bar(f"{path.stem}: cells", quiet) as shown, time_limit(left, timeout):
            made = _built(_plan(path, quiet), kept, jobs, done.then(shown))
        if verify is not None:
            found = _compared(made, verify)
            statuses.append(0 if found["same"] else 1)
            documents.append(found)
            if not json:
                _show_comparison(found)
            continue
        _give(made, out, endings, quiet, json, "" if kept is None else f"; {done}")
        statuses.append(1 if made.refuted else 3 if made.undecided else 0)
        documents.append(dict(made.document))
    if json:
        single = len(documents) == 1 and verify is None
        print(made.text("json") if single else as_json({"tables": documents}, indent=2), end="" if single else "\n")
    return 1 if 1 in statuses else max(statuses)


class _Done:
    """How many computations were made, and how many were kept from an earlier run."""

    def __init__(self) -> None:
        self._seen: list[tuple[int, int]] = []

    def then(self, bar: Callable[[int, int], None]) -> Callable[[int, int], None]:
        """Note what progress is told, and pass it on."""

        def told(done: int, total: int) -> None:
            self._seen.append((done, total))
            bar(done, total)

        return told

    def __str__(self) -> str:
        kept, total = self._seen[0]
        return f"{total - kept} computed, {kept} kept from before"


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


def _endings(formats: str | None, json: bool, out: Path | None) -> list[str]:
    """The formats that are asked for."""
    if formats is None:
        return ["json" if json else "md"]
    found = [name.strip() for name in formats.split(",")]
    for ending in found:
        if ending not in FORMATS:
            raise InputError(f"there is no format {ending!r}; known are {', '.join(FORMATS)}")
    if json and out is None and found != ["json"]:
        raise InputError("--json prints the table's document; other formats beside it are written with --out DIR")
    return found


def _give(made: Table, out: Path | None, endings: list[str], quiet: bool, json: bool, done: str) -> None:
    if out is None:
        if json:
            return
        if len(endings) > 1:
            raise InputError("several formats are written to a folder: --out DIR")
        print(made.text(endings[0]), end="")
        if not quiet:
            typer.echo("exactnet: note: certificates were not kept; --out DIR writes them with the table", err=True)
        return
    # a text of an older table beside the new one would be a wrong one
    beside = [ending for ending in FORMATS if (out / f"{made.name}.{ending}").is_file()]
    try:
        paths = made.write(out, [*endings, *beside])
    except OSError as error:
        raise InputError(f"--out {out}: {error.strerror or error}") from None
    if not quiet and not json:
        names = ", ".join(path.name for path in paths)
        print(f"{made.name}: {len(made.rows)} rows; {names} and {len(made.certificates)} certificates in {out}{done}")


def _compared(made: Table, folder: Path) -> dict[str, Any]:
    """Whether the files in a folder are those of a table made anew; formats count if they are there."""
    endings = [ending for ending in FORMATS if (folder / f"{made.name}.{ending}").is_file()]
    files = made.files(endings)
    there = {path.relative_to(folder).as_posix() for path in (folder / f"{made.name}.certs").glob("*")}
    missing = [name for name in files if not (folder / name).is_file()]
    differing = [name for name in files if name not in missing and (folder / name).read_bytes() != files[name]]
    strange = sorted(there - files.keys())
    return {
        "table": made.name,
        "files": len(files),
        "same": not (missing or differing or strange),
        "differs": differing,
        "missing": missing,
        "belongs_to_no_cell": strange,
    }


def _show_comparison(found: dict[str, Any]) -> None:
    for key, text in (("differs", "differs"), ("missing", "is missing"), ("belongs_to_no_cell", "belongs to no cell")):
        for name in found[key]:
            print(f"{found['table']}: {name}: {text}")
    if found["same"]:
        print(f"{found['table']}: {found['files']} files rebuilt, byte for byte the same")
