"""What a command needs besides its answer: a time limit, progress on a terminal, output, certificates."""

from __future__ import annotations

import json
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, Protocol, TypeVar

from flint import fmpq
from rich.console import Console
from rich.markup import escape
from rich.status import Status

from exactnet.certs import Certificate
from exactnet.compile.slices import COORDINATES, LINE_COORDINATES
from exactnet.errors import InputError, TimeLimitError
from exactnet.exact.rational import counted, number_text, rational
from exactnet.face.space import line_of, plane_of
from exactnet.frontends import FloatNotice, Subject, read_points, read_subject

__all__ = [
    "Reporter",
    "answer",
    "console",
    "path_points",
    "perform",
    "points",
    "print_json",
    "progress",
    "read",
    "require_folder",
    "show_count",
    "show_paths",
    "show_slice",
    "sliced",
    "time_limit",
    "write_certificates",
]


_T = TypeVar("_T")


def console() -> Console:
    """Standard output; wide where it is no terminal, so that tables are not squeezed into a log."""
    return Console(width=None if sys.stdout.isatty() else 140, highlight=False, soft_wrap=False)


def print_json(document: Any) -> None:
    """The one JSON document of a command."""
    print(json.dumps(document, indent=2))


_RING_AGAIN = 3.0
"""Seconds; what is tidied up after an alarm takes less."""


