"""The commands, and what becomes of their errors."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import Annotated, Any

import typer

from exactnet._version import __version__
from exactnet.cli import INTERRUPTED
from exactnet.cli.betti import betti
from exactnet.cli.check import check
from exactnet.cli.compare_budgets import compare_budgets
from exactnet.cli.criteria import criteria
from exactnet.cli.depth_width import depth_width
from exactnet.cli.distance import distance
from exactnet.cli.ensemble import ensemble
from exactnet.cli.entropy import entropy
from exactnet.cli.laps import laps
from exactnet.cli.layers import layers
from exactnet.cli.orbits import orbits
from exactnet.cli.persistence import persistence
from exactnet.cli.plot import plot
from exactnet.cli.rank import rank
from exactnet.cli.regions import regions
from exactnet.cli.search import search
from exactnet.cli.sensitivity import sensitivity
from exactnet.cli.session import print_json
from exactnet.cli.solve import solve
from exactnet.cli.stability import stability
from exactnet.cli.sweep import sweep
from exactnet.cli.table import table
from exactnet.cli.trajectory import trajectory
from exactnet.cli.verify import verify
from exactnet.errors import InputError, UndecidedError

__all__ = ["app", "run"]

# the usage error of whichever copy of click this typer brings along
UsageError: Any = typer.BadParameter.__bases__[0]

app = typer.Typer(
    name="exactnet",
    help="Exact verification of expressivity bounds for neural networks: regions, Betti numbers, laps, entropy, distances, "
    "counterexamples, and every published bound checked on them, with certificates that a small independent checker accepts.",
    epilog="Exit status: 0 decided (all proved, all valid); 1 something refuted or invalid; "
    "2 bad usage or bad input; 3 undecided.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_COMMANDS: dict[str, dict[Callable[..., int], str]] = {
    "Published bounds": {
        verify: "verify examples/tent-5.net.json --out certificates",
        depth_width: "depth-width examples/three-cycle.map.json --iterate 20 --tolerance 1/8",
        compare_budgets: "compare-budgets --inputs 2 --budget 12",
    },
    "Functions of one variable": {
        laps: "laps examples/tent-3.net.json --iterate 10",
        entropy: "entropy examples/three-cycle.map.json --digits 30",
        orbits: "orbits examples/three-cycle.map.json --max-period 5",
        sweep: "sweep examples/three-cycle.map.json --vary points.0.1=0:1:11",
        distance: "distance examples/logistic.map.json examples/three-cycle.map.json --norm l1 --iterates 8,3",
    },
    "Regions and topology": {
        regions: "regions examples/classifier-2d.net.json --domain box:-3,3",
        criteria: "criteria examples/classifier-2d.net.json --domain box:-3,3",
        rank: "rank examples/classifier-2d.net.json --domain all",
        betti: "betti examples/shells-2d.net.json --domain box:0,1 --set le --level 0",
        stability: "stability examples/classifier-2d.net.json --domain box:-3,3",
        layers: "layers examples/shells-2d.net.json --domain box:0,1",
        persistence: "persistence examples/tent-3.net.json --p 2",
    },
    "Along paths": {
        trajectory: "trajectory examples/classifier-2d.net.json --from=-3,-3 --to 3,3",
        ensemble: "ensemble --width 8 --depth 5 --sigma-w 2 --sigma-b 1 --from 1,0 --to 0,1 --draws 50; "
        "all sign networks: exactnet ensemble --signs --width 3 --depth 2 --from 1,0 --to 0,1",
        sensitivity: "sensitivity examples/classifier-2d.net.json --from=-3,-3 --to 3,3 --noise 1/64 --seed 1",
    },
    "Questions and searches": {
        solve: "solve examples/tent-3.net.json --reach 'F>=1'",
        search: "search examples/conjectures/period-four.toml",
    },
    "Certificates, tables and pictures": {
        table: "table proofs/published/telgarsky2016.toml --format md",
        check: "check certificates",
    },
}
"""Every command under the heading of its group, with what follows ``exactnet`` in an example of it."""

for _group, _examples in _COMMANDS.items():
    for _command, _example in _examples.items():
        app.command(epilog=f"Example: exactnet {_example}", rich_help_panel=_group)(_command)
app.add_typer(plot, rich_help_panel=_group)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"exactnet {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Options of the whole program."""


def run(arguments: list[str] | None = None) -> int:
    """What `exactnet.cli.main` does, once all is imported."""
    sys.set_int_max_str_digits(0)  # exact integers may be long, and are ours
    _prepare_streams()
    status = _status(arguments)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # the reader has left: not our failure, and the interpreter must not complain about it at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        return _complain(f"cannot write to standard output ({error.strerror or error})", 2)
    return status


def _prepare_streams() -> None:
    """Make both streams writable: closed ones lead nowhere, what an encoding cannot show is escaped."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  # for the rest of the process
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _status(arguments: list[str] | None) -> int:
    try:
        status = app(arguments, standalone_mode=False)
    except InputError as error:
        hints = (f" ({note})" for note in getattr(error, "__notes__", ()))
        return _complain("".join((str(error), *hints)), 2)
    except UndecidedError as error:
        return _surrender(str(error), arguments)
    except UsageError as error:
        if not error.format_message():
            return 2  # no command was given: the help is on the screen already
        context = getattr(error, "ctx", None)
        hint = f" (try {context.command_path} --help)" if context else ""
        # the library that checks choices puts the name of its exception before its words
        words = error.format_message().replace(": Value error, ", ": ").rstrip(".")
        return _complain(words + hint, 2)
    except MemoryError:
        return _surrender("the memory is exhausted; try a smaller domain or fewer pieces", arguments)
    except (KeyboardInterrupt, typer.Abort):
        return _complain("interrupted", INTERRUPTED)
    except (BrokenPipeError, SystemExit):
        return 0  # the reader has left (rich leaves by SystemExit then)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _complain(f"{place}{error.strerror or error}", 2)
    if status == INTERRUPTED:  # typer has turned the interrupt into a status
        return _complain("interrupted", INTERRUPTED)
    return int(status or 0)


def _surrender(reason: str, arguments: list[str] | None) -> int:
    """Say that there is no answer; as a document, if one was asked for."""
    if "--json" in (sys.argv[1:] if arguments is None else arguments):
        print_json({"decided": False, "reason": reason})
    return _complain(f"undecided: {reason}", 3)


def _complain(sentence: str, status: int) -> int:
    print(f"exactnet: {' '.join(sentence.split())}", file=sys.stderr)
    return status
