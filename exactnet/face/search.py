"""Counterexamples to conjectures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import Any

from exactnet.conjectures import Conjecture, FieldError, Problem, SearchResult, SearchRun, Store, read_problem
from exactnet.conjectures.language import line_and_column
from exactnet.conjectures.run import Progress
from exactnet.errors import InputError
from exactnet.face.subjects import whole

__all__ = ["search"]


def search(
    conjecture: str | Path | Conjecture | Mapping[str, Any],
    *,
    store: str | Path | None = None,
    resume: bool = False,
    jobs: int = 1,
    cluster: str | None = None,
    timeout: float | None = None,
    progress: Progress | None = None,
) -> SearchResult:
    """Search a class of networks or maps for a counterexample to a conjecture (see docs/search.md).

    Parameters
    ----------
    conjecture
        A `Conjecture`; or a ``.toml`` file, or its fields as a mapping.
    store, resume
        A file in which finished units of work are kept, and whether to go on from what it holds.
    jobs, cluster
        Processes to use, or the address of a dask scheduler.
    timeout
        Seconds after which no more is begun.

    Raises
    ------
    InputError
        If the conjecture is malformed, with the line and column of a fault in a text.

    Examples
    --------
    >>> maps = {"kind": "maps", "x": [1, 2, 3, 4], "y": [1, 2, 3, 4]}
    >>> found = search({"statement": "period(f, 4) => entropy(f) > 0", "class": maps})
    >>> found.status, found.counterexample.subject.to_json()["points"]
    ('counterexample', [['1', '3'], ['2', '4'], ['3', '2'], ['4', '1']])
    >>> from exactnet.conjectures import Conjecture
    >>> from exactnet.conjectures.words import entropy, f, log, period
    >>> search(Conjecture(period(f, 3) >> (entropy(f) > log(2) / 2), maps)).status
    'none_in_class'
    """
    if whole(jobs, "jobs") < 1:
        raise InputError(f"jobs must be at least 1, not {jobs}")
    if resume and store is None:
        raise InputError("there is nothing to resume from: give a store")
    problem = _problem(conjecture)
    kept = None if store is None else Store(Path(store))
    try:
        run = SearchRun(problem, store=kept, resume=resume, jobs=jobs, address=cluster, progress=progress)
        deadline = None if timeout is None else monotonic() + timeout
        run.work(deadline)
        return run.result(shrink=deadline is None or monotonic() < deadline)
    finally:
        if kept is not None:
            kept.close()


def _problem(conjecture: str | Path | Conjecture | Mapping[str, Any]) -> Problem:
    if isinstance(conjecture, str | Path):
        return read_problem(Path(conjecture))
    document = conjecture.document() if isinstance(conjecture, Conjecture) else conjecture
    try:
        return Problem.of(document)
    except FieldError as error:
        if error.offset is None:
            raise
        text: Any = document
        for key in error.path:
            text = text[key]
        line, column = line_and_column(text, error.offset)
        raise InputError(f"{'.'.join(error.path)}, line {line}, column {column} of {text!r}: {error.reason}") from None
