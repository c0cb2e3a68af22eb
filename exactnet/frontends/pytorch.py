"""State dicts of PyTorch: in files of ``torch.save``, or in memory.

A file is a zip archive without compression: a pickle ``data.pkl`` of the dictionary, in which each tensor names a part
``data/N`` with its numbers, and how it lies in it.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from functools import partial
from io import BytesIO
from math import prod
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from exactnet.errors import InputError
from exactnet.frontends.floats import exact_numbers, widened
from exactnet.frontends.pickles import Call, Name, Reference, read_pickle
from exactnet.frontends.tensors import network_from_tensors
from exactnet.model import Network
from exactnet.model.fields import at_place

__all__ = ["network_from_pytorch", "network_from_state_dict"]

_Array = NDArray[Any]
_STORAGES = {
    "torch.DoubleStorage": "f8",
    "torch.FloatStorage": "f4",
    "torch.HalfStorage": "f2",
    "torch.BFloat16Storage": "u2",
    "torch.LongStorage": "i8",
    "torch.IntStorage": "i4",
    "torch.ShortStorage": "i2",
    "torch.CharStorage": "i1",
    "torch.ByteStorage": "u1",
}
_TENSOR, _PARAMETER = "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_parameter"
_KNOWN = frozenset({"collections.OrderedDict", _TENSOR, _PARAMETER, *_STORAGES})
_PICKLE = "/data.pkl"
_WORDS = ("activation", "slope", "name")
_ADVICE = "save model.state_dict() by itself, numbers and no code"
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
"""What zipfile raises for bad files."""


def network_from_pytorch(content: bytes) -> Network:
    """Read a file of ``torch.save(model.state_dict(), path)``, without torch, and without running what is in it.

    Layers stand in the order of the dictionary. Beside its tensors it may have the texts ``activation``, ``slope``, ``name``.

    Warns
    -----
    FloatNotice
        Once; it says so if relu is assumed.

    Raises
    ------
    InputError
        Naming what is not read.
    """
    archive = _Archive(content)
    state = archive.state()
    tensors = {name: archive.tensor(name, value) for name, value in state.items() if name not in _WORDS}
    words = {name: state[name] for name in _WORDS if name in state}
    return _network(tensors, words)


def network_from_state_dict(state: Mapping[str, Any], words: Mapping[str, str]) -> Network:
    """Read a state dict in memory: tensors of PyTorch, arrays, or nested lists of numbers, by their names.

    Raises
    ------
    InputError
        Naming the tensor that cannot be read.

    Examples
    --------
    >>> network_from_state_dict({"0.weight": [[1], [2]], "0.bias": [0, -1], "2.weight": [[2, -2]]}, {"activation": "relu"})
    Network(unnamed, 1-2-1)
    """
    return _network({name: _array(name, value) for name, value in state.items()}, words)


def _network(tensors: Mapping[str, _Array], words: Mapping[str, Any]) -> Network:
    exact = {name: at_place(f"the tensor {name!r}", partial(exact_numbers, values)) for name, values in tensors.items()}
    floats = sum(values.size for values in tensors.values() if values.dtype.kind == "f")
    return network_from_tensors(exact, words, floats, "of the dictionary")


def _array(name: str, value: Any) -> _Array:
    _refuse_unnamed(name)
    try:
        # numpy knows no bfloat16; doubles hold each of the floats of PyTorch
        if hasattr(value, "detach"):
            value = value.detach().cpu()
            value = value.double() if value.is_floating_point() else value
        array = np.asarray(value)
    except (TypeError, ValueError, RuntimeError) as error:
        raise InputError(f"the tensor {name!r} is no array of numbers ({error})") from None
    if array.dtype.kind not in "fiu" or array.dtype.itemsize > 8:
        raise InputError(f"the tensor {name!r} has entries of type {array.dtype}; those read are floats and integers")
    return array


def _refuse_unnamed(name: Any) -> None:
    if not isinstance(name, str):
        raise InputError(f"tensors are named by text, not by {name!r}")


class _Archive:
    """The parts of a file of ``torch.save``."""

    def __init__(self, content: bytes) -> None:
        try:
            self._parts = zipfile.ZipFile(BytesIO(content))
        except _DAMAGES:
            raise InputError("this is no zip archive, as torch.save writes since version 1.6; save it again") from None
        roots = [name[: -len(_PICKLE)] for name in self._parts.namelist() if name.endswith(_PICKLE)]
        if len(roots) != 1:
            raise InputError(f"the archive has {len(roots)} parts data.pkl; torch.save writes one")
        self._root = roots[0]
        self._order = ">" if "byteorder" in self and self._part("byteorder") == b"big" else "<"

    def __contains__(self, part: str) -> bool:
        return f"{self._root}/{part}" in self._parts.namelist()

    def _part(self, name: str) -> bytes:
        if name not in self:
            raise InputError(f"the archive has no part {name}")
        info = self._parts.getinfo(f"{self._root}/{name}")
        if info.compress_type != zipfile.ZIP_STORED:
            raise InputError(f"the part {name} of the archive is compressed; torch.save writes it as it is")
        try:
            return self._parts.read(info)
        except _DAMAGES as error:
            raise InputError(f"the part {name} of the archive is damaged ({error})") from None

    def state(self) -> dict[str, Any]:
        try:
            found = read_pickle(self._part("data.pkl"), _KNOWN)
        except InputError as error:
            raise InputError(f"{error}; {_ADVICE}") from None
        if not isinstance(found, dict):
            raise InputError(f"the file holds no dictionary of tensors; {_ADVICE}")
        return found

    def tensor(self, name: str, value: Any) -> _Array:
        """The numbers of a tensor: the part that it names, read by its strides."""
        _refuse_unnamed(name)
        if isinstance(value, Call) and value.called.word == _PARAMETER and value.arguments:
            value = value.arguments[0]
        match value:
            case Call(Name(called), (Reference(("storage", Name(kind), str(part), _, _)), start, size, stride, _, _)):
                if called == _TENSOR and kind in _STORAGES:
                    return at_place(f"the tensor {name!r}", lambda: self._strided(kind, part, start, size, stride))
        raise InputError(f"the entry {name!r} is no tensor of numbers; {_ADVICE}")

    def _strided(self, storage: str, part: str, start: Any, size: Any, stride: Any) -> _Array:
        content, kind = self._part(f"data/{part}"), np.dtype(self._order + _STORAGES[storage])
        if len(content) % kind.itemsize:
            raise InputError(f"the part data/{part} of the archive does not have whole numbers of type {storage}")
        numbers = np.frombuffer(content, kind)
        lists = isinstance(size, tuple) and isinstance(stride, tuple) and len(size) == len(stride)
        if not lists or not all(type(n) is int and n >= 0 for n in (start, *size, *stride)):
            raise InputError("its size and strides are no lists of numbers")
        unfit = InputError(f"its size {size} with the strides {stride} does not fit the {len(numbers)} numbers stored")
        last = start + sum((n - 1) * s for n, s in zip(size, stride, strict=True))
        if prod(size) > len(numbers) or last >= len(numbers):
            raise unfit
        try:
            found = as_strided(numbers[start:], size, [s * kind.itemsize for s in stride])
        except (ValueError, OverflowError):  # too many axes, or strides too large, for any array
            raise unfit from None
        return widened(np.ascontiguousarray(found)) if storage == "torch.BFloat16Storage" else found
