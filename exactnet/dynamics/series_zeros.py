"""The smallest positive zero of a power series with bounded coefficients, with the proof that none comes before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import comb

from flint import arb, arb_poly, ctx, fmpq, fmpz_poly

from exactnet.exact.balls import bracket

__all__ = ["Isolation", "PowerSeries", "smallest_zero"]

_MAX_STEPS = 4000
_PELLET_ORDERS = 6
_MANY = 200
_FIRST_WIDTH = fmpq(1, 2**24)


@dataclass(frozen=True)
class PowerSeries:
    """A series by its first coefficients and a bound of the rest.

    Attributes
    ----------
    polynomial
        The first ``terms`` coefficients; the first is positive.
    order
        The coefficient n of the rest is at most ``2**order * comb(n + order, order)``; None: there is no rest.
    terms
        How many coefficients are known.
    """

    polynomial: fmpz_poly
    order: int | None = None
    terms: int = 0

    @cached_property
    def _balls(self) -> arb_poly:
        return arb_poly(self.polynomial)

    @cached_property
    def _derivative(self) -> arb_poly:
        return arb_poly(self.polynomial.derivative())

    def tail(self, t: arb, derivative: bool = False) -> arb:
        """A bound of the rest (or of its derivative) on the disc of radius t; not finite where there is none.

        The bounds B_n of the coefficients satisfy B_{n+1} <= B_n (n + 1 + order) / (n + 1), so from a place on they are
        below a geometric series; those of the derivative, n B_n, have the factor (n + 1 + order) / n.
        """
        if self.order is None:
            return arb(0)
        n = self.terms
        first = arb(2**self.order * comb(n + self.order, self.order)) * t ** (n - 1 if derivative else n)
        if derivative:
            first *= n
        ratio = t * fmpq(n + 1 + self.order, n if derivative else n + 1)
        return (first / (1 - ratio)).abs_upper() if ratio < 1 else arb("inf")

    def at(self, t: arb) -> arb:
        """A ball around the value of the series at (all of) t >= 0."""
        return self._balls(t) + self.tail(t) * arb(0, 1)

    def slope(self, t: arb) -> arb:
        """A ball around its derivative."""
        return self._derivative(t) + self.tail(t, True) * arb(0, 1)

    def disc_with_zeros(self, centre: fmpq, radii: Sequence[fmpq]) -> fmpq | None:
        """The first radius of a disc about a real centre that is proved to hold a zero, by Pellet's theorem.

        If some |c_k| r^k, k > 0, exceeds the sum of all other |c_j| r^j, exactly k zeros lie within r of the centre (Rouche).
        """
        sizes = [abs(c) for c in self._balls(arb_poly([arb(centre), arb(1)])).coeffs()]
        whole = arb_poly(sizes)

        def proved(radius: fmpq) -> bool:
            r = arb(radius)
            total = whole(r) + self.tail(arb(centre + radius))
            return any(2 * c * r**k > total for k, c in enumerate(sizes[1 : _PELLET_ORDERS + 1], start=1))

        return _first(radii, proved)


@dataclass(frozen=True)
class Isolation:
    """The series has no zero in [0, lower]; if ``upper`` is not None, one of modulus at most ``upper`` < 1."""

    lower: fmpq
    upper: fmpq | None


def smallest_zero(series: PowerSeries, width: fmpq, start: fmpq | None = None) -> Isolation:
    """Enclose the smallest zero in (0, 1) as narrowly as the known coefficients allow, at most to ``width``.

    Parameters
    ----------
    start
        A point up to which zeros are excluded already.

    Examples
    --------
    >>> found = smallest_zero(PowerSeries(fmpz_poly([1, -1, -1])), fmpq(1, 10**9))
    >>> 1 / found.upper < fmpq(809016994, 5 * 10**8) < 1 / found.lower
    True
    """
    before = ctx.prec
    lower, stage = start or fmpq(0), _FIRST_WIDTH
    try:
        while True:
            # short numbers as long as they will do: Newton's steps double the digits, so the last stage takes but a few
            here = max(stage, width)
            bits = 2 * int((1 / here).ceil()).bit_length() + 64
            ctx.prec = bits + 16
            rounded = replace(series)
            lower = _march(rounded, here, lower, bits)
            if here == width:
                return Isolation(lower, _zero_behind(rounded, width, lower))
            stage *= stage
    finally:
        ctx.prec = before


def _march(series: PowerSeries, width: fmpq, start: fmpq, bits: int) -> fmpq:
    """Move right from ``start`` while the series is proved positive; near a simple zero these are Newton's steps."""
    t, reach = start, (1 - start) / 8
    for _ in range(_MAX_STEPS):
        height = series.at(arb(t)).lower()
        if not height > 0:
            break
        reach = min(reach, (1 - t) / 2)
        fall = (-series.slope(arb(t).union(arb(t + reach)))).upper()
        finite = fall.is_finite()
        # the series is positive on [t, t + step): it falls at most by step * fall < height
        step = fmpq(0) if not finite else min(reach, bracket(height / fall)[0]) if fall > 0 else reach
        step = fmpq((step * (1 << bits)).floor() - 1, 1 << bits)
        if step > width / 64:
            t, reach = t + step, 4 * step
        elif reach > width / 64:
            reach /= 16  # the derivative was bounded on too long an interval
        else:
            break
    return t


def _zero_behind(series: PowerSeries, width: fmpq, lower: fmpq) -> fmpq | None:
    """A bound below 1 for the modulus of a zero, close to ``lower``: by a change of sign, or by Pellet's theorem."""
    distances = []
    distance = width
    while distance < 1 - lower and distance < fmpq(1, 4):
        distances.append(distance)
        distance *= 2
    found = _first(distances, lambda d: bool(series.at(arb(lower + d)) < 0))
    if found is None or found > 64 * width:
        disc = series.disc_with_zeros(lower, distances if found is None else [d for d in distances if d < found])
        found = disc or found
    return None if found is None else lower + found


def _first(values: Sequence[fmpq], accept: Callable[[fmpq], bool]) -> fmpq | None:
    """The first value accepted, or among very many an early one; None where none is found."""
    if len(values) <= _MANY:
        return next((value for value in values if accept(value)), None)
    refused, place = -1, 0
    while not accept(values[place]):
        refused, place = place, 2 * place + 1
        if place >= len(values):
            return None
    while place - refused > 1:
        middle = (refused + place) // 2
        if accept(values[middle]):
            place = middle
        else:
            refused = middle
    return values[place]
