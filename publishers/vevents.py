"""One meeting as a VEVENT (RFC 5545), written once for all the feeds that it is in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from publishers import addresses, contentlines, ways_in, wording
from publishers.channels import tone
from publishers.contentlines import text, texts, utc
from publishers.glossary import Terms, in_text
from publishers.languages import Language
from scheduler.place import Position
from scheduler.release.value import Hall, PublicWard, Release, ReleasedMeeting

BEGIN, END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"
HALL_RADIUS_METRES = 100
REMINDERS = ("-P7D", "-P1D")
"""A week before, to keep the evening free; a day before, not to forget. Both in calendar days (RFC 5545 3.3.6)."""


@dataclass(frozen=True, slots=True)
class Vevent:
    """A meeting's VEVENT without its end, and the reminders that some feeds put before it."""

    opening: bytes
    reminders: bytes

    @property
    def plain(self) -> bytes:
        """Without reminders."""
        return self.opening + END

    @property
    def reminding(self) -> bytes:
        """With reminders."""
        return self.opening + self.reminders + END


def meeting_uid(release: Release, meeting: ReleasedMeeting) -> str:
    """The meeting's name in every calendar: it outlives a move of the meeting and of the site."""
    return uid(release, meeting.meeting_id)


def uid(release: Release, name: str) -> str:
    """The name of an entry in every calendar."""
    return f"{name}@{release.borough_code.lower()}.wardpanels"


def vevent(
    release: Release,
    terms: Terms,
    ward: PublicWard,
    meeting: ReleasedMeeting,
    lang: Language,
    modified_at: datetime | None = None,
) -> Vevent:
    """One meeting as a VEVENT, in which the `terms` are spelled out, as it is since `modified_at`, or its last news.

    Edges: never blocks a resident's own diary (TRANSP). The contact is a CONTACT, for an ORGANIZER would make calendar
           programs show an invitation to answer (RFC 5545 3.8.4.3 keeps it for group scheduling); a cancelled meeting
           reminds nobody
    """
    stamp = utc(modified_at or meeting.last_changed_at)
    zone, title = ZoneInfo(release.timezone), wording.announced_title(meeting, ward, lang)
    hall, page, where = meeting.hall, _page(release, meeting, lang), wording.where(meeting.hall)
    description = in_text(_description(release, meeting, where, page, lang), terms, lang)
    categories = (lang.say("Ward panel"), wording.session(meeting, lang), wording.one_line(ward.name))
    opening = contentlines.lines(
        f"UID:{meeting_uid(release, meeting)}",
        f"SEQUENCE:{meeting.sequence}",
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        f"CREATED:{utc(meeting.first_released_at)}",
        moment_of("DTSTART", meeting.starts_at, zone),
        moment_of("DTEND", meeting.ends_at, zone),
        f"STATUS:{'CANCELLED' if meeting.is_off else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",
        f"SUMMARY:{text(title)}",
        f"DESCRIPTION:{text(description)}",
        f"LOCATION:{text(where)}",
        *_on_a_map(hall, where),
        f"URL:{page}",
        f"CONTACT:{text(ways_in.listed(release))}",
        f"CATEGORIES:{texts(categories)}",
    )
    return Vevent(BEGIN + opening, b"" if meeting.is_off else _reminders(title))


def _reminders(title: str) -> bytes:
    return b"".join(
        contentlines.lines("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:{before}", f"DESCRIPTION:{text(title)}")
        + b"END:VALARM\r\n"
        for before in REMINDERS
    )


def moment_of(name: str, moment: datetime, zone: ZoneInfo) -> str:
    """A property that is a moment of local time."""
    if zone.key in ("UTC", "Etc/UTC"):
        return f"{name}:{utc(moment)}"
    return f"{name};TZID={zone.key}:{moment.astimezone(zone):%Y%m%dT%H%M%S}"


def _on_a_map(hall: Hall, where: str) -> Iterator[str]:
    """Where the door is, and the same as Apple's Calendar reads it, so that it offers a map and the way there.

    Edges:  nothing where only the middle of an area is known: a program would lead people to a wrong door
    Source: calendarserver's doc/Extensions; Apple publishes no definition
    """
    if hall.position is not Position.DOOR:
        return
    lat, lon = _degrees(hall.lat), _degrees(hall.lon)
    yield f"GEO:{lat};{lon}"
    title, address = contentlines.quoted(wording.one_line(hall.name)), contentlines.quoted(where)
    facts = f"VALUE=URI;X-ADDRESS={address};X-APPLE-RADIUS={HALL_RADIUS_METRES};X-TITLE={title}"
    yield f"X-APPLE-STRUCTURED-LOCATION;{facts}:geo:{lat},{lon}"


def _description(release: Release, meeting: ReleasedMeeting, where: str, page: str, lang: Language) -> str:
    """What a resident reads on opening the meeting in a calendar: what changed comes first."""
    facts = "\n".join(
        (
            lang.say("When: %(when)s", when=wording.when(meeting, lang)),
            lang.say("Where: %(where)s", where=where),
        )
    )
    more = "\n".join(
        (
            lang.say("More about this meeting: %(address)s", address=page),
            ways_in.text_of(release, lang),
        )
    )
    if meeting.is_off:
        return "\n\n".join((wording.what_changed_and_why(meeting, lang), facts, more))
    paragraphs = (
        " ".join(filter(None, (wording.what_changed(meeting, lang), wording.first_announced(meeting, lang)))),
        facts,
        "\n".join(wording.access_notes(meeting.hall, lang)),
        wording.who_attends(meeting.attending, lang),
        tone.what_it_is(release, lang),
        more,
        wording.draft_note(release.reviewed_languages, lang),
    )
    return "\n\n".join(filter(None, paragraphs))


def _page(release: Release, meeting: ReleasedMeeting, lang: Language) -> str:
    path = addresses.in_language(addresses.meeting_page(meeting.meeting_id), lang.tag)
    return addresses.absolute(release.site_url, path)


def _degrees(angle: float) -> str:
    # RFC 5545 3.3.7 has no exponents; Python writes one below 0.0001 degrees, which is 11 metres.
    return "0.0" if abs(angle) < 0.0001 else str(round(angle, 6))
