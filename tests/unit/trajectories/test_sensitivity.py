"""Noise in one layer, held against evaluation at many points."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq
from support import networks as net

import exactnet as xn
from exactnet.check import check_text
from exactnet.trajectories.sensitivity import perturbed

PLAIN = net.document(
    net.dense([[2, -1], [1, 3], [-3, 1]], [1, -2, 1]),
    net.RELU,
    net.dense([[2, -3, 1], [-1, 2, 3], [1, 1, -2]], [-2, -1, 3]),
    net.RELU,
    net.dense([[1, -2, 3]], [0]),
    inputs=2,
)
BLOCK = net.document(
    net.dense([[1, 2], [-1, 1]], [0, 1]),
    net.residual(net.dense([[1, -1], [2, 1]], [0, 0]), net.RELU),
    net.ABS,
    inputs=2,
)


def with_noise(document, place, noise, seed, before, draw):
    """The stated rule once more, on the document: `before` dense layers stand before this one."""
    copy = {**document, "layers": [dict(x) for x in document["layers"]]}
    layers = copy["layers"]
    for index in place[:-1]:
        layers[index] = {**layers[index], "layers": [dict(x) for x in layers[index]["layers"]]}
        layers = layers[index]["layers"]
    dense = layers[place[-1]]
    rows = [*dense["weight"], dense["bias"]]
    count = sum(map(len, rows))
    steps = iter(np.random.default_rng([seed, before, draw]).integers(-256, 256, size=count, endpoint=True).tolist())
    moved = [[str(Fraction(x) + noise * next(steps) / 256) for x in row] for row in rows]
    dense["weight"], dense["bias"] = moved[:-1], moved[-1]
    return copy


@pytest.mark.parametrize(
    ("document", "places"),
    [
        (PLAIN, {"1": (1, "layers[0]", (0,)), "3": (3, "layers[2]", (2,)), "5": (5, "layers[4]", (4,))}),
        (BLOCK, {"1": (1, "layers[0]", (0,)), "2.1": (2, "layers[1].layers[0]", (1, 0))}),
    ],
)
def test_each_layer_in_turn(document, places) -> None:
    found = xn.sensitivity(document, [-2, -1], [2, 1], "1/16", seed=3, draws=2)
    assert [place.number for place in found.places] == list(places)
    assert [(row.place.number, row.draw) for row in found.rows] == [(p, d) for p in places for d in (0, 1)]
    for certificate in found.certificates:
        assert str(check_text(certificate.canonical)) == "valid"
    for row in found.rows:
        layer, path, indices = places[row.place.number]
        assert (row.to_json()["layer"], row.to_json()["place"]) == (layer, path)
        noisy = with_noise(document, indices, Fraction(1, 16), 3, list(places).index(row.place.number), row.draw)
        assert row.trajectory.network.to_json() == noisy
        by_points = xn.trajectory(noisy, [-2, -1], [2, 1])
        assert row.transitions_change == len(by_points.transitions) - len(found.original.transitions)
        low, high = row.length_change
        before, after = found.original.layers[-1].length, by_points.layers[-1].length
        assert low <= after.lower - before.lower <= high
        # the largest change bounds that at every point, and is attained at a corner of one of the two
        ends = [Fraction(int(t.p), int(t.q)) for x in (found.original, row.trajectory) for t in x.breakpoints]
        changes = [change(document, noisy, t) for t in (*(Fraction(i, 97) for i in range(98)), *ends)]
        assert max(changes) == Fraction(int(row.output_change.p), int(row.output_change.q)) > 0


def change(one, other, t):
    point = [Fraction(-2) + 4 * t, Fraction(-1) + 2 * t]
    images = (net.evaluate(x["layers"], point) for x in (one, other))
    return max(abs(a - b) for a, b in zip(*images, strict=True))


def test_new_patterns_are_those_that_the_original_lacks() -> None:
    found = xn.sensitivity(PLAIN, [-2, -2], [2, 2], 2, seed=1, draws=3)
    known = {tuple(word) for word in found.original.pattern_words}
    for row in found.rows:
        words = {tuple(word) for word in row.trajectory.pattern_words}
        assert row.new_patterns == len(words - known)
    assert any(row.new_patterns for row in found.rows)


def test_processes_change_nothing() -> None:
    alone, shared = (xn.sensitivity(PLAIN, [0, 0], [1, 1], "1/8", seed=2, jobs=jobs).to_json() for jobs in (1, 2))
    assert alone == shared


def test_the_other_layers_are_left_alone() -> None:
    network = xn.load(PLAIN)
    noisy = perturbed(network, 1, fmpq(1, 2), seed=0)
    assert [a == b for a, b in zip(network.layers, noisy.layers, strict=True)] == [True, True, False, True, True]


@pytest.mark.parametrize(
    "options",
    [{"noise": 0}, {"noise": "-1/2"}, {"noise": 1, "draws": 0}, {"noise": 1, "seed": -1}, {"noise": 1, "jobs": 0}],
)
def test_bad_choices_are_refused(options) -> None:
    with pytest.raises(xn.InputError):
        xn.sensitivity(PLAIN, [0, 0], [1, 1], **options)


def test_a_network_without_dense_layers_is_refused() -> None:
    with pytest.raises(xn.InputError, match="no dense layer"):
        xn.sensitivity(net.document(net.ABS), 0, 1, 1)
