"""VNN-LIB properties: linear conditions on inputs X_i and outputs Y_j of a network, as the verification competition writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from flint import fmpq

from exactnet.errors import InputError
from exactnet.exact.rational import rational
from exactnet.smt.inputs import InputSet
from exactnet.smt.property import Atom, Property

__all__ = ["VnnLib", "parse_vnnlib", "read_vnnlib"]

_TOKEN = re.compile(r"(?P<space>\s+|;[^\n]*)|(?P<bracket>[()])|(?P<word>[^\s();]+)")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_NAME = re.compile(r"([XY])_(0|[1-9][0-9]*)")
_RELATIONS = ("<=", ">=", "<", ">", "=")
_MAX_CONJUNCTIONS = 10_000
_MAX_DEPTH = 200


@dataclass(frozen=True)
class VnnLib:
    """A property file.

    Attributes
    ----------
    inputs
        The box of the bounds on single inputs; if some input has no such bound, a polyhedron.
    sought
        Everything else.
    outputs
        How many outputs are declared.
    """

    inputs: InputSet
    sought: Property
    outputs: int


@dataclass(frozen=True)
class _Node:
    """A word, or a list in brackets, with the offset at which it begins."""

    offset: int
    word: str
    items: tuple[_Node, ...] | None = None


def read_vnnlib(path: str | Path) -> VnnLib:
    """Read a file ``*.vnnlib``.

    Raises
    ------
    InputError
        If it cannot be read or is malformed; the message has the line and the column.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: the file cannot be read ({error.strerror or error})") from None
    except ValueError:
        raise InputError(f"{path}: the file is not UTF-8 text") from None
    try:
        return parse_vnnlib(text)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def parse_vnnlib(text: str) -> VnnLib:
    """Read the text of a property.

    Declarations ``(declare-const X_0 Real)`` and assertions of linear terms compared by <=, >=, <, > or =, joined by ``and`` and
    ``or``. Decimals are read as the exact decimals.

    Raises
    ------
    InputError
        With line and column.

    Examples
    --------
    >>> found = parse_vnnlib('''
    ... (declare-const X_0 Real) (declare-const Y_0 Real) (declare-const Y_1 Real)
    ... (assert (>= X_0 -0.5)) (assert (<= X_0 1))
    ... (assert (or (and (<= Y_0 Y_1)) (and (>= Y_0 (+ 3 (* 2 X_0))))))
    ... ''')
    >>> found.inputs, found.sought
    ([-1/2, 1], -y_0 + y_1 >= 0 or -2 x_0 + y_0 - 3 >= 0)
    """
    return _Reader(text).read()


_Linear = dict[str, fmpq]
"""Coefficients by name; the constant term by the empty name."""

