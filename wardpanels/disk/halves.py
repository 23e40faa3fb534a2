"""Files and folders that are not whole yet, beside what they are to become.

Whoever makes one holds it. One that nobody holds was left by a run that was killed, and goes with the next run.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from tempfile import gettempdir, mkdtemp, mkstemp

from wardpanels.disk.swap import is_ours

SUFFIX = ".half"
PASSING = "wardpanels"


@contextmanager
def half_beside(path: Path, *, is_folder: bool = False) -> Iterator[Path]:
    """A new file or folder beside `path`, empty and for its owner alone, with a name that nobody else has.

    Edges:  at the end it is gone, unless it was renamed; killed in between, it stays until the next run for `path`,
            which leaves alone what another run is still making
    Errors: OSError
    """
    _sweep(path)
    held, half = _made(path, is_folder=is_folder)
    try:
        yield half
    finally:
        _delete(half)
        os.close(held)


@contextmanager
def passing_folder() -> Iterator[Path]:
    """A folder of the machine's own place for such, for its owner alone. It is gone at the end.

    Edges:  killed in between, it stays until anybody next wants one
    Errors: OSError
    """
    with half_beside(Path(gettempdir(), PASSING), is_folder=True) as folder:
        yield folder


def _made(path: Path, *, is_folder: bool) -> tuple[int, Path]:
    """One that is held, and by which handle: another is made where a sweeper was there first."""
    while True:
        prefix = f".{path.name}."
        if is_folder:
            half = Path(mkdtemp(SUFFIX, prefix, path.parent))
        else:
            made, name = mkstemp(SUFFIX, prefix, path.parent)
            os.close(made)
            half = Path(name)
        with suppress(FileNotFoundError):
            held = os.open(half, os.O_RDONLY | os.O_CLOEXEC)
            if _is_held(held, half):
                return held, half
            os.close(held)


def _is_held(held: int, half: Path) -> bool:
    try:
        return is_ours(held, half)
    except OSError:
        return True  # a disk without locks: there `_sweep` takes nothing away


def _sweep(path: Path) -> None:
    for left in path.parent.glob(f".{escape(path.name)}.*{SUFFIX}"):
        with suppress(OSError):
            held = os.open(left, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
            try:
                if is_ours(held, left):
                    _delete(left)
            finally:
                os.close(held)


def _delete(half: Path) -> None:
    if half.is_dir():
        shutil.rmtree(half, ignore_errors=True)
    else:
        half.unlink(missing_ok=True)
