"""The radius of stability against networks that really are that far away, and against a second reader of the evidence."""

import json
import random
from fractions import Fraction

import pytest
from support import networks as net
from support import stability_evidence

from exactnet import face

SHAPES = [(1, (3,)), (1, (3, 3)), (2, (3,)), (2, (4, 3)), (2, (3, 3, 2)), (3, (4,)), (3, (3, 2))]


def a_network(rng, inputs, widths):
    layers, entering = [], inputs
    for width in (*widths, 1):
        number = lambda: Fraction(rng.randint(-9, 9), rng.choice([3, 4, 7]))  # noqa: E731
        layers += [
            net.dense([[number() for _ in range(entering)] for _ in range(width)], [number() for _ in range(width)])
        ]
        layers += [net.RELU]
        entering = width
    return layers[:-1]


def moved(rng, layers, e):
    """Every number up or down by e, or less."""

    def other(text):
        return str(Fraction(text) + e * rng.choice([-1, 1, 1, -1, Fraction(rng.randint(-8, 8), 8)]))

    return [
        layer
        if layer["type"] != "dense"
        else {
            "type": "dense",
            "weight": [[other(w) for w in row] for row in layer["weight"]],
            "bias": [other(b) for b in layer["bias"]],
        }
        for layer in layers
    ]


def faces(layers, inputs, domain):
    """The sign vectors of the faces of each dimension, with the wall F = 0."""
    found = face.betti(net.document(*layers, inputs=inputs), "le", 0, domain)
    signs = [
        sorted(map(bytes, (bytes(a) + bytes(b) for a, b in zip(above, below, strict=True))))
        for above, below in found.complex.sides
    ]
    return signs, found.betti


@pytest.mark.parametrize("seed", range(42))
def test_networks_within_the_radius_have_the_same_complex(seed):
    rng = random.Random(seed)
    inputs, widths = SHAPES[seed % len(SHAPES)]
    layers = a_network(rng, inputs, widths)
    domain = rng.choice(["box:-12/11,13/11", "box:-17/11,19/13"])
    found = face.stability(net.document(*layers, inputs=inputs), domain)
    document = json.loads(found.certificate.canonical)
    stability_evidence.check(document)
    if not found.stable:
        return
    radius = Fraction(int(found.radius.p), int(found.radius.q))
    # as large as the argument allows
    assert not stability_evidence.radius_holds(document, radius * Fraction(32769, 32768))
    expected = faces(layers, inputs, domain)
    for _ in range(4):
        assert faces(moved(rng, layers, radius), inputs, domain) == expected


@pytest.mark.parametrize("seed", range(10))
def test_degenerate_networks_fail_where_a_second_reader_says(seed):
    rng = random.Random(seed)
    inputs = rng.choice([1, 2, 3])
    widths, entering, layers = rng.choice([(2,), (3,), (2, 2)]), inputs, []
    for width in (*widths, 1):
        rows = [[rng.randint(-1, 1) for _ in range(entering)] for _ in range(width)]
        layers += [net.dense(rows, [Fraction(rng.randint(-3, 3), 2) for _ in range(width)]), net.RELU]
        entering = width
    document = net.document(*layers[:-1], inputs=inputs)
    for domain in ("box:-1,1", "box:-4/3,5/4", "box:-7/5,9/7"):
        found = face.stability(document, domain)
        stability_evidence.check(json.loads(found.certificate.canonical))
        if found.failing is not None and found.failing.neuron is not None:
            # the wall does vanish at the point
            layer, unit = found.failing.neuron
            point = [Fraction(int(x.p), int(x.q)) for x in found.failing.point]
            assert net.evaluate(layers[: 2 * layer - 1], point)[unit - 1] == 0
