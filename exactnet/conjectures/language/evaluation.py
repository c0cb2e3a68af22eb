"""What a statement is worth on one subject: three-valued, on intervals; quantities are asked for only where they matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, comb, floor, prod
from typing import Any, TypeAlias

from exactnet.bounds.combinatorics import arrangement_cells, layer_dimensions, layered_sum
from exactnet.conjectures.language.kinds import quantities_in
from exactnet.conjectures.language.names import MOST_ITERATES, QUANTITIES, Kind
from exactnet.conjectures.language.printing import number_text
from exactnet.conjectures.language.syntax import (
    COMPARISONS,
    Binary,
    Call,
    Constant,
    Entry,
    ListOf,
    Literal,
    Measured,
    Name,
    Node,
    Unary,
    children,
    with_children,
)
from exactnet.conjectures.language.values import (
    Interval,
    List,
    Logarithm,
    Number,
    Truth,
    add,
    compare,
    compare_logarithms,
    divide,
    exact,
    integer_of,
    multiply,
    negate,
    power,
)

__all__ = ["Architecture", "Ask", "Instance", "evaluate", "instance_of", "settled", "truth_of_comparison"]


@dataclass(frozen=True)
class Architecture:
    """What the names of the architecture mean for a subject; no bends where some layer has none."""

    inputs: int = 1
    outputs: int = 1
    widths: tuple[int, ...] = ()
    bends: tuple[int, ...] | None = ()

    def __getitem__(self, name: str) -> Number | List:
        match name:
            case "d":
                return exact(self.inputs)
            case "outputs":
                return exact(self.outputs)
            case "L":
                return exact(len(self.widths))
            case "size":
                return exact(sum(self.widths))
            case "w":
                return tuple(map(exact, self.widths))
            case _:
                return None if self.bends is None else tuple(map(exact, self.bends))


@dataclass(frozen=True)
class Instance:
    """A quantity with its arguments: exact numbers, and words."""

    name: str
    arguments: tuple[Fraction | str, ...] = ()

    def __str__(self) -> str:
        shown = ["f", *(a if isinstance(a, str) else number_text(a) for a in self.arguments)]
        return f"{self.name}({', '.join(shown)})"


Ask: TypeAlias = Callable[[Instance], Any]
"""Gives the value of a quantity: a number (an interval, for growth and entropy that of the growth number), or a truth."""


def evaluate(node: Node, architecture: Architecture, ask: Ask) -> Any:
    """The value of a well-typed tree; of a statement, True, False or None.

    Examples
    --------
    >>> from exactnet.conjectures.language.parser import parse
    >>> evaluate(parse("laps(f) <= prod(w + 1) - 1"), Architecture(widths=(2, 2)), lambda quantity: (7, 7))
    True
    """
    return _Evaluation(architecture, ask).value(node)


def instance_of(node: Measured, architecture: Architecture) -> Instance | None:
    """The instance that a quantity names for this architecture; None if an argument is undefined or out of range."""
    found: list[Fraction | str] = []
    for i, argument in enumerate(node.arguments):
        if isinstance(argument, Name) and node.name == "betti" and i == 1:
            found.append(argument.name)
            continue
        value = evaluate(argument, architecture, lambda quantity: None)
        if value is None or value[0] != value[1]:
            return None
        found.append(Fraction(value[0]))
    instance = Instance(node.name, tuple(found))
    return instance if _in_range(instance, architecture) else None


def _in_range(instance: Instance, architecture: Architecture) -> bool:
    numbers = [x for x in instance.arguments if isinstance(x, Fraction)]
    match instance.name:
        case "laps" | "period" | "orbits":
            return all(n.denominator == 1 and 1 <= n <= MOST_ITERATES for n in numbers)
        case "crossings":
            return all(n.denominator == 1 and 1 <= n <= MOST_ITERATES for n in numbers[1:])
        case "faces":
            return numbers[0].denominator == 1 and 0 <= numbers[0] <= architecture.inputs
        case "betti":
            return numbers[0].denominator == 1 and 0 <= numbers[0] < architecture.inputs
        case _:
            return True


def settled(node: Node, architecture: Architecture) -> Node:
    """The same statement for this architecture, with all that does not depend on quantities worked out."""
    evaluation = _Evaluation(architecture, lambda quantity: None)

    def settle(part: Node) -> Node:
        if isinstance(part, Measured):
            return part
        if not quantities_in(part) and not _is_zero(part):
            return Constant(evaluation.value(part), part.place)
        return with_children(part, [settle(child) for child in children(part)])

    return settle(node)


def _is_zero(node: Node) -> bool:
    """The literal 0 may be log 1: what it is depends on what stands beside it."""
    return isinstance(node, Literal) and node.value == 0


def truth_of_comparison(sign: str, left: Any, right: Any) -> Truth:
    """Of two numbers, or two logarithms."""
    if isinstance(left, Logarithm) or isinstance(right, Logarithm):
        return compare_logarithms(sign, _as_logarithm(left), _as_logarithm(right))
    return compare(sign, left, right)


class _Evaluation:
    def __init__(self, architecture: Architecture, ask: Ask) -> None:
        self.architecture = architecture
        self.ask = ask

    def value(self, node: Node) -> Any:
        match node:
            case Constant():
                return node.value
            case Measured():
                return self._quantity(node)
            case Binary():
                return self._binary(node)
            case Literal():
                return exact(node.value.numerator if node.value.denominator == 1 else node.value)
            case Name():
                return self.architecture[node.name]
            case Unary(sign="not"):
                truth = self.value(node.operand)
                return None if truth is None else not truth
            case Unary():
                return self._negative(self.value(node.operand))
            case Call():
                return self._call(node.name, [self.value(argument) for argument in node.arguments])
            case ListOf():
                items = [self.value(item) for item in node.items]
                return None if None in items else tuple(items)
            case Entry():
                return self._entry(node)

    def _quantity(self, node: Measured) -> Any:
        instance = instance_of(node, self.architecture) if node.arguments else Instance(node.name)
        found = None if instance is None else self.ask(instance)
        if QUANTITIES[node.name].gives == Kind.LOGARITHM:
            return None if found is None or found[0] <= 0 else Logarithm(((1, found),))
        return found

    def _binary(self, node: Binary) -> Any:
        match node.sign:
            case "=>" | "or":
                left = self.value(node.left)
                if node.sign == "=>":
                    left = None if left is None else not left
                if left is True:
                    return True
                right = self.value(node.right)
                return True if right is True else None if left is None or right is None else False
            case "and":
                left = self.value(node.left)
                if left is False:
                    return False
                right = self.value(node.right)
                return False if right is False else None if left is None or right is None else True
        left, right = self.value(node.left), self.value(node.right)
        if node.sign in COMPARISONS:
            return truth_of_comparison(node.sign, left, right)
        return None if left is None or right is None else self._arithmetic(node.sign, left, right)

    def _arithmetic(self, sign: str, left: Any, right: Any) -> Any:
        if isinstance(left, Logarithm) or isinstance(right, Logarithm):
            return _combined(sign, left, right)
        operation = _OPERATIONS[sign]
        if not _is_list(left) and not _is_list(right):
            return operation(left, right)
        if _is_list(left) and _is_list(right) and len(left) != len(right):
            return None
        size = len(left) if _is_list(left) else len(right)
        firsts = left if _is_list(left) else [left] * size
        seconds = right if _is_list(right) else [right] * size
        found = [operation(a, b) for a, b in zip(firsts, seconds, strict=True)]
        return None if None in found else tuple(found)

    def _negative(self, value: Any) -> Any:
        if isinstance(value, Logarithm):
            return value.times(-1)
        return tuple(map(negate, value)) if value is not None and _is_list(value) else negate(value)

    def _entry(self, node: Entry) -> Any:
        values, first = self.value(node.of), integer_of(self.value(node.first))
        last = first if node.last is None else integer_of(self.value(node.last))
        if values is None or first is None or last is None:
            return None
        if not 1 <= first <= last + 1 or last > len(values) or (node.last is None and first > len(values)):
            return None
        return values[first - 1] if node.last is None else values[first - 1 : last]

    def _call(self, name: str, arguments: list[Any]) -> Any:
        if None in arguments:
            return None
        match name:
            case "sum" | "prod":
                operation, total = (add, exact(0)) if name == "sum" else (multiply, exact(1))
                result: Number = total
                for x in arguments[0]:
                    result = operation(result, x)
                return result
            case "min" | "max":
                values = arguments[0] if _is_list(arguments[0]) else arguments
                pick = min if name == "min" else max
                return (pick(x[0] for x in values), pick(x[1] for x in values)) if values else None
            case "length":
                return exact(len(arguments[0]))
            case "abs" | "floor" | "ceil":
                each = {"abs": _magnitude, "floor": _floor, "ceil": _ceil}[name]
                return tuple(map(each, arguments[0])) if _is_list(arguments[0]) else each(arguments[0])
            case "log":
                return Logarithm(((1, arguments[0]),)) if arguments[0][0] > 0 else None
            case "binomial" | "zaslavsky":
                return _counted(name, *map(integer_of, arguments))
            case _:
                return _formula(name, integer_of(arguments[0]), [integer_of(n) for n in arguments[1]])


_OPERATIONS: dict[str, Callable[[Number, Number], Number]] = {
    "+": add,
    "-": lambda a, b: add(a, negate(b)),
    "*": multiply,
    "/": divide,
    "^": power,
}


def _is_list(value: Any) -> bool:
    """A tuple of intervals, not an interval."""
    return isinstance(value, tuple) and (not value or isinstance(value[0], tuple))


def _as_logarithm(value: Any) -> Logarithm | None:
    """The literal 0 is log 1."""
    return value if value is None or isinstance(value, Logarithm) else Logarithm(())


def _combined(sign: str, left: Any, right: Any) -> Logarithm | None:
    if sign in ("+", "-"):
        first, second = _as_logarithm(left), _as_logarithm(right)
        assert first is not None
        assert second is not None
        return first.plus(second if sign == "+" else second.times(-1))
    terms, factor = (left, right) if isinstance(left, Logarithm) else (right, left)
    if factor[0] != factor[1] or (sign == "/" and factor[0] == 0):
        return None
    scaled: Logarithm = terms.times(Fraction(factor[0]) if sign == "*" else 1 / Fraction(factor[0]))
    return scaled


def _magnitude(x: Interval) -> Interval:
    if x[0] < 0 < x[1]:
        return 0, max(-x[0], x[1])
    return x if x[0] >= 0 else (-x[1], -x[0])


def _floor(x: Interval) -> Interval:
    return floor(x[0]), floor(x[1])


def _ceil(x: Interval) -> Interval:
    return ceil(x[0]), ceil(x[1])


def _counted(name: str, n: int | None, k: int | None) -> Number:
    if n is None or k is None or not 0 <= n <= 1000:
        return None
    if name == "binomial":
        return exact(comb(n, k) if k >= 0 else 0)
    return exact(arrangement_cells(n, k)) if k >= 0 else None


def _formula(name: str, d: int | None, widths: Sequence[int | None]) -> Number:
    sizes = [n for n in widths if n is not None and 1 <= n <= 100]
    if d is None or not 1 <= d <= 100 or len(sizes) != len(widths) or not 1 <= len(sizes) <= 50:
        return None
    *before, last = sizes
    match name:
        case "serra_upper":
            value = layered_sum(d, sizes)
        case "serra_lower":
            value = prod(n // d + 1 for n in before) ** d * arrangement_cells(last, d)
        case "montufar_upper":
            pairs = zip(sizes, layer_dimensions(d, sizes), strict=True)
            value = prod(arrangement_cells(n, e) for n, e in pairs)
        case "montufar_lower":
            value = prod(n // d for n in before) ** d * arrangement_cells(last, d)
        case _:
            value = prod(n // d for n in before) * arrangement_cells(last, d)
    return exact(value)
