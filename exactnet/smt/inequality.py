"""Linear inequalities in one line, as the command line takes them: ``F <= 1/2``, ``Y_0 - 2 Y_1 + X_0 > 0``."""

from __future__ import annotations

import re

from flint import fmpq

from exactnet.errors import InputError
from exactnet.exact.rational import rational
from exactnet.smt.property import Atom, Property

__all__ = ["parse_inequality"]

_RELATION = re.compile(r"<=|>=|<|>")
_TERM = re.compile(
    r"\s*(?P<sign>[+-]?)\s*(?:(?P<number>[0-9.]+(?:[eE][+-]?[0-9]+)?(?:/[0-9]+)?)\s*\*?\s*)?(?P<name>F|[XY]_[0-9]+)?\s*"
)


def parse_inequality(text: str, inputs: int, outputs: int) -> Property:
    """Read one inequality between linear terms in X_i (inputs), Y_j (outputs) and F (the only output).

    Raises
    ------
    InputError
        With the position of the fault.

    Examples
    --------
    >>> parse_inequality("F <= 1/2", 1, 1), parse_inequality("Y_1 > 2 Y_0 - X_0", 1, 2)
    (-y_0 + 1/2 >= 0, x_0 - 2 y_0 + y_1 > 0)
    """
    relations = list(_RELATION.finditer(text))
    if len(relations) != 1:
        raise InputError(f"{text!r} is no inequality; write it like F <= 1/2 or Y_0 - Y_1 > 0")
    (relation,) = relations
    larger = ">" in relation[0]
    total = [fmpq(0)] * (1 + inputs + outputs)
    for begin, end, sign in ((0, relation.start(), 1), (relation.end(), len(text), -1)):
        place = begin
        while place < end or place == begin:
            found = _TERM.match(text, place, end)
            if found is None or not (found["number"] or found["name"]) or (place > begin and not found["sign"]):
                raise InputError(f"{text!r}, column {place + 1}: expected a term such as 2, F, Y_0 or 1/2 X_1")
            factor = rational(found["number"] or 1) * (-sign if found["sign"] == "-" else sign)
            total[_index(text, found["name"], inputs, outputs)] += factor if larger else -factor
            place = found.end()
    return Property.of(
        [[Atom("=" not in relation[0], total[0], tuple(total[1 : 1 + inputs]), tuple(total[1 + inputs :]))]]
    )


def _index(text: str, name: str | None, inputs: int, outputs: int) -> int:
    if name is None:
        return 0
    if name == "F":
        if outputs != 1:
            raise InputError(
                f"{text!r}: F is the only output, but there are {outputs}; name one, Y_0 .. Y_{outputs - 1}"
            )
        return 1 + inputs
    number, count = int(name[2:]), inputs if name[0] == "X" else outputs
    if number >= count:
        raise InputError(f"{text!r}: there is no {name}; the last one is {name[0]}_{count - 1}")
    return 1 + number + (0 if name[0] == "X" else inputs)
