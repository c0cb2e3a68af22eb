"""Are there weights for a network of one input, such that ..? An answer is a network, with its certificate."""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flint import fmpq

from exactnet.bounds import Case, select
from exactnet.certs import Certificate
from exactnet.compile import Domain, IntervalFunction
from exactnet.compile.study import study
from exactnet.dynamics import crossings, shape
from exactnet.dynamics.shape import interval_certificate
from exactnet.errors import InputError, UndecidedError
from exactnet.exact.numbers import Number
from exactnet.exact.rational import number_text, rational
from exactnet.frontends import read_subject
from exactnet.model import Dense, Layer, Network, Residual
from exactnet.smt.encoding import Encoder
from exactnet.smt.period import Period, orbit_terms
from exactnet.smt.question import Answer, Question, nearby
from exactnet.smt.script import Script, all_of, any_of, apply, number, plus
from exactnet.verification import verify

__all__ = ["AtLeast", "Goal", "Orbit", "Template", "Violation", "Weights", "demand_inside"]

Range = tuple[fmpq, fmpq]
_HALF = fmpq(1, 2)


@dataclass(frozen=True, eq=False)
class Template:
    """A network some numbers of whose dense layers are unknown.

    Attributes
    ----------
    network
        The network; its own numbers stand where nothing is unknown.
    free
        The places of the unknown ones in its document, such as ``layers.0.weight.1.0``, with the interval of each.
    grids
        Values in increasing order, by place, of those that have only so many.

    Examples
    --------
    >>> from exactnet.model import Relu
    >>> net = Network.of(1, [Dense.of([[1], [1]], [0, 0]), Relu(), Dense.of([[1, 1]], [0])])
    >>> template = Template.of(net, ["layers.2=-4:4", "layers.0.bias.1=-1:0"])
    >>> list(template.free)
    ['layers.0.bias.1', 'layers.2.weight.0.0', 'layers.2.weight.0.1', 'layers.2.bias.0']
    """

    network: Network
    free: Mapping[str, Range]
    grids: Mapping[str, Sequence[fmpq]] = field(default_factory=dict)

    @classmethod
    def on_grids(cls, network: Network, grids: Mapping[str, Sequence[fmpq]]) -> Template:
        """With finitely many values for every unknown, in increasing order."""
        return cls(network, {place: (values[0], values[-1]) for place, values in grids.items()}, grids)

    @classmethod
    def of(cls, network: Network, ranges: Sequence[str]) -> Template:
        """Read ``PATH=LO:HI``; a path that leads to a list or a layer stands for all numbers of dense layers in it."""
        places = list(_places(network.layers, "layers"))
        free: dict[str, Range] = {}
        for text in ranges:
            path, equals, ends = text.partition("=")
            low, colon, high = ends.partition(":")
            if not equals or not colon:
                raise InputError(f"free weights are written PATH=LO:HI, not {text!r}")
            interval = rational(low), rational(high)
            if interval[0] > interval[1]:
                raise InputError(f"{text!r}: {low} is above {high}")
            found = [place for place in places if place == path or place.startswith(f"{path}.")]
            if not found:
                raise InputError(
                    f"the path {path!r} leads to no number of a dense layer; try layers, or layers.0.weight"
                )
            free.update(dict.fromkeys(found, interval))
        return cls(network, {place: free[place] for place in places if place in free})

    @cached_property
    def names(self) -> dict[str, str]:
        """A constant for every unknown."""
        return {place: f"W_{i}" for i, place in enumerate(self.free)}

    def declare(self, script: Script) -> None:
        """The unknowns, with what is known of them."""
        for place, name in self.names.items():
            script.want(name)
            if place in self.grids:
                script.demand(any_of([apply("=", name, number(value)) for value in self.grids[place]]))
            else:
                low, high = map(number, self.free[place])
                script.demand(apply("<=", low, name, high))

    def encoder(self, script: Script) -> Encoder:
        """Encodes networks of these unknowns, once they are declared."""
        return Encoder(script, self.names, {self.names[place]: values for place, values in self.grids.items()})

    def filled(self, weights: Mapping[str, fmpq]) -> Network:
        """The network with these values of the constants."""
        document = deepcopy(self.network.to_json())
        for place, name in self.names.items():
            *keys, last = place.split(".")
            here: Any = document
            for key in keys:
                here = here[int(key) if key.isdigit() else key]
            here[int(last)] = number_text(weights[name])
        found = read_subject(document)
        assert isinstance(found, Network)
        return found


