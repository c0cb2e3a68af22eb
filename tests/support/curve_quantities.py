"""Semi-algebraic functions of one variable with flint: rational functions piece by piece, points, values, quantities.

Over Q only. Everything is found by factoring and isolating roots, none of which the checker does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

import flint
from flint import fmpq, fmpq_mat, fmpq_poly, fmpz_poly

WIDTH = Fraction(1, 10**20)


def q(x):
    x = Fraction(x)
    return fmpq(x.numerator, x.denominator)


def fraction(x):
    return Fraction(int(x.p), int(x.q))


def poly(coefficients):
    return fmpq_poly([q(c) for c in coefficients])


@dataclass(frozen=True)
class Ratio:
    """A rational function in lowest terms."""

    top: fmpq_poly
    bottom: fmpq_poly

    @staticmethod
    def make(top, bottom=None):
        bottom = poly([1]) if bottom is None else bottom
        common = top.gcd(bottom) if top.degree() >= 0 else bottom
        top, bottom = top // common, bottom // common
        lead = bottom[bottom.degree()]
        return Ratio(top / lead, bottom / lead)

    def __add__(self, other):
        return Ratio.make(self.top * other.bottom + other.top * self.bottom, self.bottom * other.bottom)

    def __mul__(self, other):
        if not isinstance(other, Ratio):
            return Ratio.make(self.top * q(other), self.bottom)
        return Ratio.make(self.top * other.top, self.bottom * other.bottom)

    def minus(self, c):
        return self + Ratio.make(poly([-Fraction(c)]))

    def at(self, x):
        return fraction(self.top(q(x)) / self.bottom(q(x)))

    def into(self, numerator, denominator):
        total, below = Ratio.make(poly([0])), Ratio.make(poly([0]))
        power = Ratio.make(poly([1]))
        for i in range(max(len(numerator), len(denominator))):
            total += power * Fraction(numerator[i] if i < len(numerator) else 0)
            below += power * Fraction(denominator[i] if i < len(denominator) else 0)
            power = power * self
        return total * Ratio.make(below.bottom, below.top)

    def slope(self):
        return self.top.derivative() * self.bottom - self.top * self.bottom.derivative()


@dataclass
class Near:
    """A function near a rational point."""

    outputs: list
    walls: list = field(default_factory=list)
    gates: list = field(default_factory=list)
    pattern: list = field(default_factory=list)


def near(subject, x):
    if subject["type"] == "map":
        data, start = subject["map"], Ratio.make(poly([0, 1]))
        if "points" in data:
            for (x0, y0), (x1, y1) in pairwise([[Fraction(c) for c in p] for p in data["points"]]):
                if x0 <= x <= x1:
                    slope = (y1 - y0) / (x1 - x0)
                    return Near([Ratio.make(poly([y0 - slope * x0, slope]))], [poly([-x0, 1]), poly([-x1, 1])])
        for piece in data["pieces"]:
            if x <= Fraction(piece["to"]):
                walls = [poly([-Fraction(other["to"]), 1]) for other in data["pieces"]]
                return Near([start.into(piece["polynomial"], ["1"])], walls)
    found = Near([Ratio.make(poly([0, 1]))])
    chain(subject["network"]["layers"], x, found)
    return found


def wall(found, u, level, x):
    found.walls.append(u.minus(level).top)
    return u.at(x) - Fraction(level)


def chain(layers, x, found):
    for layer in layers:
        kind, u = layer["type"], found.outputs
        if kind == "dense":
            zero = Ratio.make(poly([0]))
            rows = zip(layer["weight"], layer["bias"], strict=True)
            found.outputs = [
                sum((v * Fraction(w) for w, v in zip(row, u, strict=True)), zero).minus(-Fraction(b)) for row, b in rows
            ]
            continue
        if kind == "residual":
            chain(layer["layers"], x, found)
            found.outputs = [a + b for a, b in zip(u, found.outputs, strict=True)]
            continue
        if kind == "product":
            found.outputs = [u[i] * u[j] for i, j in layer["pairs"]]
        elif kind == "maxout":
            found.outputs = []
            for group in layer["groups"]:
                for i in group:
                    for k in group:
                        wall(found, u[i] + u[k] * -1, 0, x)
                best = max(range(len(group)), key=lambda p, g=group, u=u: (u[g[p]].at(x), -p))
                found.pattern.append(best)
                found.outputs.append(u[group[best]])
        elif kind in ("clip", "hard_tanh"):
            low, high = Fraction(layer.get("low", -1)), Fraction(layer.get("high", 1))
            sides = [(wall(found, v, low, x) > 0, wall(found, v, high, x) > 0) for v in u]
            found.pattern.append(sides)
            found.outputs = [
                v if a and not b else Ratio.make(poly([high if b else low])) for v, (a, b) in zip(u, sides, strict=True)
            ]
        elif kind == "piecewise":
            found.outputs = []
            for v in u:
                number = sum(wall(found, v, t, x) > 0 for t in layer["breakpoints"])
                found.pattern.append(number)
                piece = layer["pieces"][number]
                found.outputs.append(v.into(piece["numerator"], piece["denominator"]))
        else:
            slope = {"relu": Fraction(0), "abs": Fraction(-1)}.get(kind)
            slope = Fraction(layer["slope"]) if slope is None else slope
            sides = [wall(found, v, 0, x) > 0 for v in u]
            found.pattern.append(sides)
            found.outputs = [v if side else v * slope for v, side in zip(u, sides, strict=True)]
        found.gates.append(found.outputs)


@dataclass(frozen=True)
class Point:
    """A rational (factor None) or a root of an irreducible polynomial, between two close rationals."""

    low: Fraction
    high: Fraction
    factor: tuple | None = None

    def json(self):
        if self.factor is None:
            return str(self.low)
        return {"polynomial": [str(c) for c in self.factor], "between": [str(self.low), str(self.high)]}

    def number(self):
        if self.factor is None:
            return str(self.low)
        return {"polynomial": list(self.factor), "between": [str(self.low), str(self.high)]}


def rational(x):
    return Point(Fraction(x), Fraction(x))


def roots(p):
    """The real roots of a polynomial over Q."""
    found = []
    if p.degree() < 1:
        return found
    for factor, _ in fmpz_poly(p.numer()).factor()[1]:
        coefficients = tuple(int(c) for c in factor.coeffs())
        if factor.degree() == 1:
            found.append(rational(Fraction(-coefficients[0], coefficients[1])))
            continue
        with flint.ctx.workprec(200):
            for root, _ in factor.complex_roots():
                if root.imag == 0:
                    middle, radius = root.real.mid(), root.real.rad()
                    assert float(radius) < 1e-30
                    man, exp = middle.man_exp()
                    center = Fraction(int(man)) * Fraction(2) ** int(exp)
                    found.append(Point(rounded(center - WIDTH), rounded(center + WIDTH), coefficients))
    return found


def rounded(x):
    return Fraction(round(x * 2**80), 2**80)


class Curve:
    """A subject over Q on an interval: points between which all walls and slopes keep their signs, and the pieces."""

    def __init__(self, subject, low, high, levels=()):
        self.subject = subject
        self.points = [rational(low), rational(high)]
        todo = [(0, self.points[0], self.points[1])]
        pieces = {}
        while todo:
            _, a, b = todo.pop()
            x = (a.high + b.low) / 2
            here = near(subject, x)
            cuts = [*here.walls, *(f.slope() for f in here.outputs), *(here.outputs[0].minus(c).top for c in levels)]
            inside = {r for p in cuts if p.degree() > 0 for r in roots(p) if a.low < r.low and r.high < b.high and
                      r not in (a, b)}  # fmt: skip
            inside = sorted(inside, key=lambda r: r.low)
            for r, s in pairwise(inside):
                assert r.high <= s.low
            if inside:
                ends = [a, *inside, b]
                todo += [(0, r, s) for r, s in pairwise(ends)]
            else:
                pieces[a] = (b, here)
        self.points, self.pieces = [rational(low)], []
        while self.points[-1] in pieces:
            following, here = pieces[self.points[-1]]
            self.points.append(following)
            self.pieces.append(here)

    def json(self):
        return [p.json() for p in self.points]

    def count(self):
        return 1 + sum(a.outputs != b.outputs for a, b in pairwise(self.pieces))

    def regions(self):
        return 1 + sum(a.pattern != b.pattern for a, b in pairwise(self.pieces))

    def unit_pieces(self):
        return [
            max(
                1 + sum(a.gates[i][j] != b.gates[i][j] for a, b in pairwise(self.pieces))
                for j in range(len(self.pieces[0].gates[i]))
            )
            for i in range(len(self.pieces[0].gates))
        ]

    def signs(self):
        found = []
        for (a, b), here in zip(pairwise(self.points), self.pieces, strict=True):
            slope = here.outputs[0].slope()(q((a.high + b.low) / 2))
            found.append((slope > 0) - (slope < 0))
        return found

    def laps(self):
        moving = [s for s in self.signs() if s]
        return 1 + sum(a != b for a, b in pairwise(moving))

    def value(self, i):
        """The value at a point, as a point."""
        x, here = self.points[i], self.pieces[min(i, len(self.pieces) - 1)]
        f = here.outputs[0]
        if x.factor is None:
            return rational(f.at(x.low))
        return value_at(f, x)

    def labels(self, level):
        """Labels at the points; the level is not a value at an irrational point, or it cuts there as well."""
        found = []
        for i in range(len(self.points)):
            y = self.value(i)
            if y.factor is not None and y.low <= level <= y.high:
                raise ValueError("too close")
            found.append(y.low >= level)
        return found

    def crossings(self, level):
        return 1 + sum(a != b for a, b in pairwise(self.labels(Fraction(level))))

    def extreme(self, side):
        values = [self.value(i) for i in range(len(self.points))]
        return max(values, key=lambda y: side * y.low) if side > 0 else min(values, key=lambda y: y.low)


def value_at(f, x):
    """f(x) for a root x: a root of the characteristic polynomial of multiplication by f modulo the polynomial of x."""
    p = poly(x.factor)
    n = p.degree()
    _, inverse, _ = f.bottom.xgcd(p)
    g = f.top * inverse % p
    rows = []
    for i in range(n):
        image = g * poly([0] * i + [1]) % p
        rows.append([image[j] for j in range(n)])
    char = fmpq_mat(rows).charpoly()
    width = max(abs(f.at(x.low) - f.at(x.high)), Fraction(1, 10**25)) * 4 + Fraction(1, 10**15)
    y = f.at((x.low + x.high) / 2)
    (found,) = [r for r in roots(char) if abs(r.low - y) < width]
    return found
