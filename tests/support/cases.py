"""Evidence by cases checked with Fractions only, straight from docs/certificates.md; shares no code with what produces it.

An affine function of x is the list [constant term, coefficients..].
"""

from __future__ import annotations

from fractions import Fraction


class WrongTreeError(Exception):
    """The evidence proves nothing."""


def _require(condition, step):
    if not condition:
        raise WrongTreeError(step)


def _add(f, g, factor=1):
    return [a + factor * b for a, b in zip(f, g, strict=True)]


def _at(f, point):
    return f[0] + sum((a * x for a, x in zip(f[1:], point, strict=True)), Fraction(0))


def _flat(layers):
    for layer in layers:
        if layer["type"] == "residual":
            yield "enter", None
            yield from _flat(layer["layers"])
            yield "leave", None
        else:
            yield layer["type"], layer


def _ends(layer):
    return Fraction(layer.get("low", -1)), Fraction(layer.get("high", 1))


def _walls(kind, layer, units):
    match kind:
        case "relu" | "leaky_relu" | "abs":
            return list(units)
        case "clip" | "hard_tanh":
            return [[u[0] - t, *u[1:]] for t in _ends(layer) for u in units]
        case "maxout":
            return [
                _add(units[g[i]], units[g[k]], -1)
                for g in layer["groups"]
                for i in range(len(g))
                for k in range(i + 1, len(g))
            ]
    return []


def _image(kind, layer, units, point):
    """Units after a layer, on a cell that holds this inner point; and the bits of the pattern."""
    constant = [Fraction(0)] * (len(units[0]) - 1)
    values = [_at(u, point) for u in units]
    match kind:
        case "dense":
            after = []
            for row, bias in zip(layer["weight"], layer["bias"], strict=True):
                total = [Fraction(bias), *constant]
                for w, u in zip(row, units, strict=True):
                    total = _add(total, u, Fraction(w))
                after.append(total)
            return after, []
        case "relu" | "leaky_relu" | "abs":
            slope = {"relu": Fraction(0), "abs": Fraction(-1)}.get(kind)
            slope = Fraction(layer["slope"]) if slope is None else slope
            bits = [v > 0 for v in values]
            return [u if b else [slope * x for x in u] for u, b in zip(units, bits, strict=True)], bits
        case "clip" | "hard_tanh":
            low, high = _ends(layer)
            after = [
                [low, *constant] if v <= low else [high, *constant] if v > high else u
                for u, v in zip(units, values, strict=True)
            ]
            return after, [v > low for v in values] + [v > high for v in values]
        case "maxout":
            after, bits = [], []
            for group in layer["groups"]:
                best = max(values[i] for i in group)
                after.append(next(units[i] for i in group if values[i] == best))
                bits += [values[i] == best for i in group]
            return after, bits
    raise ValueError(kind)


def domain_walls(domain, inputs):
    if domain == "all":
        return []
    walls = []
    for i, (lo, hi) in enumerate(domain):
        unit = [Fraction(int(i == j)) for j in range(inputs)]
        walls += [[-Fraction(lo), *unit], [Fraction(hi), *(-x for x in unit)]]
    return walls


def check_tree(document, domain, tree):
    """The patterns of all cells, and their affine maps, in preorder; WrongTreeError if the tree does not prove them."""
    inputs = document["inputs"]
    steps = list(_flat(document["layers"]))
    start = [[Fraction(0), *(Fraction(int(i == j)) for j in range(inputs))] for i in range(inputs)]
    nodes = iter(tree)
    leaves = []

    def take():
        node = next(nodes, None)
        _require(node is not None, "tree")
        return node

    def combined(multipliers, conditions):
        total = [Fraction(0)] * (1 + inputs)
        before = -1
        for i, y in multipliers:
            _require(before < i < len(conditions) and Fraction(y) >= 0, "multipliers")
            before = i
            total = _add(total, conditions[i], Fraction(y))
        return total

    def decide(place, walls, conditions, chosen):
        """Decide the walls of one layer; then go on with what follows on every cell."""
        if not walls:
            return layer_done(place, conditions, chosen)
        h, *rest = walls
        node = take()
        if node == "split":
            for sign in (-1, 1):
                g = [sign * x for x in h]
                decide(place, rest, [*conditions, g], [*chosen, sign])
            return None
        _require(isinstance(node, dict) and set(node) == {"sign", "multipliers"} and node["sign"] in "+-", "tree")
        sign = 1 if node["sign"] == "+" else -1
        left = _add([sign * x for x in h], combined(node["multipliers"], conditions), -1)
        _require(left[0] >= 0 and not any(left[1:]), "multipliers")
        return decide(place, rest, conditions, [*chosen, sign])

    # what is above a layer depends on the signs chosen in it; the point at the leaf recomputes it and must agree
    def layer_done(place, conditions, chosen):
        units, saved = states[place]
        kind, layer = steps[place]
        states[place + 1 :] = [_chosen_image(kind, layer, units, chosen, saved)]
        return advance(place + 1, conditions)

    def advance(place, conditions):
        if place == len(steps):
            node = take()
            _require(isinstance(node, dict) and set(node) == {"point"}, "tree")
            point = [Fraction(x) for x in node["point"]]
            _require(len(point) == inputs and all(_at(g, point) > 0 for g in conditions), "point")
            leaves.append(_recomputed(steps, start, point, states[-1][0]))
            return None
        units, saved = states[place]
        kind, layer = steps[place]
        if kind == "enter":
            states[place + 1 :] = [(units, [*saved, units])]
        elif kind == "leave":
            total = [_add(u, v) for u, v in zip(units, saved[-1], strict=True)]
            states[place + 1 :] = [(total, saved[:-1])]
        elif kind == "dense":
            states[place + 1 :] = [(_image(kind, layer, units, [Fraction(0)] * inputs)[0], saved)]
        else:
            return decide(place, _walls(kind, layer, units), conditions, [])
        return advance(place + 1, conditions)

    states = [(start, [])]
    advance(0, domain_walls(domain, inputs))
    _require(next(nodes, None) is None, "tree")
    return leaves


def _chosen_image(kind, layer, units, chosen, saved):
    constant = [Fraction(0)] * (len(units[0]) - 1)
    if kind == "maxout":
        signs, after = iter(chosen), []
        for group in layer["groups"]:
            beaten = set()
            for i in range(len(group)):
                for k in range(i + 1, len(group)):
                    beaten.add(k if next(signs) > 0 else i)
            after.append(next(units[u] for i, u in enumerate(group) if i not in beaten))
        return after, saved
    if kind in ("clip", "hard_tanh"):
        low, high = _ends(layer)
        m = len(units)
        pairs = zip(units, chosen[:m], chosen[m:], strict=True)
        return [[low, *constant] if a < 0 else [high, *constant] if b > 0 else u for u, a, b in pairs], saved
    slope = {"relu": Fraction(0), "abs": Fraction(-1)}.get(kind)
    slope = Fraction(layer["slope"]) if slope is None else slope
    return [u if s > 0 else [slope * x for x in u] for u, s in zip(units, chosen, strict=True)], saved


def _recomputed(steps, start, point, expected):
    """Pattern and map of the cell, from the point alone; the map must be the one that the signs gave."""
    units, saved, pattern = start, [], []
    for kind, layer in steps:
        if kind == "enter":
            saved.append(units)
        elif kind == "leave":
            units = [_add(u, v) for u, v in zip(units, saved.pop(), strict=True)]
        else:
            units, bits = _image(kind, layer, units, point)
            pattern += bits
    _require(units == expected, "map")
    return tuple(pattern), tuple(map(tuple, units))
