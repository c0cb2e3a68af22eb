"""What has been done, in a file that survives a kill at any moment: one row a unit of work, in SQLite.

A unit is addressed by what it depends on: the search, its number and the version of the program. It is stored in one transaction
when it is done, so it is there as a whole or not at all, and a second time changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from exactnet._version import __version__
from exactnet.conjectures.problem import Problem
from exactnet.conjectures.work import Tally
from exactnet.errors import InputError

__all__ = ["Store"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS searches (digest TEXT PRIMARY KEY, document TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS units (
    address TEXT PRIMARY KEY, search TEXT NOT NULL, number INTEGER NOT NULL, result TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS units_of_search ON units (search, number);
"""


class Store:
    """The finished units of searches in one file.

    Parameters
    ----------
    path
        The file; made if missing.

    Raises
    ------
    InputError
        If it is no such file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._faults():
            self._connection = sqlite3.connect(path, timeout=60, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=FULL")
            self._connection.executescript(_SCHEMA)

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """What is wrong with the file, in one sentence."""
        try:
            yield
        except sqlite3.Error as error:
            raise InputError(f"--store {self.path}: {error}") from None
        except (ValueError, KeyError, TypeError):
            raise InputError(f"--store {self.path}: a unit in it cannot be read; take another file") from None

    def finished(self, problem: Problem) -> dict[int, Tally]:
        """The units of a search that are done, by number."""
        with self._faults():
            rows = self._connection.execute(
                "SELECT number, result FROM units WHERE search = ? ORDER BY number", (_search(problem),)
            )
            return {number: Tally.of_json(json.loads(result)) for number, result in rows}

    def begin(self, problem: Problem) -> None:
        """Note what a search is about, for people who look into the file."""
        row = (_search(problem), json.dumps(problem.document))
        with self._faults():
            self._connection.execute("INSERT OR IGNORE INTO searches VALUES (?, ?)", row)

    def keep(self, problem: Problem, number: int, unit: Mapping[str, Any], tally: Tally) -> None:
        """Store a finished unit; whoever stored it first was right."""
        address = _address([_search(problem), number, dict(unit)])
        row = (address, _search(problem), number, json.dumps(tally.to_json()))
        with self._faults():
            self._connection.execute("INSERT OR IGNORE INTO units VALUES (?, ?, ?, ?)", row)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _search(problem: Problem) -> str:
    """A search with another version of the program is another search."""
    return _address([__version__, problem.digest])


def _address(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
