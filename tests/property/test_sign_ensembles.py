"""The mean over all sign networks: a theorem about squares, and going through all networks."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from support.sign_networks import means
from support.strategies import SMALL

import exactnet as xn

CLOSE = Fraction(1, 10**45)


@st.composite
def paths(draw, inputs=3):
    """Points in R^2 or R^3 no two neighbours of which lie on a line through 0."""
    n = draw(st.integers(2, inputs))
    point = st.lists(SMALL, min_size=n, max_size=n)
    found = draw(st.lists(point, min_size=2, max_size=3).filter(lambda ps: all(map(independent, ps, ps[1:]))))
    return [[str(x) for x in p] for p in found]


def independent(p, q):
    return any(p[i] * q[j] != p[j] * q[i] for i in range(len(p)) for j in range(i))


def fraction(x):
    return Fraction(int(x.p), int(x.q))


@settings(max_examples=40, deadline=None)
@given(points=paths(), width=st.integers(1, 3), depth=st.integers(1, 2))
def test_the_mean_square_is_known(points, width, depth):
    first, *via, last = points
    found = xn.sign_ensemble(first, last, via=via, width=width, depth=depth)
    exact = [[Fraction(x) for x in p] for p in points]
    squares = sum((b - a) ** 2 for p, q in pairwise(exact) for a, b in zip(p, q, strict=True))
    assert fraction(found.mean_square) == Fraction(width, 2) ** depth * squares
    # Cauchy and Schwarz, on spans of length 1
    assert found.mean_length.lower**2 <= found.mean_square * (len(points) - 1)


@settings(max_examples=15, deadline=None)
@given(points=paths(inputs=2), shape=st.sampled_from([(1, 1), (1, 2), (2, 1), (3, 1)]))
def test_going_through_all_networks(points, shape):
    first, *via, last = points
    width, depth = shape
    found = xn.sign_ensemble(first, last, via=via, width=width, depth=depth, digits=40)
    count, square, length = means(points, width, depth)
    assert (found.ensemble.networks, fraction(found.mean_square)) == (count, square)
    assert fraction(found.mean_length.lower) - CLOSE < length < fraction(found.mean_length.upper) + CLOSE
