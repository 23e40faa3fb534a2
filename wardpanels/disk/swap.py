"""Steps of a file system that Python has no name for: swap two folders at once, flush a tree, hold a folder's lock."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2
NOT_OFFERED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)
"""How a kernel or a file system says that it cannot exchange two names."""

LOCK_TRIES = 120
LOCK_PAUSE_SECONDS = 0.25


class LockHeld(OSError):
    """Another run holds the lock and did not let go in time."""


def exchange(one: Path, other: Path, aside: Path) -> None:
    """Swap two folders of one parent in one step, so that whoever looks finds the one or the other.

    Edges: where the system cannot, three renames do it, and a run killed between them leaves `one` missing and `aside`
           whole for `mend`. Linux's ext4, xfs, btrfs, tmpfs and overlayfs can; NFS and other systems cannot
    """
    if not _exchanged(one, other):
        exchange_by_renames(one, other, aside)
    flush_folder(one.parent)


def _exchanged(one: Path, other: Path) -> bool:
    libc = _libc()
    if libc is None or not hasattr(libc, "renameat2"):
        return False
    if libc.renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    problem = ctypes.get_errno()
    if problem in NOT_OFFERED:
        return False
    raise OSError(problem, os.strerror(problem), str(one))


def exchange_by_renames(one: Path, other: Path, aside: Path) -> None:
    """Swap two folders in steps that `mend` can undo."""
    one.rename(aside)
    try:
        other.rename(one)
    except OSError:
        mend(one, aside)
        raise
    aside.rename(other)


def mend(one: Path, aside: Path) -> None:
    """Put back what a run killed between two renames had laid aside."""
    if aside.exists() and not one.exists():
        aside.rename(one)


def delete(tree: Path) -> None:
    """Delete a folder of ours and all in it, folders that are read-only too.

    Edges: no folder there is fine; what cannot be deleted is left for the next run to trip over
    """
    shutil.rmtree(tree, ignore_errors=True)
    for parent, folders, _ in os.walk(tree):
        for name in folders:
            path = Path(parent) / name
            if not path.is_symlink():
                path.chmod(0o700)
    shutil.rmtree(tree, ignore_errors=True)


def flush(tree: Path) -> None:
    """Return once every byte under `tree` is on the disk.

    Edges: one `syncfs` where there is one: 300 new files took 0.04 s so, and 0.8 s one by one
    """
    libc = _libc()
    if libc is not None and hasattr(libc, "syncfs"):
        folder = os.open(tree, os.O_RDONLY)
        try:
            if libc.syncfs(folder) == 0:
                return
        finally:
            os.close(folder)
    for parent, _, names in os.walk(tree):
        for name in names:
            _flush_path(Path(parent) / name)
        flush_folder(Path(parent))


def flush_folder(folder: Path) -> None:
    """Put a folder's list of names on the disk. Windows keeps it by itself and has no call for it."""
    if sys.platform != "win32":
        _flush_path(folder)


def _flush_path(path: Path) -> None:
    if path.is_symlink():
        return
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@cache
def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@contextmanager
def locked(lock: Path, *, tries: int = LOCK_TRIES) -> Iterator[None]:
    """Hold `lock` for one run at a time. The system lets go of it even where the run is killed.

    Units:  a try takes LOCK_PAUSE_SECONDS
    Errors: LockHeld
    """
    # filelock leaves its file beside the published folder for good, and where a disk has no flock it falls back to a
    # mark that a killed run leaves behind.
    held = _take(lock, tries)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
        os.close(held)


def _take(lock: Path, tries: int) -> int:
    for _ in range(tries):
        held = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        if is_ours(held, lock):
            return held
        os.close(held)
        time.sleep(LOCK_PAUSE_SECONDS)
    raise LockHeld(errno.EWOULDBLOCK, "another run is still writing", str(lock))


def is_ours(held: int, lock: Path) -> bool:
    """Whether the lock was free, and the file is still the one that others will find under its name.

    Errors: OSError, where the disk has no locks
    """
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return lock.stat().st_ino == os.fstat(held).st_ino
    except (BlockingIOError, FileNotFoundError):
        return False
