"""Networks in ONNX files, against the reference evaluator of onnx; numbers are small dyadics, so that its floats are exact."""

from __future__ import annotations

import os
import random
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import exactnet as xn
from exactnet import InputError
from exactnet.check import check_text
from exactnet.cli import main
from exactnet.frontends import FloatNotice
from exactnet.model import Dense, Residual

onnx = pytest.importorskip("onnx", reason="onnx is an optional extra")
helper, numpy_helper = onnx.helper, onnx.numpy_helper
DATA = Path(os.environ.get("EXACTNET_DATA", Path(__file__).parents[4] / "shared" / "data"))
ACASXU = DATA / "acasxu"

pytestmark = pytest.mark.filterwarnings("ignore::exactnet.frontends.FloatNotice")


def dyadic(rng: random.Random, *shape: int) -> Any:
    values = [rng.randint(-8, 8) / 4 for _ in range(int(np.prod(shape)))]
    return np.array(values, dtype=np.float64).reshape(shape)


def saved(path: Path, nodes: list[Any], constants: dict[str, Any], shape: list[Any], out: str = "y") -> Path:
    value = helper.make_tensor_value_info("x", onnx.TensorProto.DOUBLE, shape)
    result = helper.make_tensor_value_info(out, onnx.TensorProto.DOUBLE, None)
    tensors = [numpy_helper.from_array(np.asarray(array), name) for name, array in constants.items()]
    graph = helper.make_graph(nodes, "small", [value], [result], tensors)
    path.write_bytes(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]).SerializeToString())
    return path


def agree(path: Path, shape: list[int], rng: random.Random) -> None:
    from onnx.reference import ReferenceEvaluator

    net, known = xn.load(path), ReferenceEvaluator(onnx.load(str(path)))
    for _ in range(12):
        x = dyadic(rng, *shape)
        (y,) = known.run(None, {"x": x})
        exact = net([Fraction(value) for value in x.ravel().tolist()])
        assert [Fraction(int(v.p), int(v.q)) for v in exact] == [Fraction(v) for v in np.ravel(y).tolist()]


def node(kind: str, inputs: str, output: str, **attributes: Any) -> Any:
    return helper.make_node(kind, inputs.split(), [output], name=f"at_{output}", **attributes)


def test_a_chain_of_all_forms(tmp_path: Path) -> None:
    rng = random.Random(1)
    constants = {
        "mean": dyadic(rng, 1, 1, 1, 3),
        "w1": dyadic(rng, 3, 4),
        "b1": dyadic(rng, 4),
        "w2": dyadic(rng, 5, 4),
        "c2": dyadic(rng, 5),
        "low": np.float64(-0.5),
        "high": np.float64(1.5),
        "factors": dyadic(rng, 5),
        "halves": np.array([2.0, 4.0, -2.0, 0.5, 1.0]),
        "shape": np.array([1, -1]),
        "w3": dyadic(rng, 2, 5),
        "one": np.float64(1),
    }
    nodes = [
        node("Sub", "x mean", "a"),
        node("Flatten", "a", "b"),
        node("MatMul", "b w1", "c"),
        node("Add", "b1 c", "d"),
        node("Relu", "d", "e"),
        node("Gemm", "e w2 c2", "f", transB=1, alpha=0.5, beta=2.0),
        node("LeakyRelu", "f", "g", alpha=0.25),
        node("Clip", "g low high", "h"),
        node("Mul", "h factors", "i"),
        node("Div", "i halves", "j"),
        node("Abs", "j", "k"),
        node("Neg", "k", "l"),
        node("Sub", "one l", "m"),
        node("Max", "m high", "n"),
        node("Min", "n halves", "o"),
        node("Clip", "o low", "p"),
        node("Unsqueeze", "p two", "q"),
        node("Squeeze", "q two", "r"),
        node("Reshape", "r shape", "s"),
        node("Transpose", "s", "t", perm=[1, 0]),
        node("MatMul", "w3 t", "u"),
        node("Identity", "u", "y"),
    ]
    constants["two"] = np.array([2])
    agree(saved(tmp_path / "chain.onnx", nodes, constants, [1, 1, 1, 3]), [1, 1, 1, 3], rng)


