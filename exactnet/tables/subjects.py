"""The subjects of rows: files, documents, constructions; and the combinations of values in a family."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flint import fmpq

from exactnet.compile import PiecewiseLinearMap, PiecewiseMap
from exactnet.constructions import planar_network, shell_network
from exactnet.constructions.line import cycle_map, full_network, sawtooth_network, stefan_cycle, tent_power
from exactnet.errors import InputError
from exactnet.exact.rational import number_json, rational
from exactnet.frontends import Subject, Variation, read_document, read_subject
from exactnet.model import Network
from exactnet.tables.options import Option, keys_of, list_of, number, rational_number, whole

__all__ = ["CONSTRUCTIONS", "Construction", "combinations", "document_of", "subject_at", "subject_of"]

MAX_VALUES = 10_000
MAX_WEIGHTS = 1_000_000
_SOURCES = ("network", "map", "construction")


@dataclass(frozen=True)
class Construction:
    """Something made from parameters.

    Attributes
    ----------
    text
        What it is, in a few words.
    parameters
        What it is made from.
    make
        The parameters by name -> the subject.
    """

    text: str
    parameters: Mapping[str, Option]
    make: Callable[..., Subject]


def _tent(s: Any) -> Subject:
    return PiecewiseLinearMap.from_points([(0, 0), ("1/2", rational(s) / 2), (1, 0)])


def _logistic(r: Any) -> Subject:
    negative = r if isinstance(r, Mapping) else number_json(-rational(r))
    if isinstance(r, Mapping):  # r x (1 - x): the coefficient -r is the root of the mirrored polynomial
        mirrored = [number_json(-rational(c) if i % 2 else rational(c)) for i, c in enumerate(r["polynomial"])]
        low, high = (rational(x) for x in r["between"])
        negative = {"polynomial": mirrored, "between": [number_json(-high), number_json(-low)]}
    pieces = [{"to": "1", "polynomial": ["0", r if isinstance(r, Mapping) else str(r), negative]}]
    return read_subject({"format": "exactnet-map/1", "domain": ["0", "1"], "pieces": pieces})


def _chebyshev(n: int) -> Subject:
    before, last = [1], [0, 1]
    for _ in range(n - 1):
        twice = [0, *(2 * c for c in last)]
        before, last = last, [a - b for a, b in itertools.zip_longest(twice, before, fillvalue=0)]
    return PiecewiseMap.of([-1, 1], [last])


def _constant(value: Any) -> Subject:
    return PiecewiseLinearMap.from_points([(0, rational(value)), (1, rational(value))])


def _polynomial(coefficients: list[Any], domain: list[Any]) -> Subject:
    if len(domain) != 2:
        raise InputError("a domain has two ends")
    low, high = map(rational, domain)
    return PiecewiseMap.of([low, high], [[rational(c) for c in coefficients]])


def _chords(pieces: int, shift: Any) -> Subject:
    down = rational(shift)
    return PiecewiseLinearMap.from_points([(fmpq(i, pieces), fmpq(i, pieces) ** 2 - down) for i in range(pieces + 1)])


def _sawtooth(widths: list[int]) -> Subject:
    weights = sum(m * n for m, n in itertools.pairwise(widths))
    if weights > MAX_WEIGHTS:
        raise InputError(
            f"widths: there are {weights:,} weights between these layers; at most {MAX_WEIGHTS:,} are made"
        )
    return sawtooth_network(widths)


_WIDTHS = Option(list_of(whole(1, 10_000)), "the widths of the hidden layers, a list")

CONSTRUCTIONS: dict[str, Construction] = {
    "tent": Construction("x -> s min(x, 1 - x) on [0, 1]", {"s": Option(rational_number, "the slope")}, _tent),
    "tent_power": Construction(
        "T^k, T the tent of slope 2", {"k": Option(whole(0, 16), "the power")}, lambda k: tent_power(k)
    ),
    "tent_network": Construction(
        "T^depth by so many layers of two units",
        {"depth": Option(whole(1, 1000), "the number of layers")},
        lambda depth: sawtooth_network([2] * depth),
    ),
    "sawtooth_network": Construction(
        "layers of m units that fold [0, 1] with m full laps each",
        {"widths": _WIDTHS},
        _sawtooth,
    ),
    "full_network": Construction(
        "layers of 3 units that fold [0, 1] with four full laps each",
        {"depth": Option(whole(1, 100), "the number of layers")},
        lambda depth: full_network(depth),
    ),
    "logistic": Construction("x -> r x (1 - x) on [0, 1]", {"r": Option(number, "the factor, 0 to 4")}, _logistic),
    "chebyshev": Construction("the Chebyshev polynomial T_n on [-1, 1]", {"n": Option(whole(1, 100), "n")}, _chebyshev),
    "constant": Construction("a constant on [0, 1]", {"value": Option(rational_number, "its value")}, _constant),
    "polynomial": Construction(
        "a polynomial",
        {
            "coefficients": Option(list_of(rational_number), "lowest degree first"),
            "domain": Option(list_of(rational_number), "both ends", [0, 1]),
        },
        _polynomial,
    ),
    "square_chords": Construction(
        "x^2 on [0, 1], replaced by so many equal chords",
        {
            "pieces": Option(whole(1, 10_000), "how many"),
            "shift": Option(rational_number, "by how much it is lowered", 0),
        },
        _chords,
    ),
    "cycle": Construction(
        "equally spaced points of [0, 1] permuted, straight in between",
        {"images": Option(list_of(whole(1)), "the images of 1, 2, .., a list")},
        lambda images: cycle_map(images),
    ),
    "stefan_cycle": Construction(
        "the cycle of odd period p that forces no other below",
        {"p": Option(whole(3, 999), "the period, odd")},
        lambda p: cycle_map(stefan_cycle(p)),
    ),
    "increasing_cycle": Construction(
        "the cycle 1 -> 2 -> .. -> p -> 1",
        {"p": Option(whole(2, 999), "the period")},
        lambda p: cycle_map([*range(2, p + 1), 1]),
    ),
    "shells": Construction(
        "Ergen and Grillo's network of spheres in the cube [0, 1]^d",
        {
            "inputs": Option(whole(2, 6), "d"),
            "widths": _WIDTHS,
            "shells": Option(list_of(whole(0, 1000)), "w_1, .., w_(d-1)"),
        },
        lambda inputs, widths, shells: shell_network(inputs, widths, shells),
    ),
    "planar": Construction(
        "a network of the plane with these Betti numbers",
        {"components": Option(whole(0, 1000), "beta_0"), "holes": Option(whole(0, 1000), "beta_1")},
        lambda components, holes: planar_network(components, holes),
    ),
}


def subject_of(source: Mapping[str, Any], given: Mapping[str, Any], folder: Path) -> Subject:
    """The subject that a row names, with its values: those that a construction needs, or places in a document.

    Raises
    ------
    InputError
        If it names none or several, or the subject cannot be made.
    """
    named = [key for key in _SOURCES if key in source]
    if len(named) != 1:
        raise InputError("a subject is just one of network, map and construction")
    value = source[named[0]]
    if named[0] == "construction":
        return _made(value, given)
    document = _document(value, folder, named[0])
    subject = read_subject(document)
    if isinstance(subject, Network) != (named[0] == "network"):
        raise InputError(f"this is no {named[0]}")
    for path in [name for name in given if "." in name]:
        subject = Variation.of(document, path).at(rational(given[path]))
        document = document_of(subject)
    return subject


def _made(name: Any, given: Mapping[str, Any]) -> Subject:
    if not isinstance(name, str) or name not in CONSTRUCTIONS:
        raise InputError(f"there is no construction {name!r}; known are {', '.join(CONSTRUCTIONS)}")
    found = CONSTRUCTIONS[name]
    own = {key: value for key, value in given.items() if key in found.parameters}
    keys_of(own, found.parameters, f"the construction {name!r}")
    return found.make(
        **{key: _read(key, option, own.get(key, option.default)) for key, option in found.parameters.items()}
    )


def _read(key: str, option: Option, value: Any) -> Any:
    try:
        return option.read(value)
    except InputError as error:
        raise InputError(f"{key}: {error}") from None


def _document(value: Any, folder: Path, kind: str) -> Mapping[str, Any]:
    if isinstance(value, str):
        return read_document(folder / value)
    if isinstance(value, Mapping):
        return {"format": f"exactnet-{kind}/1", **value}
    raise InputError(f"a {kind} is the name of a file, or the document itself")


def subject_at(value: Any, folder: Path) -> Subject:
    """The subject that an option names: a file, a document, or an object like a row, with the values beside its name."""
    if isinstance(value, Mapping) and "construction" in value:
        return _made(value["construction"], {key: v for key, v in value.items() if key != "construction"})
    if isinstance(value, str):
        return read_subject(folder / value)
    if isinstance(value, Mapping):
        return read_subject(value)
    raise InputError("it must be a file, a document, or {construction = .., ..}")


def document_of(subject: Subject) -> dict[str, Any]:
    """The subject's canonical document, from which it can be read again."""
    value = subject.certificate_subject.value
    return dict(value["network" if value["type"] == "network" else "map"])


