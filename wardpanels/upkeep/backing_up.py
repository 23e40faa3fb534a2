"""Writes all that is kept of a borough, its folder and its rows in the store, to one locked file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

from scheduler.store import RowsTold, tell_store
from scheduler.upkeep import UpkeepKind, UpkeepLine
from wardpanels import wiring
from wardpanels.disk import outputs
from wardpanels.disk.file import check_writable, written_whole
from wardpanels.faults import CannotUse
from wardpanels.upkeep.backup_file import VERSION, About, files_of, head_lines, packing
from wardpanels.upkeep.deletion_list import write_list
from wardpanels.upkeep.sealing import KEY, MAGIC, PASSPHRASE, secret_given
from wardpanels.year.reading import profile_of

READINGS = 10
"""How often a folder that changes meanwhile is read again."""


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was written. Units: bytes"""

    file: Path
    size: int
    taken_at: datetime
    told: RowsTold
    files: int


def back_up(
    data: Path, db: str, file: Path, environ: Mapping[str, str], at: datetime, *, every: bool = False
) -> BackedUp:
    """Back up the borough of a folder, or with `every` all boroughs of the store, and write down that it was done.

    All is as it was at one moment, while workers go on. No secret of the environment is kept, only which were set.

    Edges:  an older backup at `file` gives way when all is written; another file does not
    Errors: CannotUse, UnusableData, StoreUnavailable; then no file was written
    """
    code = profile_of(data).code
    secret, cost = secret_given(environ)
    check_writable(file)
    _refuse_other_file(file, data)
    files, target = _files_at_rest(data), file.resolve()
    try:
        with (
            written_whole(target, outputs.BACKUP.kind.mode) as half,
            packing(half, secret, wiring.fresh_salt(), cost) as take,
        ):
            told = tell_store(db, None if every else (code,), partial(_begin, take, files, environ, at))
    except OSError as error:
        raise CannotUse(str(file), (error.strerror or str(error)).lower(), "room for a backup") from error
    with wiring.store_at(db) as store:
        write_list(store, told.boroughs, file)
        for borough in told.boroughs:
            store.upkeep.add(borough, UpkeepLine(UpkeepKind.BACKUP, wiring.now(), at, str(file.absolute())))
    return BackedUp(file, file.stat().st_size, at, told, len(files))


def _begin(
    take: Callable[[bytes], None],
    files: Mapping[str, bytes],
    environ: Mapping[str, str],
    at: datetime,
    layout: str,
    boroughs: tuple[str, ...],
) -> Callable[[bytes], None]:
    """Write what comes before the rows."""
    about = About(VERSION, version("wardpanels"), at, layout, boroughs, settings_set(environ), len(files))
    for line in head_lines(about, files):
        take(line)
    return take


def settings_set(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The names of our settings in an environment, but for what locks a backup."""
    return tuple(sorted(name for name in environ if name.startswith("WARDPANELS_") and name not in (KEY, PASSPHRASE)))


def _files_at_rest(folder: Path) -> dict[str, bytes]:
    """The files of a folder as they all were at one moment. Errors: CannotUse."""
    before = wiring.stamp(folder)
    for _ in range(READINGS):
        files, after = files_of(folder), wiring.stamp(folder)
        if after == before:
            return files
        before = after
    raise CannotUse(str(folder), "that its files change all the time", "a moment of rest: try again")


def _refuse_other_file(file: Path, data: Path) -> None:
    """Errors: CannotUse, where a backup would take the place of something else, or be a part of the next one."""
    if file.resolve().is_relative_to(data.resolve()):
        raise CannotUse(str(file), "a place in the borough's folder", "one outside: each backup would hold the others")
    if not file.exists():
        return
    if not file.is_file():
        raise CannotUse(str(file), "a device or a pipe", "the name of a file: it is written whole, then put in place")
    with file.open("rb") as found:
        if found.read(len(MAGIC)) != MAGIC:
            raise CannotUse(str(file), "a file that is no backup", "a name that is free, or that of an older backup")
