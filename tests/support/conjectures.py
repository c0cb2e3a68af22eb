"""Statements evaluated by Python itself, and certificates of rule `conjecture` taken apart, without the code of the producer."""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from exactnet.check import check_text

QUANTITIES = (
    *("affine_pieces", "pieces", "laps", "crossings", "minimum", "maximum", "lipschitz", "growth", "entropy", "period"),
    *("orbits", "activation_regions", "activation_patterns", "affine_maps", "linear_regions", "linear_regions_contact"),
    *("faces", "betti", "transitions", "patterns"),
)


class Entries:
    """A list with arithmetic entry by entry, counted from 1."""

    def __init__(self, items: Any) -> None:
        self.items = list(items)

    def _with(self, other: Any, operation: Callable[[Any, Any], Any]) -> Entries:
        others = other.items if isinstance(other, Entries) else [other] * len(self.items)
        return Entries(operation(a, b) for a, b in zip(self.items, others, strict=True))

    def __add__(self, other: Any) -> Entries:
        return self._with(other, lambda a, b: a + b)

    def __radd__(self, other: Any) -> Entries:
        return self._with(other, lambda a, b: b + a)

    def __sub__(self, other: Any) -> Entries:
        return self._with(other, lambda a, b: a - b)

    def __rsub__(self, other: Any) -> Entries:
        return self._with(other, lambda a, b: b - a)

    def __mul__(self, other: Any) -> Entries:
        return self._with(other, lambda a, b: a * b)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Entries:
        return self._with(other, lambda a, b: a / b)

    def __neg__(self) -> Entries:
        return Entries(-a for a in self.items)

    def __pow__(self, other: Any) -> Entries:
        return self._with(other, lambda a, b: a**b)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            return Entries(self.items[int(key.start) - 1 : int(key.stop)])
        return self.items[int(key) - 1]


class Log:
    """A logarithm by what it is the logarithm of, to rational powers."""

    def __init__(self, powers: Mapping[Fraction, Fraction]) -> None:
        self.powers = dict(powers)

    def _sign(self, other: Any) -> int:
        """Of the difference, by an integer power of the quotient."""
        powers = dict(self.powers)
        for base, r in (other.powers if isinstance(other, Log) else {}).items():
            powers[base] = powers.get(base, Fraction(0)) - r
        common = math.lcm(*(r.denominator for r in powers.values()), 1)
        product = Fraction(1)
        for base, r in powers.items():
            product *= Fraction(base) ** int(r * common)
        return (product > 1) - (product < 1)

    def __lt__(self, other: Any) -> bool:
        return self._sign(other) < 0

    def __le__(self, other: Any) -> bool:
        return self._sign(other) <= 0

    def __gt__(self, other: Any) -> bool:
        return self._sign(other) > 0

    def __ge__(self, other: Any) -> bool:
        return self._sign(other) >= 0

    def __eq__(self, other: object) -> bool:
        return self._sign(other) == 0

    __hash__ = None  # type: ignore[assignment]

    def __add__(self, other: Any) -> Log:
        powers = dict(self.powers)
        for base, r in (other.powers if isinstance(other, Log) else {}).items():
            powers[base] = powers.get(base, Fraction(0)) + r
        return Log(powers)

    def __sub__(self, other: Any) -> Log:
        return self + other * -1

    def __truediv__(self, other: Any) -> Log:
        return Log({base: r / other for base, r in self.powers.items()})

    def __mul__(self, other: Any) -> Log:
        return Log({base: r * other for base, r in self.powers.items()})

    __rmul__ = __mul__


