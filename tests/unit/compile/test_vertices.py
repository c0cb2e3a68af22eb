"""The vertices of a complex under refinement."""

import numpy as np
from flint import fmpq

from exactnet.compile.box import Box
from exactnet.compile.growing import GrowingRows
from exactnet.compile.vertices import CutEdges, ExactVertices
from exactnet.model import Dense, Relu


def test_vertices_are_added_without_copying_those_that_are_there():
    """One vertex after the other: memory is taken a few times only, so the work is proportional to their number."""
    count = 200
    store = ExactVertices(Box.parse("box:0,1", 1).start())
    store.apply(Dense.of([[count]] * count, [-k for k in range(count)]), np.zeros((2, 0), dtype=np.int8))
    signs = store.signs(Relu(), np.zeros((2, 0), dtype=np.int8))
    sizes = set()
    last = 0
    for wall in range(1, count):
        inherited = np.sign(signs[[last]] + signs[[1]])
        edge = CutEdges(np.array([last]), np.array([1]), inherited, signs[[last]] * signs[[1]] < 0)
        signs = np.concatenate((signs, store.cut(Relu(), wall, edge)))
        last = len(signs) - 1
        sizes.add(store.nbytes)
    assert signs[-1].tolist() == [1] * (count - 1) + [0]
    assert len(sizes) < 20


def test_a_wide_layer_behind_few_units_makes_no_long_rows():
    """What is kept of a vertex does not grow with the layer; the signs are those of the layer's own units."""
    store, plain = (ExactVertices(Box.parse("box:-1,1", 2).start()) for _ in range(2))
    kept = plain.nbytes
    wide = Dense.of([[k - 9, 2 * k - 7] for k in range(20)], [3 - k for k in range(20)])
    none = np.zeros((4, 0), dtype=np.int8)
    store.apply(wide, none)
    signs = store.signs(Relu(), none)
    corners = [[x, y] for x in (-1, 1) for y in (-1, 1)]
    assert {tuple(row) for row in signs.tolist()} == {
        tuple(int(np.sign(float(value))) for value in wide.values([fmpq(x) for x in corner])) for corner in corners
    }
    assert store.nbytes == kept
    store.apply(Relu(), signs)
    store.apply(Dense.of([[1] * 20], [0]), signs)
    assert store.signs(Relu(), signs).shape == (4, 1)


def test_rows_of_large_integers_widen_the_others():
    rows = GrowingRows(np.array([[1], [2]]))
    rows.append(np.array([[2**70]], dtype=object))
    rows.append(np.array([[3]]))
    assert rows.view.tolist() == [[1], [2], [2**70], [3]]
    assert all(type(x) is int for x in rows.view[:, 0])
