"""Lengths of images, exactly and in brackets."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest
from flint import fmpq

from exactnet.compile.arcs import ArcSpan
from exactnet.errors import UndecidedError
from exactnet.exact.integers import integer_array
from exactnet.trajectories.ellipses import arcs_length
from exactnet.trajectories.length import Length
from exactnet.trajectories.polylines import polyline_length


def quarter(p: list[int | fmpq], q: list[int | fmpq]) -> ArcSpan:
    return ArcSpan([fmpq(x) for x in p], [fmpq(x) for x in q])


def test_equal_roots_are_merged() -> None:
    # steps of length sqrt 2, 2 sqrt 2, 5, sqrt 3 and a point
    rows = np.array(
        [[1, 0, 0, 0, 0], [1, 1, 1, 1, 0], [1, 2, 3, 3, 0], [1, 3, 6, 7, 0], [1, 4, 7, 8, 1], [1, 5, 7, 8, 1]]
    )
    assert polyline_length(rows, 3, 5).radicals == ((5, 1), (3, 2), (1, 3))


def test_rational_lengths_are_their_own_brackets() -> None:
    found = polyline_length(np.array([[3, 0, 1], [3, 3, 2]]), 1, 5)
    assert found.rational
    assert (found.lower, found.radicals) == (fmpq(1, 3), ((fmpq(1, 3), 1),))


def test_a_constant_image() -> None:
    rows = integer_array([[2, 0, 4, 10**30], [1, 1, 2, 5 * 10**29], [3, 6, 6, 15 * 10**29]])
    assert polyline_length(rows, 2, 5) == Length(fmpq(0), fmpq(0), ())
    assert arcs_length([quarter([0, 0], [0, 0])], 5) == Length(fmpq(0), fmpq(0), ())


def test_large_numbers_are_bracketed_without_radicals() -> None:
    big = 10**40
    found = polyline_length(integer_array([[1, 0, 0, 0], [1, 1, big, big]]), 2, 12)
    assert found.radicals is None
    assert found.lower**2 < 2 * big**2 < found.upper**2
    assert (found.upper - found.lower) * 10**12 < found.lower


def test_digits_are_significant() -> None:
    for scale in (fmpq(1, 10**30), fmpq(1), fmpq(10**30)):
        p, q = [scale, fmpq(0)], [fmpq(0), 2 * scale]
        found = arcs_length([quarter(p, q)], 15)
        assert (found.upper - found.lower) * 10**15 < found.lower
        # a quarter of the ellipse with half axes 1 and 2
        assert abs(float(found.lower / scale) - 2.4221120551369) < 1e-9


def test_circles_and_straight_images() -> None:
    assert float(arcs_length([quarter([1, 0], [0, 1])] * 4, 14).lower) == pytest.approx(2 * pi, rel=1e-14)
    # p = q: out and back along a line, from 1 to sqrt 2 and back to 1
    found = arcs_length([quarter([1], [1])], 14)
    assert (found.lower + 2) ** 2 < 8 < (found.upper + 2) ** 2
    # the turning point at the end of the span
    assert arcs_length([quarter([0], [3])], 14).lower < 3 < arcs_length([quarter([0], [3])], 14).upper


def test_an_almost_straight_image() -> None:
    found = arcs_length([quarter([fmpq(1), fmpq(1, 10**40)], [fmpq(1), fmpq(0)])], 30)
    straight = arcs_length([quarter([1], [1])], 30)
    assert straight.lower <= found.upper
    assert found.lower <= straight.upper


def test_more_digits_than_certificates_hold() -> None:
    with pytest.raises(UndecidedError, match="ask for fewer"):
        arcs_length([quarter([1, 0], [0, 2])], 200)
