"""What people have to carry themselves, on one page: the words to copy, when, and what to type afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from publishers import templating, wording
from publishers.artifact import Artifact, ArtifactKind
from scheduler.items import Item
from scheduler.release.value import Release

PAGE = "index.html"


@dataclass(frozen=True, slots=True)
class Handed:
    """One item in a person's hands, what it says and of which release. `to`: whom it is for, "" for everybody."""

    item: Item
    release: Release
    artifacts: tuple[Artifact, ...]
    to: str = ""


@dataclass(frozen=True, slots=True)
class CopyText:
    """One thing to copy. `file` is where it lies beside the page; `text` is "" for a picture."""

    name: str
    file: str
    text: str
    is_alt: bool


def publish(borough: str, handed: Sequence[Handed]) -> tuple[Artifact, ...]:
    """Return a borough's page and a file for each text, in the order given. Not for the public."""
    page = templating.render("handover/index.html", borough=borough, cards=[_card(one) for one in handed])
    files = [Artifact(_file(one.item, each), each.media_type, each.content) for one in handed for each in one.artifacts]
    return (Artifact(PAGE, "text/html; charset=utf-8", page.encode()), *files)


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


def _card(handed: Handed) -> dict[str, object]:
    item, release = handed.item, handed.release
    zone = ZoneInfo(release.timezone)
    return {
        "item": item,
        "to": handed.to,
        "about": about(release, item.meetings),
        "due": _moment(item.due_at, zone),
        "use_by": _moment(item.use_by, zone),
        "words": [_words(item, artifact) for artifact in handed.artifacts],
    }


def _words(item: Item, artifact: Artifact) -> CopyText:
    return CopyText(artifact.name, _file(item, artifact), text_of(artifact), artifact.kind is ArtifactKind.ALT)


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{wording.day(local)}, {wording.clock(local)}"


def _file(item: Item, artifact: Artifact) -> str:
    return f"files/{item.key}/{artifact.name}"
