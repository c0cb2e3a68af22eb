"""`exactnet table --list`."""

from __future__ import annotations

from typing import Any

from rich.table import Table as Listing

from exactnet.cli.session import console, print_json
from exactnet.tables import CONSTRUCTIONS, QUANTITIES

__all__ = ["list_all"]


def list_all(json: bool) -> None:
    """Print quantities and constructions."""
    known: dict[str, dict[str, tuple[str, dict[str, Any]]]] = {
        "quantity": {name: (q.text, {**q.options, **q.places}) for name, q in QUANTITIES.items()},
        "construction": {name: (c.text, dict(c.parameters)) for name, c in CONSTRUCTIONS.items()},
    }
    if json:
        print_json(
            {
                title: {
                    name: {"text": text, "options": {key: option.text for key, option in options.items()}}
                    for name, (text, options) in entries.items()
                }
                for title, entries in known.items()
            }
        )
        return
    for title, entries in known.items():
        listing = Listing(box=None, header_style="bold", pad_edge=False)
        for heading in (title, "what it is", "options"):
            listing.add_column(heading, overflow="fold")
        for name, (text, options) in entries.items():
            told = "\n".join(f"{key}: {option.text}{_default(option.default)}" for key, option in options.items())
            listing.add_row(name, text, told)
        console().print(listing, markup=False)
        print()
    print("bounds: exactnet verify --list")


def _default(value: Any) -> str:
    return "" if value is None else f" [{value}]"
