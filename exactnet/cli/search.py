"""`exactnet search`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from json import dumps
from pathlib import Path
from typing import Annotated, Any

import typer

from exactnet.cli.options import JsonFlag, Out, Quiet, Timeout
from exactnet.cli.session import (
    Reporter,
    print_json,
    progress,
    require_folder,
    show_paths,
    time_limit,
    write_certificates,
)
from exactnet.conjectures import FieldError, Problem, SearchResult, SearchRun, Store, read_problem
from exactnet.conjectures.executors import cores
from exactnet.conjectures.language import line_and_column
from exactnet.conjectures.usual import NETWORKS, usual
from exactnet.conjectures.work import Tally
from exactnet.errors import InputError, TimeLimitError

__all__ = ["search"]

_CLASS = "Class (in place of what a file says)"
_STORE = "Long searches"

_LONGEST = 4000
"""Characters of a document that is shown."""


def search(
    conjecture: Annotated[
        str | None,
        typer.Argument(help="A file (*.toml), or a statement; none with --bound.", show_default=False),
    ] = None,
    bound: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Attack this published bound (exactnet verify --list), on a class of its own if nothing else is said.",
        ),
    ] = None,
    as_printed: Annotated[
        bool, typer.Option("--as-printed", help="In the form in which it is printed, where that differs.")
    ] = False,
    inputs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Inputs of the networks.", rich_help_panel=_CLASS)
    ] = None,
    widths: Annotated[
        str | None, typer.Option(metavar="N,..", help="Widths of their hidden layers.", rich_help_panel=_CLASS)
    ] = None,
    weights: Annotated[
        str | None,
        typer.Option(metavar="LO:HI[:STEP]|X,..", help="Grid of weights and biases.", rich_help_panel=_CLASS),
    ] = None,
    activation: Annotated[
        str | None,
        typer.Option(
            metavar="relu|abs|leaky_relu|hard_tanh",
            help="Of every hidden layer. \\[default: relu]",
            rich_help_panel=_CLASS,
        ),
    ] = None,
    domain: Annotated[
        str | None,
        typer.Option(
            metavar="box:LO,HI|all", help="Where. \\[default: a map's own; box:0,1 for one input, all for several]"
        ),
    ] = None,
    strategy: Annotated[
        str | None,
        typer.Option(
            metavar="exhaustive|random|evolve|optuna|smt",
            help="How the class is gone through. \\[default: exhaustive]",
            show_default=False,
        ),
    ] = None,
    trials: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", help="Candidates, for all but exhaustive. \\[default: 10000]", show_default=False
        ),
    ] = None,
    batch: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", help="Candidates in a unit of work, about a second's.", rich_help_panel=_STORE
        ),
    ] = None,
    store: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep finished units in this file.", rich_help_panel=_STORE)
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on from what the store holds.", rich_help_panel=_STORE)
    ] = False,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Work on this dask scheduler's workers.", rich_help_panel=_STORE),
    ] = None,
    json: JsonFlag = False,
    out: Out = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Processes to use. \\[default: as many as there are processors]",
            rich_help_panel="Uniform options",
        ),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of random choices.", rich_help_panel="Uniform options")] = None,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Search a class of networks or maps for a counterexample to a conjectured inequality.

    exactnet search examples/conjectures/period-four.toml

    exactnet search 'pieces(f) <= prod(w + 1) - 2' --inputs 1 --widths 2,2 --weights=-1:1 --domain all

    exactnet search --bound ergen2023.theorem13_most --as-printed

    Statements speak of quantities of f (laps(f), pieces(f), period(f, 3), entropy(f), betti(f, 1) ..) and of its architecture
    (d, L, w, size ..); docs/conjectures.md has the language, docs/search.md the files. A counterexample is made smaller, decided
    anew and certified. none_in_class: the class was gone through, each candidate decided exactly. none_found: not all of it was.

    Exit status: 1 a counterexample was found; 0 none in the class; 3 none found, but the class was not exhausted; 2 bad input.
    """
    require_folder(out)
    if resume and store is None:
        raise InputError("--resume wants --store FILE, where finished units are kept")
    given = {"inputs": inputs, "widths": _widths(widths), "weights": _grid(weights), "activation": activation}
    own = {key: value for key, value in given.items() if value is not None}
    settings = {"strategy": strategy, "trials": trials, "batch": batch, "seed": seed}
    overriding: dict[str, Any] = {
        "class": own,
        "search": {key: value for key, value in settings.items() if value is not None},
        **({} if domain is None else {"domain": domain}),
        **({"as_printed": True} if as_printed else {}),
    }
    problem = _problem(conjecture, bound, {key: value for key, value in overriding.items() if value})
    kept = None if store is None else Store(store)
    try:
        found = _found(problem, kept, resume, jobs or cores(), cluster, timeout, quiet)
    except KeyboardInterrupt:
        if kept is not None and not quiet:
            print(f"exactnet: note: what is finished is kept in {store}; --resume goes on from there", file=sys.stderr)
        raise
    finally:
        if kept is not None:
            kept.close()
    written = write_certificates(out, [] if found.certificate is None else [found.certificate])
    if json:
        print_json(found.to_json())
    else:
        _show(found, written)
    return {"counterexample": 1, "none_in_class": 0}.get(found.status, 3)


