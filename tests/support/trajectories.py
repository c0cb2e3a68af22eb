"""Claims about trajectories, judged by exact evaluation at many points and numerical integration to 16 digits."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import floor

import mpmath
from support.networks import evaluate

HALF = Fraction(1, 2)
CLOSE = Fraction(1, 2**70)
ROUNDING = Fraction(1, 10**16)


def place(path, t):
    """The point of a path at t: path is ("segments" or "arcs", points)."""
    kind, points = path
    i = min(floor(t), len(points) - 2)
    u = t - i
    first, second = (1 - u, u) if kind == "segments" else ((1 - u * u) / (1 + u * u), 2 * u / (1 + u * u))
    return [first * a + second * b for a, b in zip(points[i], points[i + 1], strict=True)]


def word(layers, x):
    """The activation pattern at a point, as a flat tuple, and the image."""
    u, found = x, []
    for layer in layers:
        kind = layer["type"]
        if kind == "residual":
            inner, image = word(layer["layers"], u)
            found += inner
            u = [a + b for a, b in zip(u, image, strict=True)]
            continue
        if kind in ("relu", "leaky_relu", "abs"):
            found += [int(v > 0) for v in u]
        elif kind in ("clip", "hard_tanh"):
            low, high = Fraction(layer.get("low", -1)), Fraction(layer.get("high", 1))
            found += [int(v > low) + int(v > high) for v in u]
        elif kind == "maxout":
            found += [max(range(len(g)), key=lambda p, g=g, u=u: (u[g[p]], -p)) for g in layer["groups"]]
        u = evaluate([layer], u)
    return tuple(found), u


def forms(layers, path, t):
    """The images after every layer as affine functions (1, X) or (1, X, Y) near t: three or two rows of numbers each."""
    kind, points = path
    i = min(floor(t), len(points) - 2)
    p, q = points[i], points[i + 1]
    x = place(path, t)
    if kind == "segments":
        state = [list(p), [b - a for a, b in zip(p, q, strict=True)]]
    else:
        state = [[Fraction(0)] * len(p), list(p), list(q)]
    images = [state]
    for layer in layers:
        state = _through(layer, state, x)
        x = evaluate([layer], x)
        images.append(state)
    return images


def _through(layer, state, x):
    constant, *slopes = state
    kind = layer["type"]
    if kind == "dense":
        weight = [[Fraction(w) for w in row] for row in layer["weight"]]
        rows = [[sum(w * v for w, v in zip(row, part, strict=True)) for row in weight] for part in state]
        rows[0] = [v + Fraction(b) for v, b in zip(rows[0], layer["bias"], strict=True)]
        return rows
    if kind == "residual":
        image, y = state, x
        for inner in layer["layers"]:
            image = _through(inner, image, y)
            y = evaluate([inner], y)
        return [[a + b for a, b in zip(u, v, strict=True)] for u, v in zip(state, image, strict=True)]
    if kind == "maxout":
        best = [max(g, key=lambda i, g=g: (x[i], -g.index(i))) for g in layer["groups"]]
        return [[part[i] for i in best] for part in state]
    if kind in ("clip", "hard_tanh"):
        low, high = Fraction(layer.get("low", -1)), Fraction(layer.get("high", 1))
        inside = [low < v <= high for v in x]
        start = [c if ok else (low if v <= low else high) for c, ok, v in zip(constant, inside, x, strict=True)]
        return [start, *([s if ok else Fraction(0) for s, ok in zip(part, inside, strict=True)] for part in slopes)]
    off = Fraction(layer.get("slope", {"relu": 0, "abs": -1}.get(kind)))
    factor = [Fraction(1) if v > 0 else off for v in x]
    return [[f * v for f, v in zip(factor, part, strict=True)] for part in state]


def number(value):
    """A rational close below and one close above a number of a certificate (equal for a rational)."""
    if not isinstance(value, dict):
        return Fraction(value), Fraction(value)
    c0, c1, c2 = value["polynomial"]
    low, high = map(Fraction, value["between"])
    rising = c0 + c1 * high + c2 * high * high > 0
    while high - low > CLOSE / 64:
        middle = (low + high) / 2
        above = c0 + c1 * middle + c2 * middle * middle > 0
        low, high = (low, middle) if above == rising else (middle, high)
    return low, high


def read_path(value):
    (kind,) = value
    return kind, [[Fraction(x) for x in p] for p in value[kind]]


def is_true(network, claim, samples=24):
    """Whether a claim of rule trajectory holds, as far as points can tell."""
    layers, path = network["layers"], read_path(claim["path"])
    spans = len(path[1]) - 1
    ends = {Fraction(i): (Fraction(i), False) for i in range(spans + 1)}
    for value in claim["transitions"]:
        low, high = number(value)
        if not 0 < low <= high < spans:
            return False
        ends[low] = (high, True)
    order = sorted((low, high, transition) for low, (high, transition) in ends.items())
    words, images = [], []
    for (_, start, _), (stop, _, _) in pairwise(order):
        inside = _inside(start, stop, samples)
        found = {word(layers, place(path, t))[0] for t in inside}
        if len(found) != 1:
            return False
        words.append(*found)
        images.append((start, stop, forms(layers, path, inside[len(inside) // 2])))
    changes = [a != b for a, b in pairwise(words)]
    if changes != [transition for _, _, transition in order[1:-1]] or len(set(words)) != claim["patterns"]:
        return False
    pieces = 1 + sum(
        a[1].denominator == 1 == a[0].denominator or x[2][-1] != y[2][-1]
        for a, (x, y) in zip(order[1:-1], pairwise(images), strict=True)
    )
    if pieces != claim["affine_pieces"]:
        return False
    lengths = [claim["path_length"], *claim["lengths"]]
    return all(
        length_is_true(stated, path[0], [(a, b, f[i]) for a, b, f in images]) for i, stated in enumerate(lengths)
    )


def _inside(start, stop, samples):
    width = stop - start
    near = min(CLOSE, width / 1000)
    # a prime number of parts: hardly a sample lies on a wall by accident
    return [
        start + near,
        *(start + width * Fraction(k * 1009 // samples, 1013) for k in range(1, samples)),
        stop - near,
    ]


def length_is_true(stated, kind, cells):
    found = _exactly(length(kind, cells))
    low, high = Fraction(stated["lower"]), Fraction(stated["upper"])
    if not low - ROUNDING * (1 + abs(found)) <= found <= high + ROUNDING * (1 + abs(found)):
        return False
    if stated["radicals"] is None:
        return True
    with mpmath.workdps(22):
        total = sum((_ratio(c) * mpmath.sqrt(r) for c, r in stated["radicals"]), mpmath.mpf(0))
        return abs(_exactly(total) - found) <= ROUNDING * (1 + abs(found))


def _exactly(x):
    mantissa, exponent = x.man_exp
    return Fraction(mantissa) * Fraction(2) ** exponent


def _ratio(text):
    value = Fraction(text)
    return mpmath.mpf(value.numerator) / value.denominator


def length(kind, cells):
    """The length of an image, cell by cell, as a number of 16 digits."""
    with mpmath.workdps(22):
        total = mpmath.mpf(0)
        for start, stop, (_, *slopes) in cells:
            squares = [sum(v * v for v in part) for part in slopes]
            if not any(squares):
                continue
            if kind == "segments":
                total += mpmath.sqrt(_ratio(squares[0])) * _ratio(stop - start)
            else:
                span = floor(start)
                product = sum(a * b for a, b in zip(*slopes, strict=True))
                total += _arc(*map(_ratio, (*squares, product)), _ratio(start - span), _ratio(stop - span))
        return +total


def _arc(a, b, c, start, stop):
    def speed(phi):
        square = a * mpmath.sin(phi) ** 2 + b * mpmath.cos(phi) ** 2 - 2 * c * mpmath.sin(phi) * mpmath.cos(phi)
        return mpmath.sqrt(max(square, mpmath.mpf(0)))

    first, last = 2 * mpmath.atan(start), 2 * mpmath.atan(stop)
    # where the speed is least, an image that is (nearly) straight turns
    turn = mpmath.atan2(-c, (b - a) / 2) / 2
    stops = sorted(x for k in range(-6, 7) if first < (x := turn + k * mpmath.pi / 2) < last)
    knots = [first]
    for x in (*stops, last):
        knots += [knots[-1] + (x - knots[-1]) * k / 2 for k in (1, 2)]
    return mpmath.quad(speed, knots)
