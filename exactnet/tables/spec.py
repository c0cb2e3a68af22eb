"""The specification of a table: TOML, read with the place of every mistake."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exactnet.compile.places import parse_domain
from exactnet.errors import InputError
from exactnet.frontends import Subject
from exactnet.model import Network
from exactnet.printed.layout import given_text
from exactnet.tables.columns import Column, read_column
from exactnet.tables.options import number
from exactnet.tables.subjects import combinations, subject_of

__all__ = ["Plan", "RowPlan", "read_plan"]

_KEYS = {"title": str, "source": str, "notes": list, "rows": list, "columns": list}
_ROW_KEYS = ("network", "map", "construction", "name", "parameters", "family")


@dataclass(frozen=True)
class RowPlan:
    """A row to be made: its name, what was given, the subject, and where the specification says so."""

    name: str
    given: Mapping[str, Any]
    subject: Subject
    place: str


@dataclass(frozen=True)
class Plan:
    """A table to be made.

    Attributes
    ----------
    name
        What its files are called.
    title, source, notes
        What is printed with it.
    columns, rows
        In order.
    """

    name: str
    title: str
    source: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[RowPlan, ...]

    @property
    def parameters(self) -> list[str]:
        """The names of what is given in the rows, as they first occur."""
        return list(dict.fromkeys(name for row in self.rows for name in row.given))


def read_plan(source: str | Path | Mapping[str, Any], name: str = "table", folder: str | Path = ".") -> Plan:
    """Read a specification from a file, or from one that is parsed already (files then lie in ``folder``).

    Raises
    ------
    InputError
        With the place in the file, for anything that is unknown, missing or of the wrong kind.

    Examples
    --------
    >>> tents = {"construction": "tent", "family": {"s": ["1", "3/2", "2"]}}
    >>> plan = read_plan({"rows": [tents], "columns": [{"quantity": "entropy"}]})
    >>> [row.given for row in plan.rows]
    [{'s': '1'}, {'s': '3/2'}, {'s': '2'}]
    """
    if isinstance(source, Mapping):
        return _plan(source, name, Path(folder))
    path = Path(source)
    try:
        return _plan(_parsed(path), path.stem, path.parent)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def _parsed(path: Path) -> Mapping[str, Any]:
    try:
        # decimals stay what is written; they are read exactly
        return tomllib.loads(path.read_bytes().decode(), parse_float=str)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"not TOML: {error}") from None
    except UnicodeDecodeError as error:
        raise InputError(f"the file is not UTF-8 text (byte {error.start})") from None
    except OSError as error:
        raise InputError(f"the file cannot be read ({error.strerror or error})") from None
    except RecursionError:
        raise InputError("the document is nested too deeply") from None


def _plan(document: Mapping[str, Any], name: str, folder: Path) -> Plan:
    _require_plain(document, "")
    for key, value in document.items():
        if key not in _KEYS:
            raise InputError(f"there is no {key!r} in a specification; it has {', '.join(_KEYS)}")
        if not isinstance(value, _KEYS[key]):
            raise InputError(f"{key}: it must be {'text' if _KEYS[key] is str else 'a list'}")
    for key in ("rows", "columns"):
        if not document.get(key):
            raise InputError(f"there are no {key}; write [[{key}]]")
    notes = document.get("notes", [])
    if not all(isinstance(note, str) for note in notes):
        raise InputError("notes: each must be text")
    columns = [_at(f"columns[{i}]", read_column, value, folder) for i, value in enumerate(document["columns"], 1)]
    rows = [
        row
        for i, value in enumerate(document["rows"], 1)
        for row in _at(f"rows[{i}]", _rows, value, folder, f"rows[{i}]")
    ]
    for row in rows:
        for i, column in enumerate(columns, 1):
            _at(f"columns[{i}], with {row.place}", lambda c=column, r=row: c.options(r.given))
    _require_domains(columns, rows)
    title = document.get("title", name)
    return Plan(name, title, document.get("source", ""), tuple(notes), tuple(columns), tuple(rows))


def _require_plain(value: Any, place: str) -> None:
    """Refuse dates and times, and floats where no file was read."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            _require_plain(item, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list | tuple):
        for i, item in enumerate(value, 1):
            _require_plain(item, f"{place}[{i}]")
    elif not isinstance(value, str | int):
        raise InputError(f"{place}: {value!r} is neither text nor an exact number; write it as text")


def _require_domains(columns: Iterable[Column], rows: Iterable[RowPlan]) -> None:
    """Refuse a domain that is none for any row; for some it may be."""
    inputs = {row.subject.inputs if isinstance(row.subject, Network) else 1 for row in rows}
    for i, column in enumerate(columns, 1):
        if column.domain in (None, "own"):
            continue
        problems = [problem for n in inputs if (problem := _domain_problem(str(column.domain), n)) is not None]
        if len(problems) == len(inputs):
            raise InputError(f"columns[{i}]: domain: {problems[0]}")


def _domain_problem(text: str, inputs: int) -> str | None:
    try:
        parse_domain(text, inputs)
    except InputError as error:
        return str(error)
    return None


def _at(place: str, read: Any, *arguments: Any) -> Any:
    """Read something; a mistake is told with its place."""
    if arguments and not isinstance(arguments[0], Mapping):
        raise InputError(f"{place}: it must be a TOML table")
    try:
        found = read(*arguments)
        return list(found) if isinstance(found, Iterator) else found
    except InputError as error:
        raise InputError(f"{place}: {error}") from None


def _rows(value: Mapping[str, Any], folder: Path, place: str) -> Iterator[RowPlan]:
    for key in value:
        if key not in _ROW_KEYS:
            raise InputError(f"there is no {key!r} in a row; it has {', '.join(_ROW_KEYS)}")
    for key, kind in (("name", str), ("parameters", Mapping), ("family", Mapping)):
        if not isinstance(value.get(key, kind() if kind is str else {}), kind):
            raise InputError(f"{key}: it must be {'text' if kind is str else 'a TOML table'}")
    constants, family = value.get("parameters", {}), value.get("family", {})
    for key in constants.keys() & family.keys():
        raise InputError(f"{key!r} is both in parameters and in family")
    for place_number, member in enumerate(combinations(family), 1):
        given = {**constants, **member}
        where = place if len(member) == 0 else f"{place}, member {place_number}"
        try:
            for key, item in given.items():
                _require_written(key, item)
            subject = subject_of(value, given, folder)
        except InputError as error:
            raise InputError(f"member {place_number}: {error}" if member else str(error)) from None
        name = value.get("name", "" if given else _file_name(value))
        for key, item in given.items():
            name = name.replace("{" + key + "}", given_text(item))
        yield RowPlan(name, given, subject, where)


def _file_name(row: Mapping[str, Any]) -> str:
    """The name of a row's file without suffixes, for a row that nothing else tells from others."""
    files = [value for key in ("network", "map") if isinstance(value := row.get(key), str)]
    return Path(files[0]).name.split(".")[0] if files else ""


def _require_written(key: str, value: Any) -> None:
    """Refuse an object among the values that is no number."""
    if isinstance(value, Mapping):
        try:
            number(value)
        except InputError as error:
            raise InputError(f"{key}: {error}") from None
    elif isinstance(value, list):
        for item in value:
            _require_written(key, item)
