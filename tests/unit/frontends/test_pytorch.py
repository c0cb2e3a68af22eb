"""State dicts of PyTorch: files that torch wrote, files that the tests write as torch does, mappings in memory."""

from __future__ import annotations

import io
import os
import pickle
import struct
import sys
import types
import warnings
import zipfile
from collections import OrderedDict
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import exactnet as xn
from exactnet import InputError
from exactnet.cli import main
from exactnet.frontends import FloatNotice

BY_TORCH = Path(__file__).parent / "state_dicts"
CODES = {"Double": "d", "Float": "f", "Half": "e", "Long": "q", "Int": "i", "Short": "h", "Char": "b", "Byte": "B"}


class Storage:
    def __init__(self, kind: str, key: str, content: bytes, count: int) -> None:
        self.kind, self.key, self.content, self.count = kind, key, content, count


class Tensor:
    """Pickled as torch pickles a tensor: a call of `_rebuild_tensor_v2` with a storage that lies outside the pickle."""

    def __init__(
        self, storage: Storage, start: int, size: tuple[int, ...], stride: tuple[int, ...], more: tuple[Any, ...] = ()
    ) -> None:
        self.arguments = (storage, start, size, stride, False, OrderedDict(), *more)

    def __reduce__(self) -> Any:
        return sys.modules["torch._utils"]._rebuild_tensor_v2, self.arguments


