"""A conjecture in Python: what is stated, and where it is searched for a counterexample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from exactnet.conjectures.words import Expression

__all__ = ["Conjecture"]


@dataclass(frozen=True, eq=False)
class Conjecture:
    """A conjecture, as a file describes it (docs/search.md); the statement is a text, or written with `exactnet.conjectures.words`.

    Attributes
    ----------
    statement, bound
        What is stated, or the id of a published bound.
    candidates
        The table ``[class]``: a kind, and its fields. A bound may do without.
    domain, clip, path, as_printed, let, search
        The fields of these names.

    Examples
    --------
    >>> from exactnet.conjectures.words import f, laps, prod, w
    >>> small = {"inputs": 1, "widths": [2], "weights": "-1:1"}
    >>> Conjecture(laps(f) <= prod(w + 1) - 1, candidates=small).document()["statement"]
    'laps(f) <= prod(w + 1) - 1'
    """

    statement: str | Expression | None = None
    candidates: Mapping[str, Any] | None = None
    bound: str | None = None
    as_printed: bool = False
    domain: str | None = None
    clip: bool = False
    path: Mapping[str, Any] | None = None
    let: Mapping[str, str | Expression] = field(default_factory=dict)
    search: Mapping[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """The fields that say something, as those of a file."""
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        named = {"class" if name == "candidates" else name: value for name, value in given.items()}
        return {name: _text(value) for name, value in named.items() if isinstance(value, Expression) or value}


def _text(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _text(inner) for key, inner in value.items()}
    return str(value) if isinstance(value, Expression) else value
