"""Paths, and what compilation makes of them."""

from __future__ import annotations

from typing import Any

import pytest
from flint import fmpq
from support import networks as net

from exactnet.compile.arcs import ArcWalk
from exactnet.compile.path import Path
from exactnet.compile.segments import SegmentWalk
from exactnet.errors import InputError, UndecidedError
from exactnet.exact import RealAlgebraic
from exactnet.model.reader import network_from_json


def walk(document: dict[str, Any], path: Path, **options: Any) -> ArcWalk | SegmentWalk:
    network = network_from_json(document)
    found = (ArcWalk if path.arcs else SegmentWalk)(network, path, **options)
    for layer in network.layers:
        found.advance(layer)
    return found


def test_points_of_paths() -> None:
    polyline = Path.of([[0, 0], [1, 2], [1, "1/2"]])
    assert polyline.at("1/2") == (fmpq(1, 2), 1)
    assert polyline.at(2) == (1, fmpq(1, 2))
    turn = Path.turn([2, 0], [0, 1])
    assert [turn.at(i) for i in range(5)] == [(2, 0), (0, 1), (-2, 0), (0, -1), (2, 0)]
    assert turn.at("3/2") == (fmpq(-8, 5), fmpq(3, 5))


@pytest.mark.parametrize(
    "make",
    [
        lambda: Path.of([[1, 2]]),
        lambda: Path.of([[1, 2], [1]]),
        lambda: Path.of([[], []]),
        lambda: Path.of([[1], ["x"]]),
        lambda: Path.of([[0], [1]]).at(2),
        lambda: Path.of([[0], [1]]).at("-1/9"),
    ],
)
def test_wrong_paths_are_refused(make: Any) -> None:
    with pytest.raises(InputError):
        make()


def test_a_wall_met_in_a_corner_only_is_no_change() -> None:
    found = walk(net.document(net.RELU, inputs=2), Path.of([[1, 1], [0, 1], [1, 2]]))
    assert found.breakpoints == (0, 1, 2)
    assert found.patterns.changes.tolist() == [False]


def test_coinciding_transitions_on_an_arc_are_one_cut() -> None:
    """x > 1/2 twice, and a unit of the second layer that changes in the same point."""
    document = net.document(
        net.dense([[1, 0], [4, 0], [0, 0]], ["-1/2", -2, 1]),
        net.RELU,
        net.dense([[1, 1, 0], [-1, 0, 0]], [0, 0]),
        net.RELU,
        inputs=2,
    )
    found = walk(document, Path.of([[1, 0], [0, 1]], arcs=True))
    assert len(found.breakpoints) == 3
    assert found.breakpoints[1] * found.breakpoints[1] * 3 == 1
    assert found.patterns.words.tolist() == [[1, 1, 1, 1, 0], [0, 0, 1, 0, 0]]


def test_rational_and_irrational_transitions_on_an_arc() -> None:
    document = net.document(net.dense([[5, 0], [1, -1]], [-3, 0]), net.RELU, inputs=2)
    found = walk(document, Path.of([[1, 0], [0, 1]], arcs=True))
    _, first, second, _ = found.breakpoints
    # the angle of 45 degrees comes first: tan(pi/8) = sqrt 2 - 1; cos = 3/5 at u = 1/2
    assert (first + 1) * (first + 1) == 2
    assert second == RealAlgebraic.from_rational(fmpq(1, 2))


def test_doubles_only_propose() -> None:
    """Two walls 2^-300 apart are two cuts; one that misses the circle by 2^-300 is none."""
    document = net.document(
        net.dense(
            [[1, 0], [1, 0], [-3, -4], [-3, -4]],
            ["-1/2", f"-{2**299 + 1}/{2**300}", f"{5 * 2**300 + 1}/{2**300}", f"{5 * 2**300 - 1}/{2**300}"],
        ),
        net.RELU,
        inputs=2,
    )
    found = walk(document, Path.of([[1, 0], [0, 1]], arcs=True))
    assert len(found.breakpoints) == 2 + 2 + 2
    assert (found.patterns.words[:, 2] == 1).all()
    gaps = [b - a for a, b in zip(found.breakpoints, found.breakpoints[1:], strict=False)]
    assert sum(gap < fmpq(1, 2**140) for gap in gaps) == 2
    assert sum(gap < fmpq(1, 2**290) for gap in gaps) == 1


def test_huge_weights_do_not_overflow_doubles() -> None:
    huge = 10**700
    document = net.document(
        net.dense([[huge, 0], [1, 1]], [-huge // 2, 0]), net.RELU, net.dense([[1, -huge]], [1]), net.ABS, inputs=2
    )
    found = walk(document, Path.of([[1, 0], [0, 1]], arcs=True))
    assert found.breakpoints[1] * found.breakpoints[1] * 3 == 1


@pytest.mark.parametrize("arcs", [False, True])
def test_the_limit_on_breakpoints(arcs: bool) -> None:
    document = net.document(net.dense([[1, 0], [0, 1]], ["-1/3", "-1/2"]), net.RELU, inputs=2)
    with pytest.raises(UndecidedError, match="above the limit of 2"):
        walk(document, Path.of([[1, 0], [0, 1]], arcs=arcs), max_vertices=2)
