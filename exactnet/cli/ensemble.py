"""`exactnet ensemble`."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

import typer
from flint import fmpq
from rich.markup import escape
from rich.table import Table

from exactnet import face
from exactnet.cli.options import Arc, DrawSeed, End, Jobs, JsonFlag, Out, Quiet, Start, Timeout, Turn, Via, number
from exactnet.cli.session import Reporter, console, path_points, perform, show_count
from exactnet.cli.text import approximate, decimal, short_number
from exactnet.errors import InputError
from exactnet.exact.rational import counted, rational
from exactnet.trajectories import EnsembleTrajectory, SignMean
from exactnet.trajectories.random_networks import ACTIVATIONS, DISTRIBUTIONS
from exactnet.trajectories.trajectory import DEFAULT_DIGITS, MAX_DIGITS

__all__ = [
    "Activation",
    "Bits",
    "Depth",
    "Draws",
    "Inputs",
    "SigmaB",
    "SigmaW",
    "Weights",
    "Width",
    "draw",
    "ensemble",
    "path_in",
]

_DRAWS = 20

Inputs: TypeAlias = Annotated[
    int | None, typer.Option(min=1, help="Number of inputs. \\[default: the dimension of the path]", metavar="N")
]
Width: TypeAlias = Annotated[int, typer.Option(min=1, help="Units in every layer.", metavar="K")]
Depth: TypeAlias = Annotated[int, typer.Option(min=1, help="Layers.", metavar="D")]
Activation: TypeAlias = Annotated[
    str | None, typer.Option(metavar="|".join(ACTIVATIONS), help="Of every layer. \\[default: relu]")
]
SigmaW: TypeAlias = Annotated[
    str | None, typer.Option(metavar="S", help="Weights have the variance S^2 / K. \\[default: 1]", parser=number)
]
SigmaB: TypeAlias = Annotated[
    str | None, typer.Option(metavar="S", help="Biases have the variance S^2. \\[default: 0]", parser=number)
]
Weights: TypeAlias = Annotated[
    str | None, typer.Option(metavar="|".join(DISTRIBUTIONS), help="Their distribution. \\[default: normal]")
]
Bits: TypeAlias = Annotated[
    int | None,
    typer.Option(min=0, max=52, help="Weights are rounded to multiples of 2^-B. \\[default: 16]", metavar="B"),
]
Draws: TypeAlias = Annotated[
    int | None, typer.Option(min=1, help=f"Networks to draw. \\[default: {_DRAWS}]", metavar="N")
]


def ensemble(
    start: Start,
    end: End,
    width: Width,
    depth: Depth = 1,
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
    signs: Annotated[
        bool,
        typer.Option(
            "--signs", help="Instead of draws: all relu networks with weights and biases 1 and -1, none left out."
        ),
    ] = False,
    constant: Annotated[
        str | None,
        typer.Option(metavar="C", help="With --signs: the factor before base^depth. \\[default: 1]", parser=number),
    ] = None,
    digits: Annotated[
        int, typer.Option(min=1, max=MAX_DIGITS, help="Significant digits of the lengths.", metavar="D")
    ] = DEFAULT_DIGITS,
    json: JsonFlag = False,
    out: Out = None,
    jobs: Jobs = 1,
    seed: DrawSeed = 0,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Random networks along a path: the length of its image after every layer, transitions and patterns.

    Every draw is exact: its weights are dyadic rationals, given by the seed and the number of the draw; --out writes a certificate
    of each. The mean over the draws is bracketed; its standard error as an estimate for the ensemble is a statistic. Beside it
    stands the growth per layer that Raghu et al. 2017 publish; it has a constant that they leave open, so no draw refutes it.

    With --signs nothing is drawn: the mean is taken over all networks of weights 1 and -1, and the published growth of relu
    networks, with the constant C, is proved or refuted for that finite ensemble (exit status 1), with a certificate.
    """
    if not signs:
        if constant is not None:
            raise InputError("--constant goes with --signs; draws refute nothing")
        return perform(
            lambda reporter: draw(
                path_in(start, end, via, inputs, quiet),
                *(arc, turn, width, depth, activation, sigma_w, sigma_b, weights, bits, draws),
                digits=digits,
                jobs=jobs,
                seed=seed,
                certificates=out is not None,
                reporter=reporter,
            ),
            _show,
            document=EnsembleTrajectory.to_json,
            certificates=lambda found: found.certificates,
            tell=lambda written: show_count(written, out),
            json=json,
            out=out,
            timeout=timeout,
            quiet=quiet,
        )
    _refuse_with_signs(
        {
            "--arc": arc or None,
            "--turn": turn or None,
            "--activation": activation,
            "--sigma-w": sigma_w,
            "--sigma-b": sigma_b,
            "--weights": weights,
            "--bits": bits,
            "--draws": draws,
        }
    )
    return perform(
        lambda reporter: _all_signs(path_in(start, end, via, inputs, quiet), width, depth, constant, digits, reporter),
        _show_signs,
        document=lambda rows: {"rows": [row.to_json() for row in rows]},
        certificates=lambda rows: [row.certificate for row in rows],
        tell=lambda written: show_count(written, out),
        status=lambda rows: 1 if any(row.refuted for row in rows) else 0,
        json=json,
        out=out,
        timeout=timeout,
        quiet=quiet,
    )


