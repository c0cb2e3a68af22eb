"""`exactnet plot`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from exactnet import face, plots
from exactnet.cli.options import (
    Clip,
    DomainOption,
    Jobs,
    JsonFlag,
    Logistic,
    MaxPieces,
    Quiet,
    Tent,
    Timeout,
    Varied,
    VariedSubject,
)
from exactnet.cli.session import Reporter, print_json, progress, read, time_limit
from exactnet.cli.sweep import chosen_family
from exactnet.compile import Domain, IntervalFunction
from exactnet.compile.box import Box
from exactnet.compile.study import Function, study
from exactnet.compile.sweep import MAX_VERTICES
from exactnet.complexes import count_regions
from exactnet.dynamics.entropy import DEFAULT_DIGITS
from exactnet.errors import InputError, UndecidedError
from exactnet.exact.rational import number_text, rational
from exactnet.model import Network

__all__ = ["plot"]

_MAX_CELLS = 200_000

plot = typer.Typer(
    name="plot",
    help="Draw a network or a map into an svg, pdf or png file; counts in titles are exact. "
    "Needs matplotlib: pip install 'exactnet\\[plot]'.",
    no_args_is_help=True,
)

_Picture: TypeAlias = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="The picture; .svg, .pdf or .png says the format.")
]
_Subject: TypeAlias = Annotated[
    Path, typer.Argument(help="An interval map (*.map.json) or a network of one input and one output (*.net.json).")
]


@plot.command(
    epilog="Example: exactnet plot regions examples/classifier-2d.net.json --domain box:-3,3 -o regions.svg",
)
def regions(
    network: Annotated[Path, typer.Argument(help="A network (*.net.json) with two inputs.")],
    output: _Picture,
    domain: Annotated[str, typer.Option(metavar="box:LO,HI|box:LO1,HI1;LO2,HI2|all", help="Where.")] = "all",
    view: Annotated[
        str | None,
        typer.Option(
            metavar="LO,HI|LO1,HI1;LO2,HI2",
            help="Window onto the plane, with --domain all. \\[default: a square with every vertex]",
        ),
    ] = None,
    color: Annotated[
        plots.RegionColour,
        typer.Option(
            help="map: a colour an affine map, grey if constant; value: of the first output; layer: walls by layer."
        ),
    ] = plots.RegionColour.MAP,
    zero: Annotated[bool, typer.Option("--zero", help="Draw where the network's one output is zero.")] = False,
    max_cells: Annotated[int, typer.Option(min=1, help="Stop (exit status 3) at more cells than this.")] = _MAX_CELLS,
    json: JsonFlag = False,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Draw the linear regions of a network with two inputs, and the walls between them, thinner the deeper their layer.

    Maps that meet along an edge have different colours; cells of one map have one colour. The title counts what lies in the
    domain, whatever the window shows.
    """
    _require(output)
    window = None if view is None else _window(view)
    with progress(quiet) as reporter, time_limit(timeout):
        subject = read(network, quiet)
        if isinstance(subject, Network):
            plots.require_plane(subject)
        found = count_regions(face.polyhedral_complex(subject, domain, max_cells=max_cells, progress=reporter.cells))
        if window is None and found.complex.domain == Box(2, None):
            window = plots.viewing_window(found.complex)
        reporter.say("drawing")
        figure = plots.region_figure(
            found, color=color, zero=zero, view=window, max_cells=max_cells, progress=reporter.cells
        )
        plots.save(figure, output)
    summary = f"{found.activation_regions} activation regions, {found.affine_maps} affine maps"
    shown = None if window is None else window.to_json()
    _report(json, output, summary, {**found.to_json(), "window": shown, "color": color.value, "zero": zero})
    return 0


