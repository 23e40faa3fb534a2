"""changes.atom (RFC 4287): what is new, moved or cancelled, newest first, for feed readers and for other websites."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from publishers import addresses, wording
from publishers.artifact import Artifact
from scheduler.release import PublicWard, Release, ReleasedMeeting

ATOM = "http://www.w3.org/2005/Atom"
OURS = UUID("3e1f1f0c-6f0b-5c3f-9a4e-7d1c2b5a8e90")
"""The namespace of our ids. Never change it: every reader would take all that it has read for new."""


def publish(release: Release) -> tuple[Artifact, ...]:
    """Return the feed: each meeting's latest news.

    Edges: one entry for each meeting and `sequence`, so that a reader that slept through a release misses nothing
    """
    feed = _feed(release)
    wards = release.ward_by_code
    for meeting in sorted(release.meetings, key=_newest_first):
        feed.append(_entry(release, wards[meeting.ward_code], meeting))
    content: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return (Artifact(addresses.CHANGES_FEED, "application/atom+xml; charset=utf-8", content + b"\n"),)


def _newest_first(meeting: ReleasedMeeting) -> tuple[float, datetime, str]:
    return -meeting.last_changed_at.timestamp(), meeting.starts_at, meeting.meeting_id


def _feed(release: Release) -> ET.Element:
    borough = wording.one_line(release.borough)
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    _add(feed, "id", _id(release.borough_code, "changes"))
    _add(feed, "title", f"Changes to ward panel meetings in {borough}")
    _add(feed, "updated", _moment(max((one.last_changed_at for one in release.meetings), default=release.released_at)))
    author = ET.SubElement(feed, "author")
    _add(author, "name", f"{borough} ward panels")
    _add(author, "email", wording.one_line(release.contact_email))
    feed_address = addresses.absolute(release.site_url, addresses.CHANGES_FEED)
    ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": feed_address})
    page = addresses.absolute(release.site_url, addresses.CHANGES_PAGE)
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": page})
    return feed


def _entry(release: Release, ward: PublicWard, meeting: ReleasedMeeting) -> ET.Element:
    entry = ET.Element("entry")
    page = addresses.absolute(release.site_url, addresses.meeting_page(meeting.meeting_id))
    _add(entry, "id", _id(release.borough_code, f"{meeting.meeting_id}/{meeting.sequence}"))
    _add(entry, "title", f"{_kind(meeting)}: {wording.title(ward)}, {wording.when(meeting)}")
    _add(entry, "published", _moment(meeting.last_changed_at))
    _add(entry, "updated", _moment(meeting.last_changed_at))
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": page})
    ET.SubElement(entry, "category", {"term": ward.code, "label": wording.one_line(ward.name)})
    _add(entry, "summary", _summary(meeting))
    return entry


def _kind(meeting: ReleasedMeeting) -> str:
    if meeting.is_cancelled:
        return "Cancelled"
    if meeting.was and (meeting.was.starts_at, meeting.was.ends_at) != (meeting.starts_at, meeting.ends_at):
        return "Moved"
    if meeting.was:
        return "New place"
    return "Changed" if meeting.sequence else "New"


def _summary(meeting: ReleasedMeeting) -> str:
    held = f"{wording.when(meeting)}, at {wording.where(meeting.hall)}."
    return " ".join(filter(None, (wording.what_changed(meeting), held)))


def _id(borough_code: str, name: str) -> str:
    return f"urn:uuid:{uuid5(OURS, f'{borough_code}/{name}')}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
