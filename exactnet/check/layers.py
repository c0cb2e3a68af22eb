"""The layers of networks. Parsing validates everything."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import Generic, TypeGuard, TypeVar, Union

from exactnet.check.algebra.polynomials import Poly, at, integral, scale
from exactnet.check.algebra.sturm import has_zero
from exactnet.check.packed import Affine
from exactnet.check.reader import array, increasing, integers, obj, rational, rationals, show
from exactnet.check.verdict import Rejected, require

L = TypeVar("L", covariant=True)

_MOST_DEGREE = 500


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
class Piecewise:
    """Each unit by itself: the quotient of two polynomials of the piece in which it lies.

    Attributes
    ----------
    breakpoints : tuple of Fraction
        The ends of pieces, increasing.
    pieces : tuple
        Numerators and denominators, one pair more than breakpoints: integer coefficients from the lowest degree up.
    """

    width: int
    breakpoints: tuple[Fraction, ...]
    pieces: tuple[tuple[Poly, Poly], ...]


@dataclass(frozen=True, slots=True)
class Product:
    """One output a pair, the product of two units."""

    width: int
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Residual(Generic[L]):
    """u -> u + chain(u)."""

    width: int
    layers: tuple[L, ...]


Gate = Relu | Leaky | Abs | Clip | Maxout
CurvedGate = Gate | Piecewise | Product
# What a piecewise-linear network consists of, and what any network does.
Layer = Union[Dense, Gate, "Residual[Layer]"]
CurvedLayer = Union[Dense, CurvedGate, "Residual[CurvedLayer]"]


def are_straight(layers: tuple[CurvedLayer, ...]) -> TypeGuard[tuple[Layer, ...]]:
    """Tell whether all layers are piecewise linear."""
    return all(
        are_straight(layer.layers) if isinstance(layer, Residual) else not isinstance(layer, Piecewise | Product)
        for layer in layers
    )


def clip_layer(width: int, low: Fraction, high: Fraction) -> Clip:
    """Make the layer that clips to [low, high]."""
    den = lcm(low.denominator, high.denominator)
    return Clip(width, int(low * den), int(high * den), den)


def read_chain(value: object, width: int, name: str) -> tuple[tuple[CurvedLayer, ...], int]:
    """Parse layers; give them and the width that leaves the last one."""
    layers: list[CurvedLayer] = []
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
    "piecewise": ["breakpoints", "pieces"],
    "product": ["pairs"],
    "residual": ["layers"],
}


def _read_layer(value: object, width: int, name: str) -> CurvedLayer:
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
    if kind == "piecewise":
        return _read_piecewise(keys, width, name)
    if kind == "product":
        return _read_product(keys, width, name)
    chain, out = read_chain(keys["layers"], width, f"{name}.layers")
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


def _read_piecewise(keys: dict[str, object], width: int, name: str) -> Piecewise:
    breakpoints = increasing(keys["breakpoints"], "subject", f"{name}.breakpoints")
    items = array(keys["pieces"], "subject", f"{name}.pieces")
    require(len(items) == len(breakpoints) + 1, "subject", f"{name} must have one piece more than breakpoints")
    ends = [None, *breakpoints, None]
    pieces = [_read_piece(item, f"{name}.pieces[{i}]") for i, item in enumerate(items)]
    for i, (_, denominator) in enumerate(pieces):
        zero = has_zero(denominator, ends[i], ends[i + 1])
        require(not zero, "subject", f"{name}.pieces[{i}]: the denominator has a zero on its piece")
    for t, (a, b), (c, d) in zip(breakpoints, pieces, pieces[1:], strict=False):
        equal = at(a, t) * at(d, t) == at(c, t) * at(b, t)
        require(equal, "subject", f"{name}: the pieces do not agree at {show(t)}")
    return Piecewise(width, tuple(breakpoints), tuple(pieces))


def _read_piece(value: object, name: str) -> tuple[Poly, Poly]:
    keys = obj(value, ["numerator", "denominator"], "subject", name)
    parts = []
    for key in ("numerator", "denominator"):
        coefficients = rationals(keys[key], "subject", f"{name}.{key}")
        short = len(coefficients) == 1 or (len(coefficients) > 1 and coefficients[-1] != 0)
        require(short, "subject", f"{name}.{key} is empty, or its last coefficient is 0")
        small = len(coefficients) <= _MOST_DEGREE + 1
        require(small, "subject", f"{name}.{key} has a degree of more than {_MOST_DEGREE}")
        parts.append(integral(coefficients))
    (numerator, p), (denominator, q) = parts
    return scale(numerator, q), scale(denominator, p)


def _read_product(keys: dict[str, object], width: int, name: str) -> Product:
    pairs = [integers(pair, "subject", f"{name}.pairs", 0) for pair in array(keys["pairs"], "subject", f"{name}.pairs")]
    require(
        len(pairs) > 0 and all(len(pair) == 2 for pair in pairs), "subject", f"{name}: no pair, or not of two units"
    )
    require(
        all(i < width for pair in pairs for i in pair), "subject", f"{name}: a pair names a unit beyond {width - 1}"
    )
    return Product(len(pairs), tuple((i, j) for i, j in pairs))
