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
_SIGNS = {"<=": r"$\le$", ">=": r"$\ge$", "->": r"$\to$", "-": "$-$"}
_GREEK = "alpha|beta|gamma|delta|epsilon|lambda|mu|nu|pi|rho|sigma|tau|theta"
# f^3, 2^(k-1), T^{12}, n_1, beta_0: a letter, a Greek name or a number with one exponent or index
_SCRIPT = rf"(?<![A-Za-z\d\\])(?P<base>{_GREEK}|[A-Za-z]|\d+)(?P<kind>[\^_])(?P<script>\{{[\w+-]+\}}|\([\w +*/-]+\)|\w+)(?!\w)"
_FORMULA = re.compile(rf"{_SCRIPT}|sqrt\((?P<root>\d+)\)|(?P<sign><=|>=|->|(?<![\w)-])-(?=\d))")
_SHORT, _WIDE = 8, 14


def latex(table: Document) -> str:
    """A ``table`` environment, made smaller if it is too wide; a line of digests follows each row.

    The packages that it needs stand in a comment.
    """
    found = laid_out(table)
    kinds = "".join("r" if right else "l" for right in found.right)
    headings = [_stacked(_broken(heading), kind) for heading, kind in zip(found.headings, kinds, strict=True)]
    lines = [" & ".join(headings) + r" \\", r"\midrule"]
    for row, digests in zip(found.rows, found.digests, strict=True):
        short = " ".join(digest[:_SHORT] for digest in digests)
        second = rf" \multicolumn{{{len(kinds)}}}{{l}}{{\tiny\ttfamily {short}}} \\" if digests else ""
        lines.append(" & ".join(map(_text, row)) + r" \\" + second)
    notes = [r"\par\smallskip " + _text(note) for note in found.notes]
    return "\n".join(
        [
            r"% needs \usepackage{booktabs,graphicx}",
            r"\begin{table}",
            r"\centering\footnotesize\setlength{\tabcolsep}{4pt}",
            rf"\caption{{{_text(table['title'])}}}",
            r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%",
            rf"\begin{{tabular}}{{{kinds}}}",
            r"\toprule",
            *lines,
            r"\bottomrule",
            r"\end{tabular}}",
            *([r"\begin{flushleft}\footnotesize", *notes, r"\end{flushleft}"] if notes else []),
            r"\end{table}",
            "",
        ]
    )


def _broken(heading: str) -> list[str]:
    """A heading in short lines."""
    lines: list[str] = []
    for word in re.sub(r"(?<=\w{4}\.)(?=\w)", " ", heading).split(" "):
        if lines and len(lines[-1]) + len(word) < _WIDE:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def _stacked(lines: list[str], kind: str) -> str:
    texts = list(map(_text, lines))
    if len(texts) == 1:
        return texts[0]
    return rf"\begin{{tabular}}[b]{{@{{}}{kind}@{{}}}}" + r"\\".join(texts) + r"\end{tabular}"


def _text(text: str) -> str:
    r"""Text with every special character escaped, simple formulas set as such.

    >>> _text("laps of f^3 & 50%"), _text("2 sqrt(5) <= 2^(k-1)")
    ('laps of $f^{3}$ \\& 50\\%', '2 $\\sqrt{5}$ $\\le$ $2^{k-1}$')
    """
    result, end = [], 0
    for found in _FORMULA.finditer(text):
        result += [_escaped(text[end : found.start()]), _formula(found)]
        end = found.end()
    # after a line break a bracket or a star would be an argument
    return "{}" * text.startswith(("[", "*")) + "".join([*result, _escaped(text[end:])])


def _formula(found: re.Match[str]) -> str:
    if found["root"]:
        return rf"$\sqrt{{{found['root']}}}$"
    if found["sign"]:
        return _SIGNS[found["sign"]]
    base = "\\" + found["base"] if re.fullmatch(_GREEK, found["base"]) else found["base"]
    return f"${base}{found['kind']}{{{found['script'].strip('{}()').replace('_', chr(92) + '_')}}}$"


def _escaped(text: str) -> str:
    # other letters are left to a modern LaTeX, which reads UTF-8
    return "".join(_SPECIAL.get(c, c if ord(c) < 0x180 else "?") for c in text)
