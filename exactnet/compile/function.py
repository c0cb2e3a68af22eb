"""A subject seen as a function of one variable on a domain: what every one-dimensional question is put to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flint import fmpq

from exactnet.certs.canonical import Fragment
from exactnet.compile.domain import Domain
from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.compile.piecewise_map import PiecewiseMap
from exactnet.compile.sweep import MAX_VERTICES, LineRestriction, Progress, restrict_to_line
from exactnet.errors import InputError
from exactnet.exact.rational import number_text
from exactnet.model.network import Network

__all__ = ["IntervalFunction", "set_union", "studied_on"]


@dataclass(frozen=True, eq=False)
class IntervalFunction:
    """A network of one input or an interval map, on a domain, compiled.

    Attributes
    ----------
    subject
        What was given.
    domain
        Where it is studied.
    clip
        Whether the values are cut off at the ends of the domain.
    restriction
        The compiled network; None for a map.

    Examples
    --------
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    >>> IntervalFunction.of(tent).map.pieces
    2
    """

    subject: Network | PiecewiseLinearMap
    domain: Domain
    clip: bool
    restriction: LineRestriction | None

    @classmethod
    def of(
        cls,
        subject: Network | PiecewiseLinearMap | PiecewiseMap,
        domain: Domain | None = None,
        *,
        clip: bool = False,
        max_vertices: int = MAX_VERTICES,
        progress: Progress | None = None,
    ) -> IntervalFunction:
        """Compile a subject; the default domain is a map's own interval, [0, 1] for a network.

        Raises
        ------
        InputError
            If the network has several inputs, the domain is not inside the map's, or the subject is not piecewise linear.
        UndecidedError
            If the network has more than ``max_vertices`` breakpoints there.
        """
        where = studied_on(subject, domain)
        if isinstance(subject, Network):
            compiled = restrict_to_line(subject, where, max_vertices=max_vertices, progress=progress)
            return cls(subject, where, clip, compiled)
        if isinstance(subject, PiecewiseMap):
            subject = subject.require_linear("clip is defined" if clip else "breakpoints are computed")
        return cls(subject, where, clip, None)

    @property
    def outputs(self) -> int:
        """Number of values of the function."""
        return self.subject.outputs if isinstance(self.subject, Network) else 1

    @cached_property
    def unclipped(self) -> PiecewiseLinearMap:
        """The function as a map of the domain (one output only), before any clipping."""
        if self.restriction is not None:
            return self.restriction.map
        assert isinstance(self.subject, PiecewiseLinearMap)
        if self.domain == self.subject.domain or self.domain.ends is None:
            return self.subject
        return self.subject.restrict(*self.domain.ends)

    @cached_property
    def map(self) -> PiecewiseLinearMap:
        """The function as a map of the domain (one output only)."""
        return self.unclipped.clip() if self.clip else self.unclipped

    @cached_property
    def breakpoints(self) -> tuple[fmpq, ...]:
        """Points between which every unit, and the function, is affine: the evidence that certificates carry."""
        points = self.map.breakpoints if self.restriction is None else self.restriction.breakpoints
        if not self.clip:
            return points
        return tuple(sorted(set_union(points, self.unclipped.breakpoints, self.map.breakpoints)))

    @cached_property
    def evidence(self) -> Fragment:
        """The breakpoints as certificates write them."""
        return Fragment({"breakpoints": [number_text(x) for x in self.breakpoints]})

    @property
    def certificate_subject(self) -> Fragment:
        """How a certificate names the subject."""
        return self.subject.certificate_subject


def studied_on(subject: Network | PiecewiseLinearMap | PiecewiseMap, domain: Domain | None) -> Domain:
    """Where a function of one variable is studied: the domain; if none is given, a map's own interval, [0, 1] for a network.

    Raises
    ------
    InputError
        If it is not inside the map's.
    """
    if isinstance(subject, Network):
        return domain or Domain.of(0, 1)
    if domain is not None and not subject.domain.contains(domain):
        raise InputError(f"the map is defined on {subject.domain} only, not on {domain}")
    return domain or subject.domain


def set_union(*groups: tuple[fmpq, ...]) -> list[fmpq]:
    """Distinct rationals of several groups (keyed by integers: hashing flint rationals is slow)."""
    return list({(int(x.p), int(x.q)): x for group in groups for x in group}.values())