@contextmanager
def time_limit(seconds: float | None, stated: float | None = None) -> Iterator[None]:
    """Raise TimeLimitError inside the block after this many seconds, which may be the rest of what was ``stated``.

    Python drops an exception that a signal raises inside a finalizer or a callback of the garbage collector; then the
    alarm is set again. Extensions may drop it silently: so it rings again every few seconds.
    """
    if seconds is None:
        yield
        return

    def expire(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise TimeLimitError(f"the time limit of {stated or seconds:g} seconds was reached")

    def dropped(unraisable: sys.UnraisableHookArgs) -> None:
        if isinstance(unraisable.exc_value, TimeLimitError):
            signal.setitimer(signal.ITIMER_REAL, 0.01, _RING_AGAIN)
        else:
            hook(unraisable)

    hook, sys.unraisablehook = sys.unraisablehook, dropped
    before = signal.signal(signal.SIGALRM, expire)
    signal.setitimer(signal.ITIMER_REAL, seconds, _RING_AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        sys.unraisablehook = hook


class Reporter:
    """Progress on standard error; silent unless that is a terminal."""

    def __init__(self, status: Status | None) -> None:
        self._status = status

    def say(self, text: str) -> None:
        """Show what is going on."""
        if self._status is not None:
            self._status.update(text)

    def layers(self, done: int, total: int, vertices: int) -> None:
        """Progress of a compilation."""
        self.say(f"compiling: layer {done} of {total}, {vertices:,} breakpoints")

    def cells(self, cells: int, layer: int, layers: int, left: int) -> None:
        """Progress of a region enumeration."""
        if not layers:
            self.say(f"regions: {cells:,} so far")
            return
        self.say(f"regions: {cells:,} cells, {layer} of {layers} layers done, {left} walls left in the next")

    def images(self, layer: int, layers: int, pieces: int, simplices: int) -> None:
        """Progress of images under layers."""
        self.say(f"images: {layer} of {layers} layers, {pieces:,} convex pieces, {simplices:,} simplices so far")

    def partition(self, points: int, digits: int) -> None:
        """Progress of an entropy bracket."""
        self.say(f"entropy: partition of {points:,} points, {digits} digits so far")

    def orbits(self, period: int, orbits: int) -> None:
        """Progress of a list of periodic orbits."""
        self.say(f"orbits: {orbits:,} of period up to {period}")


@contextmanager
def progress(quiet: bool) -> Iterator[Reporter]:
    """A reporter for the duration of the block."""
    if quiet or not sys.stderr.isatty():
        yield Reporter(None)
        return
    with Console(stderr=True).status("reading") as status:
        yield Reporter(status)


def read(path: Path, quiet: bool) -> Subject:
    """The network or map in a file; a note about its floats goes to standard error, once."""
    return _noticing(read_subject, path, quiet)


def points(text: str, quiet: bool) -> list[list[fmpq]]:
    """Points as options write them: one as its coordinates with commas, or those in a file as @FILE."""
    if text.startswith("@"):
        return _noticing(read_points, Path(text[1:]), quiet)
    return [[rational(x) for x in text.split(",")]]


def path_points(start: str, end: str, via: Iterable[str] | None, quiet: bool) -> list[list[fmpq]]:
    """The points of a path, in order, as --from, --to and --via say."""
    first, last = points(start, quiet), points(end, quiet)
    if len(first) > 1 or len(last) > 1:
        raise InputError("--from and --to take one point each; --via takes several")
    return [*first, *(point for text in via or () for point in points(text, quiet)), *last]


def sliced(plane: str | None, line: str | None, subject: Subject, quiet: bool) -> tuple[Subject, dict[str, Any]]:
    """A subject, restricted to the plane or line of the options, if there is one; and what a document says of that."""
    if plane is not None and line is not None:
        raise InputError("--plane and --line are two restrictions; give one")
    text = line if plane is None else plane
    if text is None:
        return subject, {}
    name, restrict, coordinates = (
        ("plane", plane_of, COORDINATES) if line is None else ("line", line_of, LINE_COORDINATES)
    )
    corners = [point for part in text.split(";") for point in points(part, quiet)]
    restricted = restrict(subject, corners)
    shown = [[number_text(x) for x in point] for point in corners]
    return restricted, {name: {"points": shown, "coordinates": coordinates, "subject": restricted.digest}}


def show_slice(slice_: dict[str, Any]) -> None:
    """Say what the inputs mean, if the network was restricted."""
    for name, how in slice_.items():
        inputs = {"plane": "inputs s, t", "line": "input t"}[name]
        print(f"on the {name} {how['coordinates']}: the subject is the network behind this dense layer, with {inputs}")


def _noticing(reader: Callable[[Path], _T], path: Path, quiet: bool) -> _T:
    """What a reader finds in a file; notes about floats go to standard error, each once."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", FloatNotice)
        found = reader(path)
    for text in dict.fromkeys(str(notice.message) for notice in caught):
        if not quiet:
            print(f"exactnet: note: {path}: {text}", file=sys.stderr)
    return found


def require_folder(out: Path | None) -> None:
    """Refuse, before any work, an output folder that cannot be one."""
    if out is None:
        return
    if out.exists() and not out.is_dir():
        raise InputError(f"--out {out} is a file; certificates go into a folder")
    nearest = next(p for p in (out, *out.absolute().parents) if p.exists())
    if not nearest.is_dir():
        raise InputError(f"--out {out}: {nearest} is a file, not a folder")
    if not os.access(nearest, os.W_OK):
        raise InputError(f"--out {out}: {nearest} cannot be written to")


def write_certificates(out: Path | None, certificates: Iterable[Certificate]) -> list[Path]:
    """Write certificates, each whole or not at all."""
    if out is None:
        return []
    try:
        return [certificate.write(out) for certificate in {c.digest: c for c in certificates}.values()]
    except OSError as error:
        raise InputError(f"--out {out}: {error.strerror or error}") from None


def show_paths(written: Iterable[Path]) -> None:
    """Where certificates lie, a line each."""
    for path in written:
        console().print(f"certificate: {escape(str(path))}", style="dim", overflow="ignore", no_wrap=True)


def show_count(written: Sequence[Path], out: Path | None) -> None:
    """How many certificates there are, where there may be many."""
    if written:
        print(f"certificates: {counted(len(written), 'file')} in {out}")


class Certified(Protocol):
    """What `answer` asks of a result."""

    @property
    def certificate(self) -> Certificate:
        """Its certificate."""

    def to_json(self) -> dict[str, Any]:
        """JSON values."""


_Sure = TypeVar("_Sure", bound=Certified)


def perform(
    work: Callable[[Reporter], _T],
    show: Callable[[_T], None],
    *,
    document: Callable[[_T], dict[str, Any]],
    certificates: Callable[[_T], Iterable[Certificate]],
    tell: Callable[[list[Path]], None] = show_paths,
    status: Callable[[_T], int] = lambda found: 0,
    json: bool,
    out: Path | None,
    timeout: float | None,
    quiet: bool,
) -> int:
    """The frame of a command: compute its result, write its certificates, then print it; the exit status.

    Parameters
    ----------
    work, show
        What computes the result, and what prints it for people.
    document
        What --json prints of it.
    certificates
        Its certificates, which may be costly: they are made only if they are wanted.
    tell
        Says where they lie, after `show`.
    status
        The exit status.
    """
    require_folder(out)
    with progress(quiet) as reporter, time_limit(timeout):
        found = work(reporter)
        written = []
        if out is not None:
            reporter.say("writing certificates")
            written = write_certificates(out, certificates(found))
        printed = document(found) if json else None
    if printed is not None:
        print_json(printed)
    else:
        show(found)
        tell(written)
    return status(found)


def answer(
    work: Callable[[Reporter], _Sure],
    show: Callable[[_Sure], None],
    *,
    json: bool,
    out: Path | None,
    timeout: float | None,
    quiet: bool,
) -> int:
    """The frame of a command with one certified result, whose certificate is made for --out only."""
    return perform(
        work,
        show,
        document=lambda found: {**found.to_json(), "certificate": None if out is None else found.certificate.digest},
        certificates=lambda found: [found.certificate],
        json=json,
        out=out,
        timeout=timeout,
        quiet=quiet,
    )
