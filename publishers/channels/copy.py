"""One finished piece of copy, whatever the channel, and the files it is handed over as."""

from __future__ import annotations

from dataclasses import dataclass

from publishers.artifact import Artifact
from publishers.channels.pictures import drawn
from publishers.languages import ENGLISH, Language

ALT_TYPE = "text/x-alt-text; charset=utf-8"
"""The type of a picture's description: one of its own, so that nobody posts it as a text."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One finished piece of copy. `meetings` are the ids of those it tells of.

    Edges: `subject` is what it is about, the same in every language and release: a meeting's id, a ward's slug, a
           month or a quarter; `alt` describes the picture, whose words are `picture`; `care` says in whole sentences
           what a person should look for before it goes out
    """

    channel: str
    subject: str
    path: str
    media_type: str
    text: str
    meetings: tuple[str, ...]
    alt: str = ""
    picture: tuple[str, ...] = ()
    care: tuple[str, ...] = ()

    @property
    def artifacts(self) -> tuple[Artifact, ...]:
        """The files it is handed over as: the text first, then the picture's description, then the picture."""
        stem = self.path.rpartition(".")[0]
        text = Artifact(self.path, f"{self.media_type}; charset=utf-8", self.text.encode())
        alt = Artifact(f"{stem}.alt.txt", ALT_TYPE, f"{self.alt}\n".encode()) if self.alt else None
        picture = Artifact(f"{stem}.png", "image/png", drawn(self.picture)) if self.picture else None
        return tuple(file for file in (text, alt, picture) if file)

    @property
    def texts(self) -> tuple[str, ...]:
        """Every word of it, of the picture too: two that say the same are alike."""
        return (self.text, self.alt, *self.picture)


def path_of(channel: str, name: str, lang: Language = ENGLISH, ending: str = "txt") -> str:
    """Where copy is kept: English has the plain name, other languages have their tag in it."""
    return f"copy/{channel}/{name}{'' if lang.is_source else f'.{lang.tag}'}.{ending}"
