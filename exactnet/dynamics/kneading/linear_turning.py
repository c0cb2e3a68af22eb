"""Orbits of the turning points of piecewise-linear maps.

An orbit is followed by enclosures with ends that are multiples of 2^-p, and by its residues modulo a number that is coprime to
all denominators. The enclosures say where the points lie; p grows until they decide. Equal points have equal residues, so
only where these agree do exact rationals, which grow fast, have to tell whether an orbit has met a turning point or itself.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from math import gcd
from typing import Any

from flint import fmpq

from exactnet.compile.function import IntervalFunction
from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.dynamics.kneading.enclosed_orbit import EnclosedOrbit
from exactnet.dynamics.kneading.traps import Affine, find_trap
from exactnet.dynamics.kneading.turning import Flat, Hit, Return, TurningPoints
from exactnet.dynamics.laps import monotone_ends, require_self_map
from exactnet.errors import UndecidedError

__all__ = ["LinearTurningPoints"]

_FIRST_LOOK = 24
_ROUNDED = 1024


class LinearTurningPoints(TurningPoints):
    """The turning points of a piecewise-linear map of an interval into itself (InputError if it leaves the interval).

    Examples
    --------
    >>> golden = PiecewiseLinearMap.from_points([(0, "1/2"), ("1/2", 1), (1, 0)])
    >>> orbit = LinearTurningPoints(IntervalFunction.of(golden)).orbits[0]
    >>> orbit.extend(5)
    >>> orbit.visits, orbit.ending
    ([1, 0], Hit(point=0))
    """

    def __init__(self, function: IntervalFunction) -> None:
        require_self_map(function.map)
        self._function = function
        self._pieces = _Pieces(function.map)
        self.signs = self._pieces.signs
        self.orbits = [_LinearOrbit(self._pieces, i) for i in self._pieces.turns]

    @property
    def subject_evidence(self) -> dict[str, Any]:
        """The breakpoints."""
        return dict(self._function.evidence.value)


class _Pieces:
    """The affine pieces of a map, numbered from 0; inner breakpoint i is the left end of piece i + 1."""

    def __init__(self, f: PiecewiseLinearMap) -> None:
        self.breaks, self.values = f.breakpoints, f.values
        self.affine = []
        for (rise, run), x, y, end in zip(f.slopes.tolist(), self.breaks, self.values, self.breaks[1:], strict=False):
            slope = fmpq(rise, run)
            self.affine.append(Affine(slope, y - slope * x, x, end))
        ends = monotone_ends(f)
        self.signs = [int(f.slope_signs[i]) for i in ends[:-1]]
        self.interval = [k for k, (i, j) in enumerate(itertools.pairwise(ends)) for _ in range(i, j)]
        self.turns = [i - 1 for i in ends[1:-1]]
        self._grids: dict[int, _Grid] = {}
        denominators = {int(q) for a in self.affine for q in (a.slope.q, a.offset.q, a.start.q)}
        self.modulus = next(m for m in itertools.count(2**61 - 1, 2) if all(gcd(m, q) == 1 for q in denominators))
        self.break_residues = [self.residue(x) for x in self.breaks[1:-1]]
        self.affine_residues = [(self.residue(a.slope), self.residue(a.offset)) for a in self.affine]

    def residue(self, x: fmpq) -> int:
        return int(x.p) * pow(int(x.q), -1, self.modulus) % self.modulus

    def grid(self, precision: int) -> _Grid:
        if precision not in self._grids:
            self._grids[precision] = _Grid(self, precision)
        return self._grids[precision]


class _Grid:
    """Enclosures at one precision p: integers u <= v that stand for [u, v] / 2^p, cut off at the ends of the domain."""

    def __init__(self, pieces: _Pieces, precision: int) -> None:
        scale = 1 << precision
        self._rising = [pieces.signs[k] >= 0 for k in pieces.interval]
        self._forms = []
        for a in pieces.affine:
            common = int(a.slope.q.lcm(a.offset.q))
            self._forms.append((int((a.slope * common).p), int((a.offset * common).p) * scale, common))
        outer = [self.rounded(x, scale) for x in pieces.breaks]
        self._floors, self._ceils = [a for a, _ in outer[1:-1]], [b for _, b in outer[1:-1]]
        self._bottom, self._top = outer[0][1], outer[-1][0]
        self.values = [self.rounded(y, scale) for y in pieces.values]

    @staticmethod
    def rounded(x: fmpq, scale: int) -> tuple[int, int]:
        """The multiples of 1/scale just below and above (or equal)."""
        p, q = int(x.p) * scale, int(x.q)
        return p // q, -(-p // q)

    def places(self, u: int, v: int) -> tuple[int, int]:
        """The pieces of u and of v; if these differ, the inner breakpoints in [u, v] lie between them."""
        return bisect_left(self._floors, u), bisect_right(self._ceils, v)

    def image(self, u: int, v: int, left: int, right: int) -> tuple[int, int]:
        """The enclosure of the values on [u, v], where u lies in piece ``left`` and v in ``right`` of one monotone interval."""
        if self._rising[left]:
            return self._value(u, left)[0], self._value(v, right)[1]
        return self._value(v, right)[0], self._value(u, left)[1]

    def _value(self, u: int, piece: int) -> tuple[int, int]:
        if u < self._bottom:
            return self.values[0]
        if u > self._top:
            return self.values[-1]
        a, b, c = self._forms[piece]
        below, rest = divmod(a * u + b, c)
        return below, below + (rest != 0)


class _LinearOrbit(EnclosedOrbit):
    def __init__(self, pieces: _Pieces, break_index: int) -> None:
        self._pieces = pieces
        self._points = [pieces.values[break_index + 1]]
        super().__init__()

    def _begin(self) -> None:
        first = self._points[0]
        self._grid = self._pieces.grid(self.precision)
        self._now = self._grid.rounded(first, 1 << self.precision)
        self._residue = self._pieces.residue(first)
        self._visited: list[int] = []
        self._times: dict[int, int] = {}
        self._look = _FIRST_LOOK

    def _step(self) -> bool:
        """Find out about one more point; False if the precision is too low."""
        time, pieces = len(self.visits) + 1, self._pieces
        earlier = self._times.setdefault(self._residue, time)
        if earlier < time and (exact := self._exact(time)) is not None and exact == self._exact(earlier):
            self.ending = Return(earlier)
            return True
        left, right = self._grid.places(*self._now)
        if left < right:
            # a breakpoint is not told from points close by: either the point is that one exactly, or p is too small
            if right > left + 1 or self._residue != pieces.break_residues[left]:
                return False
            exact = self._exact(time)
            if exact is None:
                raise UndecidedError(
                    f"an orbit seems to meet a breakpoint after {time} steps, with too many digits to be followed"
                )
            if exact != pieces.breaks[right]:
                return False
            if left in pieces.turns:
                self.ending = Hit(pieces.turns.index(left))
                return True
        interval = pieces.interval[left]
        if pieces.signs[interval] == 0:
            self.ending = Flat(interval)
            return True
        self.visits.append(interval)
        self._visited.append(left)
        self.enclosures.append(self._now)
        self._now = self._grid.image(*self._now, left, right)
        slope, offset = pieces.affine_residues[left]
        self._residue = (slope * self._residue + offset) % pieces.modulus
        if time == self._look:
            self._look += max(_FIRST_LOOK, time // 4)
            self._find_trap()
        return True

    def _exact(self, time: int) -> fmpq | None:
        """The point at this time; None if that is out of reach of certificates."""
        while len(self._points) < min(time, self.MAX_EXACT_LENGTH):
            last = self._points[-1]
            if last.q.bit_length() > self.MAX_EXACT_BITS:
                return None
            self._points.append(self._pieces.affine[self._visited[len(self._points) - 1]](last))
        found = self._points[time - 1] if time <= len(self._points) else None
        return found if found is not None and found.q.bit_length() <= self.MAX_EXACT_BITS else None

    def _find_trap(self) -> None:
        """End the orbit by a trap if its last points went through the same pieces three times over, and these contract."""
        visited, count = self._visited, len(self._visited)
        for period in range(1, count // 3 + 1):
            turn = visited[-period:]
            if (
                self._width(-1) <= 2 * self._width(-1 - period) + _ROUNDED
                and turn == visited[-2 * period : -period]
                and turn == visited[-3 * period : -2 * period]
            ):
                ring = find_trap([self._pieces.affine[i] for i in turn], self._interval(count - period))
                if ring is not None:
                    self._end_in(ring, tuple(self.visits[-period:]), count - period)
                    return
