"""What people have to carry themselves, on one page: the words to copy, when, and what to type afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from publishers import templating, wording
from publishers.artifact import Artifact, ArtifactKind
from publishers.bundles import Bundle, bundle_of
from publishers.channels.every_channel import Medium
from scheduler.items import Item, ItemState
from scheduler.release.value import Release

PAGE = "index.html"


@dataclass(frozen=True, slots=True)
class Handed:
    """One item in a person's hands, what it says, of which release, and where people find it.

    Edges: `to` is whom it is for, "" for everybody
    """

    item: Item
    release: Release
    artifacts: tuple[Artifact, ...]
    to: str = ""
    medium: Medium = Medium.PAGES


@dataclass(frozen=True, slots=True)
class CopyText:
    """One thing to copy. `file` is where it lies beside the page; `text` is "" for a picture."""

    name: str
    file: str
    text: str
    is_alt: bool


def publish(borough: str, handed: Sequence[Handed], at: datetime) -> tuple[Artifact, ...]:
    """Return a borough's page and a file for each text, as it is at a moment: corrections, then the nearest meeting.

    Of one meeting, what comes to people's phones stands first, and what hangs somewhere last.

    Not for the public.
    """
    ordered = sorted(handed, key=lambda one: soonest_first(one.item, one.release, at, one.medium))
    page = templating.render("handover/index.html", borough=borough, count=len(ordered), parts=_parts(ordered, at))
    files = [Artifact(_file(one.item, each), each.media_type, each.content) for one in handed for each in one.artifacts]
    return (Artifact(PAGE, "text/html; charset=utf-8", page.encode()), *files)


def _parts(ordered: Sequence[Handed], at: datetime) -> list[dict[str, object]]:
    """The page's parts, each of which is confirmed at once: what puts something right, then each week's work."""
    weeks: dict[Bundle | None, list[Handed]] = {}
    for one in ordered:
        bundle = None if one.item.is_correction else bundle_of(one.item, one.release.timezone)
        weeks.setdefault(bundle, []).append(one)
    in_order = sorted(weeks, key=lambda bundle: (bundle is not None, bundle or Bundle(date.min, "")))
    return [{"bundle": bundle, "cards": [_card(one, at) for one in weeks[bundle]]} for bundle in in_order]


def nearest(item: Item, release: Release, at: datetime) -> datetime:
    """The next moment at which a meeting that an item tells of begins, or was to; the end of its use where none is."""
    told = [meeting for one in item.meetings if (meeting := release.meeting_by_id.get(one))]
    starts = [meeting.starts_at for meeting in told] + [each.was.starts_at for each in told if each.was]
    return min((moment for moment in starts if moment > at), default=item.use_by)


def soonest_first(
    item: Item, release: Release, at: datetime, medium: Medium = Medium.PAGES
) -> tuple[bool, bool, bool, datetime, Medium, str]:
    """The order in which items are shown: corrections first, then what is due now, each by the nearest meeting.

    Edges: then what is due later, by when it is; what is in hands comes after what is still to go out; of what is about
           one meeting, the `medium` that reaches people sooner comes first where it is told
    """
    is_later = item.due_at > at
    by = item.due_at if is_later else nearest(item, release, at)
    return not item.is_correction, item.state is ItemState.HANDED_OVER, is_later, by, medium, item.key


def time_left(until: datetime, at: datetime) -> str:
    """How long it is until a moment, rounded down: minutes, then hours, from two days on days."""
    minutes = int((until - at).total_seconds() // 60)
    count, unit = _counted(minutes)
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _counted(minutes: int) -> tuple[int, str]:
    if minutes >= 2 * 24 * 60:
        return minutes // (24 * 60), "day"
    return (minutes // 60, "hour") if minutes >= 60 else (minutes, "minute")


def text_of(artifact: Artifact) -> str:
    """What a person would paste: of a post in JSON its text, of a picture nothing, else the artifact as it is."""
    if artifact.media_type.startswith("image/"):
        return ""
    text = artifact.content.decode()
    if not artifact.media_type.startswith("application/json"):
        return text
    post = json.loads(text)
    return post["text"] if isinstance(post, dict) and isinstance(post.get("text"), str) else text


def about(release: Release, meeting_ids: Iterable[str]) -> str:
    """What a piece of copy is about, in a few words: its one meeting, or whose meetings, and how many."""
    wanted = set(meeting_ids)
    found = [meeting for meeting in release.meetings if meeting.meeting_id in wanted]
    wards = {meeting.ward_code for meeting in found}
    place = release.ward_by_code[wards.pop()].name if len(wards) == 1 else f"{len(wards)} wards"
    return f"{place}, {wording.when(found[0])}" if len(found) == 1 else f"{place}, {len(found)} meetings"


def _card(handed: Handed, at: datetime) -> dict[str, object]:
    item, release = handed.item, handed.release
    zone = ZoneInfo(release.timezone)
    return {
        "item": item,
        "to": handed.to,
        "about": about(release, item.meetings),
        "due": _moment(item.due_at, zone),
        "use_by": _moment(item.use_by, zone),
        "left": time_left(nearest(item, release, at), at),
        "made": _moment(at, zone),
        "words": [_words(item, artifact) for artifact in handed.artifacts],
    }


def _words(item: Item, artifact: Artifact) -> CopyText:
    return CopyText(artifact.name, _file(item, artifact), text_of(artifact), artifact.kind is ArtifactKind.ALT)


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{wording.day(local)}, {wording.clock(local)}"


def _file(item: Item, artifact: Artifact) -> str:
    return f"files/{item.key}/{artifact.name}"
