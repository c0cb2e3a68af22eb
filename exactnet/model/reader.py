"""Networks from JSON values. Every refusal names the place and says what is wrong in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from exactnet.errors import InputError
from exactnet.model import semialgebraic_reader as semialgebraic
from exactnet.model.affine import Dense
from exactnet.model.fields import at_place, brief, field, index_at, items, number_at, numbers_at, refuse_unknown
from exactnet.model.layer import Layer
from exactnet.model.maxout import Maxout
from exactnet.model.network import Network
from exactnet.model.pointwise import Abs, Clip, HardTanh, LeakyRelu, Relu
from exactnet.model.residual import Residual

__all__ = ["network_from_json"]

_MAX_DEPTH = 100


def network_from_json(document: Mapping[str, Any]) -> Network:
    """Read a document of format ``exactnet-network/1``.

    Raises
    ------
    InputError
        For anything malformed; the message says where.

    Examples
    --------
    >>> network_from_json({"format": "exactnet-network/1", "inputs": 1, "layers": [{"type": "relu"}]})
    Network(unnamed, 1-1-1)
    """
    refuse_unknown(document, ("format", "name", "inputs", "layers"), "the network")
    inputs = field(document, "inputs", "the network")
    if not isinstance(inputs, int) or isinstance(inputs, bool) or inputs < 1:
        raise InputError(f"inputs must be a positive integer, not {brief(inputs)}")
    name = document.get("name", "")
    if not isinstance(name, str):
        raise InputError(f"name must be a string, not {brief(name)}")
    if not name.isprintable():
        raise InputError(f"name must be printable text, not {brief(ascii(name))}")
    layers = _layers(field(document, "layers", "the network"), "layers", 0)
    return Network.of(inputs, layers, name)


def _layers(value: Any, where: str, depth: int) -> tuple[Layer, ...]:
    if depth > _MAX_DEPTH:
        raise InputError(f"{where}: residual blocks are nested more than {_MAX_DEPTH} deep")
    return tuple(_layer(item, f"{where}[{i}]", depth) for i, item in enumerate(items(value, where)))


def _layer(value: Any, where: str, depth: int) -> Layer:
    if not isinstance(value, Mapping):
        raise InputError(f"{where} must be an object with a type, not {brief(value)}")
    kind = field(value, "type", where)
    if not isinstance(kind, str) or kind not in _KINDS:
        raise InputError(f"{where}: unknown layer type {brief(kind)}; known are {', '.join(sorted(_KINDS))}")
    spellings, build = _KINDS[kind]
    fields = max(spellings, key=lambda fields: (len(value.keys() & set(fields)), -len(fields)))
    refuse_unknown(value, ("type", *fields), f"{where} ({kind})")
    arguments = {name: field(value, name, f"{where} ({kind})") for name in fields}
    if build is None:
        return _residual(arguments["layers"], where, depth)
    return build(arguments, where)


def _dense(fields: Mapping[str, Any], where: str) -> Layer:
    rows = items(fields["weight"], f"{where}.weight")
    weight = [numbers_at(row, f"{where}.weight[{i}]") for i, row in enumerate(rows)]
    return at_place(where, lambda: Dense.of(weight, numbers_at(fields["bias"], f"{where}.bias")))


def _clip(fields: Mapping[str, Any], where: str) -> Layer:
    low, high = (number_at(fields[key], f"{where}.{key}") for key in ("low", "high"))
    return at_place(where, lambda: Clip.of(low, high))


def _maxout(fields: Mapping[str, Any], where: str) -> Layer:
    groups = []
    for g, group in enumerate(items(fields["groups"], f"{where}.groups")):
        place = f"{where}.groups[{g}]"
        groups.append(tuple(index_at(index, place) for index in items(group, place)))
    return at_place(where, lambda: Maxout(tuple(groups)))


def _residual(value: Any, where: str, depth: int) -> Layer:
    layers = _layers(value, f"{where}.layers", depth + 1)
    if not layers:
        raise InputError(f"{where}.layers is empty; a residual block needs at least one layer")
    return Residual(layers)


_Builder = Callable[[Mapping[str, Any], str], Layer]
# for each type the sets of fields in which it may be spelt; a residual block has no builder of its own: it is read by
# recursion, which counts its depth
_KINDS: dict[str, tuple[tuple[tuple[str, ...], ...], _Builder | None]] = {
    "dense": ((("weight", "bias"),), _dense),
    "relu": (((),), lambda fields, where: Relu()),
    "leaky_relu": ((("slope",),), lambda fields, where: LeakyRelu(number_at(fields["slope"], f"{where}.slope"))),
    "hard_tanh": (((),), lambda fields, where: HardTanh()),
    "clip": ((("low", "high"),), _clip),
    "abs": (((),), lambda fields, where: Abs()),
    "maxout": ((("groups",),), _maxout),
    "residual": ((("layers",),), None),
    "polynomial": ((("coefficients",),), semialgebraic.polynomial),
    "piecewise_polynomial": ((("breakpoints", "pieces"),), semialgebraic.piecewise_polynomial),
    "relu_power": ((("power",),), semialgebraic.relu_power),
    "rational": (
        (("numerator", "denominator"), ("breakpoints", "pieces"), ("breakpoints", "numerator", "denominator")),
        semialgebraic.rational,
    ),
    "piecewise": ((("breakpoints", "pieces"),), semialgebraic.piecewise),
    "product": ((("pairs",),), semialgebraic.product),
}
