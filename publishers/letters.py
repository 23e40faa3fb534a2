"""A mail's words in one language: found among the files that are copy for mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from publishers.artifact import Artifact, ArtifactKind
from publishers.contentlines import CRLF, with_parameter
from publishers.languages import SOURCE

STOP_LINK = "https://stop.invalid/"
"""Stands in the words for the address at which their reader can stop such mail: each reader has one of their own.

Source: RFC 2606 2: no host has a name that ends in .invalid
"""

PARTS = (ArtifactKind.SUBJECT, ArtifactKind.TEXT, ArtifactKind.HTML, ArtifactKind.CALENDAR)
"""What a letter is made of, once in each language; what else lies beside it is enclosed."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What one mail says. Edges: `html` may be ""; `calendar` is an invitation's; `enclosed` are files beside it."""

    language: str
    subject: str
    text: str
    html: str = ""
    calendar: Artifact | None = None
    enclosed: tuple[Artifact, ...] = ()

    def ending_at(self, stop: str) -> Letter:
        """The letter with its reader's own way to stop such mail."""
        return replace(self, text=self.text.replace(STOP_LINK, stop), html=self.html.replace(STOP_LINK, stop))

    def sent_by(self, sender: str) -> Letter:
        """The letter of which the calendar says who sent it, where that is not who asks.

        Source: RFC 5545 3.2.18: a program distrusts an invitation from anybody else
        """
        if self.calendar is None or f":mailto:{sender.lower()}\r\n".encode() in _who_asks(self.calendar.content):
            return self
        told = with_parameter(self.calendar.content, "ORGANIZER", f'SENT-BY="mailto:{sender}"')
        return replace(self, calendar=replace(self.calendar, content=told))


def letter_in(artifacts: Sequence[Artifact], tag: str) -> Letter | None:
    """The letter among artifacts in a language, else in English; None where they are no letter."""
    spoken = [artifact.language for artifact in artifacts if artifact.kind is ArtifactKind.SUBJECT]
    if not spoken:
        return None
    language = next((known for known in (tag, SOURCE) if known in spoken), spoken[0])
    mine = {artifact.kind: artifact for artifact in artifacts if artifact.language == language}
    return Letter(
        language,
        _words(mine[ArtifactKind.SUBJECT]).strip(),
        _words(mine[ArtifactKind.TEXT]),
        _words(mine[ArtifactKind.HTML]) if ArtifactKind.HTML in mine else "",
        mine.get(ArtifactKind.CALENDAR),
        tuple(artifact for artifact in artifacts if artifact.kind not in PARTS),
    )


def _who_asks(calendar: bytes) -> bytes:
    """Who asks, in small letters, as the end of a line."""
    unfolded = calendar.replace(CRLF + b" ", b"").lower()
    return unfolded.partition(b"\r\norganizer")[2].partition(CRLF)[0] + CRLF


def _words(artifact: Artifact) -> str:
    return artifact.content.decode()