def test_branches(tmp_path: Path) -> None:
    rng = random.Random(2)
    constants = {"w": dyadic(rng, 3, 3), "v": dyadic(rng, 3, 3), "u": dyadic(rng, 3, 2), "b": dyadic(rng, 3)}
    nodes = [
        node("MatMul", "x w", "a"),
        node("Add", "a b", "s"),
        node("Relu", "s", "c"),
        node("MatMul", "c v", "d"),
        node("Add", "s d", "e"),  # a residual block that begins at an affine function
        node("Abs", "e", "f"),
        node("MatMul", "f w", "g"),
        node("Relu", "g", "h"),
        node("Sub", "h f", "i"),  # chain(u) - u
        node("MatMul", "i u", "j"),
        node("MatMul", "i v", "k"),
        node("Concat", "j k", "l", axis=1),
        node("Add", "l l", "y"),
    ]
    path = saved(tmp_path / "branches.onnx", nodes, constants, ["N", 3])
    agree(path, [1, 3], rng)
    kinds = [type(layer) for layer in xn.load(path).layers]
    assert kinds.count(Residual) == 2
    assert kinds[-1] is Dense  # affine steps are put together


def test_floats_are_exact(tmp_path: Path) -> None:
    path = saved(tmp_path / "one.onnx", [node("Mul", "x c", "y")], {"c": np.float32(0.1)}, [1])
    with pytest.warns(FloatNotice, match="1 number is a float") as caught:
        net = xn.load(path)
    assert len(caught) == 1
    assert Fraction(str(net(1)[0])) == Fraction(float(np.float32(0.1))) != Fraction(1, 10)


@pytest.mark.parametrize(
    ("nodes", "constants", "shape", "fault"),
    [
        ([("Sigmoid", "x", "y")], {}, [1, 2], r"node 0 'at_y', Sigmoid: this operation is not read"),
        ([("Mul", "x x", "y")], {}, [1, 2], "one of the two is a constant"),
        ([("Relu", "x", "a"), ("Abs", "x", "b"), ("Add", "a b", "y")], {}, [1, 2], "node 2 .* no residual block"),
        ([("MatMul", "x w", "y")], {"w": np.ones((3, 2))}, [1, 2], "does not fit the matrix"),
        ([("Add", "x w", "y")], {"w": np.ones(3)}, [1, 2], "does not fit a vector 1 x 2"),
        ([("Div", "x w", "y")], {"w": np.zeros(2)}, [1, 2], "divides by 0"),
        ([("Div", "w x", "y")], {"w": np.ones(2)}, [1, 2], "not piecewise linear"),
        ([("Relu", "z", "y")], {}, [1, 2], "no tensor 'z'"),
        ([("Relu", "x", "z")], {}, [1, 2], "the output 'y' is no function"),
        ([("Relu", "x", "y")], {}, [4, 2], "the input has the shape 4 x 2"),
        ([("Add", "x w", "y")], {"w": np.array([np.nan])}, [1, 2], "constant 'w': some numbers are not finite"),
        ([("Clip", "x w v", "y")], {"w": np.float64(2), "v": np.float64(1)}, [1, 2], "must be below"),
    ],
)
def test_faults(tmp_path: Path, nodes: Any, constants: Any, shape: Any, fault: str) -> None:
    path = saved(tmp_path / "faulty.onnx", [node(*each) for each in nodes], constants, shape)
    with pytest.raises(InputError, match=rf"faulty\.onnx: .*{fault}"):
        xn.load(path)


def test_what_is_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "text.onnx"
    path.write_text("no model")
    assert main(["regions", str(path)]) == 2
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(InputError, match=r"pip install 'exactnet\[onnx\]'"):
        xn.load(path)


def test_a_property_of_an_acas_xu_network(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not ACASXU.is_dir():
        pytest.skip(f"the ACAS Xu networks are not in {ACASXU} (EXACTNET_DATA names another folder)")
    pytest.importorskip("highspy", reason="without HiGHS this takes long")
    network, unsafe = ACASXU / "ACASXU_run2a_3_3.onnx", ACASXU / "prop_4.vnnlib"
    assert main(["solve", str(network), "--property", str(unsafe), "--quiet", "--out", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("unsat  shown by exactnet")
    (certificate,) = tmp_path.iterdir()
    assert check_text(certificate.read_text()).word == "valid"
