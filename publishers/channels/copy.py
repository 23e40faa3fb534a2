"""One finished piece of copy, whatever the channel, and the files it is handed over as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from publishers.artifact import Artifact, ArtifactKind
from publishers.channels.pictures import drawn
from publishers.languages import SOURCE

COPY = "copy"
"""The folder that copy is kept in, if it is not kept apart for a reason."""

ENDING: Mapping[ArtifactKind, str] = MappingProxyType(
    {
        ArtifactKind.TEXT: "txt",
        ArtifactKind.SUBJECT: "subject",
        ArtifactKind.HTML: "html",
        ArtifactKind.POST: "json",
        ArtifactKind.CALENDAR: "ics",
        ArtifactKind.ALT: "alt.txt",
        ArtifactKind.PICTURE: "png",
    }
)
MEDIA_TYPE: Mapping[ArtifactKind, str] = MappingProxyType(
    {
        ArtifactKind.TEXT: "text/plain; charset=utf-8",
        ArtifactKind.SUBJECT: "text/plain; charset=utf-8",
        ArtifactKind.HTML: "text/html; charset=utf-8",
        ArtifactKind.POST: "application/json; charset=utf-8",
        ArtifactKind.CALENDAR: "text/calendar; charset=utf-8",
        ArtifactKind.ALT: "text/x-alt-text; charset=utf-8",  # a type of its own, so that nobody posts it as a text
        ArtifactKind.PICTURE: "image/png",
    }
)


@dataclass(frozen=True, slots=True)
class Copy:
    """One finished piece of copy. `meetings` are the ids of those it tells of.

    Edges: `subject` is what it is about, the same in every language and release: a meeting's id, a ward's slug, a
           month or a quarter; `alt` describes the picture, whose words are `picture`; `care` says in whole sentences
           what a person should look for before it goes out
    """

    channel: str
    subject: str
    language: str
    text: str
    meetings: tuple[str, ...]
    kind: ArtifactKind = ArtifactKind.TEXT
    alt: str = ""
    picture: tuple[str, ...] = ()
    care: tuple[str, ...] = ()
    folder: str = COPY

    @property
    def path(self) -> str:
        """Where it is kept."""
        return self._path(self.kind)

    @property
    def artifacts(self) -> tuple[Artifact, ...]:
        """The files it is handed over as: the text first, then the picture's description, then the picture."""
        contents = (
            (self.kind, self.text.encode()),
            (ArtifactKind.ALT, f"{self.alt}\n".encode() if self.alt else b""),
            (ArtifactKind.PICTURE, drawn(self.picture) if self.picture else b""),
        )
        return tuple(
            Artifact(self._path(kind), MEDIA_TYPE[kind], content, kind, self.language)
            for kind, content in contents
            if content or kind is self.kind
        )

    @property
    def texts(self) -> tuple[str, ...]:
        """Every word of it, of the picture too: two that say the same are alike."""
        return (self.text, self.alt, *self.picture)

    def _path(self, kind: ArtifactKind) -> str:
        return path_of(self.channel, self.subject, self.language, kind, folder=self.folder)


def path_of(channel: str, name: str, language: str, kind: ArtifactKind, *, folder: str = COPY) -> str:
    """Where copy is kept: English has the plain name, other languages have their tag in it."""
    return f"{folder}/{channel}/{name}{'' if language == SOURCE else f'.{language}'}.{ENDING[kind]}"
