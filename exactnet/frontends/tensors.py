"""Networks from the named tensors of linear layers, with one activation between all of them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from exactnet.errors import InputError
from exactnet.exact.rational import rational
from exactnet.frontends.floats import Numbers, notice_floats
from exactnet.model import Abs, Dense, HardTanh, Layer, LeakyRelu, Network, Relu
from exactnet.model.fields import brief

__all__ = ["network_from_tensors"]


def network_from_tensors(tensors: Mapping[str, Numbers], words: Mapping[str, Any], floats: int, order: str) -> Network:
    """The layers in the order in which their first tensors stand.

    ``words`` may say ``activation`` (``relu``, ``abs``, ``hard_tanh``, ``identity``, or ``leaky_relu`` with ``slope``) and
    ``name``; ``order`` tells a reader how the layers are ordered, and ``floats`` how many of the numbers are floats.

    Warns
    -----
    FloatNotice
        Once; it says so if relu is assumed.

    Raises
    ------
    InputError
        Naming the tensor that cannot be read.
    """
    dense = _linear_layers(tensors)
    for (before, first), (name, second) in pairwise(dense):
        if len(first.bias) != len(second.weight[0]):
            raise InputError(
                f"{_joined(name, 'weight')} has {len(second.weight[0])} columns, but {len(first.bias)} values come from "
                f"{before or 'the layer before'}; layers are taken in the order {order}"
            )
    activation, title = _activation(words), words.get("name", "")
    if not isinstance(title, str) or not title.isprintable():
        raise InputError(f"name must be printable text, not {brief(title)}")
    layers: list[Layer] = []
    for _, layer in dense:
        layers += [*([activation] if layers and activation is not None else []), layer]
    assumed = "" if "activation" in words or len(dense) == 1 else "; relu is assumed between layers"
    notice_floats(floats, "float", assumed)
    return Network.of(len(dense[0][1].weight[0]), layers, title)


def _linear_layers(tensors: Mapping[str, Numbers]) -> list[tuple[str, Dense]]:
    found: dict[str, dict[str, Numbers]] = {}
    for name, values in tensors.items():
        stem, _, last = name.rpartition(".")
        if last not in ("weight", "bias") or values.ndim != (2 if last == "weight" else 1):
            raise InputError(
                f"the tensor {name!r} is not of a linear layer: these are called ..weight, with two axes, and ..bias, with one"
            )
        found.setdefault(stem, {})[last] = values
    if not found:
        raise InputError("there are no tensors")
    layers = []
    for stem, parts in found.items():
        if "weight" not in parts:
            raise InputError(f"{_joined(stem, 'bias')} has no {_joined(stem, 'weight')}")
        weight = parts["weight"].tolist()
        bias = parts["bias"].tolist() if "bias" in parts else [0] * len(weight)
        try:
            layers.append((stem, Dense.of(weight, bias)))
        except InputError as error:
            raise InputError(f"{_joined(stem, 'weight')}: {error}") from None
    return layers


def _joined(stem: str, last: str) -> str:
    return f"{stem}.{last}" if stem else last


def _activation(words: Mapping[str, Any]) -> Layer | None:
    name = words.get("activation", "relu")
    match name:
        case "relu":
            return Relu()
        case "abs":
            return Abs()
        case "hard_tanh":
            return HardTanh()
        case "identity":
            return None
        case "leaky_relu" if "slope" in words:
            return LeakyRelu(rational(words["slope"]))
    raise InputError(
        f"the activation {name!r} is none of those known: relu, abs, hard_tanh, identity, leaky_relu with a slope"
    )
