"""Random networks: the rule by which weights are drawn, exact rows, brackets of means."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import numpy as np
import pytest
from flint import fmpq
from support import trajectories

import exactnet as xn
from exactnet.check import check_text
from exactnet.trajectories import Ensemble

SHAPE = {"width": 3, "depth": 3, "sigma_w": 2, "sigma_b": 1}


def test_weights_are_drawn_by_the_stated_rule() -> None:
    network = Ensemble.of(2, 3, 2, "hard_tanh", "3/2", "1/4", "normal", 10).draw(5, 7)
    rng = np.random.default_rng([5, 7])
    for layer, entering in zip(network.layers[::2], (2, 3), strict=True):
        weight = [round(Fraction(1.5 / sqrt(3) * g) * 1024) for g in rng.standard_normal(3 * entering).tolist()]
        bias = [round(Fraction(0.25 * g) * 1024) for g in rng.standard_normal(3).tolist()]
        assert [int(1024 * x) for row in layer.weight for x in row] == weight
        assert [int(1024 * x) for x in layer.bias] == bias


def test_signs_of_variance_one_are_signs() -> None:
    network = Ensemble.of(3, 4, 2, sigma_w=2, sigma_b=1, weights="signs").draw(1, 0)
    numbers = {x for layer in network.layers[::2] for row in (*layer.weight, layer.bias) for x in row}
    assert numbers == {fmpq(1), fmpq(-1)}


def test_uniform_weights_are_bounded() -> None:
    layer = Ensemble.of(3, 3, 1, sigma_w=1, weights="uniform").draw(1, 0).layers[0]
    assert all(abs(x) <= 1 for row in layer.weight for x in row)
    assert len({x for row in layer.weight for x in row}) == 9


def test_the_seed_decides_and_neither_jobs_nor_the_number_of_draws_matter() -> None:
    few = xn.ensemble([1, 0], [0, 1], draws=2, seed=4, **SHAPE).to_json()["draws"]
    shared = xn.ensemble([1, 0], [0, 1], draws=3, seed=4, jobs=2, **SHAPE).to_json()
    alone = xn.ensemble([1, 0], [0, 1], draws=3, seed=4, **SHAPE).to_json()
    other = xn.ensemble([1, 0], [0, 1], draws=2, seed=5, **SHAPE).to_json()["draws"]
    assert shared == alone
    assert shared["draws"][:6] == few != other


@pytest.mark.parametrize("activation", ["relu", "hard_tanh"])
def test_every_draw_is_certified(activation: str) -> None:
    found = xn.ensemble([1, 0], [0, 1], draws=4, seed=2, activation=activation, certificates=True, bits=6, **SHAPE)
    assert len(found.certificates) == 4
    for draw, certificate in zip(found.draws, found.certificates, strict=True):
        assert str(check_text(certificate.canonical)) == "valid"
        network = certificate.subject.value["network"]
        # an oracle by points, that shares no code; and 4.2: no pattern recurs on a segment
        assert trajectories.is_true(network, certificate.claim)
        assert all(layer.patterns == layer.transitions + 1 for layer in draw.layers)
        lengths = certificate.claim["lengths"][1::2]
        assert [x["upper"] for x in lengths] == [str(layer.length.upper) for layer in draw.layers]


def test_means_are_brackets_of_the_draws() -> None:
    found = xn.ensemble([3, 0], [0, 4], draws=5, seed=8, **SHAPE)
    assert found.path_length.lower == found.path_length.upper == 5
    for i, layer in enumerate(found.layers):
        lengths = [draw.layers[i].length for draw in found.draws]
        assert layer.stretch_lower == sum((x.lower for x in lengths), fmpq(0)) / 25
        assert layer.stretch_upper == sum((x.upper for x in lengths), fmpq(0)) / 25
        values = np.array([float((x.lower + x.upper).p) / float((x.lower + x.upper).q) / 10 for x in lengths])
        assert layer.stretch_error == pytest.approx(values.std(ddof=1) / sqrt(5))


def test_a_dead_layer_is_left_out_of_the_growth() -> None:
    found = xn.ensemble([1, 0], [0, 1], width=1, depth=12, draws=12, seed=1)
    assert found.layers[0].vanished == 0
    last = found.layers[-1]
    assert last.vanished == 12
    assert (last.growth_lower, last.growth_error, last.stretch_upper) == (None, None, 0)


def test_published_bases() -> None:
    assert Ensemble.of(2, 3, 1, sigma_w=2).base == pytest.approx(sqrt(3))
    # s^2 = 25, k = 4: 3 sqrt(4 / (25 + 20))
    assert Ensemble.of(2, 4, 1, "hard_tanh", 3, 4).base == pytest.approx(3 * sqrt(4 / 45))


@pytest.mark.parametrize(
    "options",
    [
        {"width": 0},
        {"depth": 0},
        {"draws": 0},
        {"jobs": 0},
        {"seed": -1},
        {"bits": 60},
        {"activation": "tanh"},
        {"weights": "cauchy"},
        {"sigma_w": 0},
        {"sigma_b": -1},
        {"sigma_w": "x"},
        {"width": 5000},
    ],
)
def test_bad_choices_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(xn.InputError):
        xn.ensemble([1, 0], [0, 1], **{**SHAPE, **options})  # type: ignore[arg-type]


def test_a_path_that_is_a_point_is_refused() -> None:
    with pytest.raises(xn.InputError, match="is a point"):
        xn.ensemble([1, 0], [1, 0], **SHAPE)
