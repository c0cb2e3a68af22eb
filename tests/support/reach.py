"""A reader of evidence of rule `reach`, written from docs/smt.md with fractions and nothing else."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

Form = dict[Any, Fraction]


def plus(*terms: tuple[Any, Form]) -> Form:
    total: Form = {}
    for factor, form in terms:
        for key, c in form.items():
            total[key] = total.get(key, Fraction(0)) + Fraction(factor) * c
    return {key: c for key, c in total.items() if c != 0}


def constant(c: Any) -> Form:
    return plus((c, {1: Fraction(1)}))


class Bends:
    def __init__(self) -> None:
        self.arguments: list[Form] = []

    def new(self, u: Form) -> Form:
        self.arguments.append(u)
        return {("v", len(self.arguments)): Fraction(1)}


def outputs(layers: list[dict[str, Any]], units: list[Form], bends: Bends) -> list[Form]:
    for layer in layers:
        kind = layer["type"]
        if kind == "dense":
            units = [
                plus(*zip(row, units, strict=True), (1, constant(b)))
                for row, b in zip(layer["weight"], layer["bias"], strict=True)
            ]
        elif kind == "relu":
            units = [bends.new(u) for u in units]
        elif kind == "leaky_relu":
            s = Fraction(layer["slope"])
            units = [plus((s, u), (1 - s, bends.new(u))) for u in units]
        elif kind == "abs":
            units = [plus((2, bends.new(u)), (-1, u)) for u in units]
        elif kind in ("clip", "hard_tanh"):
            low, high = (layer["low"], layer["high"]) if kind == "clip" else (-1, 1)
            made = []
            for u in units:
                first = bends.new(plus((1, u), (-1, constant(low))))
                second = bends.new(plus((1, u), (-1, constant(high))))
                made.append(plus((1, constant(low)), (1, first), (-1, second)))
            units = made
        elif kind == "maxout":
            made = []
            for group in layer["groups"]:
                best = units[group[0]]
                for i in group[1:]:
                    best = plus((1, best), (1, bends.new(plus((1, units[i]), (-1, best)))))
                made.append(best)
            units = made
        elif kind == "residual":
            units = [plus((1, u), (1, v)) for u, v in zip(units, outputs(layer["layers"], units, bends), strict=True)]
        else:
            raise AssertionError(kind)
    return units


def unfolded(subject: dict[str, Any], d: int, bends: Bends) -> list[Form]:
    x = [{("x", i): Fraction(1)} for i in range(d)]
    if subject["type"] == "network":
        return outputs(subject["network"]["layers"], x, bends)
    points = [(Fraction(a), Fraction(b)) for a, b in subject["map"]["points"]]
    slopes = [(b - a) / (q - p) for (p, a), (q, b) in zip(points, points[1:], strict=False)]
    form = plus((1, constant(points[0][1] - slopes[0] * points[0][0])), (slopes[0], x[0]))
    for (p, _), before, after in zip(points[1:], slopes, slopes[1:], strict=False):
        form = plus((1, form), (after - before, bends.new(plus((1, x[0]), (-1, constant(p))))))
    return [form]


def parts(subject: dict[str, Any]) -> list[dict[str, Any]]:
    return [subject["first"], subject["second"]] if subject["type"] == "pair" else [subject]


def inputs_of(subject: dict[str, Any]) -> int:
    first = parts(subject)[0]
    return int(first["network"]["inputs"]) if first["type"] == "network" else 1


def domain_forms(domain: Any, d: int) -> list[Form]:
    x = [{("x", i): Fraction(1)} for i in range(d)]
    if domain == "all":
        return []
    if isinstance(domain, dict):
        return [plus((b, constant(1)), *zip(a, x, strict=True)) for b, *a in domain["inequalities"]]
    found = []
    for i, (low, high) in enumerate(domain):
        found += [plus((1, x[i]), (-1, constant(low))), plus((-1, x[i]), (1, constant(high)))]
    return found


def at(form: Form, values: Form) -> Fraction:
    return sum((c * values[key] for key, c in form.items()), Fraction(0))


def check_reach(document: dict[str, Any]) -> None:
    """AssertionError unless the evidence proves the claim (piecewise-linear subjects)."""
    claim, subject, evidence = document["claim"], document["subject"], document["evidence"]
    assert claim["rule"] == "reach"
    d = inputs_of(subject)
    bends = Bends()
    y = [form for part in parts(subject) for form in unfolded(part, d, bends)]
    atoms = [[(atom["strict"], _atom(atom, d, y)) for atom in conjunction] for conjunction in claim["property"]]
    walls = domain_forms(claim["domain"], d)
    if claim["verdict"] == "sat":
        assert set(evidence) == {"point"}
        values: Form = {1: Fraction(1), **{("x", i): Fraction(p) for i, p in enumerate(evidence["point"])}}
        for k, u in enumerate(bends.arguments, start=1):
            values["v", k] = max(at(u, values), Fraction(0))
        assert all(at(wall, values) >= 0 for wall in walls)
        assert any(
            all(at(form, values) > 0 or (not strict and at(form, values) == 0) for strict, form in conjunction)
            for conjunction in atoms
        )
        return
    assert claim["verdict"] == "unsat"
    assert set(evidence) == {"trees"}
    for conjunction, tree in zip(atoms, evidence["trees"], strict=True):
        conditions = [(False, wall) for wall in walls]
        for k, u in enumerate(bends.arguments, start=1):
            v = {("v", k): Fraction(1)}
            conditions += [(False, v), (False, plus((1, v), (-1, u)))]
        rest = _tree(tree, [*conditions, *conjunction], bends.arguments)
        assert not rest, "the tree goes on after its end"


def _atom(atom: dict[str, Any], d: int, y: list[Form]) -> Form:
    x = [{("x", i): Fraction(1)} for i in range(d)]
    return plus((atom["constant"], constant(1)), *zip(atom["inputs"], x, strict=True), *zip(atom["outputs"], y, strict=True))


def _combined(pairs: list[Any], conditions: list[tuple[bool, Form]]) -> tuple[Form, bool]:
    assert all(i < j for (i, _), (j, _) in zip(pairs, pairs[1:], strict=False))
    assert all(0 <= i < len(conditions) and Fraction(m) > 0 for i, m in pairs)
    return plus(*((m, conditions[i][1]) for i, m in pairs)), any(conditions[i][0] for i, _ in pairs)


def _only_constant(form: Form) -> Fraction:
    assert set(form) <= {1}, "an identity does not hold"
    return form.get(1, Fraction(0))


def _tree(tree: list[Any], conditions: list[tuple[bool, Form]], arguments: list[Form]) -> list[Any]:
    waiting = [conditions]
    place = 0
    while waiting:
        conditions = waiting.pop()
        node = tree[place]
        place += 1
        if set(node) == {"split"}:
            k = node["split"]
            u, v = arguments[k - 1], {("v", k): Fraction(1)}
            waiting.append([*conditions, (False, u), (False, plus((1, u), (-1, v)))])
            waiting.append([*conditions, (False, plus((-1, u))), (False, plus((-1, v)))])
        elif set(node) == {"contradiction"}:
            total, strict = _combined(node["contradiction"], conditions)
            c = _only_constant(total)
            assert c < 0 or (c == 0 and strict), "no contradiction"
        else:
            assert set(node) == {"unit", "lower", "upper"}
            k = node["unit"]
            u, v = arguments[k - 1], {("v", k): Fraction(1)}
            lo = hi = None
            added = []
            if node["lower"] is not None:
                lo = Fraction(node["lower"][0])
                combined, _ = _combined(node["lower"][1], conditions)
                added.append(plus((1, u), (-1, constant(lo))))
                assert _only_constant(plus((1, added[-1]), (-1, combined))) >= 0
            if node["upper"] is not None:
                hi = Fraction(node["upper"][0])
                combined, _ = _combined(node["upper"][1], conditions)
                added.append(plus((-1, u), (1, constant(hi))))
                assert _only_constant(plus((1, added[-1]), (-1, combined))) >= 0
            assert lo is None or hi is None or lo <= hi
            if hi is not None and hi <= 0:
                added.append(plus((-1, v)))
            elif lo is not None and lo >= 0:
                added.append(plus((1, u), (-1, v)))
            elif lo is not None and hi is not None:
                added.append(plus((hi, u), (-hi, constant(lo)), (lo - hi, v)))
            waiting.append([*conditions, *((False, form) for form in added)])
    return tree[place:]
