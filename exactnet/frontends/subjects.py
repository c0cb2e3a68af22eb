"""Networks and interval maps from files of every format, by suffix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from exactnet.errors import InputError
from exactnet.frontends.json_files import Subject, bytes_of, subject_from_json, subject_from_text, text_of
from exactnet.frontends.nnet import network_from_nnet
from exactnet.frontends.onnx import network_from_onnx
from exactnet.frontends.safetensors import network_from_safetensors

__all__ = ["read_subject"]


def _refuse_pickle(content: bytes) -> NoReturn:
    raise InputError(
        "this is a pickle of PyTorch, which can hold code and is not read; save the state_dict with safetensors.torch.save_file"
    )


_READERS: dict[str, Callable[[bytes], Subject]] = {
    ".nnet": lambda content: network_from_nnet(text_of(content)),
    ".onnx": network_from_onnx,
    ".safetensors": network_from_safetensors,
    ".pt": _refuse_pickle,
    ".pth": _refuse_pickle,
}


def read_subject(source: str | Path | Mapping[str, Any]) -> Subject:
    """A network or an interval map from a file, or from a JSON document already parsed.

    Files are ``*.nnet``, ``*.onnx``, ``*.safetensors``, and JSON under any other name.

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
