"""All ReLU networks with weights and biases 1 or -1: the mean length of the image of a path, exactly.

Rows of a layer are independent and identically distributed. So the layers before the last are gone through by multisets of rows,
weighed with the number of their orders; and on a piece of the path that enters the last layer, the squared speed behind it is a
sum of ``width`` independent squared speeds of rows: its distribution is a power of theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations_with_replacement, pairwise, product
from math import comb, factorial, lcm, prod
from typing import Any

from flint import fmpq, fmpz

from exactnet.certs import Certificate, Fragment
from exactnet.certs.canonical import digest
from exactnet.compile.path import Path
from exactnet.display import Displayed
from exactnet.errors import InputError, UndecidedError
from exactnet.exact.rational import QLike, number_text, rational
from exactnet.trajectories.length import Length, sum_of_radicals

__all__ = ["SignEnsemble", "SignMean", "sign_mean"]

MAX_WORK = 2**24
"""Most work that certificates allow: multisets of rows before the last layer, times its rows, times the speeds they sum up to."""

_LARGEST = 64
_MOST_DIGITS = 200
_MAX_NUMBER = 2**64

Form = tuple[int, int]
"""a + b u on a span."""

Piece = tuple[fmpq, fmpq, tuple[Form, ...]]
"""Where u passes from start to end, and the units there."""


@dataclass(frozen=True)
class SignEnsemble:
    """Networks of ``depth`` relu layers of one width, every weight and bias 1 or -1, each equally often.

    Examples
    --------
    >>> SignEnsemble(2, 2, 1).networks, SignEnsemble(2, 2, 1).base_squared
    (64, 4/3)
    """

    inputs: int
    width: int
    depth: int

    def __post_init__(self) -> None:
        if self.inputs < 2:
            raise InputError(
                "the growth of trajectories is claimed for at least two inputs: a line through 0 is excluded"
            )
        if self.width < 1 or self.depth < 1:
            raise InputError("width and depth must be positive")

    @property
    def networks(self) -> int:
        """How many there are."""
        n, k, d = self.inputs, self.width, self.depth
        return 1 << (k * (n + 1) + (d - 1) * k * (k + 1))

    @property
    def base_squared(self) -> fmpq:
        """s^2 k / (k + 1) with s^2 = k, as weights have the variance s^2 / k."""
        return fmpq(self.width**2, self.width + 1)

    @property
    def images(self) -> int:
        """Multisets of rows for the layers before the last."""
        n, k, d = self.inputs, self.width, self.depth
        return 1 if d == 1 else _multisets(n, k) * _multisets(k, k) ** (d - 2)

    def affordable(self, spans: int) -> bool:
        """Whether certificates about so many spans are allowed."""
        if max(self.inputs, self.width, self.depth) > _LARGEST:
            return False
        entering = self.inputs if self.depth == 1 else self.width
        sums = comb(2 ** (entering - 1) + self.width, self.width)
        work: int = spans * self.images * 2 ** (entering + 1) * sums
        return work <= MAX_WORK

    def to_json(self) -> dict[str, Any]:
        """As certificates write it."""
        shape = {"inputs": self.inputs, "width": self.width, "depth": self.depth}
        return {"format": "exactnet-ensemble/1", **shape, "weights": "signs"}

    @cached_property
    def certificate_subject(self) -> Fragment:
        """How a certificate names the ensemble."""
        document = self.to_json()
        return Fragment({"type": "ensemble", "sha256": digest(document), "ensemble": document})


@dataclass(frozen=True, eq=False)
class SignMean(Displayed):
    """The means over all networks of an ensemble, and what they say of the published growth rate.

    Attributes
    ----------
    ensemble, path, constant, digits
        What was asked.
    mean_square
        Mean of the integral of the squared speed of the image.
    path_length, mean_length
        Length of the path, and the mean length of its image.
    refuted
        Whether the mean length is less than constant base^depth (length of the path); else it is at least that.
    """

    ensemble: SignEnsemble
    path: Path
    constant: fmpq
    digits: int
    mean_square: fmpq
    path_length: Length
    mean_length: Length
    refuted: bool

    @property
    def verdict(self) -> str:
        """``refuted`` or ``proved``."""
        return "refuted" if self.refuted else "proved"

    @property
    def stretch(self) -> tuple[fmpq, fmpq]:
        """Bracket of mean length / length of the path."""
        found = self.mean_length.over(self.path_length)
        if found is None:
            raise AssertionError("a path that fulfils the premise has a length")
        return found

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of the means and the verdict."""
        claim = {
            "rule": "sign_ensemble",
            "bound": "raghu2017.relu_growth",
            "constant": number_text(self.constant),
            "path": self.path.to_json(),
            "base_squared": number_text(self.ensemble.base_squared),
            "mean_square": number_text(self.mean_square),
            "path_length": self.path_length.to_json(),
            "mean_length": self.mean_length.to_json(),
            "verdict": self.verdict,
        }
        evidence = {"precisions": [self.path_length.bits, self.mean_length.bits]}
        return Certificate(claim, self.ensemble.certificate_subject, Fragment(evidence))

    def to_json(self) -> dict[str, Any]:
        """The row that the command prints."""
        lower, upper = self.stretch
        return {
            "bound": "raghu2017.relu_growth",
            "status": "recalled",
            "depth": self.ensemble.depth,
            "networks": self.ensemble.networks,
            "constant": number_text(self.constant),
            "base_squared": number_text(self.ensemble.base_squared),
            "mean_square": number_text(self.mean_square),
            "path_length": self.path_length.to_json(),
            "mean_length": self.mean_length.to_json(),
            "stretch_lower": number_text(lower),
            "stretch_upper": number_text(upper),
            "verdict": self.verdict,
            "certificate": self.certificate.digest,
        }

    def __repr__(self) -> str:
        shape = f"{self.ensemble.inputs} inputs, width {self.ensemble.width}, depth {self.ensemble.depth}"
        return f"SignMean({self.verdict} for {self.ensemble.networks:,} networks, {shape})"


