"""Searches in TOML files; every fault is shown with its line and column."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exactnet.conjectures.fields import FieldError
from exactnet.conjectures.language import line_and_column
from exactnet.conjectures.problem import Problem
from exactnet.errors import InputError
from exactnet.frontends import read_document

__all__ = ["read_fields", "read_problem"]

_HEADER = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*([A-Za-z0-9_.\"'-]+)\s*=\s*")
_QUOTES = ('"""', "'''", '"', "'")


def read_fields(path: Path) -> tuple[str, dict[str, Any]]:
    """The text of a file, and its fields; a network that is named in it is put in its place.

    Raises
    ------
    InputError
        If it cannot be read or is no TOML; with the place of the fault.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: the file is not UTF-8 text") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: the file cannot be read ({getattr(error, 'strerror', None) or error})") from None
    text = text.replace("\r\n", "\n")
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: not TOML: {_with_place(str(error), text)}") from None
    except RecursionError:
        raise InputError(f"{path}: the document is nested too deeply") from None
    chosen = document.get("class")
    if isinstance(chosen, Mapping) and isinstance(chosen.get("of"), str):
        document["class"] = {**chosen, "of": dict(read_document(path.parent / chosen["of"]))}
    return text, document


def read_problem(path: Path, overriding: Mapping[str, Any] | None = None) -> Problem:
    """The search in a file; fields of ``overriding`` (and of its tables) take the place of those there.

    Raises
    ------
    InputError
        One sentence, with the file, line and column.
    """
    text, document = read_fields(path)
    for key, value in (overriding or {}).items():
        inner = document.get(key)
        document[key] = {**inner, **value} if isinstance(inner, dict) and isinstance(value, Mapping) else value
    try:
        return Problem.of(document)
    except FieldError as error:
        line, column = _place(text, error)
        where = ".".join(error.path)
        raise InputError(
            f"{path}: line {line}, column {column}: {where + ': ' if where else ''}{error.reason}"
        ) from None


def _with_place(message: str, text: str) -> str:
    """Some faults have no place of their own in the message: they are at the end of the document."""
    if "at line" in message:
        return message
    line, column = line_and_column(text, len(text))
    return message.replace("(at end of document)", f"(at line {line}, column {column}: the end of the document)")


def _place(text: str, error: FieldError) -> tuple[int, int]:
    """Line and column of the field, or of the place inside of its text."""
    start = _offset(text, error.path)
    if error.offset is not None:
        for quotes in _QUOTES:
            if text.startswith(quotes, start):
                start += len(quotes)
                start += len(quotes) == 3 and text.startswith("\n", start)
                start += 0 if "\\" in text[start : start + error.offset] and quotes[0] == '"' else error.offset
                break
    return line_and_column(text, start)


def _offset(text: str, path: tuple[str, ...]) -> int:
    """Where the value of a field begins; if the field is not found by itself, of the nearest one around it."""
    known = _values(text)
    for length in range(len(path), 0, -1):
        if path[:length] in known:
            return known[path[:length]]
    return 0


def _values(text: str) -> dict[tuple[str, ...], int]:
    """Offsets of the values of keys that stand at the beginning of a line, and of the headers of tables."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    offset, open_quotes = 0, ""
    for line in text.splitlines(keepends=True):
        if open_quotes:
            open_quotes = "" if open_quotes in line else open_quotes
        elif header := _HEADER.fullmatch(line.rstrip("\n")):
            table = _parts(header[1])
            if line.lstrip().startswith("[["):
                number = counts[table] = counts.get(table, -1) + 1
                table = (*table, str(number))
            found.setdefault(table, offset + line.index("["))
        elif key := _KEY.match(line):
            path = (*table, *_parts(key[1]))
            found.setdefault(path, offset + key.end())
            rest = line[key.end() :]
            for quotes in _QUOTES[:2]:
                if rest.startswith(quotes) and quotes not in rest[3:]:
                    open_quotes = quotes
        offset += len(line)
    return found


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
