"""Puts a publisher's files in a folder, all at once: whoever looks finds the whole old folder or the whole new one.

The new folder is built beside the old one, from hard links to what has not changed and new files for what has, and
takes the old one's place in one step. Files that somebody else put there stay. A web server must be given the folder by
its path: one that holds on to the folder itself (a bind mount of it, say) keeps seeing the old one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from publishers.artifact import Artifact
from publishers.recipes import Recipe, ready
from wardpanels.disk.outputs import FileClass, Output
from wardpanels.disk.rendering import all_made
from wardpanels.disk.staging import Held, Staging, parent_of
from wardpanels.disk.swap import LockHeld, delete, exchange, flush, flush_folder, locked, mend
from wardpanels.faults import CannotUse

MANIFEST = ".wardpanels-manifest.json"
PACKED = ("application/pdf", "application/zip", "application/vnd.openxmlformats-officedocument")
"""How the media types of files begin in which a text does not stand as it is."""

BAD_PATH = re.compile(r"[\\\0:]")

Guard = Callable[[Mapping[str, bytes]], object]
"""What looks through files, by their paths, before they are public, and raises where they may not be."""


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


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an earlier run put in the folder. Paths here and below are texts with "/", as in an artifact.

    Units: `written_ns` is when that run was done, by the file system's clock
    Edges: `holds` is what the files are, such as "site"; "" where an older version did not say
    """

    files: Mapping[str, Ours]
    written_ns: int
    holds: str = ""


@dataclass(frozen=True, slots=True)
class Staged:
    """A folder that is about to be what is public: all its files by path, the bytes of those made anew, and a mark.

    Edges: the `mark` is a digest of its manifest, by which it is known later that it took the old folder's place
    """

    recipes: Mapping[str, Recipe]
    made: Mapping[str, bytes]
    mark: str


def files_of_ours(folder: Path) -> tuple[str, ...]:
    """The paths of the files that we put in a folder, and that are still there."""
    ours = _manifest(Path(os.path.realpath(folder))).files
    return tuple(path for path in sorted(ours) if (folder / path).is_file())


def mark_of(folder: Path) -> str:
    """The mark of a folder as it is now; "" where there is none of ours."""
    try:
        return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    except OSError:
        return ""


def check_targets(folder_by_kind: Mapping[str, Path]) -> None:
    """Refuse folders of one command that share files, or hold another kind, before any of them is written.

    Errors: CannotUse
    """
    for one, other in combinations(folder_by_kind.values(), 2):
        first, second = Path(os.path.realpath(one)), Path(os.path.realpath(other))
        if first.is_relative_to(second) or second.is_relative_to(first):
            raise CannotUse(str(other), f"a folder that shares files with {one}", "folders apart from each other")
    for holds, folder in folder_by_kind.items():
        _refuse_another_kind(folder, _manifest(Path(os.path.realpath(folder))), holds)


