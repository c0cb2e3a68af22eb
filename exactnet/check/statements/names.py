"""The names that a statement may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["truth", "number", "list", "logarithm"]

FUNCTION = "f"
WORDS = ("le", "lt", "ge", "gt", "eq")
LARGEST_COUNT = 1000

ARCHITECTURE: dict[str, Type] = {
    "d": "number",
    "outputs": "number",
    "L": "number",
    "w": "list",
    "bends": "list",
    "size": "number",
}

# The types of the arguments, and of the value.
FUNCTIONS: dict[str, tuple[tuple[Type, ...], Type]] = {
    "sum": (("list",), "number"),
    "prod": (("list",), "number"),
    "length": (("list",), "number"),
    "log": (("number",), "logarithm"),
    "binomial": (("number", "number"), "number"),
    "zaslavsky": (("number", "number"), "number"),
    "serra_upper": (("number", "list"), "number"),
    "serra_lower": (("number", "list"), "number"),
    "montufar_upper": (("number", "list"), "number"),
    "montufar_lower": (("number", "list"), "number"),
    "pascanu_lower": (("number", "list"), "number"),
}
EXTREMES = ("min", "max")
ENTRYWISE = ("abs", "floor", "ceil")

# A count n or q is an integer from 1 to 1000, a level any rational, a set a word; faces have the dimensions 0, .., d,
# Betti numbers the degrees 0, .., d - 1.
Argument = Literal["count", "level", "face", "degree", "set"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a quantity is and takes after ``f``; the first ``least`` arguments have to be there."""

    type: Type
    arguments: tuple[Argument, ...] = ()
    least: int = 0


QUANTITIES: dict[str, Quantity] = {
    "affine_pieces": Quantity("number"),
    "pieces": Quantity("number"),
    "laps": Quantity("number", ("count",)),
    "crossings": Quantity("number", ("level", "count"), 1),
    "minimum": Quantity("number"),
    "maximum": Quantity("number"),
    "lipschitz": Quantity("number"),
    "growth": Quantity("number"),
    "entropy": Quantity("logarithm"),
    "period": Quantity("truth", ("count",), 1),
    "orbits": Quantity("number", ("count",), 1),
    "activation_regions": Quantity("number"),
    "activation_patterns": Quantity("number"),
    "affine_maps": Quantity("number"),
    "linear_regions": Quantity("number"),
    "linear_regions_contact": Quantity("number"),
    "faces": Quantity("number", ("face",), 1),
    "betti": Quantity("number", ("degree", "set", "level"), 1),
    "transitions": Quantity("number"),
    "patterns": Quantity("number"),
}
