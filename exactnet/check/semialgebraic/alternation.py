"""Rule ``alternation`` for semi-algebraic functions: points whose images are enclosed, or passages counted as laps are."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from exactnet.check.algebra.intervals import Interval
from exactnet.check.iterates import count_passages, visits
from exactnet.check.kneading import read_precision
from exactnet.check.reader import boolean, increasing, obj, rationals, show
from exactnet.check.semialgebraic.description import describe, read_points
from exactnet.check.semialgebraic.dynamics import read_dynamics
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.laps import Group, read_orbits
from exactnet.check.semialgebraic.setting import Setting, read_setting
from exactnet.check.subject import Curved
from exactnet.check.verdict import Rejected, require

_MOST_STEPS = 10**7


def check_alternation(
    claim: dict[str, object],
    subject: Curved,
    iterate: int,
    swing: Fraction,
    count: int,
    evidence: dict[str, object] | None,
) -> None:
    """Check a claim of the rule ``alternation``, with the keys ``domain`` and ``clip``."""
    domain = read_dynamics(claim, subject)
    clip = boolean(claim["clip"], "claim", "clip")
    if evidence is None:
        return
    form = ["swings"] if "swings" in evidence else ["same", "interval"]
    keys = obj(evidence, ["field", "points", "precision", *form], "evidence", "evidence")
    precision = read_precision(keys["precision"], form[0])
    setting = read_setting(keys["field"], [subject])
    (description,) = describe([subject], domain, read_points(keys["points"], setting), setting, clip=clip)
    graph = description.graphs()[0]
    if iterate > 1:
        graph.check_self_map()
    enclosed = Enclosed(graph, precision, form[0])
    if "swings" in keys:
        _check_swings(enclosed, increasing(keys["swings"], "swings", "swings"), iterate, swing, count)
    else:
        require(iterate > 1, "interval", "of the first iterate, swings are wanted")
        _check_interval(enclosed, setting, keys, iterate, swing, count)


def _check_swings(enclosed: Enclosed, points: Sequence[Fraction], iterate: int, swing: Fraction, count: int) -> None:
    """Check that f^iterate rises and falls in turn from point to point."""
    require(len(points) == count + 1, "swings", f"{show(count + 1)} are wanted, there are {len(points)}")
    require(len(points) * iterate <= _MOST_STEPS, "swings", "there are too many points for this iterate")
    low, high = enclosed.graph.points[0], enclosed.graph.points[-1]
    inside = low.compare(points[0]) <= 0 <= high.compare(points[-1])
    require(inside, "swings", "a point lies outside the domain")
    images = [enclosed.orbit(enclosed.thin(x), iterate + 1)[-1] for x in points]
    least = swing * (1 << enclosed.precision)
    rising = len(images) > 1 and images[1][0] > images[0][1]
    for i, ((a, b), (c, d)) in enumerate(pairwise(images)):
        if not (c - b if rising else a - d) > least:
            raise Rejected("swings", f"between swings[{i}] and swings[{i + 1}] there is no such swing")
        rising = not rising


def _check_interval(
    enclosed: Enclosed, setting: Setting, keys: dict[str, object], iterate: int, swing: Fraction, count: int
) -> None:
    """Check that f^iterate passes an interval that is longer than the swing so many times."""
    interval = rationals(keys["interval"], "interval", "interval")
    require(len(interval) == 2, "interval", "it has two ends")
    low, high = interval
    require(high - low > swing, "interval", f"it is not longer than {show(swing)}")
    orbits = read_orbits(enclosed, setting, keys["same"], None, iterate)
    ordered, images = orbits.order()
    place = {id(group): i for i, group in enumerate(ordered)}
    scale = 1 << enclosed.precision
    sides = [_sides(group, group.where, low * scale, high * scale) for group in images]
    moves = orbits.moves(ordered)
    words = [visits(a, b, falling=move < 0) for (a, b), move in zip(pairwise(sides), moves, strict=True)]
    ages = [group.age for group in ordered]
    found = count_passages(ages, [place.get(id(image), -1) for image in images], words, iterate)
    require(found >= count, "count", f"claimed {show(count)}, found {show(found)}")


def _sides(group: Group, where: Interval, low: Fraction, high: Fraction) -> tuple[bool, bool]:
    """Tell whether a point is at most at one level, and whether it is at least at the other."""
    below, above = where[1] <= low, where[0] >= high
    known = (below or where[0] > low) and (above or where[1] < high)
    require(known, "same", f"{group.name()} is not known to lie on one side of an end of the interval")
    return below, above
