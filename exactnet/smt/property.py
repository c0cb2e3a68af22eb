"""What outputs are looked for: linear atoms in inputs and outputs, in conjunctions, any of which will do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul
from typing import Any

from flint import fmpq

from exactnet.errors import InputError
from exactnet.exact.rational import QLike, number_text, rational

__all__ = ["Atom", "Conjunction", "Property"]

_ZERO = fmpq(0)


@dataclass(frozen=True)
class Atom:
    """``constant + inputs . x + outputs . y >= 0``, or > 0 if strict.

    Examples
    --------
    >>> atom = Atom.of(-3, [0], [1])
    >>> atom.holds([fmpq(5)], [fmpq(3)]), atom
    (True, y_0 - 3 >= 0)
    """

    strict: bool
    constant: fmpq
    inputs: tuple[fmpq, ...]
    outputs: tuple[fmpq, ...]

    @classmethod
    def of(cls, constant: QLike, inputs: Sequence[QLike], outputs: Sequence[QLike], *, strict: bool = False) -> Atom:
        """From anything `rational` reads."""
        return cls(strict, rational(constant), tuple(map(rational, inputs)), tuple(map(rational, outputs)))

    def value(self, x: Sequence[fmpq], y: Sequence[fmpq]) -> fmpq:
        """The left side."""
        return sum(map(mul, self.inputs, x), self.constant) + sum(map(mul, self.outputs, y), _ZERO)

    def holds(self, x: Sequence[fmpq], y: Sequence[fmpq]) -> bool:
        """Whether it is true at a point with these outputs."""
        value = self.value(x, y)
        return bool(value > 0 if self.strict else value >= 0)

    def to_json(self) -> dict[str, Any]:
        """As certificates write it."""
        return {
            "strict": self.strict,
            "constant": number_text(self.constant),
            "inputs": [number_text(a) for a in self.inputs],
            "outputs": [number_text(b) for b in self.outputs],
        }

    def __repr__(self) -> str:
        named = [(a, f"x_{i}") for i, a in enumerate(self.inputs)] + [(b, f"y_{j}") for j, b in enumerate(self.outputs)]
        text = ""
        for factor, name in [*named, (self.constant, "")]:
            if factor != 0:
                size = "" if abs(factor) == 1 and name else f"{abs(factor)} " if name else str(abs(factor))
                sign = ("-" if factor < 0 else "") if not text else " - " if factor < 0 else " + "
                text += sign + size + name
        return f"{text or '0'} {'>' if self.strict else '>='} 0"


Conjunction = tuple[Atom, ...]


@dataclass(frozen=True)
class Property:
    """A disjunction of conjunctions of atoms.

    Attributes
    ----------
    conjunctions
        At least one; an empty one holds everywhere.

    Examples
    --------
    >>> at_most(1, "1/2").holds([fmpq(0)], [fmpq(1, 3)])
    True
    """

    conjunctions: tuple[Conjunction, ...]

    @classmethod
    def of(cls, conjunctions: Sequence[Sequence[Atom]]) -> Property:
        """From lists of atoms over the same inputs and outputs."""
        if not conjunctions:
            raise InputError("a property needs at least one conjunction")
        shapes = {(len(atom.inputs), len(atom.outputs)) for atoms in conjunctions for atom in atoms}
        if len(shapes) > 1:
            raise InputError("the atoms of a property speak of different numbers of inputs or outputs")
        return cls(tuple(tuple(atoms) for atoms in conjunctions))

    def holds(self, x: Sequence[fmpq], y: Sequence[fmpq]) -> bool:
        """Whether some conjunction is true at a point with these outputs."""
        return any(all(atom.holds(x, y) for atom in atoms) for atoms in self.conjunctions)

    def to_json(self) -> list[list[dict[str, Any]]]:
        """As certificates write it."""
        return [[atom.to_json() for atom in atoms] for atoms in self.conjunctions]

    def __repr__(self) -> str:
        return " or ".join(" and ".join(map(repr, atoms)) or "true" for atoms in self.conjunctions)


def at_most(inputs: int, level: QLike) -> Property:
    """The one output is at most c."""
    return Property.of([[Atom.of(level, [0] * inputs, [-1])]])


def more_than(inputs: int, outputs: int, eps: QLike) -> Property:
    """Some output of the first of two functions differs from that of the second by more than eps.

    Examples
    --------
    >>> more_than(1, 1, "1/2")
    y_0 - y_1 - 1/2 > 0 or -y_0 + y_1 - 1/2 > 0
    """
    found = []
    for j in range(outputs):
        for sign in (1, -1):
            factors = [0] * (2 * outputs)
            factors[j], factors[outputs + j] = sign, -sign
            found.append([Atom.of(-rational(eps), [0] * inputs, factors, strict=True)])
    return Property.of(found)
