"""What goes out as one: all that a channel says of one subject, in every language, approved and sent together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from publishers.artifact import Artifact
from publishers.channels.notices import Copy


@dataclass(frozen=True, slots=True)
class Piece:
    """All that one channel says of one subject.

    Edges: `subject` stays the same from release to release; `recipient` is the id of the one person it is for, "" for
           what is public
    """

    channel: str
    subject: str
    meetings: tuple[str, ...]
    artifacts: tuple[Artifact, ...]
    recipient: str = ""

    @property
    def digest(self) -> str:
        """The SHA-256 of every artifact's path, type and bytes: what was approved, and what went out."""
        digest = hashlib.sha256()
        for artifact in self.artifacts:
            for part in (artifact.path.encode(), artifact.media_type.encode(), artifact.content):
                digest.update(len(part).to_bytes(8, "big") + part)
        return digest.hexdigest()


def pieces(copies: Iterable[Copy]) -> Iterator[Piece]:
    """Return copy joined by channel and subject, English first, in the order of channels and subjects."""
    for (channel, subject), found in groupby(sorted(copies, key=_order), key=lambda copy: (copy.channel, copy.subject)):
        joined = tuple(found)
        meetings = dict.fromkeys(meeting for copy in joined for meeting in copy.meetings)
        yield Piece(channel, subject, tuple(meetings), tuple(copy.artifact for copy in joined))


def _order(copy: Copy) -> tuple[str, str, int, str]:
    return copy.channel, copy.subject, len(copy.path), copy.path
