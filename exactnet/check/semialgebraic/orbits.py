"""Rule ``orbits`` for semi-algebraic functions: all periodic points up to a period."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction
from itertools import pairwise

from exactnet.check.algebra.intervals import Interval
from exactnet.check.algebra.numbers import Number, length, sign
from exactnet.check.algebra.points import Exact
from exactnet.check.kneading import read_precision
from exactnet.check.reader import array, integer, obj, show
from exactnet.check.semialgebraic.bands import Band, Strip, read_bands, read_listed, read_strip
from exactnet.check.semialgebraic.cells import Reader
from exactnet.check.semialgebraic.dynamics import describe_self_map, read_dynamics
from exactnet.check.semialgebraic.enclosures import Enclosed
from exactnet.check.semialgebraic.trail import LARGEST
from exactnet.check.semialgebraic.zeros import Listed, Place, Zeros
from exactnet.check.subject import Curved
from exactnet.check.verdict import require

LONGEST = 1000
# Bounds the sum of n times the cells for f^n, times the precision (or 1000, if that is more).
_MOST_WORK = 5 * 10**9


def check_orbits(claim: dict[str, object], subject: Curved, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``orbits``, with the keys ``domain``, ``clip``, ``max_period`` and ``orbits``."""
    domain = read_dynamics(claim, subject)
    most = integer(claim["max_period"], "claim", "max_period", 1)
    require(most <= LONGEST, "claim", f"max_period is {show(most)}, more than {LONGEST}")
    items = array(claim["orbits"], "claim", "orbits")
    orbits = [_read_orbit(item, f"orbits[{i}]", most) for i, item in enumerate(items)]
    if evidence is None:
        return
    strips = [orbit for orbit in orbits if isinstance(orbit, Strip)]
    keys = obj(evidence, ["field", "points", "precision", "counts"], "evidence", "evidence", optional=["bands"])
    require(("bands" in keys) == bool(strips), "bands", "there are bands, or orbits of intervals, but not both")
    precision = read_precision(keys["precision"], "evidence")
    counts = array(keys["counts"], "counts", "counts")
    require(len(counts) == most, "counts", f"there are {len(counts)} counts, not {most}")
    _, graph = describe_self_map(subject, domain, keys, clip=claim["clip"])
    work = sum(n * len(cells) for n, cells in enumerate(map(_cells, counts), 1)) * max(precision, 1000)
    require(work <= _MOST_WORK, "counts", "there are too many cells for this precision")
    enclosed = Enclosed(graph, precision, "counts")
    points = [None if isinstance(orbit, Strip) else orbit for orbit in orbits]
    bands = read_bands(keys["bands"], enclosed, strips, points) if strips else []
    finder = Finder(enclosed, points, bands)
    for times, count in enumerate(counts, 1):
        finder.match(times, count)
    _check_order(orbits)
    for orbit in finder.orbits:
        finder.check_images(orbit)


def _cells(count: object) -> list[object]:
    cells = count.get("cells", []) if isinstance(count, dict) else []
    return cells if isinstance(cells, list) else []


def _read_orbit(value: object, name: str, most: int) -> list[Listed] | Strip:
    kind = "intervals" if isinstance(value, dict) and "intervals" in value else "points"
    keys = obj(value, ["period", kind], "claim", name)
    period = integer(keys["period"], "claim", f"{name}.period", 1)
    require(period <= most, "claim", f"{name}.period is more than max_period")
    if kind == "intervals":
        return read_strip(keys["intervals"], period, name)
    items = array(keys["points"], "claim", f"{name}.points")
    require(len(items) == period, "claim", f"{name} has {len(items)} points, not {period}")
    return [read_listed(item, f"{name}.points[{i}]") for i, item in enumerate(items)]


def _check_order(orbits: list[list[Listed] | Strip]) -> None:
    """Check that every orbit begins with its least point, and that they increase by period, kind and first point."""
    keys = []
    for orbit in orbits:
        isolated = not isinstance(orbit, Strip)
        points = orbit if not isinstance(orbit, Strip) else [left for left, _ in orbit.intervals]
        least = all(points[0].high <= point.low for point in points[1:])
        require(least, "orbits", f"{points[0].name} is not the least point of its orbit")
        keys.append((len(points), not isolated, points[0]))
    for (n, kind, x), (m, other, y) in pairwise(keys):
        increases = (n, kind) < (m, other) or ((n, kind) == (m, other) and x.high <= y.low)
        require(increases, "orbits", f"{y.name} does not come after the orbit before it")


