"""Two independent routes to entropy on one map."""

from exactnet.compile import IntervalFunction, PiecewiseLinearMap
from exactnet.dynamics import entropy
from exactnet.dynamics.kneading import kneading_growth


def both_routes(points, digits=8):
    """Kneading growth and entropy; their brackets overlap, and so do exact values."""
    f = PiecewiseLinearMap.from_points(points)
    kneading = kneading_growth(f, digits)
    other = entropy(IntervalFunction.of(f), digits, max_points=3000)
    assert max(kneading.lower, other.growth_lower) <= min(kneading.upper, other.growth_upper)
    if kneading.exact is not None and other.exact is not None:
        assert kneading.exact == other.exact
    return kneading, other
