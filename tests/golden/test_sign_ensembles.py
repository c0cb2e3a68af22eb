"""The published growth of ReLU networks, refuted for the networks of all signs; the mean square is known from a proof."""

from fractions import Fraction

import pytest
from flint import fmpq
from support.sign_networks import means

import exactnet as xn

CLOSE = Fraction(1, 10**45)


def fraction(x: fmpq) -> Fraction:
    return Fraction(int(x.p), int(x.q))


@pytest.mark.parametrize(
    ("points", "width", "depth"),
    [
        ([[1, 0], [0, 1]], 1, 1),
        ([[1, 0], [0, 1]], 2, 1),
        ([[1, 0], [0, 1]], 3, 1),
        ([["1/2", "-1/3"], [2, "5/7"]], 2, 1),
        ([[1, 0, 2], [0, "3/2", 1]], 2, 1),
        ([[1, 0], [0, 1]], 1, 3),
        ([[3, 0], [-1, 1], [0, "-1/2"]], 1, 2),
        ([[1, 0], [0, 1]], 2, 2),
    ],
)
def test_means_by_going_through_all_networks(points, width, depth):
    first, *via, last = points
    found = xn.sign_ensemble(first, last, via=via, width=width, depth=depth, digits=40)
    count, square, length = means(points, width, depth)
    assert (found.ensemble.networks, fraction(found.mean_square)) == (count, square)
    assert fraction(found.mean_length.lower) - CLOSE < length < fraction(found.mean_length.upper) + CLOSE


@pytest.mark.parametrize("width", [2, 3, 4])
@pytest.mark.parametrize("depth", [1, 2])
def test_the_published_growth_is_refuted(width, depth):
    found = xn.sign_ensemble([1, 0], [0, 1], width=width, depth=depth)
    assert found.refuted
    assert found.mean_square == fmpq(width, 2) ** depth * 2
    # Cauchy and Schwarz: the mean length is below the root of the mean square, and that is below base^depth sqrt(2)
    assert found.mean_length.upper**2 < found.mean_square < found.ensemble.base_squared**depth * 2


def test_width_two_by_hand():
    """On (1 - u, u) a row (w, v, b) is w + b + (v - w) u: four of the eight stand still, two have slope +-2 and are positive on
    all of (0, 1), two are negative there. So of two rows none moves for 9/16, one for 6/16, both for 1/16 of the networks."""
    found = xn.sign_ensemble([1, 0], [0, 1], width=2)
    assert found.mean_length.radicals == ((fmpq(3, 4), 1), (fmpq(1, 8), 2))
    assert found.path_length.radicals == ((1, 2),)


def test_a_small_constant_is_not_refuted_at_once_but_deeper():
    assert not xn.sign_ensemble([1, 0], [0, 1], width=2, constant="1/4").refuted
    assert xn.sign_ensemble([1, 0], [0, 1], width=2, depth=4, constant="1/4").refuted
