"""Brings a borough back from a backup into an empty place, or goes through it all and keeps nothing: a drill."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from publishers.carriers.every_carrier import KIND_BY_NAME
from scheduler.errors import PanelError, UnusableData, some_of
from scheduler.store import RowsTaken, RowsTold, Taking, UntrueLines, take_store
from scheduler.upkeep import UpkeepKind, UpkeepLine
from wardpanels import wiring
from wardpanels.disk.file import written_whole
from wardpanels.disk.halves import half_beside, passing_folder
from wardpanels.disk.swap import flush
from wardpanels.faults import CannotUse
from wardpanels.publicity.publicity_settings import read_publicity
from wardpanels.upkeep.backing_up import settings_set
from wardpanels.upkeep.backup_file import About, Backup, files_of, read_backup
from wardpanels.upkeep.deletion_list import kept_list
from wardpanels.year.reading import profile_of

BY = "restore"
OUR_OWN = 0o600
WHY = "It was due when the backup of {taken_at:%-d %B %Y %H:%M} UTC was brought back: it may have gone out since."


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What a backup had, and what became of it.

    Edges: `held` counts the items that may have gone out since and wait for somebody who knows; `unset` are the
           settings that were set where the backup was made, and are not here; `forgotten` counts the subscribers who
           did not come back, for they were deleted since, as a list beside the backup says, if it `has_list`;
           `unnoted` is why a drill could not be written down, "" where it was or there is no store that has the borough
    """

    file: Path
    about: About
    told: RowsTold
    files: int
    held: int
    unset: tuple[str, ...]
    forgotten: int = 0
    has_list: bool = False
    unnoted: str = ""


def bring_back(
    file: Path, data: Path, db: str, environ: Mapping[str, str], at: datetime, *, is_still: bool = False
) -> BroughtBack:
    """Bring back a borough's folder and its rows, in a store of either kind, and write down that it was done.

    What was due by now and not known to be out is held back, unless its receiver notices a repeat, or nothing was sent
    since the backup was made (`is_still`). Killed anywhere, it brought back nothing, or only the folder; done again, it
    goes on from there.

    Errors: CannotUse, where the key is another, or the folder has other files; UntrueLines; StoreUnavailable, where the
            store has something of the borough already
    """
    wiring.check_place(db)
    _check_folder_above(data)
    deleted = kept_list(file)
    with _reading(file, environ) as backup, _staged(backup, data.absolute()) as staged:
        _refuse_other_files(data, backup.files)
        why = None if is_still else WHY.format(taken_at=backup.about.taken_at)
        keep = partial(_place, backup, staged, data)
        line = UpkeepLine(UpkeepKind.RESTORE, at, backup.about.taken_at, str(file.absolute()))
        taking = replace(_taking(backup, staged, at, why, keep, deleted), noted=line)
        taken = take_store(db, taking, backup.lines)
    return _came(file, backup, taken, environ, deleted)


def drill(file: Path, db: str, environ: Mapping[str, str], at: datetime) -> BroughtBack:
    """Go through a backup as bringing it back does, into memory and a folder that goes again.

    Edges:  it is written down where there is a store that has the borough, for whoever looks after the machine; where
            that is broken, a drill is wanted most, and answers all the same
    Errors: as `bring_back`, but nothing has to be empty
    """
    deleted = kept_list(file)
    with _reading(file, environ) as backup, passing_folder() as place, _staged(backup, place / "data") as staged:
        keep = partial(_read_to_the_end, backup)
        why = WHY.format(taken_at=backup.about.taken_at)
        taken = take_store(None, _taking(backup, staged, at, why, keep, deleted), backup.lines)
    came, unnoted = _came(file, backup, taken, environ, deleted), ""
    try:
        _note_drill(came, db, at)
    except PanelError as error:
        unnoted = str(error)
    return replace(came, unnoted=unnoted)


