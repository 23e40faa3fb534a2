"""A note for whoever prints and hangs the posters: which to print, where to hang them, and which to take down."""

from __future__ import annotations

from collections.abc import Iterator

from publishers import addresses, languages, wording
from publishers.channels.copy import Copy
from publishers.channels.notices import Notice, notices
from publishers.channels.post_words import headline
from publishers.languages import ENGLISH, Language
from scheduler.release.value import Release

CHANNEL = "poster"


def copies(release: Release) -> Iterator[Copy]:
    """Return one note for each meeting, in English."""
    for notice in notices(release):
        yield notice.copy(CHANNEL, _text(notice))


def _text(notice: Notice) -> str:
    meeting = notice.meeting
    paragraphs = (
        f"Posters: {headline(notice)}",
        f"When: {wording.when(meeting)}\nWhere: {wording.where(meeting.hall)}",
        *_jobs(notice),
        "Print:\n" + "\n".join(f"- {what}: {link}" for what, link in _sheets(notice)),
        *_nearer(notice),
    )
    return "\n\n".join(paragraphs) + "\n"


def _jobs(notice: Notice) -> Iterator[str]:
    """What to do at each hall, the old ones first.

    Edges: of those in between only the first one and the last are known
    """
    meeting, was, here = notice.meeting, notice.moved_from, wording.where(notice.meeting.hall)
    they_say = "that the meeting is cancelled" if meeting.is_cancelled else "where to go"
    halls = [wording.where(past.hall) for past in (meeting.first, meeting.was) if past]
    for hall in dict.fromkeys(hall for hall in halls if hall != here):
        yield f"At {hall}: take down the old posters. Put up the new ones, which say {they_say}."
    if meeting.is_cancelled:
        yield f"At {here}: take down the old posters. Put up the new ones, which say {they_say}."
    elif meeting.is_back_on and halls[-1] == here:
        yield f"At {here}: take down the posters that say that it is cancelled. Put up the new ones."
    elif was:
        yield f"At {here}: put up the new posters. Take down any old ones."
    else:
        yield f"At {here}: put up the posters, where people come in and where they wait."


def _sheets(notice: Notice) -> Iterator[tuple[str, str]]:
    meeting_id = notice.meeting.meeting_id
    poster = addresses.poster(meeting_id)
    yield "poster, A4", _link(notice, poster)
    yield "flyer, A5", _link(notice, addresses.flyer(meeting_id))
    yield "large print, A4", _link(notice, addresses.large_print(meeting_id))
    for lang in _others(notice.release):
        yield f"poster in English and {lang.name}, A4", _link(notice, addresses.in_language(poster, lang.tag))
    yield "noticeboard sheet with the next meetings, A4", _link(notice, addresses.noticeboard(notice.ward.slug))


def _nearer(notice: Notice) -> Iterator[str]:
    """What is printed when the meeting is the ward's next, if it will be held."""
    if notice.meeting.is_off:
        return
    names = ENGLISH.joined([lang.name for lang in _others(notice.release)])
    more = f", and flyers and large print in {names}" if names else ""
    page = _link(notice, addresses.meeting_page(notice.meeting.meeting_id))
    yield f"Once it is the ward's next meeting, its page has a door sign with an arrow{more}: {page}"


def _others(release: Release) -> tuple[Language, ...]:
    return languages.spoken(release.languages)[1:]


def _link(notice: Notice, path: str) -> str:
    return addresses.absolute(notice.release.site_url, path)
