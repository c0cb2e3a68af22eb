"""What the engine certifies, the independent checker accepts; what is damaged, it rejects."""

from __future__ import annotations

import copy
import random

import pytest
from flint import fmpq

from exactnet.certs.canonical import canonical_bytes
from exactnet.check import check_text
from exactnet.compile.box import Box
from exactnet.compile.places import parse_place
from exactnet.compile.polyhedral import compile_complex
from exactnet.complexes import count_regions, search_regions
from exactnet.model import Abs, Dense, HardTanh, LeakyRelu, Maxout, Network, Relu, Residual

TRIANGLES = {
    1: "polytope:1,1;1,-2",
    2: "polytope:2,-1,-1;1,1,0;1,0,1",
    3: "polytope:2,-1,-1,-1;1,1,0,0;1,0,1,0;1,0,0,1",
}


def random_network(inputs: int, widths: list[int], seed: int) -> Network:
    """Small integer weights, so that walls often coincide, with layers of every kind."""
    rng = random.Random(seed)

    def dense(rows: int, columns: int) -> Dense:
        weight = [[rng.randint(-1, 1) for _ in range(columns)] for _ in range(rows)]
        return Dense.of(weight, [rng.randint(-1, 1) for _ in range(rows)])

    layers: list[object] = []
    width = inputs
    for rows in widths:
        layers.append(dense(rows, width))
        width = rows
        kind = rng.randrange(6)
        if kind == 5 and rows >= 3:
            layers.append(Maxout(((0, 1), (1, 2), tuple(range(rows)))))
            width = 3
        elif kind == 4:
            layers.append(Residual((dense(rows, rows), Relu())))
        else:
            layers.append([Relu(), HardTanh(), Abs(), LeakyRelu(fmpq(1, 2)), Relu(), Relu()][kind])
    return Network.of(inputs, [*layers, dense(2, width)])


@pytest.mark.parametrize("seed", range(24))
@pytest.mark.parametrize("domain", ["all", "box:-1,1", "polytope"])
def test_the_checker_accepts_every_count(seed: int, domain: str) -> None:
    inputs = 1 + seed % 3
    network = random_network(inputs, [3, 3] if inputs < 3 else [4], seed)
    place = parse_place(TRIANGLES[inputs] if domain == "polytope" else domain, inputs)
    counts = count_regions(compile_complex(network, place))
    assert str(check_text(counts.certificate.canonical)) == "valid"
    for name, value in counts.quantities.items():
        wrong = {**counts.quantities, name: [*value[:-1], value[-1] + 1] if name == "faces" else value + 1}
        claim = {**counts.certificate.claim, "quantities": wrong}
        verdict = check_text(canonical_bytes({**counts.certificate.document(), "claim": claim}))
        assert (verdict.word, verdict.step) == ("invalid", name)


@pytest.mark.parametrize("seed", range(16))
@pytest.mark.parametrize("domain", ["all", "box:-1,1"])
def test_both_kinds_of_evidence_prove_the_same(seed: int, domain: str) -> None:
    inputs = 1 + seed % 4
    network = random_network(inputs, [3, 2], seed)
    place = Box.parse(domain, inputs)
    counts, found = count_regions(compile_complex(network, place)), search_regions(network, place, evidence=True)
    assert (found.activation_regions, found.affine_maps) == (counts.activation_regions, counts.affine_maps)
    assert str(check_text(found.certificate.canonical)) == "valid"


def fold() -> Network:
    """N2 of the known answers: two folds of the square, then four diagonals."""
    return Network.of(
        2,
        [
            Dense.of([[1, 0], [2, 0], [0, 1], [0, 2]], [0, -1, 0, -1]),
            Relu(),
            Dense.of([[2, -2, 0, 0], [0, 0, 2, -2]], [0, 0]),
            Dense.of([[3, -1], [-1, 3], [3, 3], [15, 5]], [-1, -1, -4, -11]),
            Relu(),
            Dense.of([[1, 2, 4, 8]], [0]),
        ],
    )


def thousand() -> Network:
    """Random dyadic weights, about a thousand regions."""
    rng = random.Random(3)

    def dense(rows: int, columns: int) -> Dense:
        weight = [[fmpq(rng.randint(-1024, 1024), 1024) for _ in range(columns)] for _ in range(rows)]
        return Dense.of(weight, [fmpq(rng.randint(-300, 300), 1024) for _ in range(rows)])

    return Network.of(2, [dense(26, 2), Relu(), dense(26, 26), Relu(), dense(1, 26)])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("network", "domain", "regions", "attempts"),
    [(fold(), "box:0,1", 44, 400), (fold(), "all", 57, 400), (thousand(), "box:-1,1", 1000, 60)],
    ids=["fold-box", "fold-plane", "thousand"],
)
def test_every_mutation_of_the_evidence_is_caught(network: Network, domain: str, regions: int, attempts: int) -> None:
    certificate = count_regions(compile_complex(network, Box.parse(domain, 2))).certificate
    document = certificate.document()
    found = document["claim"]["quantities"]["activation_regions"]
    assert found == regions if regions < 1000 else found >= regions
    assert str(check_text(certificate.canonical)) == "valid"
    rng = random.Random(1)
    for _ in range(attempts):
        damaged = {**document, "evidence": _damaged(document["evidence"], rng)}
        assert check_text(canonical_bytes(damaged)).word == "invalid"


def _damaged(evidence: dict[str, list], rng: random.Random) -> dict[str, list]:
    """One number changed, one index dropped, repeated or exchanged, one face or vertex left out."""
    vertices, faces = list(evidence["vertices"]), [list(level) for level in evidence["faces"]]
    level = faces[rng.randrange(len(faces))]
    place = rng.randrange(len(level))
    face = list(level[place])
    kind = rng.randrange(6)
    if kind == 0:
        i = rng.randrange(len(vertices))
        row = copy.copy(vertices[i])
        row[rng.randrange(len(row))] += rng.choice([-1, 1])
        vertices[i] = row
    elif kind == 1:
        del face[rng.randrange(len(face))]
    elif kind == 2:
        face.append(rng.choice(face))
    elif kind == 3:
        below = len(vertices) if level is faces[0] else len(faces[faces.index(level) - 1])
        j = rng.randrange(len(face))
        face[j] = (face[j] + rng.randrange(1, below)) % below
    elif kind == 4:
        del level[place]
        return {"vertices": vertices, "faces": faces}
    else:
        del vertices[rng.randrange(len(vertices))]
    level[place] = face
    return {"vertices": vertices, "faces": faces}
