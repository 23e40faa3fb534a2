"""What goes out as one post on a network: words in one language, and the picture beside them where it is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from publishers.artifact import Artifact, ArtifactKind
from publishers.carriers.carrier import Closed, Parcel, Refused
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


def sent(post: NetworkPost, send: Callable[[NetworkPost], str]) -> str:
    """Send a post and return where it is; without its picture, and with the reason, where it is not taken with it.

    Errors: those of `send` for the words alone; TryAgain
    """
    if post.picture is None:
        return send(post)
    try:
        return send(post)
    except (Refused, Closed) as failure:
        return f"{send(replace(post, picture=None))} (without its picture: {failure.reason})"
