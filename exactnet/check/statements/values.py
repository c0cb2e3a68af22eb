"""What is known of numbers, logarithms and truths.

A number lies in an interval of rationals, or is undefined (None); a logarithm is a sum of terms r log x, or undefined; a
truth is true, false or unknown (None).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from exactnet.check.verdict import Rejected

Interval = tuple[Fraction, Fraction]
Number = Interval | None
List = list[Interval] | None
Truth = bool | None

MOST_BITS = 100_000
LARGEST_POWER = 10_000
MOST_IN_ALL = 100_000_000
_ONE = (Fraction(1), Fraction(1))


@dataclass(frozen=True, slots=True)
class Logarithm:
    """The sum of r log x over its terms (r, x), all x positive; 0 if there are none."""

    terms: tuple[tuple[Fraction, Interval], ...] = ()

    def __add__(self, other: Logarithm) -> Logarithm:
        """Add, without combining terms."""
        return Logarithm((*self.terms, *other.terms))

    def __neg__(self) -> Logarithm:
        """Give -x."""
        return Logarithm(tuple((-r, x) for r, x in self.terms))

    def times(self, factor: Fraction, room: Room) -> Logarithm | None:
        """Multiply by a number; undefined if a coefficient gets too long."""
        fitted = room.fit_all([exactly(r * factor) for r, _ in self.terms])
        if fitted is None:
            return None
        return Logarithm(tuple((r, x) for (r, _), (_, x) in zip(fitted, self.terms, strict=True)))

    def compare(self, operator: str, room: Room) -> Truth:
        """Compare with 0, as the exponential of a multiple with 1; unknown if that is too long.

        >>> difference = Logarithm(((Fraction(1, 2), exactly(2)), (Fraction(-1, 3), exactly(3))))
        >>> difference.compare("<", Room())
        True
        """
        common = 1
        for r, _ in self.terms:
            common = lcm(common, r.denominator)
            # Then common times r is beyond the largest power for every r but 0, whose denominator is not so long.
            if common.bit_length() > MOST_BITS + LARGEST_POWER.bit_length():
                return None
        product = _ONE
        for r, x in self.terms:
            factor = room.fit(power(x, exactly(r * common)))
            after = None if factor is None else room.fit(times(product, factor))
            if after is None:
                return None
            product = after
        return compare(operator, product, _ONE)


def exactly(value: Fraction | int) -> Interval:
    """Give the interval of a number that is known."""
    return Fraction(value), Fraction(value)


def known(x: Number) -> Fraction | None:
    """Give a number that is known exactly, None for any other."""
    return x[0] if x is not None and x[0] == x[1] else None


def whole(x: Number) -> int | None:
    """Give an integer that is known exactly, None for any other number."""
    value = known(x)
    return value.numerator if value is not None and value.denominator == 1 else None


class Room:
    """How long results may be: one by one, where a longer one is undefined, and all together."""

    def __init__(self) -> None:
        self._left = MOST_IN_ALL

    def fit(self, x: Number) -> Number:
        """Pass a result, or None if it is too long."""
        if x is None:
            return None
        bits = [n.bit_length() for end in x for n in (end.numerator, end.denominator)]
        fits = max(bits) <= MOST_BITS
        self._left -= sum(bits) if fits else MOST_BITS
        if self._left < 0:
            raise Rejected("verdict", f"the numbers in the statement have more than {MOST_IN_ALL} bits altogether")
        return x if fits else None

    def fit_all(self, items: Iterable[Number]) -> List:
        """Pass the entries of a list, or None if one of them is undefined or too long."""
        result: list[Interval] = []
        for item in items:
            x = self.fit(item)
            if x is None:
                return None
            result.append(x)
        return result


def negative(x: Interval) -> Interval:
    """Give -x."""
    return -x[1], -x[0]


def plus(x: Interval, y: Interval) -> Interval:
    """Give x + y."""
    return x[0] + y[0], x[1] + y[1]


def minus(x: Interval, y: Interval) -> Interval:
    """Give x - y.

    >>> minus((Fraction(1), Fraction(2)), (Fraction(0), Fraction(5)))
    (Fraction(-4, 1), Fraction(2, 1))
    """
    return x[0] - y[1], x[1] - y[0]


def times(x: Interval, y: Interval) -> Interval:
    """Give x y.

    >>> times((Fraction(-1), Fraction(2)), (Fraction(-3), Fraction(1)))
    (Fraction(-6, 1), Fraction(3, 1))
    """
    if x[0] == x[1] and y[0] == y[1]:
        return exactly(x[0] * y[0])
    products = [a * b for a in x for b in y]
    return min(products), max(products)


def over(x: Interval, y: Interval) -> Number:
    """Give x / y, which is undefined if y may be 0."""
    return None if y[0] <= 0 <= y[1] else times(x, (1 / y[1], 1 / y[0]))


def power(x: Interval, y: Number) -> Number:
    """Give x to a power that has to be an integer; undefined if it is large, or the result would be too long.

    >>> power((Fraction(-2), Fraction(1)), exactly(2))
    (Fraction(0, 1), Fraction(4, 1))
    >>> power((Fraction(2), Fraction(4)), exactly(-1))
    (Fraction(1, 4), Fraction(1, 2))
    """
    exponent = whole(y)
    if exponent is None or abs(exponent) > LARGEST_POWER:
        return None
    longest = max(n.bit_length() for end in x for n in (end.numerator, end.denominator))
    if abs(exponent) * longest > MOST_BITS:
        return None
    if exponent < 0:
        if x[0] <= 0 <= x[1]:
            return None
        x, exponent = (1 / x[1], 1 / x[0]), -exponent
    low, high = sorted((x[0] ** exponent, x[1] ** exponent))
    return (Fraction(0) if exponent and exponent % 2 == 0 and x[0] <= 0 <= x[1] else low), high


def compare(operator: str, x: Interval, y: Interval) -> Truth:
    """Tell whether a comparison holds for all numbers in two intervals, or for none.

    >>> half = (Fraction(0), Fraction(1, 2))
    >>> compare("<", half, exactly(1)), compare("!=", half, half), compare(">", half, exactly(Fraction(1, 2)))
    (True, None, False)
    """
    if operator in (">", ">="):
        operator, x, y = operator.replace(">", "<"), y, x
    (a, b), (c, d) = x, y
    if operator == "<=":
        return True if b <= c else False if a > d else None
    if operator == "<":
        return True if b < c else False if a >= d else None
    equal = True if a == b == c == d else False if b < c or d < a else None
    return equal if operator == "=" else deny(equal)


def deny(a: Truth) -> Truth:
    """Give not a."""
    return None if a is None else not a


def both(a: Truth, b: Truth) -> Truth:
    """Give a and b: false if one is false."""
    if a is False or b is False:
        return False
    return True if a and b else None


def either(a: Truth, b: Truth) -> Truth:
    """Give a or b: true if one is true."""
    return deny(both(deny(a), deny(b)))


def implies(a: Truth, b: Truth) -> Truth:
    """Give (not a) or b."""
    return either(deny(a), b)


def entrywise(
    operation: Callable[[Interval, Interval], Number],
    x: Interval | list[Interval],
    y: Interval | list[Interval],
    room: Room,
) -> Number | List:
    """Combine two numbers, or every entry of a list with a number, or two lists of equal length."""
    if isinstance(x, tuple) and isinstance(y, tuple):
        return room.fit(operation(x, y))
    length = len(x if isinstance(x, list) else y)
    first, second = (item if isinstance(item, list) else [item] * length for item in (x, y))
    if len(first) != len(second):
        return None
    return room.fit_all(operation(a, b) for a, b in zip(first, second, strict=True))
