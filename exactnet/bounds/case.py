"""A subject on a domain with everything that bounds ask about it, each computed once, when first asked."""

from __future__ import annotations

from functools import cached_property
from math import prod

from flint import fmpq

from exactnet.approximation import (
    Difference,
    alternation_errors,
    l1_to_tent,
    linf_distance,
    tent_mismatch,
    tent_power,
)
from exactnet.bounds.cycles import PERIODS, forced_polynomial
from exactnet.bounds.space import Space
from exactnet.bounds.steepness import slope_at, steep_point, steepness_at
from exactnet.certs import Fragment
from exactnet.compile import Domain, IntervalFunction, PiecewiseLinearMap, PiecewiseMap
from exactnet.compile.box import Box
from exactnet.compile.function import studied_on
from exactnet.compile.places import Place
from exactnet.compile.polyhedral import MAX_CELLS, MAX_DIMENSION
from exactnet.compile.refinement import CellProgress
from exactnet.compile.semialgebraic.curve import Curve
from exactnet.compile.semialgebraic.function import SemiAlgebraicFunction
from exactnet.compile.study import Function, study
from exactnet.compile.sweep import MAX_VERTICES, Progress
from exactnet.dynamics import Entropy, Shape, crossings, entropy, find_orbit, iterate_counts, shape
from exactnet.dynamics.curves.find_cycle import CycleSearch, ShownCycle, find_cycle
from exactnet.dynamics.curves.laps import CurveLaps, curve_laps
from exactnet.errors import InputError, NotAttemptedError
from exactnet.exact.fields import Scalar
from exactnet.exact.rational import number_text
from exactnet.model import Network
from exactnet.topology.persistence import Persistence, neural_persistence

__all__ = ["MOST_FOLDS", "VERIFY_DIGITS", "Case"]

VERIFY_DIGITS = 4
"""Enough for most comparisons; a comparison that needs more sharpens the bracket."""

MOST_FOLDS = 12
"""The largest power of the tent map that a subject is compared with as a whole."""

_MOST_DIGITS = 64


