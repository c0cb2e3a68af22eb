"""Quantities, values and premises of the bounds on cycles and on distances to targets, by the book, with Fractions.

A function of one variable is a list of points, as in `maps`; everything is found from composed graphs and from samples.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from support import maps

HALF = Fraction(1, 2)
THREE_CYCLE = maps.graph((0, HALF), (HALF, 1), (1, 0))
ZERO_OR_MORE = {"chatziafratis2020.period": 0, "chatziafratis2020.lipschitz": 0, "bowen1976.period": 2}


def three_cycle(t):
    return maps.iterates(THREE_CYCLE, t)[-1]


def forced(period):
    """m and the polynomial z -> z^p - 2 z^(p-2) - 1 for the period m p."""
    m = 1
    while period % (2 * m) == 0:
        m *= 2
    p = period // m
    return m, lambda z: z**p - 2 * z ** (p - 2) - 1


def sign(x):
    return (x > 0) - (x < 0)


def sign_at_growth(polynomial, period):
    """Sign of the forced polynomial at the largest root of this one, taken for 0 if a bracket of width 2^-80 cannot tell."""
    low, high = Fraction(1), Fraction(16)
    for _ in range(84):
        middle = (low + high) / 2
        if sum(c * middle**i for i, c in enumerate(polynomial)) > 0:
            high = middle
        else:
            low = middle
    m, value = forced(period)
    signs = sign(value(low**m)), sign(value(high**m))
    return signs[0] if signs[0] == signs[1] else 0


def is_cycle(points, orbit, period=None):
    orbit = [Fraction(x) for x in orbit]
    closed = all(maps.at(points, x) == y for x, y in pairwise([*orbit, orbit[0]]))
    return closed and len(set(orbit)) == len(orbit) >= 2 and period in (None, len(orbit))


def column_sum(orbit, n):
    """Paths of n steps between the gaps of a cycle, counted one by one, that end in one gap."""
    orbit = [Fraction(x) for x in orbit]
    after = dict(pairwise([*orbit, orbit[0]]))
    gaps = list(pairwise(sorted(orbit)))

    def covers(gap, other):
        low, high = sorted((after[gap[0]], after[gap[1]]))
        return low <= other[0] and other[1] <= high

    matrix = [[int(covers(g, h)) for h in gaps] for g in gaps]
    power = matrix
    for _ in range(n - 1):
        power = [
            [sum(a * b for a, b in zip(row, column, strict=True)) for column in zip(*matrix, strict=True)]
            for row in power
        ]
    return max(map(sum, zip(*power, strict=True)))


def mismatch(points, k):
    """Fraction of the label intervals of T^k on which the other label is all there is, from samples."""
    tent = maps.tent(power=k)
    xs = {x for x, _ in [*points, *tent]}
    for (a, u), (b, v) in [*pairwise(points), *pairwise(tent)]:
        if (u - HALF) * (v - HALF) < 0:
            xs.add(a + (b - a) * (HALF - u) / (v - u))
    xs = sorted(xs)
    groups, before = [], None
    for x in sorted(xs + [(a + b) / 2 for a, b in pairwise(xs)]):
        label = maps.at(tent, x) >= HALF
        if label != before:
            groups.append(True)
            before = label
        groups[-1] &= (maps.at(points, x) >= HALF) != label
    return Fraction(sum(groups), len(groups))


def sizes(network):
    """Output widths of the layers that are not dense, and of a dense one at the end (chains of dense and relu layers)."""
    width, found = network["inputs"], []
    for i, layer in enumerate(network["layers"]):
        width = len(layer["bias"]) if layer["type"] == "dense" else width
        if layer["type"] != "dense" or i == len(network["layers"]) - 1:
            found.append(width)
    return found


def piece_product(network):
    width, total = network["inputs"], 1
    for layer in network["layers"]:
        width = len(layer["bias"]) if layer["type"] == "dense" else width
        total *= 1 if layer["type"] == "dense" else 1 + width
    return total


def measured(quantity, parameters, points, network):
    match quantity:
        case "lipschitz_sign":
            m, value = forced(parameters["period"])
            return sign(value(max(abs((v - u) / (y - x)) for (x, u), (y, v) in pairwise(points)) ** m))
        case "laps":
            return maps.laps(maps.iterates(points, parameters["n"])[-1])
        case "tent_mismatch":
            return mismatch(points, parameters["k"])
        case "piece_product":
            return piece_product(network)
        case "linf_to_three_cycle":
            return maps.linf(points, three_cycle(parameters["t"]))
        case "l1_to_three_cycle":
            return maps.l1(points, three_cycle(parameters["t"]))
    return None


def value(bound, parameters, points, orbit):
    match bound:
        case "bu2020.robust_horseshoe":
            return 2 ** parameters["k"] - 2
        case "chatziafratis2020.crossings":
            return column_sum(orbit, parameters["n"])
        case "chatziafratis2020.linf":
            return Fraction(1, 4)
        case "chatziafratis2020.l1":
            t = parameters["t"]
            excess = maps.laps(three_cycle(t)) + 1 - 2 * maps.crossings(points, Fraction(3, 4))
            return Fraction(1, 4) * excess / (16 * 2**t)
        case "telgarsky2015.classification":
            return Fraction(2 ** parameters["k"], 6)
        case "telgarsky2016.mismatch":
            k = parameters["k"]
            return (1 - Fraction(2 * maps.crossings(points), maps.crossings(maps.tent(power=k)))) / 2
        case "telgarsky2016.separation":
            return Fraction(1, 64)
    return ZERO_OR_MORE.get(bound)


def premise(bound, parameters, points, network, orbit):
    """Whether the premises hold that depend on numbers."""
    match bound:
        case "bu2020.robust_horseshoe":
            k = parameters["k"]
            return maps.linf(points, maps.tent(power=k)) <= Fraction(1, 2**k)
        case "chatziafratis2020.linf":
            return maps.laps(points) < maps.laps(three_cycle(parameters["t"]))
        case "chatziafratis2020.l1":
            return value(bound, parameters, points, orbit) > 0
        case "telgarsky2015.classification":
            return 8 * (2 * max(sizes(network))) ** len(sizes(network)) <= 2 ** parameters["k"]
        case "telgarsky2016.separation":
            j = {5: 1, 12: 2}[parameters["k"]]
            return len(sizes(network)) <= j and sum(sizes(network)) <= 2**j
    return orbit is None or is_cycle(points, orbit, parameters.get("period"))
