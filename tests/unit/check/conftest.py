"""Builders of certificates, and naive recomputations that share no code with the checker."""

import hashlib
import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

CERTS = Path(__file__).parents[2] / "certs"


def digest(value):
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def rehash(subject):
    """Put the right digests into a subject."""
    kind = subject["type"]
    if kind == "pair":
        rehash(subject["first"])
        rehash(subject["second"])
        subject["sha256"] = digest([subject["first"]["sha256"], subject["second"]["sha256"]])
    else:
        subject["sha256"] = digest(subject[kind])
    return subject


def make_map(*points):
    points = [[str(Fraction(x)), str(Fraction(y))] for x, y in points]
    return rehash({"type": "map", "map": {"format": "exactnet-map/1", "points": points}})


def make_network(*layers):
    network = {"format": "exactnet-network/1", "inputs": 1, "layers": list(layers)}
    return rehash({"type": "network", "network": network})


def make_pair(first, second):
    return rehash({"type": "pair", "first": first, "second": second})


def dense(weight, bias):
    return {"type": "dense", "weight": [[str(w) for w in row] for row in weight], "bias": [str(b) for b in bias]}


def certificate(claim, subject, evidence):
    return {
        "format": "exactnet-certificate/1",
        "claim": claim,
        "subject": subject,
        "evidence": evidence,
        "producer": {"name": "tests"},
    }


def evaluate(subject, x):
    """Evaluate a function at a rational, with Fractions."""
    if subject["type"] == "map":
        points = [(Fraction(a), Fraction(b)) for a, b in subject["map"]["points"]]
        for (x0, y0), (x1, y1) in pairwise(points):
            if x0 <= x <= x1:
                return [y0 + (x - x0) * (y1 - y0) / (x1 - x0)]
        raise ValueError(x)
    return chain(subject["network"]["layers"], [x], [], [])


def chain(layers, u, walls, units):
    for layer in layers:
        kind = layer["type"]
        if kind == "dense":
            rows = zip(layer["weight"], layer["bias"], strict=True)
            u = [sum(Fraction(w) * v for w, v in zip(row, u, strict=True)) + Fraction(b) for row, b in rows]
            continue
        if kind == "residual":
            u = [a + b for a, b in zip(u, chain(layer["layers"], u, walls, units), strict=True)]
            continue
        if kind == "maxout":
            walls += [u[i] - u[k] for group in layer["groups"] for i in group for k in group]
            u = [max(u[i] for i in group) for group in layer["groups"]]
        elif kind in ("hard_tanh", "clip"):
            low, high = Fraction(layer.get("low", -1)), Fraction(layer.get("high", 1))
            walls += [v - low for v in u] + [v - high for v in u]
            u = [min(max(v, low), high) for v in u]
        else:
            walls += u
            slope = {"relu": Fraction(0), "abs": Fraction(-1)}.get(kind)
            slope = Fraction(layer["slope"]) if slope is None else slope
            u = [v if v > 0 else slope * v for v in u]
        units.append(u)
    return u


def walls_at(subject, x, levels=()):
    walls: list = []
    u = chain(subject["network"]["layers"], [x], walls, []) if subject["type"] == "network" else evaluate(subject, x)
    return walls + [u[0] - level for level in levels]


def breakpoints(subject, low, high, levels=()):
    """Find breakpoints by cutting pieces at the first wall that changes sign, until there is none."""
    points = {Fraction(low), Fraction(high)}
    if subject["type"] == "map":
        points |= {Fraction(x) for x, _ in subject["map"]["points"] if Fraction(low) < Fraction(x) < Fraction(high)}
    todo = list(pairwise(sorted(points)))
    while todo:
        a, b = todo.pop()
        for u, v in zip(walls_at(subject, a, levels), walls_at(subject, b, levels), strict=True):
            if u * v < 0:
                middle = a + (b - a) * u / (u - v)
                points.add(middle)
                todo += [(a, middle), (middle, b)]
                break
    return sorted(points)


def graph(subject, low, high, clip=False):
    """The points of the graph of a function with one output, clipped if wanted."""
    low, high = Fraction(low), Fraction(high)
    xs = breakpoints(subject, low, high, (low, high) if clip else ())
    ys = [evaluate(subject, x)[0] for x in xs]
    return list(zip(xs, [min(max(y, low), high) for y in ys] if clip else ys, strict=True))


def at(points, x):
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 <= x <= x1:
            return y0 + (x - x0) * (y1 - y0) / (x1 - x0)
    raise ValueError(x)


def compose(outer, inner):
    """The graph of outer after inner, point by point."""
    result = [(inner[0][0], at(outer, inner[0][1]))]
    for (x0, y0), (x1, y1) in pairwise(inner):
        stops = [y for y, _ in outer if min(y0, y1) < y < max(y0, y1)]
        result += sorted((x0 + (y - y0) * (x1 - x0) / (y1 - y0), at(outer, y)) for y in stops)
        result.append((x1, at(outer, y1)))
    return result


def laps(points):
    signs = [(v > u) - (v < u) for (_, u), (_, v) in pairwise(points)]
    signs = [s for s in signs if s]
    return 1 + sum(a != b for a, b in pairwise(signs))


def crossings(points, level):
    """Count constancy intervals of the label on samples: all points, level points and midpoints."""
    xs = [x for x, _ in points]
    for (x0, y0), (x1, y1) in pairwise(points):
        if (y0 - level) * (y1 - level) < 0:
            xs.append(x0 + (x1 - x0) * (level - y0) / (y1 - y0))
    xs.sort()
    samples = sorted(xs + [(a + b) / 2 for a, b in pairwise(xs)])
    labels = [at(points, x) >= level for x in samples]
    return 1 + sum(a != b for a, b in pairwise(labels))


def pieces(rows):
    """Count affine pieces of vectors (x, values)."""
    slopes = [tuple((b - a) / (x1 - x0) for a, b in zip(u, v, strict=True)) for (x0, u), (x1, v) in pairwise(rows)]
    return 1 + sum(a != b for a, b in pairwise(slopes))


@pytest.fixture(scope="session")
def build():
    return SimpleNamespace(
        map=make_map, network=make_network, pair=make_pair, dense=dense, certificate=certificate, rehash=rehash
    )


@pytest.fixture(scope="session")
def naive():
    return SimpleNamespace(
        evaluate=evaluate,
        chain=chain,
        breakpoints=breakpoints,
        graph=graph,
        at=at,
        compose=compose,
        laps=laps,
        crossings=crossings,
        pieces=pieces,
    )


@pytest.fixture(scope="session")
def certs():
    return CERTS
