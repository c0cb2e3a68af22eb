"""Claims about semi-algebraic functions, looked at with floats on a fine grid: no proof, but a false claim is noticed.

Only claims that the checker accepted are judged, so what is asked is whether the grid contradicts them.
"""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction
from functools import cache
from itertools import pairwise

GRID = 6000
NEAR = 1e-4


@cache
def rational(text):
    return float(Fraction(text))


def number(value):
    """A rational, or a root of an integer polynomial, as a float."""
    if not isinstance(value, dict):
        return rational(value)
    p = [Fraction(c) for c in value["polynomial"]]
    low, high = (Fraction(x) for x in value["between"])

    def sign(x):
        y = sum(c * x**i for i, c in enumerate(p))
        return (y > 0) - (y < 0)

    # The ends may be other roots.
    left = sign(low + (high - low) / 2**40)
    for _ in range(60):
        middle = ((low + high) / 2).limit_denominator(2**80)
        low, high = (middle, high) if sign(middle) == left else (low, middle)
    return float((low + high) / 2)


class Sampled:
    """A subject as a function of floats."""

    def __init__(self, subject):
        self.subject = subject
        if subject["type"] == "map":
            data = subject["map"]
            if "points" in data:
                self.xs, self.ys = ([number(p[i]) for p in data["points"]] for i in (0, 1))
            else:
                self.xs = [number(data["domain"][0]), *(number(piece["to"]) for piece in data["pieces"])]
                self.pieces = [[number(c) for c in piece["polynomial"]] for piece in data["pieces"]]

    def __call__(self, x):
        if self.subject["type"] == "network":
            return chain(self.subject["network"]["layers"], [x])[0]
        i = min(max(bisect_left(self.xs, x) - 1, 0), len(self.xs) - 2)
        if "points" in self.subject["map"]:
            x0, x1, y0, y1 = self.xs[i], self.xs[i + 1], self.ys[i], self.ys[i + 1]
            return y0 + (x - x0) * (y1 - y0) / (x1 - x0)
        return horner(self.pieces[i], x)


def claimed(claim, subject):
    """The function that a claim speaks of: cut off at the ends of the domain, if it says so."""
    f = Sampled(subject)
    if not claim.get("clip", False):
        return f
    low, high = (number(end) for end in claim["domain"])
    return lambda x: min(max(f(x), low), high)


def horner(p, x):
    y = 0.0
    for c in reversed(p):
        y = y * x + c
    return y


def chain(layers, u):
    for layer in layers:
        kind = layer["type"]
        if kind == "dense":
            rows = zip(layer["weight"], layer["bias"], strict=True)
            u = [sum(number(w) * v for w, v in zip(row, u, strict=True)) + number(b) for row, b in rows]
        elif kind == "residual":
            u = [a + b for a, b in zip(u, chain(layer["layers"], u), strict=True)]
        elif kind == "maxout":
            u = [max(u[i] for i in group) for group in layer["groups"]]
        elif kind == "product":
            u = [u[i] * u[j] for i, j in layer["pairs"]]
        elif kind in ("hard_tanh", "clip"):
            low, high = number(layer.get("low", -1)), number(layer.get("high", 1))
            u = [min(max(v, low), high) for v in u]
        elif kind == "piecewise":
            u = [piece(layer, v) for v in u]
        else:
            slope = {"relu": 0.0, "abs": -1.0}.get(kind)
            slope = number(layer["slope"]) if slope is None else slope
            u = [v if v > 0 else slope * v for v in u]
    return u


def piece(layer, v):
    chosen = layer["pieces"][sum(number(t) < v for t in layer["breakpoints"])]
    upper, lower = ([number(c) for c in chosen[key]] for key in ("numerator", "denominator"))
    return horner(upper, v) / horner(lower, v)


