"""A table in LaTeX, with booktabs."""

from __future__ import annotations

import re

from exactnet.printed.document import Document
from exactnet.printed.layout import Layout, laid_out

__all__ = ["latex"]

_PAIRS = r"""
    α=\alpha β=\beta γ=\gamma δ=\delta ε=\varepsilon ζ=\zeta η=\eta θ=\theta ι=\iota κ=\kappa λ=\lambda μ=\mu ν=\nu ξ=\xi ο=o π=\pi
    ρ=\rho ς=\varsigma σ=\sigma τ=\tau υ=\upsilon φ=\varphi χ=\chi ψ=\psi ω=\omega
    Γ=\Gamma Δ=\Delta Θ=\Theta Λ=\Lambda Ξ=\Xi Π=\Pi Σ=\Sigma Υ=\Upsilon Φ=\Phi Ψ=\Psi Ω=\Omega
    ∞=\infty →=\to ↦=\mapsto ≠=\ne ≈=\approx −=- ·=\cdot ×=\times ±=\pm √=\surd ∈=\in ∑=\sum ∏=\prod ℝ=\mathbf{R} ‖=\| …=\ldots
    ≤=\le ≥=\ge ≰=\not\le ≱=\not\ge °=^\circ ¹=^1 ²=^2 ³=^3 ⁴=^4 ⁿ=^n ᵏ=^k ½=\frac12 ¼=\frac14
    ₀=_0 ₁=_1 ₂=_2 ₃=_3 ₄=_4 ₅=_5 ₆=_6 ₇=_7 ₈=_8 ₉=_9
"""
_MATHS = dict(pair.split("=", 1) for pair in _PAIRS.split())
_SPECIAL = {
    "\\": r"\textbackslash{}",
    **{sign: "\\" + sign for sign in "&%$#_{}"},
    "~": r"$\sim$",
    "^": r"\textasciicircum{}",
    "<": "$<$",
    ">": "$>$",
    "|": r"$|$",
    "–": "--",
    "—": "---",
    "\u200b": "{}",
    '"': "''",
    **dict(zip("‘’“”", ("`", "'", "``", "''"), strict=True)),
    **{sign: f"${tex}$" for sign, tex in _MATHS.items()},
}
_SIGNS = {"<=": r"$\le$", ">=": r"$\ge$", "->": r"$\to$", "-": "$-$"}
_GREEK = "alpha|beta|gamma|delta|epsilon|lambda|mu|nu|pi|rho|sigma|tau|theta"
# f^3, 2^(k-1), T^{12}, n_1, beta_0: a letter, a Greek name or a number with one exponent or index
_SCRIPT = rf"(?<![A-Za-z\d\\])(?P<base>{_GREEK}|[A-Za-z]|\d+)(?P<kind>[\^_])(?P<script>\{{[\w+-]+\}}|\([\w +*/-]+\)|\w+)(?!\w)"
_FORMULA = re.compile(rf"{_SCRIPT}|sqrt\((?P<root>\d+)\)|(?P<sign><=|>=|->|(?<![\w)-])-(?=\d))")
_SHORT, _WIDE = 8, 14
_WIDEST, _ROWS, _NOTES = 200, 36, 4000
"""Signs in a line, rows on a page, and signs of notes below them, with which a page is still legible."""


def latex(table: Document) -> str:
    """A ``table`` environment, made smaller if it is too wide; a line of digests follows each row.

    What would not be legible is divided: the columns stand in several blocks, one below the other, and the rows in several
    environments. Notes that would fill the page stand below the last one. The packages that are needed stand in a comment.
    """
    found = laid_out(table)
    blocks = _blocks(found, table)
    size = max(1, _ROWS // len(blocks))
    parts = [range(i, min(i + size, len(found.rows))) for i in range(0, len(found.rows), size)]
    lines = [r"% needs \usepackage{booktabs,graphicx}"]
    notes = [r"\par\smallskip " + _text(note) for note in found.notes]
    if notes:
        notes = [r"\begin{flushleft}\footnotesize", *notes, r"\end{flushleft}"]
    inside = sum(map(len, notes)) <= _NOTES and len(parts) == 1
    for number, rows in enumerate(parts, 1):
        title = table["title"] + (f" ({number} of {len(parts)})" if len(parts) > 1 else "")
        lines += [
            r"\begin{table}",
            r"\centering\footnotesize\setlength{\tabcolsep}{4pt}",
            rf"\caption{{{_text(title)}}}",
            *r"\par\medskip ".join(_tabular(found, block, rows, block is blocks[-1]) for block in blocks).split("\n"),
            *(notes if inside else []),
            r"\end{table}",
        ]
    return "\n".join([*lines, *([] if inside else notes), ""])


def _blocks(found: Layout, table: Document) -> list[list[int]]:
    """The columns of every block, about equally wide; what names the row is in each."""
    first = len(found.headings) - len(table["columns"]) - 2
    widths = [
        max(len(line) for line in [*_broken(heading), *(row[i] for row in found.rows)]) + 2
        for i, heading in enumerate(found.headings)
    ]
    fewest = len(_divided(widths, first, _WIDEST))
    return next(d for limit in range(_WIDEST + 1) if len(d := _divided(widths, first, limit)) == fewest)


def _divided(widths: list[int], first: int, limit: int) -> list[list[int]]:
    """Blocks of columns that are no wider than this, or have one column beside the ``first`` ones."""
    blocks = [list(range(first))]
    for i in range(first, len(widths)):
        if len(blocks[-1]) > first and sum(widths[j] for j in blocks[-1]) + widths[i] > limit:
            blocks.append(list(range(first)))
        blocks[-1].append(i)
    return blocks


def _tabular(found: Layout, block: list[int], rows: range, last: bool) -> str:
    """Some columns of some rows; the digests stand in the last block."""
    kinds = "".join("r" if found.right[i] else "l" for i in block)
    headings = [_stacked(_broken(found.headings[i]), kind) for i, kind in zip(block, kinds, strict=True)]
    lines = [" & ".join(headings) + r" \\", r"\midrule"]
    for number in rows:
        short = " ".join(digest[:_SHORT] for digest in found.digests[number]) if last else ""
        # the check of a table finds the row by its digests, or by this comment
        second = (
            rf" \multicolumn{{{len(kinds)}}}{{l}}{{\tiny\ttfamily {short}}} \\" if short else f" % row {number + 1}"
        )
        lines.append(" & ".join(_text(found.rows[number][i]) for i in block) + r" \\" + second)
    return "\n".join(
        [
            r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%",
            rf"\begin{{tabular}}{{{kinds}}}",
            r"\toprule",
            *lines,
            r"\bottomrule",
            r"\end{tabular}}",
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
    # Latin letters are left to a modern LaTeX, which reads UTF-8; two hyphens would be a dash
    return "".join(_SPECIAL.get(c, c if ord(c) < 0x180 else "?") for c in text.replace("--", "-\u200b-"))
