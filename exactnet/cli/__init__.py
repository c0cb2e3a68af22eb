"""The command line: `exactnet COMMAND`. One file a command; `main` turns errors into sentences and exit codes."""

from exactnet.cli.app import main

__all__ = ["main"]