class Graph:
    """Values on a grid, of f or of an iterate."""

    def __init__(self, f, domain, times=1, size=GRID):
        low, high = (number(end) for end in domain)
        self.xs = [low + (high - low) * i / size for i in range(size + 1)]
        self.ys = list(self.xs)
        for _ in range(times):
            self.ys = [f(min(max(y, low), high)) for y in self.ys]

    def laps(self):
        signs = [1 if b > a else -1 for a, b in pairwise(self.ys) if abs(b - a) > 1e-13]
        return 1 + sum(a != b for a, b in pairwise(signs))

    def crossings(self, level):
        """None if a value at a turn or an end is too close to the level."""
        turns = [b for a, b, c in zip(self.ys, self.ys[1:], self.ys[2:], strict=False) if (b - a) * (c - b) <= 0]
        if any(abs(y - level) < NEAR for y in (*turns, self.ys[0], self.ys[-1])):
            return None
        return 1 + sum((a >= level) != (b >= level) for a, b in pairwise(self.ys))

    def zeros(self):
        """How often f(x) - x changes sign, and is 0 at an end."""
        gaps = [y - x for x, y in zip(self.xs, self.ys, strict=True)]
        inner = [g for g in gaps[1:-1] if abs(g) > 1e-12]
        return sum((a > 0) != (b > 0) for a, b in pairwise(inner)) + sum(abs(g) < 1e-9 for g in (gaps[0], gaps[-1]))


def close(a, b):
    return abs(a - b) <= NEAR * (1 + abs(b))


def interval_is_true(claim, subject):
    graph = Graph(Sampled(subject), claim["domain"])
    for name, stated in claim["quantities"].items():
        if name == "laps" and graph.laps() != stated:
            return False
        if name == "crossings" and graph.crossings(number(stated["level"])) not in (None, stated["count"]):
            return False
        if name in ("minimum", "maximum") and not close(number(stated), (min if name == "minimum" else max)(graph.ys)):
            return False
    return True


def laps_are_true(claim, subject):
    level = number(claim["level"])
    for n, (laps, crossings) in enumerate(zip(claim["laps"][:4], claim["crossings"], strict=False), 1):
        graph = Graph(claimed(claim, subject), claim["domain"], n)
        if graph.laps() != laps or graph.crossings(level) not in (None, crossings):
            return False
        ends = ((claim[name][n - 1], side) for name, side in (("minima", min), ("maxima", max)) if name in claim)
        if not all(contains(stated, side(graph.ys)) for stated, side in ends):
            return False
    return True


def alternation_is_true(claim, subject):
    """Enough swings on the grid, which misses a little of each."""
    values = Graph(claimed(claim, subject), claim["domain"], claim["iterate"]).ys
    size = rational(claim["swing"]) - 100 * NEAR
    count, turn, rising = 0, None, False
    low = high = values[0]
    for y in values:
        if turn is None:
            low, high = min(low, y), max(high, y)
            if high - low > size:
                count, turn, rising = 1, y, y == high
        elif (y > turn) == rising:
            turn = y
        elif abs(y - turn) > size:
            count, turn, rising = count + 1, y, not rising
    return count >= claim["count"]


def growth_is_plausible(claim, subject, lower, upper):
    """growth^n is at most the number of laps of f^n."""
    counts = [Graph(claimed(claim, subject), claim["domain"], n).laps() for n in (1, 2, 3, 4)]
    return all(lower**n <= count for n, count in enumerate(counts, 1)) and counts[3] <= 4 * counts[1] * upper**2


def middle(point):
    return sum(number(x) for x in point["between"]) / 2 if set(point) == {"between"} else number(point)


def width(point):
    ends = [number(x) for x in point["between"]] if isinstance(point, dict) and set(point) == {"between"} else [0, 0]
    return ends[1] - ends[0]


def cycle_is_true(claim, subject):
    return closes(claimed(claim, subject), claim["points"])


def closes(f, points):
    points = [p if isinstance(p, dict) else {"between": [p, p]} for p in points]
    following = [*points[1:], points[0]]
    return all(
        abs(f(middle(p)) - middle(q)) <= 20 * (width(p) + width(q)) + NEAR
        for p, q in zip(points, following, strict=True)
    )


def interval(pair):
    """The ends of an interval whose ends are written like points."""
    return tuple(middle(p if isinstance(p, dict) else {"between": [p, p]}) for p in pair)


def strip_is_true(f, orbit):
    """Points inside are taken along the intervals, and come back after the period, not before."""
    intervals = [interval(pair) for pair in orbit["intervals"]]
    slack = 20 * sum(width(p) for pair in orbit["intervals"] for p in pair) + NEAR
    for part in (0.2, 0.35, 0.8):
        a, b = intervals[0]
        start = x = a + part * (b - a)
        for step, (low, high) in enumerate(intervals):
            if not low - slack <= x <= high + slack or (step and abs(x - start) < 1e-9):
                return False
            x = f(x)
        if abs(x - start) > 1e-9:
            return False
    return True


