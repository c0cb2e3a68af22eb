"""Rule ``reach``: is there a point with these outputs?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import mul

from exactnet.check.ensembles import Ensemble
from exactnet.check.reader import array, boolean, obj, rational, rationals, show
from exactnet.check.refutation import Tree
from exactnet.check.subject import Curved, CurvedNetwork, Function, Map, Network, Pair, Subject
from exactnet.check.unfolding import ONE, Form, Unfolding, combine
from exactnet.check.values import ends_of, outputs_at
from exactnet.check.verdict import Rejected, require


@dataclass(frozen=True, slots=True)
class Atom:
    """constant + inputs . x + outputs . y is >= 0, or > 0."""

    strict: bool
    constant: Fraction
    inputs: list[Fraction]
    outputs: list[Fraction]


# b + a . x >= 0, as a form.
Walls = list[Form]


def check_reach(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``reach``."""
    keys = obj(claim, ["rule", "domain", "property", "verdict"], "claim", "claim")
    if isinstance(subject, Ensemble):
        raise Rejected("subject", "the rule wants a network, a map or a pair")
    functions = [subject.first, subject.second] if isinstance(subject, Pair) else [subject]
    inputs = {f.inputs if isinstance(f, Network | CurvedNetwork) else 1 for f in functions}
    require(len(inputs) == 1, "subject", "the two functions have different numbers of inputs")
    (d,) = inputs
    walls = _read_domain(keys["domain"], d, functions)
    conjunctions = _read_property(keys["property"], d, sum(f.outputs for f in functions))
    require(keys["verdict"] in ("sat", "unsat"), "claim", "verdict must be 'sat' or 'unsat'")
    if evidence is None:
        return
    if keys["verdict"] == "sat":
        point = rationals(obj(evidence, ["point"], "evidence", "evidence")["point"], "evidence", "point")
        require(len(point) == d, "point", f"point must have {show(d)} coordinates")
        _check_point(point, walls, conjunctions, functions)
        return
    trees = array(obj(evidence, ["trees"], "evidence", "evidence")["trees"], "evidence", "trees")
    require(len(trees) == len(conjunctions), "tree", f"{len(conjunctions)} conjunctions want as many trees")
    # Without walls and atoms there is nothing to refute, and nothing in the claim is as large as d.
    require(bool(walls or any(conjunctions)), "multipliers", "nothing is asked of a point, every one will do")
    unfolding = Unfolding(d)
    outputs = [form for function in functions for form in unfolding.outputs(_straight(function))]
    common = [*walls, *_bends(unfolding)]
    for i, (tree, conjunction) in enumerate(zip(trees, conjunctions, strict=True)):
        conditions = [*common, *(_form(atom, outputs) for atom in conjunction)]
        strict = {len(conditions) - len(conjunction) + j for j, atom in enumerate(conjunction) if atom.strict}
        Tree(unfolding, conditions, strict).check(tree, f"tree {i}")


def _read_domain(value: object, d: int, functions: Sequence[Function | Curved]) -> Walls:
    maps = [f for f in functions if not isinstance(f, Network | CurvedNetwork)]
    require(not maps or isinstance(value, list), "claim", "the domain of a map must be a box")
    if value == "all":
        return []
    if isinstance(value, dict):
        items = array(obj(value, ["inequalities"], "claim", "domain")["inequalities"], "claim", "inequalities")
        rows = [rationals(item, "claim", "inequality") for item in items]
        require(len(rows) > 0, "claim", "there is no inequality")
        require(all(len(row) == d + 1 for row in rows), "claim", f"an inequality must have {show(d + 1)} numbers")
        require(all(map(any, rows)), "claim", "an inequality says nothing: all its numbers are 0")
        return [_affine(row) for row in rows]
    sides = [rationals(side, "claim", "a side") for side in array(value, "claim", "domain")]
    require(len(sides) == d, "claim", f"domain must be 'all', inequalities, or {show(d)} intervals")
    require(all(len(side) == 2 for side in sides), "claim", "a side of the box must be a list of two rationals")
    require(all(low <= high for low, high in sides), "claim", "a side of the box has its ends reversed")
    for function in maps:
        first, last = ends_of(function)
        require(first <= sides[0][0] and sides[0][1] <= last, "claim", "the box is not inside the domain of the map")
    return [
        combine([(b, {0: ONE}), (a, {i: ONE})])
        for i, (low, high) in enumerate(sides, 1)
        for b, a in ((-low, ONE), (high, -ONE))
    ]


def _affine(row: Sequence[Fraction]) -> Form:
    return {place: c for place, c in enumerate(row) if c}


def _read_property(value: object, d: int, m: int) -> list[list[Atom]]:
    conjunctions = [
        [_read_atom(item, d, m) for item in array(conjunction, "claim", "a conjunction")]
        for conjunction in array(value, "claim", "property")
    ]
    require(len(conjunctions) > 0, "claim", "property has no conjunction")
    return conjunctions


def _read_atom(value: object, d: int, m: int) -> Atom:
    keys = obj(value, ["strict", "constant", "inputs", "outputs"], "claim", "an atom")
    inputs, outputs = (rationals(keys[key], "claim", key) for key in ("inputs", "outputs"))
    require(len(inputs) == d and len(outputs) == m, "claim", f"an atom must have {show(d)} inputs and {m} outputs")
    constant = rational(keys["constant"], "claim", "constant")
    return Atom(boolean(keys["strict"], "claim", "strict"), constant, inputs, outputs)


def _check_point(
    x: list[Fraction], walls: Walls, conjunctions: list[list[Atom]], functions: Sequence[Function | Curved]
) -> None:
    inside = all(sum(c * (x[place - 1] if place else ONE) for place, c in wall.items()) >= 0 for wall in walls)
    require(inside, "point", "the point is not in the domain")
    y = [value for function in functions for value in outputs_at(function, x)]

    def holds(atom: Atom) -> bool:
        form = atom.constant + _dot(atom.inputs, x) + _dot(atom.outputs, y)
        return form > 0 or (form == 0 and not atom.strict)

    require(any(all(map(holds, atoms)) for atoms in conjunctions), "point", "the point does not have the property")


def _dot(a: list[Fraction], x: list[Fraction]) -> Fraction:
    return sum(map(mul, a, x), Fraction(0))


def _straight(function: Function | Curved) -> Function:
    if not isinstance(function, Network | Map):
        raise Rejected("subject", "trees want piecewise-linear functions with rational numbers")
    return function


def _bends(unfolding: Unfolding) -> list[Form]:
    """List what is >= 0 at every point: v_k and v_k - u_k."""
    found: list[Form] = []
    for k, u in enumerate(unfolding.arguments, 1):
        v = unfolding.variable(k)
        found += [v, combine([(1, v), (-1, u)])]
    return found


def _form(atom: Atom, outputs: list[Form]) -> Form:
    return combine([(1, _affine([atom.constant, *atom.inputs])), *zip(atom.outputs, outputs, strict=True)])
