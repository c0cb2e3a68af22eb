"""Rule ``conjecture``: a statement about a function is false."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exactnet.check.algebra.points import are_equal
from exactnet.check.algebra.reading import Value
from exactnet.check.areas import Area, read_area
from exactnet.check.ensembles import Ensemble
from exactnet.check.paths import Path, read_path
from exactnet.check.reader import array, boolean, obj, rational, show, string
from exactnet.check.rules.betti import check_betti
from exactnet.check.rules.cycle import check_cycle
from exactnet.check.rules.entropy import check_entropy
from exactnet.check.rules.interval import check_interval
from exactnet.check.rules.laps import check_laps
from exactnet.check.rules.orbits import check_orbits
from exactnet.check.rules.regions import check_regions
from exactnet.check.rules.trajectory import check_trajectory
from exactnet.check.semialgebraic.setting import read_ends, value_as_point
from exactnet.check.statements.evaluation import Fact, Instance, Statement
from exactnet.check.statements.formulas import Architecture, architecture_of
from exactnet.check.statements.names import QUANTITIES
from exactnet.check.statements.shown import shown
from exactnet.check.statements.values import exactly
from exactnet.check.subject import (
    Curved,
    CurvedMap,
    CurvedNetwork,
    Function,
    Pair,
    Subject,
    fit_domain,
    read_domain,
    want_one_input,
)
from exactnet.check.verdict import Rejected, require

_ONE_INPUT: dict[str, Callable[[dict[str, object], Subject, dict[str, object] | None], None]] = {
    "interval": check_interval,
    "laps": check_laps,
    "entropy": check_entropy,
    "orbits": check_orbits,
    "cycle": check_cycle,
}
_PARTS = {**_ONE_INPUT, "regions": check_regions, "betti": check_betti, "trajectory": check_trajectory}
_CLAIM = ["rule", "statement", "domain", "clip", "path", "quantities", "verdict"]


def check_conjecture(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``conjecture``."""
    keys = obj(claim, _CLAIM, "claim", "claim")
    if isinstance(subject, Pair | Ensemble):
        raise Rejected("subject", "the rule wants a network or a map, not a pair")
    architecture = architecture_of(subject)
    text = string(keys["statement"], "claim", "statement")
    setting = Setting(
        subject,
        _read_place(keys["domain"], subject, architecture),
        boolean(keys["clip"], "claim", "clip"),
        None if keys["path"] is None else read_path(keys["path"], architecture.inputs),
    )
    quantities = keys["quantities"]
    stated = obj(quantities, [], "claim", "quantities", optional=quantities if isinstance(quantities, dict) else ())
    require(keys["verdict"] == "refuted", "claim", f"verdict must be 'refuted', not {show(keys['verdict'])}")

    statement = Statement(text)
    instances = statement.instances(architecture)
    for name in stated:
        require(name in instances, "quantities", f"the statement has no quantity {show(name)}")
    facts = {name: _read_fact(value, instances[name]) for name, value in stated.items()}
    if evidence is not None:
        parts = array(obj(evidence, ["parts"], "evidence", "evidence")["parts"], "parts", "parts")
        claims = [setting.check_part(part, f"parts[{i}]") for i, part in enumerate(parts)]
        for name, fact in facts.items():
            _check_shown(instances[name], fact, claims, architecture)
    truth = statement.evaluate(architecture, facts)
    require(truth is False, "verdict", f"the statement is {'true' if truth else 'not decided'}, not false")


# The domain of one input, as in rule `interval` (None is the real line), or that of several.
Place = tuple[Value, Value] | Area | None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a claim speaks of: parts have to speak of the same."""

    subject: Function | Curved
    place: Place
    clip: bool
    path: Path | None

    def check_part(self, value: object, name: str) -> dict[str, object]:
        """Check a part, and that it speaks of the same; give its claim."""
        part = obj(value, ["claim", "evidence"], "parts", name)
        claim, evidence = (_object(part[key], f"{name}.{key}") for key in ("claim", "evidence"))
        rule = claim.get("rule")
        if not isinstance(rule, str) or rule not in _PARTS:
            raise Rejected("parts", f"{name}.claim has the rule {show(rule)}, which is none of {', '.join(_PARTS)}")
        require("hole" not in evidence, "parts", f"{name} has a hole")
        if rule in _ONE_INPUT:
            want_one_input(self.subject)
        _PARTS[rule](claim, self.subject, evidence)
        same_place = "domain" not in claim or self._is_place(rule, claim["domain"])
        require(same_place, "parts", f"{name} has another domain")
        require(claim.get("clip", self.clip) is self.clip, "parts", f"{name} has another clip")
        if "path" in claim:
            same_path = self.path is not None and read_path(claim["path"], len(self.path.points[0])) == self.path
            require(same_path, "parts", f"{name} has another path")
        return claim

    def _is_place(self, rule: str, domain: object) -> bool:
        """Tell whether the domain of a part, which has been checked, is that of the claim."""
        if rule in _ONE_INPUT:
            there, here = _read_interval(domain, self.subject), self.place
            if there is None or not isinstance(here, tuple):
                return there is here
            return all(are_equal(value_as_point(x), value_as_point(y)) for x, y in zip(there, here, strict=True))
        if isinstance(self.place, Area):
            return read_area(domain, self.place.dimension) == self.place
        if domain == "all" or self.place is None:
            return domain == "all" and self.place is None
        sides = domain if isinstance(domain, list) else []
        ends = tuple(rational(x, "parts", "domain") for side in sides for x in array(side, "parts", "domain"))
        return ends == self.place


def _object(value: object, name: str) -> dict[str, object]:
    return obj(value, [], "parts", name, optional=value if isinstance(value, dict) else ())


def _read_place(value: object, subject: Function | Curved, architecture: Architecture) -> Place:
    if architecture.inputs > 1:
        return read_area(value, architecture.inputs)
    return _read_interval(value, subject)


def _read_interval(value: object, subject: Function | Curved) -> tuple[Value, Value] | None:
    if isinstance(subject, CurvedNetwork | CurvedMap):
        return read_ends(value)
    domain = read_domain(value)
    fit_domain(subject, domain)
    return domain


def _read_fact(value: object, instance: Instance) -> Fact:
    """Parse the value that the claim gives for an instance."""
    name = str(instance)
    if QUANTITIES[instance.quantity].type == "truth":
        return boolean(value, "quantities", name)
    if isinstance(value, dict) and instance.quantity in ("growth", "entropy"):
        ends = obj(value, ["lower", "upper"], "quantities", name)
        lower, upper = (rational(ends[key], "quantities", f"{name}.{key}") for key in ("lower", "upper"))
        require(lower < upper, "quantities", f"{name}: lower is not less than upper")
        return lower, upper
    return exactly(rational(value, "quantities", name))


def _check_shown(instance: Instance, fact: Fact, claims: list[dict[str, object]], architecture: Architecture) -> None:
    """Check that the first part that says something of an instance says what the claim says."""
    for claim in claims:
        found = shown(instance, claim, architecture.inputs)
        if found is not None:
            require(found == fact, "quantities", f"{instance} is {_show(fact)} in the claim, {_show(found)} in a part")
            return
    raise Rejected("quantities", f"no part shows {instance}")


def _show(fact: Fact) -> str:
    if isinstance(fact, bool):
        return show(fact)
    return show(fact[0]) if fact[0] == fact[1] else f"between {show(fact[0])} and {show(fact[1])}"