def orbits_are_true(claim, subject):
    """Away from intervals of periodic points, f^n(x) - x changes its sign where points are listed, if it does not only touch 0."""
    f = claimed(claim, subject)
    points = [orbit for orbit in claim["orbits"] if "points" in orbit]
    strips = [orbit for orbit in claim["orbits"] if "intervals" in orbit]
    for orbit in points:
        if len(orbit["points"]) != orbit["period"] or not closes(f, orbit["points"]):
            return False
    if not all(len(orbit["intervals"]) == orbit["period"] and strip_is_true(f, orbit) for orbit in strips):
        return False
    for n in range(1, claim["max_period"] + 1):
        covered = [interval(pair) for orbit in strips if n % orbit["period"] == 0 for pair in orbit["intervals"]]
        listed = [p if isinstance(p, dict) else {"between": [p, p]}
                  for orbit in points if n % orbit["period"] == 0 for p in orbit["points"]]  # fmt: skip
        places = [(middle(p), width(p)) for p in listed]
        graph = Graph(f, claim["domain"], n)
        step = 2 * (graph.xs[1] - graph.xs[0])
        gaps = [y - x for x, y in zip(graph.xs, graph.ys, strict=True)]
        away = [
            (x, gap)
            for x, gap in zip(graph.xs, gaps, strict=True)
            if not any(a - step < x < b + step for a, b in covered)
        ]
        for (x, g), (y, h) in pairwise(away):
            joined = y - x < step
            crossed = (g > 1e-12) != (h > 1e-12) and (g < -1e-12) != (h < -1e-12)
            if joined and crossed and not any(x - step - wide < p < y + step + wide for p, wide in places):
                return False
        if len({round(p, 12) for p, _ in places}) != len(places):
            return False
        # a listed point is one where f^n(x) - x is about 0
        steep = max(abs(b - a) for a, b in pairwise(graph.ys)) + step
        low, size_ = graph.xs[0], graph.xs[1] - graph.xs[0]
        for p, wide in places:
            i = min(max(round((p - low) / size_), 0), len(gaps) - 1)
            if abs(gaps[i]) > 2 * steep * (1 + wide / size_):
                return False
    return True


def iterated(f, domain, times):
    low, high = (number(end) for end in domain)

    def power(x):
        for _ in range(times):
            x = f(min(max(x, low), high))
        return x

    return power


def norm(subject, domain, kind, iterates=(1, 1)):
    sides = ((subject["first"], iterates[0]), (subject["second"], iterates[1]))
    f, g = (iterated(Sampled(side), domain, times) for side, times in sides)
    return size(lambda x: f(x) - g(x), domain, kind)


def size(h, domain, kind):
    graph = Graph(h, domain)
    values = [abs(y) for y in graph.ys]
    if kind == "linf":
        return max(values)
    step = graph.xs[1] - graph.xs[0]
    return sum((a + b) / 2 * step for a, b in pairwise(values))


def distance_is_true(claim, subject):
    found = norm(subject, claim["domain"], claim["norm"], claim.get("iterates", (1, 1)))
    return contains(claim["value"], found)


def contains(stated, found):
    if isinstance(stated, dict) and "lower" in stated:
        return number(stated["lower"]) - NEAR <= found <= number(stated["upper"]) + NEAR
    return close(number(stated), found)


def gates(layers):
    for layer in layers:
        if layer["type"] == "residual":
            yield from gates(layer["layers"])
        elif layer["type"] != "dense":
            yield layer


def piece_degree(layer):
    return max(len(p["numerator"]) - 1 for p in layer["pieces"])


