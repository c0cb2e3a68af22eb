"""The JSON document of a table: read strictly, and sealed with digests."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from exactnet.check.reader import array, canonical, integer, long_integers, obj, read_json, string
from exactnet.check.verdict import Rejected, require
from exactnet.errors import InputError

__all__ = [
    "DECIDED",
    "FORMAT",
    "Document",
    "bound_statuses",
    "read_table",
    "row_digest",
    "sealed",
    "table_digest",
    "verdict_of",
]

FORMAT = "exactnet-table/1"
Document: TypeAlias = Mapping[str, Any]

DECIDED = ("measured", "proved", "refuted")
_SILENT = ("not_applicable", "unknown")
_ORDER = ("refuted", "unknown", "proved", "measured", "not_applicable")


def verdict_of(cells: Sequence[Document]) -> str:
    """The verdict of a row: the first of these that a cell has.

    >>> verdict_of([{"verdict": "measured"}, {"verdict": "proved"}])
    'proved'
    """
    found = {cell["verdict"] for cell in cells}
    return next((word for word in _ORDER if word in found), "not_applicable")


def bound_statuses(columns: Sequence[Document], cells: Sequence[Document]) -> list[str]:
    """The statuses of the theorems that are decided in a row."""
    pairs = zip(columns, cells, strict=True)
    return sorted({c["status"] for c, cell in pairs if c["kind"] == "bound" and cell["verdict"] in DECIDED})


def row_digest(row: Document) -> str:
    """The sha256 of a row."""
    return _sha256({key: value for key, value in row.items() if key != "sha256"})


def table_digest(table: Document) -> str:
    """The sha256 of a table."""
    rest = {key: value for key, value in table.items() if key != "sha256"}
    return _sha256({**rest, "rows": [row["sha256"] for row in table["rows"]]})


def sealed(table: Document) -> dict[str, Any]:
    """Complete the rows and the table: verdict, status, certificates, sha256."""
    rows = []
    for row in table["rows"]:
        cells = row["cells"]
        full = {
            **row,
            "verdict": verdict_of(cells),
            "status": bound_statuses(table["columns"], cells),
            "certificates": sorted({cell["certificate"] for cell in cells if "certificate" in cell}),
        }
        rows.append({**full, "sha256": row_digest(full)})
    whole = {"format": FORMAT, **table, "rows": rows}
    return {**whole, "sha256": table_digest(whole)}


def read_table(path: Path) -> dict[str, Any]:
    """Read a table.

    Raises
    ------
    InputError
        If the file cannot be read or is no table; the message starts with its name.
    """
    try:
        with long_integers():
            return _table(read_json(path.read_bytes()))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from None
    except Rejected as error:
        raise InputError(f"{path}: this is no table: {error.reason}") from None
    except RecursionError:
        raise InputError(f"{path}: the document is nested too deeply") from None


def _sha256(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def _table(value: object) -> dict[str, Any]:
    keys = ("format", "title", "source", "notes", "parameters", "columns", "rows", "sha256")
    table = obj(value, keys, "table", "the document")
    require(table["format"] == FORMAT, "table", f"format must be {FORMAT!r}")
    for key in ("title", "source", "sha256"):
        string(table[key], "table", key)
    for key in ("notes", "parameters"):
        for item in array(table[key], "table", key):
            string(item, "table", key)
    columns = [_column(c, f"columns[{i}]") for i, c in enumerate(array(table["columns"], "table", "columns"), 1)]
    for i, row in enumerate(array(table["rows"], "table", "rows"), 1):
        _row(row, columns, f"rows[{i}]")
    return table


def _column(value: object, name: str) -> dict[str, Any]:
    require(isinstance(value, dict), "table", f"{name} must be an object")
    kind = value.get("kind") if isinstance(value, dict) else None
    require(kind in ("quantity", "bound"), "table", f"{name} is of no known kind")
    own = ("name", "read", "then", "show") if kind == "quantity" else ("status", "source", "statement")
    column = obj(value, ("title", "kind", "claim", "digits", *own), "table", name)
    obj(column["claim"], ["rule"], "table", f"{name}: claim", optional=_names(column["claim"]))
    require(
        integer(column["digits"], "table", f"{name}: digits", 0) <= 1000, "table", f"{name}: digits are at most 1000"
    )
    for key in ("title", *(k for k in own if k not in ("read", "then"))):
        string(column[key], "table", f"{name}: {key}")
    if kind == "quantity":
        array(column["read"], "table", f"{name}: read")
        known = ("value", "log") if column["then"] == "growth" else ("value",)
        require(column["show"] in known, "table", f"{name}: show is none of {', '.join(known)}")
    return column


def _row(value: object, columns: list[dict[str, Any]], name: str) -> None:
    keys = ("name", "given", "subject", "cells", "verdict", "status", "certificates", "sha256")
    row = obj(value, keys, "table", name)
    for key in ("name", "verdict", "sha256"):
        string(row[key], "table", f"{name}: {key}")
    for key in ("status", "certificates"):
        for item in array(row[key], "table", f"{name}: {key}"):
            string(item, "table", f"{name}: {key}")
    obj(row["given"], [], "table", f"{name}: given", optional=_names(row["given"]))
    subject = obj(row["subject"], ["sha256", "shape"], "table", f"{name}: subject")
    string(subject["sha256"], "table", f"{name}: subject")
    cells = array(row["cells"], "table", f"{name}: cells")
    require(len(cells) == len(columns), "table", f"{name} must have {len(columns)} cells, as there are columns")
    for i, (cell, column) in enumerate(zip(cells, columns, strict=True), 1):
        _cell(cell, column["kind"], f"{name}: cells[{i}]")


def _cell(value: object, kind: str, name: str) -> None:
    verdict = value.get("verdict") if isinstance(value, dict) else None
    if verdict in _SILENT:
        string(obj(value, ["verdict", "reason"], "table", name)["reason"], "table", f"{name}: reason")
        return
    known = ("measured",) if kind == "quantity" else ("proved", "refuted")
    require(verdict in known, "table", f"{name}: the verdict is none of {', '.join(known + _SILENT)}")
    further = "other" if kind == "quantity" else "witness"
    cell = obj(value, ["verdict", "value", "certificate"], "table", name, optional=[further])
    for key in ("certificate", further):
        string(cell.get(key, ""), "table", f"{name}: {key}")
    if kind == "bound":
        obj(cell["value"], ["parameters", "measured", "side", "bound_value"], "table", f"{name}: value")


def _names(value: object) -> list[str]:
    return list(value) if isinstance(value, dict) else []
