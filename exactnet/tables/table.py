"""The finished table: its document, its certificates, and what is written of it."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exactnet.check.reader import long_integers
from exactnet.check.verdict import Rejected, require
from exactnet.errors import InputError
from exactnet.printed.document import sealed
from exactnet.printed.formats import FORMATS, written
from exactnet.printed.html import fragment
from exactnet.printed.reading import filled, matches, shape_of, value_of
from exactnet.tables.cache import opened
from exactnet.tables.columns import Column
from exactnet.tables.run import outcomes as performed
from exactnet.tables.spec import Plan, RowPlan
from exactnet.tables.tasks import Outcome, task_of

__all__ = ["Table", "build"]


@dataclass(frozen=True, eq=False)
class Table:
    """A certified table.

    Attributes
    ----------
    name
        What its files are called.
    document
        The JSON document (``docs/tables.md``).
    certificates
        The canonical bytes of all certificates, by their digests.
    """

    name: str
    document: Mapping[str, Any]
    certificates: Mapping[str, bytes]

    @property
    def rows(self) -> list[Mapping[str, Any]]:
        """The rows of the document."""
        return list(self.document["rows"])

    @property
    def refuted(self) -> bool:
        """Whether some bound is refuted."""
        return any(row["verdict"] == "refuted" for row in self.rows)

    @property
    def undecided(self) -> bool:
        """Whether some cell is unknown."""
        return any(cell["verdict"] == "unknown" for row in self.rows for cell in row["cells"])

    def text(self, ending: str = "md") -> str:
        """The table as Markdown (``md``), LaTeX (``tex``), CSV (``csv``), HTML (``html``) or JSON (``json``)."""
        if ending not in FORMATS:
            raise InputError(f"there is no format {ending!r}; known are {', '.join(FORMATS)}")
        with long_integers():
            return written(self.document, ending)

    def files(self, endings: Iterable[str] = ()) -> dict[str, bytes]:
        """The files of the table by their paths in a folder: the document, other formats, the certificates."""
        named = {f"{self.name}.{ending}": self.text(ending).encode() for ending in dict.fromkeys(["json", *endings])}
        return {**named, **{f"{self.name}.certs/{d}.cert.json": text for d, text in sorted(self.certificates.items())}}

    def write(self, folder: str | Path, endings: Iterable[str] = ()) -> list[Path]:
        """Write the files, certificates first, each whole or not at all; certificates of an older table are removed."""
        folder, files = Path(folder), self.files(endings)
        for name in sorted(files, key=lambda name: "/" not in name):
            _write(folder / name, files[name])
        for path in (folder / f"{self.name}.certs").glob("*.cert.json"):
            if f"{self.name}.certs/{path.name}" not in files and re.fullmatch("[0-9a-f]{64}.cert.json", path.name):
                path.unlink()
        return [folder / name for name in files if "/" not in name]

    def _repr_html_(self) -> str:
        return fragment(self.document)

    def _repr_latex_(self) -> str:
        return self.text("tex")

    def _repr_markdown_(self) -> str:
        return self.text("md")

    def __repr__(self) -> str:
        return f"Table({self.name}: {len(self.rows)} rows, {len(self.certificates)} certificates)"


def build(
    plan: Plan, cache: Path | None = None, jobs: int = 1, progress: Callable[[int, int], None] | None = None
) -> Table:
    """Make a table.

    Parameters
    ----------
    plan
        What is to be made.
    cache
        A file in which results are kept.
    jobs
        Processes.
    progress
        Called with the numbers of computations that are done, and of all.

    Raises
    ------
    TimeLimitError
        If the time is over; what is done is kept in the cache.

    Examples
    --------
    >>> from exactnet.tables.spec import read_plan
    >>> row = {"construction": "tent", "parameters": {"s": "3/2"}}
    >>> table = build(read_plan({"rows": [row], "columns": [{"quantity": "entropy"}, {"quantity": "laps", "n": 3}]}))
    >>> table, [cell["value"] for cell in table.rows[0]["cells"]][1]
    (Table(table: 1 rows, 2 certificates), 8)
    """
    tasks = {(i, j): task_of(row, column) for i, row in enumerate(plan.rows) for j, column in enumerate(plan.columns)}
    with opened(cache) as kept:
        found = performed(tasks.values(), kept, jobs, progress)
    certificates: dict[str, bytes] = {}
    with long_integers():
        rows = [
            _row(row, plan.columns, [found[tasks[i, j]] for j in range(len(plan.columns))], certificates)
            for i, row in enumerate(plan.rows)
        ]
        document = {
            "title": plan.title,
            "source": plan.source,
            "notes": list(plan.notes),
            "parameters": plan.parameters,
            "columns": [column.document for column in plan.columns],
            "rows": rows,
        }
        return Table(plan.name, sealed(document), certificates)


def _row(
    row: RowPlan, columns: Iterable[Column], outcomes: Iterable[Outcome], certificates: dict[str, bytes]
) -> dict[str, Any]:
    cells = [_cell(row, column, outcome, certificates) for column, outcome in zip(columns, outcomes, strict=True)]
    subject = row.subject.certificate_subject.value
    about = {"sha256": subject["sha256"], "shape": shape_of(subject)}
    return {"name": row.name, "given": dict(row.given), "subject": about, "cells": cells}


def _cell(row: RowPlan, column: Column, outcome: Outcome, certificates: dict[str, bytes]) -> dict[str, Any]:
    if outcome.certificate is None:
        return {"verdict": outcome.verdict, "reason": outcome.reason}
    digest = hashlib.sha256(outcome.certificate).hexdigest()
    certificate = json.loads(outcome.certificate)
    claim, subject, own = certificate["claim"], certificate["subject"], column.document
    about = {"witness": subject["sha256"]} if outcome.witness else {}
    if subject["type"] == "pair":
        about = {"other": subject["second"]["sha256"]}
    # what the check will ask is asked here already: a mistake of this program must not be shipped
    try:
        failing = matches(filled(own["claim"], row.given), claim, subject, outcome.witness)
        require(failing is None, "claim", f"the certificate says otherwise: {failing}")
        value = value_of(own, claim, row.given)
    except Rejected as error:
        # a layer that this network does not have, a slope that is not claimed of a curve
        if error.step == "value" and own["kind"] == "quantity":
            return {"verdict": "not_applicable", "reason": f"there is no {own['name']} of it: {error.reason}"}
        raise InputError(f"{row.place}, column {column.title!r}: {error.reason}") from None
    certificates[digest] = outcome.certificate
    return {"verdict": outcome.verdict, "value": value, "certificate": digest, **about}


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
