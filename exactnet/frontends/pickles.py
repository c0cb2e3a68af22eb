"""Pickles read as data: their instructions are carried out one by one here, and nothing that they name is imported or called.

A pickle is a program for a machine with a stack. What it would import and call comes out as `Name` and `Call`, for the
reader to understand or to refuse; instructions that state dicts do not need are refused.
"""

from __future__ import annotations

import pickletools
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from exactnet.errors import InputError

__all__ = ["Call", "Name", "Reference", "read_pickle"]


@dataclass(frozen=True, slots=True)
class Name:
    """Something that the pickle would import, as ``module.name``."""

    word: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call that the pickle would make, of something that it names."""

    called: Name
    arguments: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """Something outside the pickle, by what the pickle calls it."""

    label: Any


@dataclass(slots=True)
class _Machine:
    stack: list[Any] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    memo: dict[int, Any] = field(default_factory=dict)

    def since_mark(self) -> list[Any]:
        start = self.marks.pop()
        found = self.stack[start:]
        del self.stack[start:]
        return found

    def last(self, count: int) -> tuple[Any, ...]:
        if count > len(self.stack) - (self.marks[-1] if self.marks else 0):
            raise IndexError
        found = tuple(self.stack[-count:])
        del self.stack[-count:]
        return found

    def name(self, module: Any, name: Any) -> None:
        if not isinstance(module, str) or not isinstance(name, str):
            raise TypeError
        self.stack.append(Name(f"{module}.{name}"))

    def reduce(self) -> None:
        called, arguments = self.last(2)
        if not isinstance(called, Name) or not isinstance(arguments, tuple):
            raise TypeError
        is_dict = called.word == "collections.OrderedDict" and not arguments
        self.stack.append({} if is_dict else Call(called, arguments))

    def build(self) -> None:
        """Attributes of a dictionary are dropped: torch keeps its version numbers there."""
        kept, _ = self.last(2)
        if not isinstance(kept, dict):
            raise TypeError
        self.stack.append(kept)

    def set_items(self, entries: list[Any] | tuple[Any, ...]) -> None:
        target = self.stack[-1]
        if not isinstance(target, dict):
            raise TypeError
        for key, value in zip(entries[::2], entries[1::2], strict=True):
            if not isinstance(key, str | int):
                raise TypeError
            target[key] = value

    def append(self, entries: list[Any] | tuple[Any, ...]) -> None:
        target = self.stack[-1]
        if not isinstance(target, list):
            raise TypeError
        target.extend(entries)

    def memoize(self, index: int) -> None:
        self.memo[index] = self.stack[-1]


_Step = Callable[[_Machine, Any], object]


def _pushed(machine: _Machine, value: Any) -> None:
    machine.stack.append(value)


_VALUES = "BINUNICODE SHORT_BINUNICODE BINUNICODE8 BININT BININT1 BININT2 LONG1 BINFLOAT"
_STEPS: dict[str, _Step] = {
    **dict.fromkeys(_VALUES.split(), _pushed),
    "PROTO": lambda m, _: None,
    "FRAME": lambda m, _: None,
    "NONE": lambda m, _: m.stack.append(None),
    "NEWTRUE": lambda m, _: m.stack.append(True),
    "NEWFALSE": lambda m, _: m.stack.append(False),
    "EMPTY_TUPLE": lambda m, _: m.stack.append(()),
    "EMPTY_LIST": lambda m, _: m.stack.append([]),
    "EMPTY_DICT": lambda m, _: m.stack.append({}),
    "MARK": lambda m, _: m.marks.append(len(m.stack)),
    "TUPLE": lambda m, _: m.stack.append(tuple(m.since_mark())),
    "TUPLE1": lambda m, _: m.stack.append(m.last(1)),
    "TUPLE2": lambda m, _: m.stack.append(m.last(2)),
    "TUPLE3": lambda m, _: m.stack.append(m.last(3)),
    "SETITEM": lambda m, _: m.set_items(m.last(2)),
    "SETITEMS": lambda m, _: m.set_items(m.since_mark()),
    "APPEND": lambda m, _: m.append(m.last(1)),
    "APPENDS": lambda m, _: m.append(m.since_mark()),
    "BINPUT": lambda m, index: m.memoize(index),
    "LONG_BINPUT": lambda m, index: m.memoize(index),
    "MEMOIZE": lambda m, _: m.memoize(len(m.memo)),
    "BINGET": lambda m, index: m.stack.append(m.memo[index]),
    "LONG_BINGET": lambda m, index: m.stack.append(m.memo[index]),
    "GLOBAL": lambda m, names: m.name(*names.split(" ", 1)),
    "STACK_GLOBAL": lambda m, _: m.name(*m.last(2)),
    "BINPERSID": lambda m, _: m.stack.append(Reference(*m.last(1))),
    "REDUCE": lambda m, _: m.reduce(),
    "BUILD": lambda m, _: m.build(),
}


def read_pickle(content: bytes, known: frozenset[str]) -> Any:
    """What a pickle holds: dictionaries, lists, tuples, text and numbers, and `Name`, `Call` and `Reference`.

    Raises
    ------
    InputError
        For a name that is not ``known``, an instruction that is not, or a damaged pickle.

    Examples
    --------
    >>> import pickle
    >>> from collections import OrderedDict
    >>> read_pickle(pickle.dumps(OrderedDict(a=(1, 2.5))), frozenset({"collections.OrderedDict"}))
    {'a': (1, 2.5)}
    >>> read_pickle(pickle.dumps(print), frozenset())
    Traceback (most recent call last):
    exactnet.errors.InputError: the pickle names builtins.print, which is not read
    """
    machine = _Machine()
    try:
        for operation, argument, place in pickletools.genops(content):
            if operation.name == "STOP":
                (found,) = machine.last(1)
                return found
            if operation.name not in _STEPS:
                raise InputError(f"the pickle has the instruction {operation.name} at byte {place}, which is not read")
            _STEPS[operation.name](machine, argument)
            top = machine.stack[-1] if machine.stack else None
            if isinstance(top, Name) and top.word not in known:
                raise InputError(f"the pickle names {top.word}, which is not read")
    except InputError:
        raise
    except (ValueError, TypeError, LookupError, struct.error):
        pass
    raise InputError("the pickle is damaged")
