"""Rule ``bound``: an instance of a published bound."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from exactnet.check.areas import Area, read_area
from exactnet.check.cycles import divides, forced, read_orbit
from exactnet.check.description import Graph, check_self_map, describe, read_breakpoints
from exactnet.check.ensembles import Ensemble
from exactnet.check.formulas import BOUNDS, piece_product
from exactnet.check.homology.decision import Region, read_cells
from exactnet.check.homology.groups import bounded_components, read_homology, transversal
from exactnet.check.instance import HALF, Bound, Instance
from exactnet.check.iterates import laps_and_crossings
from exactnet.check.partition import growth_by_partitions
from exactnet.check.persistence import read_weights
from exactnet.check.polynomials import sign_at
from exactnet.check.reader import integer, integers, obj, rational, show, string
from exactnet.check.rules.distance import integral
from exactnet.check.rules.laps import dynamics
from exactnet.check.rules.regions import count_regions
from exactnet.check.semialgebraic.bound import read_case
from exactnet.check.semialgebraic.formulas import CURVED_BOUNDS
from exactnet.check.semialgebraic.formulas import Bound as CurvedBound
from exactnet.check.semialgebraic.setting import read_ends
from exactnet.check.stability import check_radius, is_transversal
from exactnet.check.subject import (
    CurvedMap,
    CurvedNetwork,
    Domain,
    Map,
    Network,
    Pair,
    Subject,
    fit_domain,
    read_domain,
)
from exactnet.check.targets import alternation_errors, off_the_square, off_the_tent, off_the_three_cycle, tent_mismatch
from exactnet.check.verdict import Rejected, require

_CLAIM = ["rule", "bound", "parameters", "domain", "quantity", "measured", "side", "bound_value", "verdict"]

Range = tuple[Fraction, Fraction]


# What gives the value of a bound, and what is measured.
Checks = tuple[Callable[[], Fraction | int], Callable[[], Range]]


def check_bound(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``bound``."""
    keys = obj(claim, _CLAIM, "claim", "claim")
    name = string(keys["bound"], "claim", "bound")
    require(name in BOUNDS or name in CURVED_BOUNDS, "claim", f"there is no bound {show(name)}")
    bound = BOUNDS[name] if name in BOUNDS else CURVED_BOUNDS[name]
    parameter = _read_parameter(keys["parameters"], bound.parameter, bound.least if isinstance(bound, Bound) else 1)
    require(keys["quantity"] == bound.quantity, "claim", f"the bound is about the quantity {show(bound.quantity)}")
    require(keys["side"] == bound.side, "claim", f"the bound is an {bound.side} one")
    measured = _read_measured(keys["measured"])
    stated = rational(keys["bound_value"], "claim", "bound_value")
    require(keys["verdict"] in ("proved", "refuted"), "claim", "verdict must be 'proved' or 'refuted'")
    if isinstance(subject, Pair | Ensemble):
        raise Rejected("premise", "the bound is about a network or a map, not a pair")
    checks: Checks | None
    if bound.quantity == "persistence":
        checks = _of_weights(keys["domain"], subject, int(parameter), evidence)
    elif isinstance(bound, CurvedBound):
        if not isinstance(subject, CurvedNetwork | CurvedMap):
            raise Rejected("premise", "the bound is about functions that are not piecewise linear")
        case = read_case(bound, subject, parameter, keys["domain"])
        checks = None if evidence is None else case.open(evidence, measured)
    else:
        checks = _of_straight(bound, keys["domain"], subject, parameter, stated, evidence)
    require(keys["verdict"] == "proved" or not bound.witness, "verdict", "the bound speaks of some network only")
    if checks is None:
        return
    value = checks[0]()
    require(value == stated, "bound_value", f"claimed {show(stated)}, found {show(Fraction(value))}")
    found = checks[1]()
    require(measured == found, "measured", f"claimed {_show(measured)}, found {_show(found)}")
    verdict = _compare(bound.side, found, stated)
    require(verdict == keys["verdict"], "verdict", f"measured {_show(found)} against {show(stated)} is {verdict}")


