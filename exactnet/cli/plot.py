"""`exactnet plot`: functions of one variable, and families of them; the other commands come from modules of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from exactnet import face, plots
from exactnet.cli import plot_bounds, plot_paths, plot_regions
from exactnet.cli.options import (
    Clip,
    DomainOption,
    Jobs,
    JsonFlag,
    LineDomainOption,
    Logistic,
    MaxPieces,
    Quiet,
    Tent,
    Timeout,
    Varied,
    VariedSubject,
    number,
)
from exactnet.cli.picture import Picture, plot, report, require
from exactnet.cli.session import progress, read, time_limit
from exactnet.cli.sweep import chosen_family
from exactnet.compile import IntervalFunction
from exactnet.compile.sweep import MAX_VERTICES
from exactnet.dynamics.entropy import DEFAULT_DIGITS
from exactnet.exact.rational import counted, number_text, rational
from exactnet.face import pictures

__all__ = ["plot", "plot_bounds", "plot_paths", "plot_regions"]

_Subject: TypeAlias = Annotated[
    Path, typer.Argument(help="An interval map (*.map.json) or a network of one input and one output (*.net.json).")
]


@plot.command(epilog="Example: exactnet plot graph examples/tent-5.net.json -o tent.svg")
def graph(
    subject: _Subject,
    output: Picture,
    domain: LineDomainOption = None,
    clip: Clip = False,
    max_pieces: MaxPieces = MAX_VERTICES,
    json: JsonFlag = False,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Draw the graph of a function of one variable: ends of pieces as dots, every other lap shaded."""
    require(output)
    with progress(quiet) as reporter, time_limit(timeout):
        figure, function = pictures.graph(
            read(subject, quiet), domain, clip=clip, max_pieces=max_pieces, progress=reporter.layers
        )
        seen = plots.outline(function)
        plots.save(figure, output)
    name = "affine_pieces" if isinstance(function, IntervalFunction) else "pieces"
    drawn = {name: seen.pieces, "laps": seen.laps, "domain": function.domain.to_json(), "clip": clip}
    report(json, output, f"{seen.noun}s: {seen.pieces}, laps: {seen.laps}", drawn)
    return 0


@plot.command(epilog="Example: exactnet plot cobweb examples/three-cycle.map.json --start 1/5 --steps 50 -o cobweb.svg")
def cobweb(
    subject: _Subject,
    output: Picture,
    start: Annotated[str, typer.Option(help="First point of the orbit, exactly.", metavar="X", parser=number)],
    steps: Annotated[int, typer.Option(min=0, max=100_000, help="Steps of the orbit.", metavar="N")] = 50,
    domain: DomainOption = None,
    clip: Clip = False,
    max_pieces: MaxPieces = MAX_VERTICES,
    json: JsonFlag = False,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Draw an orbit of a map of an interval as a cobweb.

    The orbit is computed exactly. It ends early, and the picture says so, when a point recurs (the rest repeats), when it leaves
    the interval, or when a number grows beyond 10,000 bits. Of a map with curved pieces later points are enclosed, within 10^-18.
    """
    require(output)
    with progress(quiet) as reporter, time_limit(timeout):
        figure, path, function = pictures.cobweb(
            *(read(subject, quiet), start, steps),
            domain=domain,
            clip=clip,
            max_pieces=max_pieces,
            progress=reporter.layers,
        )
        plots.save(figure, output)
    cycle = None if path.cycle is None else {"after": path.cycle[0], "period": path.cycle[1]}
    drawn = {
        "start": number_text(rational(start)),
        "steps": path.steps,
        "exact_steps": path.steps if path.exact is None else path.exact,
        "cycle": cycle,
        "note": path.note or None,
        "domain": function.domain.to_json(),
        "clip": clip,
    }
    report(json, output, f"steps: {path.steps}" + (f", {path.note}" if path.note else ""), drawn)
    return 0


@plot.command(epilog="Example: exactnet plot markov examples/three-cycle.map.json -o markov.svg")
def markov(
    subject: _Subject,
    output: Picture,
    depth: Annotated[
        int, typer.Option(min=0, max=10_000, help="Follow the orbits of turning points so many steps.", metavar="D")
    ] = 16,
    domain: DomainOption = None,
    clip: Clip = False,
    max_pieces: MaxPieces = MAX_VERTICES,
    json: JsonFlag = False,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Draw the Markov graph of a piecewise-linear map: the intervals of a partition, and which of them the image of each covers.

    The partition is made by the orbits of the turning points. If they do not close within D steps, it is not Markov: then arrows
    are dashed (squares pale) where an interval is met but not covered. Beyond 12 intervals or 40 arrows the picture is a matrix.
    """
    require(output)
    with progress(quiet) as reporter, time_limit(timeout):
        figure, found = pictures.markov(
            *(read(subject, quiet), depth), domain=domain, clip=clip, max_pieces=max_pieces, progress=reporter.layers
        )
        plots.save(figure, output)
    word = "Markov" if found.is_markov else f"not Markov within {depth} steps"
    drawn = {
        "partition": found.texts,
        "markov": found.is_markov,
        "covered": [list(ends) for ends in found.inner.pairs],
        "met": [list(ends) for ends in found.outer.pairs],
    }
    report(json, output, f"{counted(len(found.inner), 'interval')}, {word}", drawn)
    return 0


@plot.command(
    epilog="Example: exactnet plot entropy examples/three-cycle.map.json --vary points.0.1=0:1:101 -o entropy.svg",
)
def entropy(
    output: Picture,
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
    require(output)
    family = chosen_family(subject, vary, tent, logistic, domain, clip, max_pieces, quiet)
    with progress(quiet) as reporter, time_limit(timeout):
        found = face.sweep(
            family,
            digits=digits,
            jobs=jobs,
            progress=lambda done, total: reporter.say(f"sweep: {done} of {total} values"),
        )
    plots.save(pictures.entropy_drawn(found), output)
    located = sum(row.growth is not None for row in found.rows)
    report(json, output, f"entropy at {located} of {len(found.rows)} values of {family.label}", found.to_json())
    return 0 if found.decided else 3
