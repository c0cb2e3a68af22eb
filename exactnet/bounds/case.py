"""A subject on a domain with everything that bounds ask about it, each computed once, when first asked."""

from __future__ import annotations

from functools import cached_property

from flint import fmpq

from exactnet.approximation import alternation_errors, l1_to_tent
from exactnet.certs import Fragment
from exactnet.compile import Domain, IntervalFunction, PiecewiseLinearMap
from exactnet.compile.sweep import MAX_VERTICES, Progress
from exactnet.dynamics import Entropy, Shape, entropy, iterate_counts, shape
from exactnet.model import Network

__all__ = ["VERIFY_DIGITS", "Case"]

VERIFY_DIGITS = 4
"""Enough for most comparisons; a comparison that needs more sharpens the bracket."""

_MOST_DIGITS = 64


class Case:
    """What is verified.

    Parameters
    ----------
    subject
        A network or an interval map.
    domain
        Where; by default a map's interval, [0, 1] for a network.
    digits
        Decimal places of entropy brackets to begin with; more are taken where a comparison needs them.

    Examples
    --------
    >>> case = Case(PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)]))
    >>> case.shape.laps, case.laps_of_iterate(3)
    (2, 8)
    """

    def __init__(
        self,
        subject: Network | PiecewiseLinearMap,
        domain: Domain | None = None,
        *,
        digits: int = VERIFY_DIGITS,
        max_vertices: int = MAX_VERTICES,
        progress: Progress | None = None,
    ) -> None:
        self.subject = subject
        self.network = subject if isinstance(subject, Network) else None
        default = Domain.of(0, 1) if isinstance(subject, Network) else subject.domain
        self.domain = domain or default
        self._digits = digits
        self._max_vertices = max_vertices
        self._progress = progress
        self._entropy: Entropy | None = None
        self._growth_evidence: Fragment | None = None
        self._laps: dict[int, int] = {}
        self._tent_distance: dict[int, fmpq] = {}

    @property
    def inputs(self) -> int:
        """Dimension of the input."""
        return 1 if self.network is None else self.network.inputs

    @property
    def outputs(self) -> int:
        """Dimension of the output."""
        return 1 if self.network is None else self.network.outputs

    @cached_property
    def function(self) -> IntervalFunction:
        """The compiled function (one input only)."""
        return IntervalFunction.of(self.subject, self.domain, max_vertices=self._max_vertices, progress=self._progress)

    @cached_property
    def shape(self) -> Shape:
        """Pieces, laps, crossings, extrema."""
        return shape(self.function)

    @property
    def crossings(self) -> int:
        """Cr at level 1/2 (one output only)."""
        assert self.shape.crossings is not None
        return self.shape.crossings

    @cached_property
    def is_self_map(self) -> bool:
        """Whether the function maps its bounded domain into itself."""
        return self.outputs == 1 and self.domain.ends is not None and self.function.map.maps_into_itself

    @property
    def entropy(self) -> Entropy:
        """Certified topological entropy (self-maps only), to the digits of `sharpen`."""
        if self._entropy is None:
            self._entropy = entropy(self.function, self._digits)
        return self._entropy

    @property
    def growth_evidence(self) -> Fragment:
        """Evidence of both sides of the growth bracket, shared by all certificates that need it."""
        if self._growth_evidence is None:
            evidence = self.entropy.evidence
            self._growth_evidence = Fragment({key: evidence[key] for key in ("breakpoints", "lower", "upper")})
        return self._growth_evidence

    def sharpen(self) -> bool:
        """Have entropy to more digits from now on; False once that is of no use."""
        if self._digits >= _MOST_DIGITS or not self.entropy.decided or self.entropy.exact is not None:
            return False
        self._digits *= 4
        self._entropy = self._growth_evidence = None
        return True

    def laps_of_iterate(self, n: int) -> int:
        """lap(f^n) (self-maps only)."""
        if n not in self._laps:
            counts = iterate_counts(self.function.map, n).laps
            self._laps.update(enumerate(counts, start=1))
        return self._laps[n]

    def unit_pieces(self, layer: int) -> int:
        """Largest number of affine pieces of one unit of the layer-th layer that bends (networks only)."""
        assert self.function.restriction is not None
        return self.function.restriction.unit_pieces[layer - 1]

    def alternation_errors(self, k: int) -> int:
        """Errors of the classifier f >= 1/2 on Telgarsky's 2^k alternating points (domain [0, 1] only)."""
        return alternation_errors(self.function.map, k)

    def l1_to_tent(self, k: int) -> fmpq:
        """L1 distance to the k-th power of the tent map (domain [0, 1] only)."""
        if k not in self._tent_distance:
            self._tent_distance[k] = l1_to_tent(self.function.map, k)
        return self._tent_distance[k]
