"""`exactnet table --check`, and the progress bar of `exactnet table`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from exactnet.check.verdict import one_line
from exactnet.cli.session import print_json, time_limit
from exactnet.errors import InputError
from exactnet.printed import FORMATS, Review, review
from exactnet.printed.review import tables_in

__all__ = ["bar", "check_tables"]


def check_tables(given: list[Path], json: bool, jobs: int, timeout: float | None, quiet: bool) -> int:
    """Check tables, or all in a folder; give the exit status."""
    paths = [path for place in given for path in _tables(place)]
    reviews: list[Review] = []
    for path in paths:
        with bar(f"{path.stem}: certificates", quiet) as shown, time_limit(timeout):
            found = review(path, jobs, shown)
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
    if place.suffix.lstrip(".") not in FORMATS:
        return [place]
    document = place.with_suffix(".json")  # a text is checked with the table from which it was written
    if not document.exists():
        raise InputError(f"{place}: {document.name}, from which it was written, does not lie beside it")
    return [document]


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
def bar(title: str, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, if that is a terminal."""
    screen = Console(stderr=True)
    if quiet or not screen.is_terminal:
        yield lambda done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True) as shown:
        task = shown.add_task(title, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)
