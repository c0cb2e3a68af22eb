"""Periodic points by brute force, with Fractions only, and certificates made from docs/certificates.md word for word.

A map is a list of points (x, y). Nothing here is shared with what it tests, and nothing is quick.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from support.maps import at


def fixed(points):
    """The fixed points of a map: isolated points, and maximal intervals."""
    found = []
    for (x0, y0), (x1, y1) in pairwise(points):
        if y0 == x0 and y1 == x1:
            if found and found[-1][1] == x0 and found[-1][0] < x0:
                found[-1] = (found[-1][0], x1)
            else:
                found.append((x0, x1))
        else:
            slope = (y1 - y0) / (x1 - x0)
            if slope != 1:
                x = (y0 - slope * x0) / (1 - slope)
                if x0 <= x <= x1:
                    found.append((x, x))
    return found


def power(points, n):
    """The n-th iterate, with all points at which it may bend."""
    result = points
    for _ in range(n - 1):
        after = []
        for (x0, y0), (x1, y1) in pairwise(result):
            inside = [y for y, _ in points if min(y0, y1) < y < max(y0, y1)]
            after += [(x0, at(points, y0))]
            after += sorted((x0 + (y - y0) * (x1 - x0) / (y1 - y0), at(points, y)) for y in inside)
        result = [*after, (result[-1][0], at(points, result[-1][1]))]
    return result


def is_true(points, most, orbits):
    """Whether a list of orbits is what a claim of the rule says it is."""
    closed, listed, wanted = [], set(), set()
    for orbit in orbits:
        q = orbit["period"]
        if "points" in orbit:
            xs = [Fraction(x) for x in orbit["points"]]
            if len(xs) != q or len(set(xs)) != q or min(xs) != xs[0]:
                return False
            if any(at(points, x) != y for x, y in zip(xs, xs[1:] + xs[:1], strict=True)):
                return False
            closed += [(x, x) for x in xs]
            name = frozenset(xs)
        else:
            pairs = [(Fraction(a), Fraction(b)) for a, b in orbit["intervals"]]
            if len(pairs) != q or min(pairs) != pairs[0] or not are_intervals_of_an_orbit(points, pairs):
                return False
            closed += pairs
            name = frozenset(pairs)
            for x in (x for pair in pairs for x in pair):
                orbit_of_end = frozenset(orbit_of(points, x))
                if len(orbit_of_end) != q:
                    wanted.add(orbit_of_end)
        if name in listed:
            return False
        listed.add(name)
    return wanted <= listed and all(
        covered(part, closed) for n in range(1, most + 1) for part in fixed(power(points, n))
    )


def are_intervals_of_an_orbit(points, pairs):
    if any(a >= b for a, b in pairs) or any(b > c for (_, b), (c, _) in pairwise(sorted(pairs))):
        return False
    for (a, b), target in zip(pairs, pairs[1:] + pairs[:1], strict=True):
        ends = at(points, a), at(points, b)
        # Affine: all points inside are on the chord.
        for x, y in points:
            if a < x < b and (y - ends[0]) * (b - a) != (x - a) * (ends[1] - ends[0]):
                return False
        if tuple(sorted(ends)) != target:
            return False
    x, y = pairs[0]
    for _ in pairs:
        x, y = at(points, x), at(points, y)
    return (x, y) == pairs[0]


def covered(part, closed):
    """Whether closed intervals cover [a, b]."""
    reached, end = part
    while True:
        further = [b for a, b in closed if a <= reached <= b]
        if not further:
            return False
        if max(further) >= end:
            return True
        if max(further) == reached:
            return False
        reached = max(further)


def evidence(points, most, partition=None):
    """The partition, and all least primitive words."""
    cuts = sorted({x for x, _ in points} | {Fraction(x) for x in partition or ()})
    outer = []
    for a, b in pairwise(cuts):
        low, high = sorted((at(points, a), at(points, b)))
        inside = [(c, d) for c, d in pairwise(cuts)]
        if low == high:
            outer.append([j for j, (c, d) in enumerate(inside) if c < low < d])
        else:
            outer.append([j for j, (c, d) in enumerate(inside) if max(c, low) < min(d, high)])
    words = []
    for n in range(1, most + 1):
        words += [w for w in closed_words(outer, n) if all(w < w[k:] + w[:k] for k in range(1, n))]
    return cuts, words


def closed_words(outer, n):
    paths = [[i] for i in range(len(outer))]
    for _ in range(n - 1):
        paths = [[*path, j] for path in paths for j in outer[path[-1]]]
    return [path for path in paths if path[0] in outer[path[-1]]]


def orbits(points, most, cuts, words):
    """All orbits, found as the page says."""
    found = set()
    for p in cuts:
        x = p
        for _ in range(most):
            x = at(points, x)
            if x == p:
                found.add(orbit_of(points, p))
                break
    intervals = set()
    for word in words:
        s, t = Fraction(1), Fraction(0)
        for i in word:
            slope, shift = piece(points, cuts, i)
            s, t = slope * s, slope * t + shift
        if s == 1 and t == 0:
            part = follow(points, cuts, word)
            if part and part[0] < part[1]:
                intervals.add(images(points, part, len(word)))
            elif part:
                found.add(orbit_of(points, part[0]))
        elif s != 1:
            x = t / (1 - s)
            if follow_point(points, cuts, word, x):
                found.add(orbit_of(points, x))
            if s == -1 and 2 * len(word) <= most:
                part = follow(points, cuts, word * 2)
                if part and part[0] < part[1]:
                    intervals.add(images(points, (part[0], x), 2 * len(word)))
    kept = [
        orbit
        for orbit in found
        if not any(
            len(pairs) == len(orbit) and all(any(a <= x <= b for a, b in pairs) for x in orbit) for pairs in intervals
        )
    ]
    rows = [(len(o), 0, o[0], {"period": len(o), "points": [str(x) for x in o]}) for o in kept]
    rows += [(len(o), 1, o[0][0], {"period": len(o), "intervals": [[str(a), str(b)] for a, b in o]}) for o in intervals]
    return [row[3] for row in sorted(rows, key=lambda row: row[:3])]


def piece(points, cuts, i):
    a, b = cuts[i], cuts[i + 1]
    slope = (at(points, b) - at(points, a)) / (b - a)
    return slope, at(points, a) - slope * a


def follow_point(points, cuts, word, x):
    for i in word:
        if not cuts[i] <= x <= cuts[i + 1]:
            return False
        x = at(points, x)
    return True


def follow(points, cuts, word):
    low, high = cuts[word[0]], cuts[word[0] + 1]
    s, t = Fraction(1), Fraction(0)
    for i in word:
        a, b = sorted(((cuts[i] - t) / s, (cuts[i + 1] - t) / s))
        low, high = max(low, a), min(high, b)
        slope, shift = piece(points, cuts, i)
        s, t = slope * s, slope * t + shift
    return (low, high) if low <= high else None


def orbit_of(points, x):
    orbit = [x]
    while (y := at(points, orbit[-1])) != x:
        orbit.append(y)
    k = orbit.index(min(orbit))
    return tuple(orbit[k:] + orbit[:k])


def images(points, part, n):
    parts = [part]
    while len(parts) < n:
        parts.append(tuple(sorted(at(points, x) for x in parts[-1])))
    k = parts.index(min(parts))
    return tuple(parts[k:] + parts[:k])


def certificate(subject, points, most, *, clip=False, partition=None):
    """A certificate for a subject whose graph on the domain is this list of points."""
    cuts, words = evidence(points, most, partition)
    return {
        "format": "exactnet-certificate/1",
        "claim": {
            "rule": "orbits",
            "domain": [str(points[0][0]), str(points[-1][0])],
            "clip": clip,
            "max_period": most,
            "orbits": orbits(points, most, cuts, words),
        },
        "subject": subject,
        "evidence": {
            "breakpoints": [str(x) for x, _ in points],
            "partition": [str(x) for x in cuts],
            "words": words,
        },
        "producer": {"name": "tests"},
    }