def bound_value(name, subject, parameters, domain):
    """The value of a bound; None where the checker's own description would be needed."""
    f = Sampled(subject)
    if name == "entropy.laps_sa":
        return Graph(f, domain, parameters["n"]).laps()
    if name == "entropy.lipschitz_sa":
        x, h = number(parameters["at"]), 1e-6
        return max(1.0, abs(f(x + h) - f(x - h)) / (2 * h))
    if name.startswith(("chatziafratis2020.period", "chatziafratis2020.lipschitz")):
        return 0
    if name == "bowen1976.period_sa":
        return 2
    if name == "chatziafratis2020.linf_sa":
        return 1 / 4
    if name == "chatziafratis2020.l1_sa":
        crossings, t = Graph(f, domain).crossings(0.75), parameters["t"]
        return None if crossings is None else (fibonacci(t) + 1 - 2 * crossings) / (64 * 2**t)
    if name == "telgarsky2016.separation_sa":
        return 1 / 64
    if name == "bianchini2014.components":
        product = 1
        for layer in gates(subject["network"]["layers"]):
            product *= piece_degree(layer)
        return (2 + product) / 2
    return None


def fibonacci(t):
    a, b = 1, 2
    for _ in range(t - 1):
        a, b = b, a + b
    return b


def three_cycle(x, t):
    for _ in range(t):
        x = x + 0.5 if x <= 0.5 else 2 - 2 * x
    return x


def forced_sign(period, z):
    """The sign of z^p - 2 z^(p-2) - 1 at z^(2^d), for 2^d p; None close to its zero."""
    power = period & -period
    p, z = period // power, z**power
    found = z**p - 2 * z ** (p - 2) - 1
    return None if abs(found) < 1e-6 else 1 if found > 0 else -1


def lower_bound_is_true(claim, subject):
    """Of the bounds from cycles."""
    quantity, parameters, measured = claim["quantity"], claim["parameters"], claim["measured"]
    ends = (
        [number(measured[key]) for key in ("lower", "upper")] if isinstance(measured, dict) else [number(measured)] * 2
    )
    graph = Graph(Sampled(subject), claim["domain"])
    if quantity == "lipschitz_sign":
        steepest = max(abs(b - a) for a, b in pairwise(graph.ys)) / (graph.xs[1] - graph.xs[0])
        found = forced_sign(parameters["period"], steepest)
        if found is not None and not ends[0] <= found <= ends[1]:
            return False
    if quantity == "cycle_growth":
        lower, upper = (end ** (1 / parameters["period"]) for end in ends)
        if not growth_is_plausible(claim, subject, lower - 1e-9, upper + 1e-9):
            return False
    if quantity == "growth_sign":
        laps = Graph(Sampled(subject), claim["domain"], 8).laps() ** (1 / 8)
        if forced_sign(parameters["period"], laps) == -1 and ends[0] >= 0:
            return False
    if quantity == "laps" and Graph(Sampled(subject), claim["domain"], parameters["n"]).laps() != ends[0]:
        return False
    if quantity.endswith("three_cycle"):
        f, t = Sampled(subject), parameters["t"]
        if not contains(
            measured, size(lambda x: f(x) - three_cycle(x, t), claim["domain"], quantity[: quantity.index("_")])
        ):
            return False
    return ends[0] >= number(claim["bound_value"])


def bound_is_true(claim, subject):
    domain, measured, stated = claim["domain"], claim["measured"], number(claim["bound_value"])
    quantity, graph = claim["quantity"], Graph(Sampled(subject), domain)
    expected = bound_value(claim["bound"], subject, claim["parameters"], domain)
    if expected is not None and not close(stated, expected):
        return False
    if claim["side"] == "lower" and quantity != "l1_to_tent":
        return lower_bound_is_true(claim, subject)
    if quantity == "growth":
        n = claim["parameters"].get("n", 1)
        ends = [measured[key] for key in ("lower", "upper")] if isinstance(measured, dict) else [measured] * 2
        lower, upper = (number(end) ** (1 / n) for end in ends)
        if not growth_is_plausible(claim, subject, lower - 1e-9, upper + 1e-9):
            return False
        return number(ends[1]) <= stated
    if quantity == "l1_to_tent":
        size_ = 2 ** claim["parameters"]["k"]
        f = Sampled(subject)
        found = size(lambda x: f(x) - (1 - abs(1 - x * size_ % 2)), domain, "l1")
        return contains(measured, found) and found >= stated
    if quantity == "laps" and graph.laps() != number(measured):
        return False
    if quantity == "crossings" and graph.crossings(0.5) not in (None, number(measured)):
        return False
    if quantity == "components":
        labels = [y >= -1e-12 for y in graph.ys]
        if sum(b and not a for a, b in pairwise([False, *labels])) != number(measured):
            return False
    return number(measured) <= stated
