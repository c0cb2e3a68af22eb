"""Two independent routes to entropy on one map."""

import json

from support.kneading import recheck

from exactnet.check import check_text
from exactnet.compile import IntervalFunction, PiecewiseLinearMap
from exactnet.dynamics import entropy
from exactnet.dynamics.kneading.data import KneadingData
from exactnet.dynamics.kneading.linear_turning import LinearTurningPoints

MANY_TERMS = 300


def turning_points(points):
    """The turning points of a graph, for kneading."""
    return LinearTurningPoints(IntervalFunction.of(PiecewiseLinearMap.from_points(points)))


def kneading_data(points):
    return KneadingData(turning_points(points))


def accepted(result):
    """Whether the certificate of an entropy passes: by kneading, a second check, if not too long for plain Python."""
    if result.method == "partition":
        return check_text(result.certificate.canonical).word == "valid"
    if (result.evidence["terms"] or 0) <= MANY_TERMS:
        recheck(json.loads(result.certificate.canonical))
    return True


def certified(points, digits, **options):
    """Entropy by kneading, with a certificate that passes."""
    found = entropy(IntervalFunction.of(PiecewiseLinearMap.from_points(points)), digits, method="kneading", **options)
    assert accepted(found)
    return found


def both_routes(points, digits=8):
    """Entropy by kneading and by partitions; their brackets overlap, and so do exact values."""
    kneading = certified(points, digits)
    other = entropy(kneading.function, digits, method="partition", max_points=3000)
    assert max(kneading.growth_lower, other.growth_lower) <= min(kneading.growth_upper, other.growth_upper)
    if kneading.exact is not None and other.exact is not None:
        assert kneading.exact == other.exact
    return kneading, other
