"""Puts a publisher's files in a folder, all at once: whoever looks finds the whole old folder or the whole new one.

The new folder is built beside the old one, from hard links to what has not changed and new files for what has, and
takes the old one's place in one step. Files that somebody else put there stay. A web server must be given the folder by
its path: one that holds on to the folder itself (a bind mount of it, say) keeps seeing the old one.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from publishers.artifact import Artifact
from publishers.recipes import Recipe, ready
from wardpanels.faults import CannotUse
from wardpanels.swap import LockHeld, delete, exchange, flush, flush_folder, locked, mend

MANIFEST = ".wardpanels-manifest.json"
NO_LINKS = (errno.EPERM, errno.EACCES, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS)
"""How a file system says that it gives a file no second name."""


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a folder came to, in files; those that somebody else put there are not counted."""

    written: int
    unchanged: int
    removed: int

    @property
    def files(self) -> int:
        """Files of ours that the folder now holds."""
        return self.written + self.unchanged


@dataclass(frozen=True, slots=True)
class Beside:
    """The names next to a folder that a run uses; a run that was killed may have left them."""

    staging: Path
    aside: Path
    lock: Path


@dataclass(frozen=True, slots=True)
class Ours:
    """What the manifest says of a file of ours: the digests of its bytes and of what it was made from."""

    sha256: str
    made_from: str


