"""Polytopes by their inequalities: faces known by hand, boxes written as polytopes, what is refused."""

import itertools
import re

import pytest

from exactnet.compile.box import Box
from exactnet.compile.places import parse_place
from exactnet.compile.polyhedral import compile_complex
from exactnet.compile.polytope import Polytope
from exactnet.complexes import count_regions
from exactnet.errors import InputError
from exactnet.model import Dense, Network, Relu


def f_vector(polytope):
    lattice = polytope.start().lattice
    return tuple(lattice.count(k) for k in range(lattice.dimension + 1))


def cube(d):
    """[-1, 1]^d."""
    return [[1, *(sign * int(i == j) for j in range(d))] for i in range(d) for sign in (1, -1)]


KNOWN = {
    "segment": ([["1", "2"], ["1/3", "-1"]], (2, 1)),
    "triangle": ([[1, -1, -1], [0, 1, 0], [0, 0, 1]], (3, 3, 1)),
    "square with redundant inequalities": ([*cube(2), [2, 1, 1], [5, 1, 0], [1, 1, 0]], (4, 4, 1)),
    "square without a corner": ([*cube(2), [1, 1, 1]], (5, 5, 1)),
    "cube": (cube(3), (8, 12, 6, 1)),
    "octahedron": ([[1, *s] for s in itertools.product((1, -1), repeat=3)], (6, 12, 8, 1)),
    "pyramid": ([[0, 0, 0, 1], *[[1, *side, -1] for side in ((1, 0), (-1, 0), (0, 1), (0, -1))]], (5, 8, 5, 1)),
    "cube without a corner": ([*cube(3), [2, 1, 1, 1]], (10, 15, 7, 1)),
    "cross polytope": ([[1, *s] for s in itertools.product((1, -1), repeat=4)], (8, 24, 32, 16, 1)),
}


@pytest.mark.parametrize("name", KNOWN)
def test_the_faces_of_a_polytope(name):
    inequalities, expected = KNOWN[name]
    polytope = Polytope.of(inequalities)
    assert f_vector(polytope) == expected
    assert (polytope.start().signs >= 0).all()


def test_the_box_around_a_polytope():
    assert Polytope.of(KNOWN["pyramid"][0]).box == Box.of([(-1, 1), (-1, 1), (0, 1)])


@pytest.mark.parametrize("d", [1, 2, 3])
def test_a_box_and_its_inequalities_have_the_same_counts(d):
    weight = [[(3 * i + 5 * j) % 7 - 3 for j in range(d)] for i in range(4)]
    network = Network.of(
        d, [Dense.of(weight, [0, 1, -1, 1]), Relu(), Dense.of([[1, -1, 1, 2]] * 3, [0, 1, -1]), Relu()]
    )
    box, polytope = Box.parse("box:-1,1", d), Polytope.of(cube(d))
    assert (
        count_regions(compile_complex(network, box)).quantities
        == count_regions(compile_complex(network, polytope)).quantities
    )


@pytest.mark.parametrize(
    ("inequalities", "reason"),
    [
        ([[1, 1, 0], [1, -1, 0]], "unbounded"),
        ([[0, 1, 0], [0, 0, 1]], "unbounded"),
        ([[-1, 1], [0, -1]], "no interior"),
        ([[0, 1, 0], [0, -1, 0], [1, 0, 1], [1, 0, -1]], "no interior"),
        ([[1, 1], [1, -1], [0, 0]], "says nothing"),
        ([[1, 1], [1, -1, 0]], "one length"),
        ([], "one length"),
        ([[1], [1]], "one length"),
    ],
)
def test_what_is_no_polytope_is_refused(inequalities, reason):
    with pytest.raises(InputError, match=reason):
        Polytope.of(inequalities)


def test_a_polytope_is_written_as_it_is_read():
    text = "polytope:1,-1,-1/2;0,1,0;0,0,1"
    place = parse_place(text, 2)
    assert place.to_json() == {"inequalities": [["1", "-1", "-1/2"], ["0", "1", "0"], ["0", "0", "1"]]}
    assert parse_place(text, 2) == place
    with pytest.raises(InputError, match=re.escape("b + a.x >= 0 in 3 variables is written with 4")):
        parse_place(text, 3)