_Condition = tuple[_Linear, bool]
"""A linear term that is >= 0, or > 0 (True)."""


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._names: dict[str, int] = {}

    def _refuse(self, offset: int, sentence: str) -> NoReturn:
        line = self._text.count("\n", 0, offset) + 1
        column = offset - self._text.rfind("\n", 0, offset)
        raise InputError(f"line {line}, column {column}: {sentence}")

    # -- structure ---------------------------------------------------------------------------------------------------------

    def _tokens(self) -> Iterator[tuple[int, str]]:
        place = 0
        while place < len(self._text):
            found = _TOKEN.match(self._text, place)
            assert found is not None  # any character is one of the three
            if found.lastgroup != "space":
                yield place, found[0]
            place = found.end()

    def _nodes(self) -> list[_Node]:
        top: list[_Node] = []
        open_: list[tuple[int, list[_Node]]] = []
        for offset, token in self._tokens():
            if token == "(":
                if len(open_) == _MAX_DEPTH:
                    self._refuse(offset, f"brackets are nested more than {_MAX_DEPTH} deep")
                open_.append((offset, []))
                continue
            if token == ")":
                if not open_:
                    self._refuse(offset, "this bracket closes nothing")
                begin, items = open_.pop()
                node = _Node(begin, "", tuple(items))
            else:
                node = _Node(offset, token)
            (open_[-1][1] if open_ else top).append(node)
        if open_:
            self._refuse(open_[-1][0], "this bracket is never closed")
        return top

    def read(self) -> VnnLib:
        """The whole file."""
        conjunctions: list[list[_Condition]] = [[]]
        asserted = False
        for node in self._nodes():
            head, *rest = node.items or (_Node(node.offset, ""),)
            match head.word, len(rest):
                case "declare-const", 2:
                    self._declare(*rest)
                case "assert", 1:
                    asserted = True
                    conjunctions = self._both(conjunctions, self._condition(rest[0]), node.offset)
                case "set-logic" | "set-option" | "set-info" | "check-sat" | "exit", _:
                    pass
                case _:
                    self._refuse(node.offset, "expected (declare-const NAME Real) or (assert CONDITION)")
        counts = [sum(name.startswith(letter) for name in self._names) for letter in "XY"]
        for letter, count in zip("XY", counts, strict=True):
            if count == 0:
                self._refuse(len(self._text), f"no constant {letter}_0 is declared")
            for i in range(count):
                if f"{letter}_{i}" not in self._names:
                    self._refuse(len(self._text), f"{count} constants {letter}_i are declared, but {letter}_{i} is not")
        if not asserted:
            self._refuse(len(self._text), "nothing is asserted")
        return _assembled(conjunctions, *counts)

    def _declare(self, name: _Node, sort: _Node) -> None:
        if not _NAME.fullmatch(name.word):
            self._refuse(name.offset, "a constant is called X_i (an input) or Y_j (an output)")
        if name.word in self._names:
            self._refuse(name.offset, f"{name.word} is declared twice")
        if sort.word != "Real":
            self._refuse(sort.offset, "the sort of a constant is Real")
        self._names[name.word] = name.offset

    # -- conditions --------------------------------------------------------------------------------------------------------

    def _condition(self, node: _Node) -> list[list[_Condition]]:
        """In disjunctive normal form."""
        head, *rest = node.items or (_Node(node.offset, ""),)
        if head.word == "and":
            found: list[list[_Condition]] = [[]]
            for item in rest:
                found = self._both(found, self._condition(item), item.offset)
            return found
        if head.word == "or" and rest:
            either = [conjunction for item in rest for conjunction in self._condition(item)]
            return self._few(either, node.offset)
        if head.word in _RELATIONS and len(rest) == 2:
            left, right = map(self._term, rest)
            below, above = _sum([(1, right), (-1, left)]), _sum([(1, left), (-1, right)])
            strict = head.word in "<>"
            if head.word == "=":
                return [[(below, False), (above, False)]]
            return [[(below if head.word.startswith("<") else above, strict)]]
        self._refuse(node.offset, "expected (<= A B), (>= A B), (< A B), (> A B), (= A B), (and ..) or (or ..)")

    def _both(
        self, first: list[list[_Condition]], second: list[list[_Condition]], offset: int
    ) -> list[list[_Condition]]:
        if len(first) * len(second) > _MAX_CONJUNCTIONS:
            self._refuse(offset, f"the property has more than {_MAX_CONJUNCTIONS} cases")
        return [[*a, *b] for a in first for b in second]

    def _few(self, found: list[list[_Condition]], offset: int) -> list[list[_Condition]]:
        if len(found) > _MAX_CONJUNCTIONS:
            self._refuse(offset, f"the property has more than {_MAX_CONJUNCTIONS} cases")
        return found

    # -- linear terms ------------------------------------------------------------------------------------------------------

    def _term(self, node: _Node) -> _Linear:
        if node.items is None:
            if _NUMBER.fullmatch(node.word):
                return self._number(node)
            if node.word not in self._names:
                self._refuse(node.offset, f"{node.word} is no number and no declared constant")
            return {node.word: fmpq(1)}
        head, *rest = node.items or (_Node(node.offset, ""),)
        terms = [self._term(item) for item in rest] if head.word in ("+", "-", "*", "/") else []
        match head.word, len(terms):
            case "+", n if n >= 1:
                return _sum([(fmpq(1), term) for term in terms])
            case "-", 1:
                return _sum([(fmpq(-1), terms[0])])
            case "-", n if n >= 2:
                return _sum([(fmpq(1), terms[0]), *((fmpq(-1), term) for term in terms[1:])])
            case "*", n if n >= 2:
                return self._product(terms, node)
            case "/", 2:
                divisor = _value(terms[1])
                if divisor is None or divisor == 0:
                    self._refuse(rest[1].offset, "the divisor must be a number other than 0")
                return _sum([(1 / divisor, terms[0])])
            case _:
                self._refuse(node.offset, "expected a number, a constant, or a sum, difference or multiple of such")

    def _number(self, node: _Node) -> _Linear:
        try:
            return {"": rational(node.word)}
        except InputError as error:
            self._refuse(node.offset, str(error))

    def _product(self, terms: Sequence[_Linear], node: _Node) -> _Linear:
        found: _Linear = {"": fmpq(1)}
        for term in terms:
            left, right = _value(found), _value(term)
            if left is None and right is None:
                self._refuse(node.offset, "this product is not linear; one of two factors must be a number")
            found = _sum([(right, found)] if right is not None else [(left, term)])
        return found


