"""The checker accepts what is certified, also where numbers are close, large or many."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flint import fmpq
from support import networks as net

import exactnet as xn
from exactnet.check import check_text
from exactnet.exact.rational import rational

CLOSE = 2**300
CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "two walls 2^-300 apart, one that nearly touches": (
        net.document(
            net.dense(
                [[1, 0], [1, 0], [-3, -4], [-3, -4]],
                ["-1/2", f"-{CLOSE // 2 + 1}/{CLOSE}", f"{5 * CLOSE + 1}/{CLOSE}", f"{5 * CLOSE - 1}/{CLOSE}"],
            ),
            net.RELU,
            inputs=2,
        ),
        {"arc": True, "turn": True},
    ),
    "a wall touched 2^-200 beside a transition of the next layer": (
        net.document(
            net.dense([[-3, -4], [1, 0]], [5, 0]),
            net.RELU,
            net.dense([[0, 5]], [f"-{3 * 2**200 + 1}/{2**200}"]),
            net.RELU,
            inputs=2,
        ),
        {"arc": True},
    ),
    "an almost straight image": (
        net.document(net.dense([[1, 1], [f"1/{10**30}", 0]], [0, 0]), net.ABS, inputs=2),
        {"arc": True},
    ),
    "a hundred digits": (
        net.document(net.dense([[1, 2], [3, 1]], [0, 1]), net.RELU, inputs=2),
        {"arc": True, "digits": 100},
    ),
    "a thousand digits": (net.document(net.dense([[1, 2], [3, 1]], ["1/3", 1]), net.RELU, inputs=2), {"digits": 1000}),
    "lengths of all sizes": (
        net.document(
            net.dense([[f"1/{10**40}", 0]], [1]), net.RELU, net.dense([[10**60], [1]], [0, 1]), net.ABS, inputs=2
        ),
        {"arc": True},
    ),
    "dead units": (
        net.document(net.dense([[1, 0], [0, 1]], [-9, -9]), net.RELU, net.dense([[1, 1]], [0]), net.RELU, inputs=2),
        {"arc": True},
    ),
    "several spans": (
        net.document(net.dense([[1, 2], [3, -1]], ["1/3", -1]), net.HARD_TANH, net.maxout([0, 1]), inputs=2),
        {"via": [["1/2", -1], [3, 3], [3, 3]]},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_valid(name: str) -> None:
    document, options = CASES[name]
    found = xn.trajectory(document, [1, 0], [0, 1], **options)
    assert str(check_text(found.certificate.canonical)) == "valid"


def test_the_bracket_cannot_be_narrowed_beyond_the_truth() -> None:
    document = net.document(net.dense([[1, 2], [3, 1]], [0, 1]), net.RELU, inputs=2)
    certificate = xn.trajectory(document, [1, 0], [0, 1], arc=True, digits=8).certificate.document()
    for key in ("lower", "upper"):
        changed = json.loads(json.dumps(certificate))
        stated = changed["claim"]["lengths"][1]
        middle = (rational(stated["lower"]) + rational(stated["upper"])) / 2
        step = fmpq(1, 10**7) if key == "lower" else fmpq(-1, 10**7)
        stated[key] = str(middle + step)
        assert check_text(json.dumps(changed)).step == "lengths"


def test_no_evidence_for_a_turn_is_missing_at_its_corners() -> None:
    found = xn.trajectory(net.document(net.RELU, inputs=2), [1, 0], [0, 1], arc=True, turn=True)
    assert [t == i for t, i in zip(found.transitions, (1, 2, 3), strict=True)] == [True] * 3
    assert found.certificate.evidence.value["breakpoints"] == []
    assert str(check_text(found.certificate.canonical)) == "valid"
