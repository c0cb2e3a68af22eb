"""Units of work: small JSON documents that any process can do by itself, and what comes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from random import Random
from typing import Any

from exactnet.conjectures.classes import CandidateClass, Point
from exactnet.conjectures.examination import InapplicableError
from exactnet.conjectures.judge import Judge, Opinion, StatementJudge
from exactnet.conjectures.language import Architecture, evaluate
from exactnet.conjectures.networks import Networks
from exactnet.conjectures.polyline import Graph, State, bend, within_reach
from exactnet.errors import TimeLimitError, UndecidedError

__all__ = ["Tally", "drawn", "evolved", "judged", "ranged"]

_PATIENCE = 300
"""Local search begins anew after so many candidates in a row that are no better."""


@dataclass
class Tally:
    """What came of some candidates.

    Attributes
    ----------
    tried
        What was judged: candidates, and partial networks.
    together
        How many of these were partial networks: a bound shows that all their completions satisfy the statement.
    undecided, inapplicable
        How many of those tried were not decided; about how many of them the statement says nothing.
    margin, best
        The least margin seen, and where.
    found
        The first counterexample; what comes after it is not looked at.
    said
        What a solver says besides.
    """

    tried: int = 0
    together: int = 0
    undecided: int = 0
    inapplicable: int = 0
    margin: float | None = None
    best: Point | None = None
    found: Point | None = None
    said: list[str] = field(default_factory=list)

    def note(self, opinion: Opinion, point: Point) -> bool:
        """Count a candidate; True if it is a counterexample."""
        self.tried += 1
        if not opinion.applies:
            self.inapplicable += 1
            return False
        if opinion.margin is not None and (self.margin is None or opinion.margin < self.margin):
            self.margin, self.best = opinion.margin, point
        if opinion.truth is None:
            self.undecided += 1
        if opinion.truth is False:
            self.found = point
        return opinion.truth is False

    def add(self, other: Tally) -> None:
        """Count what another has counted."""
        for name in ("tried", "together", "undecided", "inapplicable"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        if other.margin is not None and (self.margin is None or other.margin < self.margin):
            self.margin, self.best = other.margin, other.best
        if self.found is None:
            self.found = other.found
        self.said += [text for text in other.said if text not in self.said]

    def to_json(self) -> dict[str, Any]:
        """JSON values."""
        points = {
            key: None if point is None else list(point) for key, point in (("best", self.best), ("found", self.found))
        }
        return {**asdict(self), **points}

    @classmethod
    def of_json(cls, document: dict[str, Any]) -> Tally:
        """From JSON values."""
        points = {key: None if document[key] is None else tuple(document[key]) for key in ("best", "found")}
        return cls(**{**document, **points})


def judged(judge: Judge, candidates: CandidateClass, point: Point) -> Opinion:
    """What is out of reach is undecided; of choices that do not fit together, the statement says nothing."""
    try:
        return judge.opinion(candidates, point)
    except InapplicableError:
        return Opinion(None, None, False)
    except TimeLimitError:
        raise
    except UndecidedError:
        return Opinion(None)


def ranged(judge: Judge, candidates: CandidateClass, first: int, last: int) -> Tally:
    """The candidates with indices first, .., last - 1."""
    if isinstance(candidates, Networks):
        return _Walk(judge, candidates).over(first, last)
    tally = Tally()
    for index in range(first, last):
        point = candidates.point(index)
        if tally.note(judged(judge, candidates, point), point):
            break
    return tally


class _Walk:
    """Through the canonical networks with indices in a range: layers that do not change are not computed again.

    Where a bound shows the statement for whatever may follow the first layers, none of it is looked at.
    """

    def __init__(self, judge: Judge, candidates: Networks) -> None:
        self.judge, self.candidates = judge, candidates
        self.tally = Tally()
        self.architecture: Architecture = candidates.architecture(())
        self.quick = judge if isinstance(judge, StatementJudge) and judge.is_quick(candidates) else None
        self.statement = None if self.quick is None else self.quick.for_architecture(self.architecture)
        self.states: list[State | None] = [None if self.quick is None else self.quick.input]

    def over(self, first: int, last: int) -> Tally:
        """All indices from first to last - 1."""
        index = first
        levels = self.candidates.levels
        blocks = [1]
        for size in reversed(levels):
            blocks.insert(0, blocks[0] * size)
        chosen: list[tuple[int, ...]] = []
        digits: list[int] = []
        while index < last and self.tally.found is None:
            level = 0
            while level < len(levels):
                digit = index % blocks[level] // blocks[level + 1]
                if level < len(digits) and digits[level] == digit:
                    level += 1
                    continue
                del digits[level:], chosen[level:], self.states[level + 1 :]
                choice = self.candidates.choice(level, digit)
                if not self._enter(level, chosen, choice):
                    break
                digits.append(digit)
                chosen.append(choice)
                level += 1
            if level == len(levels):
                digits.pop()
                chosen.pop()
            block = blocks[min(level + 1, len(levels))]
            index = (index // block + 1) * block
        return self.tally

    def _enter(self, level: int, chosen: list[tuple[int, ...]], choice: tuple[int, ...]) -> bool:
        """Whether to look at what follows these layers; a whole network is judged."""
        candidates = self.candidates
        if level and not candidates.is_reduced(level, chosen[-1], choice):
            return False
        if level == len(candidates.levels) - 1:
            self._judge([*chosen, choice])
            return True
        return self.quick is None or self._bend(level, choice)

    def _bend(self, level: int, choice: tuple[int, ...]) -> bool:
        layer, rows = self.candidates.layers[level], self.candidates.rows[level].rows
        before = self.states[level]
        assert layer.sharp is not None
        assert before is not None
        assert self.statement is not None
        state = bend(before, [rows[i] for i in choice], layer.sharp)
        later = self.architecture.widths[level + 1 :]
        known = evaluate(self.statement, self.architecture, lambda instance: within_reach(state, later, instance))
        if known is True:
            self.tally.tried += 1
            self.tally.together += 1
            return False
        self.states.append(state)
        return True

    def _judge(self, chosen: list[tuple[int, ...]]) -> None:
        candidates = self.candidates
        if self.quick is None:
            point = candidates.point_of(chosen)
            self.tally.note(judged(self.judge, candidates, point), point)
            return
        rows, state = candidates.rows[-1].rows, self.states[-1]
        assert state is not None
        opinion = self.quick.of_graph(self.architecture, Graph(state, [rows[i] for i in chosen[-1]]))
        keep = opinion.truth is False or self.tally.margin is None or (opinion.margin or 0) < self.tally.margin
        self.tally.note(opinion, candidates.point_of(chosen) if keep else ())


def _random_point(candidates: CandidateClass, random: Random) -> Point:
    return tuple(random.randrange(size) for size in candidates.axes)


def drawn(judge: Judge, candidates: CandidateClass, seed: str, count: int) -> Tally:
    """Candidates drawn at random."""
    random, tally = Random(seed), Tally()
    for _ in range(count):
        point = _random_point(candidates, random)
        if tally.note(judged(judge, candidates, point), point):
            break
    return tally


def evolved(judge: Judge, candidates: CandidateClass, seed: str, count: int) -> Tally:
    """Local search on the margin: small changes are kept as long as they make the margin no larger."""
    random, tally = Random(seed), Tally()
    points = _paths(candidates, random)
    point = next(points)
    value, idle = float("inf"), 0
    for _ in range(count):
        changed = point if value == float("inf") and idle == 0 else _changed(candidates, point, random)
        opinion = judged(judge, candidates, changed)
        if tally.note(opinion, changed):
            break
        margin = float("inf") if opinion.margin is None else opinion.margin
        idle = 0 if margin < value else idle + 1
        if margin <= value:
            point, value = changed, margin
        if idle > _PATIENCE:
            point, value, idle = next(points), float("inf"), 0
    return tally


def _paths(candidates: CandidateClass, random: Random) -> Iterator[Point]:
    """Where local search begins: the place that the class names, if it does, else at random."""
    while True:
        yield _random_point(candidates, random) if candidates.start is None else candidates.start


def _changed(candidates: CandidateClass, point: Point, random: Random) -> Point:
    """One or two indices changed, by one or to anything."""
    changed = list(point)
    for _ in range(random.choice((1, 1, 2))):
        axis = random.randrange(len(changed))
        size = candidates.axes[axis]
        step = random.choice((-1, 1))
        near = changed[axis] + step
        changed[axis] = near if random.random() < 0.7 and 0 <= near < size else random.randrange(size)
    return tuple(changed)
