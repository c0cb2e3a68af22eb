"""Maxout layers in several dimensions: walls between units below the maximum are no walls of the complex."""

from __future__ import annotations

import random

import pytest
from flint import fmpq

from exactnet.compile import Domain, restrict_to_line
from exactnet.compile.box import Box
from exactnet.compile.polyhedral import compile_complex
from exactnet.complexes import adjacency_graph, cell_maps, count_regions
from exactnet.model import Abs, Dense, HardTanh, Layer, Maxout, Network, Relu


def random_network(seed: int, inputs: int) -> Network:
    rng = random.Random(seed)

    def number() -> fmpq:
        return fmpq(rng.randint(-2, 2)) if rng.random() < 0.5 else fmpq(rng.randint(-50, 50), 7)

    layers: list[Layer] = []
    width = inputs
    for _ in range(rng.randint(1, 2)):
        units = rng.randint(2, 5)
        weight = [[number() for _ in range(width)] for _ in range(units)]
        layers.append(Dense.of(weight, [number() for _ in range(units)]))
        width = units
        if rng.random() < 0.7:
            groups = tuple(tuple(rng.sample(range(width), rng.randint(1, width))) for _ in range(rng.randint(1, 3)))
            layers.append(Maxout(groups))
            width = len(groups)
        else:
            layers.append(rng.choice([Relu(), Abs(), HardTanh()]))
    return Network.of(inputs, [*layers, Dense.of([[number() for _ in range(width)]], [0])])


@pytest.mark.parametrize("domain", ["all", "box:-1,1"])
@pytest.mark.parametrize("seed", range(25))
def test_euler_characteristic_and_maps_of_cells(seed: int, domain: str) -> None:
    for inputs in (2, 3):
        network = random_network(seed, inputs)
        complex_ = compile_complex(network, Box.parse(domain, inputs))
        assert count_regions(complex_).euler_characteristic == ((-1) ** inputs if domain == "all" else 1)
        forms, denominator = cell_maps(complex_)
        for cell, data in adjacency_graph(complex_).nodes(data=True):
            constant, *slope = (fmpq(int(c), denominator) for c in forms[cell][0])
            value = constant + sum((a * x for a, x in zip(slope, data["witness"], strict=True)), fmpq(0))
            assert (value,) == network(list(data["witness"]))


@pytest.mark.parametrize("seed", range(60))
def test_one_input_agrees_with_the_sweep(seed: int) -> None:
    network = random_network(seed, 1)
    for text, domain in (("all", Domain.line()), ("box:-1,1", Domain.of(-1, 1))):
        counts = count_regions(compile_complex(network, Box.parse(text, 1)))
        line = restrict_to_line(network, domain)
        assert (counts.linear_regions, counts.activation_regions) == (line.affine_pieces, line.activation_regions)


def test_a_maximum_of_three_planes_has_three_regions() -> None:
    network = Network.of(2, [Dense.of([[1, 0], [0, 1], [-1, -1]], [0, 0, 0]), Maxout(((0, 1, 2),))])
    counts = count_regions(compile_complex(network, Box.parse("all", 2)))
    assert (counts.activation_regions, counts.linear_regions, counts.faces) == (3, 3, (1, 3, 3))
