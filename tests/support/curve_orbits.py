"""Rules `orbits` and `cycle` of certificates about curves, word by word, with Fractions only.

A curve is given by its pieces between neighbouring points of the description, as (numerator, denominator), lists of elements.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

# --- intervals: pairs of Fractions ------------------------------------------------------------------------------------


def add(x, y):
    return x[0] + y[0], x[1] + y[1]


def times(x, y):
    corners = [a * b for a in x for b in y]
    return min(corners), max(corners)


def over(x, y):
    assert not y[0] <= 0 <= y[1]
    return times(x, (1 / y[1], 1 / y[0]))


def hull(*intervals):
    return min(a for a, _ in intervals), max(b for _, b in intervals)


def disjoint(x, y):
    return x[1] < y[0] or y[1] < x[0]


# --- polynomials: lists of Fractions, lowest degree first ---------------------------------------------------------------


def trimmed(p):
    p = list(p)
    while p and p[-1] == 0:
        p.pop()
    return p


def plus(p, q, factor=1):
    n = max(len(p), len(q))
    p, q = list(p) + [0] * (n - len(p)), list(q) + [0] * (n - len(q))
    return trimmed(a + factor * b for a, b in zip(p, q, strict=True))


def by(p, q):
    result = [Fraction(0)] * max(len(p) + len(q) - 1, 0)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            result[i + j] += a * b
    return trimmed(result)


def divided(p, q):
    rest, quotient = list(p), [Fraction(0)] * max(len(p) - len(q) + 1, 0)
    for k in reversed(range(len(quotient))):
        quotient[k] = rest[k + len(q) - 1] / q[-1]
        for i, c in enumerate(q):
            rest[k + i] -= quotient[k] * c
    return trimmed(quotient), trimmed(rest)


def common(p, q):
    while q:
        p, q = q, divided(p, q)[1]
    return p


def derived(p):
    return [k * c for k, c in enumerate(p)][1:]


def at(p, x):
    value = Fraction(0)
    for c in reversed(p):
        value = value * x + c
    return value


def composed(p, q):
    result = []
    for c in reversed(p):
        result = plus(by(result, q), [c])
    return result


def sturm(p, a, b):
    """Number of roots in (a, b] of a squarefree polynomial."""
    chain = [p, derived(p)]
    while chain[-1]:
        chain.append([-c for c in divided(chain[-2], chain[-1])[1]])

    def changes(x):
        signs = [v > 0 for q in chain[:-1] if (v := at(q, x)) != 0]
        return sum(s != t for s, t in pairwise(signs))

    return changes(a) - changes(b)


def narrowed(p, a, b, width):
    """The one root of p in (a, b), a change of sign, in a narrower interval."""
    rising = at(p, b) > 0
    while b - a > width:
        middle = (a + b) / 2
        value = at(p, middle)
        if value == 0:
            return middle, middle
        a, b = (a, middle) if (value > 0) == rising else (middle, b)
    return a, b


# --- the curve -----------------------------------------------------------------------------------------------------------


class Curve:
    """The curve of a certificate, at its precision."""

    def __init__(self, evidence, pieces):
        self.p = evidence["precision"]
        self.unit = Fraction(1, 2**self.p)
        self.field = None
        if evidence["field"] is not None:
            self.field = [Fraction(c) for c in evidence["field"]["polynomial"]]
            ends = map(Fraction, evidence["field"]["between"])
            self.theta = narrowed(self.field, *ends, self.unit / 2**64)
        self.given = evidence["points"]
        self.points = [self.out(self.place(x)) for x in self.given]
        assert all(a[1] < b[0] for a, b in pairwise(self.points))
        assert len(pieces) == len(self.points) - 1
        self.pieces = pieces
        self.enclosed = [tuple([self.element(c) for c in part] for part in piece) for piece in pieces]
        self.slopes = []
        for top, bottom in self.enclosed:
            terms = [(Fraction(0), Fraction(0))] * (len(top) + len(bottom))
            for i, a in enumerate(top):
                for j, b in enumerate(bottom):
                    if i + j:
                        terms[i + j - 1] = add(terms[i + j - 1], times((Fraction(i - j),) * 2, times(a, b)))
            self.slopes.append(terms)
        self.values = [self.out(self.cut(self.quotient(max(i - 1, 0), x))) for i, x in enumerate(self.points)]

    def out(self, x):
        return floor(x[0] / self.unit) * self.unit, ceil(x[1] / self.unit) * self.unit

    def element(self, e):
        if not isinstance(e, list):
            return Fraction(e), Fraction(e)
        value = Fraction(0), Fraction(0)
        for c in reversed(e):
            value = add(times(value, self.theta), (Fraction(c),) * 2)
        return value

    def place(self, x):
        if not isinstance(x, dict):
            return self.element(x)
        assert self.field is None
        return narrowed([Fraction(c) for c in x["polynomial"]], *map(Fraction, x["between"]), self.unit)

    def cut(self, x):
        low, high = self.points[0][0], self.points[-1][1]
        return min(max(x[0], low), high), max(min(x[1], high), low)

    def quotient(self, piece, x):
        """Horner's rule on an interval."""
        found = []
        for part in self.enclosed[piece]:
            value = Fraction(0), Fraction(0)
            for c in reversed(part):
                value = add(times(value, x), c)
            found.append(value)
        return over(*found)

    def meeting(self, x):
        """The pieces that an interval meets, with what it cuts out of them."""
        for k, (left, right) in enumerate(pairwise(self.points)):
            if not (x[1] < left[0] or right[1] < x[0]):
                yield k, (max(x[0], left[0]), min(x[1], right[1]))

    def image(self, x):
        found = [v for v, e in zip(self.values, self.points, strict=True) if not disjoint(x, e)]
        for k, _ in self.meeting(x):
            found += [self.quotient(k, (u, u)) for u in x if self.points[k][0] <= u <= self.points[k + 1][1]]
        return self.out(self.cut(hull(*found)))

    def images(self, x, n):
        found = [x]
        for _ in range(n):
            found.append(self.image(found[-1]))
        return found

    def slope_of(self, piece, x):
        """The derivative of a piece on an interval, by expansion about its middle."""
        top = _expanded(self.slopes[piece], x)
        bottom = _expanded(self.enclosed[piece][1], x)
        return self.out(over(top, times(bottom, bottom)))

    def slope(self, x):
        return hull(*(self.slope_of(k, part) for k, part in self.meeting(x)))

    def sign(self, x, n):
        """Sign of f^n(t) - t at an enclosed t."""
        value = self.images(x, n)[-1]
        assert disjoint(value, x)
        return 1 if value[0] > x[1] else -1

    # --- exact orbits of points of the description

    def algebra(self, j):
        """The modulus and the residue of a point: modulo the polynomial of theta, or over Q of the point."""
        x = self.given[j]
        if isinstance(x, dict):
            return [Fraction(c) for c in x["polynomial"]], [Fraction(0), Fraction(1)]
        return self.field, trimmed(Fraction(c) for c in (x if isinstance(x, list) else [x]))

    def exact_orbit(self, j, n):
        """For x_j, f(x_j), .., f^n(x_j): enclosures, and numbers of points of the description; the last one is x_j again."""
        modulus, start = self.algebra(j)
        value, x, found = start, self.points[j], []
        for step in range(n + 1):
            if len(value) <= 1:
                x = ([*value, Fraction(0)][0],) * 2
            near = [i for i, e in enumerate(self.points) if not disjoint(x, e)]
            assert len(near) <= 1
            if near:
                self.assert_equal(value, modulus, near[0])
            found.append((x, near[0] if near else None))
            if step < n:
                piece = max(near[0] - 1, 0) if near else next(k for k, _ in self.meeting(x))
                value = self.exact_value(piece, value, modulus)
                x = self.image(x)
        assert value == start
        return found

    def exact_value(self, piece, value, modulus):
        top, bottom = (
            [trimmed(map(Fraction, c if isinstance(c, list) else [c])) for c in part] for part in self.pieces[piece]
        )
        parts = []
        for part in (top, bottom):
            result = []
            for c in reversed(part):
                result = self.reduced(plus(by(result, value), c), modulus)
            parts.append(result)
        return self.reduced(by(parts[0], self.inverse(parts[1], modulus)), modulus)

    @staticmethod
    def reduced(value, modulus):
        return divided(value, modulus)[1] if modulus else value

    @staticmethod
    def inverse(value, modulus):
        if len(value) == 1:
            return [1 / value[0]]
        before, now, u, v = modulus, value, [], [Fraction(1)]
        while len(now) > 1:
            quotient, rest = divided(before, now)
            before, now, u, v = now, rest, v, plus(u, by(quotient, v), -1)
        return [c / now[0] for c in v]

    def assert_equal(self, value, modulus, i):
        x = self.given[i]
        polynomial = [Fraction(c) for c in x["polynomial"]] if isinstance(x, dict) else None
        if polynomial is None:
            assert value == trimmed(Fraction(c) for c in (x if isinstance(x, list) else [x]))
        else:
            result = []
            for c in reversed(polynomial):
                result = self.reduced(plus(by(result, value), [c]), modulus)
            assert result == []

    def one_sided(self, j, k, side, far, n):
        """The derivative of f^n between f^k(x_j) and a rational far end."""
        orbit = self.exact_orbit(j, n)
        orbit = orbit[:-1]
        found, far = (Fraction(1),) * 2, (far, far)
        for i in range(k, k + n):
            x, index = orbit[i % n]
            if index is None:
                (piece,) = (m for m, _ in self.meeting(x))
            else:
                piece = index if side > 0 else index - 1
            left, right = self.points[piece : piece + 2]
            assert far[1] <= right[0] if side > 0 else left[1] <= far[0]
            if self.constant(piece):
                return Fraction(0), Fraction(0)
            found = times(found, self.slope_of(piece, hull(x, far)))
            after = orbit[(i + 1) % n][0]
            far = self.out(hull(*(after if x[0] <= u <= x[1] else self.quotient(piece, (u, u)) for u in far)))
            side *= 1 if self.slope_of(piece, self.inner(piece))[0] > 0 else -1
        return found

    def constant(self, piece):
        top, bottom = self.pieces[piece]
        return len(top) <= 1 and len(bottom) == 1

    def inner(self, piece):
        middle = (self.points[piece][1] + self.points[piece + 1][0]) / 2
        return middle, middle


