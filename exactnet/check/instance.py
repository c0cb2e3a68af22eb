"""What a published bound is, and what its formula may depend on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from exactnet.check.areas import Area, read_area
from exactnet.check.cycles import odd_part
from exactnet.check.description import Description
from exactnet.check.layers import Layer
from exactnet.check.subject import Function, Map, Network
from exactnet.check.verdict import Rejected, require

HALF = Fraction(1, 2)

# The only number in a certificate that its length does not bound. Time grows with its square, and with the digits of
# the orbits, which grow with it.
_MOST_ITERATES = 256

# Of evidence by cells; the page says so.
_MOST_INPUTS = 6


@dataclass(frozen=True, slots=True)
class Instance:
    """Everything a formula may depend on.

    ``parameter`` is the value of the parameter (0 if the bound has none), ``stated`` the value that the claim gives,
    ``shape`` the checked description of a function of one variable; for several inputs there is none, but ``counts``.
    ``orbit`` is a checked cycle, if the bound wants one.
    """

    function: Function
    parameter: int
    stated: Fraction
    shape: Description | None = None
    counts: Mapping[str, object] = field(default_factory=dict)
    orbit: list[Fraction] = field(default_factory=list)

    @property
    def description(self) -> Description:
        """The description; there is none if there are several inputs."""
        if self.shape is None:
            raise Rejected("premise", "the bound is about functions of one variable")
        return self.shape

    @property
    def network(self) -> Network:
        """The subject, which has to be a network."""
        if isinstance(self.function, Map):
            raise Rejected("premise", "the bound is about networks")
        return self.function

    def crossings(self) -> int:
        """Count the crossings at level 1/2."""
        return self.description.graph().crossings(HALF)


@dataclass(frozen=True, slots=True)
class Bound:
    """A published bound.

    Attributes
    ----------
    quantity, side, parameter
        What it bounds, from which side, and the name of its parameter.
    least : int
        The least value of the parameter.
    value : callable
        The formula.
    network, plain, one_output, unit_domain : bool
        Premises: the subject is a network, has no residual layer, one output; the domain is [0, 1].
    several_inputs : bool
        Whether the network may have any number of inputs.
    witness : bool
        Whether the bound says that some network has so many regions: then it can be proved only.
    kinds : tuple of type
        The layers that there may be, if not all.
    layers : callable
        A premise about the layers of the network.
    fits : callable
        A premise about the network and the parameter.
    several_only : bool
        Whether it has to have two to six.
    unit_cube, whole_space, bounded : bool
        Premises: the domain is [0, 1]^d, or R^d, or bounded.
    transversal : bool
        Whether the level has to be transversal, which the evidence shows.
    dynamical : bool
        Whether the function has to map its bounded domain into itself.
    cycle : bool
        Whether the evidence has to show a cycle; a parameter ``period`` is its least period.
    """

    quantity: str
    side: str
    value: Callable[[Instance], Fraction | int]
    parameter: str | None = None
    least: int = 1
    network: bool = False
    plain: bool = False
    one_output: bool = False
    unit_domain: bool = False
    several_inputs: bool = False
    several_only: bool = False
    witness: bool = False
    kinds: tuple[type[Layer], ...] = ()
    layers: Callable[[Network], bool] | None = None
    fits: Callable[[Network, int], bool] | None = None
    unit_cube: bool = False
    whole_space: bool = False
    bounded: bool = False
    transversal: bool = False
    dynamical: bool = False
    cycle: bool = False

    def check_premises(self, function: Function, domain: object, parameter: int) -> None:
        """Check what the bound presupposes of subject and domain; dynamical premises are checked with the evidence."""
        if self.network:
            require(isinstance(function, Network), "premise", "the bound is about networks")
        if self.plain:
            require(isinstance(function, Network) and function.plain, "premise", "the network has a residual layer")
        if self.one_output:
            require(function.outputs == 1, "premise", "the bound is about functions with one output")
        if self.unit_domain:
            require(domain == (Fraction(0), Fraction(1)), "premise", "the domain must be [0, 1]")
        if self.unit_cube:
            cube = isinstance(domain, Area) and domain == read_area([[0, 1]] * domain.dimension, domain.dimension)
            require(cube, "premise", "the domain must be [0, 1]^d")
        if self.bounded:
            unbounded = domain is None or (isinstance(domain, Area) and domain.everything)
            require(not unbounded, "premise", "the domain must be bounded")
        if self.whole_space:
            require(isinstance(domain, Area) and domain.everything, "premise", "the domain must be R^d")
        if isinstance(function, Network):
            require(function.inputs == 1 or self.several_inputs, "premise", "the bound is about networks of one input")
            few = not self.several_only or 2 <= function.inputs <= _MOST_INPUTS
            require(few, "premise", f"the bound is about networks of 2 to {_MOST_INPUTS} inputs")
            for layer in function.layers if self.kinds else ():
                chain = " and ".join(kind.__name__.lower() for kind in self.kinds)
                require(isinstance(layer, self.kinds), "premise", f"not a chain of {chain} layers")
            if self.layers is not None:
                require(self.layers(function), "premise", "the layers are not as the bound wants")
            if self.fits is not None:
                require(self.fits(function, parameter), "premise", "the network does not fit the parameter")
        if self.parameter == "period":
            require(odd_part(parameter) >= 3, "premise", "the period is a power of 2")
        if self.parameter in ("n", "period"):
            small = parameter <= _MOST_ITERATES
            require(small, "premise", f"{self.parameter} is more than {_MOST_ITERATES}, too large to check")
        if self.parameter == "layer" and isinstance(function, Network):
            require(parameter <= len(function.gates()), "premise", "there is no such layer")


def widths(network: Network) -> list[int]:
    """List the widths of the layers that are not dense."""
    return [gate.width for gate in network.gates()]
