"""What stands under a sign, or on both sides of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, ClassVar, Self

from exactnet.conjectures.language.names import Kind
from exactnet.conjectures.language.nodes.atoms import Literal
from exactnet.conjectures.language.nodes.node import Level, Node
from exactnet.conjectures.language.operators import combine, negative, truth_of_comparison
from exactnet.conjectures.language.values import Truth
from exactnet.conjectures.language.world import World

__all__ = ["Binary", "Comparison", "Connective", "Negative", "Not", "Operation", "Power"]


_ZERO = Literal(Fraction(0))


@dataclass(frozen=True)
class _Unary(Node):
    operand: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.operand,)

    def over(self, below: Sequence[Node]) -> Self:
        return replace(self, operand=below[0])


class Not(_Unary):
    """The contrary of a truth."""

    def kind(self, text: str) -> Kind:
        self.operand.want(Kind.TRUTH, text)
        return Kind.TRUTH

    def written(self) -> tuple[str, Level]:
        return f"not {self.operand.at_least(Level.NOT)}", Level.NOT

    def worth(self, world: World) -> Truth:
        return _contrary(self.operand.worth(world))


class Negative(_Unary):
    """A number, list or logarithm with the sign -."""

    def kind(self, text: str) -> Kind:
        kind = self.operand.kind(text)
        if kind == Kind.TRUTH:
            raise self.operand.fault("a truth has no negative; write not", text)
        return kind

    def written(self) -> tuple[str, Level]:
        return f"-{self.operand.at_least(Level.SIGNED)}", Level.SIGNED

    def worth(self, world: World) -> Any:
        return negative(self.operand.worth(world))


def _contrary(truth: Truth) -> Truth:
    return None if truth is None else not truth


@dataclass(frozen=True)
class Binary(Node):
    """Two nodes with a sign between them, whose place is that of the sign."""

    sign: str
    left: Node
    right: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)

    def over(self, below: Sequence[Node]) -> Self:
        return replace(self, left=below[0], right=below[1])

    def _infix(self, left: int, right: int) -> str:
        return f"{self.left.at_least(left)} {self.sign} {self.right.at_least(right)}"

    def _kinds(self, text: str) -> tuple[Kind, Kind]:
        """Of both sides, which are no truths."""
        left, right = self.left.kind(text), self.right.kind(text)
        if Kind.TRUTH in (left, right):
            beside = self.left if left == Kind.TRUTH else self.right
            raise beside.fault(f"a truth cannot stand beside {self.sign}", text)
        return left, right

    def _require_alike(self, left: Kind, right: Kind, text: str) -> None:
        """Two logarithms, or a logarithm and the literal 0, or no logarithm."""
        if Kind.LOGARITHM in (left, right) and left != right and _ZERO not in (self.left, self.right):
            raise self.fault_here("a logarithm goes with a logarithm or with 0 (write log(x))", text)


class Connective(Binary):
    """``and``, ``or`` or ``=>``: what is on the right is asked for only where it matters."""

    _LEVELS: ClassVar = {"=>": Level.IMPLIES, "or": Level.OR, "and": Level.AND}

    def kind(self, text: str) -> Kind:
        self.left.want(Kind.TRUTH, text)
        self.right.want(Kind.TRUTH, text)
        return Kind.TRUTH

    def written(self) -> tuple[str, Level]:
        level = self._LEVELS[self.sign]
        tighter = level + 1
        return self._infix(tighter, level) if self.sign == "=>" else self._infix(level, tighter), level

    def worth(self, world: World) -> Truth:
        decisive = self.sign != "and"  # what decides, whatever stands on the right
        left: Truth = self.left.worth(world)
        if self.sign == "=>":
            left = _contrary(left)
        if left is decisive:
            return decisive
        right: Truth = self.right.worth(world)
        return decisive if right is decisive else None if left is None or right is None else not decisive


class Comparison(Binary):
    """Two numbers or two logarithms, compared."""

    SIGNS: ClassVar = ("<=", "<", ">=", ">", "=", "!=")

    def kind(self, text: str) -> Kind:
        left, right = self._kinds(text)
        self._require_alike(left, right, text)
        if Kind.LIST in (left, right):
            raise self.fault_here("lists are not compared; compare their min, max, sum or prod", text)
        return Kind.TRUTH

    def written(self) -> tuple[str, Level]:
        return self._infix(Level.COMPARED + 1, Level.COMPARED + 1), Level.COMPARED

    def worth(self, world: World) -> Truth:
        return truth_of_comparison(self.sign, self.left.worth(world), self.right.worth(world))


class Operation(Binary):
    """A sum, difference, product or quotient."""

    _LEVELS: ClassVar = {"+": Level.SUM, "-": Level.SUM, "*": Level.PRODUCT, "/": Level.PRODUCT}

    def kind(self, text: str) -> Kind:
        left, right = self._kinds(text)
        if Kind.LOGARITHM not in (left, right):
            return Kind.LIST if Kind.LIST in (left, right) else Kind.NUMBER
        if self.sign in ("+", "-"):
            self._require_alike(left, right, text)
            return Kind.LOGARITHM
        if {left, right} == {Kind.LOGARITHM, Kind.NUMBER} and (self.sign == "*" or left == Kind.LOGARITHM):
            return Kind.LOGARITHM
        raise self.fault_here(f"a {left} {self.sign} a {right} has no meaning here", text)

    def written(self) -> tuple[str, Level]:
        level = self._LEVELS[self.sign]
        return self._infix(level, level + 1), level

    def worth(self, world: World) -> Any:
        return combine(self.sign, self.left.worth(world), self.right.worth(world))


class Power(Operation):
    """A number or list to a power."""

    def kind(self, text: str) -> Kind:
        left, right = self._kinds(text)
        if left in (Kind.NUMBER, Kind.LIST) and right == Kind.NUMBER:
            return left
        raise self.fault_here(f"a {left} is not raised to a {right}", text)

    def written(self) -> tuple[str, Level]:
        return f"{self.left.at_least(Level.INDEXED)}^{self.right.at_least(Level.SIGNED)}", Level.POWER
