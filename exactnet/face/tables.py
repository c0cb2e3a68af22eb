"""Certified tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from exactnet.face.subjects import whole
from exactnet.tables import Table, build, read_plan

__all__ = ["table"]


def table(
    spec: str | Path | Mapping[str, Any],
    *,
    folder: str | Path = ".",
    cache: str | Path | None = None,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Table:
    """A certified table from its specification (see ``docs/tables.md``).

    Parameters
    ----------
    spec
        A TOML file, or the specification itself.
    folder
        Where files lie that a specification names which is no file itself.
    cache
        A file in which results are kept between runs.
    jobs
        Processes.

    Examples
    --------
    >>> tents = {"construction": "tent_power", "family": {"k": {"from": 1, "to": 3}}}
    >>> found = table({"rows": [tents], "columns": [{"quantity": "crossings"}]})
    >>> [row["cells"][0]["value"] for row in found.rows]
    [3, 5, 9]
    """
    plan = read_plan(spec, folder=folder)
    return build(plan, None if cache is None else Path(cache), whole(jobs, "jobs"), progress)
