"""Rule ``trajectory``: what a network does along a path."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from exactnet.check import affine
from exactnet.check.affine import Forms
from exactnet.check.claimed_lengths import read_length
from exactnet.check.forward import pattern
from exactnet.check.layers import Dense, Layer, Residual
from exactnet.check.lengths import Stretch, metric
from exactnet.check.paths import Path, merge, quadratic, read_path, read_transitions
from exactnet.check.quadratics import Number, bernstein, changes_sign, has_root, proportional
from exactnet.check.reader import array, integer, integers, obj, show
from exactnet.check.subject import Network, Subject
from exactnet.check.verdict import Rejected, require

FINEST = 100_000


def check_trajectory(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``trajectory``."""
    counts = ("patterns", "affine_pieces")
    keys = obj(claim, ["rule", "path", "transitions", *counts, "path_length", "lengths"], "claim", "claim")
    if not isinstance(subject, Network):
        raise Rejected("subject", "the rule wants a network")
    path = read_path(keys["path"], subject.inputs)
    transitions = read_transitions(keys["transitions"], path)
    stated = {name: integer(keys[name], "claim", name) for name in counts}
    items = array(keys["lengths"], "claim", "lengths")
    require(len(items) == len(subject.layers), "claim", f"{len(items)} lengths for {len(subject.layers)} layers")
    lengths = [read_length(keys["path_length"], "path_length", arcs=path.arcs)]
    lengths += [read_length(item, f"lengths[{i}]", arcs=path.arcs) for i, item in enumerate(items)]
    if evidence is None:
        return
    obj(evidence, ["breakpoints", "precisions"], "evidence", "evidence")
    precisions = integers(evidence["precisions"], "evidence", "precisions", 0)
    require(len(precisions) == len(lengths), "precisions", f"{len(precisions)} precisions for {len(lengths)} lengths")
    require(max(precisions) <= FINEST, "precisions", f"one is more than {FINEST}")
    marked = merge(path, transitions, evidence["breakpoints"])
    found = follow(subject, path, [x for x, _ in marked])
    for (x, claimed), changes in zip(marked[1:-1], found.changes, strict=True):
        if claimed != changes:
            raise Rejected("transitions", f"at {show(x.low)} the pattern {'changes' if changes else 'does not change'}")
    for name, count in (("patterns", found.patterns), ("affine_pieces", found.pieces)):
        require(stated[name] == count, name, f"claimed {show(stated[name])}, found {count}")
    for length, image, precision in zip(lengths, found.images, precisions, strict=True):
        length.check(image.stretches, precision)


@dataclass(slots=True)
class Found:
    """What was found on the cells, in order.

    Attributes
    ----------
    changes : list of bool
        Whether the pattern changes at each inner breakpoint.
    patterns, pieces : int
        Numbers of different patterns and of affine pieces.
    images : list of Image
        That of the path, and that after every layer.
    """

    changes: list[bool]
    patterns: int
    pieces: int
    images: list[Image]


class Image:
    """The stretches of an image, whose cells are shown to it in order; those with a constant image are left out."""

    def __init__(self) -> None:
        self.stretches: list[Stretch] = []
        self.forms: Forms = (1, [])
        self._metric: tuple[int, ...] = ()

    def add(self, start: Number, end: Number, forms: Forms, *, corner: bool) -> bool:
        """Take the next cell; tell whether it continues the one before."""
        continues = not corner and forms == self.forms
        before = self._metric
        if not continues:
            self.forms, self._metric = forms, metric(forms)
        if not any(self._metric[:-1]):
            return continues
        if not corner and self._metric == before:
            start = self.stretches.pop().start
        self.stretches.append(Stretch(start, end, self._metric))
        return continues


def follow(network: Network, path: Path, points: Sequence[Number]) -> Found:
    """Go through the cells between breakpoints and check that no wall changes its sign in one."""
    gates = network.gates()
    images = [Image() for _ in range(len(network.layers) + 1)]
    words: list[tuple[int, ...]] = []
    walk, inputs, pieces = Walk(path), path.forms(0), 0
    for x, y in pairwise(points):
        span = int(x.low)
        corner = x.quadratic is None and x.low.denominator == 1
        if corner:
            inputs = path.forms(span)
        walk.enter(x.moved(span), y.moved(span))
        images[0].add(walk.start, walk.end, inputs, corner=corner)
        forms, continues = inputs, not corner
        for layer, image in zip(network.layers, images[1:], strict=True):
            forms = walk.apply(layer, forms)
            continues = image.add(walk.start, walk.end, forms, corner=corner)
        pieces += not continues
        words.append(tuple(pattern(gates, walk.signs)))
    return Found([a != b for a, b in pairwise(words)], len(set(words)), pieces, images)


class Walk:
    """A cell on its way through the layers: the sign of every wall is decided, and noted.

    Neighbouring cells often differ from some layer on only, so what the layers gave on the last cell is kept.
    """

    def __init__(self, path: Path) -> None:
        self.start = self.end = Number(Fraction(0), Fraction(0))
        self.signs: list[int] = []
        self._path = path
        self._place = 0
        self._kept: list[tuple[tuple[object, ...], Forms]] = []

    def enter(self, start: Number, end: Number) -> None:
        """Begin with the next cell."""
        self.start, self.end = start, end
        self.signs = []
        self._place = 0

    def apply(self, layer: Layer, forms: Forms) -> Forms:
        """Apply a layer to units that are affine in the coordinates."""
        if isinstance(layer, Dense):
            return self._keep((forms,), lambda: affine.dense(layer, forms))
        if isinstance(layer, Residual):
            image = forms
            for inner in layer.layers:
                image = self.apply(inner, image)
            return self._keep((forms, image), lambda: affine.add(forms, image))
        signs = [self._sign(wall) for _, wall in affine.walls(layer, forms)]
        self.signs += signs
        return self._keep((forms, signs), lambda: affine.outputs(layer, forms, [sign > 0 for sign in signs]))

    def _keep(self, inputs: tuple[object, ...], make: Callable[[], Forms]) -> Forms:
        place = self._place
        self._place += 1
        if place == len(self._kept):
            self._kept.append((inputs, make()))
        elif self._kept[place][0] != inputs:
            self._kept[place] = inputs, make()
        return self._kept[place][1]

    def _sign(self, wall: list[int]) -> int:
        """Find the sign of a wall on the cell, and check that it does not change."""
        start, end = self.start, self.end
        f = quadratic(wall)
        first, middle, last = bernstein(f, start.low, end.high)
        if (first > 0 and middle > 0 and last > 0) or (first < 0 and middle < 0 and last < 0):
            return 1 if first > 0 else -1
        if not any(f):
            return 0
        for x in (start, end):
            if x.quadratic is not None and has_root(f, x.low, x.high) and not proportional(f, x.quadratic):
                raise Rejected(
                    "points", f"a wall has a root near a breakpoint, between {show(x.low)} and {show(x.high)}"
                )
        if changes_sign(f, start.high, end.low):
            raise Rejected(
                "walls", f"a wall changes its sign between u = {show(start.low)} and {show(end.high)} of a span"
            )
        first, middle, last = bernstein(f, start.high, end.low)
        return 1 if (first or last or middle) > 0 else -1
