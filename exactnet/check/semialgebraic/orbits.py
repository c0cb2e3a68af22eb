"""Rule ``orbits`` for semi-algebraic functions: all periodic points up to a period."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from exactnet.check.algebra.intervals import Interval
from exactnet.check.algebra.numbers import Number, length, sign
from exactnet.check.algebra.points import Exact
from exactnet.check.algebra.reading import read_between
from exactnet.check.kneading import read_precision
from exactnet.check.reader import array, integer, obj, rational, show
from exactnet.check.semialgebraic.dynamics import describe_self_map, read_dynamics
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.trail import LARGEST
from exactnet.check.semialgebraic.zeros import Place, Zeros, read_zeros
from exactnet.check.subject import Curved
from exactnet.check.verdict import require

LONGEST = 1000
# Bounds the sum of n times the cells for f^n, times the precision (or 1000, if that is more).
_MOST_WORK = 5 * 10**9


@dataclass(slots=True)
class Listed:
    """A point that the claim lists: it lies strictly between two rationals, or is both.

    ``pinned`` marks an end of the domain, whose interval is not narrowed any more.
    """

    name: str
    low: Fraction
    high: Fraction
    pinned: bool = False

    @property
    def rational(self) -> bool:
        """Whether the point is listed as a rational."""
        return self.low == self.high


def check_orbits(claim: dict[str, object], subject: Curved, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``orbits``, with the keys ``domain``, ``clip``, ``max_period`` and ``orbits``."""
    domain = read_dynamics(claim, subject)
    most = integer(claim["max_period"], "claim", "max_period", 1)
    require(most <= LONGEST, "claim", f"max_period is {show(most)}, more than {LONGEST}")
    items = array(claim["orbits"], "claim", "orbits")
    orbits = [_read_orbit(item, f"orbits[{i}]", most) for i, item in enumerate(items)]
    if evidence is None:
        return
    keys = obj(evidence, ["field", "points", "precision", "counts"], "evidence", "evidence")
    precision = read_precision(keys["precision"], "evidence")
    counts = array(keys["counts"], "counts", "counts")
    require(len(counts) == most, "counts", f"there are {len(counts)} counts, not {most}")
    _, graph = describe_self_map(subject, domain, keys, clip=claim["clip"])
    work = sum(n * len(cells) for n, cells in enumerate(map(_cells, counts), 1)) * max(precision, 1000)
    require(work <= _MOST_WORK, "counts", "there are too many cells for this precision")
    finder = Finder(Enclosed(graph, precision, "counts"), orbits)
    for times, count in enumerate(counts, 1):
        finder.match(times, count)
    finder.check_order()
    for orbit in orbits:
        finder.check_images(orbit)


def _cells(count: object) -> list[object]:
    cells = count.get("cells", []) if isinstance(count, dict) else []
    return cells if isinstance(cells, list) else []


def _read_orbit(value: object, name: str, most: int) -> list[Listed]:
    keys = obj(value, ["period", "points"], "claim", name)
    period = integer(keys["period"], "claim", f"{name}.period", 1)
    require(period <= most, "claim", f"{name}.period is more than max_period")
    items = array(keys["points"], "claim", f"{name}.points")
    require(len(items) == period, "claim", f"{name} has {len(items)} points, not {period}")
    points = []
    for i, item in enumerate(items):
        place = f"{name}.points[{i}]"
        if isinstance(item, dict):
            low, high = read_between(obj(item, ["between"], "claim", place)["between"], "claim", place)
        else:
            low = high = rational(item, "claim", place)
        points.append(Listed(place, low, high))
    return points


