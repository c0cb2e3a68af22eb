"""A table in HTML, complete in itself: no scripts, nothing loaded."""

from __future__ import annotations

from html import escape

from exactnet.printed.document import Document
from exactnet.printed.layout import laid_out

__all__ = ["fragment", "html"]

_STYLE = """
.exactnet-table { font: 15px system-ui, sans-serif; color: #111; background: #fff; padding: 0.5em; overflow-x: auto; }
.exactnet-table table { border-collapse: collapse; border-top: 2px solid #111; border-bottom: 2px solid #111; }
.exactnet-table caption { text-align: left; font-weight: 600; padding: 0.4em 0; }
.exactnet-table th, .exactnet-table td { padding: 0.25em 0.7em; text-align: left; vertical-align: top; }
.exactnet-table th { border-bottom: 1px solid #111; font-weight: 600; }
.exactnet-table .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.exactnet-table .refuted { font-weight: 700; color: #a40000; }
.exactnet-table .certificates { min-width: 18em; }
.exactnet-table code { font-size: 11px; color: #444; }
.exactnet-table ul { font-size: 13px; max-width: 70em; }
"""
_SHORT = 8


def fragment(table: Document) -> str:
    """The table as an element of a page."""
    found = laid_out(table)
    classes = [' class="number"' if right else "" for right in found.right]
    head = "".join(f"<th{c}>{escape(h)}</th>" for c, h in zip(classes, found.headings, strict=True))
    lines = []
    for row, digests, source in zip(found.rows, found.digests, table["rows"], strict=True):
        cells = "".join(f"<td{c}>{escape(text)}</td>" for c, text in zip(classes, row, strict=True))
        shown = " ".join(f'<code title="{escape(d)}">{escape(d[:_SHORT])}</code>' for d in digests)
        kind = ' class="refuted"' if source["verdict"] == "refuted" else ""
        lines.append(f'<tr{kind}>{cells}<td class="certificates">{shown}</td></tr>')
    notes = "".join(f"\n<li>{escape(note)}</li>" for note in found.notes)
    return "\n".join(
        [
            f'<div class="exactnet-table"><style>{_STYLE}</style>',
            f"<table><caption>{escape(table['title'])}</caption>",
            f"<thead><tr>{head}<th>certificates</th></tr></thead>",
            "<tbody>",
            *lines,
            "</tbody></table>",
            *([f"<ul>{notes}\n</ul>"] if notes else []),
            "</div>",
        ]
    )


def html(table: Document) -> str:
    """The table as a page."""
    title = escape(table["title"])
    head = f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>\n<body>\n'
    return f"{head}{fragment(table)}\n</body></html>\n"
