"""Calendar invitations (iTIP, RFC 5546) to the officers who are to come: one for each officer and meeting.

An invitation has a UID of its own, never that of the public feeds: a calendar program that knew both by one name would
put one in the place of the other, and calling off one officer would strike out the meeting for everybody. A UID names
the officer too, for several may share one mailbox.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import quote
from zoneinfo import ZoneInfo

from publishers import addresses, contentlines, digests, wording
from publishers.artifact import Artifact, ArtifactKind
from publishers.channels.copy import Copy, path_of
from publishers.channels.subjects import Divided, by_meeting
from publishers.contentlines import quoted, text, utc
from publishers.glossary import in_text, terms_of
from publishers.languages import SOURCE
from publishers.pieces import Piece, PieceRecipe
from publishers.timezone import timezone_bytes
from publishers.vevents import moment_of
from scheduler.facts import Role
from scheduler.release.value import PublicWard, Release, ReleasedMeeting

CHANNEL = "invitation"
REQUEST, CANCEL = "REQUEST", "CANCEL"
PRODUCT = "-//Ward Panels//Invitations//EN"
OFFICER = "officer"
"""How the recipient of an officer's mail begins. The officer's id follows a colon, and before it the number of the
address, where it is not the first that the officer was known by: who moves to another is two recipients."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """One officer's part in one meeting.

    Units: `sequence` counts from 0 what the officer was told of it, the meeting's own news included; `turned_at` is
           when the officer was last asked to come, or not to
    Edges: `comes` is False for an officer who was to come and is not any more, or not at this address; `is_back` where
           an officer was called off before; `mailbox` is the number of the address among the officer's own, from 1
    """

    meeting_id: str
    officer_id: str
    role: Role
    name: str
    address: str
    comes: bool
    sequence: int
    turned_at: datetime
    is_back: bool = False
    mailbox: int = 1

    @property
    def recipient(self) -> str:
        """Who the mail is for, as a piece names them."""
        return f"{OFFICER}{'' if self.mailbox == 1 else f'/{self.mailbox}'}:{self.officer_id}"


def officer_in(recipient: str) -> tuple[str, int] | None:
    """The officer's id that a recipient names, and the number of the address; None for anybody else."""
    kind, _, officer_id = recipient.partition(":")
    name, _, number = kind.partition("/")
    return (officer_id, int(number or "1")) if name == OFFICER and officer_id else None


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
    """Return what one officer is told of one meeting: come, or do not come any more."""
    off = meeting.is_cancelled or not attendance.comes
    method, head = (CANCEL, "Cancelled") if off else (REQUEST, "Invitation")
    path, told = path_of(CHANNEL, _name(attendance), SOURCE, ArtifactKind.CALENDAR), itip(release, meeting, attendance)
    calendar = Artifact(path, f"text/calendar; method={method}; charset=utf-8", told, ArtifactKind.CALENDAR)
    return _piece(release, CHANNEL, meeting, attendance, head, (calendar,))


def is_cancellation(artifacts: Iterable[Artifact]) -> bool:
    """Whether words for an officer, as they were made, say not to come."""
    return any(f"method={CANCEL};" in artifact.media_type for artifact in artifacts)


def itip(release: Release, meeting: ReleasedMeeting, attendance: Attendance) -> bytes:
    """Return the iCalendar message: REQUEST, or CANCEL where the meeting is off or the officer no longer comes.

    Edges:  who is asked stands alone in it, so that nobody's address reaches anybody else; a change of the meeting or
            of who comes raises SEQUENCE, so that a program tells the newer message whatever order they arrive in
    Source: RFC 5546 3.2.2, 3.2.5
    """
    off = meeting.is_cancelled or not attendance.comes
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
        f"SUMMARY:{text(_title(ward, off=off))}",
        f"DESCRIPTION:{text(_told(release, meeting, attendance))}",
        f"LOCATION:{text(place)}",
        f"URL:{_page(release, meeting)}",
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


def _piece(
    release: Release,
    channel: str,
    meeting: ReleasedMeeting,
    attendance: Attendance,
    head: str,
    more: tuple[Artifact, ...],
) -> Piece:
    ward, name = release.ward_by_code[meeting.ward_code], _name(attendance)
    subject = f"{head}: {wording.title(ward)}, {wording.day(meeting.starts_at)}\n"
    told = f"{_told(release, meeting, attendance)}\n"
    words = ((subject, ArtifactKind.SUBJECT), (told, ArtifactKind.TEXT))
    copies = (Copy(channel, name, SOURCE, said, (meeting.meeting_id,), kind) for said, kind in words)
    artifacts = (*(artifact for copy in copies for artifact in copy.artifacts), *more)
    return Piece(channel, meeting.meeting_id, (meeting.meeting_id,), artifacts, attendance.recipient)


def _told(release: Release, meeting: ReleasedMeeting, attendance: Attendance) -> str:
    """What the officer reads, as mail and in the calendar."""
    facts = (
        f"When: {wording.when(meeting)}",
        f"Where: {wording.where(meeting.hall)}",
        *wording.access_notes(meeting.hall),
    )
    agenda = ("Agenda:", *(f"- {wording.one_line(item)}" for item in meeting.agenda)) if meeting.agenda else ()
    paragraphs = (
        _news(meeting, attendance),
        "\n".join(facts),
        "\n".join(agenda),
        f"More about this meeting: {_page(release, meeting)}",
        f"Questions: {wording.one_line(release.contact_email)}",
    )
    told = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    return in_text(told, terms_of(release.acronyms))


def _news(meeting: ReleasedMeeting, attendance: Attendance) -> str:
    if meeting.is_cancelled:
        return wording.what_changed(meeting)
    if not attendance.comes:
        return "You do not need to come to this meeting any more. Somebody else will."
    return " ".join(filter(None, (f"You are down to come as {ROLES[attendance.role]}.", wording.what_changed(meeting))))


ROLES = {
    Role.SERGEANT: "the sergeant who leads it",
    Role.DWO: "its DWO",
    Role.PCSO: "its PCSO",
    Role.INSPECTOR: "its inspector",
    Role.PUBLIC_REALM: "the council's officer for streets and public spaces (Public Realm)",
}


def _title(ward: PublicWard, *, off: bool) -> str:
    return f"CANCELLED: {wording.title(ward)}" if off else wording.title(ward)


def _mailto(address: str) -> str:
    return f"mailto:{quote(wording.one_line(address), safe='@+')}"


def _from(release: Release) -> str:
    return f"{wording.one_line(release.borough)} ward panels"


def _page(release: Release, meeting: ReleasedMeeting) -> str:
    return addresses.absolute(release.site_url, addresses.meeting_page(meeting.meeting_id))


def _name(attendance: Attendance) -> str:
    return f"{attendance.meeting_id}-{attendance.officer_id}"
