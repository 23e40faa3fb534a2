"""Puts files in a folder of this machine, or of a network drive that it has."""

from __future__ import annotations

import os
from pathlib import Path

from publishers.artifact import Artifact
from publishers.carriers.carrier import Carrier, Outlet
from publishers.carriers.files import FileCarrier


def open_folder(outlet: Outlet) -> Carrier:
    """Open the folder; it is made where it is missing.

    Errors: Closed where nothing can be written there
    """
    folder = outlet.options["path"]
    if not Path(folder).is_absolute():
        raise outlet.misses("path", repr(folder), "a whole path, such as /srv/ward-panels")
    return FileCarrier(outlet, folder, lambda: _Folder(Path(folder)))


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, path: str, beside: str, artifact: Artifact) -> None:
        target, part = self._folder / path, self._folder / beside
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(artifact.content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        _flush_folder(target.parent)

    def close(self) -> None:
        pass


def _flush_folder(folder: Path) -> None:
    """Have the new name on the disk before the ledger says that it went out. Edges: nothing where folders cannot be"""
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
