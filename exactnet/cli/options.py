"""Options that all commands share, said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from exactnet.errors import InputError
from exactnet.exact.rational import rational

__all__ = [
    "Arc",
    "BoundedPlace",
    "Classes",
    "Clip",
    "DomainOption",
    "DrawSeed",
    "End",
    "Jobs",
    "JsonFlag",
    "Level",
    "Line",
    "LineDomainOption",
    "Logistic",
    "MaxCells",
    "MaxPieces",
    "Out",
    "OutputIndex",
    "PlaceOption",
    "Plane",
    "Quiet",
    "Seed",
    "Start",
    "Tent",
    "Timeout",
    "Turn",
    "Varied",
    "VariedSubject",
    "Via",
    "index_pair",
    "number",
    "point",
]

_UNIFORM = "Uniform options"


def _folder(text: str) -> Path:
    if not text.strip():
        raise typer.BadParameter("name a folder")  # an empty name would be the present one
    return Path(text)


def number(text: str) -> str:
    """An option that holds one number, as it stands; what is none is refused with the option's name."""
    try:
        rational(text)
    except InputError as error:
        raise typer.BadParameter(str(error)) from None
    return text


def point(text: str) -> str:
    """An option that holds a point, X,Y,.. or @FILE (several with semicolons), as it stands."""
    for part in text.split(";"):
        if not part.startswith("@"):
            for x in part.split(","):
                number(x)
    return text


JsonFlag: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Print one JSON document and nothing else.", rich_help_panel=_UNIFORM)
]
Out: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        help="Write certificates into this folder (made if missing).",
        rich_help_panel=_UNIFORM,
        metavar="DIR",
        parser=_folder,
    ),
]
Jobs: TypeAlias = Annotated[
    int, typer.Option(min=1, help="Processes to use, where the work can be shared out.", rich_help_panel=_UNIFORM)
]
Seed: TypeAlias = Annotated[
    int, typer.Option(help="Seed of random choices (exact answers do not depend on it).", rich_help_panel=_UNIFORM)
]
DrawSeed: TypeAlias = Annotated[
    int, typer.Option("--seed", min=0, help="Seed of what is drawn.", rich_help_panel=_UNIFORM)
]
Timeout: TypeAlias = Annotated[
    float | None,
    typer.Option(
        min=0.001, max=10_000_000, help="Give up after this many seconds (exit status 3).", rich_help_panel=_UNIFORM
    ),
]
Level: TypeAlias = Annotated[str, typer.Option(metavar="C", help="The level c, any rational.", parser=number)]
OutputIndex: TypeAlias = Annotated[
    int | None,
    typer.Option("--unit", "--output", metavar="I", help="F is output unit I, from 0. \\[default: the only one]"),
]
Classes: TypeAlias = Annotated[
    str | None, typer.Option(metavar="I,J", help="F is output I minus output J: where a classifier prefers J to I.")
]
Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", help="No notes, no progress.", rich_help_panel=_UNIFORM)]
DomainOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--domain",
        metavar="box:LO,HI",
        help="Where: an interval. \\[default: a map's own, box:0,1]",
    ),
]
LineDomainOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--domain",
        metavar="box:LO,HI|all",
        help="Where: an interval or the whole line. \\[default: a map's own, box:0,1]",
    ),
]
Clip: TypeAlias = Annotated[
    bool, typer.Option("--clip", help="Cut values off at the ends of the domain, so that the map stays in it.")
]
MaxPieces: TypeAlias = Annotated[
    int, typer.Option(min=1, help="Stop (exit status 3) when a network has more breakpoints than this.")
]
MaxCells: TypeAlias = Annotated[int, typer.Option(min=1, help="Stop (exit status 3) at more cells than this.")]
PlaceOption: TypeAlias = Annotated[
    str,
    typer.Option(
        "--domain",
        metavar="box:LO,HI|box:LO1,HI1;..|all|polytope:..",
        help="Where. A polytope is written polytope:b,a_1,..,a_d;.., the points with b + a.x >= 0 in every row.",
    ),
]
BoundedPlace: TypeAlias = Annotated[
    str,
    typer.Option(
        "--domain",
        metavar="box:LO,HI|box:LO1,HI1;..|polytope:..",
        help="Where: a bounded set. A polytope is written polytope:b,a_1,..,a_d;.., the points with b + a.x >= 0 in every row.",
    ),
]
_POINT = "X,Y,..|@FILE"
Start: TypeAlias = Annotated[str, typer.Option("--from", metavar=_POINT, help="Where the path begins.", parser=point)]
End: TypeAlias = Annotated[str, typer.Option("--to", metavar=_POINT, help="Where it ends.", parser=point)]
Via: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar=_POINT, help="Points in between, in this order; a file may hold a list of points.", parser=point
    ),
]
Arc: TypeAlias = Annotated[
    bool, typer.Option("--arc", help="From each point p to the next q along p cos(a) + q sin(a), a from 0 to pi/2.")
]
Turn: TypeAlias = Annotated[bool, typer.Option("--turn", help="With --arc: go on to -p, -q and back to p.")]
Plane: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar='"P;Q;R"',
        parser=point,
        help="Restrict the network to the plane through three points of its input space (each X,Y,..; or @FILE with all three). "
        "The two inputs are then s, t of the point P + s (Q - P) + t (R - P), and --domain is one of these.",
    ),
]
Line: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar='"P;Q"',
        parser=point,
        help="Restrict the network to the line through two points of its input space. The input is then t of the point "
        "P + t (Q - P): box:0,1 is the segment.",
    ),
]
VariedSubject: TypeAlias = Annotated[
    Path | None,
    typer.Argument(
        help="An interval map (*.map.json) or a network (*.net.json); none with --tent or --logistic.",
        show_default=False,
    ),
]
Varied: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="PATH=LO:HI:N",
        help="What varies: keys and indices of a number in the JSON document, with dots, and N values from LO to HI. "
        "PATH,PATH varies both alike, -PATH by the negative.",
    ),
]
Logistic: TypeAlias = Annotated[
    str | None, typer.Option(metavar="LO:HI:N", help="Instead: the maps r x (1 - x), N values of r from LO to HI.")
]
Tent: TypeAlias = Annotated[
    str | None, typer.Option(metavar="LO:HI:N", help="Instead: the tents s min(x, 1 - x), N slopes s from LO to HI.")
]


def index_pair(text: str | None, what: str) -> tuple[int, int] | None:
    """Two indices, written I,J, if they are given."""
    if text is None:
        return None
    try:
        first, second = map(int, text.split(","))
    except ValueError:
        raise InputError(f"{what} are written I,J, not {text!r}") from None
    return first, second
