"""Evidence by kneading checked once more, in Fractions, straight from `docs/certificates.md`; for maps given by points."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate, pairwise
from math import comb

from support.maps import at

F = Fraction


def number(value):
    return Fraction(value)


def floor_to(x, scale):
    return F(x.numerator * scale // x.denominator, scale)


def ceil_to(x, scale):
    return -floor_to(-x, scale)


class Laps:
    """The monotone intervals of a graph."""

    def __init__(self, points):
        self.points = points
        self.lo, self.hi = points[0][0], points[-1][0]
        signs = [(v > u) - (v < u) for (_, u), (_, v) in pairwise(points)]
        self.turns = [x for (x, _), a, b in zip(points[1:], signs, signs[1:], strict=False) if a != b]
        self.signs = [signs[0]] + [b for a, b in pairwise(signs) if a != b]

    def value(self, x):
        return at(self.points, x)

    def address(self, u, v):
        """The monotone interval of an enclosure that meets no turning point."""
        assert not any(u <= c <= v for c in self.turns), "orbits"
        return sum(c < u for c in self.turns)

    def within(self, a, b):
        """The monotone interval that contains [a, b], ends included."""
        assert self.lo <= a < b <= self.hi, "orbits"
        ends = [self.lo, *self.turns, self.hi]
        found = [k for k, (p, q) in enumerate(pairwise(ends)) if p <= a and b <= q]
        assert len(found) == 1, "orbits"
        return found[0]


class Orbit:
    """A record, checked: `visits` are the addresses known, `kind` and `data` say how it goes on."""

    def __init__(self, laps, number_, record, precision):
        assert set(record) == {"length", "then"}
        self.length, then = record["length"], record["then"]
        self.kind, self.data = (then, None) if isinstance(then, str | None) else next(iter(then.items()))
        scale, start = 1 << precision, laps.value(laps.turns[number_])
        strict = self.length if then is None else self.length - 1
        self.visits = []
        u, v = floor_to(start, scale), ceil_to(start, scale)
        last = None
        for time in range(1, self.length + 1):
            u, v = max(u, laps.lo), min(v, laps.hi)
            last = (u, v)
            if time <= strict:
                where = laps.address(u, v)
                assert laps.signs[where] != 0, "orbits"
                self.visits.append(where)
            if time < self.length:
                a, b = sorted((laps.value(u), laps.value(v)))
                u, v = floor_to(a, scale), ceil_to(b, scale)
        if self.kind in ("hit", "return"):
            exact = [start]
            while len(exact) < self.length:
                exact.append(laps.value(exact[-1]))
            if self.kind == "hit":
                assert exact[-1] == laps.turns[self.data - 1], "orbits"
            else:
                assert 1 <= self.data < self.length, "orbits"
                assert exact[-1] == exact[self.data - 1], "orbits"
        elif self.kind == "flat":
            self.data = laps.address(*last)
            assert laps.signs[self.data] == 0, "orbits"
        elif self.kind == "trap":
            ring = [(number(a), number(b)) for a, b in self.data]
            assert ring[0][0] < last[0], "orbits"
            assert last[1] < ring[0][1], "orbits"
            self.data = [laps.within(a, b) for a, b in ring]
            for (a, b), (c, d) in pairwise([*ring, ring[0]]):
                assert laps.signs[laps.within(a, b)] != 0, "orbits"
                assert c <= min(laps.value(a), laps.value(b)), "orbits"
                assert max(laps.value(a), laps.value(b)) <= d, "orbits"
        else:
            assert self.kind is None, "orbits"


def itinerary(laps, orbits, point, side, limit):
    """Visits of a germ with signs, at most `limit`; (length before the cycle, length, twist) or None; whether all is known."""
    found, sign, seen = [], 1, {}

    def visit(interval):
        nonlocal sign
        found.append((interval, sign))
        sign *= laps.signs[interval]

    def cycle(start):
        return start, len(found) - start, sign * found[start][1]

    while (point, side) not in seen:
        start, before = len(found), sign
        seen[point, side] = start
        visit(point + (side > 0))
        if sign == 0:
            return found, None, True
        orbit = orbits[point]
        for interval in orbit.visits:
            visit(interval)
        if orbit.kind is None:
            assert limit is not None, "terms"
            assert limit <= len(found), "terms"
            return found[:limit], None, False
        if orbit.kind == "flat":
            visit(orbit.data)
            return found, None, True
        if orbit.kind == "return":
            return found, cycle(start + orbit.data), True
        if orbit.kind == "trap":
            start = len(found)
            for interval in orbit.data:
                visit(interval)
            return found, cycle(start), True
        point, side = orbit.data - 1, side * sign * before
    return found, cycle(seen[point, side]), True


def theta(laps, germ, terms):
    found, cycle, _ = germ
    rows = [[0] * terms for _ in laps.signs]
    for n in range(terms):
        if n < len(found):
            interval, sign = found[n]
        elif cycle is None:
            break
        else:
            start, length, twist = cycle
            turns, rest = divmod(n - start, length)
            interval, sign = found[start + rest][0], found[start + rest][1] * twist**turns
        rows[interval][n] += sign
    return rows


def times(a, b, terms):
    result = [0] * terms
    for i, x in enumerate(a[:terms]):
        if x:
            for j, y in enumerate(b[: terms - i]):
                result[i + j] += x * y
    return result


def determinant(matrix, terms):
    """By expansion along rows, from the last one up: minors of the last rows, by their sets of columns."""
    size = len(matrix)
    minors = {(): [1] + [0] * (terms - 1)}
    for row in reversed(matrix):
        larger = {}
        for columns, value in minors.items():
            for j in range(size):
                if j not in columns and any(row[j]):
                    key = tuple(sorted((*columns, j)))
                    sign = (-1) ** key.index(j)
                    old = larger.get(key, [0] * terms)
                    larger[key] = [x + sign * y for x, y in zip(old, times(row[j], value, terms), strict=True)]
        minors = larger
    return minors.get(tuple(range(size)), [0] * terms)


def kneading_polynomial(laps, orbits, terms):
    """P, without leading zeros."""
    size = len(laps.turns)
    germs = [[itinerary(laps, orbits, j, side, terms) for side in (1, -1)] for j in range(size)]
    poles, degree = [], 0
    if terms is None:
        for pair in germs:
            cycles = {germ[1][1:] for germ in pair if germ[1] is not None}
            poles += [[1, *[0] * (length - 1), -twist] for length, twist in cycles]
            degree += max(len(found) if cycle is None else cycle[0] for found, cycle, _ in pair)
            degree += sum(length for length, _ in cycles)
        assert degree <= 2000, "terms"
    count = terms or degree + 1
    rows = []
    for pair in germs:
        right, left = (theta(laps, germ, count) for germ in pair)
        rows.append([[x - y for x, y in zip(a, b, strict=True)] for a, b in zip(right, left, strict=True)][1:])
    result = determinant(rows, count)
    if terms is None:
        for pole in poles:
            result = times(result, pole, count)
    else:
        result = times(result, [laps.signs[0] ** n for n in range(count)], count)
    while result[-1] == 0:
        result.pop()
    assert result[0] == 1
    return result


def powers(t, bits, count):
    """Powers of t, in multiples of 2^-bits, rounded down and up, each from the one before."""
    a = b = F(1 << bits)
    for _ in range(count):
        yield int(a), int(b)
        a, b = floor_to(a * t, 1), ceil_to(b * t, 1)


def rest(t, size, terms, bits):
    if terms is None:
        return 0
    ratio = t * F(terms + 1 + size, terms + 1)
    assert ratio < 1, "terms"
    *_, (_, power) = powers(t, bits, terms + 1)
    return int(ceil_to(comb(terms + size, size) * 2**size * power / (1 - ratio), 1))


def positive_before(polynomial, t, size, terms, bits):
    lowered = [c * (a if c > 0 else b) for c, (a, b) in zip(polynomial, powers(t, bits, len(polynomial)), strict=True)]
    lowered[0] -= rest(t, size, terms, bits)
    bernstein, row = [], lowered
    while row:
        # the sum of q_k y^k (1+y)^(d-k), from its highest coefficient down
        row = list(accumulate(row))
        bernstein.append(row.pop())
    return any(bernstein) and min(bernstein) >= 0


def negative_at(polynomial, t, size, terms, bits):
    raised = [c * (b if c > 0 else a) for c, (a, b) in zip(polynomial, powers(t, bits, len(polynomial)), strict=True)]
    return sum(raised) + rest(t, size, terms, bits) < 0


def two_zeros_near(polynomial, centre, radius, size, terms, bits):
    """|S_2| r^2 > |S_0| + |S_1| r + S_3 r^3 + T, the left side rounded down and the right one up."""
    around, end = list(powers(centre, bits, len(polynomial))), list(powers(centre + radius, bits, len(polynomial)))

    def bounds(order):
        low = high = 0
        for k in range(order, len(polynomial)):
            terms_ = [comb(k, order) * polynomial[k] * power for power in around[k - order]]
            low, high = low + min(terms_), high + max(terms_)
        return low, high

    (a, b), (c, d), (e, f) = (bounds(order) for order in range(3))
    third = sum(comb(k, 3) * abs(polynomial[k]) * end[k - 3][1] for k in range(3, len(polynomial)))
    right = max(-a, b) + max(-c, d) * radius + third * radius**3 + rest(centre + radius, size, terms, bits)
    return max(e, -f) * radius**2 > right


def value(polynomial, x):
    return sum(c * x**k for k, c in enumerate(polynomial))


def product(a, b):
    return times(a, b, len(a) + len(b) - 1)


def roots_inside(polynomial, a, b):
    """Number of different roots in the open interval, by sympy."""
    import sympy

    x = sympy.Symbol("x")
    p = sympy.Poly(list(reversed(polynomial)), x)
    low, high = sympy.Rational(a.numerator, a.denominator), sympy.Rational(b.numerator, b.denominator)
    return p.count_roots(low, high) - sum(value(polynomial, end) == 0 for end in (a, b))


def described(document):
    """The graph of the map on the domain, clipped if the claim says so, through the breakpoints."""
    claim = document["claim"]
    points = [(number(x), number(y)) for x, y in document["subject"]["map"]["points"]]
    lo, hi = map(number, claim["domain"])
    breakpoints = [number(x) for x in document["evidence"]["breakpoints"]]
    assert breakpoints == sorted(set(breakpoints))
    assert (breakpoints[0], breakpoints[-1]) == (lo, hi)
    assert {x for x, _ in points if lo < x < hi} <= set(breakpoints)
    raw = [(x, at(points, x)) for x in breakpoints]
    if claim["clip"]:
        assert not any(min(y, z) < end < max(y, z) for (_, y), (_, z) in pairwise(raw) for end in (lo, hi))
        raw = [(x, min(max(y, lo), hi)) for x, y in raw]
    assert all(lo <= y <= hi for _, y in raw)
    return raw


def recheck(document):
    """Check a certificate of the rule `entropy` by kneading (AssertionError if anything is wrong)."""
    claim, evidence = document["claim"], document["evidence"]
    assert claim["rule"] == "entropy"
    assert set(evidence) == {"breakpoints", "precision", "orbits", "terms", "zero", "recurrence"}
    laps, precision, terms = Laps(described(document)), evidence["precision"], evidence["terms"]
    size = len(laps.turns)
    assert size <= 100
    assert len(evidence["orbits"]) == size
    assert 1 <= precision <= 100_000
    orbits = [Orbit(laps, j, record, precision) for j, record in enumerate(evidence["orbits"])]
    if terms is None:
        assert all(orbit.kind is not None for orbit in orbits), "terms"
    else:
        assert 1 <= terms <= 100_000, "terms"
        assert all(orbit.kind is not None or terms <= orbit.length for orbit in orbits), "terms"
    polynomial = kneading_polynomial(laps, orbits, terms)
    zero, recurrence = evidence["zero"], evidence["recurrence"]
    bits = zero["bits"]
    assert 1 <= bits <= 1_000_000
    low, high = F(1), F(size + 1)
    if zero["before"] is not None:
        before = number(zero["before"])
        assert 0 < before <= 1, "upper"
        assert before < 1 or terms is None, "upper"
        assert positive_before(polynomial, before, size, terms, bits), "upper"
        high = 1 / before
    if isinstance(zero["after"], dict):
        assert set(zero["after"]) == {"centre", "radius"}, "lower"
        assert recurrence is None
        centre, radius = number(zero["after"]["centre"]), number(zero["after"]["radius"])
        assert 0 < radius < centre < 1 - radius, "lower"
        assert two_zeros_near(polynomial, centre, radius, size, terms, bits), "lower"
        low = 1 / (centre + radius)
    elif zero["after"] is not None:
        after = number(zero["after"])
        assert 0 < after < 1, "lower"
        if recurrence is None:
            assert negative_at(polynomial, after, size, terms, bits), "lower"
        low = 1 / after
    lower, upper, exact = number(claim["growth_lower"]), number(claim["growth_upper"]), claim["exact"]
    assert 1 <= lower <= upper
    assert low <= high
    if exact is None or recurrence is None:
        assert recurrence is None
        assert lower <= low, "bracket"
        assert high <= upper, "bracket"
    if exact is None:
        return
    q = exact["polynomial"]
    a, b = map(number, exact["between"])
    assert any(q)
    assert a < b
    assert roots_inside(q, a, b) == 1, "exact"
    if recurrence is None:
        assert low == high, "exact"
        assert value(q, high) == 0, "exact"
        assert a < high < b, "exact"
        return
    assert terms is None
    assert low > 1, "recurrence"
    whole = recurrence["cofactor"]
    assert recurrence["multiplicity"] >= 1
    for _ in range(recurrence["multiplicity"]):
        whole = product(whole, q)
    reverse = polynomial[::-1]
    while whole[0] == 0:
        whole = whole[1:]
    while reverse[0] == 0:
        reverse = reverse[1:]
    assert len(whole) == len(reverse), "recurrence"
    assert all(x * reverse[-1] == y * whole[-1] for x, y in zip(whole, reverse, strict=True)), "recurrence"
    cofactor = recurrence["cofactor"]
    assert value(cofactor, low) != 0 != value(cofactor, high), "recurrence"
    assert len(cofactor) == 1 or roots_inside(cofactor, low, high) == 0, "recurrence"
    assert roots_inside(q, low, high) == 1, "recurrence"
    assert value(q, low) * value(q, high) < 0, "recurrence"
    assert low <= lower, "bracket"
    assert upper <= high, "bracket"
    if lower == upper:
        assert value(q, lower) == 0, "bracket"
        assert a < lower < b, "bracket"
    else:
        assert value(q, lower) * value(q, upper) < 0, "bracket"
        assert a <= lower, "bracket"
        assert upper <= b, "bracket"
