"""Networks from JSON values. Every refusal names the place and says what is wrong in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flint import fmpq

from exactnet.errors import InputError
from exactnet.exact.rational import rational
from exactnet.model.affine import Dense
from exactnet.model.layer import Layer
from exactnet.model.maxout import Maxout
from exactnet.model.network import Network
from exactnet.model.pointwise import Abs, Clip, HardTanh, LeakyRelu, Relu
from exactnet.model.residual import Residual

__all__ = ["network_from_json", "number_at", "refuse_unknown"]

_MAX_DEPTH = 100
_T = TypeVar("_T")


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
    inputs = _field(document, "inputs", "the network")
    if not isinstance(inputs, int) or isinstance(inputs, bool) or inputs < 1:
        raise InputError(f"inputs must be a positive integer, not {_brief(inputs)}")
    name = document.get("name", "")
    if not isinstance(name, str):
        raise InputError(f"name must be a string, not {_brief(name)}")
    if not name.isprintable():
        raise InputError(f"name must be printable text, not {_brief(ascii(name))}")
    layers = _layers(_field(document, "layers", "the network"), "layers", 0)
    return Network.of(inputs, layers, name)


def _layers(value: Any, where: str, depth: int) -> tuple[Layer, ...]:
    if depth > _MAX_DEPTH:
        raise InputError(f"{where}: residual blocks are nested more than {_MAX_DEPTH} deep")
    items = _list(value, where)
    return tuple(_layer(item, f"{where}[{i}]", depth) for i, item in enumerate(items))


def _layer(value: Any, where: str, depth: int) -> Layer:
    if not isinstance(value, Mapping):
        raise InputError(f"{where} must be an object with a type, not {_brief(value)}")
    kind = _field(value, "type", where)
    if not isinstance(kind, str) or kind not in _FIELDS:
        raise InputError(f"{where}: unknown layer type {_brief(kind)}; known are {', '.join(sorted(_FIELDS))}")
    fields, build = _FIELDS[kind]
    refuse_unknown(value, ("type", *fields), f"{where} ({kind})")
    arguments = {name: _field(value, name, f"{where} ({kind})") for name in fields}
    if build is None:
        return _residual(arguments["layers"], where, depth)
    return build(arguments, where)


def _dense(fields: Mapping[str, Any], where: str) -> Layer:
    weight = [_numbers(row, f"{where}.weight[{i}]") for i, row in enumerate(_list(fields["weight"], f"{where}.weight"))]
    return _checked(where, lambda: Dense.of(weight, _numbers(fields["bias"], f"{where}.bias")))


def _clip(fields: Mapping[str, Any], where: str) -> Layer:
    low, high = (number_at(fields[key], f"{where}.{key}") for key in ("low", "high"))
    return _checked(where, lambda: Clip.of(low, high))


def _maxout(fields: Mapping[str, Any], where: str) -> Layer:
    groups = []
    for g, group in enumerate(_list(fields["groups"], f"{where}.groups")):
        place = f"{where}.groups[{g}]"
        indices = _list(group, place)
        for index in indices:
            if not isinstance(index, int) or isinstance(index, bool):
                raise InputError(f"{place}: {_brief(index)} is not the index of a unit")
        groups.append(tuple(indices))
    return _checked(where, lambda: Maxout(tuple(groups)))


def _residual(value: Any, where: str, depth: int) -> Layer:
    layers = _layers(value, f"{where}.layers", depth + 1)
    if not layers:
        raise InputError(f"{where}.layers is empty; a residual block needs at least one layer")
    return Residual(layers)


_Builder = Callable[[Mapping[str, Any], str], Layer]
# a residual block has no builder of its own: it is read by recursion, which counts its depth
_FIELDS: dict[str, tuple[tuple[str, ...], _Builder | None]] = {
    "dense": (("weight", "bias"), _dense),
    "relu": ((), lambda fields, where: Relu()),
    "leaky_relu": (("slope",), lambda fields, where: LeakyRelu(number_at(fields["slope"], f"{where}.slope"))),
    "hard_tanh": ((), lambda fields, where: HardTanh()),
    "clip": (("low", "high"), _clip),
    "abs": ((), lambda fields, where: Abs()),
    "maxout": (("groups",), _maxout),
    "residual": (("layers",), None),
}


def refuse_unknown(value: Mapping[str, Any], fields: tuple[str, ...], where: str) -> None:
    """Refuse a field that the format does not know: a misspelt one must not be dropped in silence."""
    for key in value:
        if key not in fields:
            raise InputError(f"{where} has an unknown field {_brief(key)}; its fields are {', '.join(fields)}")


def number_at(value: Any, where: str) -> fmpq:
    """Read one number, naming its place in the error."""
    return _checked(where, lambda: rational(value))


def _numbers(value: Any, where: str) -> list[fmpq]:
    return [number_at(x, f"{where}[{i}]") for i, x in enumerate(_list(value, where))]


def _checked(where: str, build: Callable[[], _T]) -> _T:
    try:
        return build()
    except InputError as error:
        text = str(error)
        joint = "." if text.startswith("groups") else ": "
        raise InputError(text if text.startswith(where) else f"{where}{joint}{text}") from None


def _field(value: Mapping[str, Any], key: str, where: str) -> Any:
    if key not in value:
        raise InputError(f'{where} lacks the field "{key}"')
    return value[key]


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise InputError(f"{where} must be a list, not {_brief(value)}")
    return value


def _brief(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."