def _expanded(terms, x):
    c, r = (x[0] + x[1]) / 2, (x[1] - x[0]) / 2
    terms = list(terms)
    for i in range(len(terms)):
        for k in reversed(range(i, len(terms) - 1)):
            terms[k] = add(terms[k], times(terms[k + 1], (c, c)))
    spread = sum((max(map(abs, a)) * r**k for k, a in enumerate(terms) if k), Fraction(0))
    return terms[0][0] - spread, terms[0][1] + spread


# --- the rules ------------------------------------------------------------------------------------------------------------


def read(point):
    if isinstance(point, dict):
        assert set(point) == {"between"}
        a, b = map(Fraction, point["between"])
        assert a < b
        return a, b
    return Fraction(point), Fraction(point)


def check_curve_orbits(claim, evidence, pieces):
    """The rule `orbits`; raises AssertionError."""
    assert set(claim) == {"rule", "domain", "clip", "max_period", "orbits"}
    assert claim["rule"] == "orbits"
    assert claim["clip"] is False
    assert set(evidence) == {"field", "points", "precision", "counts"}
    curve = Curve(evidence, pieces)
    listed = []
    for orbit in claim["orbits"]:
        assert set(orbit) == {"period", "points"}
        assert 1 <= orbit["period"] == len(orbit["points"]) <= claim["max_period"]
        listed.append([read(point) for point in orbit["points"]])
    order = [(len(orbit), orbit[0]) for orbit in listed]
    assert order == sorted(order)
    everything = sorted(x for orbit in listed for x in orbit)
    assert all(a[1] < b[0] for a, b in pairwise(everything))
    assert len(evidence["counts"]) == claim["max_period"]
    for n, count in enumerate(evidence["counts"], start=1):
        mine = sorted(x for orbit in listed for x in orbit if n % len(orbit) == 0)
        new = {x for orbit in listed for x in orbit if n == len(orbit)}
        if "cells" in count:
            _check_cells(curve, n, count["cells"], mine, new)
        else:
            _check_roots(curve, n, count["roots"], mine)
    for orbit in listed:
        for k, x in enumerate(orbit):
            image = curve.image(x)
            after = orbit[(k + 1) % len(orbit)]
            assert [y for y in everything if not disjoint(image, y)] == [after]


