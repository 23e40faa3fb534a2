"""What goes out as one post on a network: words in one language, and the picture beside them."""

from __future__ import annotations

from dataclasses import dataclass

from publishers.artifact import Artifact, Kind
from publishers.carriers.carrier import Parcel
from publishers.languages import SOURCE


@dataclass(frozen=True, slots=True)
class Post:
    """One post. Edges: `alt` says what the picture shows, in the language of the post where there are such words"""

    words: Artifact
    language: str
    picture: Artifact | None
    alt: str


def posts(parcel: Parcel, media_type: str) -> tuple[Post, ...]:
    """One post for each artifact of a type.

    Errors: Closed where there is none
    """
    picture = next((one for one in parcel.artifacts if one.kind is Kind.PICTURE), None)
    alt = {one.language: one.content.decode().strip() for one in parcel.artifacts if one.kind is Kind.ALT}
    return tuple(
        Post(one, one.language, picture, alt.get(one.language, alt.get(SOURCE, "")))
        for one in parcel.of_type(media_type)
    )
