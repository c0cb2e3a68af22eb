"""The names of the language, with what they want: one table each for the architecture, functions and quantities."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["ARCHITECTURE", "FUNCTIONS", "MOST_ITERATES", "QUANTITIES", "RELATIONS", "Function", "Kind", "Quantity"]

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


@dataclass(frozen=True)
class Function:
    """Types of the arguments, one of several lists of them, and of the value; ``any_number``: two or more numbers will do."""

    takes: tuple[tuple[Kind, ...], ...]
    gives: Kind = Kind.NUMBER
    any_number: bool = False


_BOUND = Function(((_N, _S),))
FUNCTIONS = {
    "sum": Function(((_S,),)),
    "prod": Function(((_S,),)),
    "min": Function(((_S,),), any_number=True),
    "max": Function(((_S,),), any_number=True),
    "length": Function(((_S,),)),
    # these three give what they take
    "abs": Function(((_N,), (_S,))),
    "floor": Function(((_N,), (_S,))),
    "ceil": Function(((_N,), (_S,))),
    "log": Function(((_N,),), Kind.LOGARITHM),
    "binomial": Function(((_N, _N),)),
    "zaslavsky": Function(((_N, _N),)),
    "serra_upper": _BOUND,
    "serra_lower": _BOUND,
    "montufar_upper": _BOUND,
    "montufar_lower": _BOUND,
    "pascanu_lower": _BOUND,
}


@dataclass(frozen=True)
class Quantity:
    """What a quantity wants.

    Attributes
    ----------
    least, most
        Numbers of arguments after f.
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
    "laps": Quantity(most=1),
    "crossings": Quantity(least=1, most=2),
    "minimum": Quantity(),
    "maximum": Quantity(),
    "lipschitz": Quantity(),
    "growth": Quantity(dynamical=True, cost=4),
    "entropy": Quantity(gives=Kind.LOGARITHM, dynamical=True, cost=4),
    "period": Quantity(1, 1, Kind.TRUTH, dynamical=True, cost=4),
    "orbits": Quantity(1, 1, dynamical=True, cost=4),
    "activation_regions": _SPACE,
    "activation_patterns": _SPACE,
    "affine_maps": _SPACE,
    "linear_regions_contact": _SPACE,
    "linear_regions": _SPACE,
    "faces": Quantity(1, 1, network=True, one_input=False, one_output=False, cost=10),
    "betti": Quantity(1, 3, network=True, one_input=False, cost=20),
    "transitions": Quantity(network=True, one_input=False, one_output=False, path=True, cost=3),
    "patterns": Quantity(network=True, one_input=False, one_output=False, path=True, cost=3),
}