def write_folder(
    folder: Path,
    files: Iterable[Artifact | Recipe],
    output: Output,
    guard: Guard | None = None,
    before: Callable[[Staged], None] = lambda _: None,
) -> Written:
    """Make `folder` hold exactly these files of ours, touching none that is unchanged, making none that cannot differ.

    `output` is what they are: a folder that holds another is refused. What is public has a `guard`, which looks through
    all that was made anew, a packed file by its words. `before` is asked before anything is put in place, also where
    nothing changed. What either raises leaves the folder as it was.

    Edges:  a link to a folder is followed and stays; missing parents are made; files of ours that are no longer wanted
            go; others stay, except where one of ours wants their name; nothing changed means nothing is touched
    Errors: CannotUse, with the folder as it was; ValueError for a path that would leave the folder, or public files
            without a guard, or packed without words (our bug)
    """
    if output.kind is FileClass.PUBLIC and guard is None:
        raise ValueError(f"output: found no guard of the {output.name}, wanted one of what is public")
    wanted = _by_path(files)
    if output.kind is FileClass.PUBLIC:
        _check_words(wanted.values())
    target = Path(os.path.realpath(folder))
    try:
        _check_target(folder, target)
        beside = _beside(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        with locked(beside.lock):
            _clear(target, beside)
            earlier = _manifest(target)
            _refuse_another_kind(folder, earlier, output.name)
            return _write(target, wanted, earlier, beside, output, (guard or _anything, before))
    except LockHeld as error:
        raise CannotUse(str(folder), "another run still writing to it", "one run at a time") from error
    except OSError as error:
        found = (error.strerror or str(error)).lower()
        raise CannotUse(str(error.filename or folder), found, "a folder that can be written beside and in") from error


def _check_words(recipes: Iterable[Recipe]) -> None:
    for recipe in recipes:
        if recipe.media_type.startswith(PACKED) and recipe.words is None:
            raise ValueError(f"output: found no words of {recipe.path}, wanted all that a packed file says")


def _anything(_: Mapping[str, bytes]) -> None:
    """Lets every file be."""


def is_free(folder: Path) -> bool:
    """Whether no run is writing to a folder at this moment.

    Edges: one that is not there, in no folder that can be written, is free
    """
    target = Path(os.path.realpath(folder))
    if not target.parent.is_dir():
        return True
    try:
        with locked(_beside(target).lock, tries=1):
            mend(target, _beside(target).aside)
            return True
    except LockHeld:
        return False
    except OSError:
        return True


def _by_path(files: Iterable[Artifact | Recipe]) -> Mapping[str, Recipe]:
    wanted: dict[str, Recipe] = {}
    for file in files:
        path = _inside(file.path)
        if path in wanted:
            raise ValueError(f"artifact: found {path!r} twice, wanted every path once")
        wanted[path] = file if isinstance(file, Recipe) else ready(file)
    for path in _parents(wanted) & wanted.keys():
        raise ValueError(f"artifact: found {path!r} as a file and as a folder, wanted one of them")
    return wanted


def _inside(path: str) -> str:
    """The path, if it is a plain one that stays inside the folder."""
    if BAD_PATH.search(path) or not {"", ".", "..", MANIFEST}.isdisjoint(path.split("/")):
        raise ValueError(f"artifact: found the path {path!r}, wanted one inside the folder, such as feeds/evening.ics")
    return path


def _parents(paths: Iterable[str]) -> Set[str]:
    """Every folder above the paths, the whole folder, "", among them."""
    found = {""}
    for path in paths:
        parent = parent_of(path)
        while parent not in found:
            found.add(parent)
            parent = parent_of(parent)
    return found


def _check_target(folder: Path, target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise CannotUse(str(folder), "a file", "a folder, or a name that is still free")
    here = Path.cwd()
    if target == here or target in here.parents:
        raise CannotUse(str(folder), "the folder that this command runs in", "a folder inside it or elsewhere")


def _refuse_another_kind(folder: Path, before: Manifest, holds: str) -> None:
    if before.holds and holds and before.holds != holds:
        raise CannotUse(str(folder), f"a folder that holds the {before.holds}", f"one for the {holds} alone")


def _beside(target: Path) -> Beside:
    return Beside(*(target.with_name(f".{target.name}.wardpanels-{part}") for part in ("staging", "aside", "lock")))


def _clear(target: Path, beside: Beside) -> None:
    """Finish or sweep up what a killed run left."""
    mend(target, beside.aside)
    delete(beside.staging)
    delete(beside.aside)


def _write(
    target: Path,
    wanted: Mapping[str, Recipe],
    before: Manifest,
    beside: Beside,
    output: Output,
    asked: tuple[Guard, Callable[[Staged], None]],
) -> Written:
    held = Held.of(target)
    ours_before = before.files.keys()
    _check_names(target, held, wanted, _parents(ours_before), ours_before)
    kept = {path for path, recipe in wanted.items() if _cannot_differ(path, recipe, before, held)}
    to_make = [path for path in wanted if path not in kept]
    made = dict(zip(to_make, all_made([wanted[path].make for path in to_make]), strict=True))
    changed = {path for path, content in made.items() if not _holds(held, path, content)}
    removed = (ours_before - wanted.keys()) & held.files.keys()
    manifest = _manifest_bytes(wanted, before, made, output.name)
    counts = Written(len(changed), len(wanted) - len(changed), len(removed))
    guard, ask = asked
    guard({path: words() if (words := wanted[path].words) else content for path, content in made.items()})
    ask(Staged(wanted, made, hashlib.sha256(manifest).hexdigest()))
    if not changed and not removed and _holds(held, MANIFEST, manifest):
        return counts
    try:
        staging = Staging(target, beside.staging, output.kind)
        staging.repeat(held, leave_out={MANIFEST, *changed, *removed}, made_by_us=_parents(ours_before))
        for path in sorted(changed):
            staging.write(path, made[path])
        staging.write(MANIFEST, manifest)
        flush(beside.staging)
        _put_in_place(target, beside)
    finally:
        delete(beside.staging)
    os.utime(target / MANIFEST)  # from here on, a file that was not touched is one that needs no reading
    return counts


def _cannot_differ(path: str, recipe: Recipe, before: Manifest, held: Held) -> bool:
    """Whether the file is the one that we wrote, and would be made from the same again.

    Edges: the system itself stamps every change of a file (its ctime, which no program can set), so one from before the
           end of the earlier run needs no reading; anything later is read
    """
    ours, file = before.files.get(path), held.files.get(path)
    if ours is None or file is None or ours.made_from != recipe.made_from or not file.is_file(follow_symlinks=False):
        return False
    changed_ns = file.stat(follow_symlinks=False).st_ctime_ns
    return changed_ns < before.written_ns or hashlib.sha256(Path(file).read_bytes()).hexdigest() == ours.sha256


def _check_names(target: Path, held: Held, wanted: Iterable[str], made_by_us: Set[str], ours_before: Set[str]) -> None:
    """Refuse to replace somebody's folder with a file of ours, or their file or link with a folder of ours."""
    for path in sorted(set(held.folders) - made_by_us & set(wanted)):
        raise CannotUse(str(target / path), "a folder", "a name that is free for a file")
    for path in sorted(_parents(wanted) & held.files.keys() - ours_before):
        raise CannotUse(str(target / path), "a file or a link", "a name that is free for a folder")


def _manifest(target: Path) -> Manifest:
    """The manifest of a folder, an empty one where it is missing or not one of ours.

    Edges: a manifest of an older version has no `made_from`, so all of it is made again
    """
    try:
        found = json.loads((target / MANIFEST).read_bytes())
        made_from = found.get("made_from", {})
        files = {_inside(path): Ours(sha256, made_from.get(path, "")) for path, sha256 in found["files"].items()}
        return Manifest(files, (target / MANIFEST).stat().st_mtime_ns, str(found.get("holds", "")))
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return Manifest({}, 0)


def _manifest_bytes(wanted: Mapping[str, Recipe], before: Manifest, made: Mapping[str, bytes], holds: str) -> bytes:
    paths = sorted(wanted)
    document = {
        "holds": holds,
        "files": {
            path: hashlib.sha256(made[path]).hexdigest() if path in made else before.files[path].sha256
            for path in paths
        },
        "made_from": {path: wanted[path].made_from for path in paths},
    }
    return (json.dumps(document, indent=0, ensure_ascii=False) + "\n").encode()


def _holds(held: Held, path: str, content: bytes) -> bool:
    """Whether the file is there with these very bytes: the folder is believed, not the manifest."""
    file = held.files.get(path)
    if file is None or not file.is_file(follow_symlinks=False):
        return False
    return file.stat(follow_symlinks=False).st_size == len(content) and Path(file).read_bytes() == content


def _put_in_place(target: Path, beside: Beside) -> None:
    if target.exists():
        exchange(target, beside.staging, beside.aside)
        return
    beside.staging.rename(target)
    flush_folder(target.parent)
