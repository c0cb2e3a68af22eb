"""`exactnet plot`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from exactnet import face, plots
from exactnet.cli.ensemble import (
    Activation,
    Arc,
    Bits,
    Depth,
    Draws,
    Inputs,
    SigmaB,
    SigmaW,
    Turn,
    Weights,
    Width,
    draw,
    path_points,
)
from exactnet.cli.options import (
    Clip,
    DomainOption,
    DrawSeed,
    End,
    Jobs,
    JsonFlag,
    Level,
    Logistic,
    MaxPieces,
    Quiet,
    Start,
    Tent,
    Timeout,
    Varied,
    VariedSubject,
    Via,
    index_pair,
    number,
)
from exactnet.cli.sensitivity import Noise, NoisyDraws, measured
from exactnet.cli.session import Reporter, print_json, progress, read, time_limit
from exactnet.cli.sweep import chosen_family
from exactnet.compile import Domain, IntervalFunction
from exactnet.compile.box import Box
from exactnet.compile.sweep import MAX_VERTICES
from exactnet.complexes import count_regions
from exactnet.dynamics import laps
from exactnet.dynamics.entropy import DEFAULT_DIGITS
from exactnet.errors import InputError, UndecidedError
from exactnet.exact.rational import number_text, rational
from exactnet.model import Network
from exactnet.trajectories.trajectory import DEFAULT_DIGITS as LENGTH_DIGITS

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
    domain: Annotated[
        str, typer.Option(metavar="box:LO,HI|box:LO1,HI1;LO2,HI2|all|polytope:..", help="Where.")
    ] = "all",
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
    relation: Annotated[
        str | None,
        typer.Option(
            "--set",
            metavar="le|lt|ge|gt|eq",
            help="Draw the decision region F <= c, <, >=, > or = instead: cells by the sign of F - c, the boundary as a strong "
            "line (dashed if it does not belong to the set), Betti numbers in the title.",
        ),
    ] = None,
    level: Annotated[
        str | None, typer.Option(metavar="C", help="With --set: the level c. \\[default: 0]", parser=number)
    ] = None,
    unit: Annotated[
        int | None, typer.Option(metavar="I", help="With --set: F is output I, from 0. \\[default: the only one]")
    ] = None,
    classes: Annotated[
        str | None, typer.Option(metavar="I,J", help="With --set: F is output I minus output J.")
    ] = None,
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
    if relation is not None:
        if zero or color is not plots.RegionColour.MAP:
            raise InputError("--set has colours and a boundary of its own; leave out --color and --zero")
        region = (relation, level or "0", unit, index_pair(classes, "two classes"))
        return _decision(network, output, domain, window, region, max_cells, json, timeout, quiet)
    if level is not None or unit is not None or classes is not None:
        raise InputError("--level, --unit and --classes say which decision region is drawn; they want --set")
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


def _decision(
    network: Path,
    output: Path,
    domain: str,
    window: Box | None,
    region: tuple[str, str, int | None, tuple[int, int] | None],
    max_cells: int,
    json: bool,
    timeout: float | None,
    quiet: bool,
) -> int:
    """`plot regions --set`."""
    relation, level, unit, classes = region
    with progress(quiet) as reporter, time_limit(timeout):
        subject = read(network, quiet)
        if isinstance(subject, Network):
            plots.require_plane(subject)
        found = face.betti(
            subject,
            relation,
            level,
            domain,
            output=unit,
            classes=classes,
            max_cells=max_cells,
            progress=reporter.cells,
        )
        if window is None and found.domain == Box(2, None):
            window = plots.viewing_window(found.complex)
        reporter.say("drawing")
        figure = plots.decision_figure(found, view=window, max_cells=max_cells, progress=reporter.cells)
        plots.save(figure, output)
    shown = None if window is None else window.to_json()
    betti = ", ".join(map(str, found.betti))
    _report(json, output, f"Betti numbers ({betti}) of {found.text}", {**found.to_json(), "window": shown})
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
    """Draw the graph of a piecewise-linear function of one variable: breakpoints as dots, every other lap shaded."""
    _require(output)
    with progress(quiet) as reporter, time_limit(timeout):
        function = _function(subject, domain, clip, max_pieces, quiet, reporter)
        plots.save(plots.graph_figure(function), output)
        pieces, found = function.map.pieces, laps(function.map)
    drawn = {"affine_pieces": pieces, "laps": found, "domain": function.domain.to_json(), "clip": clip}
    _report(json, output, f"affine pieces: {pieces}, laps: {found}", drawn)
    return 0


@plot.command(epilog="Example: exactnet plot cobweb examples/three-cycle.map.json --start 1/5 --steps 50 -o cobweb.svg")
def cobweb(
    subject: _Subject,
    output: _Picture,
    start: Annotated[str, typer.Option(help="First point of the orbit, exactly.", metavar="X", parser=number)],
    steps: Annotated[int, typer.Option(min=0, max=100_000, help="Steps of the orbit.", metavar="N")] = 50,
    domain: DomainOption = None,
    clip: Clip = False,
    max_pieces: MaxPieces = MAX_VERTICES,
    json: JsonFlag = False,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Draw an orbit of a piecewise-linear map of an interval as a cobweb.

    The orbit is computed exactly. It ends early, and the picture says so, when a point recurs (the rest repeats), when it leaves
    the interval, or when a number grows beyond 10,000 bits.
    """
    _require(output)
    first = rational(start)
    with progress(quiet) as reporter, time_limit(timeout):
        function = _function(subject, domain, clip, max_pieces, quiet, reporter)
        path = plots.orbit(function.map, first, steps)
        plots.save(plots.cobweb_figure(function, path), output)
    cycle = None if path.cycle is None else {"after": path.cycle[0], "period": path.cycle[1]}
    drawn = {
        "start": number_text(first),
        "steps": path.steps,
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


@plot.command(
    epilog="Example: exactnet plot ensemble --width 8 --depth 8 --sigma-w 2 --sigma-b 1 --from 1,0 --to 0,1 -o growth.svg",
)
def ensemble(
    output: _Picture,
    start: Start,
    end: End,
    width: Width,
    depth: Depth,
    via: Via = None,
    arc: Arc = False,
    turn: Turn = False,
    inputs: Inputs = None,
    activation: Activation = None,
    sigma_w: SigmaW = None,
    sigma_b: SigmaB = None,
    weights: Weights = None,
    bits: Bits = None,
    draws: Draws = None,
    json: JsonFlag = False,
    jobs: Jobs = 1,
    seed: DrawSeed = 0,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Draw how the length of a path grows in random networks, layer by layer, with the published growth beside it."""
    _require(output)
    with progress(quiet) as reporter, time_limit(timeout):
        found = draw(
            path_points(start, end, via, inputs, quiet),
            *(arc, turn, width, depth, activation, sigma_w, sigma_b, weights, bits, draws),
            digits=LENGTH_DIGITS,
            jobs=jobs,
            seed=seed,
            certificates=False,
            reporter=reporter,
        )
    plots.save(plots.ensemble_figure(found), output)
    _report(json, output, f"{len(found.draws)} draws, {depth} layers", found.to_json())
    return 0


@plot.command(
    epilog="Example: exactnet plot sensitivity examples/classifier-2d.net.json --from=-3,-3 --to 3,3 --noise 1/64 "
    "--draws 10 -o sensitivity.svg",
)
def sensitivity(
    network: Annotated[Path, typer.Argument(help="A network (*.net.json), any number of inputs.")],
    output: _Picture,
    start: Start,
    end: End,
    noise: Noise,
    via: Via = None,
    draws: NoisyDraws = 1,
    max_pieces: MaxPieces = MAX_VERTICES,
    json: JsonFlag = False,
    jobs: Jobs = 1,
    seed: DrawSeed = 0,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Draw what noise in one layer changes along a path, each dense layer in turn."""
    _require(output)
    with progress(quiet) as reporter, time_limit(timeout):
        found = measured(
            *(network, start, end, via, noise, draws, seed, LENGTH_DIGITS, max_pieces, jobs, quiet, reporter)
        )
    plots.save(plots.sensitivity_figure(found), output)
    _report(json, output, f"{len(found.places)} layers, {len(found.rows)} perturbed networks", found.to_json())
    return 0


@plot.command(
    epilog="Example: exactnet plot betti examples/classifier-2d.net.json --domain box:-3,3 --level 4 -o betti.svg",
)
def betti(
    network: Annotated[Path, typer.Argument(help="A network (*.net.json) with at most six inputs.")],
    output: _Picture,
    domain: Annotated[str, typer.Option(metavar="box:LO,HI|box:LO1,HI1;..|polytope:..", help="Where: a bounded set.")],
    relation: Annotated[
        str, typer.Option("--set", metavar="le|ge|eq", help="The points with F <= c, F >= c or F = c.")
    ] = "le",
    level: Level = "0",
    unit: Annotated[
        int | None, typer.Option("--unit", metavar="I", help="F is output I, from 0. \\[default: the only one]")
    ] = None,
    classes: Annotated[str | None, typer.Option(metavar="I,J", help="F is output I minus output J.")] = None,
    max_cells: Annotated[int, typer.Option(min=1, help="Stop (exit status 3) at more cells than this.")] = _MAX_CELLS,
    json: JsonFlag = False,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Draw the Betti numbers of a decision region's image after every layer: how the network simplifies it.

    Every marker is an exact integer (see exactnet layers, which certifies them).
    """
    _require(output)
    with progress(quiet) as reporter, time_limit(timeout):
        found = face.layers(
            read(network, quiet),
            domain,
            relation,
            level,
            output=unit,
            classes=index_pair(classes, "two classes"),
            max_cells=max_cells,
            progress=reporter.cells,
            image_progress=reporter.images,
        )
        plots.save(plots.betti_figure(found), output)
    _report(json, output, f"images of {found.text} after {len(found.layers) - 1} layers", found.to_json())
    return 0


def _require(output: Path) -> None:
    """Refuse, before any work, what cannot end in a picture."""
    plots.require_picture_file(output)
    plots.require_matplotlib()


def _window(view: str) -> Box:
    try:
        return Box.parse(f"box:{view}", 2)
    except InputError:
        raise InputError(f"--view {view} is no window; write LO,HI or LO1,HI1;LO2,HI2 with LO below HI") from None


def _function(
    path: Path, domain: str | None, clip: bool, max_pieces: int, quiet: bool, reporter: Reporter
) -> IntervalFunction:
    where = None if domain is None else Domain.parse(domain)
    subject = read(path, quiet)
    return IntervalFunction.of(subject, where, clip=clip, max_vertices=max_pieces, progress=reporter.layers)


def _report(json: bool, output: Path, summary: str, drawn: dict[str, Any]) -> None:
    if json:
        print_json({"file": str(output), **drawn})
    else:
        print(f"{output}: {summary}")
