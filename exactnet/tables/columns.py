"""A column of a specification: what is computed for a row, and what its cells must claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exactnet.bounds import Bound, select
from exactnet.check.verdict import Rejected
from exactnet.errors import InputError
from exactnet.printed.reading import filled
from exactnet.tables.options import Option, document, keys_of, references, whole, word
from exactnet.tables.quantities import QUANTITIES, Quantity
from exactnet.tables.subjects import document_of, subject_at

__all__ = ["Column", "read_column"]

_COMMON = {
    "title": Option(str, "the heading", optional=True),
    "domain": Option(str, "where: box:LO,HI, all or polytope:..", optional=True),
    "digits": Option(whole(0, 1000), "decimals printed", 6),
    "show": Option(word("value", "log"), "how the value is printed", optional=True),
}


@dataclass(frozen=True)
class Column:
    """A column.

    Attributes
    ----------
    what
        The quantity or the bound.
    title, domain, digits, show
        As in the specification.
    given
        The options of the quantity, or the parameters of the bound; ``$name`` is the row's value.
    folder
        Where files lie.
    """

    what: Quantity | Bound
    title: str
    domain: str | None
    digits: int
    show: str
    given: Mapping[str, Any]
    folder: Path

    @property
    def document(self) -> dict[str, Any]:
        """The column of the table's document."""
        shared = {"title": self.title, "digits": self.digits}
        domain = {} if self.domain is None else {"domain": self.domain}
        if isinstance(self.what, Bound):
            bound = self.what
            claim = {"rule": "bound", "bound": bound.id, "parameters": dict(self.given), **domain}
            told = {"status": str(bound.status), "source": bound.source, "statement": bound.statement}
            return {"kind": "bound", **shared, "claim": claim, **told}
        quantity = self.what
        return {
            "kind": "quantity",
            **shared,
            "name": quantity.name,
            "claim": {"rule": quantity.rule, **domain, **quantity.claim(self.given)},
            "read": filled(list(quantity.read), self.given),
            "then": filled(quantity.then, self.given),
            "show": self.show,
        }

    def options(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The options of a row's computation, as JSON values.

        Raises
        ------
        InputError
            If one of them is wrong with the row's values.
        """
        try:
            if isinstance(self.what, Bound):
                return dict(filled(dict(self.given), given))
            known = {**self.what.options, **self.what.places}
            values = {
                key: self._read(key, option, filled(self.given[key], given))
                for key, option in known.items()
                if self.given.get(key) is not None
            }
            return {key: value for key, value in values.items() if key in self.what.options}
        except Rejected as error:
            raise InputError(error.reason) from None

    def _read(self, key: str, option: Option, value: Any) -> Any:
        try:
            return document_of(subject_at(value, self.folder)) if option.read is document else option.read(value)
        except InputError as error:
            raise InputError(f"{key}: {error}") from None


def read_column(value: Mapping[str, Any], folder: Path) -> Column:
    """A column of the specification.

    Raises
    ------
    InputError
        For an unknown quantity, bound or option, or a value of the wrong kind.
    """
    if ("quantity" in value) == ("bound" in value):
        raise InputError("a column is just one of quantity and bound")
    rest = {key: v for key, v in value.items() if key not in ("quantity", "bound", *_COMMON)}
    common = {}
    for key, option in _COMMON.items():
        if key in value:
            common[key] = _checked(key, option, value[key])
    if "bound" in value:
        return _bound_column(value["bound"], common, rest, folder)
    return _quantity_column(value["quantity"], common, rest, folder)


def _bound_column(name: Any, common: dict[str, Any], rest: dict[str, Any], folder: Path) -> Column:
    (bound,) = select([str(name)])
    keys_of(rest, {"parameters": Option(dict, "which instance", optional=True)}, f"the bound {name}")
    parameters = rest.get("parameters", {})
    if not isinstance(parameters, Mapping):
        raise InputError("parameters: they are a TOML table, such as {k = 2}")
    if "show" in common:
        raise InputError("show is for quantities")
    title, domain = common.get("title", bound.id), common.get("domain", "own")
    return Column(bound, title, domain, common.get("digits", 6), "value", parameters, folder)


def _quantity_column(name: Any, common: dict[str, Any], rest: dict[str, Any], folder: Path) -> Column:
    if not isinstance(name, str) or name not in QUANTITIES:
        raise InputError(f"there is no quantity {name!r}; known are {', '.join(QUANTITIES)}")
    quantity = QUANTITIES[name]
    known = {**quantity.options, **quantity.places}
    keys_of(rest, known, f"the quantity {name!r}")
    given = {}
    for key, option in known.items():
        value = rest.get(key, option.default)
        if value is not None and option.read is not document and not references(value):
            value = _checked(key, option, value)
        given[key] = value
    domain = common.get("domain", quantity.domain)
    if domain is not None and quantity.domain is None:
        raise InputError(f"the quantity {name!r} has no domain")
    if domain == "own" and quantity.domain == "all":
        domain = "all"
    show = common.get("show", quantity.show)
    if show == "log" and quantity.then != "growth":
        raise InputError("show = 'log' is for the quantities entropy and growth")
    column = Column(
        quantity,
        common.get("title", name),
        domain,
        common.get("digits", 6),
        show,
        given,
        folder,
    )
    _ = column.document  # an option that cannot be the row's is refused here
    return column


def _checked(key: str, option: Option, value: Any) -> Any:
    try:
        if option.read is str and not isinstance(value, str):
            raise InputError(f"it must be text, not {value!r}")
        return option.read(value)
    except InputError as error:
        raise InputError(f"{key}: {error}") from None
