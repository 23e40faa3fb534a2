"""The sign for the door and the corridor on the day: an arrow, the room and the time, in every language."""

from __future__ import annotations

from dataclasses import replace

from publishers import addresses, marks
from publishers.languages import spoken
from publishers.printed import voices
from publishers.printed.notice_sheets import DOOR_NOTICE
from publishers.printed.sheet import Form, Sheet, of_meeting
from scheduler.release.value import Release, ReleasedMeeting

DOOR_SIGN = Form("sign.typ", marks.SheetKind.DOOR_SIGN, scale=0.9)


def door_sign(release: Release, meeting: ReleasedMeeting) -> Sheet:
    """The A4 sign of a meeting, a page for each way that the arrow can point, with a line to write the room on.

    Edges: of a meeting that is cancelled it is one page that says so, and leads nobody in
    """
    form = replace(DOOR_NOTICE, mark=DOOR_SIGN.mark) if meeting.is_cancelled else DOOR_SIGN
    path = addresses.door_sign(meeting.meeting_id)
    return of_meeting(path, form, release, meeting, spoken(release.languages), voices.on_the_way)