@plot.command(epilog="Example: exactnet plot graph examples/tent-5.net.json -o tent.svg")
def graph(
    subject: _Subject,
    output: _Picture,
    domain: DomainOption = None,
    clip: Clip = False,
    max_pieces: MaxPieces = MAX_VERTICES,
    json: JsonFlag = False,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Draw the graph of a function of one variable: ends of pieces as dots, every other lap shaded."""
    _require(output)
    with progress(quiet) as reporter, time_limit(timeout):
        function = _function(subject, domain, clip, max_pieces, quiet, reporter)
        seen = plots.outline(function)
        plots.save(plots.graph_figure(function), output)
    name = "affine_pieces" if isinstance(function, IntervalFunction) else "pieces"
    drawn = {name: seen.pieces, "laps": seen.laps, "domain": function.domain.to_json(), "clip": clip}
    _report(json, output, f"{seen.noun}s: {seen.pieces}, laps: {seen.laps}", drawn)
    return 0


@plot.command(epilog="Example: exactnet plot cobweb examples/three-cycle.map.json --start 1/5 --steps 50 -o cobweb.svg")
def cobweb(
    subject: _Subject,
    output: _Picture,
    start: Annotated[str, typer.Option(help="First point of the orbit, exactly.", metavar="X")],
    steps: Annotated[int, typer.Option(min=0, max=100_000, help="Steps of the orbit.", metavar="N")] = 50,
    domain: DomainOption = None,
    clip: Clip = False,
    max_pieces: MaxPieces = MAX_VERTICES,
    json: JsonFlag = False,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Draw an orbit of an interval map as a cobweb.

    The orbit is computed exactly. It ends early, and the picture says so, when a point recurs (the rest repeats), when it leaves
    the interval, or when a number grows beyond 10,000 bits. Of a map with curved pieces later points are enclosed, within 10^-18.
    """
    _require(output)
    first = rational(start)
    with progress(quiet) as reporter, time_limit(timeout):
        function = _function(subject, domain, clip, max_pieces, quiet, reporter)
        path = plots.orbit(function.map if isinstance(function, IntervalFunction) else function.curve, first, steps)
        plots.save(plots.cobweb_figure(function, path), output)
    cycle = None if path.cycle is None else {"after": path.cycle[0], "period": path.cycle[1]}
    drawn = {
        "start": number_text(first),
        "steps": path.steps,
        "exact_steps": path.steps if path.exact is None else path.exact,
        "cycle": cycle,
        "note": path.note or None,
        "domain": function.domain.to_json(),
        "clip": clip,
    }
    _report(json, output, f"steps: {path.steps}" + (f", {path.note}" if path.note else ""), drawn)
    return 0


@plot.command(
    epilog="Example: exactnet plot entropy examples/three-cycle.map.json --vary points.0.1=0:1:101 -o entropy.svg",
)
def entropy(
    output: _Picture,
    subject: VariedSubject = None,
    vary: Varied = None,
    tent: Tent = None,
    logistic: Logistic = None,
    digits: Annotated[int, typer.Option(min=1, max=2000, help="Decimal places.", metavar="D")] = DEFAULT_DIGITS,
    domain: DomainOption = None,
    clip: Clip = False,
    max_pieces: MaxPieces = MAX_VERTICES,
    jobs: Jobs = 1,
    json: JsonFlag = False,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Draw the certified entropy of maps in which one number varies, against that number.

    A dot is a bracket too narrow to see, a bar is one from end to end. Between two values nothing is drawn, because nothing is
    certified there, except for --tent and --logistic, where the entropy is monotone.
    """
    _require(output)
    family = chosen_family(subject, vary, tent, logistic, domain, clip, max_pieces, quiet)
    with progress(quiet) as reporter, time_limit(timeout):
        found = face.sweep(
            family,
            digits=digits,
            jobs=jobs,
            progress=lambda done, total: reporter.say(f"sweep: {done} of {total} values"),
        )
    located = sum(row.growth is not None for row in found.rows)
    if found.stopped is not None and not located:
        raise UndecidedError(found.stopped)
    plots.save(plots.entropy_figure(found), output)
    _report(json, output, f"entropy at {located} of {len(found.rows)} values of {family.label}", found.to_json())
    return 0 if found.decided else 3


def _require(output: Path) -> None:
    """Refuse, before any work, what cannot end in a picture."""
    plots.require_picture_file(output)
    plots.require_matplotlib()


def _window(view: str) -> Box:
    try:
        return Box.parse(f"box:{view}", 2)
    except InputError:
        raise InputError(f"--view {view} is no window; write LO,HI or LO1,HI1;LO2,HI2 with LO below HI") from None


def _function(path: Path, domain: str | None, clip: bool, max_pieces: int, quiet: bool, reporter: Reporter) -> Function:
    where = None if domain is None else Domain.parse(domain)
    return study(read(path, quiet), where, clip=clip, max_vertices=max_pieces, progress=reporter.layers)


def _report(json: bool, output: Path, summary: str, drawn: dict[str, Any]) -> None:
    if json:
        print_json({"file": str(output), **drawn})
    else:
        print(f"{output}: {summary}")
