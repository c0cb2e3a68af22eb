"""The declarative objects: a bound, its premises, and how sure we are of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flint import fmpq

from exactnet.bounds.case import Case
from exactnet.model import Network

__all__ = ["Bound", "Parameters", "Premise", "Side", "Status", "once"]

Parameters = Mapping[str, Any]
"""Integers, and rationals as text."""


class Status(StrEnum):
    """How sure we are that the statement reads as given."""

    TEXT = "text"
    """Constants read in the source's own text."""
    DERIVED = "derived"
    """Follows by a short argument, given in the statement's notes."""
    RECALLED = "recalled"
    """The source was not at hand: its claim, never a premise of a proof."""


class Side(StrEnum):
    """Whether the bound lies above or below the measured quantity."""

    UPPER = "upper"
    LOWER = "lower"


def _nowhere(case: Case) -> str:
    return ""


@dataclass(frozen=True)
class Premise:
    """Something that must hold before the theorem says anything.

    Attributes
    ----------
    text
        The premise in words.
    holds
        Its exact test (NotAttemptedError if this program does not find out). Premises are tested in order, and not beyond the
        first that fails.
    measured
        Whether the test needs the compiled function.
    where
        For a case in which it fails: where, or nothing.
    """

    text: str
    holds: Callable[[Case], bool]
    measured: bool = False
    where: Callable[[Case], str] = _nowhere


def once(case: Case) -> Iterable[Parameters]:
    """The single instance of a statement without parameters."""
    return ({},)


@dataclass(frozen=True)
class Bound:
    """One published statement.

    Attributes
    ----------
    id
        ``paper.statement``; certificates and `--bounds` use it.
    source
        Paper and place.
    status
        How sure we are of it.
    statement
        In words and formulas.
    side
        Whether `value` is an upper or a lower bound.
    quantity
        Name of the measured quantity (see `exactnet.bounds.quantities`).
    premises
        In the order in which they are tested.
    value
        The bound of one instance, exactly.
    instances
        The parameters with which the statement is tried on a case (NotAttemptedError if they are out of reach).
    witness
        For a statement that *some* network has a property: a network like the subject (inputs and widths) that has it.
        The row is then about the witness, on all of R^d; None for statements about every network.
    refutes
        Whether a quantity on the wrong side of `value` refutes the statement; not if `value` is stricter than what is stated.
    """

    id: str
    source: str
    status: Status
    statement: str
    side: Side
    quantity: str
    premises: tuple[Premise, ...]
    value: Callable[[Case, Parameters], fmpq | int]
    instances: Callable[[Case], Iterable[Parameters]] = once
    witness: Callable[[Case, Parameters], Network] | None = None
    refutes: bool = True
