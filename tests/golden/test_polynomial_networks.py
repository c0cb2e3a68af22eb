"""Bounds on polynomial networks that are attained: Chebyshev polynomials, and 2x^2 - 1 iterated."""

import pytest
from support import networks as net

import exactnet as xn
from exactnet.check import check_text
from exactnet.compile import Domain
from exactnet.model.reader import network_from_json

SYMMETRIC = Domain.of(-1, 1)
FOLD = net.polynomial(-1, 0, 2)


def chebyshev(n):
    before, now = [1], [0, 1]
    for _ in range(n - 1):
        before, now = now, [a - b for a, b in zip([0, *(2 * c for c in now)], [*before, 0, 0], strict=True)]
    return net.polynomial(*now)


def rows(*layers):
    network = network_from_json(net.document(*layers))
    found = xn.verify(network, domain=SYMMETRIC)
    if len(network.layers) < 5:
        assert all(str(check_text(certificate.canonical)) == "valid" for certificate in found.certificates)
    return {row.bound.id: row for row in found.rows if not row.parameters}


@pytest.mark.parametrize("n", [2, 3, 5, 9, 16])
def test_a_chebyshev_gate_has_all_its_laps_and_all_its_entropy(n):
    found = rows(chebyshev(n))
    for name in ("bu2020.laps_sa", "bu2020.entropy_sa"):
        assert found[name].verdict.word == "proved"
        assert found[name].measured.lower == found[name].measured.upper == found[name].value == n
    crossings = found["telgarsky2016.pieces_sa"]
    assert crossings.measured.lower == crossings.value == n + 1


@pytest.mark.parametrize("depth", range(1, 8))
def test_the_iterated_fold_has_as_many_components_as_can_be(depth):
    found = rows(*[FOLD] * depth)["bianchini2014.components"]
    assert found.verdict.word == "proved"
    assert found.measured.lower == found.value == 2 ** (depth - 1) + 1


@pytest.mark.parametrize("depth", range(1, 6))
def test_the_iterated_fold_has_as_many_laps_as_can_be(depth):
    found = rows(*[FOLD] * depth)
    assert found["bu2020.laps_sa"].measured.lower == found["bu2020.laps_sa"].value == 2**depth
    assert found["bu2020.entropy_sa"].measured.upper == 2**depth


def test_the_logistic_map_at_the_golden_mean():
    # the critical point has period 3 there: h = log of the golden mean, below every bound
    r = {"polynomial": [-64, -32, -16, 24, 4, -6, 1], "between": ["3.8", "3.9"]}
    minus = {"polynomial": [-64, 32, -16, -24, 4, 6, 1], "between": ["-3.9", "-3.8"]}
    logistic = {
        "format": "exactnet-map/1",
        "domain": ["0", "1"],
        "pieces": [{"to": "1", "polynomial": ["0", r, minus]}],
    }
    result = xn.verify(logistic)
    assert not result.refuted
    laps = {row.parameters["n"]: row for row in result.rows if row.bound.id == "entropy.laps_sa"}
    assert {n: int(row.value) for n, row in laps.items()} == {1: 2, 2: 4, 4: 14, 8: 108}
    assert all(row.verdict.word == "proved" for row in laps.values())
