"""What other certificates say of quantities."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from exactnet.check.reader import array, integer, obj, rational
from exactnet.check.statements.evaluation import Fact, Instance
from exactnet.check.statements.values import exactly

# The claim of a part, which has been checked, and the arguments of the instance.
Claim = dict[str, object]
Arguments = tuple[Fraction | str, ...]


def shown(instance: Instance, claim: Claim, inputs: int) -> Fact | None:
    """Tell what a checked claim about a subject with so many inputs says of an instance; None if nothing.

    >>> claim = {"rule": "laps", "level": "1/2", "laps": [2, 3], "crossings": [2, 4]}
    >>> shown(Instance("crossings", (Fraction(1, 2), Fraction(2))), claim, 1)
    (Fraction(4, 1), Fraction(4, 1))
    """
    rule, name = str(claim["rule"]), instance.quantity
    if name == "activation_regions" and (rule == "interval") != (inputs == 1):
        return None
    show = _SHOWS.get((rule, name))
    return None if show is None else show(claim, instance.arguments)


def _entry(key: str) -> Callable[[Claim, Arguments], Fact | None]:
    """Read a number off the quantities of a claim; a number that is not rational is none."""

    def show(claim: Claim, arguments: Arguments) -> Fact | None:
        value = _quantities(claim).get(key)
        return None if arguments or value is None or isinstance(value, dict) else _exactly(value)

    return show


def _quantities(claim: Claim) -> dict[str, object]:
    value = claim["quantities"]
    return obj(value, [], "parts", "quantities", optional=list(value) if isinstance(value, dict) else [])


def _exactly(value: object) -> Fact:
    return exactly(rational(value, "parts", "a number"))


def _level(value: object) -> Fraction:
    return rational(value, "parts", "level")


def _crossings(claim: Claim, arguments: Arguments) -> Fact | None:
    value = _quantities(claim).get("crossings")
    if value is None or len(arguments) != 1:
        return None
    pair = obj(value, ["level", "count"], "parts", "crossings")
    return _exactly(pair["count"]) if _level(pair["level"]) == arguments[0] else None


def _iterate(counts: object, n: Fraction | str) -> Fact | None:
    items = array(counts, "parts", "counts")
    return _exactly(items[int(n) - 1]) if int(n) <= len(items) else None


def _iterated_laps(claim: Claim, arguments: Arguments) -> Fact | None:
    return _iterate(claim["laps"], arguments[0]) if arguments else None


def _iterated_crossings(claim: Claim, arguments: Arguments) -> Fact | None:
    fits = len(arguments) == 2 and _level(claim["level"]) == arguments[0]
    return _iterate(claim["crossings"], arguments[1]) if fits else None


def _bracket(claim: Claim, arguments: Arguments) -> Fact | None:
    return _level(claim["growth_lower"]), _level(claim["growth_upper"])


def _of_period(claim: Claim, period: Fraction | str) -> list[dict[str, object]] | None:
    """List the orbits of a period, if all are listed."""
    if integer(claim["max_period"], "parts", "max_period") < int(period):
        return None
    listed = [orbit for orbit in array(claim["orbits"], "parts", "orbits") if isinstance(orbit, dict)]
    return [orbit for orbit in listed if orbit["period"] == period]


def _cycle(claim: Claim, arguments: Arguments) -> Fact | None:
    return True if len(array(claim["points"], "parts", "points")) == arguments[0] else None


def _period(claim: Claim, arguments: Arguments) -> Fact | None:
    orbits = _of_period(claim, arguments[0])
    return None if orbits is None else bool(orbits)


def _orbits(claim: Claim, arguments: Arguments) -> Fact | None:
    orbits = _of_period(claim, arguments[0])
    return None if orbits is None or any("points" not in orbit for orbit in orbits) else exactly(len(orbits))


def _faces(claim: Claim, arguments: Arguments) -> Fact | None:
    counts = _quantities(claim).get("faces")
    return None if counts is None else _exactly(array(counts, "parts", "faces")[int(arguments[0])])


def _betti(claim: Claim, arguments: Arguments) -> Fact | None:
    k, kind, level = (*arguments, *("le", Fraction(0))[len(arguments) - 1 :])
    fits = claim["output"] == [0] and claim["set"] == kind and _level(claim["level"]) == level
    return _exactly(array(claim["betti"], "parts", "betti")[int(k)]) if fits else None


def _transitions(claim: Claim, arguments: Arguments) -> Fact | None:
    return exactly(len(array(claim["transitions"], "parts", "transitions")))


def _patterns(claim: Claim, arguments: Arguments) -> Fact | None:
    return _exactly(claim["patterns"])


def _pieces(claim: Claim, arguments: Arguments) -> Fact | None:
    """Affine pieces, or those of a semi-algebraic subject, which has no others."""
    return _entry("affine_pieces")(claim, arguments) or _entry("pieces")(claim, arguments)


_OF_INTERVAL = ("affine_pieces", "laps", "minimum", "maximum", "lipschitz", "activation_regions")
_OF_REGIONS = (
    *("activation_regions", "activation_patterns", "affine_maps"),
    *("linear_regions", "linear_regions_contact"),
)
_SHOWS: dict[tuple[str, str], Callable[[Claim, Arguments], Fact | None]] = {
    **{("interval", name): _entry(name) for name in _OF_INTERVAL},
    **{("regions", name): _entry(name) for name in _OF_REGIONS},
    ("interval", "linear_regions"): _entry("affine_pieces"),
    ("interval", "pieces"): _pieces,
    ("interval", "crossings"): _crossings,
    ("laps", "laps"): _iterated_laps,
    ("laps", "crossings"): _iterated_crossings,
    ("entropy", "growth"): _bracket,
    ("entropy", "entropy"): _bracket,
    ("cycle", "period"): _cycle,
    ("orbits", "period"): _period,
    ("orbits", "orbits"): _orbits,
    ("regions", "faces"): _faces,
    ("betti", "betti"): _betti,
    ("trajectory", "transitions"): _transitions,
    ("trajectory", "patterns"): _patterns,
}
