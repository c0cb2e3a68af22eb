"""Pictures of decision regions: where the boundary is, and what the title says."""

from __future__ import annotations

import pytest
from support import networks as net

from exactnet import face
from exactnet.plots.decision import boundary, decision_figure

pytest.importorskip("matplotlib", reason="pictures need matplotlib")

RING = net.document(net.ABS, net.dense([[1, 1], [1, 1]], [0, -1]), net.RELU, net.dense([[1, -1]], [0]), inputs=2)
"""|x| + |y| up to 1, and 1 beyond."""


def ends(found):
    """The boundary as sets of exact points."""
    edges, points = boundary(found.complex)
    both = found.complex.lattice.facets[0].items.reshape(-1, 2)[edges]
    return {frozenset(map(found.complex.vertex, pair)) for pair in both}, set(map(found.complex.vertex, points))


def test_a_square_and_its_centre():
    corners = [(1, 0), (0, 1), (-1, 0), (0, -1)]
    square = {frozenset((corners[i - 1], corners[i])) for i in range(4)}
    # beyond the square F is 1 throughout: only the square itself is boundary
    assert ends(face.betti(RING, "eq", 1, "box:-2,2")) == (square, set())
    assert ends(face.betti(RING, "le", 0, "box:-2,2")) == (set(), {(0, 0)})
    assert ends(face.betti(RING, "le", 2, "box:-2,2")) == (set(), set())


def test_the_boundary_on_the_frame():
    slope = net.document(net.dense([[1, 0]], [0]), inputs=2)
    assert ends(face.betti(slope, "le", 0, "box:0,1")) == ({frozenset(((0, 0), (0, 1)))}, set())


@pytest.mark.parametrize(
    ("relation", "level", "title", "keys"),
    [
        ("le", "1/2", r"$\beta = (1, 0)$ of $\{u_{0} \leq 1/2\}$", ["<", ">", "boundary"]),
        ("gt", "1/2", r"$\beta = (1, 1)$ of $\{u_{0} > 1/2\}$", ["<", ">", "boundary"]),
        ("eq", "1", r"$\beta = (1, 1)$ of $\{u_{0} = 1\}$", ["<", "=", "boundary"]),
        ("ge", "2", r"$\beta = (0, 0)$ of $\{u_{0} \geq 2\}$", ["<"]),
    ],
)
def test_titles_and_keys(relation, level, title, keys):
    figure = decision_figure(face.betti(RING, relation, level, "box:-2,2"))
    assert figure.axes[0].get_title().startswith(title)
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert [label for label in labels if label.startswith("layer")] == ["layer 1", "layer 2"]
    assert [key in label for key, label in zip(keys, labels, strict=False)] == [True] * len(keys)
    assert len(labels) == len(keys) + 2