def _note_drill(came: BroughtBack, db: str, at: datetime) -> None:
    with wiring.store_if_any(db) as store:
        for borough in came.told.boroughs if store else ():
            if store and store.periods(borough):
                line = UpkeepLine(UpkeepKind.DRILL, at, came.about.taken_at, str(came.file.absolute()))
                store.upkeep.add(borough, line)


def _came(
    file: Path, backup: Backup, taken: RowsTaken, environ: Mapping[str, str], deleted: frozenset[str] | None
) -> BroughtBack:
    about, files, unset = backup.about, len(backup.files), _unset(backup.about, environ)
    return BroughtBack(file, about, taken.told, files, taken.held, unset, taken.forgotten, deleted is not None)


@contextmanager
def _reading(file: Path, environ: Mapping[str, str]) -> Iterator[Backup]:
    try:
        opened = file.open("rb")
    except OSError as error:
        raise CannotUse(str(file), (error.strerror or str(error)).lower(), "a backup") from error
    with opened:
        yield read_backup(opened, environ)


@contextmanager
def _staged(backup: Backup, data: Path) -> Iterator[Path]:
    """The borough's folder as the backup has it, beside where it goes, for its owner alone. It is gone at the end."""
    try:
        with half_beside(data, is_folder=True) as half:
            folder = half / "data"
            folder.mkdir(0o700)
            for path, content in backup.files.items():
                (folder / path).parent.mkdir(0o700, parents=True, exist_ok=True)
                with open(folder / path, "xb", opener=_for_us_alone) as file:  # Path has no opener
                    file.write(content)
            flush(folder)
            yield folder
    except OSError as error:
        raise CannotUse(
            str(data.parent), (error.strerror or str(error)).lower(), "room for the borough's folder"
        ) from error


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, OUR_OWN)


def _taking(
    backup: Backup,
    staged: Path,
    at: datetime,
    why: str | None,
    keep: Callable[[], object],
    deleted: frozenset[str] | None,
) -> Taking:
    about = backup.about
    return Taking(about.layout, about.boroughs, at, BY, why, _notice(staged), keep, deleted or ())


def _notice(folder: Path) -> dict[str, frozenset[str]]:
    """The channels of the folder's borough whose receivers notice a repeat. Edges: none where it cannot be read."""
    try:
        code, ways = profile_of(folder).code, read_publicity(folder).every
    except UnusableData:
        return {}
    return {code: frozenset(way.channel for way in ways if KIND_BY_NAME[way.outlet.carrier].knows_keys)}


def _place(backup: Backup, staged: Path, data: Path) -> None:
    """Put the folder where it belongs, once the file is read to its end.

    Edges: into one that is there, each file goes for itself: it may be a link, a disk, or hold what is hidden
    """
    _read_to_the_end(backup)
    _refuse_other_files(data, backup.files)
    if not data.is_dir():
        staged.rename(data)
        return
    for path, content in backup.files.items():
        if not (data / path).exists():
            (data / path).parent.mkdir(0o700, parents=True, exist_ok=True)
            with written_whole(data / path, OUR_OWN) as file:
                file.write(content)
    flush(data)


def _read_to_the_end(backup: Backup) -> None:
    if next(backup.lines, None) is not None:
        raise UntrueLines("more after its end", "a whole file")


def _check_folder_above(data: Path) -> None:
    if not data.absolute().parent.is_dir():
        raise CannotUse(str(data), "no folder that it could be in", "one in a folder that exists")


def _refuse_other_files(data: Path, files: Mapping[str, bytes]) -> None:
    """Errors: CannotUse, where the folder has anything but these very files, or some of them."""
    if data.exists() and not data.is_dir():
        raise CannotUse(str(data), "a file", "an empty folder, or none")
    found = files_of(data) if data.is_dir() else {}
    if other := sorted(name for name in found if found[name] != files.get(name)):
        wanted = "an empty folder, none, or the files of the backup. Give another with --data"
        raise CannotUse(str(data), f"other files than the backup's: {some_of(other, 3)}", wanted)


def _unset(about: About, environ: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(set(about.settings) - set(settings_set(environ))))
