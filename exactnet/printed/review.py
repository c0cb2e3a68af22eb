"""The check of a table by its certificates alone: does every cell follow from a valid claim about the row's subject?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exactnet.check import check_text
from exactnet.check.reader import canonical, long_integers, read_json
from exactnet.check.verdict import Rejected, require
from exactnet.printed.document import (
    DECIDED,
    FORMAT,
    Document,
    bound_statuses,
    read_table,
    row_digest,
    table_digest,
    verdict_of,
)
from exactnet.printed.formats import FORMATS, written
from exactnet.printed.reading import filled, matches, same, shape_of, value_of
from exactnet.processes import worker_pool

__all__ = ["Finding", "Review", "review"]


@dataclass(frozen=True)
class Finding:
    """Something that is wrong with a table, or missing from it.

    Attributes
    ----------
    step, reason
        What does not hold (``docs/tables.md``), and why.
    row, column
        Where, in words; empty if it is the whole table.
    holey
        Whether a certificate itself says that something is missing; else it is wrong.
    """

    step: str
    reason: str
    row: str = ""
    column: str = ""
    holey: bool = False

    def __str__(self) -> str:
        return ": ".join(part for part in (self.row, self.column, self.step, self.reason) if part)


@dataclass(frozen=True)
class Review:
    """What the check of a table has found.

    Attributes
    ----------
    path
        The table.
    cells, silent
        How many cells follow from a certificate; how many claim nothing.
    certificates
        How many certificates were checked.
    findings
        What is wrong; nothing, if the table is right.
    """

    path: Path
    cells: int
    silent: int
    certificates: int
    findings: tuple[Finding, ...]

    @property
    def status(self) -> int:
        """The exit status: 0 right, 1 something wrong, 3 something holey and nothing wrong."""
        if any(not finding.holey for finding in self.findings):
            return 1
        return 3 if self.findings else 0


@dataclass(frozen=True)
class _Certificate:
    """A certificate that is what its name says, with the checker's word."""

    word: str
    reason: str
    claim: dict[str, Any]
    subject: dict[str, Any]


def review(path: Path, jobs: int = 1, progress: Callable[[int, int], None] | None = None) -> Review:
    """Check a table by the certificates in the folder beside it.

    Raises
    ------
    InputError
        If the file cannot be read or is no table.
    """
    table = read_table(path)
    digests = sorted({cell["certificate"] for row in table["rows"] for cell in row["cells"] if "certificate" in cell})
    folder = path.with_name(f"{path.stem}.certs")
    found: dict[str, _Certificate | Finding] = {}
    for done, (digest, result) in enumerate(zip(digests, _read(folder, digests, jobs), strict=True), 1):
        found[digest] = result
        if progress is not None:
            progress(done, len(digests))
    with long_integers():
        cells, findings = _cell_findings(table, found)
        if table_digest(table) != table["sha256"]:
            findings.append(Finding("sha256", "the table is not the one that was sealed"))
        if not findings:  # what is wrong cannot always be written
            findings += _text_findings(path, table)
    silent = sum(cell["verdict"] not in DECIDED for row in table["rows"] for cell in row["cells"])
    return Review(path, cells, silent, len(digests), tuple(findings))


def _cell_findings(table: Document, found: dict[str, _Certificate | Finding]) -> tuple[int, list[Finding]]:
    """How many cells follow, and what is wrong with the others and with rows."""
    cells, findings = 0, []
    for number, row in enumerate(table["rows"], 1):
        name = _row_name(number, row)
        for column, cell in zip(table["columns"], row["cells"], strict=True):
            if cell["verdict"] not in DECIDED:
                continue
            try:
                _follows(row, column, cell, found[cell["certificate"]])
                cells += 1
            except Rejected as error:
                findings.append(Finding(error.step, error.reason, name, column["title"], error.step == "holey"))
        findings += _row_findings(table, row, name)
    return cells, findings


def _row_name(number: int, row: Document) -> str:
    given = ", ".join(f"{key} = {value}" for key, value in row["given"].items())
    return f"row {number}" + (f" ({row['name'] or given})" if row["name"] or given else "")


def _read(folder: Path, digests: list[str], jobs: int) -> Iterator[_Certificate | Finding]:
    tasks = [(str(folder / f"{digest}.cert.json"), digest) for digest in digests]
    if jobs == 1 or len(tasks) < 2:
        yield from map(_certificate, tasks)
        return
    with worker_pool(min(jobs, len(tasks))) as pool:
        yield from pool.imap(_certificate, tasks)