def _read_parameter(value: object, name: str | None, least: int) -> Fraction:
    keys = obj(value, [name] if name else [], "claim", "parameters")
    if name is None:
        return Fraction(0)
    if name == "at":
        return rational(keys[name], "claim", name)
    if name == "radius":
        radius = rational(keys[name], "claim", name)
        require(radius > 0, "claim", "radius must be more than 0")
        return radius
    return Fraction(integer(keys[name], "claim", name, least))


def _of_weights(
    ends: object,
    subject: Network | Map | CurvedNetwork | CurvedMap,
    layer: int,
    evidence: dict[str, object] | None,
) -> Checks | None:
    """Check the premises of the bound on neural persistence, for which the domain plays no part."""
    if isinstance(subject, Map | CurvedMap):
        raise Rejected("premise", "the bound is about networks")
    if subject.inputs > 1:
        read_area(ends, subject.inputs)
    elif isinstance(subject, CurvedNetwork):
        read_ends(ends)
    else:
        read_domain(ends)
    weights = read_weights(subject.layers, "premise", 2)
    require(layer <= len(weights.layers), "premise", "there is no such dense layer")
    if evidence is None:
        return None
    obj(evidence, [], "evidence", "evidence")
    found = weights.persistence(weights.graph(layer), 2)
    return lambda: weights.most(layer), lambda: (found, found)


def _of_straight(
    bound: Bound,
    ends: object,
    subject: Network | Map | CurvedNetwork | CurvedMap,
    given: Fraction,
    stated: Fraction,
    evidence: dict[str, object] | None,
) -> Checks | None:
    """Check the premises for a piecewise-linear function, and read the evidence (None if it is a hole)."""
    if not isinstance(subject, Network | Map):
        raise Rejected("premise", "the bound is about piecewise-linear functions")
    parameter = int(given)
    network = subject if isinstance(subject, Network) and subject.inputs > 1 else None
    area = read_area(ends, network.inputs) if network else None
    domain = None if network else read_domain(ends)
    if network is None:
        if bound.dynamical:
            dynamics(subject, ends)
        fit_domain(subject, domain)
    bound.check_premises(subject, domain if area is None else area, parameter)
    if evidence is None:
        return None
    if network is None or area is None:
        instance = _instance(bound, Instance(subject, parameter, stated), domain, evidence)
    else:
        instance = Instance(subject, parameter, stated, counts=_count(bound, network, area, evidence, given))
    return lambda: bound.value(instance), lambda: _measure(bound, instance, evidence)


def _count(
    bound: Bound, network: Network, area: Area, evidence: dict[str, object], parameter: Fraction
) -> Mapping[str, object]:
    """Measure a function of several variables."""
    if bound.quantity not in ("betti", "bounded_components", "stable"):
        return count_regions(network, area, evidence, [bound.quantity])
    region = Region([0], "le", Fraction(0))
    if bound.quantity == "stable":
        cells = obj(evidence, ["vertices", "faces"], "evidence", "evidence")
        tiling = read_cells(network, area, region, cells["vertices"], cells["faces"])
        require(is_transversal(tiling, area), "premise", "a neuron's zeros pass through a vertex")
        check_radius(tiling, area, network, region, parameter)
        return {"stable": 1}
    homology = read_homology(network, area, region, evidence)
    require(not bound.transversal or transversal(homology), "premise", "the level is not transversal")
    if bound.quantity == "betti":
        return {"betti": homology.betti[int(parameter)]}
    return {"bounded_components": bounded_components(homology)}


_EVIDENCE = {
    "growth": ("lower", "upper"),
    "cycle_growth": ("lower", "upper"),
    "growth_sign": ("lower", "upper", "recurrence"),
}


def _instance(bound: Bound, instance: Instance, domain: Domain, evidence: dict[str, object]) -> Instance:
    """Describe a function of one variable; for a dynamical bound it has to map the domain into itself."""
    orbit = ("orbit",) if bound.cycle else ()
    obj(evidence, ["breakpoints", *_EVIDENCE.get(bound.quantity, ()), *orbit], "evidence", "evidence")
    regions, units = bound.quantity == "activation_regions", bound.quantity == "unit_pieces"
    points = read_breakpoints(evidence["breakpoints"])
    description = describe(instance.function, domain, points, regions=regions, units=units)
    if bound.dynamical and domain is not None:
        check_self_map(description.graph(), domain)
    cycle: list[Fraction] = []
    if bound.cycle:
        period = instance.parameter if bound.parameter == "period" else None
        cycle = read_orbit(evidence["orbit"], description.graph(), period)
    return replace(instance, shape=description, orbit=cycle)


