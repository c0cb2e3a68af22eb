"""The names of the language, with what they want: one table each for the architecture and quantities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

__all__ = ["ARCHITECTURE", "MOST_ITERATES", "QUANTITIES", "RELATIONS", "Kind", "Quantity"]

MOST_ITERATES = 1000
"""The largest iterate or period that a quantity may name."""

RELATIONS = ("le", "lt", "ge", "gt", "eq")


class Kind(StrEnum):
    """The types of expressions."""

    TRUTH = "truth"
    NUMBER = "number"
    LIST = "list"
    LOGARITHM = "logarithm"


_N, _S = Kind.NUMBER, Kind.LIST

ARCHITECTURE = {"d": _N, "outputs": _N, "L": _N, "w": _S, "bends": _S, "size": _N}


def _anything(numbers: Sequence[Fraction], inputs: int) -> bool:
    return True


def _iterate(numbers: Sequence[Fraction], inputs: int) -> bool:
    return all(n.denominator == 1 and 1 <= n <= MOST_ITERATES for n in numbers)


def _after_a_level(numbers: Sequence[Fraction], inputs: int) -> bool:
    return _iterate(numbers[1:], inputs)


def _face(numbers: Sequence[Fraction], inputs: int) -> bool:
    return numbers[0].denominator == 1 and 0 <= numbers[0] <= inputs


def _homology(numbers: Sequence[Fraction], inputs: int) -> bool:
    return numbers[0].denominator == 1 and 0 <= numbers[0] < inputs


@dataclass(frozen=True)
class Quantity:
    """What a quantity wants.

    Attributes
    ----------
    least, most
        Numbers of arguments after f.
    in_range
        Whether there is such a quantity, from the numbers among its arguments and the number of inputs.
    word
        Which argument is one of the `RELATIONS` and no number, if there is one.
    gives
        Its type.
    network, one_input, one_output
        What the subject must be.
    dynamical
        Whether the function must map its domain into itself.
    path
        Whether it is about the path.
    cost
        Roughly how many milliseconds it takes on a small subject: units of work are cut by it.
    """

    least: int = 0
    most: int = 0
    gives: Kind = Kind.NUMBER
    in_range: Callable[[Sequence[Fraction], int], bool] = _anything
    word: int | None = None
    network: bool = False
    one_input: bool = True
    one_output: bool = True
    dynamical: bool = False
    path: bool = False
    cost: float = 2


_SPACE = Quantity(network=True, one_input=False, one_output=False, cost=10)

QUANTITIES = {
    "affine_pieces": Quantity(one_output=False),
    "pieces": Quantity(one_output=False),
    "laps": Quantity(most=1, in_range=_iterate),
    "crossings": Quantity(least=1, most=2, in_range=_after_a_level),
    "minimum": Quantity(),
    "maximum": Quantity(),
    "lipschitz": Quantity(),
    "growth": Quantity(dynamical=True, cost=4),
    "entropy": Quantity(gives=Kind.LOGARITHM, dynamical=True, cost=4),
    "period": Quantity(1, 1, Kind.TRUTH, _iterate, dynamical=True, cost=4),
    "orbits": Quantity(1, 1, in_range=_iterate, dynamical=True, cost=4),
    "activation_regions": _SPACE,
    "activation_patterns": _SPACE,
    "affine_maps": _SPACE,
    "linear_regions_contact": _SPACE,
    "linear_regions": _SPACE,
    "faces": Quantity(1, 1, in_range=_face, network=True, one_input=False, one_output=False, cost=10),
    "betti": Quantity(1, 3, in_range=_homology, word=1, network=True, one_input=False, cost=20),
    "transitions": Quantity(network=True, one_input=False, one_output=False, path=True, cost=3),
    "patterns": Quantity(network=True, one_input=False, one_output=False, path=True, cost=3),
}
