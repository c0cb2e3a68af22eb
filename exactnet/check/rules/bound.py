"""Rule ``bound``: an instance of a published bound."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from exactnet.check.areas import read_area
from exactnet.check.description import Description, Graph, check_self_map, describe, read_breakpoints
from exactnet.check.formulas import BOUNDS, dyadic
from exactnet.check.instance import HALF, Bound, Instance
from exactnet.check.partition import check_lower, check_upper
from exactnet.check.reader import integer, obj, rational, show, string
from exactnet.check.rules.distance import integral
from exactnet.check.rules.laps import dynamics
from exactnet.check.rules.regions import count_regions
from exactnet.check.subject import Domain, Function, Network, Pair, Subject, fit_domain, read_domain
from exactnet.check.verdict import Rejected, require

_CLAIM = ["rule", "bound", "parameters", "domain", "quantity", "measured", "side", "bound_value", "verdict"]

Range = tuple[Fraction, Fraction]


def check_bound(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``bound``."""
    keys = obj(claim, _CLAIM, "claim", "claim")
    name = string(keys["bound"], "claim", "bound")
    require(name in BOUNDS, "claim", f"there is no bound {show(name)}")
    bound = BOUNDS[name]
    parameters = obj(keys["parameters"], [bound.parameter] if bound.parameter else [], "claim", "parameters")
    parameter = integer(parameters[bound.parameter], "claim", bound.parameter, 1) if bound.parameter else 0
    require(keys["quantity"] == bound.quantity, "claim", f"the bound is about the quantity {show(bound.quantity)}")
    require(keys["side"] == bound.side, "claim", f"the bound is an {bound.side} one")
    measured = _read_measured(keys["measured"])
    stated = rational(keys["bound_value"], "claim", "bound_value")
    require(keys["verdict"] in ("proved", "refuted"), "claim", "verdict must be 'proved' or 'refuted'")
    if isinstance(subject, Pair):
        raise Rejected("premise", "the bound is about a network or a map, not a pair")
    network = subject if isinstance(subject, Network) and subject.inputs > 1 else None
    area = read_area(keys["domain"], network.inputs) if network else None
    domain = None if network else read_domain(keys["domain"])
    growth = bound.quantity == "growth"
    if network is None:
        if growth:
            dynamics(subject, keys["domain"])
        fit_domain(subject, domain)
    bound.check_premises(subject, domain, parameter)
    require(keys["verdict"] == "proved" or not bound.witness, "verdict", "the bound speaks of some network only")
    if evidence is None:
        return
    if network is None or area is None:
        instance = Instance(subject, parameter, stated, shape=_describe(bound, subject, domain, evidence))
    else:
        counts = count_regions(network, area, evidence, [bound.quantity])
        instance = Instance(subject, parameter, stated, counts=counts)
    value = bound.value(instance)
    require(value == stated, "bound_value", f"claimed {show(stated)}, found {show(Fraction(value))}")
    found = _growth(evidence, instance.description.graph(), parameter) if growth else _measure(bound, instance)
    require(measured == found, "measured", f"claimed {_show(measured)}, found {_show(found)}")
    verdict = _compare(bound.side, found, stated)
    require(verdict == keys["verdict"], "verdict", f"measured {_show(found)} against {show(stated)} is {verdict}")


def _describe(bound: Bound, function: Function, domain: Domain, evidence: dict[str, object]) -> Description:
    """Describe a function of one variable; for a dynamical bound it has to map the domain into itself."""
    growth = bound.quantity == "growth"
    obj(evidence, ["breakpoints", "lower", "upper"] if growth else ["breakpoints"], "evidence", "evidence")
    regions, units = bound.quantity == "activation_regions", bound.quantity == "unit_pieces"
    points = read_breakpoints(evidence["breakpoints"])
    description = describe(function, domain, points, regions=regions, units=units)
    if growth and domain is not None:
        check_self_map(description.graph(), domain)
    return description


def _read_measured(value: object) -> Range:
    if isinstance(value, dict):
        keys = obj(value, ["lower", "upper"], "claim", "measured")
        lower, upper = (rational(keys[key], "claim", f"measured.{key}") for key in ("lower", "upper"))
        require(lower <= upper, "claim", "measured.lower is more than measured.upper")
        return lower, upper
    exact = rational(value, "claim", "measured")
    return exact, exact


def _growth(evidence: dict[str, object], graph: Graph, power: int) -> Range:
    lower = max(Fraction(1), check_lower(evidence["lower"], graph) or Fraction(1))
    upper, _ = check_upper(evidence["upper"], graph)
    require(lower <= upper, "upper", "the proved bounds contradict each other")
    n = max(1, power)
    return lower**n, upper**n


def _measure(bound: Bound, instance: Instance) -> Range:
    counted = instance.counts.get(bound.quantity)
    if isinstance(counted, int):
        return Fraction(counted), Fraction(counted)
    description = instance.description
    found: Fraction | int
    if bound.quantity == "affine_pieces":
        found = description.affine_pieces()
    elif bound.quantity == "activation_regions":
        found = description.regions
    elif bound.quantity == "crossings":
        found = instance.crossings()
    elif bound.quantity == "unit_pieces":
        found = description.unit_pieces()[instance.parameter - 1]
    elif bound.quantity == "alternation_errors":
        found = alternation_errors(description.graph(), instance.parameter)
    else:
        size = dyadic(instance)
        graph = description.graph()
        distances = [y - tent_power(x, size) for x, y in zip(graph.xs, graph.ys, strict=True)]
        found = integral(graph.xs, distances)
    return Fraction(found), Fraction(found)


def tent_power(x: Fraction, size: int) -> Fraction:
    """Give T^k(x) for the tent map T and size = 2^k.

    >>> tent_power(Fraction(3, 8), 4)
    Fraction(1, 2)
    """
    folded = x * size % 2
    return min(folded, 2 - folded)


def alternation_errors(graph: Graph, k: int) -> int:
    """Count the j in 0, .., 2^k - 1 for which the label of f(j / 2^k) at level 1/2 differs from j mod 2.

    It counts piece by piece, not point by point.

    >>> alternation_errors(Graph([Fraction(0), Fraction(1)], [Fraction(0), Fraction(1)]), 2)
    2
    """
    size = 2**k
    errors = 0
    for (x, u), (y, v) in pairwise(zip(graph.xs, graph.ys, strict=True)):
        start, stop = ceil(x * size), ceil(y * size)
        if (u >= HALF) == (v >= HALF):
            errors += _count(start, stop, even=u >= HALF)
            continue
        # The label is 1 exactly up to, or from, the point at which f is 1/2.
        turn = (x + (y - x) * (HALF - u) / (v - u)) * size
        middle = min(floor(turn) + 1 if u >= HALF else ceil(turn), stop)
        errors += _count(start, middle, even=u >= HALF) + _count(middle, stop, even=v >= HALF)
    return errors


def _count(start: int, stop: int, *, even: bool) -> int:
    """Count the even (or odd) integers in range(start, stop)."""
    evens = (stop + 1) // 2 - (start + 1) // 2
    return evens if even else stop - start - evens


def _compare(side: str, found: Range, value: Fraction) -> str:
    lower, upper = found
    if side == "upper":
        return "proved" if upper <= value else "refuted" if lower > value else "undecided"
    return "proved" if lower >= value else "refuted" if upper < value else "undecided"


def _show(found: Range) -> str:
    return show(found[0]) if found[0] == found[1] else f"[{show(found[0])}, {show(found[1])}]"
