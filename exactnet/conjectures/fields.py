"""Reading the fields of a search: every fault names the field in which it is."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from exactnet.errors import InputError
from exactnet.exact.rational import rational

__all__ = ["FieldError", "Fields", "grid"]

_MOST_VALUES = 1000


class FieldError(InputError):
    """A fault in a field; ``path`` leads to it. ``offset``: where in its text, if it is one, and the fault has a place."""

    def __init__(self, path: tuple[str, ...], reason: str, offset: int | None = None) -> None:
        self.path, self.reason, self.offset = path, reason, offset
        super().__init__(f"{'.'.join(path)}: {reason}" if path else reason)


class Fields:
    """One table, with the path that leads to it. Fields are taken one by one; `done` refuses what was not."""

    def __init__(self, table: Mapping[str, Any], path: tuple[str, ...] = ()) -> None:
        self.table, self.path = table, path
        self.left = dict.fromkeys(table)

    def fault(self, key: str, reason: str) -> FieldError:
        """The error for a field."""
        return FieldError((*self.path, key), reason)

    def take(self, key: str, kind: type | tuple[type, ...], what: str, default: Any = ...) -> Any:
        """The value of a field, which must be of this kind; the default if it is not there and there is one."""
        self.left.pop(key, None)
        if key not in self.table:
            if default is ...:
                raise FieldError(self.path, f"{key} is missing; it must be {what}")
            return default
        value = self.table[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.fault(key, f"this must be {what}")
        return value

    def text(self, key: str, default: Any = ...) -> Any:
        return self.take(key, str, "a text", default)

    def flag(self, key: str, default: bool = False) -> bool:
        return bool(self.take(key, bool, "true or false", default))

    def whole(self, key: str, least: int, most: int, default: Any = ...) -> Any:
        """An integer in a range."""
        value = self.take(key, int, f"an integer from {least:,} to {most:,}", default)
        if value is not None and key in self.table and not least <= value <= most:
            raise self.fault(key, f"this must be an integer from {least:,} to {most:,}")
        return value

    def number(self, key: str, default: Any = ...) -> Any:
        """A rational."""
        value = self.take(key, (int, str), 'an integer or a text such as "1/3"', default)
        return value if key not in self.table else self._rational(key, value)

    def _rational(self, key: str, value: Any) -> Fraction:
        try:
            found = rational(value)
        except InputError as error:
            raise self.fault(key, str(error)) from None
        return Fraction(int(found.p), int(found.q))

    def grid(self, key: str, default: Any = ...) -> Any:
        """Rationals in increasing order: a list, or ``"LO:HI"`` or ``"LO:HI:STEP"``."""
        what = 'a list of integers and texts such as "1/3", or a text "LO:HI" or "LO:HI:STEP"'
        value = self.take(key, (list, str), what, default)
        if key not in self.table:
            return value
        if isinstance(value, str):
            try:
                return grid(value)
            except InputError as error:
                raise self.fault(key, str(error)) from None
        if not value or len(value) > _MOST_VALUES or any(isinstance(x, bool | float) for x in value):
            raise self.fault(key, f"this must be {what} (1 to {_MOST_VALUES} of them)")
        return tuple(sorted({self._rational(key, x) for x in value}))

    def wholes(self, key: str, least: int, most: int, default: Any = ...) -> Any:
        """A list of integers in a range."""
        what = f"a list of integers from {least} to {most:,}"
        value = self.take(key, list, what, default)
        if key in self.table:
            fit = all(isinstance(n, int) and not isinstance(n, bool) and least <= n <= most for n in value)
            if not value or not fit or len(value) > _MOST_VALUES:
                raise self.fault(key, f"this must be {what}")
        return value

    def inner(self, key: str) -> Fields:
        """A table in the table; empty if it is not there."""
        return Fields(self.take(key, Mapping, "a table", {}), (*self.path, key))

    def done(self) -> None:
        """FieldError if a field was not taken."""
        for key in self.left:
            known = ", ".join(k for k in self.table if k not in self.left)
            raise self.fault(key, f"there is no field {key!r} here{f' (beside {known})' if known else ''}")


def grid(text: str) -> tuple[Fraction, ...]:
    """``LO:HI`` or ``LO:HI:STEP``: LO, LO + STEP, .., up to HI; or numbers with commas.

    Examples
    --------
    >>> [str(x) for x in grid("-1/2:1/2:1/2")]
    ['-1/2', '0', '1/2']
    """
    if ":" not in text:
        values = {rational(part) for part in text.split(",")}
        found = sorted(Fraction(int(x.p), int(x.q)) for x in values)
        return tuple(found)
    ends = [rational(part) for part in text.split(":")]
    if len(ends) not in (2, 3):
        raise InputError(f"{text!r} is no grid; write LO:HI or LO:HI:STEP")
    low, high, step = (Fraction(int(x.p), int(x.q)) for x in (*ends, *[rational(1)] * (3 - len(ends))))
    if step <= 0 or high < low or (high - low) / step >= _MOST_VALUES:
        raise InputError(
            f"{text!r} is no grid of 1 to {_MOST_VALUES} numbers; write LO:HI:STEP with LO <= HI and STEP > 0"
        )
    return tuple(low + i * step for i in range(int((high - low) / step) + 1))
