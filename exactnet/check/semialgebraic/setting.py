"""Over which numbers everything is computed, and the points of the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from exactnet.check.algebra.isolation import Isolation
from exactnet.check.algebra.numbers import Element, Field, Number, sign
from exactnet.check.algebra.points import Exact, Point, Root
from exactnet.check.algebra.polynomials import at, integral
from exactnet.check.algebra.reading import Value, check_degree, read_between, read_isolated, read_value
from exactnet.check.algebra.sturm import count_roots, squarefree
from exactnet.check.reader import array, obj, rational, rationals
from exactnet.check.subject import Curved, CurvedMap, Function, Map
from exactnet.check.verdict import Rejected, require


@dataclass(frozen=True, slots=True)
class Setting:
    """The field Q or Q(theta), and the algebraic numbers of the subject as its elements."""

    field: Field | None
    numbers: list[Element]

    def element(self, value: object, step: str, name: str) -> Number:
        """Parse an element."""
        if not isinstance(value, list):
            return rational(value, step, name)
        coefficients = rationals(value, step, name)
        require(len(coefficients) >= 2, step, f"{name} must be a rational or a list of at least two")
        if self.field is None:
            raise Rejected(step, f"{name} is no rational, and the field is Q")
        return self.field.element(coefficients)

    def point(self, value: object, step: str, name: str) -> Point:
        """Parse a point."""
        if not isinstance(value, dict):
            return Exact(self.element(value, step, name))
        keys = obj(value, ["polynomial", "between"], step, name)
        items = array(keys["polynomial"], step, f"{name}.polynomial")
        polynomial, _ = integral([self.element(item, step, f"{name}.polynomial") for item in items])
        low, high = read_between(keys["between"], step, name)
        check_degree(polynomial, step, name)
        require(len(squarefree(polynomial)) == len(polynomial), step, f"{name}.polynomial has a multiple root")
        found = count_roots(polynomial, low, high)
        require(found == 1, step, f"{name}.polynomial has {found} roots in its interval, not 1")
        return Root(polynomial, low, high)

    def after(self, function: Map | CurvedMap) -> Setting:
        """Pass over the numbers of a map."""
        return Setting(self.field, self.numbers[len(function.numbers) if isinstance(function, CurvedMap) else 0 :])

    def of(self, value: Value) -> Number:
        """Give a number of the subject as an element."""
        return value if isinstance(value, Fraction) else self.numbers[value.index]


def read_setting(value: object, functions: Sequence[Function | Curved]) -> Setting:
    """Parse the field of the evidence and find the numbers of the subject in it."""
    wanted = [number for function in functions if isinstance(function, CurvedMap) for number in function.numbers]
    if value is None:
        require(not wanted, "field", "the subject has algebraic numbers, so the field is not Q")
        return Setting(None, [])
    polynomial, low, high = read_isolated(value, "field", "field", ("numbers",))
    field = Field([c for c in polynomial if isinstance(c, int)], Isolation(polynomial, low, high))
    keys = obj(value, ["polynomial", "between", "numbers"], "field", "field")
    items = array(keys["numbers"], "field", "field.numbers")
    require(len(items) == len(wanted), "field", f"the subject has {len(wanted)} algebraic numbers")
    # A pair may use a field that holds where its functions cross.
    larger = len(functions) > 1 or any(isinstance(function, Map | CurvedMap) for function in functions)
    require(larger, "field", "the field of a network is Q")
    setting = Setting(field, [])
    for i, (item, number) in enumerate(zip(items, wanted, strict=True)):
        element = setting.element(item, "field", f"field.numbers[{i}]")
        require(is_number(element, number), "field", f"field.numbers[{i}] is not that number of the subject")
        setting.numbers.append(element if isinstance(element, Element) else field.element([element]))
    return setting


def is_number(element: Number, number: Value) -> bool:
    """Tell whether an element is a number."""
    if isinstance(number, Fraction):
        return sign(element - number) == 0
    return at(number.polynomial, element) == 0 and sign(element - number.low) > 0 and sign(element - number.high) < 0


def read_ends(value: object) -> tuple[Value, Value]:
    """Parse the bounded domain of a claim."""
    ends = [read_value(item, "claim", "domain") for item in array(value, "claim", "domain")]
    require(len(ends) == 2, "claim", "domain must be a list of two numbers")
    low, high = ends
    ordered = not isinstance(low, Fraction) or not isinstance(high, Fraction) or low < high
    require(ordered, "claim", "the ends of the domain do not increase")
    return low, high


def value_as_point(value: Value) -> Point:
    """Make a point of a number that a claim names."""
    return Exact(value) if isinstance(value, Fraction) else Root(value.polynomial, value.low, value.high)
