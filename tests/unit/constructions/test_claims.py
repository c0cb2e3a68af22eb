"""Constructions and what they claim, measured."""

import pytest

from exactnet import face
from exactnet.constructions import (
    ergen_grillo,
    montufar,
    planar_network,
    shell_network,
    simplicial_network,
    with_betti,
)
from exactnet.errors import InputError


@pytest.mark.parametrize(
    ("made", "claimed"),
    [
        (ergen_grillo(2, 2, [2]), (2, 0)),
        (ergen_grillo(2, 4, [3]), (6, 2)),
        (ergen_grillo(2, 6, [1]), (0, 0)),
        (ergen_grillo(3, 2, [2, 3]), (4, 0, 0)),
        (with_betti(3, 2), (3, 2)),
        (with_betti(0, 0), (0, 0)),
    ],
)
def test_betti_numbers(made, claimed):
    assert made.claims["betti"] == claimed
    for relation in ("le", "lt"):
        assert face.betti(made.network, relation, 0, made.domain).betti == claimed


@pytest.mark.parametrize(
    ("inputs", "widths", "claimed"),
    [(1, [3, 2], 9), (2, [4], 11), (2, [5, 3], 28), (2, [2, 4, 2], 16), (3, [6, 3], 64)],
)
def test_regions(inputs, widths, claimed):
    made = montufar(inputs, widths)
    assert made.claims["activation_regions"] == claimed
    assert face.regions(made.network, domain="box:0,1").activation_regions == claimed


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ergen_grillo(2, 3, [1]), "folds must be even"),
        (lambda: ergen_grillo(2, "4", [1]), "folds must be an integer, not '4'"),
        (lambda: ergen_grillo(2, 4, [1, 1]), "there must be 1 numbers"),
        (lambda: shell_network(2.5, (8,), (1,)), "inputs must be an integer, not 2.5"),
        (lambda: shell_network(2, 8, (1,)), "widths must be a list of integers, not 8"),
        (lambda: shell_network(2, (8.0,), (1,)), r"widths\[0\] must be an integer, not 8.0"),
        (lambda: shell_network(2, (8,), ("x",)), r"shells\[0\] must be an integer, not 'x'"),
        (lambda: planar_network(1.5, 1), "components must be an integer, not 1.5"),
        (lambda: planar_network(1, True), "holes must be an integer, not True"),
        (lambda: simplicial_network(0, [(0,)]), "the dimension must be at least 1, not 0"),
        (lambda: simplicial_network(2, [("a",)]), r"faces\[0\]\[0\] must be an integer, not 'a'"),
        (lambda: simplicial_network(2, [0, 1]), r"faces\[0\] must be a list of integers, not 0"),
        (lambda: montufar(3, [2]), "at least as wide"),
        (lambda: montufar(2, []), "at least one input and one layer"),
    ],
)
def test_arguments_that_are_refused(make, message):
    with pytest.raises(InputError, match=message):
        make()