@pytest.fixture
def torch(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """Names of torch, for pickles to refer to: nothing behind them works."""
    module, utils = types.ModuleType("torch"), types.ModuleType("torch._utils")
    for kind in (*CODES, "BFloat16", "ComplexFloat"):
        setattr(module, f"{kind}Storage", type(f"{kind}Storage", (), {"__module__": "torch"}))
    for name in ("_rebuild_tensor_v2", "_rebuild_parameter"):
        function = types.FunctionType((lambda: None).__code__, {}, name)
        function.__module__, function.__qualname__ = "torch._utils", name
        setattr(utils, name, function)
    monkeypatch.setitem(sys.modules, "torch", module)
    monkeypatch.setitem(sys.modules, "torch._utils", utils)
    return module


def stored(key: str, kind: str, numbers: list[float], order: str = "<") -> Storage:
    if kind == "BFloat16":
        content = b"".join(struct.pack(">f", x)[:2][:: 1 if order == ">" else -1] for x in numbers)
    else:
        content = struct.pack(f"{order}{len(numbers)}{CODES[kind]}", *numbers)
    return Storage(kind, key, content, len(numbers))


def tensor(key: str, rows: list[Any], kind: str = "Float", order: str = "<") -> Tensor:
    size = (len(rows), len(rows[0])) if isinstance(rows[0], list) else (len(rows),)
    flat = [x for row in rows for x in row] if len(size) == 2 else rows
    return Tensor(stored(key, kind, flat, order), 0, size, (size[1], 1) if len(size) == 2 else (1,))


def saved(
    path: Path,
    state: Any,
    protocol: int = 2,
    byteorder: bytes | None = b"little",
    compression: int = zipfile.ZIP_STORED,
) -> Path:
    parts: dict[str, bytes] = {}

    class Pickler(pickle.Pickler):
        def persistent_id(self, value: Any) -> Any:
            if not isinstance(value, Storage):
                return None
            parts[f"data/{value.key}"] = value.content
            return ("storage", getattr(sys.modules["torch"], f"{value.kind}Storage"), value.key, "cpu", value.count)

    buffer = io.BytesIO()
    Pickler(buffer, protocol).dump(state)
    if byteorder is not None:
        parts["byteorder"] = byteorder
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in {"data.pkl": buffer.getvalue(), **parts, "version": b"3\n"}.items():
            archive.writestr(f"{path.stem}/{name}", content)
    return path


def archived(path: Path, program: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x/data.pkl", program)
    return path


def load(path: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FloatNotice)
        return xn.load(path)


def fold(x: Fraction, y: Fraction) -> Fraction:
    tenth = Fraction(13421773, 134217728)  # the 32-bit float 0.1
    units = [tenth * x - y + 1, 2 * x + y / 2 - Fraction(1, 4), -3 * x + y]
    return sum((c * max(u, Fraction(0)) for c, u in zip((1, -2, Fraction(1, 2)), units, strict=True)), Fraction(0))


def test_a_file_of_torch() -> None:
    with pytest.warns(FloatNotice, match=r"^12 numbers are floats, .*; relu is assumed between layers$") as notices:
        net = xn.load(BY_TORCH / "by-torch-2.14.pt")
    assert notices[0].filename == __file__
    for x, y in ((Fraction(1, 3), Fraction(-2)), (Fraction(-1), Fraction(7, 5)), (Fraction(5), Fraction(1))):
        assert Fraction(str(net([str(x), str(y)])[0])) == fold(x, y)


def test_a_whole_model_of_torch_is_refused() -> None:
    with pytest.raises(InputError, match=r"names torch\.nn\.modules\.container\.Sequential.*save model\.state_dict"):
        xn.load(BY_TORCH / "whole-model.pt")


@pytest.mark.parametrize("kind", [*CODES, "BFloat16"])
@pytest.mark.parametrize(("protocol", "order"), [(2, "<"), (4, "<"), (2, ">")])
def test_every_type_of_number(torch: types.ModuleType, tmp_path: Path, kind: str, protocol: int, order: str) -> None:
    scale = 1 if kind in ("Long", "Int", "Short", "Char", "Byte") else 4
    rows = [[n / scale if scale > 1 else n for n in row] for row in ([1, 2, 3], [4, 5, 6])]
    state = OrderedDict({"fc.weight": tensor("0", rows, kind, order), "fc.bias": tensor("1", [7, 8], kind, order)})
    state._metadata = OrderedDict({"": {"version": 1}})  # type: ignore[attr-defined]
    net = load(saved(tmp_path / "net.pth", state, protocol, b"big" if order == ">" else b"little"))
    assert [Fraction(str(v)) for v in net([1, 1, 1])] == [7 + Fraction(6, scale), 8 + Fraction(15, scale)]


def test_long_integers_are_exact(torch: types.ModuleType, tmp_path: Path) -> None:
    path = saved(tmp_path / "net.pt", {"weight": tensor("0", [[2**62 + 1]], "Long")})
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # integers are no floats
        assert xn.load(path)(1) == (2**62 + 1,)


def test_views_and_shared_storages(torch: types.ModuleType, tmp_path: Path) -> None:
    numbers = stored("0", "Float", [float(n) for n in range(12)])
    state = {"0.weight": Tensor(numbers, 1, (2, 3), (1, 4)), "0.bias": Tensor(numbers, 4, (2,), (5,))}
    assert load(saved(tmp_path / "net.pt", state))([1, 10, 100]) == (1 + 50 + 900 + 4, 2 + 60 + 1000 + 9)


def test_layers_stand_in_the_order_of_the_dictionary(torch: types.ModuleType, tmp_path: Path) -> None:
    state = {"inner.weight": tensor("0", [[2.0], [3.0]]), "final.weight": tensor("1", [[1.0, 1.0]])}
    assert load(saved(tmp_path / "net.pt", state))(1) == (5,)


def test_words_beside_the_tensors(torch: types.ModuleType, tmp_path: Path) -> None:
    state = {"0.weight": tensor("0", [[1.0]]), "1.weight": tensor("1", [[1.0]])}
    words = {"activation": "leaky_relu", "slope": "1/4", "name": "bent"}
    with pytest.warns(FloatNotice, match="binary value$"):
        net = xn.load(saved(tmp_path / "net.pt", {**state, **words}))
    assert net(-1) == (-xn.load({"format": "exactnet-map/1", "points": [[0, "1/4"], [1, "1/4"]]})(0),)
    assert net.name == "bent"
    with pytest.raises(InputError, match="the activation 'tanh' is none of those known"):
        xn.load(saved(tmp_path / "other.pt", {**state, "activation": "tanh"}))
    with pytest.raises(InputError, match="name must be printable text"):
        xn.load(saved(tmp_path / "other.pt", {**state, "name": "\x1b[31m"}))


def test_parameters(torch: types.ModuleType, tmp_path: Path) -> None:
    class Parameter:
        def __reduce__(self) -> Any:
            return sys.modules["torch._utils"]._rebuild_parameter, (tensor("0", [[3.0]]), True, OrderedDict())

    assert load(saved(tmp_path / "net.pt", {"weight": Parameter()}))(2) == (6,)


class Command:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.folder / "was-here"),)


