"""Bounds of units are stated anew, nearer, before a tree splits; and the tree is still a proof."""

import itertools
import json
import random
from fractions import Fraction

import pytest
from support import networks as net
from support.reach import check_reach

import exactnet as xn
from exactnet.check import check_text

pytest.importorskip("highspy", reason="without HiGHS bounds are not made nearer")


def network(seed, *widths):
    rng = random.Random(seed)
    layers = []
    for entering, width in itertools.pairwise(widths):
        rows = [[rng.randint(-3, 3) for _ in range(entering)] for _ in range(width)]
        layers += [net.dense(rows, [rng.randint(-2, 2) for _ in range(width)]), net.RELU]
    return net.document(*layers[:-1], inputs=widths[0])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_bounds_get_nearer(seed):
    document = network(seed, 3, 8, 8, 1)
    grid = [list(x) for x in itertools.product((-1, 0, 1), repeat=3)]
    level = max(value for (value,) in xn.load(document).at(grid))
    found = xn.solve(document, reach=f"F >= {level + abs(level) / 4 + 1}", domain="box:-1,1")
    assert (found.status, found.evidence) == ("unsat", "own")
    text = found.certificate.canonical.decode()
    assert check_text(text).word == "valid"
    check_reach(json.loads(text))
    stated = {}
    for node in json.loads(text)["evidence"]["trees"][0]:
        if "unit" in node and node["lower"] and node["upper"]:
            stated.setdefault(node["unit"], []).append(Fraction(node["upper"][0]) - Fraction(node["lower"][0]))
    again = [lengths for lengths in stated.values() if len(lengths) > 1]
    assert again
    assert all(nearer < length for length, nearer in again)
