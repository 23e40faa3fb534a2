"""Calendar feeds (RFC 5545, RFC 7986) that residents subscribe to: one for the borough, each ward, meeting and session.

A feed's bytes change only where one of its own meetings changed, so it carries no stamp of the whole release.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vText, vUri

from publishers import addresses, wording
from publishers.artifact import Artifact
from publishers.timezone import timezone_bytes
from scheduler.release import PublicWard, Release, ReleasedMeeting

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Ward Panels//Ward panel meetings//EN"
REFRESH = "PT6H"
END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True)
class Feed:
    """One calendar file: which meetings it holds and what it says of itself. `key` names it for ever in its UID."""

    path: str
    key: str
    name: str
    description: str
    page: str
    meetings: tuple[ReleasedMeeting, ...]


def publish(release: Release) -> tuple[Artifact, ...]:
    """Return every calendar file of the site."""
    # icalendar takes about 1 ms a meeting, so each is written once and every feed is put together from the same bytes.
    wards = release.ward_by_code
    written = {one.meeting_id: vevent_bytes(release, wards[one.ward_code], one) for one in release.meetings}
    return tuple(Artifact(feed.path, MEDIA_TYPE, _calendar_bytes(release, feed, written)) for feed in feeds(release))


def feeds(release: Release) -> Iterator[Feed]:
    """Every feed of a release, those without a meeting yet included: a subscription must not break."""
    yield from _borough_feeds(release)
    by_ward: dict[str, list[ReleasedMeeting]] = {ward.code: [] for ward in release.wards}
    for meeting in release.meetings:
        by_ward[meeting.ward_code].append(meeting)
    for ward in release.wards:
        meetings = tuple(by_ward[ward.code])
        yield _ward_feed(ward, meetings)
        yield from (_meeting_feed(ward, meeting) for meeting in meetings)


def _borough_feeds(release: Release) -> Iterator[Feed]:
    borough = wording.one_line(release.borough)
    about = f"Public meetings with your local police team in {borough}."
    yield Feed(
        addresses.BOROUGH_FEED,
        "borough",
        f"Ward panel meetings in {borough}",
        about,
        addresses.HOME_PAGE,
        release.meetings,
    )
    for path, kind, only in _SESSION_WORDS:
        sessions = addresses.SESSION_FEEDS[path]
        meetings = tuple(meeting for meeting in release.meetings if meeting.session in sessions)
        name = f"{kind.capitalize()} ward panel meetings in {borough}"
        yield Feed(path, kind, name, f"{about} {only}", addresses.HOME_PAGE, meetings)


_SESSION_WORDS = (
    (addresses.DAYTIME_FEED, "daytime", "Only those held in the day, at weekends too."),
    (addresses.EVENING_FEED, "evening", "Only those held in the evening."),
    (addresses.WEEKEND_FEED, "weekend", "Only those held on a Saturday or a Sunday."),
)


def _ward_feed(ward: PublicWard, meetings: tuple[ReleasedMeeting, ...]) -> Feed:
    name = wording.one_line(ward.name)
    about = f"Public meetings with the local police team of {name} ward."
    path, page = addresses.ward_feed(ward.slug), addresses.ward_page(ward.slug)
    return Feed(path, ward.code, f"{name} ward panel meetings", about, page, meetings)


def _meeting_feed(ward: PublicWard, meeting: ReleasedMeeting) -> Feed:
    path, page = addresses.meeting_feed(meeting.meeting_id), addresses.meeting_page(meeting.meeting_id)
    return Feed(path, meeting.meeting_id, wording.title(ward), wording.WHAT_IT_IS, page, (meeting,))


def meeting_uid(release: Release, meeting: ReleasedMeeting) -> str:
    """The meeting's name in every calendar: it outlives a move of the meeting and of the site."""
    return f"{meeting.meeting_id}@{release.borough_code.lower()}.wardpanels"


