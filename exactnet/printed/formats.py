"""A table in the formats that are files: Markdown, CSV, JSON; LaTeX and HTML have their own modules."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

from exactnet.printed.document import DECIDED, Document
from exactnet.printed.html import html
from exactnet.printed.latex import latex
from exactnet.printed.layout import given_text, laid_out, parameters_text
from exactnet.printed.numbers import exactly

__all__ = ["FORMATS", "document_bytes", "written"]

_SHORT = 8


def document_bytes(table: Document) -> bytes:
    """The JSON document as it is kept: sorted keys, one cell or column a line."""
    rows = [
        _lines(
            {**{k: v for k, v in row.items() if k != "cells"}}, {"cells": [_line(cell) for cell in row["cells"]]}, "  "
        )
        for row in table["rows"]
    ]
    columns = [_line(column) for column in table["columns"]]
    rest = {key: value for key, value in table.items() if key not in ("rows", "columns")}
    return (_lines(rest, {"columns": columns, "rows": rows}, "") + "\n").encode()


def _line(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=True)


def _lines(plain: dict[str, Any], lists: dict[str, list[str]], indent: str) -> str:
    parts = {key: _line(value) for key, value in plain.items()}
    for key, items in lists.items():
        parts[key] = "[\n" + ",\n".join(f"{indent}  {item}" for item in items) + f"\n{indent}]"
    return "{" + f",\n{indent}".join(f"{json.dumps(key)}: {parts[key]}" for key in sorted(parts)) + "}"


def _markdown(table: Document) -> str:
    found = laid_out(table)
    cells = [[*map(_escaped, found.headings), "certificates"]]
    cells += [
        [*map(_escaped, row), " ".join(f"`{d[:_SHORT]}`" for d in digests)]
        for row, digests in zip(found.rows, found.digests, strict=True)
    ]
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    lines.insert(1, "|" + "|".join("---:" if right else "---" for right in [*found.right, False]) + "|")
    notes = [f"- {_escaped(note)}" for note in found.notes]
    return "\n".join([f"**{_escaped(table['title'])}**", "", *lines, *([""] if notes else []), *notes, ""])


# what Markdown would read as something else: code, links, entities, lists, a line through (but ~ before a number is ours)
_MARKUP = re.compile(r"[\\|*_<>`]|\](?=[(\[])|&(?=[#\w]+;)|~(?![\d.])|^[#+-](?=\s|[#+-])|(?<=^\d)[.)](?=\s)")


def _escaped(text: str) -> str:
    """Text with nothing in it that is markup.

    >>> print(_escaped("a|b `c` [d](e) &lt; ~f~ ~1.5"))
    a\\|b \\`c\\` [d\\](e) \\&lt; \\~f\\~ ~1.5
    """
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


def _csv(table: Document) -> str:
    """Every number exactly; a bound has six columns, and every column its certificates."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    heading = ["name", *table["parameters"]]
    for column in table["columns"]:
        parts = (
            ("", " certificate")
            if column["kind"] == "quantity"
            else ("", " side", " bound", " instance", " verdict", " certificate")
        )
        heading += [column["title"] + part for part in parts]
    writer.writerow([*heading, "verdict", "status", "subject"])
    for row in table["rows"]:
        line = [row["name"], *(given_text(row["given"].get(name)) for name in table["parameters"])]
        for column, cell in zip(table["columns"], row["cells"], strict=True):
            line += _csv_cell(column, cell)
        writer.writerow([*line, row["verdict"], " ".join(row["status"]), row["subject"]["sha256"]])
    return stream.getvalue()


def _csv_cell(column: Document, cell: Document) -> list[str]:
    decided = cell["verdict"] in DECIDED
    if column["kind"] == "quantity":
        return [exactly(cell["value"]), cell["certificate"]] if decided else [cell["verdict"], ""]
    if not decided:
        return ["", "", "", "", cell["verdict"], ""]
    value, instance = cell["value"], parameters_text(column, cell)
    compared = [exactly(value["measured"]), value["side"], exactly(value["bound_value"])]
    return [*compared, instance, cell["verdict"], cell["certificate"]]


FORMATS: dict[str, Callable[[Document], str]] = {
    "csv": _csv,
    "tex": latex,
    "md": _markdown,
    "html": html,
    "json": lambda table: document_bytes(table).decode(),
}


def written(table: Document, ending: str) -> str:
    """A table in one of `FORMATS`."""
    return FORMATS[ending](table)
