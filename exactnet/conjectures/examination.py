"""One subject under examination: the quantities of the language, measured by the toolkit, with the certificates that show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from flint import fmpq

from exactnet.certs import Certificate
from exactnet.compile import Domain
from exactnet.compile.box import Box
from exactnet.compile.path import Path
from exactnet.compile.places import Place
from exactnet.compile.polyhedral import MAX_DIMENSION, compile_complex
from exactnet.compile.semialgebraic.function import SemiAlgebraicFunction
from exactnet.compile.study import Function, study
from exactnet.complexes import RegionCounts, count_regions
from exactnet.conjectures.language import Architecture, Instance
from exactnet.conjectures.language.names import QUANTITIES
from exactnet.conjectures.language.values import Interval, Rational
from exactnet.dynamics import Entropy, OrbitSearch, Shape, entropy, find_orbit, lap_counts, periodic_orbits, shape
from exactnet.dynamics.curves.certified import FunctionOrbits, function_orbits
from exactnet.dynamics.laps import crossings
from exactnet.dynamics.orbits import PeriodicOrbits
from exactnet.dynamics.shape import interval_certificate
from exactnet.errors import InputError, TimeLimitError, UndecidedError
from exactnet.exact.rational import number_json, number_text, rational
from exactnet.frontends import Subject
from exactnet.model import ElementaryLayer, Network
from exactnet.topology import BettiNumbers, Relation, betti_numbers
from exactnet.trajectories import Trajectory, trajectory

__all__ = ["Examination", "InapplicableError", "architecture_of"]

_DIGITS, _MOST_DIGITS = 4, 64
_MOST_CELLS = 100_000
_MOST_POINTS = 20_000
_PATH_DIGITS = 4

Value = Interval | bool | None


class InapplicableError(InputError):
    """The statement does not speak about this subject."""


def architecture_of(subject: Subject) -> Architecture:
    """What the names of the architecture mean for a subject.

    Examples
    --------
    >>> from exactnet.compile import PiecewiseLinearMap
    >>> architecture_of(PiecewiseLinearMap.from_points([(0, 0), (1, 1)]))
    Architecture(inputs=1, outputs=1, widths=(), bends=())
    """
    if not isinstance(subject, Network):
        return Architecture()
    bending = [(layer, width) for layer, width in subject.gates if layer.bending]
    bends = tuple(layer.bends(width) for layer, width in bending if isinstance(layer, ElementaryLayer))
    known = bends if len(bends) == len(bending) else None
    return Architecture(subject.inputs, subject.outputs, subject.widths, known)


class Examination:
    """The quantities of a subject on a domain, each measured when first asked.

    Parameters
    ----------
    subject
        A network or a map.
    domain
        Where; by default a map's own interval, [0, 1] for a network of one input, R^d for one of several.
    clip
        Whether iterates are those of the function cut off at the ends of the domain.
    path
        For `transitions` and `patterns`.

    Examples
    --------
    >>> from exactnet.compile import PiecewiseLinearMap
    >>> tent = Examination(PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)]))
    >>> tent.value(Instance("laps", (Fraction(3),))), tent.value(Instance("period", (Fraction(3),)))
    ((8, 8), True)
    """

    def __init__(
        self,
        subject: Subject,
        domain: Domain | Place | None = None,
        *,
        clip: bool = False,
        path: Path | None = None,
    ) -> None:
        self.subject = subject
        self.architecture = architecture_of(subject)
        self.clip, self.path = clip, path
        self.domain = domain if domain is not None else self._usual_domain()
        self._digits = _DIGITS
        self._entropy: Entropy | None = None
        self._orbits: PeriodicOrbits | FunctionOrbits | None = None
        self._known: dict[Instance, Value] = {}
        self._betti: dict[tuple[str, str], BettiNumbers] = {}
        self._cycles: dict[int, OrbitSearch] = {}

    def _usual_domain(self) -> Domain | Place:
        if not isinstance(self.subject, Network):
            return self.subject.domain
        return Domain.of(0, 1) if self.subject.inputs == 1 else Box(self.subject.inputs, None)

    # what is computed, once

    @property
    def interval(self) -> Domain:
        """The domain (one input only)."""
        if not isinstance(self.domain, Domain):
            raise InapplicableError("this is about functions of one variable")
        return self.domain

    @property
    def place(self) -> Place:
        """The domain as one in R^d."""
        if isinstance(self.domain, Domain):
            return Box(1, None) if self.domain.ends is None else Box.of([self.domain.ends])
        return self.domain

    @property
    def network(self) -> Network:
        """The subject (networks only)."""
        if not isinstance(self.subject, Network):
            raise InapplicableError("this is about networks")
        return self.subject

    @cached_property
    def function(self) -> Function:
        """The subject as a function of one variable."""
        return study(self.subject, self.interval)

    @cached_property
    def dynamics(self) -> Function:
        """The function that is iterated."""
        function = study(self.subject, self.interval, clip=True) if self.clip else self.function
        if function.outputs != 1 or self.interval.lower is None:
            raise InapplicableError("iterates want one output and a bounded domain")
        f = function.curve if isinstance(function, SemiAlgebraicFunction) else function.map
        if not f.maps_into_itself:
            raise InapplicableError("the function leaves its domain")
        return function

    @cached_property
    def shape(self) -> Shape:
        """Pieces, laps, extrema."""
        return shape(self.function)

    @cached_property
    def regions(self) -> RegionCounts:
        """All counts of regions."""
        if self.network.inputs > MAX_DIMENSION:
            raise UndecidedError(f"regions are counted in up to {MAX_DIMENSION} dimensions")
        return count_regions(compile_complex(self.network, self.place, max_cells=_MOST_CELLS))

    @cached_property
    def trajectory(self) -> Trajectory:
        """What happens along the path."""
        if self.path is None:
            raise InapplicableError("no path is given")
        return trajectory(self.network, self.path, _PATH_DIGITS)

    @property
    def entropy(self) -> Entropy:
        """The growth number, to the digits of `sharpen`."""
        if self._entropy is None:
            self._entropy = entropy(self.dynamics, self._digits)
        return self._entropy

    def sharpen(self) -> bool:
        """Have the growth number to more digits; False if that is of no use."""
        if self._entropy is None or self._digits >= _MOST_DIGITS or self._entropy.width == 0:
            return False
        self._digits *= 4
        self._entropy = None
        for instance in [known for known in self._known if known.name in ("growth", "entropy")]:
            del self._known[instance]
        return True

    def orbits(self, period: int) -> PeriodicOrbits | FunctionOrbits:
        """All orbits up to a period."""
        if self._orbits is None or self._orbits.max_period < period:
            f = self.dynamics
            if isinstance(f, SemiAlgebraicFunction):
                self._orbits = function_orbits(f, period, max_cells=_MOST_POINTS)
            else:
                self._orbits = periodic_orbits(f, period, max_points=_MOST_POINTS)
        return self._orbits

    def _cycle(self, period: int) -> OrbitSearch | None:
        """A search for one orbit (piecewise linear only)."""
        if isinstance(self.dynamics, SemiAlgebraicFunction):
            return None
        if period not in self._cycles:
            self._cycles[period] = find_orbit(self.dynamics, (period,))
        return self._cycles[period]

    def betti(self, relation: str, level: Fraction) -> BettiNumbers:
        """The homology of a decision region."""
        if self.network.outputs != 1 or self.network.inputs > MAX_DIMENSION:
            raise InapplicableError(f"decision regions want one output and at most {MAX_DIMENSION} inputs")
        key = relation, str(level)
        if key not in self._betti:
            exact = fmpq(level.numerator, level.denominator)
            self._betti[key] = betti_numbers(
                self.network, self.place, Relation.parse(relation), exact, max_cells=_MOST_CELLS
            )
        return self._betti[key]

    # the quantities

    def value(self, instance: Instance) -> Value:
        """The value of a quantity: an interval, a truth, or None where it is not found out.

        Raises
        ------
        InapplicableError
            If the quantity has no meaning for this subject.
        """
        if instance not in self._known:
            try:
                self._known[instance] = self._measure(instance)
            except TimeLimitError:
                raise
            except UndecidedError:
                self._known[instance] = None
        return self._known[instance]

    def _measure(self, instance: Instance) -> Value:
        quantity = QUANTITIES[instance.name]
        if quantity.one_input and self.architecture.inputs != 1:
            raise InapplicableError(f"{instance.name} is about functions of one variable")
        if quantity.one_output and self.architecture.outputs != 1:
            raise InapplicableError(f"{instance.name} is about functions with one output")
        if quantity.network:
            _ = self.network
        match instance.name:
            case "growth" | "entropy":
                claim = self.entropy.growth.claim
                return Fraction(claim["growth_lower"]), Fraction(claim["growth_upper"])
            case "period":
                return self._has_period(_whole(instance, 0))
            case "orbits":
                found = self.orbits(_whole(instance, 0)).of_period(_whole(instance, 0))
                return None if any(orbit.kind == "interval" for orbit in found) else _exact(len(found))
        number = self._number(instance)
        return None if number is None else _exact(number)

    def _has_period(self, period: int) -> bool | None:
        search = self._cycle(period)
        if search is None:
            return bool(self.orbits(period).of_period(period))
        return True if search.cycle is not None else False if search.listed >= period else None

    def _number(self, instance: Instance) -> Any:
        match instance.name, instance.arguments:
            case "laps", (n,):
                return lap_counts(self.dynamics, int(n)).laps[-1]
            case "crossings", (level, n):
                return lap_counts(self.dynamics, int(n), _rational(level)).crossings[-1]
            case "crossings", (level,):
                f = self.function
                if isinstance(f, SemiAlgebraicFunction):
                    return f.curve.crossings(_rational(level))
                return crossings(f.map, _rational(level))
            case "affine_pieces" | "pieces" | "laps" | "minimum" | "maximum" | "lipschitz" as name, ():
                return getattr(self.shape, name)
            case "activation_regions", () if self.architecture.inputs == 1:
                return self.shape.activation_regions
            case "linear_regions", () if self.architecture.inputs == 1 and self.shape.affine_pieces is not None:
                return self.shape.affine_pieces
            case "faces", (k,):
                return self.regions.faces[int(k)]
            case "betti", (k, *rest):
                return self.betti(*_region(rest)).betti[int(k)]
            case "transitions", ():
                return len(self.trajectory.transitions)
            case "patterns", ():
                return self.trajectory.patterns
            case name, ():
                return getattr(self.regions, name)
        raise TypeError(f"{instance} is no quantity")

    # what shows them

    def parts(self, instances: Iterable[Instance]) -> list[Certificate]:
        """Certificates, as few as will do, that show the values of these quantities (all of which are known)."""
        plain: dict[str, Any] = {}
        found: dict[tuple[Any, ...], Certificate] = {}
        iterates: dict[Fraction | None, int] = {}
        listed = 0
        for instance in instances:
            match instance.name, instance.arguments:
                case "laps", (n,):
                    iterates[None] = max(iterates.get(None, 1), int(n))
                case "crossings", (level, n):
                    iterates[Fraction(level)] = max(iterates.get(Fraction(level), 1), int(n))
                case "crossings", (level,):
                    value = {"level": str(level), "count": self._number(instance)}
                    found["level", level] = interval_certificate(self.function, {"crossings": value})
                case "growth" | "entropy", ():
                    found["entropy",] = self.entropy.certificate
                case "period", (q,):
                    listed = self._show_period(int(q), found, listed)
                case "orbits", (q,):
                    listed = max(listed, int(q))
                case "betti", (_, *rest):
                    found["betti", *rest] = self.betti(*_region(rest)).certificate
                case "transitions" | "patterns", ():
                    found["trajectory",] = self.trajectory.certificate
                case name, () if self._is_shape(name):
                    key = "affine_pieces" if name == "linear_regions" else name
                    key = "affine_pieces" if key == "pieces" and self.shape.affine_pieces is not None else key
                    plain[key] = number_json(rational(self._number(instance)))
                case _:
                    found["regions",] = self.regions.certificate
        if plain:
            found["interval",] = interval_certificate(self.function, plain)
        for at, iterate in iterates.items():
            counts = lap_counts(self.dynamics, iterate, "1/2" if at is None else _rational(at))
            found["laps", at] = counts.certificate
        if listed:
            found["orbits",] = self.orbits(listed).certificate
        return list(found.values())

    def _is_shape(self, name: str) -> bool:
        if name in ("activation_regions", "linear_regions"):
            return self.architecture.inputs == 1
        return QUANTITIES[name].one_input

    def _show_period(self, period: int, found: dict[tuple[Any, ...], Certificate], listed: int) -> int:
        """A cycle is shown by itself; that there is none, by the list of all, up to which period is returned."""
        search = self._cycle(period)
        if search is None or search.cycle is None:
            return max(listed, period)
        claim = {
            "rule": "cycle",
            "domain": self.interval.to_json(),
            "clip": self.clip,
            "points": [number_text(x) for x in search.cycle],
        }
        found["cycle", period] = Certificate(claim, self.dynamics.certificate_subject, self.dynamics.evidence)
        return listed


def _whole(instance: Instance, i: int) -> int:
    return int(instance.arguments[i])


def _rational(value: Fraction | str) -> fmpq:
    return rational(value)


def _region(rest: Sequence[Fraction | str]) -> tuple[str, Fraction]:
    """The word and the level of `betti`, with what they are where they are left out."""
    relation, level = (*rest, *("le", Fraction(0))[len(rest) :])
    return str(relation), Fraction(level)


def _exact(value: Any) -> Interval | None:
    """The interval of a number; None for an algebraic one."""
    if isinstance(value, fmpq):
        number: Rational = Fraction(int(value.p), int(value.q))
    elif isinstance(value, int):
        number = value
    else:
        return None
    return number, number
