"""A document in which some numbers are a parameter."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from exactnet.errors import InputError
from exactnet.exact.rational import number_text
from exactnet.frontends.floats import FloatNotice
from exactnet.frontends.interval_maps import map_number
from exactnet.frontends.json_files import Subject, subject_from_json

__all__ = ["Variation"]


@dataclass(frozen=True)
class Variation:
    """A document of a network or map with places that hold the parameter, or its negative.

    Attributes
    ----------
    document
        The document.
    places
        Keys and indices that lead to a number, and the sign with which the parameter stands there.
    """

    document: Mapping[str, Any]
    places: tuple[tuple[tuple[str, ...], int], ...]

    @classmethod
    def of(cls, document: Mapping[str, Any], paths: str) -> Variation:
        """Read paths such as ``layers.0.weight.0.0``, several with commas; one after a minus holds the negative.

        Raises
        ------
        InputError
            If the document is malformed, or a path does not lead to a number in it.

        Examples
        --------
        >>> tent = {"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "1"], ["1", "0"]]}
        >>> Variation.of(tent, "points.1.1").at(fmpq(3, 4)).maximum
        3/4
        """
        subject_from_json(document)
        places = []
        for part in paths.split(","):
            text = part.strip()
            keys = tuple(text.removeprefix("-").split("."))
            _require_number(document, keys)
            places.append((keys, -1 if text.startswith("-") else 1))
        return cls(document, tuple(places))

    def at(self, value: fmpq) -> Subject:
        """The network or map with this value of the parameter."""
        document: Any = self.document
        for keys, sign in self.places:
            document = _replaced(document, keys, number_text(sign * value))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FloatNotice)  # the document itself was read before
            return subject_from_json(document)


def _require_number(document: Any, keys: tuple[str, ...]) -> None:
    here = document
    for depth, key in enumerate(keys):
        try:
            here = here[_index(here, key)]
        except (KeyError, IndexError, ValueError, TypeError):
            place = ".".join(keys[:depth]) or "the document"
            raise InputError(f"the path {'.'.join(keys)} leads nowhere: {place} {_contents(here, key)}") from None
    try:
        map_number(here, "")
    except InputError:
        raise InputError(f"the path {'.'.join(keys)} does not lead to a number") from None


def _index(here: Any, key: str) -> str | int:
    if isinstance(here, Mapping):
        return key
    if not isinstance(here, list) or not (key.isascii() and key.isdecimal()):
        raise ValueError
    return int(key)


def _contents(here: Any, key: str) -> str:
    if isinstance(here, Mapping):
        return f"has no field {key!r}, but {', '.join(map(repr, list(here)[:8]))}"
    if isinstance(here, list):
        return f"is a list with entries 0 to {len(here) - 1}, so that {key!r} is none" if here else "is an empty list"
    return f"is no list and no object, so that there is no {key!r} in it"


def _replaced(here: Any, keys: tuple[str, ...], text: str) -> Any:
    """A copy, along the path only."""
    if not keys:
        return text
    changed = dict(here) if isinstance(here, Mapping) else list(here)
    key: Any = _index(here, keys[0])
    changed[key] = _replaced(changed[key], keys[1:], text)
    return changed
