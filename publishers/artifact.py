"""What a publisher makes: bytes with a name. Who carries them, and where to, is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """One finished file.

    Edges: `path` is relative, with "/" between its parts, and never leaves the folder it is put in
    """

    path: str
    media_type: str
    content: bytes