def write_folder(folder: Path, files: Iterable[Artifact | Recipe]) -> Written:
    """Make `folder` hold exactly these files of ours, touching none that is unchanged, making none that cannot differ.

    Edges:  a link to a folder is followed and stays; missing parents are made; files of ours that are no longer wanted
            go; others stay, except where one of ours wants their name; nothing changed means nothing is touched
    Errors: CannotUse, with the folder as it was; ValueError for a path that would leave the folder (our bug)
    """
    wanted = _by_path(files)
    target = Path(os.path.realpath(folder))
    try:
        _check_target(folder, target)
        beside = _beside(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        with locked(beside.lock):
            _clear(target, beside)
            return _write(target, wanted, beside)
    except LockHeld as error:
        raise CannotUse(str(folder), "another run still writing to it", "one run at a time") from error
    except OSError as error:
        found = (error.strerror or str(error)).lower()
        raise CannotUse(str(error.filename or folder), found, "a folder that can be written beside and in") from error


def _by_path(files: Iterable[Artifact | Recipe]) -> Mapping[PurePosixPath, Recipe]:
    wanted: dict[PurePosixPath, Recipe] = {}
    for file in files:
        path = _inside(file.path)
        if path in wanted:
            raise ValueError(f"artifact: found {file.path!r} twice, wanted every path once")
        wanted[path] = file if isinstance(file, Recipe) else ready(file)
    folders = _parents(wanted)
    for path in wanted:
        if path in folders:
            raise ValueError(f"artifact: found {str(path)!r} as a file and as a folder, wanted one of them")
    return wanted


def _inside(text: str) -> PurePosixPath:
    """The path, if it is a plain one that stays inside the folder."""
    parts = text.split("/")
    is_plain = all(part not in ("", ".", "..", MANIFEST) and not set(part) & set("\\\0:") for part in parts)
    if not is_plain:
        raise ValueError(f"artifact: found the path {text!r}, wanted one inside the folder, such as feeds/evening.ics")
    return PurePosixPath(text)


def _parents(paths: Iterable[PurePosixPath]) -> frozenset[PurePosixPath]:
    found = {PurePosixPath()}
    for path in paths:
        parent = path.parent
        while parent not in found:
            found.add(parent)
            parent = parent.parent
    return frozenset(found)


def _check_target(folder: Path, target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise CannotUse(str(folder), "a file", "a folder, or a name that is still free")
    here = Path.cwd()
    if target == here or target in here.parents:
        raise CannotUse(str(folder), "the folder that this command runs in", "a folder inside it or elsewhere")


def _beside(target: Path) -> Beside:
    return Beside(*(target.with_name(f".{target.name}.wardpanels-{part}") for part in ("staging", "aside", "lock")))


def _clear(target: Path, beside: Beside) -> None:
    """Finish or sweep up what a killed run left."""
    mend(target, beside.aside)
    delete(beside.staging)
    delete(beside.aside)


def _write(target: Path, wanted: Mapping[PurePosixPath, Recipe], beside: Beside) -> Written:
    before = _manifest(target)
    ours_before = frozenset(before)
    _check_names(target, wanted.keys(), ours_before)
    kept = {path: before[path] for path, recipe in wanted.items() if _cannot_differ(target, path, recipe, before)}
    made = {path: recipe.make() for path, recipe in wanted.items() if path not in kept}
    changed = frozenset(path for path, content in made.items() if not _holds(target / path, content))
    removed = frozenset(path for path in ours_before - wanted.keys() if os.path.lexists(target / path))
    manifest = _manifest_bytes(wanted, kept, made)
    counts = Written(len(changed), len(wanted) - len(changed), len(removed))
    if not changed and not removed and _holds(target / MANIFEST, manifest):
        return counts
    try:
        _stage(target, beside.staging, leave_out=changed | removed | {PurePosixPath(MANIFEST)}, ours_before=ours_before)
        for path in sorted(changed):
            _write_file(target, beside.staging, path, made[path])
        _write_file(target, beside.staging, PurePosixPath(MANIFEST), manifest)
        flush(beside.staging)
        _put_in_place(target, beside)
    finally:
        delete(beside.staging)
    return counts


def _cannot_differ(target: Path, path: PurePosixPath, recipe: Recipe, before: Mapping[PurePosixPath, Ours]) -> bool:
    """Whether the file is the one that we wrote, and would be made from the same again."""
    ours = before.get(path)
    return ours is not None and ours.made_from == recipe.made_from and _digest(target / path) == ours.sha256


def _check_names(target: Path, wanted: Iterable[PurePosixPath], ours_before: frozenset[PurePosixPath]) -> None:
    """Refuse to replace somebody's folder with a file of ours, or their file or link with a folder of ours."""
    made_by_us = _parents(ours_before)
    for path in wanted:
        if _is_folder(target / path) and path not in made_by_us:
            raise CannotUse(str(target / path), "a folder", "a name that is free for a file")
    for path in sorted(_parents(wanted) - {PurePosixPath()}):
        if os.path.lexists(target / path) and not _is_folder(target / path) and path not in ours_before:
            raise CannotUse(str(target / path), "a file or a link", "a name that is free for a folder")


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _manifest(target: Path) -> Mapping[PurePosixPath, Ours]:
    """What an earlier run put in the folder; nothing where its manifest is missing or not one of ours.

    Edges: a manifest of an older version has no `made_from`, so all of it is made again
    """
    try:
        found = json.loads((target / MANIFEST).read_bytes())
        made_from = found.get("made_from", {})
        return {_inside(path): Ours(sha256, made_from.get(path, "")) for path, sha256 in found["files"].items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _manifest_bytes(
    wanted: Mapping[PurePosixPath, Recipe], kept: Mapping[PurePosixPath, Ours], made: Mapping[PurePosixPath, bytes]
) -> bytes:
    digests = {path: kept[path].sha256 if path in kept else hashlib.sha256(made[path]).hexdigest() for path in wanted}
    document = {
        "files": {str(path): digests[path] for path in sorted(wanted)},
        "made_from": {str(path): wanted[path].made_from for path in sorted(wanted)},
    }
    return (json.dumps(document, indent=0, ensure_ascii=False) + "\n").encode()


def _digest(path: Path) -> str:
    """The digest of a file's bytes, "" where there is no such file."""
    if path.is_symlink() or not path.is_file():
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _holds(path: Path, content: bytes) -> bool:
    """Whether the file is there with these very bytes: the folder is believed, not the manifest."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size != len(content):
        return False
    return path.read_bytes() == content


def _stage(
    target: Path, staging: Path, *, leave_out: frozenset[PurePosixPath], ours_before: frozenset[PurePosixPath]
) -> None:
    """Build the new folder from second names of everything in the old one that stays."""
    _make_one(target, staging)
    made_by_us = _parents(ours_before)
    for parent, folders, names in os.walk(target, onerror=_raise if target.exists() else None):
        here = PurePosixPath(Path(parent).relative_to(target).as_posix())
        links = [name for name in folders if (target / here / name).is_symlink()]
        if here not in made_by_us:
            _make_folder(target, staging, here)
        for name in (*names, *links):
            path = here / name
            if path not in leave_out:
                _make_folder(target, staging, here)
                _second_name(target / path, staging / path)


def _raise(error: OSError) -> None:
    raise error


def _make_folder(target: Path, staging: Path, path: PurePosixPath) -> None:
    if (staging / path).is_dir():
        return
    _make_folder(target, staging, path.parent)
    _make_one(target / path, staging / path)


def _make_one(old: Path, new: Path) -> None:
    """Make a folder that can be read as the old one could; 0755 where there was none."""
    new.mkdir()
    new.chmod(stat.S_IMODE(old.stat().st_mode) | stat.S_IRWXU if old.is_dir() else 0o755)


def _second_name(old: Path, new: Path) -> None:
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        shutil.copy2(old, new, follow_symlinks=False)


def _write_file(target: Path, staging: Path, path: PurePosixPath, content: bytes) -> None:
    _make_folder(target, staging, path.parent)
    made = os.open(staging / path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    with os.fdopen(made, "wb") as file:
        file.write(content)
    (staging / path).chmod(0o644)


def _put_in_place(target: Path, beside: Beside) -> None:
    if target.exists():
        exchange(target, beside.staging, beside.aside)
        return
    beside.staging.rename(target)
    flush_folder(target.parent)
