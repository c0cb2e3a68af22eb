"""Periodic orbits of piecewise-linear self-maps by composition, and the rule of their certificates, with Fractions only."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product

from support.maps import at, compose, shortest


def solutions(points):
    """All x with f(x) = x: isolated points, and intervals (a, b) between vertices."""
    isolated, intervals = set(), []
    for (x0, y0), (x1, y1) in pairwise(points):
        gap0, gap1 = y0 - x0, y1 - x1
        if gap0 == gap1 == 0:
            intervals.append((x0, x1))
        elif gap0 * gap1 <= 0:
            isolated.add(x0 + (x1 - x0) * gap0 / (gap0 - gap1))
    return {x for x in isolated if not any(a <= x <= b for a, b in intervals)}, merged(intervals)


def merged(intervals):
    result = []
    for a, b in sorted(intervals):
        if result and a <= result[-1][1]:
            result[-1] = (result[-1][0], max(b, result[-1][1]))
        else:
            result.append((a, b))
    return result


def periodic_sets(points, max_period):
    """For n = 1, .., the isolated points and the maximal intervals of {x: f^n(x) = x}."""
    f = shortest(points)
    found, iterate = [], f
    for n in range(1, max_period + 1):
        if n > 1:
            iterate = compose(f, iterate)
        found.append(solutions(iterate))
    return found


def check_orbits(points, clip, certificate):
    """The rule `orbits`, word by word; raises AssertionError. ``points`` is the graph of f (already clipped)."""
    claim, evidence = certificate["claim"], certificate["evidence"]
    assert set(claim) == {"rule", "domain", "clip", "max_period", "orbits"}
    assert set(evidence) == {"breakpoints", "partition", "words"}
    assert claim["rule"] == "orbits"
    assert claim["clip"] is clip
    longest = claim["max_period"]
    partition = [Fraction(p) for p in evidence["partition"]]
    breakpoints = [Fraction(p) for p in evidence["breakpoints"]]
    assert all(a < b for a, b in pairwise(partition))
    assert set(breakpoints) <= set(partition)
    assert {x for x, _ in shortest(points)} <= set(breakpoints)
    assert [Fraction(x) for x in claim["domain"]] == [partition[0], partition[-1]] == [points[0][0], points[-1][0]]
    lines = [_line(points, a, b) for a, b in pairwise(partition)]
    graph = [_outer(partition, line, i) for i, line in enumerate(lines)]
    words = evidence["words"]
    assert words == sorted(words, key=lambda w: (len(w), w))
    assert len({tuple(w) for w in words}) == len(words)
    for word in words:
        assert 1 <= len(word) <= longest
        assert all(j in graph[i] for i, j in zip(word, word[1:] + word[:1], strict=True))
        assert all(word < word[k:] + word[:k] for k in range(1, len(word)))
    _check_traces(graph, words, longest)
    found = _partition_orbits(points, partition, longest)
    intervals = set()
    for word in words:
        point, interval = _from_word(partition, lines, word, longest)
        if point is not None:
            found.add(_orbit_of(points, point, longest))
        if interval is not None:
            intervals.add(interval)
    kept = [o for o in found if not any(_inside(o, i) for i in intervals)]
    expected = [(len(o), 0, o) for o in kept] + [(len(i), 1, i) for i in intervals]
    expected.sort(key=lambda o: (o[0], o[1], o[2][0]))
    assert [_read(o) for o in claim["orbits"]] == expected


def _read(orbit):
    if "points" in orbit:
        assert set(orbit) == {"period", "points"}
        return orbit["period"], 0, tuple(Fraction(x) for x in orbit["points"])
    assert set(orbit) == {"period", "intervals"}
    return orbit["period"], 1, tuple((Fraction(a), Fraction(b)) for a, b in orbit["intervals"])


def _line(points, a, b):
    slope = (at(points, b) - at(points, a)) / (b - a)
    return slope, at(points, a) - slope * a


def _outer(partition, line, i):
    slope, offset = line
    low, high = sorted((slope * partition[i] + offset, slope * partition[i + 1] + offset))
    if low == high:
        return {j for j, (a, b) in enumerate(pairwise(partition)) if a < low < b}
    return {j for j, (a, b) in enumerate(pairwise(partition)) if a < high and low < b}


def _check_traces(graph, words, longest):
    size = len(graph)
    power = [[int(i == j) for j in range(size)] for i in range(size)]
    for n in range(1, longest + 1):
        power = [[sum(power[k][j] for k in graph[i]) for j in range(size)] for i in range(size)]
        lengths = [len(w) for w in words]
        assert sum(d * lengths.count(d) for d in range(1, n + 1) if n % d == 0) == sum(power[i][i] for i in range(size))


def _orbit_of(points, x, longest):
    orbit = [x]
    for _ in range(longest):
        y = at(points, orbit[-1])
        if y == x:
            start = orbit.index(min(orbit))
            return tuple(orbit[start:] + orbit[:start])
        orbit.append(y)
    return None


def _partition_orbits(points, partition, longest):
    return {orbit for p in partition if (orbit := _orbit_of(points, p, longest)) is not None}


def _followers(partition, lines, word):
    slope, offset = Fraction(1), Fraction(0)
    low, high = partition[0], partition[-1]
    for i in word:
        a, b = partition[i], partition[i + 1]
        if slope == 0:
            if not a <= offset <= b:
                return None
        else:
            ends = sorted(((a - offset) / slope, (b - offset) / slope))
            low, high = max(low, ends[0]), min(high, ends[1])
        s, t = lines[i]
        slope, offset = s * slope, s * offset + t
    return (low, high) if low <= high else None


def _from_word(partition, lines, word, longest):
    slope, offset = Fraction(1), Fraction(0)
    for i in word:
        s, t = lines[i]
        slope, offset = s * slope, s * offset + t
    held = _followers(partition, lines, word)
    if held is None or (slope == 1 and offset != 0):
        return None, None
    if slope == 1:
        return (held[0], None) if held[0] == held[1] else (None, _interval_orbit(lines, word, held))
    point = offset / (1 - slope)
    interval = None
    if slope == -1 and 2 * len(word) <= longest:
        twice = _followers(partition, lines, word * 2)
        if twice is not None and twice[0] < twice[1]:
            assert twice[0] + twice[1] == 2 * point
            interval = _interval_orbit(lines, word * 2, (twice[0], point))
    return (point if held[0] <= point <= held[1] else None), interval


def _interval_orbit(lines, word, interval):
    visited = []
    for i in word:
        visited.append(interval)
        s, t = lines[i]
        interval = tuple(sorted((s * interval[0] + t, s * interval[1] + t)))
    assert interval == visited[0]
    start = visited.index(min(visited))
    return tuple(visited[start:] + visited[:start])


def _inside(orbit, intervals):
    return len(orbit) == len(intervals) and all(any(a <= x <= b for a, b in intervals) for x in orbit)


def least_words_by_force(graph, longest):
    """Least primitive closed words of a graph given by successor sets."""
    found = []
    for n in range(1, longest + 1):
        for word in product(range(len(graph)), repeat=n):
            if all(j in graph[i] for i, j in zip(word, word[1:] + word[:1], strict=True)) and all(
                word < word[k:] + word[:k] for k in range(1, n)
            ):
                found.append(list(word))
    return found
