"""Lengths of images of arcs: pieces of ellipses, by elliptic integrals in ball arithmetic.

On a cell the units are c + a X + b Y, vectors c, a, b, with X = cos(phi), Y = sin(phi). The square of the speed is
|a|^2 sin^2 + |b|^2 cos^2 - 2 a.b sin cos = s + R cos(2 phi - 2 psi), s = (|a|^2 + |b|^2)/2; so the length between two angles is
sqrt(s + R) (E(phi_2 - psi | m) - E(phi_1 - psi | m)), m = 2R/(s + R), E the incomplete elliptic integral of the second kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial, reduce

from flint import acb, arb, ctx, fmpq

from exactnet.compile.arcs import ArcSpan
from exactnet.errors import UndecidedError
from exactnet.exact.algebraic import RealAlgebraic
from exactnet.exact.balls import bracket
from exactnet.exact.integers import IntArray
from exactnet.trajectories.length import Length

__all__ = ["arcs_length"]

MAX_BITS = 512
"""What certificates allow: bits of precision and of the coefficients together."""

Metric = tuple[fmpq, fmpq, fmpq]
"""|a|^2, |b|^2, a.b."""


@dataclass(frozen=True)
class _Stretch:
    """Where u passes from ``start`` to ``end`` along one ellipse."""

    start: RealAlgebraic
    end: RealAlgebraic
    metric: Metric


def arcs_length(spans: Sequence[ArcSpan], digits: int) -> Length:
    """Length of the image of a chain of arcs.

    Raises
    ------
    UndecidedError
        If certificates do not reach so many digits.

    Examples
    --------
    >>> quarter = ArcSpan([fmpq(1), fmpq(0)], [fmpq(0), fmpq(1)])
    >>> length = arcs_length([quarter], 20)
    >>> length.lower < fmpq(1570796326794896619231322, 10**24) < length.upper
    True
    """
    stretches = [stretch for span in spans for stretch in _stretches(span)]
    if not stretches:
        return Length.exactly((), digits)
    found = Length.enclosed(partial(_bracket, stretches), digits)
    size = max(
        int((square_a + square_b).floor()).bit_length() for square_a, square_b, _ in (s.metric for s in stretches)
    )
    if found.bits + size > MAX_BITS:
        raise UndecidedError(f"{digits} digits of this length on arcs are more than can be certified; ask for fewer")
    return found


def _stretches(span: ArcSpan) -> Iterable[_Stretch]:
    """Neighbouring cells with one metric together; those on which the image is a point are left out."""
    metrics = _metrics(span.forms.rows, span.forms.denominator)
    start = 0
    cells = [metrics[name] for name in span.forms.pattern.tolist()]
    for i in range(1, len(cells) + 1):
        if i == len(cells) or cells[i] != cells[start]:
            if cells[start][0] != 0 or cells[start][1] != 0:
                yield _Stretch(span.points[start], span.points[i], cells[start])
            start = i


def _metrics(rows: IntArray, denominator: int) -> list[Metric]:
    a, b = (rows[:, i, 1:].astype(object) for i in (1, 2))
    products = [(x * y).sum(axis=1).tolist() for x, y in ((a, a), (b, b), (a, b))]
    square = denominator * denominator
    return [(fmpq(x, square), fmpq(y, square), fmpq(z, square)) for x, y, z in zip(*products, strict=True)]


def _bracket(stretches: Sequence[_Stretch], bits: int) -> tuple[fmpq, fmpq]:
    before = ctx.prec
    try:
        ctx.prec = bits
        total = sum((_length(stretch) for stretch in stretches), arb(0))
        return bracket(total) if total.is_finite() else (fmpq(0), fmpq(0))
    finally:
        ctx.prec = before


def _length(stretch: _Stretch) -> arb:
    square_a, square_b, product = stretch.metric
    phi = [2 * _ball(u).atan() for u in (stretch.start, stretch.end)]
    half, cosine, sine = (square_a + square_b) / 2, (square_b - square_a) / 2, -product
    if cosine == 0 and sine == 0:
        return arb(half).sqrt() * (phi[1] - phi[0])  # a circle
    largest = half + arb(cosine * cosine + sine * sine).sqrt()
    psi = arb.atan2(arb(sine), arb(cosine)) / 2
    determinant = square_a * square_b - product * product
    if determinant == 0:
        first, last = (_swept(x - psi) for x in phi)  # the image is straight: E(x | 1)
    else:
        m = acb(1 - arb(determinant) / largest**2)
        first, last = (acb.elliptic_e_inc(acb(x - psi), m).real for x in phi)
    return largest.sqrt() * (last - first)


def _swept(x: arb) -> arb:
    """The integral of |cos| from 0 to x, also where flint cannot tell on which side of a zero of the cosine x lies."""
    halves = x / arb.pi() + fmpq(1, 2)
    turns = {int(float(end.floor())) for end in (halves.lower(), halves.upper())}
    values = [2 * k + (x - k * arb.pi()).sin() for k in turns]
    return reduce(arb.union, values)


def _ball(number: RealAlgebraic) -> arb:
    """A rational or quadratic number as a ball of the working precision."""
    if number.is_rational:
        return arb(number.lower)
    c0, c1, c2 = number.coefficients
    root = arb(c1 * c1 - 4 * c0 * c2).sqrt()
    # c2 > 0: the polynomial is positive right of the larger root only
    x = number.upper
    return (-c1 + (root if c0 + c1 * x + c2 * x * x > 0 else -root)) / (2 * c2)
