"""How a cell follows from the claim of a certificate: what the claim must say, and what is read off it.

Both, the program that makes tables and the check of them, read cells with `value_of`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from exactnet.check.verdict import Rejected, require

__all__ = ["filled", "matches", "same", "shape_of", "value_of"]

_NUMBER = re.compile(r"-?[0-9]+(/[0-9]+)?")


def filled(template: Any, given: Mapping[str, Any]) -> Any:
    """Replace every string ``$name`` by the row's value of that name.

    >>> filled({"read": ["laps", "$n"]}, {"n": 3})
    {'read': ['laps', 3]}
    """
    if isinstance(template, str) and template.startswith("$"):
        require(template[1:] in given, "given", f"the row gives no {template[1:]!r}")
        return given[template[1:]]
    if isinstance(template, dict):
        return {key: filled(value, given) for key, value in template.items()}
    if isinstance(template, list):
        return [filled(value, given) for value in template]
    return template


def same(left: Any, right: Any) -> bool:
    """Whether two JSON values are equal, rationals as numbers.

    >>> same(["1/2", 3], ["2/4", "3"]), same(1, True)
    (True, False)
    """
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if _is_number(left) and _is_number(right):
        return Fraction(left) == Fraction(right)
    return type(left) is type(right) and bool(left == right)


def matches(
    wanted: Any, claim: Any, subject: Mapping[str, Any], witness: bool = False, key: str = "claim"
) -> str | None:
    """The name of the first key of the claim that is not as wanted, or None; of the domains only one spelling is wanted."""
    if key == "domain":
        return None if _is_domain(str(wanted), claim, subject, witness) else "domain"
    if isinstance(wanted, dict) and isinstance(claim, dict):
        for name, value in wanted.items():
            if name not in claim:
                return str(name)
            if (failing := matches(value, claim[name], subject, witness, name)) is not None:
                return failing
        return None
    return None if same(wanted, claim) else key


def shape_of(subject: Mapping[str, Any]) -> list[int] | None:
    """The number of inputs of a network, then the width of every layer that is not dense; None for a map.

    >>> layers = [{"type": "dense", "weight": [["1"], ["2"]], "bias": ["0", "0"]}, {"type": "relu"}]
    >>> shape_of({"type": "network", "network": {"inputs": 1, "layers": layers}})
    [1, 2]
    """
    if subject["type"] != "network":
        return None
    network = subject["network"]
    width, shape = network["inputs"], [network["inputs"]]
    for layer in network["layers"]:
        kind = layer["type"]
        if kind == "dense":
            width = len(layer["weight"])
            continue
        parts = {"maxout": "groups", "product": "pairs"}.get(kind)
        width = width if parts is None else len(layer[parts])
        shape.append(width)
    return shape


def value_of(column: Mapping[str, Any], claim: Mapping[str, Any], given: Mapping[str, Any]) -> Any:
    """The value of a cell: what is read off the claim.

    >>> column = {"kind": "quantity", "read": ["laps", -1], "then": ["excluded", 2]}
    >>> value_of(column, {"laps": [2, 145]}, {})
    11
    """
    if column["kind"] == "bound":
        return {key: _item(claim, key) for key in ("parameters", "measured", "side", "bound_value")}
    value: Any = claim
    for place in filled(column["read"], given):
        value = _item(value, place)
    then = filled(column["then"], given)
    match then:
        case None:
            return value
        case "count" if isinstance(value, list):
            return len(value)
        case "periods" if isinstance(value, list):
            return sorted({_item(item, "period") for item in value})
        case "growth":
            names = ("lower", "upper", "exact")
            keys = ("growth_lower", "growth_upper", "exact")
            return {name: _item(value, key) for name, key in zip(names, keys, strict=True)}
        case ["excluded", int(depth)] if 1 <= depth <= 10_000 and isinstance(value, int):
            return _widest(max(1, value), depth)
    raise Rejected("value", f"{then!r} is no known way to read a value")


def _widest(laps: int, depth: int) -> int:
    """The largest u >= 0 with (u + 1)^depth < laps, or 0."""
    low, high = 1, 2  # low^depth < laps, if laps > 1; low = u + 1
    while high**depth < laps:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**depth < laps else (low, middle)
    return low - 1


def _item(value: Any, place: Any) -> Any:
    if isinstance(value, Mapping) and isinstance(place, str):
        require(place in value, "value", f"the claim has no {place!r}")
        return value[place]
    number = isinstance(place, int) and not isinstance(place, bool)
    require(isinstance(value, list) and number, "value", f"the claim has nothing at {place!r}")
    require(1 <= place <= len(value) or -len(value) <= place <= -1, "value", f"the claim has no item {place}")
    return value[place - 1 if place > 0 else place]


def _is_number(value: Any) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and _NUMBER.fullmatch(value) is not None)


def _is_domain(text: str, claimed: Any, subject: Mapping[str, Any], witness: bool) -> bool:
    if text == "own":
        return same(claimed, "all" if witness else _own(subject))
    if text == "all":
        return bool(claimed == "all")
    kind, _, rest = text.partition(":")
    try:
        rows = [[str(Fraction(x.strip())) for x in part.split(",")] for part in rest.split(";")]
    except (ValueError, ZeroDivisionError):
        return False
    if kind == "polytope":
        return isinstance(claimed, dict) and same(claimed.get("inequalities"), rows)
    if kind != "box" or not isinstance(claimed, list) or not claimed:
        return False
    sides = claimed if isinstance(claimed[0], list) else [claimed]
    return same(sides, rows if len(rows) == len(sides) else rows * len(sides) if len(rows) == 1 else None)


def _own(subject: Mapping[str, Any]) -> Any:
    if subject["type"] == "pair":
        domains = [_own(subject[key]) for key in ("first", "second") if subject[key]["type"] == "map"]
        return domains[0] if domains else [0, 1]
    if subject["type"] == "network":
        return [0, 1] if subject["network"]["inputs"] == 1 else "all"
    document = subject["map"]
    return document["domain"] if "domain" in document else [document["points"][0][0], document["points"][-1][0]]
