"""Files of a folder replaced all at once; what they replaced is kept under a dated folder in it, and can be put back.

Knows no table and no borough.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scheduler.errors import PanelError
from wardpanels.disk.outputs import BOROUGH_FILES
from wardpanels.disk.staging import Held, Staging
from wardpanels.disk.swap import LockHeld, delete, exchange, flush, locked, mend
from wardpanels.faults import CannotUse

KEPT = "replaced"
"""The folder in a borough's folder that has what was replaced, a folder for each time."""
TOLD = "replaced.json"
"""What stands beside the kept files: when, by whom, for what, and which files were new."""
DATED = re.compile(r"\d{8}T\d{6}Z(-\d+)?")

Files = Mapping[str, bytes | None]
"""What becomes of files, by name: their new bytes, or None where they go."""


class FolderChanged(PanelError):
    """Somebody else changed the folder meanwhile. `files` are those that are no longer as they were looked at."""

    code = "folder-changed"

    def __init__(self, files: Sequence[str]) -> None:
        self.files = tuple(files)
        super().__init__(
            f"Somebody changed {', '.join(files)} since you looked. Nothing was replaced. Please look again."
        )


@dataclass(frozen=True, slots=True)
class ReplacedFiles:
    """What one replacement took away, and so what putting it back brings. `name` is that of its dated folder.

    Edges: `files` are kept and come back; `new` were not there before, and go when it is put back
    """

    name: str
    at: datetime
    by: str
    why: str
    files: tuple[str, ...]
    new: tuple[str, ...]


def replace_files(folder: Path, files: Files, at: datetime, by: str, why: str, seen: Files | None = None) -> str:
    """Put files in a folder, all of them or none, and return the dated folder that keeps what they replaced.

    Whoever reads meanwhile finds the old folder or the new one, and so does whoever comes after a run that was killed.

    Units:  `at` is aware
    Edges:  `seen` are the files as somebody looked at them: they must be so still
    Errors: FolderChanged; CannotUse where the folder above cannot be written, or another run is still writing
    """
    target = folder.resolve()
    beside, aside = (target.with_name(f".{target.name}.{what}") for what in ("next", "aside"))
    try:
        with locked(target.with_name(f".{target.name}.lock"), tries=40):
            mend(target, aside)
            delete(beside)
            _check_seen(target, seen or {})
            name = _fresh_name(target, at)
            told = {"at": at.astimezone(UTC).isoformat(), "by": by, "why": why}
            _build(target, beside, files, name, told)
            flush(beside)
            exchange(target, beside, aside)
            delete(beside)
    except LockHeld as error:
        raise CannotUse(str(folder), "that another run is still writing", "to be the only one: try again") from error
    except OSError as error:
        found = (error.strerror or str(error)).lower()
        wanted = "a folder in one that can be written, so that all its files can change at once"
        raise CannotUse(str(folder), found, wanted) from error
    return name


def replaced_before(folder: Path) -> tuple[ReplacedFiles, ...]:
    """What was replaced in a folder, the latest first. Edges: without a dated folder that does not read"""
    kept = folder / KEPT
    names = [each.name for each in kept.iterdir() if DATED.fullmatch(each.name)] if kept.is_dir() else []
    found = (_read(kept / name) for name in names)
    return tuple(sorted((each for each in found if each), key=lambda each: (each.at, each.name), reverse=True))


def files_to_bring_back(folder: Path, replaced: ReplacedFiles) -> Files:
    """What putting back comes to: the kept files as they were, and those that were new gone."""
    kept = folder / KEPT / replaced.name
    return {name: (kept / name).read_bytes() for name in replaced.files} | dict.fromkeys(replaced.new)


def _check_seen(folder: Path, seen: Files) -> None:
    now = {name: (folder / name).read_bytes() if (folder / name).is_file() else None for name in seen}
    if changed := [name for name in seen if now[name] != seen[name]]:
        raise FolderChanged(changed)


def _fresh_name(folder: Path, at: datetime) -> str:
    stem = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    names = (f"{stem}-{n}" if n > 1 else stem for n in range(1, 10_000))
    return next(name for name in names if not (folder / KEPT / name).exists())


def _build(target: Path, beside: Path, files: Files, name: str, told: Mapping[str, str]) -> None:
    """The new folder: what stays, what is new, and what is replaced under its dated folder."""
    held = Held.of(target)
    staging = Staging(target, beside, BOROUGH_FILES.kind)
    staging.repeat(held, leave_out=files.keys(), made_by_us=frozenset())
    old = {path: (target / path).read_bytes() for path in files if path in held.files}
    new = sorted(path for path, content in files.items() if path not in old and content is not None)
    kept = f"{KEPT}/{name}"
    for path, content in old.items():
        staging.write(f"{kept}/{path}", content)
    staging.write(f"{kept}/{TOLD}", json.dumps({**told, "new": new}, ensure_ascii=False, indent=1).encode())
    (beside / KEPT).chmod(0o700)
    for path, made in files.items():
        if made is not None:
            staging.write(path, made)
            if path in old:
                (beside / path).chmod((target / path).stat().st_mode & BOROUGH_FILES.kind.mode)


def _read(kept: Path) -> ReplacedFiles | None:
    try:
        told = json.loads((kept / TOLD).read_bytes())
        at, new = datetime.fromisoformat(told["at"]), tuple(map(str, told["new"]))
        files = tuple(sorted(each.name for each in kept.iterdir() if each.name != TOLD))
        return ReplacedFiles(kept.name, at, str(told["by"]), str(told["why"]), files, new)
    except (OSError, ValueError, KeyError, TypeError):
        return None