def python_text(statement: str) -> str:
    """The statement as a Python expression."""
    depth, place = 0, -1
    for i, character in enumerate(statement):
        depth += (character in "([") - (character in ")]")
        if depth == 0 and statement.startswith("=>", i):
            place = i
            break
    if place >= 0:
        return f"((not ({python_text(statement[:place])})) or ({python_text(statement[place + 2 :])}))"
    found, i = "", 0
    while i < len(statement):
        if statement[i] in "([":
            end = _closing(statement, i)
            inner = statement[i + 1 : end]
            parts = [python_text(part) for part in _split(inner)]
            opening, closing = ("(", ")") if statement[i] == "(" else ("[", "]")
            found += opening + ", ".join(parts) + closing
            i = end + 1
        elif statement[i : i + 2] in ("<=", ">=", "!="):
            found, i = found + statement[i : i + 2], i + 2
        else:
            found, i = found + {"^": "**", "=": "=="}.get(statement[i], statement[i]), i + 1
    return found


def _closing(text: str, start: int) -> int:
    depth = 0
    for i in range(start, len(text)):
        depth += (text[i] in "([") - (text[i] in ")]")
        if depth == 0:
            return i
    raise ValueError(text)


def _split(text: str) -> list[str]:
    parts, depth = [""], 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


