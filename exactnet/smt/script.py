"""SMT-LIB 2 text: the one encoding that every solver reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flint import fmpq

__all__ = ["Script", "apply", "number", "plus", "times"]

_ZERO = fmpq(0)


def number(x: fmpq) -> str:
    """A rational as a term.

    Examples
    --------
    >>> number(fmpq(3)), number(fmpq(-1, 2))
    ('3', '(- (/ 1 2))')
    """
    size = abs(x)
    text = str(size.p) if size.q == 1 else f"(/ {size.p} {size.q})"
    return f"(- {text})" if x < 0 else text


def apply(operator: str, *terms: str) -> str:
    """An operator and its arguments.

    Examples
    --------
    >>> apply("<=", "x", "0")
    '(<= x 0)'
    """
    return f"({operator} {' '.join(terms)})"


def plus(terms: Iterable[str]) -> str:
    """A sum without zeros.

    Examples
    --------
    >>> plus(["x", "0", "y"]), plus(["0", "x"]), plus([])
    ('(+ x y)', 'x', '0')
    """
    kept = [term for term in terms if term != "0"]
    if len(kept) < 2:
        return kept[0] if kept else "0"
    return apply("+", *kept)


def times(factor: str, term: str) -> str:
    """A product, shortened where a factor is 0 or 1.

    Examples
    --------
    >>> times("2", "x"), times("1", "x"), times("0", "x")
    ('(* 2 x)', 'x', '0')
    """
    if "0" in (factor, term):
        return "0"
    if factor == "1":
        return term
    return factor if term == "1" else apply("*", factor, term)


@dataclass
class Script:
    """Constants and assertions about them, complete with the commands around.

    Attributes
    ----------
    constants
        Names, all of sort Real; one that is taken gets a number behind it.
    assertions
        Terms of sort Bool.
    wanted
        The constants whose values make a witness.
    linear
        Whether no two constants are multiplied.
    comment
        What is asked, for people.

    Examples
    --------
    >>> script = Script()
    >>> script.want("x")
    'x'
    >>> script.demand(apply(">", "x", "(/ 1 2)"))
    >>> print(script.text)
    (set-option :produce-models true)
    (set-logic QF_LRA)
    (declare-const x Real)
    (assert (> x (/ 1 2)))
    (check-sat)
    (get-value (x))
    <BLANKLINE>
    """

    constants: list[str] = field(default_factory=list)
    assertions: list[str] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)
    linear: bool = True
    comment: str = ""
    _taken: set[str] = field(default_factory=set, repr=False)

    def declare(self, name: str) -> str:
        """A new constant, called so or nearly so."""
        chosen, count = name, 0
        while chosen in self._taken:
            count += 1
            chosen = f"{name}!{count}"
        self._taken.add(chosen)
        self.constants.append(chosen)
        return chosen

    def want(self, name: str) -> str:
        """A new constant whose value is asked for."""
        name = self.declare(name)
        self.wanted.append(name)
        return name

    def define(self, name: str, term: str) -> str:
        """A new constant that equals a term."""
        name = self.declare(name)
        self.demand(apply("=", name, term))
        return name

    def demand(self, term: str) -> None:
        """Assert a term."""
        self.assertions.append(term)

    @property
    def logic(self) -> str:
        """The name of the logic."""
        return "QF_LRA" if self.linear else "QF_NRA"

    @property
    def text(self) -> str:
        """The whole text."""
        lines = [f"; {line}" for line in self.comment.splitlines()]
        lines += ["(set-option :produce-models true)", f"(set-logic {self.logic})"]
        lines += [f"(declare-const {name} Real)" for name in self.constants]
        lines += [f"(assert {term})" for term in self.assertions]
        lines.append("(check-sat)")
        if self.wanted:
            lines.append(f"(get-value ({' '.join(self.wanted)}))")
        return "\n".join(lines) + "\n"


def any_of(terms: Sequence[str]) -> str:
    """A disjunction."""
    return terms[0] if len(terms) == 1 else apply("or", *terms) if terms else "false"


def all_of(terms: Sequence[str]) -> str:
    """A conjunction."""
    return terms[0] if len(terms) == 1 else apply("and", *terms) if terms else "true"
