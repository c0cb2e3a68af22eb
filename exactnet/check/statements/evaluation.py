"""The value of a statement: one pass over its nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from exactnet.check.statements import values
from exactnet.check.statements.formulas import Architecture, binomial, regions, zaslavsky
from exactnet.check.statements.grammar import COMPARISONS, Node, parse
from exactnet.check.statements.names import ARCHITECTURE, LARGEST_COUNT, QUANTITIES, Quantity
from exactnet.check.statements.types import types_of
from exactnet.check.statements.values import Interval, Logarithm, Number, Room, Truth, exactly, known, whole

# None is undefined, of truths unknown.
Value = Interval | list[Interval] | Logarithm | bool | None
# What is known of an instance: of entropy, the growth number.
Fact = Interval | bool

_ARITHMETIC = {"+": values.plus, "-": values.minus, "*": values.times, "/": values.over}
_CONNECTIVES = {"=>": values.implies, "or": values.either, "and": values.both}


@dataclass(frozen=True, slots=True)
class Instance:
    """A quantity and its arguments after ``f``, evaluated."""

    quantity: str
    arguments: tuple[Fraction | str, ...] = ()

    def __str__(self) -> str:
        """Give its name.

        >>> str(Instance("betti", (Fraction(1), "lt", Fraction(1, 2))))
        'betti(f, 1, lt, 1/2)'
        """
        return f"{self.quantity}({', '.join(['f', *map(str, self.arguments)])})"


class Statement:
    """A statement that is well formed and well typed.

    Examples
    --------
    >>> subject = Architecture(1, 1, [2, 3], [2, 3])
    >>> statement = Statement("laps(f) <= prod(w + 1) - 1")
    >>> list(statement.instances(subject))
    ['laps(f)']
    >>> statement.evaluate(subject, {"laps(f)": exactly(12)}), statement.evaluate(subject, {})
    (False, None)
    """

    def __init__(self, text: str) -> None:
        self._nodes = parse(text)
        self._types = types_of(self._nodes)

    def instances(self, architecture: Architecture) -> dict[str, Instance]:
        """List the instances of quantities that come up, by their names."""
        evaluator = _Evaluator(self._nodes, self._types, architecture, {})
        return evaluator.instances

    def evaluate(self, architecture: Architecture, facts: Mapping[str, Fact]) -> Truth:
        """Evaluate it, given what is known of instances by their names."""
        value = _Evaluator(self._nodes, self._types, architecture, facts).values[-1]
        return value if isinstance(value, bool) else None


class _Evaluator:
    """Evaluates the nodes one after the other. Their types are known, so operands are taken for what they are."""

    def __init__(
        self, nodes: list[Node], types: list[str], architecture: Architecture, facts: Mapping[str, Fact]
    ) -> None:
        self._nodes, self._types, self._architecture, self._facts = nodes, types, architecture, facts
        self._room = Room()
        self._regions: dict[tuple[str, int, tuple[int, ...]], int | None] = {}
        self.instances: dict[str, Instance] = {}
        self.values: list[Value] = []
        for node in nodes:
            self.values.append(self._value(node))

    def _value(self, node: Node) -> Value:
        kind = node.kind
        if kind == "number":
            return self._room.fit(exactly(Fraction(node.token.text)))
        if kind == "name":
            return self._name(node.token.text)
        if kind == "call" and node.token.text in QUANTITIES:
            return self._quantity(node)
        operands = [self.values[i] for i in node.operands]
        if kind in _CONNECTIVES:
            return _CONNECTIVES[kind](*map(_truth, operands))
        if kind == "not":
            return values.deny(_truth(operands[0]))
        # From here on, what is undefined makes the result undefined.
        if None in operands:
            return None
        if any(self._types[i] == "logarithm" for i in node.operands):
            return self._of_logarithms(node, operands)
        if kind == "list":
            return self._room.fit_all(map(_number, operands))
        if kind in ("index", "slice"):
            return self._entries(_list(operands[0]), [whole(_number(x)) for x in operands[1:]])
        if kind == "sign":
            return self._each(values.negative, operands[0])
        if kind == "^":
            exponent = _number(operands[1])
            return self._each(lambda x: values.power(x, exponent), operands[0])
        if kind in COMPARISONS:
            x, y = map(_number, operands)
            return None if x is None or y is None else values.compare(kind, x, y)
        if kind in _ARITHMETIC:
            first, second = (item if isinstance(item, tuple) else _list(item) for item in operands)
            return values.entrywise(_ARITHMETIC[kind], first, second, self._room)
        return self._call(node.token.text, operands)

    def _name(self, name: str) -> Value:
        if name not in ARCHITECTURE:
            return None
        known_of = self._architecture
        if name in ("w", "bends"):
            entries = known_of.widths if name == "w" else known_of.bends
            return None if entries is None else self._room.fit_all(map(exactly, entries))
        numbers = {"d": known_of.inputs, "outputs": known_of.outputs}
        numbers |= {"L": len(known_of.widths), "size": sum(known_of.widths)}
        return self._room.fit(exactly(numbers[name]))

    def _quantity(self, node: Node) -> Value:
        name = node.token.text
        instance = self._instance(name, QUANTITIES[name], node.operands[1:])
        if instance is None:
            return None
        key = str(instance)
        self.instances[key] = instance
        fact = self._facts.get(key)
        if fact is None or isinstance(fact, bool):
            return fact
        value = self._room.fit(fact)
        return _log(value) if QUANTITIES[name].type == "logarithm" else value

    def _instance(self, name: str, quantity: Quantity, places: tuple[int, ...]) -> Instance | None:
        arguments: list[Fraction | str] = []
        for place, wanted in zip(places, quantity.arguments, strict=False):
            value = self._argument(wanted, place)
            if value is None:
                return None
            arguments.append(value)
        return Instance(name, tuple(arguments))

    def _argument(self, wanted: str, place: int) -> Fraction | str | None:
        """Give an argument; None if it is not known or out of range."""
        if wanted == "set":
            return self._nodes[place].token.text
        value = known(_number(self.values[place]))
        if wanted == "level" or value is None:
            return value
        least, most = {
            "count": (1, LARGEST_COUNT),
            "face": (0, self._architecture.inputs),
            "degree": (0, self._architecture.inputs - 1),
        }[wanted]
        return value if value.denominator == 1 and least <= value <= most else None

    def _of_logarithms(self, node: Node, operands: list[Value]) -> Value:
        first, second = operands[0], operands[-1]
        if node.kind == "sign":
            return -_logarithm(first)
        if node.kind in ("*", "/"):
            if isinstance(first, tuple):
                first, second = second, first
            factor = known(_number(second))
            if factor is None or (node.kind == "/" and factor == 0):
                return None
            return _logarithm(first).times(1 / factor if node.kind == "/" else factor, self._room)
        # The other one may be the number 0, which is the empty sum.
        x, y = _logarithm(first), _logarithm(second)
        if node.kind == "+":
            return x + y
        return x + -y if node.kind == "-" else (x + -y).compare(node.kind, self._room)

    def _entries(self, entries: list[Interval], ends: list[int | None]) -> Value:
        first, last = ends[0], ends[-1]
        if first is None or last is None or first < 1 or last > len(entries):
            return None
        if len(ends) == 1:
            return entries[first - 1]
        return self._room.fit_all(entries[first - 1 : last]) if last >= first - 1 else None

    def _each(self, function: Callable[[Interval], Number], x: Value) -> Value:
        if isinstance(x, tuple):
            return self._room.fit(function(x))
        return self._room.fit_all(map(function, _list(x)))

    def _call(self, name: str, operands: list[Value]) -> Value:
        if name in _ENTRYWISE:
            return self._each(_ENTRYWISE[name], operands[0])
        if name == "log":
            return _log(_number(operands[0]))
        if name in ("binomial", "zaslavsky"):
            n, k = (whole(_number(x)) for x in operands)
            counted = None if n is None or k is None else (binomial if name == "binomial" else zaslavsky)(n, k)
            return None if counted is None else self._room.fit(exactly(counted))
        if name not in ("sum", "prod", "length", "min", "max"):
            return self._of_widths(name, whole(_number(operands[0])), [whole(x) for x in _list(operands[1])])
        numbers = [x for x in operands if isinstance(x, tuple)] or _list(operands[0])
        if name == "length":
            return self._room.fit(exactly(len(numbers)))
        if name in ("min", "max"):
            choose = min if name == "min" else max
            lows, highs = [x[0] for x in numbers], [x[1] for x in numbers]
            return self._room.fit((choose(lows), choose(highs))) if numbers else None
        total: Number = exactly(0 if name == "sum" else 1)
        for x in numbers:
            if total is not None:
                total = self._room.fit(values.plus(total, x) if name == "sum" else values.times(total, x))
        return total

    def _of_widths(self, name: str, d: int | None, entries: list[int | None]) -> Number:
        widths = tuple(n for n in entries if n is not None)
        if d is None or len(widths) < len(entries):
            return None
        key = (name, d, widths)
        if key not in self._regions:
            self._regions[key] = regions(name, d, list(widths))
        found = self._regions[key]
        return None if found is None else self._room.fit(exactly(found))


def _absolute(x: Interval) -> Interval:
    low, high = sorted(map(abs, x))
    return (Fraction(0) if x[0] <= 0 <= x[1] else low), high


_ENTRYWISE: dict[str, Callable[[Interval], Interval]] = {
    "abs": _absolute,
    "floor": lambda x: (Fraction(floor(x[0])), Fraction(floor(x[1]))),
    "ceil": lambda x: (Fraction(ceil(x[0])), Fraction(ceil(x[1]))),
}


def _log(x: Number) -> Logarithm | None:
    return Logarithm(((Fraction(1), x),)) if x is not None and x[0] > 0 else None


# Types are known, so that these only say to the reader (and to mypy) which one it is.


def _truth(x: Value) -> Truth:
    return x if isinstance(x, bool) else None


def _number(x: Value) -> Number:
    return x if isinstance(x, tuple) else None


def _list(x: Value) -> list[Interval]:
    return x if isinstance(x, list) else []


def _logarithm(x: Value) -> Logarithm:
    return x if isinstance(x, Logarithm) else Logarithm()
