"""The new folder while it is built beside the old one, from second names of what stays and new files for what does not.

Paths are texts with "/" between their parts, "" the whole folder. Knows nothing of publishers.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from wardpanels.disk.outputs import FileClass

NO_LINKS = (errno.EPERM, errno.EACCES, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS)
"""How a file system says that it gives a file no second name."""


def parent_of(path: str) -> str:
    """The path of the folder that something is in."""
    return path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Held:
    """What is in the folder now: its files and links by path, and its folders, each before what is in it."""

    files: Mapping[str, os.DirEntry[str]]
    folders: tuple[str, ...]

    @classmethod
    def of(cls, folder: Path) -> Held:
        """Look through a folder once; nothing is in one that is not there."""
        files: dict[str, os.DirEntry[str]] = {}
        folders = [""] if folder.is_dir() else []
        for inside in folders:  # grows as it goes
            with os.scandir(folder / inside) as entries:
                for entry in entries:
                    path = f"{inside}/{entry.name}" if inside else entry.name
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(path)
                    else:
                        files[path] = entry
        return cls(files, tuple(folders))


class Staging:
    """The new folder while it is built beside the old one."""

    def __init__(self, target: Path, staging: Path, kind: FileClass) -> None:
        self._target, self._staging, self._kind = str(target), str(staging), kind
        self._folders: set[str] = set()

    def repeat(self, held: Held, *, leave_out: Set[str], made_by_us: Set[str]) -> None:
        """Give everything in the old folder that stays a second name in the new one."""
        self._make_folder("")
        for path in held.folders:
            if path not in made_by_us:
                self._make_folder(path)
        for path in held.files.keys() - leave_out:
            self._make_folder(parent_of(path))
            _second_name(f"{self._target}/{path}", f"{self._staging}/{path}")

    def write(self, path: str, content: bytes) -> None:
        """Put a new file in the new folder."""
        self._make_folder(parent_of(path))
        new = f"{self._staging}/{path}"
        with open(new, "xb") as file:  # noqa: PTH123
            file.write(content)
        os.chmod(new, self._kind.mode)  # noqa: PTH101

    def _make_folder(self, path: str) -> None:
        """Make a folder, and those above it, that can be read as the old one could, by those of its class alone."""
        if path in self._folders:
            return
        if path:
            self._make_folder(parent_of(path))
        self._folders.add(path)
        new = f"{self._staging}/{path}"
        os.mkdir(new)  # noqa: PTH102  # a thousand folders: pathlib takes as long as the system does
        os.chmod(new, _mode_of(f"{self._target}/{path}", self._kind.folder_mode))  # noqa: PTH101


def _mode_of(old: str, most: int) -> int:
    try:
        found = os.stat(old).st_mode  # noqa: PTH116
    except OSError:
        return most
    return stat.S_IMODE(found) & most | stat.S_IRWXU if stat.S_ISDIR(found) else most


def _second_name(old: str, new: str) -> None:
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        shutil.copy2(old, new, follow_symlinks=False)
