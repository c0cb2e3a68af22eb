"""`exactnet check`: the independent checker, reached from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from exactnet.check import Verdict, certificate_files, check_file
from exactnet.check.verdict import one_line
from exactnet.cli.options import Jobs, JsonFlag, Quiet, Timeout
from exactnet.cli.session import print_json, progress, time_limit
from exactnet.errors import InputError
from exactnet.processes import worker_pool

__all__ = ["check"]

# accepted because every command takes it; nothing is written and nothing is random here
_Unused: TypeAlias = Annotated[str | None, typer.Option(hidden=True)]


def check(
    certificates: Annotated[
        list[Path], typer.Argument(help="Certificates, or folders of them (*.cert.json).", metavar="CERT...")
    ],
    json: JsonFlag = False,
    jobs: Jobs = 1,
    out: _Unused = None,
    seed: _Unused = None,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Check certificates: one line a file, valid, holey or invalid with the step that fails.

    The checker shares no code with the rest of the program and needs only the standard library; it also runs alone, as
    `python -m exactnet.check CERT...`.
    """
    files = [path for given in certificates for path in _files(given)]
    counts = dict.fromkeys(("valid", "holey", "invalid"), 0)
    entries = []
    with progress(quiet) as reporter, time_limit(timeout):
        for done, (path, verdict) in enumerate(zip(files, _verdicts(files, jobs), strict=True), start=1):
            counts[verdict.word] += 1
            entries.append(
                {
                    "file": str(path),
                    "verdict": verdict.word,
                    "step": verdict.step or None,
                    "reason": verdict.reason or None,
                }
            )
            if not json and not (quiet and verdict.word == "valid"):
                print(f"{one_line(str(path))}: {verdict}", flush=True)
            reporter.say(f"checked {done} of {len(files)}")
    if json:
        print_json({"certificates": entries})
    return 1 if counts["invalid"] else 3 if counts["holey"] else 0


def _files(given: Path) -> list[Path]:
    try:
        return certificate_files(given)
    except FileNotFoundError as error:
        absent = "there is no such file" if not given.exists() else error.strerror
        raise InputError(f"{given}: {absent}") from None
    except OSError as error:
        raise InputError(f"{given}: cannot be read ({error.strerror or error})") from None


def _verdicts(files: list[Path], jobs: int) -> Iterator[Verdict]:
    if jobs == 1 or len(files) == 1:
        yield from map(_check, files)
        return
    with worker_pool(min(jobs, len(files))) as pool:
        yield from pool.imap(_check, files)


def _check(path: Path) -> Verdict:
    try:
        return check_file(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from None
