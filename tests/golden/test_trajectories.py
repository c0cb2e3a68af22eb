"""Trajectories known from a proof or by hand, and one network held against a fine exact sampling."""

from fractions import Fraction
from itertools import pairwise

import pytest
from flint import fmpq
from support import networks as net
from support.trajectories import place, word

import exactnet as xn
from exactnet.check import check_text

GENERIC = net.document(
    net.dense([[2, -1], [1, 3], [-3, 1]], [1, -2, 1]),
    net.RELU,
    net.dense([[2, -3, 1], [-1, 2, 3], [1, 1, -2]], [-2, -1, 3]),
    net.RELU,
    net.dense([[1, -2, 3]], [0]),
    inputs=2,
)


def tents(depth):
    """relu(g), relu(2g - 1) and 2u - 2v, depth times."""
    layers = []
    for i in range(depth):
        layers += [net.dense([[1], [2]] if i == 0 else [[2, -2], [4, -4]], [0, -1]), net.RELU]
    return net.document(*layers, net.dense([[2, -2]], [0]))


def test_cuts_of_the_generic_network():
    diagonal = xn.trajectory(GENERIC, [-2, -2], [2, 2])
    assert [4 * t - 2 for t in diagonal.transitions] == [
        -1,
        fmpq(-2, 5),
        fmpq(1, 7),
        fmpq(1, 2),
        fmpq(3, 5),
        fmpq(6, 7),
    ]
    assert (diagonal.patterns, diagonal.affine_pieces) == (7, 7)
    axis = xn.trajectory(GENERIC, [-3, 0], [3, 0])
    assert [6 * t - 3 for t in axis.transitions] == [fmpq(-1, 2), fmpq(-1, 4), fmpq(1, 11), fmpq(1, 3), 2]
    assert (axis.patterns, axis.affine_pieces) == (6, 5)


@pytest.mark.parametrize("depth", range(1, 9))
def test_tents_double_the_length(depth):
    """The image after the d-th layer of units has length 2^(d-1) (1 + sqrt 5)/2, the scalar image 2^d."""
    found = xn.trajectory(tents(depth), 0, 1)
    hidden = [layer for layer in found.layers if layer.kind == "relu"]
    for d, layer in enumerate(hidden, 1):
        half = fmpq(2 ** (d - 1), 2)
        assert layer.length.radicals == ((half, 1), (half, 5))
        assert layer.patterns == 2**d
    assert found.layers[-1].length.lower == found.layers[-1].length.upper == 2**depth
    assert found.affine_pieces == 2**depth


def test_a_pattern_recurs_on_a_circle():
    """On a straight line none does; the half plane x > 1/2 is entered a second time at the end of a turn."""
    half_plane = net.document(net.dense([[1, 0]], ["-1/2"]), net.RELU, inputs=2)
    found = xn.trajectory(half_plane, [1, 0], [0, 1], arc=True, turn=True, digits=25)
    assert found.sequence == (0, 1, 0)
    assert found.recurrences == 1
    # 60 degrees: tan 30 = 1/sqrt 3; 300 degrees: in the fourth quarter by 30 degrees, tan 15 = 2 - sqrt 3
    first, second = found.transitions
    assert 3 * first * first == 1
    assert (5 - second) * (5 - second) == 3
    twice_pi = fmpq(62831853071795864769252867665590, 10**31)
    assert found.path_length.lower < twice_pi < found.path_length.upper
    # max(cos - 1/2, 0) rises and falls by 1/2
    assert found.layers[-1].length.lower < 1 < found.layers[-1].length.upper


def test_a_straight_image_of_an_arc_turns():
    """x + 2y rises on the unit circle from 1 to sqrt 5 and falls to 2."""
    found = xn.trajectory(net.document(net.dense([[1, 2]], [0]), inputs=2), [1, 0], [0, 1], arc=True, digits=30)
    low, high = found.layers[0].length.lower, found.layers[0].length.upper
    assert (low + 3) ** 2 < 20 < (high + 3) ** 2
    assert high - low < fmpq(1, 10**29)


def test_touching_is_no_transition():
    """5 - 3x - 4y is 0 at (3/5, 4/5) only, and positive elsewhere on the circle."""
    touching = net.document(net.dense([[-3, -4]], [5]), net.RELU, inputs=2)
    found = xn.trajectory(touching, [1, 0], [0, 1], arc=True, turn=True)
    assert (found.transitions, found.patterns) == ((), 1)


def test_a_unit_that_vanishes_along_the_path_is_inactive():
    wall = net.document(net.dense([[1, 0], [0, 1]], [0, 0]), net.RELU, inputs=2)
    found = xn.trajectory(wall, [0, -1], [0, 1])
    assert found.words.tolist() == [[0, 0], [0, 1]]
    assert found.transitions == (fmpq(1, 2),)


def test_every_transition_of_a_turn_is_seen_by_fine_sampling():
    """An independent way: the patterns at 4 x 700 exact points."""
    layers = [
        net.dense(
            [[(3 * i * j + i - 2 * j) % 7 - 3 for j in range(4)] for i in range(6)], [i % 3 - 1 for i in range(6)]
        ),
        net.RELU,
        net.dense([[(5 * i * j + 2 * i + j) % 9 - 4 for j in range(6)] for i in range(6)], [2 - i for i in range(6)]),
        net.HARD_TANH,
    ]
    p, q = [2, 0, -1, 1], [0, 1, 2, -1]
    found = xn.trajectory(net.document(*layers, inputs=4), p, q, arc=True, turn=True)
    path = "arcs", [[Fraction(s * x) for x in point] for s, point in ((1, p), (1, q), (-1, p), (-1, q), (1, p))]
    samples = [Fraction(2 * k + 1, 1401) for k in range(4 * 700)]
    words = [word(layers, place(path, t))[0] for t in samples]
    between = [(s, t) for (s, v), (t, w) in pairwise(zip(samples, words, strict=True)) if v != w]
    assert len(between) == len(found.transitions) > 20
    for (s, t), x in zip(between, found.transitions, strict=True):
        assert s < x < t or Fraction(s) == x
    assert len(set(words)) == found.patterns
    assert str(check_text(found.certificate.canonical)) == "valid"