@pytest.mark.parametrize("protocol", [0, 1, 2, 3, 4, 5])
def test_code_is_not_run(torch: types.ModuleType, tmp_path: Path, protocol: int) -> None:
    path = saved(tmp_path / "net.pt", {"0.weight": tensor("0", [[1.0]]), "bad": Command(tmp_path)}, protocol)
    with pytest.raises(InputError, match=r"posix\.mkdir|nt\.mkdir|instruction"):
        xn.load(path)
    assert not (tmp_path / "was-here").exists()


@pytest.mark.parametrize(
    ("program", "fault"),
    [
        (b"", "damaged"),
        (b"\x80\x02", "damaged"),
        (b".", "damaged"),
        (b"0.", "instruction POP"),
        (b"cos\nsystem\n(X\x01\0\0\0xtR.", r"names os\.system"),
        (b"(ios\nsystem\n.", "instruction INST"),
        (b"\x82\x01.", "instruction EXT1"),
        (b"ccollections\nOrderedDict\n}b.", "damaged"),  # attributes of a class
        (b"ccollections\nOrderedDict\n(K\x01tR.", "no dictionary"),
        (b"}h\x05.", "damaged"),
        (b"}(K\x01u.", "damaged"),
        (b"}(])u.", "damaged"),
        (b"(u.", "damaged"),
        (b"K\x01]s.", "damaged"),
        (b"K\x01K\x02\x93.", "damaged"),
        (b"K\x01.", "no dictionary"),
        (b"}.", "no tensors"),
        (b"}X\x01\0\0\0aK\x01s.", "'a' is no tensor"),
        (b"}K\x01K\x01s.", "named by text"),
        (b"}q\0X\x01\0\0\0ah\0s.", "'a' is no tensor"),  # it contains itself
        (b"(" * 20_000 + b"t" * 20_000 + b".", "no dictionary"),
    ],
)
def test_programs(tmp_path: Path, program: bytes, fault: str) -> None:
    path = archived(tmp_path / "x.pt", program)
    with pytest.raises(InputError, match=fault):
        xn.load(path)
    assert main(["regions", str(path)]) == 2


@pytest.mark.parametrize("size", [(2, 3), (3, 2, 1), (-1, 2), (1.0, 2), (10**9, 10**9), 4])
@pytest.mark.parametrize("stride", [(2, 1), (0, 0), (10**18, 1), (-2, 1), (2,)])
def test_sizes_are_tested(torch: types.ModuleType, tmp_path: Path, size: Any, stride: Any) -> None:
    state = {"weight": Tensor(stored("0", "Float", [1.0, 2.0, 3.0, 4.0]), 0, size, stride)}
    with pytest.raises(InputError, match="the tensor 'weight'"):
        xn.load(saved(tmp_path / "net.pt", state))


@pytest.mark.parametrize(("size", "stride"), [((0, 10**30), (1, 0)), ((1, 1), (10**30, 1)), ((1,) * 70, (1,) * 70)])
def test_what_no_array_can_have(torch: types.ModuleType, tmp_path: Path, size: Any, stride: Any) -> None:
    state = {"weight": Tensor(stored("0", "Float", [1.0]), 0, size, stride)}
    with pytest.raises(InputError, match="does not fit the 1 numbers stored"):
        xn.load(saved(tmp_path / "net.pt", state))


def test_parameters_in_parameters_are_refused(tmp_path: Path) -> None:
    """However many there are: reading does not go down into them."""
    depth = 5000
    program = b"".join(
        (
            b"\x80\x02}X\x06\x00\x00\x00weight",
            b"ctorch._utils\n_rebuild_parameter\n(" * depth,
            b"K\x01",
            b"\x88}tR" * depth,
            b"s.",
        )
    )
    with pytest.raises(InputError, match="'weight' is no tensor"):
        xn.load(archived(tmp_path / "x.pt", program))


