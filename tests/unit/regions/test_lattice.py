"""Squares and cubes cut by hand."""

import numpy as np
import pytest

from exactnet.compile.box import Box
from exactnet.compile.lattice import Rows
from exactnet.compile.subdivision import Subdivision
from exactnet.errors import InputError


def array(*values):
    return np.array(values, dtype=np.int64)


def f_vector(lattice):
    return tuple(lattice.count(k) for k in range(lattice.dimension + 1))


class Solid:
    """A lattice with its vertices, cut by hyperplanes ``constant + normal . x = 0``."""

    def __init__(self, dimension, domain="box:0,1"):
        start = Box.parse(domain, dimension).start()
        self.subdivision = Subdivision(start.lattice)
        self.rows = [tuple(row) for row in start.points.tolist()]

    @property
    def lattice(self):
        return self.subdivision.lattice()

    def heights(self, constant, *normal):
        return [sum(c * x for c, x in zip((constant, *normal), row, strict=True)) for row in self.rows]

    def signs(self, walls):
        return np.array([[(h > 0) - (h < 0) for h in self.heights(*wall)] for wall in walls], dtype=np.int8).T

    def cut(self, *walls):
        """Cut by the walls of one batch, one after another."""
        self.subdivision.face(self.signs(walls))
        for i, wall in enumerate(walls):
            if not self.subdivision.meets(i):
                continue
            heights = self.heights(*wall)
            ends = list(zip(*(e.tolist() for e in self.subdivision.cut_edges()), strict=True))
            for p, q in ends:
                a, b = abs(heights[q]), abs(heights[p])
                self.rows.append(tuple(a * x + b * y for x, y in zip(self.rows[p], self.rows[q], strict=True)))
            self.subdivision.split(self.signs(walls)[len(self.rows) - len(ends) :])
            assert self.lattice.vertices == len(self.rows)

    def vertices_of(self, k, face):
        """The vertices of a k-face, by descending."""
        found = {face}
        for rows in reversed(self.lattice.facets[:k]):
            found = {int(i) for f in found for i in rows.items[rows.start[f] : rows.start[f + 1]]}
        return found


def require_a_complex(solid):
    """Every face is met as it must be in a subdivided ball: its Euler relation, two facets around every ridge."""
    lattice = solid.lattice
    f = f_vector(lattice)
    assert sum((-1) ** k * n for k, n in enumerate(f)) == 1
    assert set(lattice.facets[0].counts.tolist()) == {2}
    facets_of_cells = np.bincount(lattice.facets[-1].items, minlength=f[-2])
    assert facets_of_cells.max() <= 2
    assert facets_of_cells.min() >= 1
    for k in range(2, lattice.dimension + 1):
        rows, below = lattice.facets[k - 1], lattice.facets[k - 2]
        for face in range(len(rows)):
            _, ridges = below.pick(rows.items[rows.start[face] : rows.start[face + 1]])
            assert set(np.unique(ridges, return_counts=True)[1].tolist()) == {2}
    for k in range(1, lattice.dimension + 1):
        sets = [frozenset(solid.vertices_of(k, face)) for face in range(f[k])]
        assert len(set(sets)) == len(sets)


