"""One cycle of a curve: among two branches, or in a list."""

from fractions import Fraction

import pytest
from support.sampling import Sampled, rational

from exactnet.compile import Domain
from exactnet.compile.piecewise_map import PiecewiseMap
from exactnet.compile.study import study
from exactnet.dynamics.curves.find_cycle import find_cycle
from exactnet.model.reader import network_from_json

PERIODS = (3, 5, 7, 9, 6, 10, 12)


def logistic(r):
    return study(PiecewiseMap.of([0, 1], [[0, r, f"-{r}"]]))


@pytest.mark.parametrize(
    ("r", "period", "listed"),
    [("4", 3, 0), ("383/100", 3, 3), ("374/100", 5, 5), ("371/100", 7, 7), ("365/100", 6, 9), ("36/10", 12, 12)],
)
def test_the_best_period_of_a_parabola(r, period, listed):
    found = find_cycle(logistic(r), PERIODS)
    assert (len(found.cycle.visits), found.listed) == (period, listed)
    f = Sampled(logistic(r).certificate_subject.value)
    ends = [[rational(x) for x in place["between"]] for place in found.cycle.places]
    points = [(low + high) / 2 for low, high in ends]
    for x, y, (low, high) in zip(points, [*points[1:], points[0]], [*ends[1:], ends[0]], strict=True):
        assert abs(f(x) - y) < 5 * (high - low) + 4 * (ends[0][1] - ends[0][0])
    assert [Fraction(str(x)) for x in found.cycle.visits] == [
        Fraction(place["between"][0]) for place in found.cycle.places
    ]


def test_there_is_none_before_the_onset_of_chaos():
    found = find_cycle(logistic("7/2"), PERIODS)
    assert (found.cycle, found.listed) == (None, 12)


def test_many_laps_are_not_listed():
    gate = {"type": "polynomial", "coefficients": ["-1", "0", "2"]}
    network = network_from_json({"format": "exactnet-network/1", "inputs": 1, "layers": [gate] * 5})
    found = find_cycle(study(network, Domain.of(-1, 1)), PERIODS)
    assert (len(found.cycle.visits), found.listed) == (3, 0)
