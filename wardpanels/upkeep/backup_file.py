"""What is in a backup, as lines: what it is of, each file of the borough's folder, and then the store's tables.

The lines are compressed, and then locked (`sealing`). Nothing here knows of a borough or of a clock.
"""

from __future__ import annotations

import hashlib
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any, TypeVar

import msgspec

from scheduler.store import UntrueLines
from wardpanels.upkeep.sealing import Sealer, unsealed

VERSION = 1
AT_ONCE = 192 * 1024
"""Units: bytes of a file to a line."""

LONGEST_LINE = 512 * 1024 * 1024
"""Units: bytes. No row of ours is as long by far: a line that does not end must not fill the memory."""

Made = TypeVar("Made")


class About(msgspec.Struct, frozen=True):
    """What a backup is of.

    Units: `taken_at` is aware, UTC
    Edges: `layout` is the store's; `settings` are the names that were set in the environment, for no secret is kept;
           `files` is how many files of the borough's folder follow
    """

    backup: int
    program: str
    taken_at: datetime
    layout: str
    boroughs: tuple[str, ...]
    settings: tuple[str, ...]
    files: int


class _FileHead(msgspec.Struct, frozen=True):
    file: str
    lines: int
    digest: str


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is being read. `files` have been read and are as they were; `lines` are those of the tables."""

    about: About
    files: Mapping[str, bytes]
    lines: Iterator[bytes]


@contextmanager
def packing(file: IO[bytes], secret: bytes, salt: bytes, cost: int) -> Iterator[Callable[[bytes], None]]:
    """What takes the lines of a backup and writes them, compressed and locked. Errors: OSError."""
    sealer, packer = Sealer(file, secret, salt, cost), zlib.compressobj()
    yield lambda line: sealer.write(packer.compress(line))
    sealer.write(packer.flush())
    sealer.close()


def head_lines(about: About, files: Mapping[str, bytes]) -> Iterator[bytes]:
    """The lines before those of the tables."""
    yield _line(about)
    for name, content in files.items():
        parts = [content[start : start + AT_ONCE] for start in range(0, len(content), AT_ONCE)]
        yield _line(_FileHead(name, len(parts), hashlib.sha256(content).hexdigest()))
        yield from (b64encode(part) + b"\n" for part in parts)


def read_backup(file: IO[bytes], environ: Mapping[str, str]) -> Backup:
    """Read what a backup is of, and its files. Errors: UntrueLines; CannotUse, where the key is none or another."""
    lines = _lines(unsealed(file, environ))
    about = _read(lines, About)
    if about.backup > VERSION:
        raise UntrueLines(f"version {about.backup}", f"{VERSION} or older: use the newer wardpanels that made it")
    return Backup(about, dict(_file(lines) for _ in range(about.files)), lines)


def _file(lines: Iterator[bytes]) -> tuple[str, bytes]:
    head = _read(lines, _FileHead)
    path = PurePosixPath(head.file)
    if path.is_absolute() or ".." in path.parts or "\\" in head.file or not path.parts:
        raise UntrueLines(f"a file {head.file!r} outside of the borough's folder", "files inside")
    try:
        content = b"".join(b64decode(next(lines)) for _ in range(head.lines))
    except (StopIteration, ValueError) as error:
        raise UntrueLines(f"half of {head.file}", "all of it") from error
    if hashlib.sha256(content).hexdigest() != head.digest:
        raise UntrueLines(f"{head.file} changed", "it as it was")
    return head.file, content


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The lines, their ends included. Errors: UntrueLines."""
    unpacker, rest = zlib.decompressobj(), b""
    for piece in pieces:
        try:
            rest += unpacker.decompress(piece)
        except zlib.error as error:
            raise UntrueLines("bytes that do not unpack", "a whole file") from error
        *whole, rest = rest.split(b"\n")
        yield from (line + b"\n" for line in whole)
        if len(rest) > LONGEST_LINE:
            raise UntrueLines("a line without end", "lines as they were told")
    if rest or not unpacker.eof:
        raise UntrueLines("an end in mid-line", "a whole file")


def _line(value: Any) -> bytes:
    return msgspec.json.encode(value) + b"\n"


def _read(lines: Iterator[bytes], kind: type[Made]) -> Made:
    try:
        return msgspec.json.decode(next(lines), type=kind)
    except (StopIteration, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UntrueLines(f"no {kind.__name__.strip('_')} where one was", "a whole file") from error


def files_of(folder: Path) -> dict[str, bytes]:
    """The files of a borough's folder by path, those in folders inside too.

    Edges: no hidden ones, no pipes, and of links those alone that stay inside: they are read as the files they lead to
    """
    root = folder.resolve()
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path.resolve().is_relative_to(root))
    inside = ((path.relative_to(folder), path) for path in found)
    return {
        each.as_posix(): path.read_bytes()
        for each, path in inside
        if not any(part.startswith(".") for part in each.parts)
    }
