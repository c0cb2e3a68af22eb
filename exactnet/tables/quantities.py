"""The quantities that may be columns. To add one: one `Quantity` in `QUANTITIES`.

A quantity says which computation gives a certificate, and what is read off the claim of that certificate. Computations that several
quantities share (`shape`, `regions`) are made once for a subject, a domain and options.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from exactnet.approximation import DISTANCE_DIGITS, distance
from exactnet.bounds.depth_width import depth_width
from exactnet.certs import Certificate
from exactnet.compile import Domain, IntervalFunction
from exactnet.compile.path import Path as Trail
from exactnet.compile.places import parse_place
from exactnet.compile.polyhedral import MAX_DIMENSION, compile_complex
from exactnet.compile.study import Function, study
from exactnet.complexes import count_regions, jacobian_ranks, search_regions
from exactnet.dynamics import entropy, lap_counts, periodic_orbits, shape
from exactnet.dynamics.curves.certified import function_orbits
from exactnet.dynamics.orbits import MAX_POINTS
from exactnet.errors import InputError, UndecidedError
from exactnet.exact.rational import number_json, rational
from exactnet.frontends import Subject, read_subject
from exactnet.model import Network
from exactnet.tables.options import (
    Option,
    document,
    flag,
    list_of,
    point,
    position,
    rational_number,
    references,
    whole,
    word,
)
from exactnet.topology import Relation, betti_numbers, chosen_output
from exactnet.trajectories import trajectory

__all__ = ["QUANTITIES", "Measurement", "Quantity"]

Given: TypeAlias = Mapping[str, Any]
Measurement: TypeAlias = Callable[[Subject, str, Given], Certificate]
"""Subject, domain as in a specification (``own``: the usual one), options -> certificate."""


@dataclass(frozen=True)
class Quantity:
    """Something that is measured of a subject.

    Attributes
    ----------
    name, text
        How a specification calls it; what it is, in a few words.
    measure
        What gives the certificate.
    rule
        The rule of its claim.
    read, then
        What is read off the claim (``docs/tables.md``); ``$name`` is an option.
    options
        What the computation wants to know.
    places
        What only says where in the claim the value stands.
    claim
        What else the claim must say, by the options (those that are the row's values, ``$name``, included).
    domain
        The usual domain; None for a quantity without one.
    show
        ``value``, or ``log``.
    """

    name: str
    text: str
    measure: Measurement
    rule: str
    read: tuple[Any, ...]
    then: Any = None
    options: Mapping[str, Option] = field(default_factory=dict)
    places: Mapping[str, Option] = field(default_factory=dict)
    claim: Callable[[Given], dict[str, Any]] = lambda given: {}
    domain: str | None = "own"
    show: str = "value"


def _keeps(*names: str) -> Callable[[Given], dict[str, Any]]:
    """A claim that has these options as they are."""
    return lambda given: {name: given[name] for name in names}


def _settled(value: Any, name: str) -> Any:
    """An option with which something is computed for the claim, so that it cannot be a row's value."""
    if references(value):
        raise InputError(f"{name} must be given itself, not as the row's {value}")
    return value


def _path_claim(given: Given) -> dict[str, Any]:
    points = [given["from"], *given["via"], given["to"]]
    if _settled(given["turn"], "turn"):
        return {"path": Trail.through(_settled(points, "a turn"), arcs=given["arc"], turn=True).to_json()}
    return {"path": {"arcs" if _settled(given["arc"], "arc") else "segments": points}}


def _set_claim(given: Given) -> dict[str, Any]:
    output = {} if given.get("output") is None else {"output": [given["output"]]}
    return {"set": given["set"], "level": given["level"], **output}


def _swing_claim(given: Given) -> dict[str, Any]:
    error = rational(_settled(given["tolerance"], "tolerance"))
    if error <= 0:
        raise InputError("tolerance must be positive; for f^n itself there is the quantity laps")
    return {"clip": False, "iterate": given["n"], "swing": number_json(2 * error)}


def _function(subject: Subject, domain: str, clip: bool = False) -> Function:
    return study(subject, None if domain == "own" else Domain.parse(domain), clip=clip)


def _network(subject: Subject) -> Network:
    if not isinstance(subject, Network):
        raise InputError("this is a quantity of networks; an interval map has pieces and laps")
    return subject


def _shape(subject: Subject, domain: str, given: Given) -> Certificate:
    return shape(_function(subject, domain)).certificate


def _laps(subject: Subject, domain: str, given: Given) -> Certificate:
    found = lap_counts(_function(subject, domain, given["clip"]), given["n"], given["level"]).certificate
    if found.claim["rule"] != "laps":
        raise InputError("the map leaves its interval; its own laps are the quantity laps_of_f")
    return found


def _entropy(subject: Subject, domain: str, given: Given) -> Certificate:
    return entropy(_function(subject, domain, given["clip"]), given["precision"]).certificate


def _orbits(subject: Subject, domain: str, given: Given) -> Certificate:
    function = _function(subject, domain, given["clip"])
    if isinstance(function, IntervalFunction):
        return periodic_orbits(function, given["max_period"]).certificate
    return function_orbits(function, given["max_period"], max_cells=MAX_POINTS).certificate


def _swings(subject: Subject, domain: str, given: Given) -> Certificate:
    function = _function(subject, domain)
    if not isinstance(function, IntervalFunction):
        raise UndecidedError("swings are counted of piecewise-linear functions only")
    found = depth_width(function, given["n"], given["tolerance"]).certificate
    if found is None:
        raise UndecidedError("the iterate is beyond what certificates speak of")
    return found


def _distance(subject: Subject, domain: str, given: Given) -> Certificate:
    pair = (subject, read_subject(given["to"]))
    if domain == "own":
        maps = [s.domain for s in pair if not isinstance(s, Network)]
        where = maps[0] if maps else Domain.of(0, 1)
    else:
        where = Domain.parse(domain)
    first, second = (study(s, where) for s in pair)
    return distance(first, second, given["norm"], given["precision"]).certificate


def _regions(subject: Subject, domain: str, given: Given) -> Certificate:
    network = _network(subject)
    place = parse_place(domain, network.inputs)
    if network.inputs > MAX_DIMENSION:
        return search_regions(network, place, evidence=True).certificate
    return count_regions(compile_complex(network, place)).certificate


def _ranks(subject: Subject, domain: str, given: Given) -> Certificate:
    network = _network(subject)
    return jacobian_ranks(compile_complex(network, parse_place(domain, network.inputs))).certificate


def _betti(subject: Subject, domain: str, given: Given) -> Certificate:
    network = _network(subject)
    output = chosen_output(network, given.get("output"))
    place = parse_place(domain, network.inputs)
    return betti_numbers(network, place, Relation.parse(given["set"]), given["level"], output).certificate


def _trajectory(subject: Subject, domain: str, given: Given) -> Certificate:
    points = [given["from"], *given["via"], given["to"]]
    path = Trail.through(points, arcs=given["arc"], turn=given["turn"])
    return trajectory(_network(subject), path, given["precision"]).certificate


_PATH = {
    "from": Option(point, "a point, a list of numbers"),
    "to": Option(point, "a point"),
    "via": Option(list_of(point), "points in between", []),
    "arc": Option(flag, "along arcs about 0, not straight", False),
    "turn": Option(flag, "with arc: the whole turn", False),
    "precision": Option(whole(1, 200), "digits of the lengths", 10),
}
_CLIP = {"clip": Option(flag, "values outside the interval are cut off at its ends", False)}
_ITERATE = {
    "n": Option(whole(1, 1000), "the iterate f^n", 1),
    "level": Option(rational_number, "the level of crossings", "1/2"),
    **_CLIP,
}
_GROWTH = {"precision": Option(whole(1, 2000), "decimal places of the bracket", 10), **_CLIP}
_PERIODS = {"max_period": Option(whole(1, 1000), "the largest period looked for"), **_CLIP}
_SET = {
    "set": Option(word("le", "lt", "ge", "gt", "eq"), "the points with F <= c, ..", "le"),
    "level": Option(rational_number, "c", 0),
    "output": Option(whole(0), "which output, from 0; may be left out if there is only one", optional=True),
}
_SWINGS = {
    "n": Option(whole(1, 1000), "the target f^n", 1),
    "tolerance": Option(rational_number, "the largest error allowed, E"),
}
_LAYER = {"layer": Option(position, "the layer of the chain, from 1, or -1, -2, .. from the end")}


def _of_shape(name: str, text: str, *read: Any, places: Mapping[str, Option] | None = None) -> Quantity:
    return Quantity(name, text, _shape, "interval", ("quantities", *(read or (name,))), places=places or {})


def _of_regions(name: str, text: str) -> Quantity:
    return Quantity(name, text, _regions, "regions", ("quantities", name), domain="all")


def _distance_in(norm: str) -> Quantity:
    return Quantity(
        f"{norm}_distance",
        f"{'L-infinity' if norm == 'linf' else 'L1'} distance to another function",
        _distance,
        "distance",
        ("value",),
        options={
            "to": Option(document, "the other network or map: a file, a document, or {construction = .., ..}"),
            "norm": Option(word(norm), "the norm", norm),
            "precision": Option(whole(1, 1000), "digits, where the distance is no short number", DISTANCE_DIGITS),
        },
        claim=_keeps("norm"),
    )


def _swing_quantity(name: str, text: str, then: Any, places: Mapping[str, Option]) -> Quantity:
    return Quantity(name, text, _swings, "alternation", ("count",), then, _SWINGS, places, _swing_claim)


def _along(name: str, text: str, *read: Any, then: Any = None, places: Mapping[str, Option] | None = None) -> Quantity:
    return Quantity(name, text, _trajectory, "trajectory", read, then, _PATH, places or {}, _path_claim, domain=None)


_ALL = (
    _of_shape("affine_pieces", "affine pieces of a function of one variable"),
    _of_shape("pieces", "pieces of a function of one variable that has curved ones"),
    _of_shape("laps_of_f", "laps of f itself, which need not map its interval into itself", "laps"),
    Quantity(
        "crossings",
        "maximal intervals on which f >= 1/2, or f < 1/2",
        _shape,
        "interval",
        ("quantities", "crossings", "count"),
        claim=lambda given: {"quantities": {"crossings": {"level": "1/2"}}},
    ),
    _of_shape("lipschitz", "the largest absolute slope of a piecewise-linear function"),
    _of_shape("minimum", "the least value"),
    _of_shape("maximum", "the largest value"),
    _of_shape(
        "unit_pieces", "the most pieces of a unit of a layer that is not dense", "unit_pieces", "$layer", places=_LAYER
    ),
    Quantity(
        "laps",
        "laps of f^n",
        _laps,
        "laps",
        ("laps", "$n"),
        options=_ITERATE,
        claim=_keeps("level", "clip"),
    ),
    Quantity(
        "crossings_of_iterate",
        "crossings of a level by f^n",
        _laps,
        "laps",
        ("crossings", "$n"),
        options=_ITERATE,
        claim=_keeps("level", "clip"),
    ),
    Quantity(
        "laps_of_iterates",
        "laps of f, .., f^n",
        _laps,
        "laps",
        ("laps",),
        options=_ITERATE,
        claim=_keeps("level", "clip"),
    ),
    Quantity(
        "entropy",
        "topological entropy",
        _entropy,
        "entropy",
        (),
        "growth",
        _GROWTH,
        claim=_keeps("clip"),
        show="log",
    ),
    Quantity("growth", "exp of the entropy", _entropy, "entropy", (), "growth", _GROWTH, claim=_keeps("clip")),
    Quantity(
        "least_periods",
        "the least periods up to max_period",
        _orbits,
        "orbits",
        ("orbits",),
        "periods",
        _PERIODS,
        claim=_keeps("max_period", "clip"),
    ),
    Quantity(
        "periodic_orbits",
        "the number of periodic orbits up to max_period",
        _orbits,
        "orbits",
        ("orbits",),
        "count",
        _PERIODS,
        claim=_keeps("max_period", "clip"),
    ),
    _swing_quantity("swings", "how often f^n rises and falls in turn by more than 2 E", None, {}),
    _swing_quantity(
        "excluded_width",
        "the widest relu networks of a depth that are excluded within E of f^n",
        ["excluded", "$depth"],
        {"depth": Option(whole(1, 10_000), "the number of hidden layers")},
    ),
    _distance_in("linf"),
    _distance_in("l1"),
    _of_regions("activation_regions", "activation patterns that occur on a set with interior"),
    _of_regions("activation_patterns", "activation patterns that occur at some point"),
    _of_regions("affine_maps", "different affine maps"),
    _of_regions("linear_regions", "regions of one affine map, joined through facets"),
    _of_regions("linear_regions_contact", "the same, joined through any point"),
    _of_regions("faces", "faces of dimension 0, 1, .."),
    Quantity(
        "jacobian_ranks",
        "(rank, number of regions) of a layer's Jacobian matrices",
        _ranks,
        "regions",
        ("quantities", "jacobian_ranks", "$layer"),
        places=_LAYER,
        domain="all",
    ),
    Quantity(
        "betti",
        "Betti numbers of {F <= c}",
        _betti,
        "betti",
        ("betti",),
        options=_SET,
        claim=_set_claim,
        domain="all",
    ),
    Quantity(
        "torsion",
        "torsion of the homology of {F <= c}",
        _betti,
        "betti",
        ("torsion",),
        options=_SET,
        claim=_set_claim,
        domain="all",
    ),
    _along("patterns", "different activation patterns along a path", "patterns"),
    _along("transitions", "points of a path at which the pattern changes", "transitions", then="count"),
    _along("pieces_along", "affine pieces along a path", "affine_pieces"),
    _along("path_length", "the length of a path", "path_length"),
    _along("length", "the length of a path's image after a layer", "lengths", "$layer", places=_LAYER),
    _along("output_length", "the length of a path's image", "lengths", -1),
)

QUANTITIES: dict[str, Quantity] = {quantity.name: quantity for quantity in _ALL}
