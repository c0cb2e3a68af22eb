"""The function whose outputs are asked for: a network, an interval map, or two of them side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flint import fmpq

from exactnet.certs import Fragment, digest
from exactnet.compile import PiecewiseLinearMap, PiecewiseMap
from exactnet.errors import InputError
from exactnet.frontends import Subject
from exactnet.model import Network

__all__ = ["Target"]


@dataclass(frozen=True, eq=False)
class Target:
    """One subject, or two with the same inputs, whose outputs follow one another.

    Examples
    --------
    >>> from exactnet.model import Abs, Relu
    >>> both = Target.of(Network.of(1, [Abs()]), Network.of(1, [Relu()]))
    >>> both.values([fmpq(-2)]), both.linear
    ((2, 0), True)
    """

    parts: tuple[Subject, ...]

    @classmethod
    def of(cls, first: Subject, second: Subject | None = None) -> Target:
        """InputError if two do not fit one another."""
        parts = [_plain(part) for part in (first, second) if part is not None]
        counts = [(part.inputs, part.outputs) if isinstance(part, Network) else (1, 1) for part in parts]
        if len(set(counts)) > 1:
            (d, m), (e, n) = counts
            raise InputError(f"the two do not fit: {d} inputs and {m} outputs, {e} inputs and {n} outputs")
        return cls(tuple(parts))

    @property
    def inputs(self) -> int:
        """d."""
        first = self.parts[0]
        return first.inputs if isinstance(first, Network) else 1

    @property
    def outputs(self) -> int:
        """Of all parts together."""
        return sum(part.outputs if isinstance(part, Network) else 1 for part in self.parts)

    @property
    def linear(self) -> bool:
        """Whether all parts are piecewise linear with rational numbers."""
        return all(
            part.piecewise_linear if isinstance(part, Network) else isinstance(part, PiecewiseLinearMap)
            for part in self.parts
        )

    def values(self, x: Sequence[fmpq]) -> tuple[fmpq, ...]:
        """All outputs, exactly; InputError at a point outside of a map's interval, or if a value is not rational."""
        found: list[fmpq] = []
        for part in self.parts:
            if isinstance(part, Network):
                found += part.at([list(x)])[0]
                continue
            value = part(x[0])
            if not isinstance(value, fmpq):
                raise InputError("the map has an irrational value there")
            found.append(value)
        return tuple(found)

    @cached_property
    def certificate_subject(self) -> Fragment:
        """How certificates name it."""
        if len(self.parts) == 1:
            return self.parts[0].certificate_subject
        subjects = [part.certificate_subject.value for part in self.parts]
        pair = {"type": "pair", "sha256": digest([s["sha256"] for s in subjects])}
        return Fragment({**pair, "first": subjects[0], "second": subjects[1]})


def _plain(subject: Subject) -> Subject:
    if isinstance(subject, PiecewiseMap) and subject.linear is not None:
        return subject.linear
    return subject
