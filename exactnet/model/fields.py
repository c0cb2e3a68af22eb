"""What readers of documents share: fields, lists and numbers. Every refusal names the place in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flint import fmpq

from exactnet.errors import InputError
from exactnet.exact.rational import rational

__all__ = ["at_place", "brief", "field", "index_at", "items", "number_at", "numbers_at", "object_at", "refuse_unknown"]

_T = TypeVar("_T")
_FIRST_WORDS = ("groups", "pairs")


def refuse_unknown(value: Mapping[str, Any], fields: tuple[str, ...], where: str) -> None:
    """Refuse a field that the format does not know: a misspelt one must not be dropped in silence."""
    for key in value:
        if key not in fields:
            raise InputError(f"{where} has an unknown field {brief(key)}; its fields are {', '.join(fields)}")


def field(value: Mapping[str, Any], key: str, where: str) -> Any:
    """A field that must be there."""
    if key not in value:
        raise InputError(f'{where} lacks the field "{key}"')
    return value[key]


def object_at(value: Any, fields: tuple[str, ...], where: str) -> list[Any]:
    """The fields of an object that has these and no others, in this order."""
    if not isinstance(value, Mapping):
        raise InputError(f"{where} must be an object with the fields {', '.join(fields)}, not {brief(value)}")
    refuse_unknown(value, fields, where)
    return [field(value, key, where) for key in fields]


def items(value: Any, where: str) -> list[Any]:
    """The items of a list."""
    if not isinstance(value, list):
        raise InputError(f"{where} must be a list, not {brief(value)}")
    return value


def number_at(value: Any, where: str) -> fmpq:
    """A rational number."""
    return at_place(where, lambda: rational(value))


def numbers_at(value: Any, where: str) -> list[fmpq]:
    """A list of rational numbers."""
    return [number_at(x, f"{where}[{i}]") for i, x in enumerate(items(value, where))]


def index_at(value: Any, where: str) -> int:
    """The index of a unit."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise InputError(f"{where}: {brief(value)} is not the index of a unit")
    return value


def at_place(where: str, build: Callable[[], _T]) -> _T:
    """What ``build`` gives; its refusal begins with the place."""
    try:
        return build()
    except InputError as error:
        text = str(error)
        joint = "." if text.startswith(_FIRST_WORDS) else ": "
        raise InputError(text if text.startswith(where) else f"{where}{joint}{text}") from None


def brief(value: Any) -> str:
    """A value as a message quotes it."""
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."