def test_other_faults(torch: types.ModuleType, tmp_path: Path) -> None:
    def refused(state: Any, fault: str, **how: Any) -> None:
        path = saved(tmp_path / "net.pt", state, **how)
        with pytest.raises(InputError, match=fault):
            xn.load(path)

    weight = tensor("0", [[1.0, 2.0]])
    refused({"state_dict": {"weight": weight}, "epoch": 3}, "'state_dict' is no tensor of numbers; save")
    refused({"weight": weight, "running_mean": tensor("1", [1.0])}, "not of a linear layer")
    refused({"weight": tensor("0", [[float("nan")]])}, "'weight': some numbers are not finite")
    refused({"bias": tensor("0", [1.0])}, "^.*: bias has no weight$")
    refused({"a.weight": weight, "b.weight": weight}, "in the order of the dictionary")
    refused({"weight": weight}, "of the archive is compressed", compression=8)
    odd = Storage("Float", "0", b"12345", 1)
    refused({"weight": Tensor(odd, 0, (1, 1), (1, 1))}, "whole numbers")
    refused({"weight": Tensor(Storage("ComplexFloat", "0", b"12345678", 1), 0, (1, 1), (1, 1))}, "ComplexFloatStorage")
    refused({"weight": Tensor(stored("0", "Float", [1.0]), 0, (1, 1), (1, 1), ({"neg": True},))}, "no tensor")
    refused([weight], "no dictionary of tensors")


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04" + bytes(50), b"\x80\x02}.", bytes(range(256))])
def test_what_is_no_archive(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.pth"
    path.write_bytes(content)
    with pytest.raises(InputError, match="no zip archive"):
        xn.load(path)


def test_damaged_archives(torch: types.ModuleType, tmp_path: Path) -> None:
    """Bytes turned over anywhere: read or refused, nothing else."""
    whole = (BY_TORCH / "by-torch-2.14.pt").read_bytes()
    path = tmp_path / "net.pt"
    refused = 0
    for place in [*range(0, 1100, 11), *range(len(whole) - 700, len(whole), 5)]:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            load(path)
        except InputError:
            refused += 1
    assert refused > 50
    for length in range(0, len(whole), 211):
        path.write_bytes(whole[:length])
        with pytest.raises(InputError):
            load(path)


def test_mappings_in_memory() -> None:
    state = {
        "0.weight": np.array([[1.0], [2.0]], dtype=np.float32),
        "0.bias": np.array([0.0, -1.0]),
        "2.weight": [[2, -2]],
    }
    with pytest.warns(FloatNotice, match=r"^4 numbers are floats, .*; relu is assumed") as notices:
        tent = xn.from_state_dict(state, name="tent")
    assert notices[0].filename == __file__
    assert tent.name == "tent"
    assert xn.laps(tent, iterate=3).laps == (2, 4, 8)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FloatNotice)
        assert xn.from_state_dict(state, activation="identity")(3) == (-4,)
        assert xn.from_state_dict(state, activation="leaky_relu", slope="1/2")(-1) == (2,)


class Detached:
    """As much of a tensor of PyTorch as is asked for."""

    def __init__(self, values: Any, floating: bool) -> None:
        self.values, self.floating, self.steps = np.asarray(values), floating, ["attached"]

    def detach(self) -> Detached:
        return self

    cpu = detach

    def is_floating_point(self) -> bool:
        return self.floating

    def double(self) -> Detached:
        return Detached(self.values.astype(float), True)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return self.values


def test_tensors_in_memory() -> None:
    assert xn.from_state_dict({"weight": Detached([[2**60 + 1]], False)}, "relu")(1) == (2**60 + 1,)
    with pytest.warns(FloatNotice, match="^1 number is a float"):
        assert xn.from_state_dict({"weight": Detached([[0.5]], True)}, "relu")(2) == (1,)


@pytest.mark.parametrize(
    ("state", "fault"),
    [
        ([], "a mapping"),
        ({}, "no tensors"),
        ({"weight": [[1], [1, 2]]}, "'weight' is no array"),
        ({"weight": [["1/2"]]}, "'weight' has entries of type"),
        ({"weight": np.array([[1j]])}, "complex"),
        ({"weight": [[True]]}, "bool"),
        ({1: [[1.0]]}, "named by text"),
        ({"weight": [[float("inf")]]}, "'weight': some numbers are not finite"),
        ({"weight": np.zeros((2, 0))}, "weight"),
        ({"0.weight": [[1.0]], "1.weight": [[1.0, 2.0]]}, "in the order of the dictionary"),
    ],
)
def test_faults_in_memory(state: Any, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        xn.from_state_dict(state)
