"""Networks as JSON documents, evaluated and cut into affine pieces with Fractions only."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise


def dense(weight, bias):
    return {"type": "dense", "weight": [[str(w) for w in row] for row in weight], "bias": [str(b) for b in bias]}


def document(*layers, inputs=1, **more):
    return {"format": "exactnet-network/1", "inputs": inputs, "layers": list(layers), **more}


RELU = {"type": "relu"}
ABS = {"type": "abs"}
HARD_TANH = {"type": "hard_tanh"}


def leaky(slope):
    return {"type": "leaky_relu", "slope": str(slope)}


def clip(low, high):
    return {"type": "clip", "low": str(low), "high": str(high)}


def maxout(*groups):
    return {"type": "maxout", "groups": [list(g) for g in groups]}


def residual(*layers):
    return {"type": "residual", "layers": list(layers)}


def polynomial(*coefficients):
    return {"type": "polynomial", "coefficients": [str(c) for c in coefficients]}


def piecewise_polynomial(breakpoints, *pieces):
    return {
        "type": "piecewise_polynomial",
        "breakpoints": [str(t) for t in breakpoints],
        "pieces": [[str(c) for c in piece] for piece in pieces],
    }


def rational(numerator, denominator):
    return {"type": "rational", "numerator": [str(c) for c in numerator], "denominator": [str(c) for c in denominator]}


def rational_pieces(breakpoints, *pieces):
    quotients = [{"numerator": [str(c) for c in p], "denominator": [str(c) for c in q]} for p, q in pieces]
    return {"type": "rational", "breakpoints": [str(t) for t in breakpoints], "pieces": quotients}


def relu_power(power):
    return {"type": "relu_power", "power": power}


def product(*pairs):
    return {"type": "product", "pairs": [list(pair) for pair in pairs]}


def _power_sum(coefficients, x):
    return sum((Fraction(c) * x**k for k, c in enumerate(coefficients)), Fraction(0))


def _quotient(layer, x):
    """A unit-wise rational activation: the first piece that ends at x or beyond it."""
    pieces = layer["pieces"]
    if layer["type"] == "piecewise_polynomial":
        pieces = [{"numerator": piece, "denominator": ["1"]} for piece in pieces]
    piece = pieces[sum(Fraction(t) < x for t in layer["breakpoints"])]
    return _power_sum(piece["numerator"], x) / _power_sum(piece["denominator"], x)


def evaluate(layers, point):
    """Value of a chain of layers at a vector of Fractions."""
    u = [Fraction(x) for x in point]
    for layer in layers:
        match layer["type"]:
            case "dense":
                rows = zip(layer["weight"], layer["bias"], strict=True)
                u = [sum((Fraction(w) * x for w, x in zip(row, u, strict=True)), Fraction(b)) for row, b in rows]
            case "relu":
                u = [max(x, Fraction(0)) for x in u]
            case "leaky_relu":
                u = [x if x > 0 else Fraction(layer["slope"]) * x for x in u]
            case "abs":
                u = [abs(x) for x in u]
            case "hard_tanh":
                u = [min(max(x, Fraction(-1)), Fraction(1)) for x in u]
            case "clip":
                u = [min(max(x, Fraction(layer["low"])), Fraction(layer["high"])) for x in u]
            case "maxout":
                u = [max(u[i] for i in group) for group in layer["groups"]]
            case "polynomial":
                u = [_power_sum(layer["coefficients"], x) for x in u]
            case "relu_power":
                u = [max(x, Fraction(0)) ** layer["power"] for x in u]
            case "rational" if "breakpoints" not in layer:
                u = [_power_sum(layer["numerator"], x) / _power_sum(layer["denominator"], x) for x in u]
            case "piecewise_polynomial" | "piecewise" | "rational":
                u = [_quotient(layer, x) for x in u]
            case "product":
                u = [u[i] * u[j] for i, j in layer["pairs"]]
            case "residual":
                u = [x + y for x, y in zip(u, evaluate(layer["layers"], u), strict=True)]
            case other:
                raise ValueError(other)
    return u


# An affine function a x + b is the pair (a, b). A state is one interval on which everything so far is affine:
# (left, right, units, pattern, history); left or right is None on a ray.


def _at(affine, x):
    return affine[0] * x + affine[1]


def _inside(left, right):
    if left is None:
        return Fraction(0) if right is None else right - 1
    return left + 1 if right is None else (left + right) / 2


def _walls(layer, units):
    match layer["type"]:
        case "relu" | "leaky_relu" | "abs":
            return list(units)
        case "hard_tanh" | "clip":
            ends = (Fraction(layer.get("low", -1)), Fraction(layer.get("high", 1)))
            return [(a, b - t) for t in ends for a, b in units]
        case "maxout":
            groups = [[units[i] for i in g] for g in layer["groups"]]
            return [(u[0] - v[0], u[1] - v[1]) for g in groups for u in g for v in g if u != v]
    return []


def _bend(layer, units, x):
    """Units and pattern after one layer, on an interval that holds x and no wall."""
    zero = (Fraction(0), Fraction(0))
    match layer["type"]:
        case "relu" | "leaky_relu" | "abs":
            slope = {"relu": Fraction(0), "abs": Fraction(-1)}.get(layer["type"])
            slope = Fraction(layer["slope"]) if slope is None else slope
            pattern = tuple(_at(u, x) > 0 for u in units)
            return [u if on else (slope * u[0], slope * u[1]) for u, on in zip(units, pattern, strict=True)], pattern
        case "hard_tanh" | "clip":
            low, high = Fraction(layer.get("low", -1)), Fraction(layer.get("high", 1))
            images, pattern = [], []
            for u in units:
                value = _at(u, x)
                pattern += [value > low, value > high]
                images.append((zero[0], low) if value <= low else (zero[0], high) if value > high else u)
            return images, tuple(pattern)
        case "maxout":
            images, pattern = [], []
            for group in layer["groups"]:
                values = [_at(units[i], x) for i in group]
                winner = values.index(max(values))
                images.append(units[group[winner]])
                pattern.append(winner)
            return images, tuple(pattern)
    raise ValueError(layer["type"])


def _push(layers, states):
    for layer in layers:
        after = []
        for left, right, units, pattern, history in states:
            if layer["type"] == "dense":
                images = [
                    (
                        sum((Fraction(w) * u[0] for w, u in zip(row, units, strict=True)), Fraction(0)),
                        sum((Fraction(w) * u[1] for w, u in zip(row, units, strict=True)), Fraction(b)),
                    )
                    for row, b in zip(layer["weight"], layer["bias"], strict=True)
                ]
                after.append((left, right, images, pattern, history))
            elif layer["type"] == "residual":
                for lo, hi, images, more, past in _push(layer["layers"], [(left, right, units, pattern, history)]):
                    total = [(u[0] + v[0], u[1] + v[1]) for u, v in zip(units, images, strict=True)]
                    after.append((lo, hi, total, more, past))
            else:
                roots = {-b / a for a, b in _walls(layer, units) if a != 0}
                roots = sorted(r for r in roots if (left is None or left < r) and (right is None or r < right))
                for lo, hi in pairwise([left, *roots, right]):
                    images, more = _bend(layer, units, _inside(lo, hi))
                    after.append((lo, hi, images, (*pattern, more), (*history, tuple(images))))
        states = after
    return states


def states_on_line(layers, low=None, high=None):
    """The affine pieces of a network of one input on [low, high], or on the line."""
    identity = [(Fraction(1), Fraction(0))]
    return _push(layers, [(low, high, identity, (), ())])


def counts(states):
    """Numbers of affine pieces and of activation regions, and the largest number of pieces of a unit of each layer."""
    pieces = 1 + sum(a[2] != b[2] for a, b in pairwise(states))
    regions = 1 + sum(a[3] != b[3] for a, b in pairwise(states))
    layers = len(states[0][4])
    unit_pieces = tuple(
        max(1 + sum(a[4][i][j] != b[4][i][j] for a, b in pairwise(states)) for j in range(len(states[0][4][i])))
        for i in range(layers)
    )
    return pieces, regions, unit_pieces


def slopes(states):
    """Slopes of the first output, piece by piece."""
    return [units[0][0] for _, _, units, _, _ in states]
