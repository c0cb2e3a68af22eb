"""The functions that certificates speak of: networks, maps, pairs. Parsing validates everything."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import lcm

from exactnet.check.packed import Affine
from exactnet.check.reader import (
    array,
    canonical,
    increasing,
    integer,
    integers,
    obj,
    rational,
    rationals,
    show,
    string,
)
from exactnet.check.verdict import Rejected, require

# None is the real line.
Domain = tuple[Fraction, Fraction] | None


@dataclass(frozen=True, slots=True)
class Dense:
    """u -> (W u + b) / den, with integers W and b."""

    width: int
    weight: tuple[tuple[int, ...], ...]
    bias: tuple[int, ...]
    den: int
    apply: Affine = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "apply", Affine(self.weight, self.bias))


@dataclass(frozen=True, slots=True)
class Relu:
    """u -> max(u, 0)."""

    width: int


@dataclass(frozen=True, slots=True)
class Leaky:
    """u -> u if u > 0 else u num / den."""

    width: int
    num: int
    den: int


@dataclass(frozen=True, slots=True)
class Abs:
    """u -> |u|."""

    width: int


@dataclass(frozen=True, slots=True)
class Clip:
    """u -> min(max(u, low / den), high / den); hard_tanh is one of these."""

    width: int
    low: int
    high: int
    den: int


@dataclass(frozen=True, slots=True)
class Maxout:
    """One output a group, the maximum of its units."""

    width: int
    groups: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Residual:
    """u -> u + chain(u)."""

    width: int
    layers: tuple[Layer, ...]


Gate = Relu | Leaky | Abs | Clip | Maxout
Layer = Dense | Gate | Residual


@dataclass(frozen=True, slots=True)
class Network:
    """A network."""

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
class Map:
    """The function that is straight between the points (x, y)."""

    xs: list[Fraction]
    ys: list[Fraction]
    outputs: int = 1


@dataclass(frozen=True, slots=True)
class Pair:
    """Two functions to compare."""

    first: Function
    second: Function


Function = Network | Map
Subject = Network | Map | Pair


def clip_layer(width: int, low: Fraction, high: Fraction) -> Clip:
    """Make the layer that clips to [low, high]."""
    den = lcm(low.denominator, high.denominator)
    return Clip(width, int(low * den), int(high * den), den)


def _gates(layers: tuple[Layer, ...]) -> Iterator[Gate]:
    for layer in layers:
        if isinstance(layer, Residual):
            yield from _gates(layer.layers)
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
    elif kind == "pair" and name == "subject":
        keys = obj(value, ["type", "sha256", "first", "second"], "subject", name)
        first, first_digest = _read_subject(keys["first"], f"{name}.first")
        second, second_digest = _read_subject(keys["second"], f"{name}.second")
        if isinstance(first, Pair) or isinstance(second, Pair):
            raise Rejected("subject", "a pair inside a pair")
        subject = Pair(first, second)
        hashed = [first_digest, second_digest]
    else:
        raise Rejected("subject", f"{name} is neither a network nor a map{' nor a pair' if name == 'subject' else ''}")
    digest = hashlib.sha256(canonical(hashed)).hexdigest()
    stated = string(keys["sha256"], "subject", f"{name}.sha256")
    require(stated == digest, "digest", f"{name}.sha256 is {show(stated)}, the content has {digest}")
    return subject, digest


def _read_map(value: object, name: str) -> Map:
    keys = obj(value, ["format", "points"], "subject", name)
    require(keys["format"] == "exactnet-map/1", "subject", f"{name}.format must be 'exactnet-map/1'")
    points = [rationals(p, "subject", f"{name}.points") for p in array(keys["points"], "subject", f"{name}.points")]
    require(all(len(p) == 2 for p in points), "subject", f"{name}.points must be pairs [x, y]")
    require(len(points) >= 2, "subject", f"{name} has less than two points")
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    require(all(a < b for a, b in pairwise(xs)), "subject", f"{name}: the x do not increase")
    return Map(xs, ys)


def _read_network(value: object, name: str) -> Network:
    keys = obj(value, ["format", "inputs", "layers"], "subject", name)
    require(keys["format"] == "exactnet-network/1", "subject", f"{name}.format must be 'exactnet-network/1'")
    inputs = integer(keys["inputs"], "subject", f"{name}.inputs", 1)
    layers, outputs = _read_chain(keys["layers"], inputs, f"{name}.layers")
    return Network(layers, outputs, inputs)


def _read_chain(value: object, width: int, name: str) -> tuple[tuple[Layer, ...], int]:
    layers: list[Layer] = []
    for i, item in enumerate(array(value, "subject", name)):
        layers.append(_read_layer(item, width, f"{name}[{i}]"))
        width = layers[-1].width
    return tuple(layers), width


_LAYER_KEYS = {
    "dense": ["weight", "bias"],
    "relu": [],
    "leaky_relu": ["slope"],
    "abs": [],
    "hard_tanh": [],
    "clip": ["low", "high"],
    "maxout": ["groups"],
    "residual": ["layers"],
}


def _read_layer(value: object, width: int, name: str) -> Layer:
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in _LAYER_KEYS:
        raise Rejected("subject", f"{name} has no known type")
    keys = obj(value, ["type", *_LAYER_KEYS[kind]], "subject", name)
    if kind == "dense":
        return _read_dense(keys, width, name)
    if kind == "relu":
        return Relu(width)
    if kind == "leaky_relu":
        slope = rational(keys["slope"], "subject", f"{name}.slope")
        return Leaky(width, slope.numerator, slope.denominator)
    if kind == "abs":
        return Abs(width)
    if kind == "hard_tanh":
        return clip_layer(width, Fraction(-1), Fraction(1))
    if kind == "clip":
        low, high = (rational(keys[key], "subject", f"{name}.{key}") for key in ("low", "high"))
        require(low < high, "subject", f"{name}: low must be less than high")
        return clip_layer(width, low, high)
    if kind == "maxout":
        return _read_maxout(keys, width, name)
    chain, out = _read_chain(keys["layers"], width, f"{name}.layers")
    require(out == width, "subject", f"{name}: width {width} enters the residual block, its chain gives {out}")
    return Residual(width, chain)


def _read_dense(keys: dict[str, object], width: int, name: str) -> Dense:
    weight = [rationals(row, "subject", f"{name}.weight") for row in array(keys["weight"], "subject", f"{name}.weight")]
    bias = rationals(keys["bias"], "subject", f"{name}.bias")
    require(len(weight) > 0, "subject", f"{name} has no outputs")
    require(len(weight) == len(bias), "subject", f"{name} has {len(weight)} rows and {len(bias)} biases")
    require(all(len(row) == width for row in weight), "subject", f"{name}: every row must have {width} entries")
    den = lcm(*(x.denominator for row in [*weight, bias] for x in row))
    return Dense(
        len(weight), tuple(tuple(int(x * den) for x in row) for row in weight), tuple(int(x * den) for x in bias), den
    )


def _read_maxout(keys: dict[str, object], width: int, name: str) -> Maxout:
    groups = [integers(g, "subject", f"{name}.groups", 0) for g in array(keys["groups"], "subject", f"{name}.groups")]
    require(len(groups) > 0 and all(groups), "subject", f"{name}: no group, or an empty one")
    require(all(i < width for g in groups for i in g), "subject", f"{name}: a group names a unit beyond {width - 1}")
    return Maxout(len(groups), tuple(map(tuple, groups)))


def want_one_input(subject: Subject) -> None:
    """Reject networks with several inputs, also in a pair."""
    if isinstance(subject, Pair):
        want_one_input(subject.first)
        want_one_input(subject.second)
    elif isinstance(subject, Network):
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
