"""Results kept by content in SQLite, so that a run that was killed goes on, and only what is new is computed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exactnet.errors import InputError
from exactnet.tables.tasks import Outcome, Task

__all__ = ["Cache", "opened"]

_TABLE = (
    "CREATE TABLE IF NOT EXISTS results "
    "(key TEXT PRIMARY KEY, verdict TEXT, reason TEXT, certificate BLOB, witness INTEGER) WITHOUT ROWID"
)


class Cache:
    """Outcomes by the keys of tasks; nothing is kept without a file."""

    def __init__(self, connection: sqlite3.Connection | None) -> None:
        self._connection = connection

    def get(self, task: Task) -> Outcome | None:
        """What is kept of a task."""
        if self._connection is None:
            return None
        query = "SELECT verdict, reason, certificate, witness FROM results WHERE key = ?"
        found = self._connection.execute(query, (task.key,)).fetchone()
        return None if found is None else Outcome(found[0], found[1], found[2], bool(found[3]))

    def put(self, task: Task, outcome: Outcome) -> None:
        """Keep an outcome, for good; not one that is unknown, which may be known another time."""
        if self._connection is None or outcome.verdict == "unknown":
            return
        values = (task.key, outcome.verdict, outcome.reason, outcome.certificate, int(outcome.witness))
        with self._connection:
            self._connection.execute("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?)", values)


@contextmanager
def opened(path: Path | None) -> Iterator[Cache]:
    """A cache in a file (made if missing), or none.

    Raises
    ------
    InputError
        If the file is no such cache, or cannot be written.
    """
    if path is None:
        yield Cache(None)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=60)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute(_TABLE)
            yield Cache(connection)
        finally:
            connection.close()
    except (sqlite3.Error, OSError) as error:
        raise InputError(
            f"the cache {path} cannot be used ({error}); remove it, or name another with --cache"
        ) from None
