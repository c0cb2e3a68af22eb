"""A decision region by what defines it: its text and its claim, said once for all that is decided of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flint import fmpq

from exactnet.compile.places import Place
from exactnet.exact.rational import number_text
from exactnet.topology.sets import Output, Relation

__all__ = ["DecisionSet"]


@dataclass(frozen=True)
class DecisionSet:
    """{x in D: F(x) <= c}, or <, >=, >, =.

    Attributes
    ----------
    output
        F is the output u_i of a network for ``(i,)``, u_i - u_j for ``(i, j)``.
    relation, level
        How F lies to c.
    domain
        D.

    Examples
    --------
    >>> from exactnet.compile.box import Box
    >>> region = DecisionSet((1, 0), Relation.GT, fmpq(1, 2), Box.parse("all", 2))
    >>> region.text
    '{u_1 - u_0 > 1/2} in R^2'
    """

    output: Output
    relation: Relation
    level: fmpq
    domain: Place

    @property
    def text(self) -> str:
        """The set, for people."""
        units = " - ".join(f"u_{i}" for i in self.output)
        return f"{{{units} {self.relation.symbol} {self.level}}} in {self.domain}"

    @property
    def claim(self) -> dict[str, Any]:
        """The set, in a certificate."""
        return {
            "domain": self.domain.to_json(),
            "output": list(self.output),
            "set": str(self.relation),
            "level": number_text(self.level),
        }
