"""Writes one file, wholly or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from wardpanels.disk.halves import half_beside
from wardpanels.disk.outputs import FileClass, Output
from wardpanels.faults import CannotUse


def check_writable(path: Path) -> None:
    """Find out before the work, not after it, that a file has nowhere to go.

    Errors: CannotUse
    """
    if path.is_dir():
        raise CannotUse(str(path), "a folder", "a file that can be written")
    if not path.parent.is_dir():
        raise CannotUse(str(path), f"no folder {path.parent}", "a file in a folder that exists")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise CannotUse(str(path), "that it is read-only", "a file that can be written")


def write_file(path: Path, content: bytes, output: Output) -> None:
    """Put `content` at `path`, for those alone who may read such an `output`.

    A reader sees the old file or the new one, never a half.

    Edges:  who could not read the old file cannot read the new one; a device or a pipe keeps its mode
    Errors: CannotUse; ValueError for what is public, which goes into a folder that is looked through (our bug)
    """
    if output.kind is FileClass.PUBLIC:
        raise ValueError(f"output: found one file of the {output.name}, wanted its whole folder")
    check_writable(path)
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)  # a device or a pipe, such as /dev/stdout, must not be replaced
        else:
            _replace(path, content, _mode_of(path, output.kind.mode))
    except OSError as error:
        found = (error.strerror or str(error)).lower()
        raise CannotUse(str(path), found, "a file that can be written") from error


@contextmanager
def written_whole(path: Path, mode: int) -> Iterator[IO[bytes]]:
    """A file to write to, which is at `path`, with its mode, once all is written: before that nothing is changed there.

    Edges:  killed in between, it leaves a hidden file beside, for its owner alone, until `path` is written again
    Errors: OSError
    """
    with half_beside(path) as half:
        with half.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        half.chmod(mode)
        half.replace(path)


def _replace(path: Path, content: bytes, mode: int) -> None:
    with written_whole(path, mode) as half:
        half.write(content)


def _mode_of(path: Path, most: int) -> int:
    """The mode of a file's class, without what the file that is there already keeps to itself."""
    return path.stat().st_mode & most if path.exists() else most
