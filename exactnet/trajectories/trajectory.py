"""What a network does along a path, exactly: where its activation pattern changes, which patterns occur, how long the image is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from exactnet.certs import Certificate, Fragment
from exactnet.compile.arcs import ArcWalk
from exactnet.compile.path import Path
from exactnet.compile.segments import SegmentWalk
from exactnet.compile.sweep import MAX_VERTICES, Progress
from exactnet.display import Displayed, Sheet, Table
from exactnet.errors import InputError
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.names import row_names
from exactnet.exact.rational import number_text
from exactnet.model import Network
from exactnet.trajectories.ellipses import arcs_length
from exactnet.trajectories.length import Length
from exactnet.trajectories.polylines import polyline_length

__all__ = ["DEFAULT_DIGITS", "LayerImage", "Trajectory", "trajectory"]

DEFAULT_DIGITS = 10
MAX_DIGITS = 1000

Parameter = fmpq | RealAlgebraic


@dataclass(frozen=True)
class LayerImage:
    """The image of the path after a layer.

    Attributes
    ----------
    kind, width
        The layer's type, and how many units leave it.
    transitions, patterns
        Of the network up to here.
    length
        Of the image.
    """

    kind: str
    width: int
    transitions: int
    patterns: int
    length: Length


@dataclass(frozen=True, eq=False)
class Trajectory(Displayed):
    """A network along a path.

    Attributes
    ----------
    network, path, digits
        What was asked.
    breakpoints
        Parameters between which every unit of every layer is one affine function of the coordinates, both ends included.
    changes
        Whether the pattern changes at each inner breakpoint.
    words
        The pattern on each stretch between transitions: for every unit of every layer that bends, the number of the affine piece in
        force (of a maxout unit, the number in its group of the first unit that attains the maximum).
    affine_pieces
        Number of affine pieces of the output, each span by itself; on arcs, affine in the plane of the arc.
    path_length
        Length of the path itself.
    layers
        What was measured after every layer of the chain.
    """

    network: Network
    path: Path
    digits: int
    breakpoints: tuple[Parameter, ...]
    changes: NDArray[np.bool_]
    words: NDArray[np.unsignedinteger]
    affine_pieces: int
    path_length: Length
    layers: tuple[LayerImage, ...]

    @cached_property
    def transitions(self) -> tuple[Parameter, ...]:
        """Parameters at which the activation pattern changes, increasing."""
        return tuple(self.breakpoints[i + 1] for i in np.flatnonzero(self.changes).tolist())

    @cached_property
    def sequence(self) -> tuple[int, ...]:
        """The patterns in order, numbered from 0 as they first occur."""
        number: dict[int, int] = {}
        return tuple(number.setdefault(name, len(number)) for name in row_names(self.words)[0].tolist())

    @property
    def patterns(self) -> int:
        """Number of different patterns on stretches of positive length."""
        return max(self.sequence) + 1

    @cached_property
    def pattern_words(self) -> list[list[int]]:
        """The different patterns, in the order of their numbers in `sequence`."""
        first = {name: i for i, name in reversed(list(enumerate(self.sequence)))}
        words: list[list[int]] = self.words[[first[name] for name in range(self.patterns)]].tolist()
        return words

    @property
    def recurrences(self) -> int:
        """Stretches whose pattern has occurred before; none on one segment."""
        return len(self.sequence) - self.patterns

    @property
    def growth(self) -> tuple[tuple[fmpq, fmpq] | None, ...]:
        """For every layer, a bracket of the length after it over the length before it; None if that may be 0."""
        lengths = [self.path_length, *(layer.length for layer in self.layers)]
        return tuple(after.over(before) for before, after in pairwise(lengths))

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of transitions, patterns and lengths."""
        lengths = [layer.length for layer in self.layers]
        claim = {
            "rule": "trajectory",
            "path": self.path.to_json(),
            "transitions": [parameter_json(t) for t in self.transitions],
            "patterns": self.patterns,
            "affine_pieces": self.affine_pieces,
            "path_length": self.path_length.to_json(),
            "lengths": [length.to_json() for length in lengths],
        }
        further = (
            t
            for t, change in zip(self.breakpoints[1:-1], self.changes.tolist(), strict=True)
            if not change and not _whole(t)
        )
        evidence = {
            "breakpoints": [parameter_json(t) for t in further],
            "precisions": [length.bits for length in (self.path_length, *lengths)],
        }
        return Certificate(claim, self.network.certificate_subject, Fragment(evidence))

    def to_json(self) -> dict[str, Any]:
        """The document that the command prints."""
        lengths = [layer.length.to_json() for layer in self.layers]
        growth = self.growth
        return {
            "path": "arcs" if self.path.arcs else "segments",
            "spans": self.path.spans,
            "transitions": [parameter_json(t) for t in self.transitions],
            "patterns": self.patterns,
            "sequence": list(self.sequence),
            "recurrences": self.recurrences,
            "affine_pieces": self.affine_pieces,
            "path_length": self.path_length.to_json(),
            "length_lower": [length["lower"] for length in lengths],
            "length_upper": [length["upper"] for length in lengths],
            "length_radicals": [length["radicals"] for length in lengths],
            "growth_lower": [None if g is None else number_text(g[0]) for g in growth],
            "growth_upper": [None if g is None else number_text(g[1]) for g in growth],
            "layers": [
                {
                    "layer": number,
                    "type": layer.kind,
                    "width": layer.width,
                    "transitions": layer.transitions,
                    "patterns": layer.patterns,
                }
                for number, layer in enumerate(self.layers, start=1)
            ],
        }

    def _sheet(self) -> Sheet:
        rows = [
            {
                "layer": f"{number} {layer.kind}",
                "units": layer.width,
                "transitions": layer.transitions,
                "patterns": layer.patterns,
                "length": _ends(layer.length.lower, layer.length.upper),
                "growth": None if growth is None else _ends(*growth),
            }
            for number, (layer, growth) in enumerate(zip(self.layers, self.growth, strict=True), start=1)
        ]
        facts = {
            "path": str(self.path),
            "its length": _ends(self.path_length.lower, self.path_length.upper),
            "transitions": len(self.transitions),
            "patterns": self.patterns,
            "recurrences": self.recurrences,
        }
        return Sheet("Trajectory", facts, [Table(rows)])

    def __repr__(self) -> str:
        return f"Trajectory({len(self.transitions)} transitions, {self.patterns} patterns along {self.path})"


