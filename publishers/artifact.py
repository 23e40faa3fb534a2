"""What a publisher makes: bytes with a name. Who carries them, and where to, is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from publishers.languages import SOURCE


class ArtifactKind(StrEnum):
    """What a file is among those that go out as one.

    Edges: POST is a record that a network's API takes; ALT says what a PICTURE shows; FILE is anything else
    """

    FILE = "file"
    TEXT = "text"
    SUBJECT = "subject"
    HTML = "html"
    POST = "post"
    CALENDAR = "calendar"
    ALT = "alt"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Artifact:
    """One finished file.

    Edges: `path` is relative, with "/" between its parts, and never leaves the folder it is put in; `kind` and
           `language` matter to whoever sends several files as one
    """

    path: str
    media_type: str
    content: bytes
    kind: ArtifactKind = ArtifactKind.FILE
    language: str = SOURCE

    @property
    def name(self) -> str:
        """What the file itself is called, without its folder."""
        return self.path.rpartition("/")[2]
