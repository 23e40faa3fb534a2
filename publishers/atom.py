"""changes.atom (RFC 4287): what is new, moved or cancelled, newest first, for feed readers and for other websites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from functools import partial
from types import MappingProxyType
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from publishers import addresses, digests, endings, entries, languages, wording
from publishers.artifact import Artifact
from publishers.endings import Ended
from publishers.glossary import Terms, in_text, terms_of
from publishers.languages import Language, to_translate
from publishers.recipes import Recipe
from scheduler.release.edition import Edition, ended_name
from scheduler.release.promises import News
from scheduler.release.value import ChangeKind, PublicWard, Release

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
    """Return the feed of a release that nobody was told of before, in every language, all made."""
    return tuple(recipe.artifact() for recipe in recipes(Edition.of(release)))


def recipes(edition: Edition) -> Iterator[Recipe]:
    """The feed in every language, still to be made: all news of the last 13 months.

    Edges: an entry for each piece of news, so that a reader that slept misses nothing; its id is never another's
    """
    release, news = edition.release, edition.all_news
    now = {meeting.meeting_id: meeting.ward_code for meeting in edition.meetings}
    digest = digests.digest_of("changes", entries.shared(release), release.released_at, news, now)
    for lang in languages.spoken(release.languages):
        path = addresses.in_language(addresses.CHANGES_FEED, lang.tag)
        yield Recipe(path, MEDIA_TYPE, digest, partial(_written, edition, lang, lang.tag))
    for tag in languages.withdrawn(release.languages, edition.register.languages):
        path, ended = addresses.in_language(addresses.CHANGES_FEED, tag), endings.of_language(edition, tag)
        if path in edition.register.addresses:
            told = digests.joined(digest, tag, ended)
            yield Recipe(path, MEDIA_TYPE, told, partial(_written, edition, languages.ENGLISH, tag, ended))


def _written(edition: Edition, lang: Language, tag: str, ended: Ended | None = None) -> bytes:
    """The feed of the language `tag`, in the words of `lang`: English ones where it has ended, and an entry says so."""
    release, news = edition.release, sorted(edition.all_news, key=_newest_first)
    feed = _feed(release, lang, tag, max((each.at for each in news), default=release.released_at))
    if ended:
        feed.append(_known_as(_entry_of_end(release, ended), release, ended_name(ended.thing)))
    now, wards = {meeting.meeting_id: meeting for meeting in edition.meetings}, edition.ward_by_code
    terms = terms_of(release.acronyms)
    for each in news:
        ward = wards[now[each.meetings[0].meeting_id].ward_code]
        entry = _entry_of_all(release, each, lang) if each.is_of_all else _entry(release, terms, ward, each, lang)
        feed.append(_known_as(entry, release, _in(tag, each.name)))
    content: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _newest_first(news: News) -> tuple[float, datetime, str]:
    return -news.at.timestamp(), news.meetings[0].starts_at, news.name


def _known_as(entry: ET.Element, release: Release, name: str) -> ET.Element:
    """The entry under the id of a name."""
    known = ET.Element("id")
    known.text = _id(release.borough_code, name)
    entry.insert(0, known)
    return entry


def _feed(release: Release, lang: Language, tag: str, updated_at: datetime) -> ET.Element:
    borough = wording.one_line(release.borough)
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB" if lang.is_source else lang.tag})
    _add(feed, "id", _id(release.borough_code, _in(tag, "changes")))
    _add(feed, "title", lang.say("Changes to ward panel meetings in %(borough)s", borough=borough))
    note = wording.draft_note(release.reviewed_languages, lang)
    if note:
        _add(feed, "subtitle", note)
    _add(feed, "updated", _moment(updated_at))
    author = ET.SubElement(feed, "author")
    _add(author, "name", lang.say("%(borough)s ward panels", borough=borough))
    _add(author, "email", wording.one_line(release.contact_email))
    feed_address = addresses.absolute(release.site_url, addresses.in_language(addresses.CHANGES_FEED, tag))
    ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": feed_address})
    page = addresses.absolute(release.site_url, addresses.in_language(addresses.CHANGES_PAGE, lang.tag))
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": page})
    return feed


def _entry(release: Release, terms: Terms, ward: PublicWard, news: News, lang: Language) -> ET.Element:
    meeting = news.meetings[0]
    facts = {"title": wording.title(ward, lang), "when": wording.when(meeting, lang)}
    title = lang.say("%(kind)s: %(title)s, %(when)s", kind=lang.say(KINDS[news.kind]), **facts)
    entry = _bare(release, news.at, lang, title, addresses.meeting_page(meeting.meeting_id))
    ET.SubElement(entry, "category", {"term": ward.code, "label": wording.one_line(ward.name)})
    _add(entry, "summary", _summary(terms, news, lang))
    return entry


def _entry_of_all(release: Release, news: News, lang: Language) -> ET.Element:
    """One entry for what happened to every meeting to come: the same news a hundred times would hide all else."""
    said = wording.change_of_all(news.kind, news.meetings, lang)
    entry = _bare(release, news.at, lang, said, addresses.LIST_PAGE)
    _add(entry, "summary", said)
    return entry


def _entry_of_end(release: Release, ended: Ended) -> ET.Element:
    """The one plain entry of a language that we no longer publish in, in that language."""
    at = datetime.combine(ended.day, time.min, UTC)
    entry = _bare(release, at, languages.ENGLISH, ended.titled(languages.ENGLISH), addresses.HOME_PAGE)
    _add(entry, "summary", ended.said(languages.ENGLISH))
    return entry


def _bare(release: Release, at: datetime, lang: Language, title: str, page: str) -> ET.Element:
    entry = ET.Element("entry")
    address = addresses.absolute(release.site_url, addresses.in_language(page, lang.tag))
    _add(entry, "title", title)
    _add(entry, "published", _moment(at))
    _add(entry, "updated", _moment(at))
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
    return entry


def _summary(terms: Terms, news: News, lang: Language) -> str:
    meeting, is_words = news.meetings[0], news.kind is ChangeKind.UPDATED
    held = lang.say("%(held)s.", held=wording.held(meeting, lang))
    what = wording.other_words(lang) if is_words else wording.what_changed_and_why(meeting, lang)
    changed = (what, held, wording.first_announced(meeting, lang))
    return in_text(" ".join(filter(None, changed)), terms, lang)


def _in(tag: str, name: str) -> str:
    return name if tag == languages.SOURCE else f"{tag}/{name}"


def _id(borough_code: str, name: str) -> str:
    return f"urn:uuid:{uuid5(OURS, f'{borough_code}/{name}')}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
