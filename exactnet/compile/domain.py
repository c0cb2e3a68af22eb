"""The segment or line on which a function of one variable is studied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from exactnet.errors import InputError
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.integers import IntArray, as_rows, integer_array
from exactnet.exact.numbers import Number, NumberLike, number, number_document, number_name
from exactnet.exact.rational import rational

__all__ = ["Domain", "numbers_of"]


def numbers_of(text: str, parts: Iterable[str]) -> list[fmpq]:
    """The numbers in a domain that is written so; InputError with the whole text, where one is none."""
    try:
        return [rational(x) for x in parts]
    except InputError as error:
        raise InputError(f"the domain {text!r}: {error}") from None


@dataclass(frozen=True)
class Domain:
    """A closed bounded interval, or the whole line (both ends None); the interval of a map may have algebraic ends.

    Examples
    --------
    >>> Domain.of("0", "1"), Domain.line()
    ([0, 1], the real line)
    """

    lower: Number | None
    upper: Number | None

    @classmethod
    def of(cls, lower: NumberLike, upper: NumberLike) -> Domain:
        """The interval [lower, upper]; InputError unless lower < upper."""
        domain = cls(number(lower), number(upper))
        if not number(lower) < number(upper):
            raise InputError(f"the domain {domain} is empty or a point; its lower end must be below its upper end")
        return domain

    @classmethod
    def line(cls) -> Domain:
        """All of R."""
        return cls(None, None)

    @classmethod
    def parse(cls, text: str) -> Domain:
        """Read ``box:LO,HI`` or ``all``.

        Examples
        --------
        >>> Domain.parse("box:-1,1/2")
        [-1, 1/2]
        """
        if text == "all":
            return cls.line()
        ends = text.removeprefix("box:").split(",")
        if not text.startswith("box:") or len(ends) != 2:
            raise InputError(f"the domain {text!r} is not understood; write box:LO,HI or all")
        lower, upper = numbers_of(text, ends)
        return cls.of(lower, upper)

    def contains(self, other: Domain) -> bool:
        """Whether another domain lies in this one.

        Examples
        --------
        >>> Domain.line().contains(Domain.of(0, 1)), Domain.of(0, 1).contains(Domain.of("1/2", 2))
        (True, False)
        """
        if self.lower is None or self.upper is None:
            return True
        if other.lower is None or other.upper is None:
            return False
        return not other.lower < self.lower and not self.upper < other.upper

    @property
    def is_rational(self) -> bool:
        """Whether there are no algebraic ends."""
        return not (isinstance(self.lower, RealAlgebraic) or isinstance(self.upper, RealAlgebraic))

    @property
    def ends(self) -> tuple[fmpq, fmpq] | None:
        """Both ends of a bounded domain, None for the line; InputError if they are not rational."""
        if self.lower is None or self.upper is None:
            return None
        if not (isinstance(self.lower, fmpq) and isinstance(self.upper, fmpq)):
            raise InputError(f"the domain {self} has algebraic ends; this needs a domain with rational ends")
        return self.lower, self.upper

    @property
    def rows(self) -> IntArray:
        """Homogeneous rows (w, x): the two ends; on the line, two directions with the origin between them."""
        if self.ends is None:
            return integer_array([[0, -1], [1, 0], [0, 1]])
        return as_rows([[x] for x in self.ends])

    def to_json(self) -> list[Any] | str:
        """As certificates write it."""
        if self.lower is None or self.upper is None:
            return "all"
        return [number_document(self.lower), number_document(self.upper)]

    def __repr__(self) -> str:
        if self.lower is None or self.upper is None:
            return "the real line"
        return f"[{number_name(self.lower)}, {number_name(self.upper)}]"