def _read_measured(value: object) -> Range:
    if isinstance(value, dict):
        keys = obj(value, ["lower", "upper"], "claim", "measured")
        lower, upper = (rational(keys[key], "claim", f"measured.{key}") for key in ("lower", "upper"))
        require(lower <= upper, "claim", "measured.lower is more than measured.upper")
        return lower, upper
    exact = rational(value, "claim", "measured")
    return exact, exact


def _growth(evidence: dict[str, object], graph: Graph, power: int) -> Range:
    growth = growth_by_partitions(evidence["lower"], evidence["upper"], graph)
    n = max(1, power)
    return growth.least**n, growth.most**n


def _growth_sign(evidence: dict[str, object], graph: Graph, period: int) -> Range:
    """Give the sign of the forced polynomial, which has one positive root, at the growth number."""
    polynomial = forced(period)
    growth = growth_by_partitions(evidence["lower"], evidence["upper"], graph)
    recurrence = evidence["recurrence"]
    if recurrence is None:
        return Fraction(sign_at(polynomial, growth.least)), Fraction(sign_at(polynomial, growth.most))
    keys = obj(recurrence, ["polynomial", "multiplicity", "cofactor"], "recurrence", "recurrence")
    factor = integers(keys.pop("polynomial"), "recurrence", "polynomial")
    require(any(factor), "recurrence", "the polynomial is zero")
    growth.check_recurrence(keys, factor)
    require(divides(factor, polynomial), "recurrence", "the polynomial does not divide the one of the period")
    return Fraction(0), Fraction(0)


def _measure(bound: Bound, instance: Instance, evidence: dict[str, object]) -> Range:
    counted = instance.counts.get(bound.quantity)
    if isinstance(counted, int):
        return Fraction(counted), Fraction(counted)
    if bound.quantity in ("growth", "cycle_growth"):
        return _growth(evidence, instance.description.graph(), instance.parameter)
    if bound.quantity == "growth_sign":
        return _growth_sign(evidence, instance.description.graph(), instance.parameter)
    found = Fraction(_MEASURES[bound.quantity](instance))
    return found, found


_MEASURES: dict[str, Callable[[Instance], Fraction | int]] = {
    "affine_pieces": lambda i: i.description.affine_pieces(),
    "activation_regions": lambda i: i.description.regions,
    "crossings": lambda i: i.crossings(),
    "unit_pieces": lambda i: i.description.unit_pieces()[i.parameter - 1],
    "piece_product": lambda i: piece_product(i),
    "laps": lambda i: laps_and_crossings(i.description.graph(), HALF, i.parameter)[0][-1],
    "lipschitz_sign": lambda i: sign_at(forced(i.parameter), i.description.graph().lipschitz()),
    "alternation_errors": lambda i: alternation_errors(i.description.graph(), i.parameter),
    "tent_mismatch": lambda i: tent_mismatch(i.description.graph(), i.parameter),
    "linf_to_square": lambda i: off_the_square(i.description.graph()),
    "l1_to_tent": lambda i: integral(i.description.points, off_the_tent(i)),
    "linf_to_three_cycle": lambda i: max(map(abs, off_the_three_cycle(i))),
    "l1_to_three_cycle": lambda i: integral(i.description.points, off_the_three_cycle(i)),
}


def _compare(side: str, found: Range, value: Fraction) -> str:
    lower, upper = found
    if side == "upper":
        return "proved" if upper <= value else "refuted" if lower > value else "undecided"
    return "proved" if lower >= value else "refuted" if upper < value else "undecided"


def _show(found: Range) -> str:
    return show(found[0]) if found[0] == found[1] else f"[{show(found[0])}, {show(found[1])}]"