class _Exact(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.parse(f"Fraction('{node.value}')", mode="eval").body

    def visit_List(self, node: ast.List) -> ast.AST:
        return ast.Call(ast.Name("Entries", ast.Load()), [self.generic_visit(node)], [])


def truth(statement: str, architecture: Mapping[str, Any], value: Callable[[str], Any]) -> Any:
    """What Python makes of a statement; ``value`` gives that of a named instance of a quantity."""

    def quantity(name: str) -> Callable[..., Any]:
        def ask(*arguments: Any) -> Any:
            found = value(f"{name}({', '.join(['f', *map(str, arguments[1:])])})")
            return Log({found: Fraction(1)}) if name == "entropy" else found

        return ask

    tree = _Exact().visit(ast.parse(python_text(statement).strip(), mode="eval"))
    names = {
        **{name: quantity(name) for name in QUANTITIES},
        **{name: Entries(map(Fraction, v)) if isinstance(v, list) else Fraction(v) for name, v in architecture.items()},
        **{word: word for word in ("le", "lt", "ge", "gt", "eq", "f")},
        "Fraction": Fraction,
        "Entries": Entries,
        "log": lambda x: Log({x: Fraction(1)}),
        "sum": lambda x: sum(x.items),
        "prod": lambda x: math.prod(x.items),
        "min": lambda *x: min(x[0].items if isinstance(x[0], Entries) else x),
        "max": lambda *x: max(x[0].items if isinstance(x[0], Entries) else x),
        "length": lambda x: Fraction(len(x.items)),
        "abs": lambda x: Entries(map(abs, x.items)) if isinstance(x, Entries) else abs(x),
        "floor": lambda x: Entries(map(math.floor, x.items)) if isinstance(x, Entries) else Fraction(math.floor(x)),
        "ceil": lambda x: Entries(map(math.ceil, x.items)) if isinstance(x, Entries) else Fraction(math.ceil(x)),
        "zaslavsky": _cells,
        "serra_upper": lambda d, w: Fraction(_serra(int(d), tuple(map(int, w.items)))),
        "serra_lower": lambda d, w: math.prod((n // d + 1) for n in w.items[:-1]) ** d * _cells(w.items[-1], d),
    }
    return eval(compile(ast.fix_missing_locations(tree), "statement", "eval"), {"__builtins__": {}}, names)


def _cells(n: Any, d: Any) -> Fraction:
    return Fraction(sum(math.comb(int(n), j) for j in range(int(d) + 1)))


def _serra(e: int, widths: tuple[int, ...]) -> int:
    if not widths:
        return 1
    n = widths[0]
    return sum(math.comb(n, j) * _serra(min(e, n - j), widths[1:]) for j in range(min(n, e) + 1))


def architecture_of(subject: Mapping[str, Any]) -> dict[str, Any]:
    """Read off the subject of a certificate: a map, or a chain of dense layers and activations."""
    if subject["type"] == "map":
        return {"d": 1, "outputs": 1, "L": 0, "w": [], "size": 0}
    width, widths = subject["network"]["inputs"], []
    inputs = width
    for layer in subject["network"]["layers"]:
        if layer["type"] == "dense":
            width = len(layer["weight"])
        else:
            widths.append(width)
    return {"d": inputs, "outputs": width, "L": len(widths), "w": widths, "size": sum(widths)}


def refuted(document: Mapping[str, Any]) -> list[str]:
    """Take a certificate of rule `conjecture` apart; the rules of its parts. AssertionError if something is wrong."""
    claim, subject = document["claim"], document["subject"]
    assert (claim["rule"], claim["verdict"]) == ("conjecture", "refuted")
    shown: dict[str, Any] = {}
    rules = []
    for part in document["evidence"]["parts"]:
        alone = {**document, "claim": part["claim"], "evidence": part["evidence"]}
        assert check_text(json.dumps(alone)).word == "valid"
        rules.append(part["claim"]["rule"])
        where = part["claim"].get("domain", claim["domain"])
        assert where in (claim["domain"], [claim["domain"]])
        assert part["claim"].get("clip", claim["clip"]) == claim["clip"]
        assert part["claim"].get("path", claim["path"]) == claim["path"]
        for name in claim["quantities"]:
            if (found := _shown(name, part["claim"])) is not None:
                shown.setdefault(name, found)
    assert shown == claim["quantities"]
    for end in ("lower", "upper"):

        def value(name: str, end: str = end) -> Any:
            found = claim["quantities"][name]
            if isinstance(found, bool):
                return found
            return Fraction(found[end] if isinstance(found, dict) else found)

        assert truth(claim["statement"], architecture_of(subject), value) is False
    return rules


def _shown(name: str, claim: Mapping[str, Any]) -> Any:
    """What a part says of a quantity, as a claim of rule `conjecture` writes it."""
    kind, *arguments = name.removesuffix(")").replace("(f", ",").replace(" ", "").split(",")
    arguments = [argument for argument in arguments if argument]
    rule = claim["rule"]
    if rule == "interval":
        found = claim["quantities"]
        if kind == "crossings" and len(arguments) == 1 and "crossings" in found:
            return found["crossings"]["count"] if found["crossings"]["level"] == arguments[0] else None
        if kind == "crossings" or arguments:
            return None
        return found.get("affine_pieces" if kind in ("pieces", "linear_regions") else kind)
    if rule == "laps" and kind in ("laps", "crossings") and len(arguments) == (1 if kind == "laps" else 2):
        n = int(arguments[-1])
        if n > len(claim[kind]) or (kind == "crossings" and claim["level"] != arguments[0]):
            return None
        return claim[kind][n - 1]
    if rule == "entropy" and kind in ("growth", "entropy"):
        low, high = Fraction(claim["growth_lower"]), Fraction(claim["growth_upper"])
        if low == high:
            return int(low) if low.denominator == 1 else str(low)
        return {"lower": str(low), "upper": str(high)}
    if rule == "cycle" and kind == "period":
        return True if len(claim["points"]) == int(arguments[0]) else None
    if rule == "orbits" and kind in ("period", "orbits") and claim["max_period"] >= int(arguments[0]):
        listed = [orbit for orbit in claim["orbits"] if orbit["period"] == int(arguments[0])]
        return bool(listed) if kind == "period" else len(listed) if all("points" in o for o in listed) else None
    if rule == "regions":
        found = claim["quantities"]
        return found["faces"][int(arguments[0])] if kind == "faces" else found.get(kind)
    if rule == "betti" and kind == "betti":
        relation, level = (*arguments[1:], *("le", "0")[len(arguments) - 1 :])
        return claim["betti"][int(arguments[0])] if (claim["set"], claim["level"]) == (relation, level) else None
    if rule == "trajectory" and kind in ("transitions", "patterns"):
        return len(claim["transitions"]) if kind == "transitions" else claim["patterns"]
    return None
