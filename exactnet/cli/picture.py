"""`exactnet plot`, and what its commands share: the file they draw into, and what they say of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from exactnet import plots
from exactnet.cli.session import print_json

__all__ = ["Picture", "plot", "report", "require"]

plot = typer.Typer(
    name="plot",
    help="Draw a network or a map into an svg, pdf or png file; counts in titles are exact. "
    "Needs matplotlib: pip install 'exactnet\\[plot]'.",
    no_args_is_help=True,
)

Picture: TypeAlias = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="The picture; .svg, .pdf or .png says the format.")
]


def require(output: Path) -> None:
    """Refuse, before any work, what cannot end in a picture."""
    plots.require_picture_file(output)
    plots.require_matplotlib()


def report(json: bool, output: Path, summary: str, drawn: dict[str, Any]) -> None:
    """Say what was drawn, as a line or as a document."""
    if json:
        print_json({"file": str(output), **drawn})
    else:
        print(f"{output}: {summary}")
