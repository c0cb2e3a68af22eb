"""The command ``python -m exactnet.check``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from exactnet.check.certificate import check_file
from exactnet.check.files import certificate_files
from exactnet.check.verdict import Verdict, one_line

_INVALID, _UNREADABLE, _HOLEY = 1, 2, 3


def main(argv: Sequence[str] | None = None) -> int:
    """Check files and print one line for each.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments; those of the process if left out.

    Returns
    -------
    int
        0: all valid; 1: some invalid; 3: some holey and none invalid; 2: a file cannot be read.
    """
    parser = argparse.ArgumentParser(
        prog="python -m exactnet.check", description="Check certificates, with exact arithmetic and without search."
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a certificate, or a folder of them (*.cert.json)")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of lines")
    options = parser.parse_args(argv)
    verdicts: list[tuple[str, Verdict]] = []
    unreadable = False
    for given in options.files:
        try:
            for path in map(str, certificate_files(given)):
                verdict = _check(path)
                verdicts.append((path, verdict))
                if not options.json:
                    print(f"{_printable(path)}: {_printable(str(verdict))}", flush=True)
        except OSError as error:
            unreadable = True
            where = _printable(str(error.filename or given))
            print(f"exactnet check: cannot read {where}: {error.strerror or error}.", file=sys.stderr)
    if options.json:
        print(json.dumps({"certificates": [_entry(path, verdict) for path, verdict in verdicts]}, indent=2))
    words = {verdict.word for _, verdict in verdicts}
    if unreadable:
        return _UNREADABLE
    if "invalid" in words:
        return _INVALID
    return _HOLEY if "holey" in words else 0


def _check(path: str) -> Verdict:
    """Check a file; a fault of the checker itself is reported as such, and never as a valid certificate."""
    try:
        return check_file(path)
    except OSError:
        raise
    except Exception as error:
        return Verdict("invalid", "checker", f"this is a fault of the checker, please report it: {error!r}")


def _entry(path: str, verdict: Verdict) -> dict[str, str | None]:
    return {
        "file": path,
        "verdict": verdict.word,
        "step": verdict.step or None,
        "reason": verdict.reason or None,
    }


def _printable(text: str) -> str:
    """Escape what the terminal cannot show."""
    encoding = sys.stdout.encoding or "ascii"
    return one_line(text).encode(encoding, "backslashreplace").decode(encoding)
