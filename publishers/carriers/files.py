"""What carriers of files share: names that stay in their folder, files that appear whole, and what an error means.

A file is written beside its name and then renamed, so that whoever looks finds the whole old one or the whole new one.
The name beside comes from the parcel's key: what a killed try left there is overwritten by the next.
"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Protocol

from publishers.artifact import Artifact
from publishers.carriers.carrier import Closed, Outlet, Parcel, Receipt, TryAgain

FOR_A_PERSON = frozenset(
    {errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.EROFS, errno.EINVAL,
     errno.ENAMETOOLONG, errno.ELOOP, errno.ENOSYS, errno.ENOSPC, errno.EDQUOT}
)  # fmt: skip  # one list
"""Errors that no later try mends by itself; a lost line or a busy server may be better in a while."""


class Shelf(Protocol):
    """An open place for files. Paths are those below the outlet's folder."""

    def put(self, path: str, beside: str, artifact: Artifact) -> None:
        """Make the artifact appear at a path, whole and in the place of what was there. `beside` is free to use.

        Errors: TryAgain, Closed, OSError
        """

    def close(self) -> None:
        """Let go of the connection, if there is one."""


class FileCarrier:
    """Puts a parcel's artifacts on a shelf, which is opened again after it failed."""

    def __init__(self, outlet: Outlet, where: str, opens: Callable[[], Shelf]) -> None:
        self._outlet, self._where, self._opens = outlet, where, opens
        self._shelf: Shelf | None = None
        self._opened()

    def carry(self, parcel: Parcel) -> Receipt:
        """Put every artifact under its own path.

        Errors: TryAgain, Closed, Refused
        """
        for artifact in parcel.artifacts:
            path = inside(artifact.path)
            self._put(str(path), str(path.with_name(beside(path.name, parcel.key))), artifact)
        count = len(parcel.artifacts)
        return Receipt(f"{count} {'file' if count == 1 else 'files'} in {self._where}")

    def _put(self, path: str, beside_path: str, artifact: Artifact) -> None:
        try:
            self._opened().put(path, beside_path, artifact)
        except (OSError, TryAgain) as error:
            self.close()
            raise (failure(error, self._outlet, self._where) if isinstance(error, OSError) else error) from error

    def _opened(self) -> Shelf:
        if self._shelf is None:
            try:
                self._shelf = self._opens()
            except OSError as error:
                raise failure(error, self._outlet, self._where) from error
        return self._shelf

    def close(self) -> None:
        """Let go of the connection, if there is one."""
        shelf, self._shelf = self._shelf, None
        if shelf is not None:
            shelf.close()


def inside(text: str) -> PurePosixPath:
    """An artifact's path, if it stays in the folder it is put in.

    Errors: ValueError where it would not (our bug)
    """
    if any(part in ("", ".", "..") or set(part) & set("\\\0:") for part in text.split("/")):
        raise ValueError(f"artifact: found the path {text!r}, wanted one inside the folder, such as feeds/evening.ics")
    return PurePosixPath(text)


def beside(name: str, key: str) -> str:
    """The name a file has while it is written: the same at each try of one parcel, and no longer than names may be."""
    return f".{name[:60]}.{hashlib.sha256(f'{key}/{name}'.encode()).hexdigest()[:16]}.part"


def failure(error: OSError, outlet: Outlet, where: str) -> TryAgain:
    """What an error of a file system means for the parcel."""
    if isinstance(error, TimeoutError):
        return TryAgain(f"{where}: gave no answer in time")
    said = outlet.without_secrets(f"{where}: {(error.strerror or str(error) or 'gave no reason').lower()}")
    if error.errno in FOR_A_PERSON:
        return Closed(f"[{outlet.table}] {said}. Check the folder, its room, and who may write there.")
    return TryAgain(said)
