"""The corrections pack: the copy that a release makes wrong, made anew, and nothing else.

Every channel's copy is made twice, of the release before and of this one. What differs must go out again. The
index says who was told what before, and what to say now.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from io import StringIO

from publishers import wording
from publishers.artifact import Artifact
from publishers.channels.copy import Copy
from publishers.channels.every_channel import CHANNELS, Channel, copies
from publishers.open_data import safe_cell
from scheduler.release.grading import is_news
from scheduler.release.value import Change, Release

INDEX_JSON = "corrections/index.json"
INDEX_CSV = "corrections/index.csv"
WITHDRAWN = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the index: one change of one meeting in one piece of copy.

    Edges: `file` is "" where the old copy is to be taken down and none comes in its place
    """

    channel: str
    told: str
    meeting_id: str
    change: str
    told_before: str
    say_now: str
    replaces: str
    file: str


def publish(release: Release, previous: Release | None, channels: Sequence[Channel] = CHANNELS) -> tuple[Artifact, ...]:
    """Return the pack: each piece of copy to issue again, and the index as JSON and CSV; nothing where all is right.

    Errors: as `publishers.channels.every_channel.copies`
    """
    found = corrections(release, previous, channels)
    if not found:
        return ()
    wanted = {one.file for one in found}
    files = [_again(copy) for copy in copies(release, channels)]
    index = json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2) + "\n"
    return (
        Artifact(INDEX_CSV, "text/csv; charset=utf-8", _csv_bytes(found)),
        Artifact(INDEX_JSON, "application/json; charset=utf-8", index.encode()),
        *(artifact for copy in files if copy.path in wanted for artifact in copy.artifacts),
    )


def corrections(
    release: Release, previous: Release | None, channels: Sequence[Channel] = CHANNELS
) -> tuple[Correction, ...]:
    """Return what must be put right since the release before, by channel, file and meeting.

    Edges: what was never told needs no correction: a new meeting has one only in lists that went out without it;
           nothing on the first release; what changed in no meeting, such as a priority, is news and no correction
    Errors: as `publishers.channels.every_channel.copies`
    """
    if previous is None:
        return ()
    return tuple(line for channel in channels for line in _of_channel(release, previous, channel))


def _of_channel(release: Release, previous: Release, channel: Channel) -> list[Correction]:
    now = {copy.path: copy for copy in copies(release, (channel,))}
    news = [change for change in release.changes if is_news(change.kind)]
    lines = []
    for old in copies(previous, (channel,)):
        new = now.get(old.path)
        if new is None or new.texts != old.texts:
            lines += [_line(release, channel, change, old, new) for change in news if _tells_of(change, old, new)]
    return lines


def _tells_of(change: Change, old: Copy, new: Copy | None) -> bool:
    return change.after.meeting_id in {*old.meetings, *(new.meetings if new else ())}


def _line(release: Release, channel: Channel, change: Change, old: Copy, new: Copy | None) -> Correction:
    ward = release.ward_by_code[change.after.ward_code]
    return Correction(
        channel=channel.name,
        told=channel.told,
        meeting_id=change.after.meeting_id,
        change=change.kind.value,
        told_before=_told_before(change),
        say_now=wording.change_sentence(change, ward),
        replaces=old.path,
        file=_again(new).path if new else WITHDRAWN,
    )


def _told_before(change: Change) -> str:
    if change.before is None:
        return ""
    off = "Cancelled: " if change.before.is_cancelled else ""
    return f"{off}{wording.held(change.before)}"


def _again(copy: Copy) -> Copy:
    return replace(copy, folder="corrections")


def _csv_bytes(found: Sequence[Correction]) -> bytes:
    rows = StringIO(newline="")
    writer = csv.writer(rows)
    writer.writerow([field.name for field in fields(Correction)])
    writer.writerows([safe_cell(cell) for cell in asdict(one).values()] for one in found)
    return rows.getvalue().encode()
