"""Networks and interval maps from files of every format, by suffix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from exactnet.errors import InputError
from exactnet.frontends.json_files import Subject, bytes_of, subject_from_json, subject_from_text, text_of
from exactnet.frontends.nnet import network_from_nnet
from exactnet.frontends.onnx import network_from_onnx
from exactnet.frontends.pytorch import network_from_pytorch
from exactnet.frontends.safetensors import network_from_safetensors

__all__ = ["read_subject"]


_READERS: dict[str, Callable[[bytes], Subject]] = {
    ".nnet": lambda content: network_from_nnet(text_of(content)),
    ".onnx": network_from_onnx,
    ".safetensors": network_from_safetensors,
    ".pt": network_from_pytorch,
    ".pth": network_from_pytorch,
}


def read_subject(source: str | Path | Mapping[str, Any]) -> Subject:
    """A network or an interval map from a file, or from a JSON document already parsed.

    Files are ``*.nnet``, ``*.onnx``, ``*.safetensors``, ``*.pt``, ``*.pth``, and JSON under any other name.

    Warns
    -----
    FloatNotice
        Once a file, if it has floats.

    Raises
    ------
    InputError
        If it cannot be read or is malformed; the message starts with the file's name.
    """
    if isinstance(source, Mapping):
        return subject_from_json(source)
    path = Path(source)
    try:
        content = bytes_of(path)
        reader = _READERS.get(path.suffix.lower())
        return subject_from_text(text_of(content)) if reader is None else reader(content)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None
