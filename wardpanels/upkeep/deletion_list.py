"""The list beside the backups of who was deleted since, so that none of them brings anybody back.

It holds digests of the ids that subscribers had. An id is made by chance and leads to nobody once its row is gone, so
whoever reads the list learns how many were deleted and nothing of whom.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from scheduler.store import Store
from scheduler.upkeep import WITH_A_BACKUP
from wardpanels.disk import outputs
from wardpanels.disk.file import write_file
from wardpanels.faults import CannotUse

LIST = "wardpanels-deleted.json"


def list_beside(backup: Path) -> Path:
    """Where the list of a backup is."""
    return backup.absolute().with_name(LIST)


def kept_list(backup: Path) -> frozenset[str] | None:
    """The digests in the list beside a backup, None where there is none. Errors: CannotUse where it cannot be read"""
    file = list_beside(backup)
    try:
        return msgspec.json.decode(file.read_bytes(), type=frozenset[str])
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CannotUse(str(file), (error.strerror or str(error)).lower(), "the list of who was deleted") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise CannotUse(str(file), "that it does not read", "the list of who was deleted, whole") from error


def write_list(store: Store, borough_codes: Iterable[str], backup: Path) -> None:
    """Add who was deleted from these boroughs to the list beside a backup; whoever is on it stays. Errors: CannotUse"""
    before = kept_list(backup)
    now = (before or frozenset()).union(*(store.subscribers.forgotten(code) for code in borough_codes))
    if now != before:
        write_file(list_beside(backup), msgspec.json.format(msgspec.json.encode(sorted(now))), outputs.DELETIONS)


def tell_last_backup(store: Store, borough_code: str) -> Path | None:
    """Bring the list up to date beside the last backup and the one that the borough came from; return the newer.

    Edges:  None where no backup is known, or its folder is not there any more: then whoever moved it takes the list of
            the next backup along
    Errors: CannotUse where the list cannot be read or written
    """
    lines = filter(None, (store.upkeep.last(borough_code, kind) for kind in WITH_A_BACKUP))
    files = [Path(line.note) for line in sorted(lines, key=lambda line: line.at) if Path(line.note).parent.is_dir()]
    for file in files:
        write_list(store, (borough_code,), file)
    return list_beside(files[-1]) if files else None