def _found(
    problem: Problem,
    kept: Store | None,
    resume: bool,
    jobs: int,
    cluster: str | None,
    timeout: float | None,
    quiet: bool,
) -> SearchResult:
    """What comes of the search, as far as the time allows."""
    with progress(quiet) as reporter:
        run = SearchRun(problem, store=kept, resume=resume, jobs=jobs, address=cluster, progress=_Teller(reporter).tell)
        try:
            with time_limit(timeout):
                run.work()
                reporter.say("search: making the counterexample smaller" if run.total.found else "search: done")
                return run.result()
        except TimeLimitError:
            return run.result(shrink=False)  # what is done by then is what is told


class _Teller:
    def __init__(self, reporter: Reporter) -> None:
        self.reporter = reporter

    def tell(self, tally: Tally, done: int, units: int, rate: float) -> None:
        """How far the search is."""
        margin = "" if tally.margin is None else f", best margin {tally.margin:.4g}"
        self.reporter.say(
            f"search: {tally.tried:,} tried, {rate:,.0f} a second, {done:,} of {_count(units)} units{margin}"
        )


def _problem(conjecture: str | None, bound: str | None, overriding: Mapping[str, Any]) -> Problem:
    if (conjecture is None) == (bound is None):
        raise InputError("name a conjecture (a file or a statement), or a published bound with --bound, and not both")
    if conjecture is not None and (conjecture.endswith(".toml") or Path(conjecture).is_file()):
        return read_problem(Path(conjecture), overriding)
    given = dict(overriding.get("class", {}))
    document = {**overriding, **({"statement": conjecture} if bound is None else {"bound": bound})}
    if bound is not None and given:
        document["class"] = _class_for(bound, given)
    try:
        return Problem.of(document)
    except FieldError as error:
        if error.path == ("statement",) and error.offset is not None:
            line, column = line_and_column(conjecture or "", error.offset)
            raise InputError(f"the statement, line {line}, column {column}: {error.reason}") from None
        if bound is None and not {"inputs", "widths", "weights"} <= set(given):
            raise InputError(
                "a statement wants --inputs, --widths and --weights, which say what is searched (or write a file)"
            ) from None
        if len(error.path) > 1:
            raise InputError(f"--{error.path[1]}: {error.reason}") from None
        raise


def _class_for(bound: str, given: dict[str, Any]) -> dict[str, Any]:
    """The class on which a bound is attacked, with what the options say of its networks."""
    found, _ = usual(bound)
    if found["kind"] != "networks":
        found = dict(NETWORKS)
    if "weights" in given:
        found = {key: value for key, value in found.items() if key in ("kind", "inputs", "widths", "activation")}
    return {**found, **given}


def _widths(text: str | None) -> list[int] | None:
    if text is None:
        return None
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        raise InputError(f"--widths {text!r} is no list of integers; write --widths 2,2") from None


def _grid(text: str | None) -> str | list[str] | None:
    return text if text is None or ":" in text else [part.strip() for part in text.split(",")]


def _show(found: SearchResult, written: list[Path]) -> None:
    tally, candidates = found.tally, found.problem.candidates
    print(f"{found.problem.text}: {_WORDS[found.status]}")
    if found.counterexample is not None:
        shown = found.counterexample.to_json()
        for name, value in shown["quantities"].items():
            print(f"  {f'exp({name})' if name == 'entropy(f)' else name} = {_value(value)}")
        if "bound_value" in shown:
            print(f"  the bound is {shown['bound_value']}")
        print(f"  {found.counterexample.subject!r}")
        print(f"  {_document(shown['subject'])}")
    together = f" ({tally.together:,} of them partial networks, with all their completions)" if tally.together else ""
    print(f"tried: {tally.tried:,}{together}; the class has {_count(candidates.size)} candidates")
    if found.problem.bound is not None and found.counterexample is None:
        print(f"the class: {_document(found.problem.document['class'])}")
    for count, words in (
        (tally.undecided, "were not decided"),
        (tally.inapplicable, "are not what the statement is about"),
    ):
        if count:
            print(f"{count:,} {words}")
    for said in tally.said:
        print(said)
    if found.status == "none_found" and found.units_done < found.units:
        print(f"{found.units_done:,} of {_count(found.units)} units were done")
    show_paths(written)


def _count(n: int) -> str:
    """Numbers too long to be read, by their size."""
    return f"{n:,}" if n < 10**15 else f"about 10^{len(str(n)) - 1}"


def _document(document: Any) -> str:
    """On one line, to be kept as a file."""
    text = dumps(document)
    return text if len(text) <= _LONGEST else "(too long to be shown; --json has it)"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value['lower']} .. {value['upper']}" if isinstance(value, dict) else str(value)


_WORDS = {
    "counterexample": "refuted by a counterexample",
    "none_in_class": "no counterexample in the class, which was gone through",
    "none_found": "no counterexample found",
}
