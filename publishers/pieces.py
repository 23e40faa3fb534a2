"""What goes out as one: all that a channel says of one subject, in every language, approved and sent together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from publishers.artifact import Artifact
from publishers.channels.copy import Copy
from publishers.channels.every_channel import CHANNELS, Channel, copies
from scheduler.release.elections import neutral
from scheduler.release.value import Release


@dataclass(frozen=True, slots=True)
class Piece:
    """All that one channel says of one subject.

    Edges: `subject` stays the same from release to release; `recipient` is the id of the one person it is for, "" for
           what is public; `neutral` is what is said instead before an election, None where nothing has to change;
           `care` says in whole sentences what a person should look for before it goes out; `digest` is the SHA-256 of
           every artifact's path, type and bytes: what was approved, and what went out
    """

    channel: str
    subject: str
    meetings: tuple[str, ...]
    artifacts: tuple[Artifact, ...]
    recipient: str = ""
    neutral: Piece | None = None
    care: tuple[str, ...] = ()
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", _digest_of(self.artifacts))  # asked for often, and pictures are large

    @property
    def thread(self) -> tuple[str, str, str]:
        """What it has in common with the same piece of another release."""
        return self.channel, self.subject, self.recipient


def _digest_of(artifacts: tuple[Artifact, ...]) -> str:
    digest = hashlib.sha256()
    for artifact in artifacts:
        for part in (artifact.path.encode(), artifact.media_type.encode(), artifact.content):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def pieces_of(release: Release, channels: Sequence[Channel] = CHANNELS) -> Iterator[Piece]:
    """Return every piece of a release, with its neutral twin where the release knows of a poll.

    Errors: as `publishers.channels.every_channel.copies`
    """
    quiet = copies(neutral(release), channels) if release.polls else ()
    twins = {twin.thread: twin for twin in pieces(quiet)}
    for piece in pieces(copies(release, channels)):
        twin = twins.get(piece.thread)
        is_other = twin is not None and (twin.care != () or twin.digest != piece.digest)
        yield replace(piece, neutral=twin) if is_other else piece


def pieces(copies: Iterable[Copy]) -> Iterator[Piece]:
    """Return copy joined by channel and subject, in the order of both."""
    for (channel, subject), found in groupby(sorted(copies, key=_order), key=lambda copy: (copy.channel, copy.subject)):
        joined = tuple(found)
        yield Piece(
            channel,
            subject,
            tuple(dict.fromkeys(meeting for copy in joined for meeting in copy.meetings)),
            tuple(artifact for copy in joined for artifact in copy.artifacts),
            care=tuple(dict.fromkeys(reason for copy in joined for reason in copy.care)),
        )


def _order(copy: Copy) -> tuple[str, str, int, str]:
    # What was approved is known by a digest of the files in this order: another order would void every approval.
    return copy.channel, copy.subject, len(copy.path), copy.path
