"""The segment or line on which a function of one variable is studied."""

from __future__ import annotations

from dataclasses import dataclass

from flint import fmpq

from exactnet.errors import InputError
from exactnet.exact.integers import IntArray, as_rows, integer_array
from exactnet.exact.rational import QLike, number_text, rational

__all__ = ["Domain"]


@dataclass(frozen=True)
class Domain:
    """A closed bounded interval, or the whole line (both ends None).

    Examples
    --------
    >>> Domain.of("0", "1"), Domain.line()
    ([0, 1], the real line)
    """

    lower: fmpq | None
    upper: fmpq | None

    @classmethod
    def of(cls, lower: QLike, upper: QLike) -> Domain:
        """The interval [lower, upper]; InputError unless lower < upper."""
        lo, hi = rational(lower), rational(upper)
        if not lo < hi:
            raise InputError(f"the domain [{lo}, {hi}] is empty or a point; its lower end must be below its upper end")
        return cls(lo, hi)

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
        return cls.of(*ends)

    @property
    def ends(self) -> tuple[fmpq, fmpq] | None:
        """Both ends of a bounded domain, None for the line."""
        return None if self.lower is None or self.upper is None else (self.lower, self.upper)

    @property
    def rows(self) -> IntArray:
        """Homogeneous rows (w, x): the two ends; on the line, two directions with the origin between them."""
        if self.ends is None:
            return integer_array([[0, -1], [1, 0], [0, 1]])
        return as_rows([[x] for x in self.ends])

    def to_json(self) -> list[str] | str:
        """As certificates write it."""
        return "all" if self.ends is None else [number_text(x) for x in self.ends]

    def __repr__(self) -> str:
        return "the real line" if self.ends is None else f"[{self.lower}, {self.upper}]"
