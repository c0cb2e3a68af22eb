"""Statements evaluated at exact values, by way of Python's own grammar.

The tokens are rewritten to a Python expression, whose tree is walked over Fractions; logarithms are decimals of eighty
digits, where differences below 10^-60 count as none. What is undefined raises UndefinedError, whatever stands around it.
"""

from __future__ import annotations

import ast
import re
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import accumulate
from math import ceil, floor, prod

from support.region_bounds import bends, recursion, z

DIGITS = 80
CLOSE = Decimal(10) ** -60


class UndefinedError(Exception):
    """A number is not defined."""


class Log:
    """A logarithm, as a decimal."""

    def __init__(self, value):
        self.value = value

    @classmethod
    def of(cls, x):
        if x <= 0:
            raise UndefinedError
        with localcontext(prec=DIGITS):
            return cls(Decimal(x.numerator).ln() - Decimal(x.denominator).ln())

    def times(self, r):
        with localcontext(prec=DIGITS):
            return Log(self.value * Decimal(r.numerator) / Decimal(r.denominator))

    def plus(self, other):
        with localcontext(prec=DIGITS):
            return Log(self.value + (other.value if isinstance(other, Log) else 0))


def python(text):
    """Rewrite a statement as a Python expression, with `a => b` as `(not (a) or (b))`."""
    tokens = re.findall(r"[0-9]+(?:\.[0-9]+)?|[A-Za-z]\w*|=>|<=|>=|!=|\S", text)
    result, rest = _implication(tokens)
    assert not rest, rest
    return result


def _implication(tokens):
    """Take tokens up to a bracket or comma that does not belong here; give their Python, and the rest."""
    words = []
    while tokens and tokens[0] not in (")", "]", ",", ":", "=>"):
        token, *tokens = tokens
        if token in "([":
            inner = []
            while tokens[0] not in (")", "]"):
                part, tokens = _implication(tokens)
                inner.append(part)
                if tokens[0] in (",", ":"):
                    inner.append(tokens[0])
                    tokens = tokens[1:]
            words += [token, *inner, tokens[0]]
            tokens = tokens[1:]
        elif token[0].isdigit():
            words.append(f'F("{token}")')
        else:
            words.append({"=": "==", "^": "**"}.get(token, token))
    left = " ".join(words)
    if tokens and tokens[0] == "=>":
        right, tokens = _implication(tokens[1:])
        return f"(not ({left}) or ({right}))", tokens
    return left, tokens


def evaluate(text, names, quantity):
    """Evaluate a statement; names are those of the architecture, quantity gives the value of a name with arguments."""
    return _value(ast.parse(python(text), mode="eval").body, names, quantity)


def _value(node, names, quantity):
    def value(part):
        return _value(part, names, quantity)

    match node:
        case ast.Call(func=ast.Name(id="F"), args=[ast.Constant(value=text)]):
            return Fraction(text)
        case ast.Call(func=ast.Name(id=name), args=[ast.Name(id="f"), *rest]):
            return quantity(name, tuple(part.id if isinstance(part, ast.Name) and part.id not in names else value(part)
                                        for part in rest))  # fmt: skip
        case ast.Call(func=ast.Name(id=name), args=args):
            return _call(name, [value(part) for part in args])
        case ast.Name(id=name):
            return names[name]
        case ast.List(elts=items):
            return [value(part) for part in items]
        case ast.Subscript(value=base, slice=ast.Slice(lower=low, upper=high)):
            return _slice(value(base), value(low), value(high))
        case ast.Subscript(value=base, slice=index):
            return _slice(value(base), (i := value(index)), i)[0]
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return not value(part)
        case ast.UnaryOp(op=ast.USub(), operand=part):
            return _binary(ast.Mult, Fraction(-1), value(part))
        case ast.BoolOp(op=operator, values=parts):
            found = [value(part) for part in parts]
            return all(found) if isinstance(operator, ast.And) else any(found)
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return _compare(type(operator), _sign(_binary(ast.Sub, value(left), value(right))))
        case ast.BinOp(left=left, op=operator, right=right):
            return _binary(type(operator), value(left), value(right))
    raise AssertionError(ast.dump(node))


def _slice(items, low, high):
    inside = low.denominator == high.denominator == 1 and low >= 1 and high <= len(items) and high >= low - 1
    if not inside:
        raise UndefinedError
    return items[int(low) - 1 : int(high)]


def _sign(x):
    if isinstance(x, Log):
        return 0 if abs(x.value) < CLOSE else 1 if x.value > 0 else -1
    return (x > 0) - (x < 0)


