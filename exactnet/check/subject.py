"""The functions that certificates speak of: networks, maps, pairs. Parsing validates everything."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from exactnet.check.algebra.reading import Algebraic, Value, read_value
from exactnet.check.ensembles import Ensemble, read_ensemble
from exactnet.check.layers import CurvedGate, CurvedLayer, Dense, Gate, Layer, Residual, are_straight, read_chain
from exactnet.check.reader import array, canonical, increasing, integer, obj, show, string
from exactnet.check.verdict import Rejected, require

# None is the real line.
Domain = tuple[Fraction, Fraction] | None


@dataclass(frozen=True, slots=True)
class Network:
    """A piecewise-linear network."""

    layers: tuple[Layer, ...]
    outputs: int
    inputs: int = 1

    @property
    def plain(self) -> bool:
        """Whether no layer is residual."""
        return not any(isinstance(layer, Residual) for layer in self.layers)

    def gates(self) -> list[Gate]:
        """List the layers that are not dense, those of residual blocks included, in order."""
        return list(_gates(self.layers))


@dataclass(frozen=True, slots=True)
class CurvedNetwork:
    """A network with polynomial or rational layers."""

    layers: tuple[CurvedLayer, ...]
    outputs: int
    inputs: int = 1

    @property
    def plain(self) -> bool:
        """Whether no layer is residual."""
        return not any(isinstance(layer, Residual) for layer in self.layers)

    def gates(self) -> list[CurvedGate]:
        """List the layers that are not dense, those of residual blocks included, in order."""
        return list(_curved_gates(self.layers))


@dataclass(frozen=True, slots=True)
class Map:
    """The function that is straight between the points (x, y)."""

    xs: list[Fraction]
    ys: list[Fraction]
    outputs: int = 1


@dataclass(frozen=True, slots=True)
class CurvedMap:
    """A map by pieces, or one by points with algebraic numbers.

    Attributes
    ----------
    ends : list of Value
        The ends of the pieces.
    polynomials : list of list of Value
        The coefficients of the pieces; none for a map by points.
    heights : list of Value
        The values at the ends of a map by points, which is straight in between.
    numbers : list of Algebraic
        Its algebraic numbers, as they stand there.
    """

    ends: list[Value]
    polynomials: list[list[Value]]
    heights: list[Value]
    numbers: list[Algebraic]
    outputs: int = 1


@dataclass(frozen=True, slots=True)
class Pair:
    """Two functions to compare."""

    first: Function | Curved
    second: Function | Curved


Function = Network | Map
Curved = CurvedNetwork | CurvedMap
Subject = Network | Map | CurvedNetwork | CurvedMap | Pair | Ensemble


def _gates(layers: tuple[Layer, ...]) -> Iterator[Gate]:
    for layer in layers:
        if isinstance(layer, Residual):
            yield from _gates(layer.layers)
        elif not isinstance(layer, Dense):
            yield layer


def _curved_gates(layers: tuple[CurvedLayer, ...]) -> Iterator[CurvedGate]:
    for layer in layers:
        if isinstance(layer, Residual):
            yield from _curved_gates(layer.layers)
        elif not isinstance(layer, Dense):
            yield layer


def read_subject(value: object) -> Subject:
    """Parse a subject and check its digests."""
    return _read_subject(value, "subject")[0]


def _read_subject(value: object, name: str) -> tuple[Subject, str]:
    kind = value.get("type") if isinstance(value, dict) else None
    subject: Subject
    if kind == "network":
        keys = obj(value, ["type", "sha256", "network"], "subject", name)
        subject = _read_network(keys["network"], f"{name}.network")
        hashed = keys["network"]
    elif kind == "map":
        keys = obj(value, ["type", "sha256", "map"], "subject", name)
        subject = _read_map(keys["map"], f"{name}.map")
        hashed = keys["map"]
    elif kind == "ensemble" and name == "subject":
        keys = obj(value, ["type", "sha256", "ensemble"], "subject", name)
        subject = read_ensemble(keys["ensemble"], f"{name}.ensemble")
        hashed = keys["ensemble"]
    elif kind == "pair" and name == "subject":
        keys = obj(value, ["type", "sha256", "first", "second"], "subject", name)
        first, first_digest = _read_subject(keys["first"], f"{name}.first")
        second, second_digest = _read_subject(keys["second"], f"{name}.second")
        if isinstance(first, Pair | Ensemble) or isinstance(second, Pair | Ensemble):
            raise Rejected("subject", "a pair inside a pair")
        subject = Pair(first, second)
        hashed = [first_digest, second_digest]
    else:
        raise Rejected("subject", f"{name} is neither a network nor a map{' nor a pair' if name == 'subject' else ''}")
    digest = hashlib.sha256(canonical(hashed)).hexdigest()
    stated = string(keys["sha256"], "subject", f"{name}.sha256")
    require(stated == digest, "digest", f"{name}.sha256 is {show(stated)}, the content has {digest}")
    return subject, digest


def _read_map(value: object, name: str) -> Map | CurvedMap:
    by_pieces = isinstance(value, dict) and "pieces" in value
    keys = obj(value, ["format", *(("domain", "pieces") if by_pieces else ("points",))], "subject", name)
    require(keys["format"] == "exactnet-map/1", "subject", f"{name}.format must be 'exactnet-map/1'")
    numbers = _Numbers()
    if by_pieces:
        return _read_pieces(keys, numbers, name)
    points = [numbers.read_list(p, f"{name}.points") for p in array(keys["points"], "subject", f"{name}.points")]
    require(all(len(p) == 2 for p in points), "subject", f"{name}.points must be pairs [x, y]")
    require(len(points) >= 2, "subject", f"{name} has less than two points")
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    if numbers.found:
        return CurvedMap(xs, [], ys, numbers.found)
    plain_xs, plain_ys = ([x for x in row if isinstance(x, Fraction)] for row in (xs, ys))
    require(all(a < b for a, b in pairwise(plain_xs)), "subject", f"{name}: the x do not increase")
    return Map(plain_xs, plain_ys)


class _Numbers:
    """Reads the numbers of a map and keeps the algebraic ones."""

    def __init__(self) -> None:
        self.found: list[Algebraic] = []

    def read(self, value: object, name: str) -> Value:
        number = read_value(value, "subject", name, len(self.found))
        if isinstance(number, Algebraic):
            self.found.append(number)
        return number

    def read_list(self, value: object, name: str) -> list[Value]:
        return [self.read(item, f"{name}[{i}]") for i, item in enumerate(array(value, "subject", name))]


def _read_pieces(keys: dict[str, object], numbers: _Numbers, name: str) -> CurvedMap:
    ends = numbers.read_list(keys["domain"], f"{name}.domain")
    require(len(ends) == 2, "subject", f"{name}.domain must have two ends")
    polynomials: list[list[Value]] = []
    last: object = None
    for i, item in enumerate(array(keys["pieces"], "subject", f"{name}.pieces")):
        place = f"{name}.pieces[{i}]"
        piece = obj(item, ["to", "polynomial"], "subject", place)
        last = piece["to"]
        ends.append(numbers.read(last, f"{place}.to"))
        polynomials.append(numbers.read_list(piece["polynomial"], f"{place}.polynomial"))
        require(len(polynomials[-1]) > 0, "subject", f"{place}.polynomial is empty")
    ends_there = canonical(keys["domain"]) == canonical([array(keys["domain"], "subject", name)[0], last])
    require(ends_there, "subject", f"{name}: the last piece does not end with the domain")
    return CurvedMap([ends[0], *ends[2:]], polynomials, [], numbers.found)


def _read_network(value: object, name: str) -> Network | CurvedNetwork:
    keys = obj(value, ["format", "inputs", "layers"], "subject", name)
    require(keys["format"] == "exactnet-network/1", "subject", f"{name}.format must be 'exactnet-network/1'")
    inputs = integer(keys["inputs"], "subject", f"{name}.inputs", 1)
    layers, outputs = read_chain(keys["layers"], inputs, f"{name}.layers")
    if are_straight(layers):
        return Network(layers, outputs, inputs)
    return CurvedNetwork(layers, outputs, inputs)


def want_one_input(subject: Subject) -> None:
    """Reject networks with several inputs, also in a pair."""
    if isinstance(subject, Pair):
        want_one_input(subject.first)
        want_one_input(subject.second)
    elif isinstance(subject, Network | CurvedNetwork):
        require(subject.inputs == 1, "subject", f"{show(subject.inputs)} inputs; the rule wants one")


def read_domain(value: object) -> Domain:
    """Parse ``["lo", "hi"]`` or ``"all"``."""
    if value == "all":
        return None
    ends = increasing(value, "claim", "domain")
    require(len(ends) == 2, "claim", "domain must be 'all' or a list of two rationals")
    return ends[0], ends[1]


def fit_domain(function: Function, domain: Domain) -> None:
    """Check that a map is defined on the domain."""
    if isinstance(function, Map):
        if domain is None:
            raise Rejected("claim", "the subject is a map and not defined on the real line")
        inside = function.xs[0] <= domain[0] and domain[1] <= function.xs[-1]
        require(inside, "claim", "the domain is not inside the domain of the map")
