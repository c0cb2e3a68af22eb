"""Rule ``interval``: the shape of a function of one variable."""

from __future__ import annotations

from fractions import Fraction

from exactnet.check.description import Description, describe, read_breakpoints
from exactnet.check.ensembles import Ensemble
from exactnet.check.reader import integer, integers, obj, rational, show
from exactnet.check.semialgebraic import interval as semialgebraic
from exactnet.check.subject import Domain, Function, Map, Network, Pair, Subject, fit_domain, read_domain
from exactnet.check.verdict import Rejected, require

_QUANTITIES = (
    "affine_pieces",
    "activation_regions",
    "laps",
    "crossings",
    "minimum",
    "maximum",
    "lipschitz",
    "unit_pieces",
)
_ONE_OUTPUT = {"laps", "crossings", "minimum", "maximum", "lipschitz"}


def check_interval(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``interval``."""
    keys = obj(claim, ["rule", "domain", "quantities"], "claim", "claim")
    if isinstance(subject, Pair | Ensemble):
        raise Rejected("subject", "the rule wants a network or a map, not a pair")
    if not isinstance(subject, Network | Map):
        semialgebraic.check_interval(keys, subject, evidence)
        return
    domain = read_domain(keys["domain"])
    fit_domain(subject, domain)
    claimed = _read_quantities(keys["quantities"], subject, domain)
    if evidence is None:
        return
    points = read_breakpoints(obj(evidence, ["breakpoints"], "evidence", "evidence")["breakpoints"])
    description = describe(
        subject, domain, points, regions="activation_regions" in claimed, units="unit_pieces" in claimed
    )
    for name, stated in claimed.items():
        found = _measure(name, description, stated)
        require(found == stated, name, f"claimed {_show(stated)}, found {_show(found)}")


Quantity = int | Fraction | list[int] | tuple[Fraction, int]


def _read_quantities(value: object, subject: Function, domain: Domain) -> dict[str, Quantity]:
    quantities = obj(value, [], "claim", "quantities", optional=_QUANTITIES)
    require(len(quantities) > 0, "claim", "quantities is empty")
    for name in quantities:
        require(name not in _ONE_OUTPUT or subject.outputs == 1, "claim", f"{name} wants one output")
    return {name: _read_quantity(name, stated, subject, domain) for name, stated in quantities.items()}


def _read_quantity(name: str, value: object, subject: Function, domain: Domain) -> Quantity:
    if name in {"affine_pieces", "laps"}:
        return integer(value, "claim", name)
    if name == "activation_regions":
        require(isinstance(subject, Network), "claim", f"{name} wants a network")
        return integer(value, "claim", name)
    if name == "crossings":
        pair = obj(value, ["level", "count"], "claim", name)
        return rational(pair["level"], "claim", "level"), integer(pair["count"], "claim", "count")
    if name == "unit_pieces":
        plain = isinstance(subject, Network) and subject.plain
        require(plain, "claim", f"{name} wants a network without residual layers")
        return integers(value, "claim", name)
    if name in {"minimum", "maximum"}:
        require(domain is not None, "claim", f"{name} wants a bounded domain")
    return rational(value, "claim", name)


def _measure(name: str, description: Description, stated: Quantity) -> Quantity:
    if name == "affine_pieces":
        return description.affine_pieces()
    if name == "activation_regions":
        return description.regions
    if name == "unit_pieces":
        return description.unit_pieces()
    graph = description.graph()
    if name == "laps":
        return graph.laps()
    if name == "minimum":
        return min(graph.ys)
    if name == "maximum":
        return max(graph.ys)
    if isinstance(stated, tuple):
        return stated[0], graph.crossings(stated[0])
    return graph.lipschitz()


def _show(value: Quantity) -> str:
    if isinstance(value, tuple):
        return show(value[1])
    if isinstance(value, list):
        shown = ", ".join(map(show, value[:20]))
        return f"[{shown}{', ...' if len(value) > 20 else ''}]"
    return show(value)