class Case:
    """What is verified.

    Parameters
    ----------
    subject
        A network or an interval map.
    domain
        Where: an interval or the line for one input, a box or R^d for several. By default a map's interval, [0, 1] for a network
        of one input, R^d for one of several.
    digits
        Decimal places of entropy brackets to begin with; more are taken where a comparison needs them.
    max_vertices, max_cells
        Limits on what is compiled: breakpoints for one input, cells for several.
    jobs
        Processes to use, where the work can be shared out.

    Raises
    ------
    InputError
        If the domain is not one for so many inputs, or not inside the map's.

    Examples
    --------
    >>> case = Case(PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)]))
    >>> case.shape.laps, case.laps_of_iterate(3)
    (2, 8)
    >>> from exactnet.model import Abs
    >>> Case(Network.of(2, [Abs()])).activation_regions
    4
    """

    def __init__(
        self,
        subject: Network | PiecewiseLinearMap | PiecewiseMap,
        domain: Domain | Place | None = None,
        *,
        digits: int = VERIFY_DIGITS,
        max_vertices: int = MAX_VERTICES,
        max_cells: int = MAX_CELLS,
        progress: Progress | None = None,
        jobs: int = 1,
        cell_progress: CellProgress | None = None,
    ) -> None:
        self.subject = subject
        self.network = subject if isinstance(subject, Network) else None
        self.domain = domain or (studied_on(subject, None) if self.inputs == 1 else Box(self.inputs, None))
        if self.inputs != (1 if isinstance(self.domain, Domain) else self.domain.dimension):
            raise InputError(f"the domain {self.domain} is not one for {self.inputs} inputs")
        if isinstance(self.domain, Domain):
            studied_on(subject, self.domain)
        self._digits = digits
        self._max_vertices = max_vertices
        self._max_cells = max_cells
        self._jobs = jobs
        self._progress = progress
        self._cell_progress = cell_progress
        self._witnesses: dict[str, Case] = {}
        # from the first comparison on that needs it, a rational growth number is shown as such, not by a bracket
        self.growth_exactly = False
        self._entropy: Entropy | None = None
        self._growth_evidence: Fragment | None = None
        self._laps: dict[int, int] = {}
        self._curve_laps: dict[int, CurveLaps] = {}
        self._tent_distance: dict[int, fmpq] = {}

    @property
    def inputs(self) -> int:
        """Dimension of the input."""
        return 1 if self.network is None else self.network.inputs

    @property
    def outputs(self) -> int:
        """Dimension of the output."""
        return 1 if self.network is None else self.network.outputs

    @property
    def piecewise_linear(self) -> bool:
        """Whether the subject is of the kind that is compiled to breakpoints or cells."""
        return isinstance(self.subject, PiecewiseLinearMap) if self.network is None else self.network.piecewise_linear

    @property
    def given_network(self) -> Network:
        """The subject (networks only)."""
        if self.network is None:
            raise TypeError("the subject is no network")
        return self.network

    @property
    def widths(self) -> tuple[int, ...]:
        """n_1, .., n_L: the widths of the network's hidden layers; none for a map."""
        return () if self.network is None else self.network.widths

    @property
    def interval(self) -> Domain:
        """The domain (one input only)."""
        if not isinstance(self.domain, Domain):
            raise TypeError(f"{self.domain} is no interval")
        return self.domain

    @cached_property
    def function(self) -> Function:
        """The compiled function (one input only)."""
        return study(self.subject, self.interval, max_vertices=self._max_vertices, progress=self._progress)

    @property
    def line(self) -> IntervalFunction:
        """The compiled function (piecewise linear only)."""
        if not isinstance(self.function, IntervalFunction):
            raise TypeError(f"{self.subject} is not piecewise linear")
        return self.function

    @property
    def curve(self) -> Curve:
        """The compiled function as a map with rational pieces (one output only, not piecewise linear)."""
        if not isinstance(self.function, SemiAlgebraicFunction):
            raise TypeError(f"{self.subject} is piecewise linear")
        return self.function.curve

    @cached_property
    def space(self) -> Space:
        """The network and its regions (several inputs only)."""
        if isinstance(self.domain, Domain):
            raise TypeError("a function of one variable has no polyhedral complex")
        return Space(
            self.given_network, self.domain, max_cells=self._max_cells, jobs=self._jobs, progress=self._cell_progress
        )

    @cached_property
    def activation_regions(self) -> int:
        """Number of activation regions (networks only)."""
        if self.inputs == 1:
            assert self.shape.activation_regions is not None
            return self.shape.activation_regions
        return self.space.activation_regions

    def require_few_regions(self, effort: int) -> None:
        """NotAttemptedError if, beyond six inputs, the activation regions take more effort to count."""
        if self.inputs > MAX_DIMENSION:
            self.space.search_briefly(effort)

    @cached_property
    def region_evidence(self) -> Fragment:
        """Evidence of the number of activation regions (networks only)."""
        if self.inputs == 1:
            return self.function.evidence
        return self.space.evidence

    @cached_property
    def persistence(self) -> Persistence:
        """Squares of the neural persistence of the dense layers (networks with a weight other than 0 only)."""
        return neural_persistence(self.given_network)

    def witness(self, network: Network) -> Case:
        """The case of a network that is to show an existence statement, on all of R^d: one case a network."""
        if network.digest not in self._witnesses:
            self._witnesses[network.digest] = Case(
                network,
                Domain.line() if network.inputs == 1 else Box(network.inputs, None),
                max_vertices=self._max_vertices,
                max_cells=self._max_cells,
                jobs=self._jobs,
                progress=self._progress,
                cell_progress=self._cell_progress,
            )
        return self._witnesses[network.digest]

    @cached_property
    def shape(self) -> Shape:
        """Pieces, laps, crossings, extrema."""
        return shape(self.function)

    @property
    def crossings(self) -> int:
        """Cr at level 1/2 (one output only)."""
        assert self.shape.crossings is not None
        return self.shape.crossings

    def crossings_at(self, level: fmpq) -> int:
        """Cr at another level (one output only)."""
        return crossings(self.line.map, level) if self.piecewise_linear else self.curve.crossings(level)

    @property
    def degree(self) -> int:
        """The largest degree of a piece (one output only, not piecewise linear)."""
        return max(piece.degree for piece in self.curve.pieces)

    @property
    def components(self) -> int:
        """Number of connected components of {f >= 0} in the domain (one output only, not piecewise linear)."""
        return self.curve.components(fmpq(0))

    @cached_property
    def steep_point(self) -> fmpq:
        """A rational point where f is steep, none of the points that describe f (one output only, not piecewise linear)."""
        assert isinstance(self.function, SemiAlgebraicFunction)
        return steep_point(self.curve, self.function.points)

    def slope_at(self, x: fmpq) -> Scalar:
        """|f'| at a rational point inside a piece, exactly."""
        return slope_at(self.curve, x)

    def steepness_at(self, x: fmpq) -> fmpq:
        """|f'| at a rational point inside a piece; rounded down to a multiple of 2^-32 if it is irrational."""
        return steepness_at(self.curve, x)

    def gap(self, target: PiecewiseLinearMap) -> Difference:
        """f - target, between points at which nothing happens (domain [0, 1] only, not piecewise linear)."""
        return Difference.of_functions(self.function, IntervalFunction.of(target), turns=True)

    @cached_property
    def piece_product(self) -> int:
        """prod (1 + b_i), b_i the most points at which layer i can bend on a segment: its width for relu (networks only)."""
        return prod(1 + layer.bends(width) for layer, width in self.given_network.bending_layers)

    @cached_property
    def folds(self) -> int | None:
        """The largest k from 2 to `MOST_FOLDS` with |f - T^k|_inf <= 2^-k (domain [0, 1] only)."""
        f = self.line.map
        for k in range(MOST_FOLDS, 1, -1):
            step = fmpq(1, 2**k)
            # four values settle nearly all cases
            near = all(abs(f(j * step) - j % 2) <= step for j in (0, 1, 2, 3))
            if near and linf_distance(tent_power(k), f) <= step:
                return k
        return None

    @property
    def cycle(self) -> ShownCycle:
        """A cycle of one of `PERIODS` (self-maps only).

        Raises
        ------
        NotAttemptedError
            If none is found.
        """
        found = self._cycle_search
        if found.cycle is None:
            if found.listed == max(PERIODS):
                reason = f"all least periods up to {found.listed} are powers of 2, and longer ones are not looked for"
            elif not self._periods:
                reason = "the periods that are looked for would force more growth than there is"
            else:
                reason = f"no point of least period {', '.join(map(str, PERIODS[:-1]))} or {PERIODS[-1]} was found"
            raise NotAttemptedError(reason)
        return found.cycle

    @cached_property
    def _periods(self) -> list[int]:
        """Those of `PERIODS` that do not force more growth than there is."""
        most = self.entropy.proved_upper
        return [p for p in PERIODS if forced_polynomial(p)(most) >= 0]

    @cached_property
    def _cycle_search(self) -> CycleSearch:
        if isinstance(self.function, SemiAlgebraicFunction):
            return find_cycle(self.function, self._periods)
        found = find_orbit(self.line, PERIODS)
        if found.cycle is None:
            return CycleSearch(None, found.listed)
        return CycleSearch(ShownCycle(found.cycle, tuple(map(number_text, found.cycle)), 1), found.listed)

    @property
    def max_cells(self) -> int:
        """The most cells that are enumerated."""
        return self._max_cells

    @cached_property
    def is_self_map(self) -> bool:
        """Whether the function maps its bounded domain into itself."""
        if self.outputs != 1 or self.interval.lower is None:
            return False
        return (self.line.map if self.piecewise_linear else self.curve).maps_into_itself

    @property
    def entropy(self) -> Entropy:
        """Certified topological entropy (self-maps only), to the digits of `sharpen`."""
        if self._entropy is None:
            # the evidence that certificates of bounds carry
            self._entropy = entropy(
                self.function, self._digits, method="partition" if self.piecewise_linear else "kneading"
            )
        return self._entropy

    @property
    def growth_evidence(self) -> Fragment:
        """Evidence of both sides of the growth bracket, shared by all certificates that need it."""
        if self._growth_evidence is None:
            evidence = self.entropy.evidence
            keys = ("breakpoints", "lower", "upper") if self.piecewise_linear else tuple(evidence)
            self._growth_evidence = Fragment({key: evidence[key] for key in keys})
        return self._growth_evidence

    def sharpen(self) -> bool:
        """Have entropy to more digits from now on; False once that is of no use."""
        if self.entropy.exact is not None and not self.piecewise_linear and not self.growth_exactly:
            self.growth_exactly = True
            return True
        if self._digits >= _MOST_DIGITS or not self.entropy.decided or self.entropy.exact is not None:
            return False
        self._digits *= 4
        self._entropy = self._growth_evidence = None
        return True

    def laps_of_iterate(self, n: int) -> int:
        """lap(f^n) (self-maps only)."""
        if not self.piecewise_linear:
            return self.curve_laps(n).laps
        if n not in self._laps:
            counts = iterate_counts(self.line.map, n).laps
            self._laps.update(enumerate(counts, start=1))
        return self._laps[n]

    def curve_laps(self, n: int) -> CurveLaps:
        """lap(f^n) with the evidence for it (self-maps that are not piecewise linear only)."""
        if n not in self._curve_laps:
            self._curve_laps[n] = curve_laps(self.curve, n)
        return self._curve_laps[n]

    def unit_pieces(self, layer: int) -> int:
        """Largest number of pieces of one unit of the layer-th layer that is not dense (networks without residual layers only)."""
        assert self.shape.unit_pieces is not None
        return self.shape.unit_pieces[layer - 1]

    def alternation_errors(self, k: int) -> int:
        """Errors of the classifier f >= 1/2 on Telgarsky's 2^k alternating points (domain [0, 1] only)."""
        return alternation_errors(self.line.map, k)

    def tent_mismatch(self, k: int) -> fmpq:
        """Fraction of the constancy intervals of T^k on which the label differs everywhere (domain [0, 1] only)."""
        return tent_mismatch(self.line.map, k)

    def l1_to_tent(self, k: int) -> fmpq:
        """L1 distance to the k-th power of the tent map (domain [0, 1] only)."""
        if k not in self._tent_distance:
            self._tent_distance[k] = l1_to_tent(self.line.map, k)
        return self._tent_distance[k]