def _compare(operator, sign):
    return {
        ast.LtE: sign <= 0, ast.Lt: sign < 0, ast.GtE: sign >= 0, ast.Gt: sign > 0, ast.Eq: sign == 0,
        ast.NotEq: sign != 0,
    }[operator]  # fmt: skip


def _binary(operator, x, y):
    if isinstance(x, list) or isinstance(y, list):
        rows = [row for row in (x, y) if isinstance(row, list)]
        if len({len(row) for row in rows}) > 1:
            raise UndefinedError
        first, second = (row if isinstance(row, list) else [row] * len(rows[0]) for row in (x, y))
        return [_binary(operator, a, b) for a, b in zip(first, second, strict=True)]
    if operator is ast.Sub:
        return _binary(ast.Add, x, _binary(ast.Mult, Fraction(-1), y))
    if isinstance(x, Log) or isinstance(y, Log):
        log, other = (x, y) if isinstance(x, Log) else (y, x)
        if operator is ast.Add:
            return log.plus(other)
        if operator is ast.Div and other == 0:
            raise UndefinedError
        return log.times(other if operator is ast.Mult else 1 / other)
    if operator is ast.Add:
        return x + y
    if operator is ast.Mult:
        return x * y
    zero = operator is ast.Div and y == 0
    # Nothing that matters here is longer than a million digits.
    long = abs(y) * max(x.numerator.bit_length(), x.denominator.bit_length()) > 10**6
    power = operator is ast.Pow and (y.denominator != 1 or abs(y) > 10_000 or (x == 0 and y < 0) or long)
    if zero or power:
        raise UndefinedError
    return x / y if operator is ast.Div else Fraction(x ** int(y))


def _integers(*values):
    if any(x.denominator != 1 for x in values):
        raise UndefinedError
    return [int(x) for x in values]


def _call(name, args):
    if name in ("abs", "floor", "ceil"):
        function = {"abs": abs, "floor": floor, "ceil": ceil}[name]
        return [Fraction(function(x)) for x in args[0]] if isinstance(args[0], list) else Fraction(function(args[0]))
    if name in ("sum", "prod", "length"):
        return Fraction({"sum": sum, "prod": prod, "length": len}[name](args[0]))
    if name in ("min", "max"):
        items = args[0] if isinstance(args[0], list) else args
        if not items:
            raise UndefinedError
        return (min if name == "min" else max)(items)
    if name == "log":
        return Log.of(args[0])
    if name in ("binomial", "zaslavsky"):
        n, k = _integers(*args)
        if not 0 <= n <= 1000 or (name == "zaslavsky" and k < 0):
            raise UndefinedError
        return Fraction(
            z(n, min(k, n)) - (z(n, min(k, n) - 1) if k <= n else z(n, n)) if name == "binomial" else z(n, k)
        )
    d, *widths = _integers(args[0], *args[1])
    if not (1 <= d <= 100 and 1 <= len(widths) <= 50 and all(1 <= n <= 100 for n in widths)):
        raise UndefinedError
    return Fraction(_bound(name, d, widths))


def _bound(name, d, widths):
    if name == "serra_upper":
        return recursion(widths, widths, d)
    if name == "montufar_upper":
        return prod(z(n, m) for n, m in zip(widths, accumulate([min(d, widths[0]), *widths[1:]], min), strict=True))
    *first, last = widths
    fold = {"serra_lower": lambda n: (n // d + 1) ** d, "montufar_lower": lambda n: (n // d) ** d,
            "pascanu_lower": lambda n: n // d}[name]  # fmt: skip
    return prod(map(fold, first)) * z(last, d)


def names_of(subject):
    """The names of the architecture of a subject."""
    if subject["type"] == "map":
        return {"d": Fraction(1), "outputs": Fraction(1), "L": Fraction(0), "w": [], "bends": [], "size": Fraction(0)}
    network = subject["network"]
    widths = _widths(network["layers"], network["inputs"])
    return {
        "d": Fraction(network["inputs"]),
        "outputs": Fraction(_width(network["layers"], network["inputs"])),
        "L": Fraction(len(widths)),
        "w": list(map(Fraction, widths)),
        "bends": list(map(Fraction, bends(network["layers"], network["inputs"]))),
        "size": Fraction(sum(widths)),
    }


def _width(layers, width):
    for layer in layers:
        width = len(layer["weight"] if layer["type"] == "dense" else layer.get("groups", [0] * width))
    return width


def _widths(layers, width):
    found = []
    for layer in layers:
        if layer["type"] == "residual":
            found += _widths(layer["layers"], width)
            continue
        width = _width([layer], width)
        found += [] if layer["type"] == "dense" else [width]
    return found