SQUARE = {
    "not at all": ([(3, 1, 1)], (4, 4, 1)),
    "across": ([(-1, 3, 0)], (6, 7, 2)),
    "off a corner": ([(-1, 2, 2)], (6, 7, 2)),
    "through two vertices": ([(0, 1, -1)], (4, 5, 2)),
    "through a vertex and an edge": ([(0, 1, -2)], (5, 6, 2)),
    "along an edge": ([(0, 1, 0)], (4, 4, 1)),
    "touching a vertex": ([(0, 1, 1)], (4, 4, 1)),
    "along both diagonals": ([(0, 1, -1), (-1, 1, 1)], (5, 8, 4)),
    "along one diagonal twice": ([(0, 1, -1), (0, -2, 2)], (4, 5, 2)),
    "by three lines through the centre": ([(0, 1, -1), (-1, 1, 1), (-1, 2, 0)], (7, 12, 6)),
    "by two lines that meet on an edge and leave through vertices": ([(-1, 2, 1), (-1, 2, -1)], (5, 7, 3)),
}
CUBE = {
    "across": ([(-1, 2, 0, 0)], (12, 20, 11, 2)),
    "off a corner": ([(-1, 2, 2, 2)], (11, 18, 10, 2)),
    "in a hexagon": ([(-3, 2, 2, 2)], (14, 24, 13, 2)),
    "in a hexagon of no symmetry": ([(-21, 13, 14, 15)], (14, 24, 13, 2)),
    "through three vertices": ([(-1, 1, 1, 1)], (8, 15, 10, 2)),
    "through a diagonal plane containing edges": ([(0, 1, -1, 0)], (8, 14, 9, 2)),
    "through one edge and two inner points": ([(0, 1, -2, 0)], (10, 17, 10, 2)),
    "through three vertices, one of them the origin": ([(0, 1, 1, -1)], (8, 15, 10, 2)),
    "touching a vertex": ([(0, 1, 1, 1)], (8, 12, 6, 1)),
    "touching an edge": ([(0, 1, 1, 0)], (8, 12, 6, 1)),
    "along a face": ([(0, 0, 0, 1)], (8, 12, 6, 1)),
    "by two diagonal planes": ([(0, 1, -1, 0), (-1, 1, 1, 0)], (10, 21, 16, 4)),
    "by three diagonal planes through one diagonal": (
        [(0, 1, -1, 0), (0, 1, 0, -1), (0, 0, 1, -1)],
        (8, 19, 18, 6),
    ),
    "by the coordinate planes of its centre": (
        [(-1, 2, 0, 0), (-1, 0, 2, 0), (-1, 0, 0, 2)],
        (27, 54, 36, 8),
    ),
}


@pytest.mark.parametrize("name", SQUARE)
def test_a_square_cut(name):
    walls, expected = SQUARE[name]
    square = Solid(2)
    square.cut(*walls)
    assert f_vector(square.lattice) == expected
    require_a_complex(square)


@pytest.mark.parametrize("name", CUBE)
def test_a_cube_cut(name):
    walls, expected = CUBE[name]
    cube = Solid(3)
    cube.cut(*walls)
    assert f_vector(cube.lattice) == expected
    require_a_complex(cube)


@pytest.mark.parametrize("name", CUBE)
def test_the_order_of_the_cuts_does_not_matter(name):
    walls, expected = CUBE[name]
    cube = Solid(3)
    for wall in reversed(walls):
        cube.cut(tuple(-c for c in wall))
    assert f_vector(cube.lattice) == expected


@pytest.mark.parametrize("name", CUBE)
def test_after_the_cuts_no_cell_has_both_signs(name):
    walls, _ = CUBE[name]
    cube = Solid(3)
    cube.cut(*walls)
    for cell in range(cube.lattice.count(3)):
        signs = cube.signs(walls)[sorted(cube.vertices_of(3, cell))]
        assert not ((signs > 0).any(axis=0) & (signs < 0).any(axis=0)).any()


def test_the_number_of_each_part():
    square = Solid(2)
    wall = (-1, 3, 0)
    before = square.lattice
    square.cut(wall)
    height = square.heights(*wall)
    cut = [
        e
        for e in range(4)
        if {height[v] > 0 for v in before.facets[0].items[2 * e : 2 * e + 2].tolist()} == {False, True}
    ]
    # the negative part keeps the number, then come the positive parts, then what lies on the wall
    for i, edge in enumerate(cut):
        assert min(height[v] for v in square.vertices_of(1, edge)) < 0
        assert max(height[v] for v in square.vertices_of(1, edge)) == 0
        assert max(height[v] for v in square.vertices_of(1, 4 + i)) > 0
        assert min(height[v] for v in square.vertices_of(1, 4 + i)) == 0
    assert {height[v] for v in square.vertices_of(1, 6)} == {0}
    assert max(height[v] for v in square.vertices_of(2, 0)) == 0
    assert min(height[v] for v in square.vertices_of(2, 1)) == 0


