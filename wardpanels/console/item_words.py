"""How the publicity desk says an item: what it is about, where it stands, and its words as its channel has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from publishers.artifact import Artifact, ArtifactKind
from publishers.edited_words import LIMITS, SAID, words_of
from publishers.handover import about, nearest, time_left
from publishers.languages import MANNERS, SOURCE
from publishers.packing import unpacked
from scheduler.items import AFTER, RELEASE, Item, ItemGroup, ItemState
from scheduler.release.value import Release
from scheduler.store import Store
from wardpanels.console.wording_for_staff import moment
from wardpanels.publicity.desk import Desk, copy_of
from wardpanels.publicity.handling import why_held

BEYOND_MENDING = "Cannot be put right"

GROUPS: Mapping[ItemGroup, tuple[str, str]] = MappingProxyType(
    {
        ItemGroup.BY_HAND: ("To take there", "Nothing is to be taken anywhere now."),
        ItemGroup.TO_APPROVE: ("To approve", "Nothing waits for approval."),
        ItemGroup.DUE: ("Being sent", "Nothing is being sent now."),
        ItemGroup.LATER: ("Later", "Nothing is planned for later."),
        ItemGroup.HELD: ("Held back", "Nobody holds anything back."),
        ItemGroup.FAILED: ("Failed", "Nothing has failed."),
        ItemGroup.BEYOND_MENDING: (BEYOND_MENDING, "All that was told can be put right."),
        ItemGroup.MISSED: ("Missed", "Nothing was missed."),
        ItemGroup.SENT: ("Out", "Nothing has gone out yet."),
        ItemGroup.REJECTED: ("Rejected", "Nothing was rejected."),
    }
)
"""What a list is called, and what is said where it is empty."""

STATES: Mapping[ItemState, str] = MappingProxyType(
    {
        ItemState.PLANNED: "To go out",
        ItemState.APPROVED: "Approved",
        ItemState.HANDED_OVER: "To take there",
        ItemState.ISSUED: "Sent",
        ItemState.CONFIRMED: "Seen to be out",
        ItemState.FAILED: "Failed",
        ItemState.MISSED: "Missed",
        ItemState.REPLACED: "Overtaken",
        ItemState.REJECTED: "Rejected",
        ItemState.HELD: "Held back",
        ItemState.LET_GO: "Let go",
    }
)


@dataclass(frozen=True, slots=True)
class TextShown:
    """One text as a page shows it.

    Edges: `room` is how much of its channel's room it takes, "" where that has no limit; what is not `is_said` is
           beside what goes out, such as what a picture shows
    """

    name: str
    label: str
    text: str
    room: str
    language: str
    direction: str
    is_said: bool


@dataclass(frozen=True, slots=True)
class FileShown:
    """One file to look at or take away. Edges: `is_page` is a letter as a program for mail shows it"""

    name: str
    is_picture: bool
    is_page: bool
    is_english: bool
    alt: str
    language: str


@dataclass(frozen=True, slots=True)
class ItemShown:
    """One item as a page shows it.

    Edges: `left` is the time until its next meeting, "" where that has passed or it is not due; `id` tells the parts of
           one item from those of others on a page; `why_held` is the reason of whoever holds it back, "" for nobody
    """

    item: Item
    id: str
    channel: str
    about: str
    state: str
    due: str
    use_by: str
    left: str
    lead: str
    why_held: str
    texts: tuple[TextShown, ...]
    files: tuple[FileShown, ...]


NAMES = {
    "x": "X",
    "sms": "Text message",
    "met-engage": "Met Engage",
    "mps-ward-page": "Ward’s page at the Met",
    "police-uk": "police.uk",
}
"""The channels whose names are not made of their own words."""


def channel_name(channel: str) -> str:
    """A channel as people read it: `met-engage` is `Met Engage`."""
    return NAMES.get(channel, channel.replace("-", " ").capitalize())


def with_words(desk: Desk, release: Release, items: Sequence[Item], first: int, at: datetime) -> list[ItemShown]:
    """Items with their words, numbered from `first`."""
    contents = desk.store.outbox.contents({item.digest for item in items})
    return [
        shown(desk, release, item, number, at, unpacked(contents.get(item.digest, b"")))
        for number, item in enumerate(items, first)
    ]


def shown(  # an item is worded from all that is known of it
    desk: Desk, release: Release, item: Item, number: int, at: datetime, artifacts: tuple[Artifact, ...] = ()
) -> ItemShown:
    """An item with its words, as far as they are given. Edges: English words come first"""
    is_due = item.due_at <= at < item.use_by
    return ItemShown(
        item,
        f"item-{number}",
        channel_name(item.channel),
        about_item(release, item),
        state_of(item, at),
        moment(item.due_at, release.timezone),
        moment(item.use_by, release.timezone),
        time_left(nearest(item, release, at), at) if is_due else "",
        _lead(item),
        why_held(desk, item),
        texts_of(artifacts, copy_of(desk, item)),
        files_of(artifacts),
    )


def about_item(release: Release, item: Item) -> str:
    """What an item is about. Edges: by its own name where none of its meetings is released any more"""
    if any(meeting in release.meeting_by_id for meeting in item.meetings):
        return about(release, item.meetings)
    return item.subject


def item_named(store: Store, key: str) -> str:
    """An item as people name it, by its channel and what it is about. Errors: UnknownName."""
    item = store.outbox.item(key)
    release = store.latest_release(item.borough_code, item.first_day)
    return f"{channel_name(item.channel)}, {about_item(release, item) if release else item.subject}"


def state_of(item: Item, at: datetime) -> str:
    """Where an item is, in words."""
    if item.is_held and not item.is_missed(at):
        return STATES[ItemState.HELD]
    if item.awaits_approval and not item.is_missed(at):
        return "To approve"
    return BEYOND_MENDING if item.is_beyond_mending else STATES[item.state_at(at)]


def texts_of(artifacts: tuple[Artifact, ...], copy: str) -> tuple[TextShown, ...]:
    """The texts of a piece of copy, English first."""
    languages = {each.path: each.language for each in artifacts}
    limit = LIMITS.get(copy)
    found = [
        TextShown(
            str(number),
            words.label,
            words.text,
            limit.room(words.text) if limit and words.kind in SAID else "",
            languages[words.path],
            MANNERS[languages[words.path]].direction,
            words.kind is not ArtifactKind.ALT,
        )
        for number, words in enumerate(words_of(artifacts))
    ]
    return tuple(sorted(found, key=lambda text: text.language != SOURCE))


def files_of(artifacts: tuple[Artifact, ...]) -> tuple[FileShown, ...]:
    """What is no text of a piece of copy: pictures, sheets to print, designed pages, calendars."""
    alt = {each.language: each.content.decode().strip() for each in artifacts if each.kind is ArtifactKind.ALT}
    files = (each for each in artifacts if each.kind not in (ArtifactKind.TEXT, ArtifactKind.SUBJECT, ArtifactKind.ALT))
    return tuple(
        FileShown(
            each.name,
            each.media_type == "image/png",
            is_page(each),
            each.language == SOURCE,
            alt.get(each.language, ""),
            MANNERS[each.language].name,
        )
        for each in files
        if each.kind is not ArtifactKind.POST
    )


def is_page(file: Artifact) -> bool:
    """Whether a file is a letter as a program for mail shows it."""
    return file.media_type.partition(";")[0] == "text/html"


def _lead(item: Item) -> str:
    if item.is_correction:
        return "It puts right what was told before."
    if item.lead == AFTER:
        return "It goes out once the meeting was held."
    if item.lead == RELEASE:
        return "It goes out as soon as the meeting is released."
    days = "1 day" if item.lead == "1" else f"{item.lead} days"
    return "It goes out on the day." if item.lead == "0" else f"It goes out {days} before the meeting."
