"""A table in LaTeX, with booktabs."""

from __future__ import annotations

import re

from exactnet.printed.document import Document
from exactnet.printed.layout import laid_out

__all__ = ["latex"]

_SPECIAL = {
    "\\": r"\textbackslash{}",
    **{sign: "\\" + sign for sign in "&%$#_{}"},
    "~": r"$\sim$",
    "^": r"\textasciicircum{}",
    "<": "$<$",
    ">": "$>$",
    "|": r"$|$",
    "≤": r"$\le$",
    "≥": r"$\ge$",
    "≰": r"$\not\le$",
    "≱": r"$\not\ge$",
    "–": "--",
    '"': "''",
}
_GREEK = "alpha|beta|gamma|delta|epsilon|lambda|mu|nu|pi|rho|sigma|tau|theta"
# f^3, T^{12}, n_1, beta_0: a letter or a Greek name with one exponent or index
_SCRIPT = re.compile(rf"(?<![A-Za-z\\])({_GREEK}|[A-Za-z])([\^_])(\{{[\w+-]+\}}|\w+)(?!\w)")
_ROOT = re.compile(r"sqrt\((\d+)\)")
_SHORT = 8


def latex(table: Document) -> str:
    """A ``table`` environment; the packages that it needs stand in a comment."""
    found = laid_out(table)
    kinds = "".join("r" if right else "l" for right in found.right) + "l"
    lines = [" & ".join(map(_text, [*found.headings, "certificates"])) + r" \\", r"\midrule"]
    for row, digests in zip(found.rows, found.digests, strict=True):
        shown = r"{\tiny\ttfamily\begin{tabular}{@{}l@{}}" + r"\\".join(_pairs(digests)) + r"\end{tabular}}"
        lines.append(" & ".join([*map(_text, row), shown if digests else ""]) + r" \\")
    notes = [r"\par\smallskip " + _text(note) for note in found.notes]
    return "\n".join(
        [
            r"% needs \usepackage{booktabs}",
            r"\begin{table}",
            r"\centering\small",
            rf"\caption{{{_text(table['title'])}}}",
            rf"\begin{{tabular}}{{{kinds}}}",
            r"\toprule",
            *lines,
            r"\bottomrule",
            r"\end{tabular}",
            *([r"\begin{flushleft}\footnotesize", *notes, r"\end{flushleft}"] if notes else []),
            r"\end{table}",
            "",
        ]
    )


def _pairs(digests: list[str]) -> list[str]:
    short = [digest[:_SHORT] for digest in digests]
    return [" ".join(short[i : i + 3]) for i in range(0, len(short), 3)]


def _text(text: str) -> str:
    r"""Text with every special character escaped, simple formulas set as such.

    >>> _text("laps of f^3 & 50%"), _text("2 sqrt(5)")
    ('laps of $f^{3}$ \\& 50\\%', '2 $\\sqrt{5}$')
    """
    result, end = [], 0
    for found in sorted([*_SCRIPT.finditer(text), *_ROOT.finditer(text)], key=lambda m: m.start()):
        if found.start() < end:
            continue
        result += [_escaped(text[end : found.start()]), _formula(found)]
        end = found.end()
    return "".join([*result, _escaped(text[end:])])


def _formula(found: re.Match[str]) -> str:
    if found.re is _ROOT:
        return rf"$\sqrt{{{found[1]}}}$"
    base = found[1] if len(found[1]) == 1 else "\\" + found[1]
    return f"${base}{found[2]}{{{found[3].strip('{}').replace('_', chr(92) + '_')}}}$"


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(c, c if ord(c) < 0x180 else "?") for c in text)
