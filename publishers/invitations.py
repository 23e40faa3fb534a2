"""Calendar invitations (iTIP, RFC 5546) to the officers who are to come: one for each officer and meeting.

An invitation has a UID of its own, never that of the public feeds: a calendar program that knew both by one name would
put one in the place of the other, and calling off one officer would strike out the meeting for everybody. A UID names
the officer too, for several may share one mailbox.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from urllib.parse import quote
from zoneinfo import ZoneInfo

from publishers import contentlines, digests, wording
from publishers.artifact import Artifact, ArtifactKind
from publishers.channels.copy import Copy, path_of
from publishers.channels.subjects import Divided, by_meeting
from publishers.contentlines import quoted, text, utc
from publishers.invitation_words import as_asked, html, is_off, page, plain, subject
from publishers.invited import Attendance
from publishers.languages import SOURCE
from publishers.pieces import Piece, PieceRecipe
from publishers.timezone import timezone_bytes
from publishers.vevents import moment_of
from scheduler.release.value import PublicWard, Release, ReleasedMeeting

CHANNEL = "invitation"
REQUEST, CANCEL = "REQUEST", "CANCEL"
PRODUCT = "-//Ward Panels//Invitations//EN"


def recipes(told: Divided, attendances: Iterable[Attendance]) -> Iterator[PieceRecipe]:
    """Return the recipe of an invitation for each officer who is to come."""
    parts = {part.subject: part for part in told.by(by_meeting)}
    for each in attendances:
        if each.comes and each.meeting_id in parts:
            part = parts[each.meeting_id]
            made_from = digests.joined(part.made_from, CHANNEL, each)
            make = partial(invitation, part.release, part.release.meetings[0], each)
            yield PieceRecipe(CHANNEL, part.subject, part.meetings, made_from, make, each.recipient)


def invitations(release: Release, attendances: Iterable[Attendance]) -> Iterator[Piece]:
    """Return an invitation for each officer who is to come, and a cancellation where the meeting is cancelled."""
    return filter(None, (recipe.piece() for recipe in recipes(Divided(release), attendances)))


def invitation(release: Release, meeting: ReleasedMeeting, attendance: Attendance) -> Piece:
    """Return what one officer is told of one meeting: come, or do not come any more to what they were asked for."""
    meeting = as_asked(meeting, attendance)
    method = CANCEL if is_off(meeting, attendance) else REQUEST
    path, told = path_of(CHANNEL, _name(attendance), SOURCE, ArtifactKind.CALENDAR), itip(release, meeting, attendance)
    media_type = f"text/calendar; method={method}; charset=utf-8"
    return _piece(release, meeting, attendance, Artifact(path, media_type, told, ArtifactKind.CALENDAR))


def is_cancellation(artifacts: Iterable[Artifact]) -> bool:
    """Whether words for an officer, as they were made, say not to come."""
    return any(f"method={CANCEL};" in artifact.media_type for artifact in artifacts)


def itip(release: Release, meeting: ReleasedMeeting, attendance: Attendance) -> bytes:
    """Return the iCalendar message: REQUEST, or CANCEL where the meeting is off or the officer no longer comes.

    Edges:  who is asked stands alone in it, so that nobody's address reaches anybody else; a change of the meeting or
            of who comes raises SEQUENCE, so that a program tells the newer message whatever order they arrive in
    Source: RFC 5546 3.2.2, 3.2.5
    """
    off = is_off(meeting, attendance)
    zone, ward = ZoneInfo(release.timezone), release.ward_by_code[meeting.ward_code]
    frame = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", f"METHOD:{CANCEL if off else REQUEST}")
    stands = "PARTSTAT=NEEDS-ACTION;RSVP=TRUE" if not off else "RSVP=FALSE"
    place = wording.where(meeting.hall)
    vevent = (
        "BEGIN:VEVENT",
        f"UID:{text(uid(release, attendance))}",
        f"SEQUENCE:{attendance.sequence}",
        f"DTSTAMP:{utc(max(meeting.last_changed_at, attendance.turned_at))}",
        moment_of("DTSTART", meeting.starts_at, zone),
        moment_of("DTEND", meeting.ends_at, zone),
        f"STATUS:{'CANCELLED' if off else 'CONFIRMED'}",
        "TRANSP:OPAQUE",
        "CLASS:PRIVATE",
        f"SUMMARY:{text(_title(ward, is_cancelled=meeting.is_cancelled))}",
        f"DESCRIPTION:{text(plain(release, meeting, attendance))}",
        f"LOCATION:{text(place)}",
        f"URL:{page(release, meeting)}",
        f"ORGANIZER;CN={quoted(_from(release))}:{_mailto(release.contact_email)}",
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;{stands};CN={quoted(wording.one_line(attendance.name))}"
        f":{_mailto(attendance.address)}",
        "END:VEVENT",
    )
    clocks = timezone_bytes(release.timezone, release.first_day, release.last_day)
    return contentlines.lines(*frame) + clocks + contentlines.lines(*vevent, "END:VCALENDAR")


def uid(release: Release, attendance: Attendance) -> str:
    """The invitation's name in the officer's calendar: it outlives every move."""
    who = wording.one_line(attendance.officer_id)
    return f"{attendance.meeting_id}.{who}.invitation@{release.borough_code.lower()}.wardpanels"


def _piece(release: Release, meeting: ReleasedMeeting, attendance: Attendance, calendar: Artifact) -> Piece:
    words = (
        (f"{subject(release, meeting, attendance)}\n", ArtifactKind.SUBJECT),
        (f"{plain(release, meeting, attendance)}\n", ArtifactKind.TEXT),
        (html(release, meeting, attendance), ArtifactKind.HTML),
    )
    name, ids = _name(attendance), (meeting.meeting_id,)
    copies = (Copy(CHANNEL, name, SOURCE, said, ids, kind) for said, kind in words)
    artifacts = (*(artifact for copy in copies for artifact in copy.artifacts), calendar)
    return Piece(CHANNEL, meeting.meeting_id, ids, artifacts, attendance.recipient)


def _title(ward: PublicWard, *, is_cancelled: bool) -> str:
    return f"CANCELLED: {wording.title(ward)}" if is_cancelled else wording.title(ward)


def _mailto(address: str) -> str:
    return f"mailto:{quote(wording.one_line(address), safe='@+')}"


def _from(release: Release) -> str:
    return f"{wording.one_line(release.borough)} ward panels"


def _name(attendance: Attendance) -> str:
    return f"{attendance.meeting_id}-{attendance.officer_id}"
