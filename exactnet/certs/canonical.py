"""Canonical JSON: one document, one byte string."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Any

__all__ = ["Fragment", "canonical_bytes", "digest"]


def canonical_bytes(document: Any) -> bytes:
    """Sorted keys, no insignificant white space, ASCII; floats are refused.

    Examples
    --------
    >>> canonical_bytes({"b": 1, "a": ["1/2"]})
    b'{"a":["1/2"],"b":1}'
    """
    _refuse_floats(document)
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


class Fragment:
    """A part of documents that is serialised once, however many documents share it."""

    def __init__(self, value: Any) -> None:
        self.value = value

    @cached_property
    def canonical(self) -> bytes:
        """Canonical bytes of the value."""
        return canonical_bytes(self.value)


def digest(document: Any) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical_bytes(document)).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no place in a canonical document")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