def test_a_subdivision_leaves_the_lattice_it_began_with_alone():
    start = Box.parse("box:0,1", 3).start()
    before = [(rows.start.tolist(), rows.items.tolist()) for rows in start.lattice.facets]
    cube = Solid(3)
    cube.subdivision = Subdivision(start.lattice)
    cube.cut((-1, 1, 1, 1), (-1, 2, 0, 0))
    assert [(rows.start.tolist(), rows.items.tolist()) for rows in start.lattice.facets] == before


def test_more_walls_than_fit_one_word():
    square = Solid(2)
    walls = [(-i, 100, 0) for i in range(1, 65)]
    square.cut(*walls[:32])
    square.cut(*walls[32:])
    assert f_vector(square.lattice) == (4 + 128, 4 + 3 * 64, 65)
    require_a_complex(square)


@pytest.mark.parametrize(
    ("dimension", "expected"),
    [(1, (2, 1)), (2, (4, 4, 1)), (3, (8, 12, 6, 1)), (4, (16, 32, 24, 8, 1))],
)
def test_a_box_is_a_cube_with_its_own_walls(dimension, expected):
    start = Box.parse("box:-1/2,3", dimension).start()
    points, signs = start.points, start.signs
    assert f_vector(start.lattice) == expected
    assert signs.shape == (2**dimension, 2 * dimension)
    for row, sign in zip(points.tolist(), signs.tolist(), strict=True):
        w, *x = row
        exact = [2 * c + w for c in x], [3 * w - c for c in x]
        assert sign == [int(v > 0) for i in range(dimension) for v in (exact[0][i], exact[1][i])]


@pytest.mark.parametrize("dimension", [1, 2, 3, 4])
def test_the_fan_of_the_whole_space_has_simplicial_cones(dimension):
    start = Box.parse("all", dimension).start()
    points, lattice = start.points, start.lattice
    assert lattice.count(0) == dimension + 2
    assert lattice.count(dimension) == dimension + 1
    # infinity, then which of x_0 = 0, x_1, .., x_d are not the least
    origin, *directions = sorted(start.signs.tolist(), reverse=True)
    assert origin == [1] + [0] * (dimension + 1)
    assert all(row[0] == 0 and sum(row) in (1, dimension) for row in directions)
    assert sorted(points[:, 0].tolist()) == [0] * (dimension + 1) + [1]
    assert points[:, 1:].sum(axis=0).tolist() == [0] * dimension
    assert set(lattice.facets[-1].counts.tolist()) == {dimension + 1}


def test_a_wall_that_only_touches_the_fan_at_infinity_cuts_nothing_there():
    plane = Solid(2, "all")
    before = f_vector(plane.lattice)
    plane.cut((1, 0, 0))
    assert f_vector(plane.lattice) == before


def test_rows_pick_repeated_and_unordered_rows():
    rows = Rows.of(array(2, 0, 3), array(5, 6, 7, 8, 9))
    position, items = rows.pick(array(2, 0, 1, 2))
    assert position.tolist() == [0, 0, 0, 1, 1, 3, 3, 3]
    assert items.tolist() == [7, 8, 9, 5, 6, 7, 8, 9]
    assert rows.owners.tolist() == [0, 0, 2, 2, 2]
    assert len(rows) == 3


@pytest.mark.parametrize(
    "text",
    [
        "box",
        "box:",
        "box:0",
        "box:0,1,2",
        "box:1,0",
        "box:1,1",
        "box:0,1;0,1;0,1",
        "box:0,x",
        "ball:0,1",
        "",
        "box:0,1;",
    ],
)
def test_a_domain_that_is_none_is_refused(text):
    with pytest.raises(InputError):
        Box.parse(text, 2)


def test_a_domain_is_written_as_it_is_read():
    assert Box.parse("box:-1,1/2", 2).to_json() == [["-1", "1/2"], ["-1", "1/2"]]
    assert Box.parse("box:0,1;2,5/2", 2).to_json() == [["0", "1"], ["2", "5/2"]]
    assert Box.parse("all", 2).to_json() == "all"
    assert Box.of([(0, 1), ("1/3", 2)]) == Box.parse("box:0,1;1/3,2", 2)
