"""Strict reading of JSON: every value has the expected type, every object exactly the expected keys."""

from __future__ import annotations

import json
import re
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import NoReturn

from exactnet.check.verdict import Rejected, require

_RATIONAL = re.compile(r"(-?[0-9]+)(?:/([0-9]+))?")
_LIMIT = threading.Lock()


@contextmanager
def long_integers() -> Iterator[None]:
    """Lift Python's limit on the digits of an integer while a certificate is checked.

    Counts of laps and weights of thousands of digits are legitimate. The limit guards a program against quadratic
    time on hostile input, and belongs to the whole process: so it is put back, and only one check runs at a time.
    """
    with _LIMIT:
        limit = sys.get_int_max_str_digits()
        sys.set_int_max_str_digits(0)
        try:
            yield
        finally:
            sys.set_int_max_str_digits(limit)


def read_json(text: str | bytes) -> object:
    """Parse a JSON document without floats, NaN, Infinity and repeated keys.

    >>> read_json(b'{"a": [1, "1/2"]}')
    {'a': [1, '1/2']}
    >>> read_json('{"a": 1, "a": 2}')
    Traceback (most recent call last):
    exactnet.check.verdict.Rejected: json: the key 'a' is repeated
    """
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Rejected("json", f"not UTF-8: byte {error.start}") from None
    try:
        value: object = json.loads(
            text, object_pairs_hook=_object, parse_float=_no_float, parse_constant=_no_float, parse_int=int
        )
    except json.JSONDecodeError as error:
        raise Rejected("json", f"{error.msg} (line {error.lineno}, column {error.colno})") from None
    return value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result: dict[str, object] = {}
    for key, value in pairs:
        if key in result:
            raise Rejected("json", f"the key {show(key)} is repeated")
        result[key] = value
    return result


def _no_float(literal: str) -> NoReturn:
    raise Rejected("json", f"{literal[:30]} is neither an integer nor a string")


def canonical(value: object) -> bytes:
    """Give the canonical bytes of a JSON value.

    >>> canonical({"b": [1, "2/3"], "a": None})
    b'{"a":null,"b":[1,"2/3"]}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode("ascii")


def show(value: object) -> str:
    """Write a value from a certificate into a reason, shortened."""
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return show(value.numerator)
        return f"{show(value.numerator)}/{show(value.denominator)}"
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 128:
        return f"({value.bit_length()}-bit integer)"
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else value[:40] + "...")
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return "an object"
    return json.dumps(value) if value is None or isinstance(value, bool) else str(value)


def obj(value: object, keys: Iterable[str], step: str, name: str, optional: Iterable[str] = ()) -> dict[str, object]:
    """Read an object that has exactly these keys (and perhaps some of the optional ones)."""
    if not isinstance(value, dict):
        raise Rejected(step, f"{name} must be an object, not {show(value)}")
    wanted, allowed = set(keys), set(optional)
    for key in value:
        require(key in wanted or key in allowed, step, f"{name} has the unknown key {show(key)}")
    for key in sorted(wanted):
        require(key in value, step, f"{name} has no key {show(key)}")
    return value


def array(value: object, step: str, name: str) -> list[object]:
    """Read a list."""
    if not isinstance(value, list):
        raise Rejected(step, f"{name} must be a list, not {show(value)}")
    return value


def string(value: object, step: str, name: str) -> str:
    """Read a string."""
    if not isinstance(value, str):
        raise Rejected(step, f"{name} must be a string, not {show(value)}")
    return value


def boolean(value: object, step: str, name: str) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise Rejected(step, f"{name} must be true or false, not {show(value)}")
    return value


def integer(value: object, step: str, name: str, least: int | None = None) -> int:
    """Read a JSON integer (true and false are none), perhaps with a least value."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise Rejected(step, f"{name} must be an integer, not {show(value)}")
    require(least is None or value >= least, step, f"{name} is {show(value)}, less than {least}")
    return value


def integers(value: object, step: str, name: str, least: int | None = None) -> list[int]:
    """Read a list of JSON integers."""
    return [integer(item, step, f"{name}[{i}]", least) for i, item in enumerate(array(value, step, name))]


def rational(value: object, step: str, name: str) -> Fraction:
    """Read a rational: a JSON integer, or a string ``p`` or ``p/q`` with q >= 1.

    >>> rational("-3/6", "claim", "x")
    Fraction(-1, 2)
    >>> rational("1.5", "claim", "x")
    Traceback (most recent call last):
    exactnet.check.verdict.Rejected: claim: x is not a rational: '1.5'
    """
    return Fraction(*quotient(value, step, name))


def quotient(value: object, step: str, name: str) -> tuple[int, int]:
    """Read a rational as numerator and denominator, not reduced: cheaper than `rational` where there are millions.

    >>> quotient("-3/6", "claim", "x")
    (-3, 6)
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value, 1
    found = _RATIONAL.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Rejected(step, f"{name} is not a rational: {show(value)}")
    denominator = int(found[2] or 1)
    require(denominator > 0, step, f"{name} has the denominator 0")
    return int(found[1]), denominator


def rationals(value: object, step: str, name: str) -> list[Fraction]:
    """Read a list of rationals."""
    return [rational(item, step, f"{name}[{i}]") for i, item in enumerate(array(value, step, name))]


def increasing(value: object, step: str, name: str) -> list[Fraction]:
    """Read a strictly increasing list of rationals."""
    numbers = rationals(value, step, name)
    for i in range(len(numbers) - 1):
        require(numbers[i] < numbers[i + 1], step, f"{name}[{i}] and {name}[{i + 1}] do not increase")
    return numbers
