"""A meeting as schema.org describes one, so that search engines show the right day and say when it is off."""

from __future__ import annotations

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from publishers import addresses, wording
from publishers.languages import ENGLISH, Language
from publishers.pages.site import Frame
from scheduler.place import Position
from scheduler.release.value import Hall, PublicWard, Release, ReleasedMeeting

SCHEMA = "https://schema.org"


def json_ld(meeting: ReleasedMeeting, ward: PublicWard, release: Release | Frame, lang: Language = ENGLISH) -> Markup:
    """The meeting as JSON that is safe inside a script element: `<`, `>`, `&` and `'` are written as escapes."""
    return htmlsafe_json_dumps(described(meeting, ward, release, lang), sort_keys=True)


def described(
    meeting: ReleasedMeeting, ward: PublicWard, release: Release | Frame, lang: Language = ENGLISH
) -> dict[str, object]:
    """The meeting as a schema.org Event.

    Edges: only a new day or time counts as rescheduled; a new hall alone shows in `location`
    Source: https://schema.org/Event, https://schema.org/EventStatusType
    """
    page = addresses.in_language(addresses.meeting_page(meeting.meeting_id), lang.tag)
    facts: dict[str, object] = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": wording.title(ward, lang),
        "description": wording.what_it_is(lang),
        "url": addresses.absolute(release.site_url, page),
        "inLanguage": lang.tag,
        "startDate": meeting.starts_at.isoformat(),
        "endDate": meeting.ends_at.isoformat(),
        "eventStatus": f"{SCHEMA}/{_status(meeting)}",
        "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode",
        "isAccessibleForFree": True,
        "image": addresses.absolute(release.site_url, addresses.ward_card(ward.slug)),
        "location": _place(meeting.hall),
        "organizer": {
            "@type": "Organization",
            "name": lang.say("%(borough)s ward panels", borough=wording.one_line(release.borough)),
            "url": addresses.absolute(release.site_url, addresses.HOME_PAGE),
            "email": release.contact_email,
            **({"telephone": release.contact_phone} if release.contact_phone else {}),
        },
    }
    if _status(meeting) == "EventRescheduled" and meeting.was:
        facts["previousStartDate"] = meeting.was.starts_at.isoformat()
    return facts


def _status(meeting: ReleasedMeeting) -> str:
    if meeting.is_off:
        return "EventCancelled"
    is_moved = meeting.was is not None and meeting.was.starts_at != meeting.starts_at
    return "EventRescheduled" if is_moved else "EventScheduled"


def _place(hall: Hall) -> dict[str, object]:
    parts = {"streetAddress": wording.one_line(hall.address), "postalCode": wording.one_line(hall.postcode)}
    known = {name: part for name, part in parts.items() if part}
    at = {"@type": "GeoCoordinates", "latitude": hall.lat, "longitude": hall.lon}
    return {
        "@type": "Place",
        "name": wording.one_line(hall.name),
        "address": {"@type": "PostalAddress", **known, "addressCountry": "GB"},
        **({"geo": at} if hall.position is Position.DOOR else {}),
    }
