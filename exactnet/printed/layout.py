"""A table as rows of text, for every format that people read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from exactnet.printed.document import DECIDED, Document
from exactnet.printed.numbers import log_text, number_text

__all__ = ["Layout", "cell_text", "claims_nothing", "given_text", "laid_out", "parameters_text"]

SIGNS = {("upper", "proved"): "≤", ("lower", "proved"): "≥", ("upper", "refuted"): "≰", ("lower", "refuted"): "≱"}


@dataclass(frozen=True)
class Layout:
    """The text of a table.

    Attributes
    ----------
    headings, rows
        The columns' headings and the cells.
    right
        Which columns hold numbers.
    digests
        The digests of each row's certificates.
    notes
        What stands below the table.
    """

    headings: list[str]
    rows: list[list[str]]
    right: list[bool]
    digests: list[list[str]]
    notes: list[str]


def laid_out(table: Document) -> Layout:
    """Write the cells of a table; the digests of certificates are not among them."""
    named = any(row["name"] for row in table["rows"])
    columns = table["columns"]
    headings = [*([""] if named else []), *table["parameters"], *(_heading(c) for c in columns), "verdict", "status"]
    rows = [
        [
            *([row["name"]] if named else []),
            *(given_text(row["given"].get(name)) for name in table["parameters"]),
            *(cell_text(column, cell) for column, cell in zip(columns, row["cells"], strict=True)),
            row["verdict"].replace("_", " "),
            ", ".join(row["status"]),
        ]
        for row in table["rows"]
    ]
    right = [*([False] if named else []), *[True] * (len(table["parameters"]) + len(columns)), False, False]
    return Layout(headings, rows, right, [row["certificates"] for row in table["rows"]], _notes(table))


def _heading(column: Document) -> str:
    return column["title"] if column["kind"] == "quantity" else f"{column['title']} ({column['status']})"


def cell_text(column: Document, cell: Document) -> str:
    """The text of a cell."""
    if cell["verdict"] not in DECIDED:
        return "?" if cell["verdict"] == "unknown" else "–"
    value, digits = cell["value"], column["digits"]
    if column["kind"] == "quantity":
        return log_text(value, digits) if column["show"] == "log" else number_text(value, digits)
    sign = SIGNS[value["side"], cell["verdict"]]
    instance = parameters_text(column, cell)
    compared = f"{number_text(value['measured'], digits)} {sign} {number_text(value['bound_value'], digits)}"
    return f"{compared} ({instance})" if instance else compared


def parameters_text(column: Document, cell: Document) -> str:
    """The parameters of a bound's instance that the column leaves open."""
    named = column["claim"].get("parameters", {})
    return ", ".join(f"{name} = {value}" for name, value in cell["value"]["parameters"].items() if name not in named)


def given_text(value: Any) -> str:
    """The text of a row's parameter."""
    if isinstance(value, list):
        return ", ".join(map(given_text, value))
    if isinstance(value, dict):
        return number_text(value, 6)
    return "" if value is None else str(value)


def claims_nothing(table: Document) -> list[str]:
    """Which cells claim nothing, and why: one line for a reason, in the same rows of some columns."""
    found: dict[tuple[str, str], list[str]] = {}
    for number, row in enumerate(table["rows"], 1):
        for column, cell in zip(table["columns"], row["cells"], strict=True):
            if cell["verdict"] not in DECIDED:
                mark = "?" if cell["verdict"] == "unknown" else "–"
                found.setdefault((f"{mark}: {cell['reason']}", column["title"]), []).append(str(number))
    joined: dict[tuple[str, str], list[str]] = {}
    for (reason, title), numbers in found.items():
        joined.setdefault((", ".join(dict.fromkeys(numbers)), reason), []).append(title)
    return [f"{'; '.join(titles)}, row {rows}, {reason}" for (rows, reason), titles in joined.items()]


def _notes(table: Document) -> list[str]:
    bounds = [
        f"{c['title']} ({c['status']}; {c['source']}): {c['statement']}"
        for c in table["columns"]
        if c["kind"] == "bound"
    ]
    return [
        *([f"Source: {table['source']}"] if table["source"] else []),
        *table["notes"],
        *dict.fromkeys(bounds),
        *claims_nothing(table),
    ]
