"""The command line: `exactnet COMMAND`. One file a command, which bears its name; `main` turns errors into exit codes.

========= =================================================================
`app`     all commands, and what becomes of their errors
`options` options that commands share, said once
`session` the frame of a command: time limit, progress, output, certificates
`text`    numbers for people
`picture` what the commands of `exactnet plot` share
========= =================================================================
"""

import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import NoReturn

__all__ = ["INTERRUPTED", "main"]

INTERRUPTED = 130
"""The exit status after Ctrl-C."""


class _Interrupt(KeyboardInterrupt):
    """Ctrl-C. After a bare KeyboardInterrupt inside ``exec`` (dataclasses are made there) Python would not exit with our status."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status, never a traceback for bad input."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        with suppress(ValueError):  # in other threads there are no signals
            signal.signal(signal.SIGINT, _interrupt)
    try:
        from exactnet.cli.app import run  # takes a second, in which Ctrl-C is answered, too
    except KeyboardInterrupt:
        print("exactnet: interrupted", file=sys.stderr)
        return INTERRUPTED
    return run(arguments)


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise _Interrupt
