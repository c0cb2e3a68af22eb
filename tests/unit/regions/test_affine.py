"""Names of affine maps: residues sort them out, integers decide."""

import numpy as np
import pytest
from support.networks import ABS, RELU, clip, dense, document, leaky, maxout, residual

from exactnet.compile.box import Box
from exactnet.compile.polyhedral import compile_complex
from exactnet.complexes import cell_maps, constant_cells, map_names
from exactnet.frontends import read_subject

NETWORKS = {
    "fold": document(
        dense([[1, 0], [0, 1]], [0, 0]), ABS, dense([[1, 1], [2, -1]], [-1, 0]), RELU, dense([[1, 1]], [0]), inputs=2
    ),
    "clip": document(dense([["1/3", 2], [1, "-5/7"]], ["1/2", 0]), clip(-1, "2/3"), inputs=2),
    "dead": document(dense([[1, 1], [1, -1]], [0, 0]), RELU, dense([[0, 0]], [3]), inputs=2),
    "residual": document(residual(dense([[2, 1], [1, 1]], [0, "1/5"]), leaky("1/3")), RELU, inputs=2),
    "maxout": document(dense([[1, 0], [0, 1], [-1, -1]], [0, 0, 0]), maxout([0, 1, 2], [0, 1]), inputs=2),
    "multiples of the prime": document(dense([[33554393, 0], [0, 33554393 * 2]], [0, 1]), RELU, inputs=2),
}


@pytest.fixture(params=NETWORKS)
def complex_(request):
    return compile_complex(read_subject(NETWORKS[request.param]), Box.parse("box:-2,2", 2))


@pytest.mark.parametrize("modulus", [1, 2, 3, 33_554_393])
def test_names_are_equal_exactly_where_maps_are(complex_, modulus):
    forms, _ = cell_maps(complex_)
    names: dict[tuple, int] = {}
    expected = [names.setdefault(tuple(row), len(names)) for row in forms.reshape(len(forms), -1).tolist()]
    assert map_names(complex_, modulus).tolist() == expected


@pytest.mark.parametrize("modulus", [1, 2, 3, 33_554_393])
def test_constant_cells_have_no_slope(complex_, modulus):
    forms, _ = cell_maps(complex_)
    assert (constant_cells(complex_, modulus) == (forms[:, :, 1:] == 0).all(axis=(1, 2))).all()


def test_maps_of_some_cells(complex_):
    some = np.arange(0, complex_.lattice.count(2), 2)
    assert (cell_maps(complex_, some)[0] == cell_maps(complex_)[0][some]).all()
