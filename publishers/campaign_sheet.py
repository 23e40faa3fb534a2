"""What channels say on one sheet, as they show it: texts, pictures, and how much of their room these take.

Not for the public. What goes out is made elsewhere; here it is only looked at, or handed to others to post.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from publishers import templating
from publishers.artifact import ArtifactKind
from publishers.channels import gsm
from publishers.channels.limits import BLUESKY_MOST, MASTODON_MOST, X_MOST, graphemes, with_link_length, x_weight
from publishers.handover import text_of
from publishers.languages import SOURCE
from publishers.moments import Moment
from publishers.pieces import Piece

Room = tuple[Callable[[str], int], int, str]

ROOM: Mapping[str, Room] = MappingProxyType(
    {
        "x": (x_weight, X_MOST, "letters, as it counts"),
        "bluesky": (lambda text: len(graphemes(text)), BLUESKY_MOST, "letters"),
        "mastodon": (lambda text: with_link_length(text, text.split()[-1]), MASTODON_MOST, "letters, as it counts"),
        "sms": (gsm.units, gsm.ONE_TEXT, "of one text"),
    }
)
"""How each channel counts, what it takes, and what is counted. The others have room for everything."""


@dataclass(frozen=True, slots=True)
class Card:
    """One piece as a channel shows it at a moment.

    Edges: `subject` is "" where the channel has none; `picture` and `alt` are empty where it shows none; `note` is what
           is to be known of it, "" where nothing is
    """

    channel: str
    told: str
    about: str
    moment: Moment
    subject: str
    text: str
    picture: bytes
    alt: str
    note: str = ""

    @property
    def room(self) -> str:
        """How much of the channel's room the text takes, "" where there is no limit."""
        if self.channel not in ROOM:
            return ""
        count, most, what = ROOM[self.channel]
        return f"{count(self.text)} of {most} {what}"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a sheet under a heading."""

    heading: str
    cards: tuple[Card, ...]


def shown(piece: Piece, told: str, moment: Moment, language: str = SOURCE, note: str = "") -> Card | None:
    """A piece as it is looked at; None where it says nothing in a language."""
    by_kind = {each.kind: each for each in piece.artifacts if each.language == language}
    words = by_kind.get(ArtifactKind.TEXT) or by_kind.get(ArtifactKind.POST)
    if words is None:
        return None
    beside = (ArtifactKind.SUBJECT, ArtifactKind.ALT, ArtifactKind.PICTURE)
    subject, alt, picture = map(by_kind.get, beside)
    return Card(
        channel=piece.channel,
        told=told,
        about=piece.subject,
        moment=moment,
        subject=subject.content.decode().strip() if subject else "",
        text=text_of(words).strip(),
        picture=picture.content if picture else b"",
        alt=alt.content.decode().strip() if alt else "",
        note=note,
    )


def sheet(title: str, lead: str, sections: Sequence[Section]) -> bytes:
    """The sheet as one page of HTML with its pictures in it."""
    page = templating.render("campaign/sheet.html", title=title, lead=lead, sections=sections, address_of=_address_of)
    return page.encode()


def _address_of(picture: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"
