"""What goes out as one post on a network: words in one language, and the picture beside them."""

from __future__ import annotations

from dataclasses import dataclass

from publishers.artifact import Artifact, ArtifactKind
from publishers.carriers.carrier import Parcel
from publishers.languages import SOURCE


@dataclass(frozen=True, slots=True)
class NetworkPost:
    """One post. Edges: `alt` says what the picture shows, in the language of the post where there are such words"""

    words: Artifact
    language: str
    picture: Artifact | None
    alt: str


def posts(parcel: Parcel, media_type: str) -> tuple[NetworkPost, ...]:
    """One post for each artifact of a type.

    Errors: Closed where there is none
    """
    picture = next((one for one in parcel.artifacts if one.kind is ArtifactKind.PICTURE), None)
    alt = {one.language: one.content.decode().strip() for one in parcel.artifacts if one.kind is ArtifactKind.ALT}
    return tuple(
        NetworkPost(one, one.language, picture, alt.get(one.language, alt.get(SOURCE, "")))
        for one in parcel.of_type(media_type)
    )