def trajectory(
    network: Network,
    path: Path,
    digits: int = DEFAULT_DIGITS,
    *,
    max_vertices: int = MAX_VERTICES,
    progress: Progress | None = None,
) -> Trajectory:
    """Follow a network along a path.

    Parameters
    ----------
    network, path
        Of one dimension.
    digits
        Significant digits of the lengths.

    Raises
    ------
    InputError
        If the path lies in another dimension.
    UndecidedError
        If there are more than ``max_vertices`` breakpoints.

    Examples
    --------
    >>> from exactnet.model import Dense, Relu
    >>> network = Network.of(2, [Dense.of([[1, 1], [1, -1]], [0, 0]), Relu()])
    >>> found = trajectory(network, Path.of([[-1, "1/2"], [1, 1]]))
    >>> found.transitions, found.patterns, found.layers[-1].length.radicals
    ((1/5,), 2, ((2, 1),))
    >>> turn = trajectory(network, Path.turn([1, 0], [0, 1]))
    >>> turn.sequence, [len(turn.transitions), turn.patterns]
    ((0, 1, 2, 3, 0), [4, 4])
    """
    network.require_piecewise_linear("trajectories are followed")
    if path.dimension != network.inputs:
        raise InputError(f"the path lies in R^{path.dimension} but the network has {network.inputs} inputs")
    if not 1 <= digits <= MAX_DIGITS:
        raise InputError(f"the number of digits must be from 1 to {MAX_DIGITS}, not {digits}")
    walk = (ArcWalk if path.arcs else SegmentWalk)(network, path, max_vertices=max_vertices, progress=progress)
    path_length = _length(walk, digits)
    layers = []
    for layer in network.layers:
        walk.advance(layer)
        patterns = walk.patterns
        length = _length(walk, digits)
        layers.append(LayerImage(layer.type_name, walk.width, int(patterns.changes.sum()), patterns.distinct, length))
    changes = walk.patterns.changes
    words = walk.patterns.words[np.concatenate(([True], changes))]
    return Trajectory(
        network, path, digits, walk.breakpoints, changes, words, walk.affine_pieces, path_length, tuple(layers)
    )


def parameter_json(parameter: Parameter) -> str | dict[str, Any]:
    """A rational or algebraic parameter, as certificates write it."""
    if isinstance(parameter, fmpq):
        return number_text(parameter)
    if parameter.is_rational:
        return number_text(parameter.lower)
    ends = [number_text(parameter.lower), number_text(parameter.upper)]
    return {"polynomial": list(parameter.coefficients), "between": ends}


def _length(walk: ArcWalk | SegmentWalk, digits: int) -> Length:
    if isinstance(walk, ArcWalk):
        return arcs_length(walk.spans, digits)
    return polyline_length(walk.rows, walk.width, digits)


def _ends(lower: fmpq, upper: fmpq) -> dict[str, str]:
    return {"lower": number_text(lower), "upper": number_text(upper)}


def _whole(parameter: Parameter) -> bool:
    return (parameter if isinstance(parameter, fmpq) else parameter.lower).q == 1
