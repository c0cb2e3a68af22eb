"""How objects look in a notebook: one sheet of facts and tables, as HTML; formulas as LaTeX where they say more.

A class that derives from `Displayed` is shown by the JSON values of its `to_json`, or by a `_sheet` of its own. Nothing is fetched
from anywhere, everything is escaped, and colours only repeat what signs and words say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from html import escape
from typing import Any

__all__ = [
    "LATEX_PIECES",
    "Displayed",
    "Sheet",
    "Table",
    "decimal_text",
    "latex_cases",
    "latex_map",
    "latex_number",
    "latex_polynomial",
    "latex_words",
    "layered",
]

LATEX_PIECES = 12
"""Functions of more pieces have no formula."""

_LONGEST_NUMBER = 20
_LONGEST_TEXT = 400
_LONGEST_FORMULA = 40
_MOST_ITEMS = 24
_MOST_ROWS = 100
_DIGITS = 8

_SIGNS = {
    "proved": ("✓", "#1b7837"),
    "valid": ("✓", "#1b7837"),
    "refuted": ("✗", "#b2182b"),
    "invalid": ("✗", "#b2182b"),
    "unknown": ("?", "#8a6d00"),
    "holey": ("?", "#8a6d00"),
    "not_applicable": ("–", "#777777"),
}
"""A sign and a colour for every verdict."""

_CELL = "text-align:left;vertical-align:top;padding:2px 10px 2px 0"
_NUMBER = re.compile(r"-?\d+(/\d+)?")


@dataclass(frozen=True)
class Table:
    """Rows under the names of their columns.

    Attributes
    ----------
    rows
        JSON values by column; columns in which there is nothing are left out.
    title
        Above the table.
    """

    rows: Sequence[Mapping[str, Any]]
    title: str = ""

    def html(self) -> str:
        """The table; of a long one its beginning, and how many rows follow."""
        rows = self.rows[:_MOST_ROWS]
        columns = [
            c for c in dict.fromkeys(c for row in rows for c in row) if any(row.get(c) is not None for row in rows)
        ]
        head = "".join(f'<th style="{_CELL}">{_words(column)}</th>' for column in columns)
        body = "".join(
            "<tr>" + "".join(f'<td style="{_CELL}">{_cell(c, row.get(c))}</td>' for c in columns) + "</tr>"
            for row in rows
        )
        caption = f'<caption style="text-align:left">{_words(self.title)}</caption>' if self.title else ""
        more = f"<p>{len(self.rows) - _MOST_ROWS:,} more rows</p>" if len(self.rows) > _MOST_ROWS else ""
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


@dataclass(frozen=True)
class Sheet:
    """What is shown of an object.

    Attributes
    ----------
    title
        What it is.
    facts
        Names and JSON values.
    tables
        Below the facts.
    """

    title: str
    facts: Mapping[str, Any]
    tables: Sequence[Table] = ()

    @classmethod
    def of(cls, title: str, document: Mapping[str, Any]) -> Sheet:
        """From a JSON document: lists of objects become tables, all else but None are facts.

        Examples
        --------
        >>> sheet = Sheet.of("counts", {"laps": 2, "rows": [{"n": 1}, {"n": 2}]})
        >>> sheet.facts, [len(table.rows) for table in sheet.tables]
        ({'laps': 2}, [2])
        """
        tables = {key: value for key, value in document.items() if _is_table(value)}
        facts = {key: value for key, value in document.items() if key not in tables and value is not None}
        return cls(title, facts, [Table(rows, title) for title, rows in tables.items()])

    def html(self) -> str:
        """One element, without references to anything outside.

        Examples
        --------
        >>> Sheet("<b>", {"verdict": "proved"}).html()
        '<div><strong>&lt;b&gt;</strong><table><tbody><tr><th style="text-align:left;vertical-align:top;padding:2px 10px 2px 0">\
verdict</th><td style="text-align:left;vertical-align:top;padding:2px 10px 2px 0"><span style="color:#1b7837">✓ proved</span>\
</td></tr></tbody></table></div>'
        """
        rows = "".join(
            f'<tr><th style="{_CELL}">{_words(name)}</th><td style="{_CELL}">{_cell(name, value)}</td></tr>'
            for name, value in self.facts.items()
        )
        facts = f"<table><tbody>{rows}</tbody></table>" if rows else ""
        return f"<div><strong>{escape(self.title)}</strong>{facts}{''.join(t.html() for t in self.tables)}</div>"


class Displayed:
    """Something that notebooks show as a `Sheet`."""

    def _sheet(self) -> Sheet:
        title = re.sub("(?<!^)(?=[A-Z])", " ", type(self).__name__).capitalize()
        return Sheet.of(title, self.to_json())  # type: ignore[attr-defined]  # of those without a sheet of their own

    def _repr_html_(self) -> str:
        return self._sheet().html()


def layered(items: Iterable[Any]) -> str:
    """Numbers of layer after layer, in one line.

    Examples
    --------
    >>> layered((1, 8, 8, 1))
    '1 → 8 → 8 → 1'
    """
    return " → ".join(map(str, items))


def decimal_text(text: str) -> str:
    """A rational number, as documents write it, as a decimal with eight significant digits.

    Examples
    --------
    >>> decimal_text("1/3"), decimal_text("-7")
    ('0.33333333', '-7')
    """
    top, _, bottom = text.partition("/")
    return str(Context(prec=_DIGITS).divide(Decimal(top), Decimal(bottom or 1)))


def latex_number(text: str) -> str:
    r"""A rational number, as documents write it, in LaTeX.

    Examples
    --------
    >>> latex_number("-1/2"), latex_number("7"), latex_number("1" * 60 + "/3")
    ('-\\frac{1}{2}', '7', '{\\sim}3.7037037E+58')
    """
    if len(text) > _LONGEST_FORMULA:
        return rf"{{\sim}}{decimal_text(text)}"
    top, slash, bottom = text.partition("/")
    if not slash:
        return text
    sign = "-" if top.startswith("-") else ""
    return rf"{sign}\frac{{{top.removeprefix('-')}}}{{{bottom}}}"


def latex_words(text: str) -> str:
    r"""A few words in LaTeX.

    Examples
    --------
    >>> latex_words("hard_tanh")
    '\\text{hard tanh}'
    """
    return rf"\text{{{text.replace('_', ' ')}}}"


def latex_polynomial(coefficients: Sequence[str], variable: str = "x") -> str:
    r"""A polynomial in LaTeX, highest degree first, from numbers as documents write them, lowest degree first.

    Examples
    --------
    >>> latex_polynomial(["-1", "-1/2", "0", "1"])
    'x^{3} - \\frac{1}{2} x - 1'
    """
    terms = ""
    for degree in range(len(coefficients) - 1, -1, -1):
        number = coefficients[degree]
        if number == "0":
            continue
        power = {0: "", 1: variable}.get(degree, f"{variable}^{{{degree}}}")
        size = latex_number(number.removeprefix("-"))
        size = "" if size == "1" and power else size
        negative = number.startswith("-")
        sign = (" - " if negative else " + ") if terms else ("-" if negative else "")
        terms += sign + " ".join(part for part in (size, power) if part)
    return terms or "0"


def latex_cases(pieces: Sequence[tuple[str, str, str]]) -> str:
    r"""A function of x by pieces: (formula in LaTeX, first x, last x).

    Examples
    --------
    >>> latex_cases([("2 x", "0", "1/2")])
    '$f(x) = \\begin{cases} 2 x & 0 \\leq x \\leq \\frac{1}{2} \\end{cases}$'
    """
    lines = (rf"{formula} & {latex_number(a)} \leq x \leq {latex_number(b)}" for formula, a, b in pieces)
    return r"$f(x) = \begin{cases} " + r" \\ ".join(lines) + r" \end{cases}$"


def latex_map(pieces: int, kind: str) -> str:
    r"""A function of too many pieces for a formula.

    Examples
    --------
    >>> latex_map(120, "affine piece")
    '$f \\text{ with } 120 \\text{ affine pieces}$'
    """
    return rf"$f \text{{ with }} {pieces} \text{{ {kind}{'' if pieces == 1 else 's'}}}$"


def _is_table(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) > 0 and all(isinstance(item, Mapping) for item in value)


def _words(name: str) -> str:
    return escape(name.replace("_", " "))


def _cell(name: str, value: Any) -> str:
    if name == "verdict" and value in _SIGNS:
        sign, colour = _SIGNS[value]
        return f'<span style="color:{colour}">{sign} {_words(value)}</span>'
    text = _text(value)
    return escape(text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…")


def _text(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | str):
        return _short(str(value))
    if isinstance(value, Mapping):
        if set(value) == {"lower", "upper"}:
            return _bracket(_text(value["lower"]), _text(value["upper"]))
        return "; ".join(_some(f"{str(key).replace('_', ' ')}: {_text(item)}" for key, item in value.items()))
    if isinstance(value, Iterable):
        inner = (f"({_text(item)})" if isinstance(item, list | tuple) else _text(item) for item in value)
        return ", ".join(_some(inner)) or "none"
    return _short(str(value))


def _some(items: Iterator[str]) -> Iterator[str]:
    for count, item in enumerate(items):
        if count == _MOST_ITEMS:
            yield "…"
            return
        yield item


def _bracket(lower: str, upper: str) -> str:
    return lower if lower == upper else f"{lower} … {upper}"


def _short(text: str) -> str:
    """A long number as a decimal marked by ``≈``."""
    if _NUMBER.fullmatch(text) and len(text) > _LONGEST_NUMBER:
        return f"≈ {decimal_text(text)}"
    return text