def _value(term: _Linear) -> fmpq | None:
    """The number that a term is, if it is one."""
    return term.get("", fmpq(0)) if all(c == 0 for name, c in term.items() if name) else None


def _sum(terms: Sequence[tuple[fmpq | int | None, _Linear]]) -> _Linear:
    found: _Linear = {}
    for factor, term in terms:
        for name, c in term.items():
            found[name] = found.get(name, fmpq(0)) + fmpq(factor or 0) * c
    return found


def _assembled(conjunctions: list[list[_Condition]], inputs: int, outputs: int) -> VnnLib:
    """Bounds on single inputs become the box; what every case asks for need not be said twice."""
    lower, upper = (_ends(conjunctions, inputs, sign) for sign in (1, -1))
    boxed = all(a is not None and b is not None and a <= b for a, b in zip(lower, upper, strict=True))
    if boxed:
        box = InputSet.box([(a, b) for a, b in zip(lower, upper, strict=True) if a is not None and b is not None])
    else:
        box = InputSet(inputs, None)
    sought = [
        [_atom(condition, inputs, outputs) for condition in conjunction if not (boxed and _said(condition, box))]
        for conjunction in conjunctions
    ]
    return VnnLib(box, Property.of(sought), outputs)


def _ends(conjunctions: list[list[_Condition]], inputs: int, sign: int) -> list[fmpq | None]:
    """The hull, over the cases, of the bounds that each demands from below (sign 1) or above (-1)."""
    each: list[list[fmpq]] = [[] for _ in range(inputs)]
    for conjunction in conjunctions:
        sharpest: dict[int, fmpq] = {}
        for condition in conjunction:
            found = _bound(condition)
            if found is not None and found[1] == sign:
                i, _, end = found
                sharpest[i] = end if i not in sharpest else (max if sign > 0 else min)(sharpest[i], end)
        for i, end in sharpest.items():
            each[i].append(end)
    pick = min if sign > 0 else max
    return [pick(ends) if len(ends) == len(conjunctions) else None for ends in each]


def _bound(condition: _Condition) -> tuple[int, int, fmpq] | None:
    """The bound on one input that a condition is: which input, from below (1) or above (-1), and where."""
    term, _ = condition
    names = [name for name, c in term.items() if name and c != 0]
    if len(names) != 1 or not names[0].startswith("X"):
        return None
    slope = term[names[0]]
    return int(names[0][2:]), 1 if slope > 0 else -1, -term.get("", fmpq(0)) / slope


def _said(condition: _Condition, box: InputSet) -> bool:
    """Whether a condition is a bound that holds on the whole box."""
    found = _bound(condition)
    if found is None or box.sides is None:
        return False
    i, sign, bound = found
    slack = sign * (box.sides[i][0 if sign > 0 else 1] - bound)
    return bool(slack > 0 or (slack == 0 and not condition[1]))


def _atom(condition: _Condition, inputs: int, outputs: int) -> Atom:
    term, strict = condition
    zero = fmpq(0)
    return Atom(
        strict,
        term.get("", zero),
        tuple(term.get(f"X_{i}", zero) for i in range(inputs)),
        tuple(term.get(f"Y_{j}", zero) for j in range(outputs)),
    )