def _places(layers: Sequence[Layer], place: str) -> Iterator[str]:
    for i, layer in enumerate(layers):
        here = f"{place}.{i}"
        if isinstance(layer, Residual):
            yield from _places(layer.layers, f"{here}.layers")
        elif isinstance(layer, Dense):
            rows, columns = len(layer.weight), len(layer.weight[0])
            yield from (f"{here}.weight.{j}.{k}" for j in range(rows) for k in range(columns))
            yield from (f"{here}.bias.{j}" for j in range(rows))


class Goal(ABC):
    """What a network is to be like on an interval."""

    @property
    @abstractmethod
    def text(self) -> str:
        """In words, after "such that"."""

    @abstractmethod
    def demand(self, encoder: Encoder, template: Template, domain: Domain) -> None:
        """Add it to a script."""

    @abstractmethod
    def certificate(self, network: Network, domain: Domain) -> Certificate | None:
        """The certificate that a network is like that; None if it is not."""

    def correction(self, network: Network, domain: Domain) -> fmpq | None:
        """A point at which a network leaves the domain, where it must not."""
        return None


@dataclass(frozen=True)
class Orbit(Goal):
    """The network maps the interval into itself, with an orbit of a least period."""

    period: int

    @property
    def text(self) -> str:
        return f"it maps the interval into itself and has an orbit of least period {self.period}"

    def demand(self, encoder: Encoder, template: Template, domain: Domain) -> None:
        orbit_terms(encoder, template.network, self.period, domain, False)
        for end in domain.ends or ():
            demand_inside(encoder, template, domain, end)

    def certificate(self, network: Network, domain: Domain) -> Certificate | None:
        if self.correction(network, domain) is not None:
            return None
        found = Period(study(network, domain), self.period).decide(lambda text: None)
        return found.certificate if found is not None and found.status == "sat" else None

    def correction(self, network: Network, domain: Domain) -> fmpq | None:
        function = study(network, domain)
        if not isinstance(function, IntervalFunction) or domain.ends is None:
            return None
        low, high = domain.ends
        f = function.map
        return next((x for x, y in zip(f.breakpoints, f.values, strict=True) if not low <= y <= high), None)


def demand_inside(encoder: Encoder, template: Template, domain: Domain, x: fmpq) -> None:
    """Demand that the network does not leave the domain at a point."""
    assert domain.ends is not None
    low, high = map(number, domain.ends)
    (y,) = encoder.function(template.network, [number(x)], f"s{len(encoder.script.constants)}")
    encoder.script.demand(apply("<=", low, y, high))


@dataclass(frozen=True)
class AtLeast(Goal):
    """A count of the network is at least a number.

    Attributes
    ----------
    quantity
        ``"laps"``, ``"affine_pieces"`` or ``"crossings"``.
    count
        The number.
    level
        Of crossings.
    """

    quantity: str
    count: int
    level: fmpq = _HALF

    def __post_init__(self) -> None:
        if self.quantity not in ("laps", "affine_pieces", "crossings"):
            raise InputError(f"there is no encoding of {self.quantity!r}; laps, affine_pieces and crossings have one")
        if self.count < 1:
            raise InputError(f"at least {self.count} {self.quantity} is no condition; ask for 1 or more")

    @property
    def text(self) -> str:
        of_level = f" of {self.level}" if self.quantity == "crossings" else ""
        return f"it has at least {self.count} {self.quantity.replace('_', ' ')}{of_level}"

    def demand(self, encoder: Encoder, template: Template, domain: Domain) -> None:
        script = encoder.script
        count = {"laps": self.count + 1, "affine_pieces": 2 * self.count - 1, "crossings": self.count}[self.quantity]
        if self.quantity == "laps" and self.count == 1:
            count = 0  # a constant function has one lap as well
        t = [script.declare(f"t_{i}") for i in range(count)]
        ends = [] if domain.ends is None else [number(end) for end in domain.ends]
        for name in t:
            if ends:
                script.demand(apply("<=", ends[0], name, ends[1]))
        y = [encoder.function(template.network, [name], f"f{i}")[0] for i, name in enumerate(t)]
        if self.quantity == "affine_pieces":
            _bends(script, t, y)
            return
        for a, b in itertools.pairwise(t):
            script.demand(apply("<", a, b))
        if self.quantity == "laps" and t:
            up, down = ([apply(sign, a, b) for a, b in itertools.pairwise(y)] for sign in "<>")
            script.demand(_alternately(up, down))
        elif t:
            high, low = ([apply(sign, a, number(self.level)) for a in y] for sign in (">=", "<"))
            script.demand(_alternately(high, low))

    def certificate(self, network: Network, domain: Domain) -> Certificate | None:
        function = study(network, domain)
        if self.quantity == "crossings":
            if isinstance(function, IntervalFunction):
                count = crossings(function.map, self.level)
            else:
                count = function.curve.crossings(self.level)
            value: Any = {"level": number_text(self.level), "count": count}
        else:
            found = shape(function)
            count, value = getattr(found, self.quantity), found.quantities.get(self.quantity)
        if count is None or count < self.count:
            return None
        return interval_certificate(function, {self.quantity: value})