def _check_cells(curve, n, ends, mine, new):
    low, high = curve.points[0], curve.points[-1]
    places, signs = [], []
    for t in ends:
        if isinstance(t, list):
            j, k = t
            x = curve.exact_orbit(j, n)[k][0]
            places.append(x)
            signs.append(0)
            continue
        x = Fraction(t), Fraction(t)
        places.append(x)
        if x in mine:
            assert exact_orbit_of(curve, x[0], n)[-1] == x[0]
            signs.append(0)
        else:
            inside = low if x[0] < low[0] or x[0] == low[0] != low[1] else x
            inside = high if x[0] > high[1] or x[0] == high[1] != high[0] else inside
            signs.append(curve.sign(inside, n))
    assert all(a[1] < b[0] for a, b in pairwise(places))
    assert isinstance(ends[0], list) or places[0][0] <= low[0]
    assert isinstance(ends[-1], list) or places[-1][1] >= high[1]
    zeros = [x for x, sign in zip(places, signs, strict=True) if sign == 0]
    cells = []
    for i, (a, b) in enumerate(pairwise(places)):
        if isinstance(ends[i], list) or isinstance(ends[i + 1], list):
            assert not (isinstance(ends[i], list) and isinstance(ends[i + 1], list))
            j, k = ends[i] if isinstance(ends[i], list) else ends[i + 1]
            side, far = (1, b[0]) if isinstance(ends[i], list) else (-1, a[0])
            slope = curve.one_sided(j, k, side, far, n)
        else:
            cell = curve.cut(curve.out((a[0], b[1])))
            *orbit, last = curve.images(cell, n)
            if disjoint(last, cell):
                assert signs[i] == signs[i + 1] != 0
                continue
            slope = Fraction(1), Fraction(1)
            for x in orbit:
                slope = times(slope, curve.slope(x))
        assert slope[0] > 1 or slope[1] < 1
        if signs[i] * signs[i + 1] < 0:
            cells.append((a[1], b[0]))
    assert len(mine) == len(zeros) + len(cells)
    for zero in zeros:
        (x,) = (x for x in mine if not disjoint(x, zero))
        assert x == zero or x[0] < zero[0] <= zero[1] < x[1]
    for a, b in cells:
        (x,) = (x for x in mine if not disjoint(x, (a, b)))
        assert a < x[0]
        assert x[1] < b
        if x in new and x[0] < x[1]:
            assert curve.sign((x[0],) * 2, n) != curve.sign((x[1],) * 2, n)
        if x in new and x[0] == x[1]:
            assert exact_orbit_of(curve, x[0], n)[-1] == x[0]


