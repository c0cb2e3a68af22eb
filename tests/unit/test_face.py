"""The Python face refuses what it cannot understand with a sentence, as the commands do."""

from __future__ import annotations

from typing import Any

import pytest

import exactnet as xn

TENT: Any = xn.load({"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "1"], ["1", "0"]]})
ABS: Any = xn.load({"format": "exactnet-network/1", "inputs": 1, "layers": [{"type": "abs"}]})


@pytest.mark.parametrize("source", [5, None, [], b"tent.map.json", "missing.json", "a\0b"])
def test_load_refuses_what_is_no_subject(source: Any) -> None:
    with pytest.raises(xn.InputError):
        xn.load(source)


@pytest.mark.parametrize(
    "call",
    [
        lambda: xn.layers(ABS, "box:-1,1", after=[]),
        lambda: xn.layers(ABS, "box:-1,1", after=1),
        lambda: xn.layers(ABS, "box:-1,1", after=["x"]),
        lambda: xn.layers(ABS, "box:-1,1", after=[True]),
        lambda: xn.laps(TENT, "2"),
        lambda: xn.laps(TENT, 2.0),
        lambda: xn.laps(TENT, True),
        lambda: xn.laps(TENT, domain=(0, 1)),
        lambda: xn.entropy(TENT, 2.5),
        lambda: xn.verify(TENT, digits="3"),
        lambda: xn.verify(TENT, []),
        lambda: xn.verify(TENT, ["no.such.bound"]),
        lambda: xn.distance(TENT, TENT, "l2"),
        lambda: xn.regions(TENT),
        lambda: xn.betti(TENT),
        lambda: xn.betti(ABS, "below"),
        lambda: xn.betti(ABS, 5),
        lambda: xn.betti(ABS, level="x"),
        lambda: xn.betti(ABS, output=1),
        lambda: xn.betti(ABS, output="0"),
        lambda: xn.betti(ABS, output=True),
        lambda: xn.betti(ABS, classes=(0,)),
        lambda: xn.betti(ABS, classes=7),
        lambda: xn.betti(ABS, classes=(0, 0)),
        lambda: xn.betti(ABS, domain="box:0,1;0,1"),
        lambda: xn.betti(ABS, max_cells="many"),
        lambda: xn.regions(ABS, plane=5),
        lambda: xn.regions(ABS, plane="abc"),
        lambda: xn.regions(TENT, plane=[[0], [1], [2]]),
        lambda: xn.verify(ABS, plane=[[0], [1], [2]]),
        lambda: xn.ensemble(0, 1, width=2, depth=2),
        lambda: xn.ensemble([1, 0], [0, 1], width=2.0, depth=2),
        lambda: xn.sign_ensemble(1, 2, width=2),
        lambda: xn.sign_ensemble([1, 0], [0, 1], width="2"),
        lambda: xn.sensitivity(TENT, 0, 1, "1/2"),
        lambda: xn.sensitivity(ABS, 0, 1, "none"),
    ],
)
def test_wrong_arguments_are_input_errors(call: Any) -> None:
    with pytest.raises(xn.InputError):
        call()


def test_one_bound_may_be_named_by_itself() -> None:
    assert [row.bound.id for row in xn.verify(TENT, "telgarsky2016.pieces").rows] == ["telgarsky2016.pieces"]


def test_results_carry_certificates() -> None:
    for result in (xn.laps(TENT, 3), xn.entropy(TENT), xn.shape(TENT), xn.distance(TENT, TENT, "l1"), xn.betti(ABS)):
        assert len(result.certificate.digest) == 64
