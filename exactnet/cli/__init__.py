"""The command line: `exactnet COMMAND`. One file a command; `main` turns errors into sentences and exit codes."""

import sys

__all__ = ["INTERRUPTED", "main"]

INTERRUPTED = 130
"""The exit status after Ctrl-C."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status, never a traceback for bad input."""
    try:
        from exactnet.cli.app import run  # takes a second, in which Ctrl-C is answered, too
    except KeyboardInterrupt:
        print("exactnet: interrupted", file=sys.stderr)
        return INTERRUPTED
    return run(arguments)
