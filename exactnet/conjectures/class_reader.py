"""The table [class] of a search: which candidates there are."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from exactnet.conjectures.classes import (
    CONSTRUCTIONS,
    Architectures,
    CandidateClass,
    Constructions,
    Maps,
    Neighbourhood,
    constructed,
)
from exactnet.conjectures.fields import FieldError, Fields
from exactnet.conjectures.networks import ACTIVATIONS, GridLayer, Networks
from exactnet.errors import InputError
from exactnet.frontends import read_subject
from exactnet.model import Network

__all__ = ["inputs_of", "read_class"]


def read_class(fields: Fields) -> CandidateClass:
    """The class that a table describes (docs/search.md); FieldError naming the field that is wrong."""
    if not fields.table:
        raise FieldError((), "a table [class] must say what is searched")
    kind = fields.text("kind", "networks")
    readers = {
        "networks": _networks,
        "maps": _maps,
        "architectures": _architectures,
        "constructions": _constructions,
        "neighbourhood": _neighbourhood,
    }
    if kind not in readers:
        raise fields.fault("kind", f"there is no kind {kind!r} of class; known are {', '.join(readers)}")
    found = readers[kind](fields)
    fields.done()
    return found


def _networks(fields: Fields) -> Networks:
    inputs = fields.whole("inputs", 1, 100)
    widths = fields.wholes("widths", 1, 100)
    weights = fields.grid("weights")
    biases = fields.grid("biases", weights)
    own = fields.take("layers", list, "a list of tables, one a hidden layer", [{}] * len(widths))
    if len(own) != len(widths) or not all(isinstance(table, Mapping) for table in own):
        raise fields.fault("layers", f"this must be a list of {len(widths)} tables, one a hidden layer")
    activation = _activation(fields, "relu")
    slope = fields.number("slope", Fraction(1, 2))
    layers = []
    for i, (width, table) in enumerate(zip(widths, own, strict=True)):
        inner = Fields(table, (*fields.path, "layers", str(i)))
        layer = GridLayer(
            width,
            inner.grid("weights", weights),
            inner.grid("biases", biases),
            _activation(inner, activation),
            inner.number("slope", slope),
        )
        inner.done()
        layers.append(layer)
    outputs = fields.whole("outputs", 1, 100, 1)
    last = GridLayer(
        outputs, fields.grid("output_weights", weights), fields.grid("output_biases", (Fraction(0),)), None
    )
    return Networks(inputs, [*layers, last])


def _activation(fields: Fields, default: str) -> str:
    name: str = fields.text("activation", default)
    if name not in ACTIVATIONS:
        raise fields.fault("activation", f"there is no activation {name!r} here; known are {', '.join(ACTIVATIONS)}")
    return name


def _maps(fields: Fields) -> Maps:
    x, y = fields.grid("x"), fields.grid("y")
    if len(x) < 2:
        raise fields.fault("x", "a map needs at least two points")
    return Maps(x, y)


def _architectures(fields: Fields) -> Architectures:
    inputs, widths = fields.wholes("inputs", 1, 100), fields.wholes("widths", 1, 100)
    depths = fields.wholes("depths", 1, 50, [1])
    if len(inputs) * sum(len(widths) ** depth for depth in depths) > 1_000_000:
        raise fields.fault("depths", "these are more than 1,000,000 architectures")
    return Architectures(*(tuple(dict.fromkeys(values)) for values in (inputs, depths, widths)))


def _constructions(fields: Fields) -> Constructions:
    name = fields.text("name")
    if name not in CONSTRUCTIONS:
        raise fields.fault("name", f"there is no construction {name!r}; known are {', '.join(CONSTRUCTIONS)}")
    choices = []
    for key in CONSTRUCTIONS[name]:
        lists = key in ("widths", "shells")
        what = "a list of lists of integers" if lists else "a list of integers"
        values = fields.take(key, list, what)
        fit = all(_integers(value) if lists else _integers([value]) for value in values)
        if not values or not fit:
            raise fields.fault(key, f"this must be {what}: one for every choice")
        choices.append(tuple(tuple(value) if lists else value for value in values))
    return Constructions(name, tuple(choices))


def _integers(value: Any) -> bool:
    return isinstance(value, list) and all(type(n) is int and 0 <= n <= 10_000 for n in value)


def _neighbourhood(fields: Fields) -> Neighbourhood:
    source = fields.take("of", Mapping, "a network document, or a table with a construction and its parameters")
    deltas = fields.grid("deltas")
    try:
        return Neighbourhood(_network(source), deltas)
    except InputError as error:
        raise fields.fault("of", str(error)) from None


def _network(source: Mapping[str, Any]) -> Network:
    if "format" in source:
        subject = read_subject(source)
    else:
        name = source.get("construction")
        if name not in CONSTRUCTIONS or set(source) != {"construction", *CONSTRUCTIONS[name]}:
            wanted = "; ".join(f"{key}: {', '.join(names)}" for key, names in CONSTRUCTIONS.items())
            raise InputError(f"this must name a construction and give its parameters ({wanted})")
        subject = constructed(name, source)
    if not isinstance(subject, Network):
        raise InputError("only a network has weights that can be changed")
    return subject


def inputs_of(candidates: CandidateClass) -> int | None:
    """The number of inputs, where all candidates have the same."""
    match candidates:
        case Networks():
            return candidates.inputs
        case Maps():
            return 1
        case Neighbourhood():
            return candidates.network.inputs
    return None
