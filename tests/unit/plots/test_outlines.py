"""What is drawn of functions with curved pieces lies on their graphs; orbits go on where exact numbers end."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest
from flint import fmpq
from support import networks as net

import exactnet as xn
from exactnet.compile import PiecewiseMap
from exactnet.compile.domain import Domain
from exactnet.compile.study import study
from exactnet.errors import InputError
from exactnet.plots import graph_figure, orbit, outline

LOGISTIC = study(PiecewiseMap.of([0, 1], [[0, "39/10", "-39/10"]]))
BENT = study(PiecewiseMap.of([0, "1/2", "3/4", 1], [[0, 0, 4], [1], ["4", "-4"]]))
SOFT = net.document(net.dense([[4]], [-1]), net.rational_pieces([0], ([0, 1], [1, -1]), ([0, 1], [1, 1])))


def test_a_curve_is_drawn_smoothly():
    seen = outline(LOGISTIC)
    xs, ys = seen.line.T
    assert np.allclose(ys, 3.9 * xs * (1 - xs), atol=1e-12)
    assert (seen.pieces, seen.noun, seen.laps) == (1, "polynomial piece", 2)
    assert seen.turns.tolist() == [0.5]
    assert len(seen.bends) == 0
    assert np.diff(xs).max() < 0.01
    assert (xs[0], xs[-1]) == (0, 1)


def test_ends_of_pieces_are_marked_and_plateaus_belong_to_the_lap_on_their_left():
    seen = outline(BENT)
    assert seen.bends.tolist() == [[0.5, 1.0], [0.75, 1.0]]
    assert seen.turns.tolist() == [0.75]
    # two points suffice for a straight piece
    assert (seen.line[:, 0] > 0.5).sum() == 2


def test_networks_on_an_algebraic_domain():
    function = study(xn.load(SOFT), Domain.of(0, 2))
    seen = outline(function)
    assert (seen.pieces, seen.noun) == (2, "rational piece")
    assert seen.bends.tolist() == [[0.25, 0.0]]
    golden = {"polynomial": [-1, -1, 1], "between": ["1", "2"]}
    document = {
        "format": "exactnet-map/1",
        "domain": ["0", golden],
        "pieces": [{"to": golden, "polynomial": ["0", golden, "-1"]}],
    }
    seen = outline(study(xn.load(document)))
    assert seen.turns == pytest.approx([0.8090169943749475])
    assert graph_figure(study(xn.load(document))).axes[0].get_title().startswith("1 polynomial piece, 2 laps")


def test_an_orbit_goes_on_enclosed():
    found = orbit(LOGISTIC.curve, "1/3", 200)
    x, short = Fraction(1, 3), 0
    while max(x.numerator, x.denominator).bit_length() <= 10_000:
        x, short = Fraction(39, 10) * x * (1 - x), short + 1
    assert (found.steps, found.exact) == (200, short - 1)
    with mpmath.workdps(200):
        x = mpmath.mpf(1) / 3
        for step, point in enumerate(found.points):
            assert abs(mpmath.mpf(int(point.p)) / int(point.q) - x) < mpmath.mpf(10) ** -17, step
            x = mpmath.mpf(39) / 10 * x * (1 - x)


def test_exact_orbits_of_curves():
    full = study(PiecewiseMap.of([0, 1], [[0, 4, -4]])).curve
    assert orbit(full, "3/4", 5).cycle == (0, 1)
    assert orbit(full, "1/2", 5).points == (fmpq(1, 2), 1, 0, 0)
    leaving = study(PiecewiseMap.of([0, 1], [[0, 5, -5]])).curve
    assert orbit(leaving, "1/2", 5).left
    # a map that leaves its interval is not iterated by enclosures
    assert orbit(leaving, "1/5", 50).steps < 50
    with pytest.raises(InputError, match="outside"):
        orbit(full, 2, 1)
