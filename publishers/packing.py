"""Artifacts as documents to store, those of older programs too."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import msgspec

from publishers.artifact import Artifact, ArtifactKind
from publishers.channels.copy import ENDING
from publishers.languages import MANNERS, SOURCE


def packed(artifacts: tuple[Artifact, ...]) -> bytes:
    """Artifacts as one document to store: same artifacts, same bytes."""
    return zlib.compress(msgspec.msgpack.encode(artifacts, order="deterministic"))


def unpacked(document: bytes) -> tuple[Artifact, ...]:
    """The artifacts that were packed. Edges: none where what was packed is gone"""
    if not document:
        return ()
    return tuple(known(stored) for stored in _DECODER.decode(zlib.decompress(document)))


@dataclass(frozen=True, slots=True)
class Stored:
    """An artifact as it is stored. Edges: programs before layout 0004 told its kind and language by its name alone."""

    path: str
    media_type: str
    content: bytes
    kind: ArtifactKind | None = None
    language: str | None = None


_DECODER = msgspec.msgpack.Decoder(tuple[Stored, ...])


def known(stored: Stored) -> Artifact:
    """The artifact with its kind and language, by its name where nobody wrote them down."""
    ending = stored.path.rpartition("/")[2].partition(".")[2]
    mark, _, rest = ending.partition(".")
    language, ending = (mark, rest) if mark in MANNERS and rest else (SOURCE, ending)
    kind = next((kind for kind, known in ENDING.items() if known == ending), ArtifactKind.FILE)
    return Artifact(stored.path, stored.media_type, stored.content, stored.kind or kind, stored.language or language)
