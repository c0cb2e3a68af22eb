"""Networks in safetensors files, which the tests write byte by byte."""

from __future__ import annotations

import json
import random
import struct
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import exactnet as xn
from exactnet import InputError
from exactnet.cli import main
from exactnet.frontends import FloatNotice

Tensor = tuple[str, list[int], bytes]


def saved(path: Path, tensors: dict[str, Tensor], metadata: dict[str, str] | None = None) -> Path:
    header: dict[str, Any] = {} if metadata is None else {"__metadata__": metadata}
    data = b""
    for name, (kind, shape, content) in tensors.items():
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)
    return path


def packed(kind: str, shape: list[int], values: list[float]) -> Tensor:
    if kind == "BF16":  # values with few digits: the lower half of the 32-bit float is 0
        content = b"".join(struct.pack("<f", x)[2:] for x in values)
    else:
        content = struct.pack(f"<{len(values)}{ {'F64': 'd', 'F32': 'f', 'F16': 'e'}[kind] }", *values)
    return kind, shape, content


def acting(name: str, u: Fraction) -> Fraction:
    return {
        "relu": max(u, Fraction(0)),
        "abs": abs(u),
        "hard_tanh": max(min(u, Fraction(1)), Fraction(-1)),
        "leaky_relu": max(u, u / 4),
        "identity": u,
    }[name]


@pytest.mark.parametrize("kind", ["F64", "F32", "F16", "BF16"])
@pytest.mark.parametrize("activation", ["relu", "abs", "hard_tanh", "leaky_relu", "identity"])
def test_values(tmp_path: Path, kind: str, activation: str) -> None:
    rng = random.Random(kind + activation)
    widths, layers = [2, 3, 12, 1], []
    tensors = {}
    for i, (a, b) in enumerate(pairwise(widths)):
        weight = [[rng.randint(-64, 64) / 32 for _ in range(a)] for _ in range(b)]
        bias = [rng.randint(-8, 8) / 4 for _ in range(b)] if i != 1 else [0.0] * b
        layers.append((weight, bias))
        tensors[f"net.{8 + 2 * i}.weight"] = packed(kind, [b, a], [x for row in weight for x in row])
        if i != 1:  # a layer without bias
            tensors[f"net.{8 + 2 * i}.bias"] = packed(kind, [b], bias)
    shuffled = dict(sorted(tensors.items()))  # net.10 before net.8
    path = saved(tmp_path / "net.safetensors", shuffled, {"activation": activation, "slope": "1/4"})
    with pytest.warns(FloatNotice, match="read as the exact binary value$"):
        net = xn.load(path)
    for _ in range(5):
        x = [Fraction(rng.randint(-9, 9), 4) for _ in range(2)]
        units = x
        for i, (weight, bias) in enumerate(layers):
            if i:
                units = [acting(activation, u) for u in units]
            units = [
                sum((Fraction(w) * u for w, u in zip(row, units, strict=True)), Fraction(b))
                for row, b in zip(weight, bias, strict=True)
            ]
        assert [Fraction(str(v)) for v in net(x)] == units


ONE = {"0.weight": packed("F32", [2, 1], [0.1, 1.0]), "2.weight": packed("F32", [1, 2], [1.0, -1.0])}


def test_relu_is_assumed_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = saved(tmp_path / "net.safetensors", ONE)
    with pytest.warns(FloatNotice, match="relu is assumed between layers"):
        net = xn.load(path)
    assert net(-1) == (0,)
    assert Fraction(str(net(1)[0])) == Fraction(13421773, 134217728) - 1
    assert main(["regions", str(path), "--domain", "box:-1,1"]) == 0
    assert capsys.readouterr().err.count("relu is assumed") == 1


@pytest.mark.parametrize(
    ("tensors", "metadata", "fault"),
    [
        ({}, None, "there are no tensors"),
        ({"0.weight": packed("F32", [3], [1, 2, 3])}, None, "'0.weight' is not of a linear layer"),
        ({"0.running_mean": packed("F32", [1], [1])}, None, "'0.running_mean' is not of a linear layer"),
        ({"0.bias": packed("F32", [1], [1])}, None, "0.bias has no 0.weight"),
        ({**ONE, "1.weight": packed("F32", [3, 2], [0.0] * 6)}, None, "2.weight has 2 columns, but 3 values"),
        ({**ONE, "2.bias": packed("F32", [2], [0.0] * 2)}, None, "bias has 2 entries"),
        ({"0.weight": packed("F32", [1, 1], [float("inf")])}, None, "'0.weight': some numbers are not finite"),
        ({"0.weight": ("I64", [1, 1], b"\0" * 8)}, None, "numbers of type 'I64'"),
        ({"0.weight": ("F32", [1, 3], b"\0" * 8)}, None, "8 bytes are not the numbers"),
        (ONE, {"activation": "gelu"}, "the activation 'gelu'"),
        (ONE, {"activation": "leaky_relu"}, "leaky_relu with a slope"),
        (ONE, {"activation": "leaky_relu", "slope": "x"}, "x"),
    ],
)
def test_faults(tmp_path: Path, tensors: dict[str, Tensor], metadata: dict[str, str] | None, fault: str) -> None:
    path = saved(tmp_path / "faulty.safetensors", tensors, metadata)
    with pytest.raises(InputError, match=fault):
        xn.load(path)
    assert main(["regions", str(path)]) == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff" * 8, struct.pack("<Q", 3) + b"{}", struct.pack("<Q", 2) + b"{[", struct.pack("<Q", 2) + b"[]"],
)
def test_what_is_no_such_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.safetensors"
    path.write_bytes(content)
    assert main(["regions", str(path)]) == 2


@pytest.mark.parametrize("offsets", [[0, 99], [4, 0], [-4, 0], [0], None, [0, 4.0]])
def test_offsets_are_tested(tmp_path: Path, offsets: Any) -> None:
    header = json.dumps({"0.weight": {"dtype": "F32", "shape": [1, 1], "data_offsets": offsets}}).encode()
    path = tmp_path / "offsets.safetensors"
    path.write_bytes(struct.pack("<Q", len(header)) + header + b"\0" * 4)
    assert main(["regions", str(path)]) == 2
