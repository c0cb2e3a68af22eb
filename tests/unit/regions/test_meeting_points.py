"""Vertices as the points in which walls meet, and limits on memory."""

import json

import numpy as np
import pytest
from flint import fmpq

from exactnet.certs.canonical import canonical_bytes
from exactnet.compile import refinement
from exactnet.compile.box import Box
from exactnet.compile.polyhedral import compile_complex
from exactnet.complexes import cell_evidence
from exactnet.errors import UndecidedError
from exactnet.model import Abs, Clip, Dense, Maxout, Network, Relu

NETWORKS = {
    "lines": (Dense.of([[1, 0], [0, 1], [-1, -1]], [0, 0, 0]), Relu()),
    "folds": (Abs(), Dense.of([[1, 1], [1, -1]], ["-1/2", "1/3"]), Abs(), Dense.of([[1, 2]], ["-1/7"]), Relu()),
    "clip": (Dense.of([["1/3", 1], [1, "-2/5"]], [0, 0]), Clip.of("-1/2", "1/3"), Dense.of([[1, 1]], [0]), Abs()),
    "maxout": (Dense.of([[1, 0], [0, 1], [1, 1]], [0, 0, -1]), Maxout(((0, 1, 2),)), Dense.of([[1]], [-1]), Relu()),
}


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("domain", ["box:-1,2", "all"])
@pytest.mark.parametrize("arithmetic", ["filtered", "exact"])
def test_the_signs_at_the_vertices_are_those_of_the_walls_there(name, domain, arithmetic):
    network = Network.of(2, NETWORKS[name])
    complex_ = compile_complex(network, Box.parse(domain, 2), arithmetic=arithmetic)
    rows, heights = complex_.points, []
    for layer in network.layers:
        heights.append(layer.heights(rows))
        rows = layer.apply(rows)
    signs = np.sign(np.concatenate(heights, axis=1).astype(object)).astype(np.int8)
    assert (signs == complex_.signs[:, complex_.box_walls :]).all()


def test_a_vertex_where_many_walls_meet():
    network = Network.of(2, [Dense.of([[1, k] for k in range(-5, 6)], list(range(-5, 6))), Relu()])
    complex_ = compile_complex(network, Box.parse("box:-9,9", 2))
    assert (fmpq(0), fmpq(-1)) in [complex_.vertex(i) for i in range(len(complex_.points))]


def test_evidence_is_written_in_canonical_form():
    complex_ = compile_complex(Network.of(2, NETWORKS["folds"]), Box.parse("all", 2))
    evidence = cell_evidence(complex_)
    assert evidence.canonical == canonical_bytes(evidence.value)
    assert json.loads(evidence.canonical) == evidence.value


def test_a_refinement_stops_before_the_memory_runs_out(monkeypatch):
    monkeypatch.setattr(refinement, "available_bytes", lambda: 20_000)
    monkeypatch.setattr(refinement, "_SMALL", 0)
    network = Network.of(2, [Dense.of([[1, k] for k in range(40)], [k * k for k in range(40)]), Relu()])
    with pytest.raises(UndecidedError, match=r"^memory: .* GiB"):
        compile_complex(network, Box(2, None))
    monkeypatch.setattr(refinement, "available_bytes", lambda: None)
    assert compile_complex(network, Box(2, None)).lattice.count(2) > 40
