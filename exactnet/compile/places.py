"""Where a network is studied: the domains in R^d, and how they are written."""

from __future__ import annotations

from typing import TypeAlias

from exactnet.compile.box import Box
from exactnet.compile.domain import Domain
from exactnet.compile.polytope import Polytope

__all__ = ["Place", "parse_domain", "parse_place"]

Place: TypeAlias = Box | Polytope
"""A box, all of R^d, or a polytope."""


def parse_place(text: str, dimension: int) -> Place:
    """Read ``box:..``, ``all`` or ``polytope:..`` as a domain in R^d.

    Examples
    --------
    >>> parse_place("all", 2), parse_place("polytope:1,-1,-1;0,1,0;0,0,1", 2)
    (R^2, polytope in R^2 with 3 inequalities)
    """
    return Polytope.parse(text, dimension) if text.startswith("polytope:") else Box.parse(text, dimension)


def parse_domain(text: str, inputs: int) -> Domain | Place:
    """The domain of a network with so many inputs: an interval or the line for one, a place in R^d for several.

    Examples
    --------
    >>> parse_domain("box:0,1", 1), parse_domain("box:0,1", 2), parse_domain("all", 2)
    ([0, 1], [0, 1] x [0, 1], R^2)
    """
    return Domain.parse(text) if inputs == 1 else parse_place(text, inputs)