def vevent_bytes(release: Release, ward: PublicWard, meeting: ReleasedMeeting) -> bytes:
    """One meeting as a VEVENT.

    Edges: never blocks a resident's own diary (TRANSP). The contact is a CONTACT, for an ORGANIZER would make calendar
           programs show an invitation to answer (RFC 5545 3.8.4.3 keeps it for group scheduling)
    """
    zone = ZoneInfo(release.timezone)
    changed_at = meeting.last_changed_at.astimezone(UTC)
    vevent = Event()
    vevent.add("uid", meeting_uid(release, meeting))
    vevent.add("sequence", meeting.sequence)
    vevent.add("dtstamp", changed_at)
    vevent.add("last-modified", changed_at)
    vevent.add("created", meeting.first_released_at.astimezone(UTC))
    vevent.add("dtstart", meeting.starts_at.astimezone(zone))
    vevent.add("dtend", meeting.ends_at.astimezone(zone))
    vevent.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    vevent.add("transp", "TRANSPARENT")
    vevent.add("summary", wording.announced_title(meeting, ward))
    vevent.add("description", _description(release, meeting))
    vevent.add("location", wording.where(meeting.hall))
    vevent.add("geo", (_degrees(meeting.hall.lat), _degrees(meeting.hall.lon)))
    vevent.add("url", _page(release, meeting))
    vevent.add("contact", wording.one_line(release.contact_email))
    vevent.add("categories", ["Ward panel", wording.SESSIONS[meeting.session], wording.one_line(ward.name)])
    return bytes(vevent.to_ical())


def _description(release: Release, meeting: ReleasedMeeting) -> str:
    """What a resident reads on opening the meeting in a calendar: what changed comes first."""
    facts = f"When: {wording.when(meeting)}\nWhere: {wording.where(meeting.hall)}"
    more = f"More about this meeting: {_page(release, meeting)}\nContact: {wording.one_line(release.contact_email)}"
    if meeting.is_cancelled:
        return "\n\n".join((wording.what_changed(meeting), facts, more))
    access = "\n".join(wording.access_notes(meeting.hall))
    paragraphs = (
        wording.what_changed(meeting),
        facts,
        access,
        wording.who_attends(meeting.attending),
        wording.WHAT_IT_IS,
        more,
    )
    return "\n\n".join(filter(None, paragraphs))


def _page(release: Release, meeting: ReleasedMeeting) -> str:
    return addresses.absolute(release.site_url, addresses.meeting_page(meeting.meeting_id))


def _degrees(angle: float) -> float:
    # RFC 5545 3.3.7 has no exponents; Python writes one below 0.0001 degrees, which is 11 metres.
    return 0.0 if abs(angle) < 0.0001 else round(angle, 6)


def _calendar_bytes(release: Release, feed: Feed, written: Mapping[str, bytes]) -> bytes:
    opening = _envelope(release, feed).to_ical().removesuffix(END)
    clocks = timezone_bytes(release.timezone, release.first_day, release.last_day)
    return b"".join((opening, clocks, *(written[meeting.meeting_id] for meeting in feed.meetings), END))


def _envelope(release: Release, feed: Feed) -> Calendar:
    """The calendar without its meetings.

    Edges: no METHOD: the file is the state of a calendar, not a scheduling message (RFC 5545 3.7.2)
    """
    calendar, address = Calendar(), addresses.absolute(release.site_url, feed.path)
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("uid", f"calendar-{feed.key}@{release.borough_code.lower()}.wardpanels")
    # icalendar 7.3 leaves texts it does not know unescaped and adds no VALUE, so those carry their own types.
    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(feed.name))
    for name in ("description", "x-wr-caldesc"):
        calendar.add(name, vText(feed.description))
    calendar.add("refresh-interval", vText(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vText(REFRESH))
    calendar.add("x-wr-timezone", vText(release.timezone))
    calendar.add("color", "darkblue")
    calendar.add("source", vUri(address), parameters={"VALUE": "URI"})
    calendar.add("url", vUri(addresses.absolute(release.site_url, feed.page)))
    if feed.meetings:
        calendar.add("last-modified", _last_changed_at(feed.meetings))
    return calendar


def _last_changed_at(meetings: tuple[ReleasedMeeting, ...]) -> datetime:
    return max(meeting.last_changed_at for meeting in meetings).astimezone(UTC)
