"""Networks in safetensors files: the tensors of linear layers in order, with one activation between all of them.

The format is 8 bytes (the length of the header, little-endian), the header in JSON, and the numbers. It says nothing of
activations: the metadata may name one, else relu is assumed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from exactnet.errors import InputError
from exactnet.frontends.floats import Numbers, exact_numbers, widened
from exactnet.frontends.tensors import network_from_tensors
from exactnet.model import Network

__all__ = ["network_from_safetensors"]

_TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}
_MOST_HEADER = 100_000_000


def network_from_safetensors(content: bytes) -> Network:
    """Read ``0.weight``, ``0.bias``, ``2.weight``, .. (or any names that end so), in the order of names, numbers as numbers.

    A weight has a row for every output, as in PyTorch; a bias may be missing. The metadata may say ``activation``: ``relu``,
    ``abs``, ``hard_tanh``, ``leaky_relu`` (with ``slope``) or ``identity``.

    Warns
    -----
    FloatNotice
        Once; it says so if relu is assumed.

    Raises
    ------
    InputError
        Naming the tensor that cannot be read.
    """
    header, data = _parts(content)
    metadata = header.pop("__metadata__", None) or {}
    if not isinstance(metadata, Mapping):
        raise InputError("the metadata must be an object")
    tensors = {name: _tensor(name, entry, data) for name, entry in header.items()}
    ordered = dict(sorted(tensors.items(), key=lambda item: _natural(item[0].rpartition(".")[0])))
    floats = sum(values.size for values in tensors.values())
    return network_from_tensors(ordered, metadata, floats, "of their names")


def _parts(content: bytes) -> tuple[dict[str, Any], bytes]:
    if len(content) < 8:
        raise InputError("the file is too short for a safetensors file")
    length = int.from_bytes(content[:8], "little")
    if length > min(_MOST_HEADER, len(content) - 8):
        raise InputError(f"the header should have {length} bytes, but the file has {len(content) - 8} after its length")
    try:
        header = json.loads(content[8 : 8 + length])
    except (ValueError, RecursionError):
        raise InputError("the header is no JSON") from None
    if not isinstance(header, dict):
        raise InputError("the header must be a JSON object")
    return header, content[8 + length :]


def _tensor(name: str, entry: Any, data: bytes) -> Numbers:
    try:
        kind, shape, (start, end) = entry["dtype"], entry["shape"], entry["data_offsets"]
    except (TypeError, KeyError, ValueError):
        raise InputError(f"the tensor {name!r} must have dtype, shape and data_offsets") from None
    if kind not in _TYPES:
        raise InputError(f"the tensor {name!r} has numbers of type {kind!r}; those read are {', '.join(_TYPES)}")
    whole = isinstance(shape, list) and all(type(n) is int and n >= 0 for n in (*shape, start, end))
    if not whole or not start <= end <= len(data):
        raise InputError(f"the tensor {name!r} has a shape or offsets that do not fit the file")
    try:
        values = np.frombuffer(data[start:end], _TYPES[kind]).reshape(shape)
    except ValueError:
        raise InputError(f"the tensor {name!r}: {end - start} bytes are not the numbers of its shape {shape}") from None
    if kind == "BF16":
        values = widened(values)
    try:
        return exact_numbers(values)
    except InputError as error:
        raise InputError(f"the tensor {name!r}: {error}") from None


def _natural(name: str) -> list[tuple[int, int, str]]:
    """Numbers in names by their size.

    Examples
    --------
    >>> sorted(["net.10", "net.2"], key=_natural)
    ['net.2', 'net.10']
    """
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"([0-9]+)", name) if part]