def _alternately(first: Sequence[str], second: Sequence[str]) -> str:
    """The one and the other in turn, whichever begins."""
    return any_of(
        [
            all_of([(a, b)[i % 2] for i, (a, b) in enumerate(zip(*pair, strict=True))])
            for pair in ((first, second), (second, first))
        ]
    )


def _bends(script: Script, t: Sequence[str], y: Sequence[str]) -> None:
    """Windows, each beginning where the last one ends; in its middle the value is not that of the straight line."""
    for i in range(0, len(t) - 1, 2):
        a, m, b = t[i : i + 3]
        script.demand(apply("<", a, b))
        script.demand(apply("=", apply("*", "2", m), plus([a, b])))
        script.demand(apply("not", apply("=", apply("*", "2", y[i + 1]), plus([y[i], y[i + 2]]))))


_BY_ARCHITECTURE = ("bu2020.pieces", "arora2018.pieces", "serra2018.theorem5", "telgarsky2016.network")


@dataclass(frozen=True)
class Violation(Goal):
    """A published upper bound fails for the network; one whose value depends on the architecture only."""

    bound: str

    def __post_init__(self) -> None:
        select([self.bound])
        if self.bound not in _BY_ARCHITECTURE:
            raise InputError(
                f"the value of {self.bound} depends on more than the architecture, or its quantity has no encoding; "
                f"choose one of {', '.join(_BY_ARCHITECTURE)}"
            )

    @property
    def text(self) -> str:
        return f"the bound {self.bound} fails"

    def demand(self, encoder: Encoder, template: Template, domain: Domain) -> None:
        (bound,) = select([self.bound])
        case = Case(template.network, domain)
        for premise in bound.premises:
            if not premise.holds(case):
                raise InputError(f"{self.bound} says nothing about such networks: {premise.text} is not true of them")
        value = fmpq(bound.value(case, {}))
        AtLeast(bound.quantity, int(value.floor()) + 1).demand(encoder, template, domain)

    def certificate(self, network: Network, domain: Domain) -> Certificate | None:
        rows = verify(Case(network, domain), [self.bound]).rows
        return next((row.certificate for row in rows if row.verdict.word == "refuted"), None)


@dataclass(frozen=True, eq=False)
class Weights(Question):
    """Are there values of a template's unknowns that meet a goal on an interval?

    Examples
    --------
    >>> from exactnet.model import Relu
    >>> from exactnet.smt.question import solve
    >>> net = Network.of(1, [Dense.of([[1], [1]], [0, "-1/2"]), Relu(), Dense.of([[1, 1]], [0])])
    >>> folded = solve(Weights(Template.of(net, ["layers.2.weight=-4:4"]), AtLeast("laps", 2), Domain.of(0, 1)))
    >>> folded.status, folded.evidence
    ('sat', 'own')
    """

    template: Template
    goal: Goal
    domain: Domain

    def __post_init__(self) -> None:
        net = self.template.network
        if (net.inputs, net.outputs) != (1, 1):
            raise InputError(
                f"weights are sought for networks of one input and one output, not {net.inputs} and {net.outputs}"
            )
        if not self.template.free:
            raise InputError("no weight is free; name some by PATH=LO:HI")

    @property
    def statement(self) -> str:
        return f"a choice of {len(self.template.free)} weights of {self.template.network} such that {self.goal.text}"

    @cached_property
    def script(self) -> Script:
        script = Script(
            comment=f"Is there {self.statement}?\n"
            + "\n".join(f"{name} is {place}" for place, name in self.template.names.items())
        )
        self.template.declare(script)
        self.goal.demand(self.template.encoder(script), self.template, self.domain)
        return script

    def _candidates(self, model: Mapping[str, Number]) -> Iterator[Network]:
        for near in nearby({name: model[name] for name in self.template.names.values()}):
            ranges = ((near[name], self.template.free[place]) for place, name in self.template.names.items())
            if all(low <= value <= high for value, (low, high) in ranges):
                yield self.template.filled(near)

    def confirm(self, model: Mapping[str, Number]) -> Answer | None:
        for network in self._candidates(model):
            try:
                certificate = self.goal.certificate(network, self.domain)
            except UndecidedError:
                continue
            if certificate is not None:
                return Answer("sat", {"network": network.to_json()}, certificate, "own")
        return None

    def refine(self, model: Mapping[str, Number]) -> bool:
        for network in self._candidates(model):
            x = self.goal.correction(network, self.domain)
            if x is not None:
                demand_inside(self.template.encoder(self.script), self.template, self.domain, x)
                return True
        return False
