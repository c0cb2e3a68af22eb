"""Pictures of Markov graphs have an arrow for every covering, by an oracle that compares intervals."""

from itertools import pairwise

import pytest
from flint import fmpq

from exactnet.compile import PiecewiseLinearMap
from exactnet.dynamics.coverings.partition import markov_partition
from exactnet.errors import InputError

pytest.importorskip("matplotlib", reason="pictures need matplotlib")

from exactnet.plots import markov_figure

FLAT = PiecewiseLinearMap.from_points([(0, 0), ("1/5", "9/10"), ("2/5", "9/10"), ("4/5", "1/10"), (1, "1/3")])
OPEN = PiecewiseLinearMap.from_points([(0, "1/7"), ("1/3", "8/9"), (1, 0)])


def relations(f: PiecewiseLinearMap, points: tuple[fmpq, ...]) -> tuple[int, int]:
    """Pairs of intervals with the second in the image of the first, and those that meet without that."""
    covered = met = 0
    for a, b in pairwise(points):
        low, high = sorted((f(a), f(b)))
        for c, d in pairwise(points):
            covered += low <= c and d <= high
            met += low < high and low < d and c < high and not (low <= c and d <= high)
    return covered, met


@pytest.mark.parametrize(("f", "depth"), [(FLAT, 3), (OPEN, 0), (OPEN, 1), (OPEN, 5)])
def test_an_arrow_a_covering(f, depth):
    from matplotlib.patches import FancyArrowPatch

    found = markov_partition(f, depth)
    axes = markov_figure(found).axes[0]
    arrows = [patch for patch in axes.patches if isinstance(patch, FancyArrowPatch)]
    dashed = [patch for patch in arrows if patch.get_linestyle() not in ("solid", "-")]
    covered, met = relations(f, found.points)
    assert (len(arrows) - len(dashed), len(dashed)) == (covered, met)
    assert found.is_markov == (met == 0)
    assert f"{covered} covering" in axes.get_title()


def test_a_matrix_beyond_twelve_intervals():
    found = markov_partition(OPEN, 12)
    axes = markov_figure(found).axes[0]
    (image,) = axes.images
    cells = image.get_array()
    assert cells.shape == (len(found.points) - 1,) * 2
    assert (int((cells == 2).sum()), int((cells == 1).sum())) == relations(OPEN, found.points)


def test_too_many_intervals():
    zigzag = PiecewiseLinearMap.from_points([(fmpq(i, 2100), i % 2) for i in range(2101)])
    with pytest.raises(InputError, match="too many to draw"):
        markov_figure(markov_partition(zigzag, 0))