def _refuse_with_signs(options: dict[str, Any]) -> None:
    given = [name for name, value in options.items() if value is not None]
    if given:
        raise InputError(
            f"--signs takes all relu networks of weights 1 and -1 along segments; leave out {', '.join(given)}"
        )


def path_in(start: str, end: str, via: list[str] | None, inputs: int | None, quiet: bool) -> list[list[fmpq]]:
    """The points of the path; InputError unless they are in so many dimensions."""
    path = path_points(start, end, via, quiet)
    if inputs is not None and len(path[0]) != inputs:
        raise InputError(f"--from has {len(path[0])} coordinates but --inputs is {inputs}")
    return path


def draw(
    path: list[list[fmpq]],
    arc: bool,
    turn: bool,
    width: int,
    depth: int,
    activation: str | None,
    sigma_w: str | None,
    sigma_b: str | None,
    weights: str | None,
    bits: int | None,
    draws: int | None,
    *,
    digits: int,
    jobs: int,
    seed: int,
    certificates: bool,
    reporter: Reporter,
) -> EnsembleTrajectory:
    """Draw as the options say."""
    start, *via, end = path
    return face.ensemble(
        start,
        end,
        arc,
        via=via,
        turn=turn,
        width=width,
        depth=depth,
        activation=activation or "relu",
        sigma_w=1 if sigma_w is None else rational(sigma_w),
        sigma_b=0 if sigma_b is None else rational(sigma_b),
        weights=weights or "normal",
        bits=16 if bits is None else bits,
        draws=draws or _DRAWS,
        seed=seed,
        digits=digits,
        jobs=jobs,
        certificates=certificates,
        progress=lambda done, total: reporter.say(f"ensemble: {done} of {total} draws"),
    )


def _all_signs(
    path: list[list[fmpq]], width: int, depth: int, constant: str | None, digits: int, reporter: Reporter
) -> list[SignMean]:
    """One row a depth, up to the one asked for."""
    start, *via, end = path
    return [
        face.sign_ensemble(
            start,
            end,
            via=via,
            width=width,
            depth=layers,
            constant="1" if constant is None else constant,
            digits=digits,
            progress=lambda done, total: reporter.say(f"depth {depth}: {done:,} of {total:,} sets of rows"),
        )
        for layers in range(1, depth + 1)
    ]


def _show(found: EnsembleTrajectory) -> None:
    shape = found.ensemble
    drawn, layers = counted(len(found.draws), "draw"), counted(shape.depth, f"{shape.activation} layer")
    print(
        f"{drawn} (seed {found.seed}) of {layers} of width {shape.width}, "
        f"weights {shape.weights} of variance {shape.sigma_w}^2/{shape.width}, biases of {shape.sigma_b}^2, along {found.path}"
    )
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("layer", "length / path", "+-", "published", "growth", "+-", "vanished", "transitions", "patterns"):
        table.add_column(name, justify="right")
    for layer in found.layers:
        growth = "" if layer.growth_lower is None else decimal(layer.growth_lower, 5)
        table.add_row(
            str(layer.depth),
            decimal(layer.stretch_lower, 5),
            _error(layer.stretch_error),
            f"{found.ensemble.base**layer.depth:.5g}",
            growth,
            _error(layer.growth_error),
            str(layer.vanished),
            decimal(layer.transitions, 4),
            decimal(layer.patterns, 4),
        )
    console().print(table)
    console().print(
        "[dim]means over the draws (of certified lengths); +-: standard error, a statistic. published: base^layer, base "
        f"~{found.ensemble.base:.5g}, a lower bound up to a constant that the source leaves open[/]"
    )


def _error(error: float | None) -> str:
    return "" if error is None else f"{error:.2g}"


def _show_signs(rows: list[SignMean]) -> None:
    shape, first = rows[0].ensemble, rows[0]
    factor = "" if first.constant == 1 else f"{short_number(first.constant)} "
    print(
        f"all relu networks of {shape.inputs} inputs and width {shape.width} with weights and biases 1 and -1, along {first.path}"
    )
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("depth", "networks", "mean square", "mean length", "/ path", "", f"{factor}base^depth", "verdict"):
        table.add_column(escape(name), justify="left" if name in ("mean length", "verdict") else "right")
    for row in rows:
        squared = row.constant**2 * row.ensemble.base_squared**row.ensemble.depth
        table.add_row(
            str(row.ensemble.depth),
            f"{row.ensemble.networks:,}",
            short_number(row.mean_square),
            f"~{decimal((row.mean_length.lower + row.mean_length.upper) / 2)}",
            approximate(*row.stretch),
            "<" if row.refuted else ">=",
            f"sqrt({short_number(squared)})",
            "[bold red]refuted[/]" if row.refuted else "[green]proved[/]",
        )
    console().print(table)
    console().print(
        "[dim]raghu2017.relu_growth (recalled; the constant is chosen, not the source's): mean length >= "
        f"{factor}base^depth (length of the path), base^2 = {first.ensemble.base_squared}. "
        f"mean square: of the speed, ({shape.width}/2)^depth times that of the path[/]"
    )
