"""`exactnet plot`: networks along paths."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exactnet import face, plots
from exactnet.cli.ensemble import (
    Activation,
    Bits,
    Depth,
    Draws,
    Inputs,
    SigmaB,
    SigmaW,
    Weights,
    Width,
    draw,
    path_in,
)
from exactnet.cli.options import Arc, DrawSeed, End, Jobs, JsonFlag, MaxPieces, Quiet, Start, Timeout, Turn, Via
from exactnet.cli.picture import Picture, plot, report, require
from exactnet.cli.sensitivity import Noise, NoisyDraws, measured
from exactnet.cli.session import path_points, progress, read, time_limit
from exactnet.compile.sweep import MAX_VERTICES
from exactnet.exact.rational import counted
from exactnet.trajectories.trajectory import DEFAULT_DIGITS as LENGTH_DIGITS

__all__ = ["ensemble", "sensitivity", "trajectory"]


@plot.command(
    epilog="Example: exactnet plot trajectory examples/classifier-2d.net.json --from=-3,-3 --to 3,3 -o trajectory.svg",
)
def trajectory(
    network: Annotated[Path, typer.Argument(help="A network (*.net.json), any number of inputs.")],
    output: Picture,
    start: Start,
    end: End,
    via: Via = None,
    arc: Arc = False,
    turn: Turn = False,
    max_pieces: MaxPieces = MAX_VERTICES,
    json: JsonFlag = False,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Draw how a path grows in a network, layer by layer: length of its image, transitions and patterns up to there."""
    require(output)
    first, *between, last = path_points(start, end, via, quiet)
    with progress(quiet) as reporter, time_limit(timeout):
        found = face.trajectory(
            *(read(network, quiet), first, last, arc),
            via=between,
            turn=turn,
            max_pieces=max_pieces,
            progress=reporter.layers,
        )
        plots.save(plots.trajectory_figure(found), output)
    report(
        *(
            json,
            output,
            f"{counted(len(found.transitions), 'transition')}, {counted(found.patterns, 'pattern')} "
            f"after {counted(len(found.layers), 'layer')}",
        ),
        found.to_json(),
    )
    return 0


@plot.command(
    epilog="Example: exactnet plot ensemble --width 8 --depth 8 --sigma-w 2 --sigma-b 1 --from 1,0 --to 0,1 -o growth.svg",
)
def ensemble(
    output: Picture,
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
    require(output)
    with progress(quiet) as reporter, time_limit(timeout):
        found = draw(
            path_in(start, end, via, inputs, quiet),
            *(arc, turn, width, depth, activation, sigma_w, sigma_b, weights, bits, draws),
            digits=LENGTH_DIGITS,
            jobs=jobs,
            seed=seed,
            certificates=False,
            reporter=reporter,
        )
    plots.save(plots.ensemble_figure(found), output)
    report(json, output, f"{counted(len(found.draws), 'draw')}, {counted(depth, 'layer')}", found.to_json())
    return 0


@plot.command(
    epilog="Example: exactnet plot sensitivity examples/classifier-2d.net.json --from=-3,-3 --to 3,3 --noise 1/64 "
    "--draws 10 -o sensitivity.svg",
)
def sensitivity(
    network: Annotated[Path, typer.Argument(help="A network (*.net.json), any number of inputs.")],
    output: Picture,
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
    """Draw what noise in one layer changes along a path, each dense layer in turn (layers are counted from 1)."""
    require(output)
    with progress(quiet) as reporter, time_limit(timeout):
        found = measured(
            *(network, start, end, via, noise, draws, seed, LENGTH_DIGITS, max_pieces, jobs, quiet, reporter)
        )
    plots.save(plots.sensitivity_figure(found), output)
    report(
        json,
        output,
        f"{counted(len(found.places), 'layer')}, {counted(len(found.rows), 'perturbed network')}",
        found.to_json(),
    )
    return 0
