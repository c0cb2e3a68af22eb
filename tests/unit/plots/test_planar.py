"""The exact side of pictures: polygons, colour classes, walls, level sets, windows. Nothing here needs matplotlib."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from flint import fmpq
from support.networks import ABS, HARD_TANH, RELU, dense, document, maxout, residual

from exactnet.compile.box import Box
from exactnet.compile.polyhedral import compile_complex
from exactnet.complexes import count_regions
from exactnet.errors import InputError
from exactnet.frontends import read_subject
from exactnet.plots.colouring import colour_classes
from exactnet.plots.numbers import doubles, require_drawable
from exactnet.plots.planar import Planar, cell_cycles
from exactnet.plots.regions import map_colours
from exactnet.plots.window import Window, true_vertices, viewing_window


def fold():
    """Layer 1 folds the square onto a quarter; layer 2 cuts that into 11: 44 activation regions of 41 maps."""
    first, second = [2, -2, 0, 0], [0, 0, 2, -2]
    rows = [[a * x + b * y for x, y in zip(first, second, strict=True)] for a, b in ((3, -1), (-1, 3), (3, 3), (15, 5))]
    return document(
        dense([[1, 0], [2, 0], [0, 1], [0, 2]], [0, -1, 0, -1]),
        RELU,
        dense(rows, [-1, -1, -4, -11]),
        RELU,
        dense([[1, 2, 4, 8]], [0]),
        inputs=2,
    )


NETWORKS = {
    "fold": fold(),
    "lines through one point": document(
        dense([[2, 0], [0, 2], [2, 2], [2, -2]], [-1, -1, -2, 0]), RELU, dense([[1, 1, -1, 3]], [0]), inputs=2
    ),
    "one wall twice": document(dense([[1, -1], [2, -2], [-1, 1]], [0, 0, 0]), RELU, dense([[1, 1, 1]], [0]), inputs=2),
    "walls along the sides": document(dense([[1, 0], [0, 1], [-1, 0]], [0, -1, 1]), RELU, inputs=2),
    "nothing bends": document(dense([[1, 2]], [3]), inputs=2),
    "dead": document(dense([[1, 1], [-2, 1]], [-1, 0]), RELU, dense([[0, 0]], [0]), RELU, inputs=2),
    "diamonds": document(dense([[4, 0], [0, 4]], [-2, -2]), ABS, dense([[1, 1]], [-1]), ABS, inputs=2),
    "maxout": document(dense([[1, 0], [0, 1], [-1, -1]], [0, 0, 1]), maxout([0, 1, 2]), inputs=2),
    "residual": document(residual(dense([[3, 1], [1, -2]], [-1, 0]), HARD_TANH), dense([[1, 1]], [-1]), RELU, inputs=2),
}


def planar(name, domain="box:0,1"):
    return Planar(compile_complex(read_subject(NETWORKS[name]), Box.parse(domain, 2)))


def corners(picture):
    """Exact corners of every cell."""
    items, start = picture.cycles.items.tolist(), picture.cycles.start.tolist()
    points = [picture.complex.vertex(i) for i in range(picture.complex.lattice.vertices)]
    return [[points[i] for i in items[a:b]] for a, b in pairwise(start)]


def signed_parts(polygon):
    return [a * d - b * c for (a, b), (c, d) in zip(polygon, polygon[1:] + polygon[:1], strict=True)]


@pytest.mark.parametrize("domain", ["box:0,1", "box:-1/3,2;0,5/7"])
@pytest.mark.parametrize("name", NETWORKS)
def test_the_polygons_fill_the_box(name, domain):
    picture = planar(name, domain)
    areas = [abs(sum(signed_parts(polygon), fmpq(0))) / 2 for polygon in corners(picture)]
    assert min(areas) > 0
    total = fmpq(1)
    for lo, hi in picture.complex.domain.sides:
        total *= hi - lo
    assert sum(areas, fmpq(0)) == total


@pytest.mark.parametrize("name", NETWORKS)
def test_the_polygons_are_convex(name):
    for polygon in corners(planar(name)):
        assert len(set(polygon)) == len(polygon)
        turns = set()
        for (a, b), (c, d), (e, f) in zip(polygon, polygon[1:] + polygon[:1], polygon[2:] + polygon[:2], strict=True):
            turn = (c - a) * (f - d) - (d - b) * (e - c)
            turns.add((turn > 0) - (turn < 0))
        assert len(turns - {0}) == 1


def test_unbounded_cells_have_cycles_too():
    lattice = Box.parse("all", 2).start().lattice
    assert [len(set(c)) for c in np.split(cell_cycles(lattice).items, cell_cycles(lattice).start[1:-1])] == [3, 3, 3]


@pytest.mark.parametrize("name", NETWORKS)
def test_one_map_has_one_colour_and_neighbours_have_two(name):
    picture = planar(name)
    colours = map_colours(picture)
    for number in range(picture.maps.max() + 1):
        assert len(set(colours[picture.maps == number].tolist())) == 1
    _, pair = picture.shared
    differ = picture.maps[pair[:, 0]] != picture.maps[pair[:, 1]]
    assert ((colours[pair[:, 0]] != colours[pair[:, 1]]) == differ).all()
    assert picture.maps.max() + 1 == count_regions(picture.complex).affine_maps


def test_constant_maps_are_marked():
    picture = planar("fold")
    assert picture.constant.sum() == 4  # the corners of the square
    assert ((map_colours(picture) == -1) == picture.constant).all()
    assert planar("dead").constant.all()


def test_a_full_graph_gets_more_colours_than_the_palette_has():
    edges = np.array([(a, b) for a in range(5) for b in range(a)])
    assert sorted(colour_classes(range(5), edges, 3).values()) == [0, 1, 2, 3, 4]


def test_walls_know_their_layer():
    picture = planar("fold")
    edge, _ = picture.shared
    on_first = [
        any(all(2 * picture.complex.vertex(v)[i] == 1 for v in picture.ends[e]) for i in range(2))
        for e in edge.tolist()
    ]
    assert picture.depths.tolist() == [0 if first else 1 for first in on_first]
    assert (planar("nothing bends").depths == -1).all()
    # where two units below the maximum change order there is no wall of the network
    assert set(planar("maxout", "box:-2,2").depths.tolist()) == {-1, 0}


@pytest.mark.parametrize("name", NETWORKS)
def test_the_zero_set_separates_the_signs(name):
    picture = planar(name)
    network = picture.complex.network
    if network.outputs != 1:
        with pytest.raises(InputError, match="one output"):
            picture.zero_set()
        return
    segments, cells = picture.zero_set()
    for row in segments.reshape(-1, 3).tolist():
        assert network([Fraction(x, row[0]) for x in row[1:]]) == (0,)
    for polygon, vanishes in zip(corners(picture), cells.tolist(), strict=True):
        assert vanishes == all(network(list(p)) == (0,) for p in polygon)


def test_the_zero_set_of_a_diamond():
    net = document(dense([[1, 0], [0, 1]], [0, 0]), ABS, dense([[1, 1]], [-1]), inputs=2)
    segments, cells = Planar(compile_complex(read_subject(net), Box.parse("box:-2,2", 2))).zero_set()
    assert not cells.any()
    ends = {frozenset(tuple(Fraction(x, w) for x in xs) for w, *xs in segment) for segment in segments.tolist()}
    assert ends == {frozenset({(a, 0), (0, b)}) for a in (-1, 1) for b in (-1, 1)}


def test_the_window_contains_every_vertex():
    complex_ = compile_complex(read_subject(NETWORKS["fold"]), Box.parse("all", 2))
    assert true_vertices(complex_).sum() == count_regions(complex_).faces[0]
    window = Window.of(complex_, viewing_window(complex_))
    assert window.inside == window.vertices
    assert "every vertex" in window.caption
    some = Window.of(complex_, Box.parse("box:0,1/2", 2))
    assert 0 < some.inside < some.vertices
    assert f"{some.inside} of {some.vertices} vertices" in some.caption


def test_without_vertices_the_window_meets_every_wall():
    net = document(dense([[1, 1], [1, 1]], [-10, -14]), RELU, dense([[1, -1]], [0]), inputs=2)
    complex_ = compile_complex(read_subject(net), Box.parse("all", 2))
    assert not true_vertices(complex_).any()
    window = viewing_window(complex_)
    assert count_regions(compile_complex(complex_.network, window)).activation_regions == 3
    affine = compile_complex(read_subject(NETWORKS["nothing bends"]), Box.parse("all", 2))
    assert viewing_window(affine) == Box.parse("box:-1,1", 2)


def test_what_doubles_cannot_show_is_refused():
    with pytest.raises(InputError, match="1e100"):
        doubles(np.array([[1, 10**400]], dtype=object))
    with pytest.raises(InputError, match="too narrow"):
        require_drawable(fmpq(10**9), fmpq(10**9) + fmpq(1, 10**9))
    require_drawable(fmpq(0), fmpq(1, 10**40))
