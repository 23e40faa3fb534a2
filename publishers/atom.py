"""changes.atom (RFC 4287): what is new, moved or cancelled, newest first, for feed readers and for other websites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from publishers import addresses, digests, languages, wording
from publishers.artifact import Artifact
from publishers.glossary import Terms, in_text, terms_of
from publishers.languages import Language, to_translate
from publishers.recipes import Recipe
from scheduler.release.value import ChangeKind, PublicWard, Release, ReleasedMeeting

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
OURS = UUID("3e1f1f0c-6f0b-5c3f-9a4e-7d1c2b5a8e90")
"""The namespace of our ids. Never change it: every reader would take all that it has read for new."""


KINDS: Mapping[ChangeKind, str] = MappingProxyType(
    {
        ChangeKind.NEW: to_translate("New"),
        ChangeKind.MOVED: to_translate("Moved"),
        ChangeKind.VENUE_CHANGED: to_translate("New place"),
        ChangeKind.ACCESS_CHANGED: to_translate("Getting in has changed"),
        ChangeKind.UPDATED: to_translate("Changed"),  # older versions told it as news, and the store still has it
        ChangeKind.NOT_HELD: to_translate("Not held"),
        ChangeKind.HELD: to_translate("Held after all"),
        ChangeKind.CANCELLED: to_translate("Cancelled"),
        ChangeKind.REINSTATED: to_translate("Back on"),
    }
)
"""What an entry's title begins with."""


def publish(release: Release) -> tuple[Artifact, ...]:
    """Return the feed in every language, all made."""
    return tuple(recipe.artifact() for recipe in recipes(release))


def recipes(release: Release) -> Iterator[Recipe]:
    """The feed in every language, still to be made: each meeting's latest news.

    Edges: one entry for each meeting and `sequence`, so that a reader that slept through a release misses nothing
    """
    digest = digests.digest_of("changes", release)
    for lang in languages.spoken(release.languages):
        path = addresses.in_language(addresses.CHANGES_FEED, lang.tag)
        yield Recipe(path, MEDIA_TYPE, digest, partial(_written, release, lang))


def _written(release: Release, lang: Language) -> bytes:
    feed = _feed(release, lang)
    wards, terms = release.ward_by_code, terms_of(release.acronyms)
    for meeting in sorted(release.meetings, key=_newest_first):
        feed.append(_entry(release, terms, wards[meeting.ward_code], meeting, lang))
    content: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _newest_first(meeting: ReleasedMeeting) -> tuple[float, datetime, str]:
    return -meeting.last_changed_at.timestamp(), meeting.starts_at, meeting.meeting_id


def _feed(release: Release, lang: Language) -> ET.Element:
    borough = wording.one_line(release.borough)
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB" if lang.is_source else lang.tag})
    _add(feed, "id", _id(release.borough_code, _in(lang, "changes")))
    _add(feed, "title", lang.say("Changes to ward panel meetings in %(borough)s", borough=borough))
    note = wording.draft_note(release.reviewed_languages, lang)
    if note:
        _add(feed, "subtitle", note)
    _add(feed, "updated", _moment(max((one.last_changed_at for one in release.meetings), default=release.released_at)))
    author = ET.SubElement(feed, "author")
    _add(author, "name", lang.say("%(borough)s ward panels", borough=borough))
    _add(author, "email", wording.one_line(release.contact_email))
    feed_address = addresses.absolute(release.site_url, addresses.in_language(addresses.CHANGES_FEED, lang.tag))
    ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": feed_address})
    page = addresses.absolute(release.site_url, addresses.in_language(addresses.CHANGES_PAGE, lang.tag))
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": page})
    return feed


def _entry(release: Release, terms: Terms, ward: PublicWard, meeting: ReleasedMeeting, lang: Language) -> ET.Element:
    entry = ET.Element("entry")
    path = addresses.in_language(addresses.meeting_page(meeting.meeting_id), lang.tag)
    page = addresses.absolute(release.site_url, path)
    _add(entry, "id", _id(release.borough_code, _in(lang, f"{meeting.meeting_id}/{meeting.sequence}")))
    facts = {"title": wording.title(ward, lang), "when": wording.when(meeting, lang)}
    _add(entry, "title", lang.say("%(kind)s: %(title)s, %(when)s", kind=lang.say(KINDS[_kind(meeting)]), **facts))
    _add(entry, "published", _moment(meeting.last_changed_at))
    _add(entry, "updated", _moment(meeting.last_changed_at))
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": page})
    ET.SubElement(entry, "category", {"term": ward.code, "label": wording.one_line(ward.name)})
    _add(entry, "summary", _summary(terms, meeting, lang))
    return entry


def _kind(meeting: ReleasedMeeting) -> ChangeKind:
    """The kind of its last change. Edges: worked out from the rest where an older version made the release."""
    if meeting.is_cancelled:
        return ChangeKind.CANCELLED
    if meeting.last_change:
        return meeting.last_change
    if meeting.was and (meeting.was.starts_at, meeting.was.ends_at) != (meeting.starts_at, meeting.ends_at):
        return ChangeKind.MOVED
    if meeting.was:
        return ChangeKind.VENUE_CHANGED
    return ChangeKind.UPDATED if meeting.sequence else ChangeKind.NEW


def _summary(terms: Terms, meeting: ReleasedMeeting, lang: Language) -> str:
    held = lang.say("%(held)s.", held=wording.held(meeting, lang))
    said = " ".join(filter(None, (_what_changed(meeting, lang), held, wording.first_announced(meeting, lang))))
    return in_text(said, terms, lang)


def _what_changed(meeting: ReleasedMeeting, lang: Language) -> str:
    """How the meeting differs from what was told before: a move of long ago is no news where words changed."""
    if not meeting.is_cancelled and meeting.last_change is ChangeKind.UPDATED:
        return wording.other_words(lang)
    return wording.what_changed(meeting, lang)


def _in(lang: Language, name: str) -> str:
    return name if lang.is_source else f"{lang.tag}/{name}"


def _id(borough_code: str, name: str) -> str:
    return f"urn:uuid:{uuid5(OURS, f'{borough_code}/{name}')}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
