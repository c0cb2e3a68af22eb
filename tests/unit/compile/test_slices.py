"""Planes in input space."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import networks as net
from support import strategies

import exactnet as xn
from exactnet.check import check_text
from exactnet.compile.slices import on_plane
from exactnet.trajectories import Ensemble

MANY = net.document(net.ABS, inputs=9)
CORNERS = [[1] * 9, [2, *[1] * 8], [1, 2, *[1] * 7]]


def test_nine_inputs_on_a_plane() -> None:
    found = xn.regions(MANY, plane=CORNERS)
    assert (found.activation_regions, found.faces) == (4, (1, 4, 4))
    assert xn.regions(MANY, "box:0,1", plane=CORNERS).activation_regions == 1
    document = found.certificate.document()
    assert document["subject"]["network"]["inputs"] == 2
    assert str(check_text(found.certificate.canonical)) == "valid"


def test_bounds_on_a_plane_are_those_of_two_inputs() -> None:
    (row,) = xn.verify(MANY, ["goujon2024.upper"], plane=CORNERS).rows
    # Z(9, 2)
    assert (row.verdict.word, row.value) == ("proved", 1 + 9 + 36)


def test_patterns_on_planes_through_random_networks() -> None:
    corners = [[1, 0, 0, 0, 0, 0, 0], [0, 1, 0, 2, 0, -1, 0], [0, 0, 1, 0, -1, 0, 1]]
    for number in range(3):
        network = Ensemble.of(7, 4, 2, sigma_w=2, sigma_b=1, bits=4).draw(1, number)
        (row,) = xn.verify(network, ["raghu2017.relu"], plane=corners).rows
        assert (row.verdict.word, row.value) == ("proved", (1 + 4 + 6) ** 2)
        counted = xn.regions(network, plane=corners).activation_regions
        assert row.measured is not None
        assert row.measured.lower == counted > 4
        assert str(check_text(row.certificate.canonical)) == "valid"


@settings(max_examples=25, deadline=None)
@given(document=strategies.networks(inputs=3, depth=2, width=3), data=st.data())
def test_a_line_in_a_plane_is_a_line_in_space(document, data) -> None:
    point = st.lists(strategies.SMALL, min_size=3, max_size=3)
    p, q, r = ([str(x) for x in data.draw(point)] for _ in range(3))
    try:
        plane = on_plane(xn.load(document), [p, q, r])
    except xn.InputError:
        return  # on one line
    inside, outside = xn.trajectory(plane, [1, 0], [0, 1]), xn.trajectory(document, q, r)
    assert inside.transitions == outside.transitions
    assert inside.patterns == outside.patterns == len(outside.transitions) + 1
    if plane.widths:
        assert xn.regions(plane, "box:0,1").activation_regions >= 1


@pytest.mark.parametrize(
    "corners",
    [CORNERS[:2], [[0] * 9, [1] * 9, [2] * 9], [[0] * 8, [1] * 9, CORNERS[1]], [CORNERS[0], CORNERS[0], CORNERS[1]]],
)
def test_what_is_no_plane_is_refused(corners) -> None:
    with pytest.raises(xn.InputError):
        xn.regions(MANY, plane=corners)


def test_nine_inputs_on_a_line() -> None:
    # |1 + t|, then |1|: one wall, at t = -1
    found = xn.regions(MANY, line=CORNERS[:2])
    assert (found.activation_regions, found.faces) == (2, (1, 2))
    document = found.certificate.document()
    assert document["subject"]["network"]["inputs"] == 1
    assert str(check_text(found.certificate.canonical)) == "valid"


def test_patterns_on_segments_of_random_networks() -> None:
    p, q = [2, 0, -1, 0, 0, 1, 1], [-1, 1, 0, 2, 0, -1, -3]
    for number in range(3):
        network = Ensemble.of(7, 4, 2, sigma_w=2, sigma_b=1, bits=4).draw(2, number)
        (row,) = xn.verify(network, ["raghu2017.segment"], line=[p, q]).rows
        assert (row.verdict.word, row.value) == ("proved", 5 * 5)
        assert row.measured is not None
        assert row.measured.lower == xn.trajectory(network, p, q).patterns > 2
        assert str(check_text(row.certificate.canonical)) == "valid"


@pytest.mark.parametrize("ends", [CORNERS, CORNERS[:1], [CORNERS[0]] * 2, [[0] * 8, [1] * 9]])
def test_what_is_no_line_is_refused(ends) -> None:
    with pytest.raises(xn.InputError):
        xn.verify(MANY, line=ends)


def test_a_line_and_a_plane_are_too_much() -> None:
    with pytest.raises(xn.InputError, match="give one"):
        xn.regions(MANY, line=CORNERS[:2], plane=CORNERS)
