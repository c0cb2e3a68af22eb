"""What is checked when files, folders and certificates are named, and the package as a function of them."""

from __future__ import annotations

import errno
from os import PathLike
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol, TypeAlias, overload

from exactnet.check.certificate import check_file, check_text
from exactnet.check.verdict import Verdict

PathLikeText: TypeAlias = str | PathLike[str]


class HasBytes(Protocol):
    """A certificate in memory."""

    @property
    def canonical(self) -> bytes:
        """Its canonical bytes."""


Source: TypeAlias = PathLikeText | HasBytes
Several: TypeAlias = list[Any] | tuple[Any, ...]


def certificate_files(path: PathLikeText) -> list[Path]:
    """A file itself, or the certificates ``*.cert.json`` in a folder, by name; raises OSError if there is none."""
    given = Path(path)
    if not given.is_dir():
        given.stat()
        return [given]
    found = sorted(given.glob("*.cert.json"))
    if not found:
        raise FileNotFoundError(errno.ENOENT, "there is no *.cert.json in this folder", str(given))
    return found


class CheckerPackage(ModuleType):
    """The package `exactnet.check`, which may be called: ``exactnet.check(..)`` is ``exactnet check ..``."""

    @overload
    def __call__(self, source: HasBytes, /) -> Verdict: ...
    @overload
    def __call__(self, source: PathLikeText, /) -> Verdict | Any: ...  # of a folder, a tuple of them
    @overload
    def __call__(self, sources: Several, /) -> tuple[Verdict, ...]: ...
    @overload
    def __call__(self, first: Source, second: Source, /, *rest: Source) -> tuple[Verdict, ...]: ...

    def __call__(self, *sources: Source | Several) -> Verdict | tuple[Verdict, ...]:
        """Check certificates, with exact arithmetic and without search.

        Parameters
        ----------
        *sources
            Certificates, paths of files or of folders of them (``*.cert.json``, by name), or lists of these.

        Returns
        -------
        Verdict or tuple of Verdict
            One for one certificate or file; a tuple, in their order, for a folder, a list, or several sources.

        Raises
        ------
        InputError
            If a file cannot be read or a folder holds no certificate. A file that is read but is no certificate is ``invalid``.

        Examples
        --------
        >>> import exactnet as xn
        >>> tent = xn.laps({"format": "exactnet-map/1", "points": [[0, 0], ["1/2", 1], [1, 0]]})
        >>> xn.check(tent.certificate)
        Verdict(word='valid', step='', reason='')
        >>> xn.check("nowhere.cert.json")
        Traceback (most recent call last):
        exactnet.errors.InputError: nowhere.cert.json: cannot be read (No such file or directory)
        """
        flat = [item for source in sources for item in (source if isinstance(source, list | tuple) else [source])]
        found = tuple(verdict for item in flat for verdict in _verdicts(item))
        alone = len(sources) == 1 and not isinstance(sources[0], list | tuple) and not _is_folder(sources[0])
        return found[0] if alone else found


def _is_folder(source: object) -> bool:
    return isinstance(source, str | PathLike) and Path(source).is_dir()


def _verdicts(source: Source) -> list[Verdict]:
    from exactnet.errors import InputError  # here, so that the checker alone loads nothing but itself

    if not isinstance(source, str | PathLike):
        content = getattr(source, "canonical", None)
        if not isinstance(content, bytes):
            raise InputError(f"a certificate, a file or a folder is checked, not {type(source).__name__}")
        return [check_text(content)]
    try:
        return [check_file(path) for path in certificate_files(source)]
    except (OSError, ValueError) as error:  # a path with a zero byte is a ValueError
        raise InputError(f"{source}: cannot be read ({getattr(error, 'strerror', None) or error})") from None