def sign_mean(
    ensemble: SignEnsemble,
    path: Path,
    constant: QLike = 1,
    digits: int = 10,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> SignMean:
    """Compare the mean length over all networks of an ensemble with constant base^depth (length of the path).

    Parameters
    ----------
    path
        A polyline; on no span may its direction be parallel to a point of it (the theorem's premise).
    progress
        Called with (multisets done, multisets).

    Raises
    ------
    InputError
        If the path does not fulfil the premise.
    UndecidedError
        If there are too many networks, or so many digits do not decide.

    Examples
    --------
    >>> found = sign_mean(SignEnsemble(2, 2, 1), Path.of([[1, 0], [0, 1]]))
    >>> found.verdict, found.mean_square, found.mean_length.radicals
    ('refuted', 2, ((3/4, 1), (1/8, 2)))
    """
    exact = rational(constant)
    _require(ensemble, path, exact)
    times = _times(ensemble, path, progress)
    mean_square = sum((fmpq(square.p, square.q) * time for square, time in times), fmpq(0))
    steps = [(fmpq(1), _distance_squared(p, q)) for p, q in pairwise(path.points)]
    while True:
        path_length = _length(steps, digits)
        mean_length = _length([(time, square) for square, time in times], digits)
        scale = exact * exact * ensemble.base_squared**ensemble.depth
        if mean_length.upper**2 < scale * path_length.lower**2:
            refuted = True
        elif mean_length.lower**2 >= scale * path_length.upper**2:
            refuted = False
        elif digits < _MOST_DIGITS:
            digits *= 2
            continue
        else:
            raise UndecidedError(f"{digits} digits do not tell the mean length from the bound")
        return SignMean(ensemble, path, exact, digits, mean_square, path_length, mean_length, refuted)


def _require(ensemble: SignEnsemble, path: Path, constant: fmpq) -> None:
    if path.arcs:
        raise InputError("the mean over all sign networks is taken along segments, not arcs")
    if path.dimension != ensemble.inputs:
        raise InputError(f"the path lies in R^{path.dimension} but the networks have {ensemble.inputs} inputs")
    if constant <= 0:
        raise InputError(f"the constant must be positive, not {constant}")
    numbers = [constant, *(x for point in path.points for x in point)]
    if any(max(abs(int(x.p)), int(x.q)) >= _MAX_NUMBER for x in numbers):
        raise InputError("the coordinates and the constant must have numerators and denominators below 2^64")
    for i, (p, q) in enumerate(pairwise(path.points)):
        if all(p[a] * q[b] == p[b] * q[a] for a in range(len(p)) for b in range(a)):
            raise InputError(
                f"points {i} and {i + 1} of the path lie on a line through 0; the theorem wants a direction off x(t)"
            )
    if not ensemble.affordable(path.spans):
        raise UndecidedError(
            f"the sign networks of {ensemble.inputs} inputs, width {ensemble.width} and depth {ensemble.depth} "
            "are too many to go through"
        )


def _times(ensemble: SignEnsemble, path: Path, progress: Callable[[int, int], None] | None) -> list[tuple[fmpq, fmpq]]:
    """For every squared speed of the image, how long in the mean it is the speed, as u runs through [0, 1] on every span."""
    k, d = ensemble.width, ensemble.depth
    unit = lcm(*(int(x.q) for point in path.points for x in point))
    whole = [[int((x * unit).p) for x in point] for point in path.points]
    spans = [(fmpq(0), fmpq(1), tuple((a, b - a) for a, b in zip(p, q, strict=True))) for p, q in pairwise(whole)]
    total: dict[int, fmpq] = {}
    for done, (weight, pieces) in enumerate(_images(spans, k, d - 1, unit)):
        for square, time in _last_layer(pieces, k, unit).items():
            total[square] = total.get(square, fmpq(0)) + weight * time
        if progress is not None and done % 64 == 0:
            progress(done, ensemble.images)
    return [(fmpq(square, unit * unit), time / ensemble.networks) for square, time in sorted(total.items()) if square]


def _images(pieces: list[Piece], width: int, layers: int, unit: int) -> Iterator[tuple[int, list[Piece]]]:
    """The images after some layers, a multiset of rows a layer, and how many networks have that image."""
    if not layers:
        yield 1, pieces
        return
    rows = _rows(len(pieces[0][2]))
    for chosen in combinations_with_replacement(rows, width):
        orders = factorial(width) // prod(factorial(m) for m in Counter(chosen).values())
        for weight, image in _images(_through(pieces, chosen, unit), width, layers - 1, unit):
            yield orders * weight, image


def _through(pieces: list[Piece], rows: tuple[tuple[int, ...], ...], unit: int) -> list[Piece]:
    """The image of pieces under one layer."""
    found: list[Piece] = []
    for start, end, forms in pieces:
        walls = [_apply(row, forms, unit) for row in rows]
        for x, y in pairwise(_cut(start, end, walls)):
            middle = (x + y) / 2
            found.append((x, y, tuple((a, b) if a + b * middle > 0 else (0, 0) for a, b in walls)))
    return found


def _last_layer(pieces: list[Piece], width: int, unit: int) -> dict[int, fmpq]:
    """For every squared speed behind the last layer, the time on all pieces and for all its rows together."""
    times: dict[int, fmpq] = {}
    for start, end, forms in pieces:
        if not any(b for _, b in forms):
            continue  # the image stands still
        walls = [_apply(row, forms, unit) for row in _rows(len(forms))]
        for x, y in pairwise(_cut(start, end, walls)):
            middle = (x + y) / 2
            one = Counter(b * b if a + b * middle > 0 else 0 for a, b in walls)
            for square, ways in _power(one, width).items():
                times[square] = times.get(square, fmpq(0)) + ways * (y - x)
    return times


def _power(one: Counter[int], count: int) -> dict[int, int]:
    """The sums of so many independent values, with the number of ways."""
    sums = {0: 1}
    for _ in range(count):
        longer: dict[int, int] = {}
        for total, ways in sums.items():
            for value, times in one.items():
                longer[total + value] = longer.get(total + value, 0) + ways * times
        sums = longer
    return sums


def _rows(width: int) -> list[tuple[int, ...]]:
    return list(product((1, -1), repeat=width + 1))


def _apply(row: tuple[int, ...], forms: tuple[Form, ...], unit: int) -> Form:
    *weights, bias = row
    constant = bias * unit + sum(w * a for w, (a, _) in zip(weights, forms, strict=True))
    return constant, sum(w * b for w, (_, b) in zip(weights, forms, strict=True))


def _cut(start: fmpq, end: fmpq, walls: list[Form]) -> list[fmpq]:
    zeros = {(-a, b) if b > 0 else (a, -b) for a, b in walls if b}
    inside = {(int(x.p), int(x.q)): x for x in (fmpq(a, b) for a, b in zeros) if start < x < end}
    return [start, *sorted(inside.values()), end]


def _multisets(columns: int, rows: int) -> int:
    return comb(2 ** (columns + 1) + rows - 1, rows)


def _distance_squared(p: tuple[fmpq, ...], q: tuple[fmpq, ...]) -> fmpq:
    return sum(((b - a) ** 2 for a, b in zip(p, q, strict=True)), fmpq(0))


def _length(terms: list[tuple[fmpq, fmpq]], digits: int) -> Length:
    """The sum of c sqrt(s), positive rationals."""
    whole = [(c / int(s.q), int(s.p) * int(s.q)) for c, s in terms]
    radicals = sum_of_radicals(whole)
    if radicals is not None:
        return Length.exactly(radicals, digits)

    def enclosure(bits: int) -> tuple[fmpq, fmpq]:
        scale = fmpz(2) ** bits
        lower = sum(((c * c * s * scale * scale).floor().isqrt() for c, s in whole), fmpz(0))
        return fmpq(lower, scale), fmpq(lower + len(whole), scale)

    return Length.enclosed(enclosure, digits)