class Finder:
    """Matches the listed points with the zeros of f^n(x) - x, and with their images."""

    def __init__(self, enclosed: Enclosed, orbits: list[list[Listed]]) -> None:
        self._enclosed, self._orbits = enclosed, orbits
        self._zeros: dict[int, Zeros] = {}
        for orbit in orbits:
            self._check_rationals(orbit)

    def _check_rationals(self, orbit: list[Listed]) -> None:
        """Check exactly that from every rational point of an orbit the next one is reached."""
        graph = self._enclosed.graph
        for i, point in enumerate(orbit):
            if not point.rational:
                continue
            inside = graph.points[0].compare(point.low) <= 0 <= graph.points[-1].compare(point.low)
            require(inside, "orbits", f"{point.name} is outside the domain")
            x: Number = point.low
            for following in (*orbit[i + 1 :], *orbit[: i + 1]):
                x = graph.functions[graph.piece_of(Exact(x))].at(x)
                require(length(x) <= LARGEST, "orbits", f"the image of {point.name} has too large numbers")
                if following.rational:
                    fits = sign(x - following.low) == 0
                    require(fits, "orbits", f"{following.name} is not the image of the point before it")
                    break

    def match(self, times: int, count: object) -> None:
        """Check that the zeros of f^times(x) - x are the listed points with a period that divides this."""
        orbits = [orbit for orbit in self._orbits if times % len(orbit) == 0]
        known = {point.low for orbit in orbits for point in orbit if point.rational}
        zeros = read_zeros(count, self._enclosed, times, known, f"counts[{times - 1}]")
        self._zeros[times] = zeros
        taken: set[int] = set()
        for orbit in orbits:
            for point in orbit:
                found = self._place(point, len(orbit), times)
                require(found not in taken, "orbits", f"{point.name} is the same as another point")
                taken.add(found)
        for i, place in enumerate(zeros.places):
            missing = f"a point with f^{times}(x) = x at or after {show(place.low)} is missing"
            require(i in taken, "orbits", missing)

    def _place(self, point: Listed, period: int, times: int) -> int:
        """Find the one place in which a listed point lies, and narrow its interval to that."""
        zeros = self._zeros[times]
        found = _meeting(point, zeros.places)
        while len(found) > 1 and period < times:
            self._halve(point, period)
            found = _meeting(point, zeros.places)
        require(len(found) == 1, "orbits", f"{point.name} meets {len(found)} places of points that return")
        place = zeros.places[found[0]]
        if point.rational:
            return found[0]
        require(place.low < place.high, "orbits", f"{point.name} is a rational that is listed")
        inside = point.low < place.low and place.high < point.high
        point.low, point.high = max(point.low, place.low), min(point.high, place.high)
        if period == times:
            point.pinned = place.fixed
            if not place.fixed:
                inside = zeros.side(point.low) * zeros.side(point.high) == -1
            require(inside, "orbits", f"{point.name} is not shown to contain a point that returns")
        return found[0]

    def _halve(self, point: Listed, period: int) -> None:
        """Halve the interval of a point."""
        side, middle = self._zeros[period].side, (point.low + point.high) / 2
        known = side(point.low) * side(middle)
        fine = point.high - point.low < Fraction(1, 1 << self._enclosed.precision)
        require(
            not point.pinned and known != 0 and not fine, "orbits", f"{point.name} cannot be told from other points"
        )
        if known > 0:
            point.low = middle
        else:
            point.high = middle

    def check_order(self) -> None:
        """Check that every orbit begins with its least point, and that they increase by period and first point."""
        for orbit in self._orbits:
            least = all(orbit[0].high <= point.low for point in orbit[1:])
            require(least, "orbits", f"{orbit[0].name} is not the least point of its orbit")
        for a, b in pairwise(self._orbits):
            increases = len(a) < len(b) or (len(a) == len(b) and a[0].high <= b[0].low)
            require(increases, "orbits", f"{b[0].name} does not come after the orbit before it")

    def check_images(self, orbit: list[Listed]) -> None:
        """Check that every point is mapped to the next one, as its image is listed and none of the others.

        An image returns as often as the point, so it is one of the points with a period that divides this one.
        """
        others = [point for other in self._orbits if len(orbit) % len(other) == 0 for point in other]
        others.sort(key=lambda point: point.low)
        lows = [point.low for point in others]
        for point, following in zip(orbit, [*orbit[1:], orbit[0]], strict=True):
            while True:
                low, high = (Fraction(x, 1 << self._enclosed.precision) for x in self._image(point))
                # Their intervals do not overlap.
                first = max(0, bisect_left(lows, low) - 1)
                met = [other for other in others[first : bisect_right(lows, high)] if other.high >= low]
                if met == [following]:
                    break
                require(following in met, "orbits", f"the image of {point.name} does not meet {following.name}")
                require(not point.rational, "orbits", f"the image of {point.name} is not told from other points")
                self._halve(point, len(orbit))

    def _image(self, point: Listed) -> Interval:
        enclosed = self._enclosed
        return enclosed.image((enclosed.thin(point.low)[0], enclosed.thin(point.high)[1]))


def _meeting(point: Listed, places: list[Place]) -> list[int]:
    """List the places that a point may lie in."""
    first = bisect_left(places, point.low, key=lambda place: place.high)
    found = []
    for i in range(first, len(places)):
        place = places[i]
        if place.low > point.high:
            break
        if point.rational or (place.low < point.high and place.high > point.low):
            found.append(i)
    return found
