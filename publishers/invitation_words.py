"""What an officer reads of an invitation, as mail and in the calendar: the subject says first what is new."""

from __future__ import annotations

from dataclasses import replace

from publishers import addresses, templating, ways_in, wording
from publishers.glossary import in_html, in_text, terms_of
from publishers.invited import Attendance
from publishers.languages import ENGLISH
from publishers.newsletter import html_of
from scheduler.facts import Role
from scheduler.release.grading import is_same_time
from scheduler.release.value import Release, ReleasedMeeting

ROLES = {
    Role.SERGEANT: "the sergeant who leads it",
    Role.DWO: "its DWO",
    Role.PCSO: "its PCSO",
    Role.INSPECTOR: "its inspector",
    Role.PUBLIC_REALM: "the council's officer for streets and public spaces (Public Realm)",
}


def is_off(meeting: ReleasedMeeting, attendance: Attendance) -> bool:
    """Whether the officer is told not to come."""
    return meeting.is_cancelled or not attendance.comes


def as_asked(meeting: ReleasedMeeting, attendance: Attendance) -> ReleasedMeeting:
    """The meeting as an officer knows it: who does not come any more was never told of what changed since."""
    was = attendance.was_asked
    return meeting if was is None else replace(meeting, starts_at=was.starts_at, ends_at=was.ends_at, hall=was.hall)


def subject(release: Release, meeting: ReleasedMeeting, attendance: Attendance) -> str:
    """What is new, then what it is about."""
    ward = release.ward_by_code[meeting.ward_code]
    return f"{_what_is_new(meeting, attendance)}: {wording.title(ward)}, {wording.day(meeting.starts_at)}"


def plain(release: Release, meeting: ReleasedMeeting, attendance: Attendance) -> str:
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
        f"More about this meeting: {page(release, meeting)}",
        f"Questions: {ways_in.listed(release)}",
    )
    told = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    return in_text(told, terms_of(release.acronyms))


def html(release: Release, meeting: ReleasedMeeting, attendance: Attendance) -> str:
    """The same as HTML."""
    mjml = templating.render(
        "mail/invitation.mjml",
        ENGLISH,
        release=release,
        subject=subject(release, meeting, attendance),
        preheader=f"{wording.time_of_day(meeting)}, at {wording.where(meeting.hall)}",
        news=_news(meeting, attendance),
        meeting=meeting,
        is_off=is_off(meeting, attendance),
        place=wording.where(meeting.hall),
        access_notes=wording.access_notes(meeting.hall),
        link=page(release, meeting),
        draft_note="",
    )
    glossary = addresses.absolute(release.site_url, addresses.GLOSSARY_PAGE)
    return in_html(html_of(mjml), terms_of(release.acronyms), glossary, ENGLISH)


def page(release: Release, meeting: ReleasedMeeting) -> str:
    """Where more is said of the meeting."""
    return addresses.absolute(release.site_url, addresses.meeting_page(meeting.meeting_id))


def _what_is_new(meeting: ReleasedMeeting, attendance: Attendance) -> str:
    """The first word of the subject. Edges: what became of a meeting before an officer was asked is no news to them."""
    if meeting.is_cancelled:
        return "Cancelled"
    if not attendance.comes:
        return "At your other address" if attendance.is_elsewhere else "You need not come"
    was, is_changed = meeting.was, meeting.last_changed_at > attendance.turned_at
    if (is_changed and meeting.is_back_on) or (attendance.is_back and not is_changed):
        return "Back on"
    if was is None or not is_changed or wording.is_as(was, meeting):
        return "Invitation"
    return "New place" if is_same_time(was, meeting) else "Moved"


def _news(meeting: ReleasedMeeting, attendance: Attendance) -> str:
    if meeting.is_cancelled:
        return wording.what_changed_and_why(meeting)
    if attendance.is_elsewhere:
        return "You are now asked to come to this meeting at your other address, so this entry goes."
    if not attendance.comes:
        return "You do not need to come to this meeting any more."
    return " ".join(filter(None, (f"You are down to come as {ROLES[attendance.role]}.", wording.what_changed(meeting))))