def combinations(family: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """All combinations of the values of some parameters, the last one varying fastest.

    Examples
    --------
    >>> list(combinations({"s": ["1", "3/2"], "k": {"from": 1, "to": 2}}))[:3]
    [{'s': '1', 'k': 1}, {'s': '1', 'k': 2}, {'s': '3/2', 'k': 1}]
    """
    values = [_values(name, value) for name, value in family.items()]
    total = 1
    for found in values:
        total *= len(found)
    if total > MAX_VALUES:
        raise InputError(f"the family has {total:,} members; at most {MAX_VALUES:,} are made")
    for combination in itertools.product(*values):
        yield dict(zip(family, combination, strict=True))


def _values(name: str, value: Any) -> list[Any]:
    if isinstance(value, list) and value:
        return value
    if not isinstance(value, Mapping) or not {"from", "to"} <= value.keys() <= {"from", "to", "count"}:
        raise InputError(f"{name}: the values are a list, or {{from = .., to = ..}}, with count for fractions")
    try:
        return _spaced(value)
    except InputError as error:
        raise InputError(f"{name}: {error}") from None


def _spaced(value: Mapping[str, Any]) -> list[Any]:
    """Equally spaced values."""
    low, high = rational(rational_number(value["from"])), rational(rational_number(value["to"]))
    count = value.get("count")
    if count is None:
        if low.q != 1 or high.q != 1 or low > high:
            raise InputError("without count, from and to are integers, from <= to")
        count = int(high - low) + 1
        if count > MAX_VALUES:
            raise InputError(f"these are {count:,} values; at most {MAX_VALUES:,} are made")
    else:
        _read("count", Option(whole(2, MAX_VALUES), ""), count)
        if low >= high:
            raise InputError("from must be below to")
    step = (high - low) / max(1, count - 1)
    return [number_json(low + i * step) for i in range(count)]
