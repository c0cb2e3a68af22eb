"""The filter of the region engine skips work and decides nothing: whatever the numbers, the complex is that of integers."""

from __future__ import annotations

import random

import pytest
from flint import fmpq

from exactnet.compile.box import Box
from exactnet.compile.polyhedral import compile_complex
from exactnet.model import Abs, Dense, HardTanh, Layer, LeakyRelu, Network, Relu, Residual

# powers of ten: ordinary, nearly parallel, and at both ends of the doubles, where their relative precision is lost
SCALES = {
    "ordinary": [0],
    "mixed": [0, 0, 30, -30],
    "extreme": [0, 0, 300, 305, -300, -310, -330, 150, -150],
}


def random_network(seed: int, exponents: list[int]) -> Network:
    rng = random.Random(seed)

    def number() -> fmpq:
        exponent = rng.choice(exponents)
        ten = fmpq(10) ** abs(exponent)
        return rng.randint(-9, 9) * (ten if exponent >= 0 else 1 / ten) + rng.choice([0, 0, fmpq(1, 2**60)])

    def dense(width: int, units: int) -> Dense:
        return Dense.of([[number() for _ in range(width)] for _ in range(units)], [number() for _ in range(units)])

    width = inputs = rng.randint(1, 3)
    layers: list[Layer] = []
    for _ in range(rng.randint(1, 4)):
        units = rng.randint(1, 4)
        block = Residual((dense(units, units), Relu()))
        layers += [dense(width, units), rng.choice([Relu(), Abs(), LeakyRelu(number()), HardTanh(), block])]
        width = units
    return Network.of(inputs, layers)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("domain", ["all", "box:-1,1"])
def test_filtered_and_automatic_complexes_are_the_exact_one(scale: str, domain: str) -> None:
    # the range that broke a filter once takes many tries to show it
    for seed in range(120 if scale == "extreme" else 40):
        network = random_network(seed, SCALES[scale])
        box = Box.parse(domain, network.inputs)
        exact = compile_complex(network, box, arithmetic="exact")
        for arithmetic in ("filtered", "auto"):
            other = compile_complex(network, box, arithmetic=arithmetic)
            assert other.signs.shape == exact.signs.shape
            assert (other.signs == exact.signs).all()
            for mine, theirs in zip(other.lattice.facets, exact.lattice.facets, strict=True):
                assert (mine.start == theirs.start).all()
                assert (mine.items == theirs.items).all()
            assert (other.points == exact.points).all()