def exact_orbit_of(curve, x, n):
    """x, f(x), .., f^n(x) for a rational x; None for values that are not rational."""
    value, found = trimmed([x]), [x]
    for _ in range(n):
        lowest = curve.element([str(c) for c in value]) if curve.field else ((value or [Fraction(0)])[0],) * 2
        near = [i for i, e in enumerate(curve.points) if not disjoint(curve.out(lowest), e)]
        piece = max(near[0] - 1, 0) if near else next(k for k, _ in curve.meeting(curve.out(lowest)))
        value = curve.exact_value(piece, value, curve.field)
        found.append([*value, Fraction(0)][0] if len(value) <= 1 else None)
    return found


def _check_roots(curve, n, roots, mine):
    (piece,) = {tuple(map(tuple, piece)) for piece in curve.pieces}
    assert curve.field is None
    assert len(piece[1]) == 1
    f = [Fraction(c) / Fraction(piece[1][0]) for c in piece[0]]
    power = [Fraction(0), Fraction(1)]
    for _ in range(n):
        power = composed(f, power)
        assert len(power) <= 201
    gap = plus(power, [0, 1], -1)
    gap = divided(gap, common(gap, derived(gap)))[0]
    found = [tuple(map(Fraction, pair)) for pair in roots]
    for a, b in found:
        assert a == b or at(gap, a) * at(gap, b) != 0
        assert at(gap, a) == 0 if a == b else sturm(gap, a, b) == 1
    low, high = curve.points[0][0], curve.points[-1][0]
    assert sturm(gap, low, high) + (at(gap, low) == 0) == len(found)
    assert found == mine


def check_cycle(claim, evidence, pieces):
    """The rule `cycle`; raises AssertionError."""
    assert set(claim) == {"rule", "domain", "clip", "points"}
    assert claim["rule"] == "cycle"
    points = [read(point) for point in claim["points"]]
    ordered = sorted(points)
    assert all(a[1] < b[0] for a, b in pairwise(ordered))
    curve = Curve(evidence, pieces)
    if "cells" not in evidence:
        assert set(evidence) == {"field", "points", "precision"}
        assert points[0] == ordered[0]
        xs = [x for x, _ in points]
        assert exact_orbit_of(curve, xs[0], len(xs)) == [*xs, xs[0]]
        return
    assert set(evidence) == {"field", "points", "precision", "cells"}
    assert [tuple(map(Fraction, cell)) for cell in evidence["cells"]] == points
    first, *others = points
    for x, cell in zip(curve.images(first, len(points) - 1)[1:], others, strict=True):
        assert cell[0] < x[0]
        assert x[1] < cell[1]
    assert curve.sign((first[0],) * 2, len(points)) != curve.sign((first[1],) * 2, len(points))