def _certificate(task: tuple[str, str]) -> _Certificate | Finding:
    path, digest = Path(task[0]), task[1]
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        return Finding("missing", f"{digest!r} is no SHA-256")
    try:
        text = path.read_bytes()
    except OSError as error:
        return Finding("missing", f"{path.name}: {error.strerror or error}")
    try:
        with long_integers():
            document: Any = read_json(text)
            actual = hashlib.sha256(canonical(document)).hexdigest()
    except (Rejected, RecursionError) as error:
        return Finding("invalid", f"{path.name}: {error}")
    if actual != digest:
        return Finding("digest", f"{path.name}: the certificate has the SHA-256 {actual}")
    verdict = check_text(text)
    if verdict.word == "invalid":
        return Finding("invalid", f"{path.name}: {verdict.step}: {verdict.reason}")
    return _Certificate(verdict.word, verdict.reason, document["claim"], document["subject"])


def _follows(row: Document, column: Document, cell: Document, found: _Certificate | Finding) -> None:
    """Reject a cell that does not follow from its certificate."""
    if isinstance(found, Finding):
        raise Rejected(found.step, found.reason)
    _right_subject(row, cell, found.subject)
    wanted = filled(column["claim"], row["given"])
    failing = matches(wanted, found.claim, found.subject, "witness" in cell)
    require(failing is None, "claim", f"the certificate claims something else: {failing}")
    value = value_of(column, found.claim, row["given"])
    require(
        same(value, cell["value"]), "value", f"the cell says {_brief(cell['value'])}, the certificate {_brief(value)}"
    )
    if column["kind"] == "bound":
        require(cell["verdict"] == found.claim["verdict"], "value", f"the certificate says {found.claim['verdict']}")
    require(found.word == "valid", "holey", found.reason)


def _right_subject(row: Document, cell: Document, subject: dict[str, Any]) -> None:
    own, shape = row["subject"]["sha256"], row["subject"]["shape"]
    if "other" in cell:
        require(subject["type"] == "pair", "subject", "the certificate is about no pair")
        pair = [subject["first"]["sha256"], subject["second"]["sha256"]]
        require(pair == [own, cell["other"]], "subject", "the certificate is about another pair")
        subject = subject["first"]
    else:
        about = cell.get("witness", own)
        require(subject["sha256"] == about, "subject", f"the certificate is about another subject, {subject['sha256']}")
    require(same(shape_of(subject), shape), "subject", "the inputs or widths of the network are others")


def _row_findings(table: Document, row: Document, name: str) -> Iterator[Finding]:
    held = [cell["certificate"] for cell in row["cells"] if "certificate" in cell]
    for key, right in (
        ("verdict", verdict_of(row["cells"])),
        ("status", bound_statuses(table["columns"], row["cells"])),
        ("certificates", sorted(set(held))),
    ):
        if row[key] != right:
            yield Finding("value", f"by its cells it is {_brief(right)}", name, key)
    if row_digest(row) != row["sha256"]:
        yield Finding("sha256", "the row is not the one that was sealed", name)


def _text_findings(path: Path, table: Document) -> Iterator[Finding]:
    """Whether the files beside a table are what is written from it."""
    for ending in FORMATS:
        beside = path.with_suffix(f".{ending}")
        if ending == "json" or not beside.is_file():
            continue
        right, actual = written(table, ending), beside.read_bytes().decode("utf-8", "replace")
        if actual != right:
            yield _differing(beside.name, right.split("\n"), actual.split("\n"), table)


def _differing(name: str, right: list[str], actual: list[str], table: Document) -> Finding:
    pairs = zip(right, actual, strict=False)
    line = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(right), len(actual)))
    where = ""
    if line < len(right):
        rows = enumerate(table["rows"], 1)
        where = next((_row_name(n, row) for n, row in rows if _holds(right[line], n, row)), "")
    return Finding("text", f"{name}, line {line + 1}: this is not what is written from the table", where)


def _holds(line: str, number: int, row: Document) -> bool:
    """Whether a line of text is that of a row: by the digests in it, or by a comment."""
    if line.endswith(f"% row {number}"):
        return True
    return bool(row["certificates"]) and all(digest[:8] in line for digest in row["certificates"])


def _brief(value: object) -> str:
    text = canonical(value).decode()
    return text if len(text) <= 60 else text[:57] + "..."


def tables_in(folder: Path) -> Iterable[Path]:
    """The tables in a folder."""
    return (path for path in sorted(folder.glob("*.json")) if _is_table(path))


def _is_table(path: Path) -> bool:
    try:
        with long_integers():
            document = read_json(path.read_bytes())
    except (OSError, Rejected, RecursionError):
        return path.with_name(f"{path.stem}.certs").is_dir()  # it was one, once
    return isinstance(document, dict) and document.get("format") == FORMAT
