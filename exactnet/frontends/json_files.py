"""JSON files of networks, interval maps and points."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from flint import fmpq, fmpz

from exactnet.compile import PiecewiseLinearMap, PiecewiseMap
from exactnet.errors import InputError
from exactnet.frontends.floats import notice_floats
from exactnet.frontends.interval_maps import map_from_json
from exactnet.model import Network
from exactnet.model.fields import number_at
from exactnet.model.reader import network_from_json

__all__ = ["Subject", "bytes_of", "read_document", "read_points", "subject_from_json", "subject_from_text", "text_of"]

Subject: TypeAlias = Network | PiecewiseLinearMap | PiecewiseMap

_Reader: TypeAlias = Callable[[Mapping[str, Any]], Subject]
_READERS: dict[str, _Reader] = {
    "exactnet-network/1": network_from_json,
    "exactnet-map/1": map_from_json,
}
_MAX_INTEGER_CHARACTERS = 100_000


def read_document(path: str | Path) -> Mapping[str, Any]:
    """The JSON object in a file, not interpreted yet.

    Raises
    ------
    InputError
        If it cannot be read or is no JSON object; the message starts with the file's name.
    """
    document = _read_json(Path(path))
    if not isinstance(document, Mapping):
        raise InputError(f"{path}: the document must be a JSON object")
    return document


def read_points(path: str | Path) -> list[list[fmpq]]:
    """The points in a file: a JSON list of numbers is one point, a list of such lists are several.

    Warns
    -----
    FloatNotice
        Once, if there are JSON floats.

    Raises
    ------
    InputError
        If it cannot be read or is no such list; the message starts with the file's name.
    """
    document = _read_json(Path(path))
    if not isinstance(document, list) or not document:
        raise InputError(f"{path}: points are a JSON list of numbers, or a list of such lists")
    several = isinstance(document[0], list)
    try:
        points = [
            [
                number_at(x, f"point {i}, coordinate {j}")
                for j, x in enumerate(point if isinstance(point, list) else [point])
            ]
            for i, point in enumerate(document if several else [document])
        ]
    except InputError as error:
        raise InputError(f"{path}: {error}") from None
    notice_floats(_count_floats(document), "JSON float")
    return points


def _read_json(path: Path) -> Any:
    try:
        return _parse(text_of(bytes_of(path)))
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def bytes_of(path: Path) -> bytes:
    """All of a file; InputError if it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError("there is no such file") from None
    except IsADirectoryError:
        raise InputError("this is a folder, not a file") from None
    except (OSError, ValueError) as error:  # a path with a zero byte is a ValueError
        raise InputError(f"the file cannot be read ({getattr(error, 'strerror', None) or error})") from None


def text_of(content: bytes) -> str:
    """The text that bytes are; InputError if they are none."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"the file is not UTF-8 text (byte {error.start})") from None


def _parse(text: str) -> Any:
    if not text.strip():
        raise InputError("the file is empty")
    try:
        document = json.loads(text, parse_int=_integer, parse_constant=_Constant, object_pairs_hook=_object)
        if "NaN" in text or "Infinity" in text:
            _refuse_constants(document, "")
        return document
    except json.JSONDecodeError as error:
        raise InputError(
            f"not JSON: {error.msg.removesuffix(' at')} at line {error.lineno}, column {error.colno}"
        ) from None
    except RecursionError:
        raise InputError("the document is nested too deeply") from None


def _integer(literal: str) -> int:
    if len(literal) > _MAX_INTEGER_CHARACTERS:
        raise InputError(f"an integer of {len(literal)} digits is too long (at most {_MAX_INTEGER_CHARACTERS})")
    return int(fmpz(literal))  # flint's reader has no limit on digits and is fast


class _Constant(str):
    """NaN, Infinity or -Infinity, which Python's reader takes for numbers."""


def _refuse_constants(value: Any, where: str) -> None:
    if isinstance(value, _Constant):
        raise InputError(f"{where or 'the document'}: {value} is not a number; every number must be finite")
    if isinstance(value, dict):
        for key, inner in value.items():
            _refuse_constants(inner, f"{where}.{key}" if where else key)
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            _refuse_constants(inner, f"{where}[{i}]")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise InputError(f"the field {key!r} stands twice in one object")
        result[key] = value
    return result


def subject_from_text(text: str) -> Subject:
    """A network or an interval map from JSON text."""
    return subject_from_json(_parse(text))


def subject_from_json(document: Any) -> Subject:
    """A network or an interval map from a document already parsed."""
    if not isinstance(document, Mapping):
        raise InputError("the document must be a JSON object")
    known = " or ".join(f'"{name}"' for name in _READERS)
    if "format" not in document:
        raise InputError(f'the document lacks the field "format", which must be {known}')
    kind = document["format"]
    if not isinstance(kind, str) or kind not in _READERS:
        raise InputError(f'"format" is {kind!r}; it must be {known}')
    subject = _READERS[kind](document)
    notice_floats(_count_floats(document), "JSON float")
    return subject


def _count_floats(value: Any) -> int:
    if isinstance(value, float):
        return 1
    if isinstance(value, Mapping):
        return sum(map(_count_floats, value.values()))
    return sum(map(_count_floats, value)) if isinstance(value, list) else 0