class Finder:
    """Matches the listed points with the zeros of f^n(x) - x, and with their images."""

    def __init__(self, enclosed: Enclosed, orbits: list[list[Listed] | None], bands: list[Band]) -> None:
        self._enclosed = enclosed
        self.orbits = [orbit for orbit in orbits if orbit is not None]
        # From which iterate on the points of an orbit lie in a band, and no longer in places of their own.
        middles = {band.middle: band.period for band in bands}
        self._banded = [middles.get(i) for i, orbit in enumerate(orbits) if orbit is not None]
        cells = {labels: band.period for band in bands for labels in band.images}
        ends = {label: period for band in bands for label, period in band.ends.items()}
        self._reader = Reader(enclosed, cells, ends)
        for orbit in self.orbits:
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
        """Check that the zeros of f^times(x) - x are the listed points with a period that divides this, and bands."""
        orbits = [
            orbit
            for orbit, banded in zip(self.orbits, self._banded, strict=True)
            if times % len(orbit) == 0 and (banded is None or times % banded != 0)
        ]
        known = {point.low for orbit in orbits for point in orbit if point.rational}
        zeros = self._reader.read(count, times, known, f"counts[{times - 1}]")
        for orbit in orbits:
            for point in orbit:
                place = self._place(point, len(orbit), times, zeros)
                require(place not in zeros.found, "orbits", f"{point.name} is the same as another point")
                zeros.found[place] = point
        for place in zeros.places:
            missing = f"a point with f^{times}(x) = x at or after {show(place.low)} is missing"
            require(place in zeros.found, "orbits", missing)

    def _place(self, point: Listed, period: int, times: int, zeros: Zeros) -> Place:
        """Find the one place in which a listed point lies, and narrow its interval to that."""
        found = _meeting(point, zeros.places)
        while len(found) > 1 and period < times:
            self._halve(point)
            found = _meeting(point, zeros.places)
        require(len(found) == 1, "orbits", f"{point.name} meets {len(found)} places of points that return")
        place = found[0]
        if point.rational:
            return place
        require(place.low < place.high, "orbits", f"{point.name} is a rational that is listed")
        inside = point.low < place.low and place.high < point.high
        point.low, point.high = max(point.low, place.low), min(point.high, place.high)
        if period == times:
            point.pinned, point.side = place.fixed, place.side or zeros.side
            if not place.fixed:
                inside = point.side(point.low) * point.side(point.high) == -1
            require(inside, "orbits", f"{point.name} is not shown to contain a point that returns")
        return place

    def _halve(self, point: Listed) -> None:
        """Halve the interval of a point."""
        side, middle = point.side, (point.low + point.high) / 2
        assert side is not None
        known = side(point.low) * side(middle)
        fine = point.high - point.low < Fraction(1, 1 << self._enclosed.precision)
        require(
            not point.pinned and known != 0 and not fine, "orbits", f"{point.name} cannot be told from other points"
        )
        if known > 0:
            point.low = middle
        else:
            point.high = middle

    def check_images(self, orbit: list[Listed]) -> None:
        """Check that every point is mapped to the next one, as its image is listed and none of the others.

        An image returns as often as the point, so it is one of the points with a period that divides this one.
        """
        others = [point for other in self.orbits if len(orbit) % len(other) == 0 for point in other]
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
                self._halve(point)

    def _image(self, point: Listed) -> Interval:
        enclosed = self._enclosed
        return enclosed.image((enclosed.thin(point.low)[0], enclosed.thin(point.high)[1]))


def _meeting(point: Listed, places: list[Place]) -> list[Place]:
    """List the places that a point may lie in."""
    first = bisect_left(places, point.low, key=lambda place: place.high)
    found = []
    for place in places[first:]:
        if place.low > point.high:
            break
        if point.rational or (place.low < point.high and place.high > point.low):
            found.append(place)
    return found
